"""A crawl meets a board that means harm: what a page must not bring about does not happen, and is told in words."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from newscrawl.config import Config
from newscrawl.crawl import CrawlOptions, crawl_in_loop
from newscrawl.fetch import fetch
from newscrawl.sites import from_url
from newscrawl.store import Store
from spiders.feed import MOST_FEEDS
from tests.safety.hostile import DOCUMENT, INNER, TURNING, Hostile, head, names, packed, page, redirect

SETTINGS = {
    "NEWSCRAWL_RETRY_PAUSE": 0.01,
    "RETRY_TIMES": 1,  # a name that turns is told in words when it is asked for again
    "DOWNLOAD_MAXSIZE": 1024 * 1024,
    "DOWNLOAD_WARNSIZE": 0,
    "DOWNLOAD_TIMEOUT": 1,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
}

TWISTED = """
import json, sys
from pathlib import Path
from newscrawl.config import Config
from newscrawl.crawl import CrawlOptions, crawl
from newscrawl.sites import from_url
from tests.safety.hostile import names
url, folder, settings = sys.argv[1:]
with names():
    report = crawl(from_url(url), CrawlOptions(settings=json.loads(settings)), Config(f"sqlite:///{folder}/x.db", Path(folder)))
print(report.verdict)
"""


@pytest.fixture
def hostile() -> Iterator[Hostile]:
    with Hostile() as server:
        server.add("/robots.txt", page("", status=404))
        yield server


def crawl_it(server: Hostile, folder: Path, how: str, hosts: tuple[str, ...] = ()) -> dict[str, str]:
    """Crawl its board under one of the two event loops; the problems of each post, by its title."""
    url = f"{server.url}/board"
    if how == "twisted":
        command = [sys.executable, "-W", "ignore", "-c", TWISTED, url, str(folder), json.dumps(SETTINGS)]
        root = Path(__file__).parents[2]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100, cwd=root)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
    else:
        config = Config(f"sqlite:///{folder}/x.db", folder)
        with names():
            secret = {"DEFAULT_REQUEST_HEADERS": {"Authorization": "Basic c2VjcmV0"}}
            definition = replace(from_url(url), hosts=hosts, settings=secret)
            asyncio.run(crawl_in_loop(definition, CrawlOptions(settings=SETTINGS), config))
    with Store(f"sqlite:///{folder}/x.db").open() as store:
        titles = {post.key: post.title for post in store.posts()}
        problems: defaultdict[str, str] = defaultdict(str)
        for each in store.problems():
            problems[titles.get(each.key or "", each.url)] += f"{each.reason} "
        return dict(problems)


@pytest.mark.parametrize("how", ["asyncio", "twisted"])
def test_no_page_sends_a_crawl_where_it_must_not_go(hostile, tmp_path, how):
    add, forbidden = hostile.add, hostile.forbidden
    targets = {
        "다른 포트": f"{forbidden}/",
        "링크 로컬": "http://169.254.169.254/latest/meta-data/",
        "십진수": "http://2130706433/",
        "안쪽 이름": f"http://{INNER}:{hostile.forbidden_port}/",
        "다른 사이트": "http://other.example.com/",
        "파일": "file:///etc/passwd",
    }
    links = {}
    for number, (title, target) in enumerate(targets.items()):
        add(f"/to{number}?no=1{number}", redirect(target))
        links[f"{title} 재지정"] = f"/to{number}?no=1{number}"
        links[f"{title} 고리"] = f"{target}?no=2{number}"
    links["돌아선 이름"] = f"http://{TURNING}:{hostile.forbidden_port}/?no=31"
    links["스크립트"] = "/script?no=32"
    add("/script?no=32", page(f"<script>location.href='{forbidden}/';</script>"))
    links["제자리"] = "/loop?no=33"
    add("/loop?no=33", redirect("/loop?no=33"))
    links["긴 주소"] = "/view?no=34&x=" + "a" * 1_000_000
    links["보통 글"] = "/view?no=35"
    add("/view?no=35", page(DOCUMENT.format("보통 글")))
    add("/robots.txt", redirect(f"{forbidden}/robots.txt"))
    hostile.board(links)
    problems = crawl_it(hostile, tmp_path, how)
    assert hostile.knocks == 0
    refused = {title for title, reason in problems.items() if "refused: " in reason}
    assert refused >= {f"{title} 재지정" for title in targets if title != "파일"}
    assert refused >= {f"{title} 고리" for title in targets if title not in {"파일", "다른 사이트"}}
    assert refused >= {"돌아선 이름", "스크립트", "긴 주소"}
    assert "this machine itself" in problems["안쪽 이름 고리"]
    assert "this machine itself" in problems["돌아선 이름"]
    assert "metadata" in problems["링크 로컬 재지정"]
    assert "another site, other.example.com" in problems["다른 사이트 재지정"]
    assert "round and round" in problems["제자리"]
    assert "robots.txt was not asked for" in problems[f"{forbidden}/robots.txt"]
    assert "보통 글" not in problems


@pytest.mark.parametrize("how", ["asyncio", "twisted"])
def test_no_answer_is_too_much(hostile, tmp_path, how):
    add, links = hostile.add, {}
    for number, packing in enumerate(["gzip", "deflate", "br", "zstd"]):
        links[packing] = f"/bomb{number}?no=4{number}"
        add(links[packing], packed(packing))
    links |= {
        "끝없는 글": "/endless?no=51",
        "느린 글": "/slow?no=52",
        "머리글": "/flood?no=53",
        "보통 글": "/view?no=54",
    }
    links |= {"쿠키": "/cookies?no=55", "긴 머리글": "/line?no=56"}
    add("/endless?no=51", [head(), b"<p>" + b"a" * 60_000])
    add("/slow?no=52", [head(200, "Content-Length: 100000"), b"a"])
    add("/flood?no=53", [b"HTTP/1.1 200 OK\r\n", b"X-A: " + b"a" * 4000 + b"\r\n"])
    add("/line?no=56", [b"HTTP/1.1 200 OK\r\nX-A: ", b"a" * 60_000])
    cookies = [f"Set-Cookie: c{number}=1" for number in range(99)]
    add("/cookies?no=55", page(DOCUMENT.format("쿠키"), f"Set-Cookie: big={'a' * 7000}", *cookies))
    add("/view?no=54", page(DOCUMENT.format("보통 글")))
    hostile.board(links)
    problems = crawl_it(hostile, tmp_path, how)
    assert problems.keys() == links.keys() - {"보통 글", "쿠키"}
    assert {problems[packing] for packing in ("gzip", "deflate", "br", "zstd")} == {
        "the page unpacks to more than is read "
    }
    assert problems["끝없는 글"] == "the page is larger than is read "
    assert problems["느린 글"] == "the host did not answer in time "
    assert problems["머리글"] == "its headers are longer than are read "


def test_a_board_that_names_its_hosts_may_lead_there(hostile, tmp_path):
    hostile.add("/view?no=1", redirect(f"http://{INNER}:{hostile.port}/there?no=1"))
    hostile.add("/there?no=1", page(DOCUMENT.format("옮긴 글")))
    hostile.board({"옮긴 글": "/view?no=1", "보통 글": "/view?no=2"})
    hostile.add("/view?no=2", page(DOCUMENT.format("보통 글")))
    assert crawl_it(hostile, tmp_path, "asyncio", (f"{INNER}:{hostile.port}",)) == {}
    assert "/there?no=1" in hostile.asked


def test_a_proxy_may_be_anywhere_and_no_other_host_sees_the_definitions_headers(hostile, tmp_path, monkeypatch):
    monkeypatch.setenv("http_proxy", hostile.url)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    away = "http://press.example.com/view?no=1"
    hostile.add(away, page(DOCUMENT.format("밖의 글")))
    hostile.board({"밖의 글": away, "보통 글": "/view?no=2", "안의 글": "http://10.0.0.5/view?no=3"})
    hostile.add("/view?no=2", page(DOCUMENT.format("보통 글")))
    problems = crawl_it(hostile, tmp_path, "asyncio")
    assert problems.keys() == {"안의 글"}
    assert "a private network" in problems["안의 글"]
    sent = {path: head.lower() for path, head in zip(hostile.asked, hostile.heads, strict=True)}
    assert "authorization" in sent["/view?no=2"]
    assert "authorization" not in sent[away]
    assert fetch(away, "tests").status == 200


def test_an_index_of_sitemaps_that_names_itself_and_others_without_end_is_read_to_its_bound(hostile, tmp_path):
    def index(*parts: str) -> bytes:
        named = "".join(f"<sitemap><loc>{hostile.url}{part}</loc></sitemap>" for part in parts)
        return page(f"<?xml version='1.0'?><sitemapindex>{named}</sitemapindex>")

    hostile.add("/map0", index("/map0", *(f"/map1-{number}" for number in range(20))))
    for number in range(20):
        hostile.add(f"/map1-{number}", index("/map0", *(f"/map2-{number}-{each}" for each in range(20))))
    command = [sys.executable, "-W", "ignore", "-m", "scrapy", "crawl", "feed", "-a", f"url={hostile.url}/map0"]
    folder = os.environ | {"NEWSCRAWL_DATA_DIR": str(tmp_path), "NEWSCRAWL_DATABASE_URL": ""}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100, env=folder)
    assert "Traceback" not in done.stderr
    asked = [path for path in hostile.asked if path.startswith("/map")]
    assert len(asked) == len(set(asked)) == MOST_FEEDS
