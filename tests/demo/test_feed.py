"""Feeds of the newest posts: with seconds, which the lists do not show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime

import pytest
from lxml import etree

from newscrawl.demo import DemoBoard, DemoServer

from .conftest import ask

Served = Callable[..., DemoServer]
ATOM = "{http://www.w3.org/2005/Atom}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


@pytest.mark.parametrize(
    ("skin", "path"),
    [
        ("rhymix", "/news/rss"),
        ("gnuboard5", "/bbs/rss.php?bo_table=news"),
        ("egov", "/portal/bbs/rss.do?bbsId=BBSMSTR_news"),
    ],
)
def test_rss(served: Served, skin: str, path: str) -> None:
    board = DemoBoard(posts=30, skin=skin, secret_every=5)
    server = served(board)
    items = etree.fromstring(ask(server.url + path).body).findall("channel/item")
    open_posts = [post for post in board.truth() if not post["is_notice"]][: board.rows]
    newest = [post for post in open_posts if not post["is_secret"]]
    shown = newest[: len(items)]
    assert len(items) >= 10
    assert [" ".join(item.findtext("title").split()) for item in items] == [post["title"] for post in shown]
    assert [parsedate_to_datetime(item.findtext("pubDate")) for item in items] == [post["published"] for post in shown]
    twice = skin == "gnuboard5"
    assert [item.findtext("link").replace("&amp;", "&") for item in items] == [post["url"] for post in shown]
    assert ("&amp;" in items[0].findtext("link")) == twice


def test_atom_and_the_news_sitemap(served: Served) -> None:
    board = DemoBoard(posts=30, notices=0, secret_every=0)
    server = served(board)
    newest = board.truth()[0]
    entry = etree.fromstring(ask(f"{server.url}/news/atom").body).find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}link").get("href") == newest["url"]
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}published")) == newest["published"]
    sitemap = etree.fromstring(ask(f"{server.url}/sitemap-news.xml").body)
    assert sitemap[0][0].text == newest["url"]
    assert datetime.fromisoformat(sitemap[0].find(f".//{NEWS}publication_date").text) == newest["published"]
