"""Pages that are fetched without a crawl (extract, probe, sites check) are held to the same rule and the same bounds."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from newscrawl import fetch as fetching
from newscrawl.connection import refusal
from newscrawl.errors import ConfigurationError, NewscrawlError, RefusedError
from newscrawl.fetch import fetch
from newscrawl.guard import Guard
from tests.safety.hostile import DOCUMENT, INNER, TURNING, Hostile, head, names, packed, page, redirect


@pytest.fixture(scope="module")
def hostile() -> Iterator[Hostile]:
    with Hostile() as server, names():
        server.add("/robots.txt", page("", status=404))
        server.add("/view", page(DOCUMENT.format("보통 글")))
        yield server


def get(server: Hostile, path: str, **options) -> fetching.Fetched:
    return fetch(server.url + path, "tests", obey_robots=False, **options)


def test_a_page_is_fetched(hostile):
    hostile.add("/moved", redirect("/view"))
    assert "보통 글" in get(hostile, "/moved").body.decode()
    assert fetch(hostile.url + "/view", "tests").status == 200
    assert get(hostile, "/nowhere").status == 404


def test_no_redirect_leads_where_it_must_not(hostile):
    targets = [
        f"{hostile.forbidden}/", "http://169.254.169.254/latest/", "http://0x7f.1/", f"http://{INNER}:{hostile.port}/view",
        f"http://[::ffff:127.0.0.1]:{hostile.forbidden_port}/", f"http://localhost:{hostile.forbidden_port}/",
    ]  # fmt: skip
    for number, target in enumerate(targets):
        hostile.add(f"/to{number}", redirect(target))
        with pytest.raises(RefusedError, match="was not asked for: ") as refused:
            get(hostile, f"/to{number}")
        assert "hosts = [" in refused.value.advice
    for target in ("file:///etc/passwd", "ftp://127.0.0.1/", "/round"):
        hostile.add("/round", redirect(target))
        with pytest.raises(NewscrawlError):
            get(hostile, "/round")
    assert hostile.knocks == 0


def test_a_redirect_of_a_board_stays_on_its_site_and_no_password_leaves_it(hostile):
    hostile.add("/away", redirect(f"http://{INNER}:{hostile.port}/view"))
    with pytest.raises(RefusedError, match=f"another site, {INNER}"):
        get(hostile, "/away", guard=Guard.of([hostile.url]))
    named = Guard.of([hostile.url], [f"{INNER}:{hostile.port}"])
    assert get(hostile, "/away", guard=named, headers={"Authorization": "Basic c2VjcmV0"}).status == 200
    first, second = hostile.heads[-2:]
    assert "authorization" in first.lower()
    assert "authorization" not in second.lower()


def test_what_is_connected_to_is_what_was_judged(hostile):
    url = f"http://{TURNING}:{hostile.forbidden_port}/"
    assert refusal(Guard(), url) is None  # the first look shows a public address
    with pytest.raises(RefusedError, match=r"turning\.example\.kr is at 127\.0\.0\.1, this machine itself"):
        fetch(url, "tests", obey_robots=False)
    assert hostile.knocks == 0


def test_a_page_that_does_not_end_in_time_is_given_up(hostile):
    hostile.add("/slow", [head(200, "Content-Length: 100000"), b"a"])
    hostile.add("/slowhead", [b"HTTP/1.1 200 OK\r\nX: ", b"a"])
    for path in ("/slow", "/slowhead"):
        began = time.monotonic()
        with pytest.raises(NewscrawlError, match="had not come whole after"):
            get(hostile, path, timeout=0.5)
        assert time.monotonic() - began < 20


def test_a_page_that_is_too_large_or_broken_is_none(hostile, monkeypatch):
    monkeypatch.setattr(fetching, "MAX_BYTES", 1024 * 1024)
    hostile.add("/endless", [head(), b"<p>" + b"a" * 60_000])
    with pytest.raises(NewscrawlError, match="larger than 1 MiB"):
        get(hostile, "/endless")
    for packing in ("gzip", "deflate"):
        hostile.add("/bomb", packed(packing))
        with pytest.raises(NewscrawlError, match="unpacks to more than 1 MiB"):
            get(hostile, "/bomb")
    for packing in ("br", "zstd"):
        hostile.add("/bomb", packed(packing))
        with pytest.raises(NewscrawlError, match="was not asked for"):
            get(hostile, "/bomb")
    hostile.add("/flood", [b"HTTP/1.1 200 OK\r\n", b"X-A: " + b"a" * 4000 + b"\r\n"])
    with pytest.raises(NewscrawlError, match="headers"):
        get(hostile, "/flood")


def test_a_robots_txt_without_end_is_read_to_its_bound(hostile):
    hostile.add("/robots.txt", [head(), b"User-agent: *\nDisallow: /secret\n" * 2000])
    assert fetch(hostile.url + "/view", "bound").status == 200
    with pytest.raises(NewscrawlError, match=r"robots\.txt"):
        fetch(hostile.url + "/secret", "bound")


def test_what_is_no_address_is_said():
    with pytest.raises(ConfigurationError):
        fetch("file:///etc/passwd", "tests")
