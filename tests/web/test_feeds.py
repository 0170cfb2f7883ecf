"""Feeds: what readers rely on, in both formats."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from lxml import etree
from starlette.testclient import TestClient

from newscrawl.dates import Moment
from newscrawl.items import ListingItem
from newscrawl.store import Store
from newscrawl.web.app import make_app
from newscrawl.web.feeds import NO_XML
from newscrawl.web.site import Site
from tests.web.conftest import NOTICES, NOW, document, fill, post

ATOM = {"a": "http://www.w3.org/2005/Atom"}
QUERIES = [
    "",
    "?board=1",
    "?board=notices&limit=200",
    "?q=도서관&limit=5",
    "?board=1&author=홍길동&deleted=any",
    "?q=없는말",
]

ONE, SOME, OPTIONAL = "1", "*", "?"
ENTRY = {"id": ONE, "title": ONE, "updated": ONE, "published": OPTIONAL, "content": OPTIONAL, "summary": OPTIONAL}
FEED = {"id": ONE, "title": ONE, "updated": ONE, "generator": OPTIONAL, "author": ONE}


def atom(answer):
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(answer.content)


def check(element, counts):
    """What RFC 4287 asks of an element's children (4.1.1, 4.1.2) and of its dates (3.3)."""
    for name, count in counts.items():
        found = element.findall(f"a:{name}", ATOM)
        assert len(found) == 1 or (count == OPTIONAL and not found), name
    for name in ("updated", "published"):
        for each in element.findall(f"a:{name}", ATOM):
            assert datetime.fromisoformat(each.text).tzinfo is not None
    assert element.findtext("a:id", namespaces=ATOM).startswith("urn:uuid:")
    alternate = [each.get("type", "") for each in element.findall("a:link[@rel='alternate']", ATOM)]
    assert len(alternate) == len(set(alternate)) == 1
    for link in element.findall("a:link", ATOM):
        assert link.get("href").isascii()
        assert link.get("href").startswith("http")


@pytest.mark.parametrize("query", QUERIES)
def test_an_atom_feed_keeps_the_rules(client, query):
    root = atom(client.get(f"/feed.atom{query}"))
    check(root, FEED)
    assert root.find("a:link[@rel='self']", ATOM) is not None
    entries = root.findall("a:entry", ATOM)
    assert bool(entries) == (query != "?q=없는말")
    for entry in entries:
        check(entry, ENTRY)
        assert entry.find("a:content", ATOM) is not None or entry.find("a:summary", ATOM) is not None
    ids = [each.findtext("a:id", namespaces=ATOM) for each in entries]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("query", QUERIES)
def test_a_json_feed_says_the_same(client, query):
    answer = client.get(f"/feed.json{query}")
    feed = answer.json()
    root = atom(client.get(f"/feed.atom{query}"))
    assert answer.headers["content-type"] == "application/feed+json; charset=utf-8"
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [each["id"] for each in feed["items"]] == [each.text for each in root.findall("a:entry/a:id", ATOM)]
    assert all("content_html" in each and each["url"].startswith("http") for each in feed["items"])
    assert client.get(feed["home_page_url"]).status_code == 200


def test_a_feed_goes_on_to_the_oldest_post(client):
    url, titles = "/feed.json?board=1&limit=50", []
    while url:
        page = client.get(url).json()
        titles += [each["title"] for each in page["items"]]
        url = page.get("next_url")
    assert len(titles) == 119
    assert titles[-1] == "제목 1"


def test_a_feed_is_sent_once(client):
    first = client.get("/feed.atom?board=1")
    tag, modified = first.headers["etag"], first.headers.get("last-modified")
    for known in (tag, f'"x", W/{tag}', "*"):
        again = client.get("/feed.atom?board=1", headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get("/feed.atom?board=1", headers={"If-None-Match": '"x"'}).status_code == 200
    assert modified is None  # it was written this very second, by the site's clock


def test_a_feed_tells_when_its_boards_were_written_to(store, folder):
    site = Site(store, now=lambda: NOW + timedelta(hours=1))
    with TestClient(make_app(site, rate=0), base_url="http://localhost") as reader:
        modified = reader.get("/feed.json").headers["last-modified"]
        assert modified == "Fri, 27 Jun 2025 03:00:00 GMT"
        assert reader.get("/feed.json", headers={"If-Modified-Since": modified}).status_code == 304
        old = "Fri, 27 Jun 2025 02:59:59 GMT"
        assert reader.get("/feed.json", headers={"If-Modified-Since": old}).status_code == 200
        assert reader.get("/feed.json", headers={"If-Modified-Since": "gestern"}).status_code == 200
        wrong = {"If-Modified-Since": modified, "If-None-Match": '"x"'}
        assert reader.get("/feed.json", headers=wrong).status_code == 200


def test_an_edit_is_an_update_under_the_same_id(tmp_path):
    now = NOW

    def clock():
        return now

    with Store(f"sqlite:///{tmp_path / 'x.db'}", now=clock).open() as store:
        run = store.begin_run(NOTICES)
        made = post(NOTICES, 1, title="\x0b제어 \ufffe 문자")
        made.published = Moment(NOW, "minute", "x")
        run.write([ListingItem(NOTICES, NOTICES.url, NOW, [made])])
        run.write([document(NOTICES, made, "처음 글입니다")])
        with TestClient(make_app(Site(store), rate=0), base_url="http://localhost") as reader:
            before = reader.get("/feed.json?board=1").json()["items"][0]
            now += timedelta(hours=2)
            run.write([document(NOTICES, made, "고친 글입니다")])
            feed = reader.get("/feed.json?board=1")
            after = feed.json()["items"][0]
            assert not NO_XML.search(reader.get("/feed.atom").text)
    assert before["id"] == after["id"]
    assert (before["date_modified"], after["date_modified"]) == ("2025-06-27T03:00:00Z", "2025-06-27T05:00:00Z")
    assert "고친" in json.dumps(after, ensure_ascii=False)


def test_ids_last_in_another_database(client, tmp_path):
    with Store(f"sqlite:///{tmp_path / 'x.db'}", now=lambda: NOW).open() as store:
        fill(store)
        with TestClient(make_app(Site(store), rate=0), base_url="http://localhost:81") as other:
            ids = [each["id"] for each in other.get("/feed.json?board=2").json()["items"]]
    assert ids == [each["id"] for each in client.get("/feed.json?board=2").json()["items"]]
