"""Boards whose list is not in their page: a script loads it as a fragment or as JSON, or a frame holds it."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from newscrawl.config import Config
from newscrawl.crawl import CrawlOptions, crawl_in_loop
from newscrawl.sites import from_url, parse
from newscrawl.store import Store

POSTS, ROWS = 23, 10
FIRST_DAY = date(2025, 6, 1)


def day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def rows_of(page: int) -> list[int]:
    return list(range(POSTS, 0, -1))[(page - 1) * ROWS : page * ROWS]


def fragment(page: int) -> str:
    return "".join(
        f'<tr><td>{number}</td><td><a href="/view?idx={number * 7}">솔마을 소식 {number}호</a></td><td>솔바람</td>'
        f"<td>{day(number)}</td><td>{number}</td></tr>"
        for number in rows_of(page)
    )


def objects(page: int) -> str:
    rows = [
        {"nttId": number * 7, "nttSj": f"솔마을 소식 {number}호", "regDt": str(day(number)), "inqireCo": number}
        for number in rows_of(page)
    ]
    return json.dumps({"totalCount": POSTS, "resultList": rows})


def feed() -> str:
    items = "".join(
        f"<item><title>솔마을 소식 {number}호</title><link>/view?idx={number * 7}</link>"
        f"<pubDate>{day(number):%d %b %Y} 09:41:05 +0900</pubDate></item>"
        for number in range(POSTS, 0, -1)
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>소식</title>{items}</channel></rss>'
    )


def own_words(page: int) -> str:
    """JSON whose names nobody could guess."""
    return json.dumps(
        {"n": POSTS, "d": [{"q1": number * 7, "q2": f"솔마을 소식 {number}호"} for number in rows_of(page)]}
    )


SCRIPTED = """<!DOCTYPE html><html><head><title>소식</title></head><body><h1>소식</h1>
<form id="searchForm" method="post"><input type="hidden" name="boardId" value="B7"><input type="hidden" name="pageIndex" value="1"></form>
<div id="list"></div><script>
$.ajax({ type: "POST", url: "/ajax/newsList.do", data: $("#searchForm").serialize(), success: function (d) { $("#list").html(d); } });
</script></body></html>"""
FETCHING = """<!DOCTYPE html><html><head><title>소식</title></head><body><div id="app"></div>
<script>fetch("/api/newsList?page=1", {method: "GET"}).then((answer) => answer.json()).then(show);</script></body></html>"""
FRAMED = '<html><head><title>소식</title></head><body><iframe src="/frame/newsList?page=1"></iframe></body></html>'
FRAMESET = '<html><head><title>솔마을</title></head><frameset><frame name="menu" src="/menu"><frame name="main" src="/scripted"></frameset></html>'
FED = """<html><head><title>소식</title><link rel="alternate" type="application/rss+xml" href="/rss"></head><body><div id="app"></div>
<script src="/app.js"></script></body></html>"""
SHELL = '<html><head><title>소식</title></head><body><div id="app"></div><script src="/app.js"></script></body></html>'
DOCUMENT = """<!DOCTYPE html><html><head><title>솔마을 소식 {0}호</title></head><body><h2 class="subject">솔마을 소식 {0}호</h2>
<dl class="info"><dt>작성자</dt><dd>솔바람</dd><dt>작성일</dt><dd>{1} 09:41</dd></dl>
<div class="view_content"><p>솔마을의 {0}번째 소식이다. 이번 달에도 도서관이 문을 열었다.</p></div></body></html>"""


@dataclass
class Answers:
    """A server that answers as a board of scripts does, and remembers what was asked."""

    server: ThreadingHTTPServer
    asked: list[str] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}{path}"


@pytest.fixture
def answers() -> Iterator[Answers]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            parts = urlsplit(self.path)
            self.answer(parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()})

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.answer(urlsplit(self.path).path, {name: values[0] for name, values in parse_qs(body).items()})

        def answer(self, path: str, values: dict[str, str]) -> None:
            found.asked.append(path)
            page = int(values.get("pageIndex") or values.get("page") or 1)
            kind, body = "text/html; charset=utf-8", None
            if path == "/ajax/newsList.do" and values.get("boardId") == "B7":
                body = fragment(page)
            elif path == "/api/newsList":
                kind, body = "application/json", objects(page)
            elif path == "/ajax/wrapped.do":
                kind, body = "application/json", json.dumps({"result": "ok", "html": fragment(page)})
            elif path == "/rss":
                kind, body = "application/rss+xml", feed()
            elif path == "/q" and values.get("b") == "B7":
                kind, body = "application/json", own_words(int(values["from"]) // ROWS + 1)
            elif path == "/frame/newsList":
                links = "".join(f'<a href="?page={each}">{each}</a>' for each in (1, 2, 3))
                body = (
                    f"<table><tr><th>번호<th>제목<th>글쓴이<th>날짜<th>조회</tr>{fragment(page)}</table><p>{links}</p>"
                )
            elif path == "/view":
                number = int(values["idx"]) // 7
                body = DOCUMENT.format(number, day(number))
            else:
                body = {
                    "/scripted": SCRIPTED,
                    "/wrapped": SCRIPTED.replace("newsList", "wrapped"),
                    "/fetching": FETCHING,
                    "/framed": FRAMED,
                    "/frameset": FRAMESET,
                    "/fed": FED,
                    "/shell": SHELL,
                    "/menu": "<p>메뉴</p>",
                }.get(path)
            self.send_response(200 if body is not None else 404)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write((body or "").encode())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Answers(server)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def crawl(definition, tmp_path):
    config = Config(f"sqlite:///{tmp_path / 'newscrawl.db'}", tmp_path)
    options = CrawlOptions(settings={"NEWSCRAWL_RETRY_PAUSE": 0.01})
    report = asyncio.run(crawl_in_loop(definition, options, config))
    assert report.verdict == "complete", report.message
    with Store(config.database_url).open() as store:
        return list(store.posts())


WAYS = [
    ("/scripted", POSTS),
    ("/wrapped", POSTS),
    ("/framed", POSTS),
    ("/frameset", POSTS),
    ("/rss", POSTS),
    ("/fed", POSTS),
    ("/fetching", 0),
]


@pytest.mark.parametrize(("path", "documents"), WAYS)
def test_the_list_is_found_where_the_page_says_it_is(answers, tmp_path, path, documents):
    posts = crawl(from_url(answers.url(path)), tmp_path)
    assert {post.key: post.title for post in posts} == {
        str(number * 7): f"솔마을 소식 {number}호" for number in range(1, POSTS + 1)
    }
    assert answers.asked.count("/view") == documents
    assert sum(post.body_text is not None for post in posts) == documents


def test_the_list_is_where_the_definition_says(answers, tmp_path):
    told = f"""
    url = "{answers.url("/shell")}"
    [list]
    key = "q1"
    link = "/view?idx={{key}}"
    page_parameter = "from"
    first_page = 0
    page_step = {ROWS}
    columns = {{ title = "q2" }}
    [list.request]
    url = "/q"
    form = {{ b = "B7", from = 0 }}
    """
    posts = crawl(parse(told, "news", Path("news.toml")), tmp_path)
    assert {post.key for post in posts} == {str(number * 7) for number in range(1, POSTS + 1)}
    assert all(post.body_text and "도서관" in post.body_text for post in posts)
    assert answers.asked.count("/q") <= 5  # three pages, one behind them, and the first again at the end


def test_an_objects_address_is_made_of_its_key(answers, tmp_path):
    told = f'url = "{answers.url("/fetching")}"\nlist.link = "/view?idx={{key}}"'
    posts = crawl(parse(told, "news", Path("news.toml")), tmp_path)
    assert sum(post.body_text is not None for post in posts) == POSTS
