"""Where a page says that its list is: given this page without a list, this request."""

from __future__ import annotations

import pytest

from newscrawl.extract import extract

FORM = (
    '<form id="f" name="search"><input type="hidden" name="bbsId" value="B1"><input name="pageIndex" value="1"></form>'
)
SCRIPTS = [
    ('$.ajax({type: "POST", url: "/ajax/list.do", data: $("#f").serialize()});', "POST /ajax/list.do bbsId=B1 pageIndex=1"),
    ("$.ajax({url: '/bbs/listData.do', data: {bbsId: 'B1', page: 1}, method: 'post'});", "POST /bbs/listData.do bbsId=B1 page=1"),
    ('$.ajax({ url : "/bbs/selectList.do?bbsId=B1", dataType: "json" });', "GET /bbs/selectList.do?bbsId=B1"),
    ('$.post("/board/list.ajax", {boardId: "B1", cPage: 1}, show);', "POST /board/list.ajax boardId=B1 cPage=1"),
    ('$.getJSON("/api/notice/list", {page: 1}, show);', "GET /api/notice/list?page=1"),
    ('$("#list").load("/board/rows.jsp?page=1");', "GET /board/rows.jsp?page=1"),
    ('$("#list").load("/board/rows.jsp", {page: 1});', "POST /board/rows.jsp page=1"),
    ('axios.get("/api/posts?page=1").then(show)', "GET /api/posts?page=1"),
    ('fetch("/api/board", {method: "POST", body: "bbsId=B1&page=1"})', "POST /api/board bbsId=B1 page=1"),
    ('var x = new XMLHttpRequest(); x.open("POST", "/ajax/list.do", true); x.send("bbsId=B1&page=1");', "POST /ajax/list.do bbsId=B1 page=1"),
    ('var x = new XMLHttpRequest(); x.open("GET", "/ajax/list.do?page=1"); x.send();', "GET /ajax/list.do?page=1"),
    # what is no list's: comments, logins, counters, and addresses that only the script can work out
    ('$.post("/board/commentList.do", {no: 1});', None),
    ('$.ajax({url: "/login/check.do", type: "POST"});', None),
    ("fetch(`/api/list/${id}`)", None),
    ('$.ajax({url: listUrl, type: "POST"});', None),
]  # fmt: skip
FRAMES = [
    ('<iframe src="/bbs/list.do?bbsId=B1"></iframe>', "GET /bbs/list.do?bbsId=B1"),
    ('<iframe src="https://www.youtube.com/embed/list"></iframe><a href="/a">a</a>', None),
    ('<frameset><frame name="top" src="/t.html"><frame name="main" src="/m.html"></frameset>', "GET /m.html"),
    ('<frameset><frame src="/menu.html"><frame src="/zb/zboard.php?id=news"></frameset>', "GET /zb/zboard.php?id=news"),
    ('<iframe src="/inner.html"></iframe>', "GET /inner.html"),
    ('<iframe src="/inner.html"></iframe><a href="/a">소개</a>', None),
]
FEED = '<html><head><link rel="alternate" type="application/rss+xml" href="/{}"><script src="/app.js"></script></head>'


def spelled(markup: str) -> str | None:
    page = extract(f"<html><body>{markup}</body></html>".encode(), "https://x.kr/board")
    if page.elsewhere is None:
        return None
    sent = "".join(f" {name}={value}" for name, value in page.elsewhere.form)
    return f"{page.elsewhere.method} {page.elsewhere.url.removeprefix('https://x.kr')}{sent}"


@pytest.mark.parametrize(("script", "request_"), SCRIPTS)
def test_a_scripts_request(script, request_):
    assert spelled(f"{FORM}<div id=list></div><script>{script}</script>") == request_


@pytest.mark.parametrize(("markup", "request_"), FRAMES)
def test_a_frame(markup, request_):
    assert spelled(markup) == request_


def test_a_feed_stands_in_for_a_list_that_a_script_shows():
    shell = extract(f"{FEED.format('rss')}<body><div id=app></div>".encode(), "https://x.kr/board")
    assert shell.elsewhere is not None
    assert shell.elsewhere.url == "https://x.kr/rss"
    links = "".join(f'<a href="/menu/{n}">메뉴 {n}</a>' for n in range(9))
    assert extract(f"{FEED.format('rss')}<body>{links}".encode(), "https://x.kr/").elsewhere is None
    assert extract(f"{FEED.format('comments/rss')}<body>".encode(), "https://x.kr/").elsewhere is None
