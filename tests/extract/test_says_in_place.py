"""What whole pages and answers say in place of a list or a post, in the ways that boards have of saying so."""

from __future__ import annotations

import pytest

from newscrawl.extract import extract

ADDRESS = "https://board.example.kr/bbs/view.do?no=12"
MENU = "<nav><ul>" + "".join(f'<li><a href="/m/{at}">메뉴 {at}</a></li>' for at in range(12)) + "</ul></nav>"

SAID = {
    "an alert once the page is ready": (
        '<script>$(function () { alert("존재하지 않는 게시물입니다."); location.href = "/list"; });</script>',
        "deleted",
    ),
    "an alert of a variable": (
        '<script>var m = "접근 권한이 없습니다."; alert(m); history.back();</script>',
        "forbidden",
    ),
    "an alert when the body is loaded": (
        "<html><body onload=\"alert('삭제된 게시물입니다.'); history.back();\"></body></html>",
        "deleted",
    ),
    "a question that leads to the login": (
        '<script>if (confirm("로그인이 필요합니다. 이동하시겠습니까?")) { location.href = "/login"; }</script>',
        "login",
    ),
    "an alert in the words of an empty list": (
        "<script>alert('해당 게시물이 존재하지 않습니다.'); location.href='/list';</script>",
        "deleted",
    ),
    "words among menus": (f"<html><body>{MENU}<p>카페 멤버만 볼 수 있습니다.</p></body></html>", "forbidden"),
    "a picture": (
        '<html><body><img src="/a.jpg" alt="홈페이지 개편으로 서비스가 일시 중단됩니다"></body></html>',
        "maintenance",
    ),
    "JSON with a message": ('{"result": "fail", "message": "삭제되었거나 존재하지 않는 글입니다."}', "deleted"),
    "JSON with a code": ('{"timestamp": "2026-11-25", "status": 404, "error": "Not Found"}', "missing"),
}

NOT_SAID = {
    "an empty list": (
        "<table><tr><th>번호</th><th>제목</th><th>작성자</th><th>등록일</th></tr>"
        "<tr><td colspan=4>등록된 게시물이 없습니다.</td></tr></table>"
    ),
    "a function that waits for a click": (
        f'<html><body>{MENU}<script>function del() {{ alert("삭제되었습니다."); location.reload(); }}</script></body></html>'
    ),
}


@pytest.mark.parametrize("way", SAID)
def test_a_page_that_says_something_instead_is_told_apart(way: str) -> None:
    html, kind = SAID[way]
    page = extract(html.encode(), ADDRESS)
    assert page.says is not None
    assert page.says.kind == kind
    assert page.listing is None
    assert page.article is None


@pytest.mark.parametrize("what", NOT_SAID)
def test_a_page_that_only_looks_so_is_not(what: str) -> None:
    assert extract(NOT_SAID[what].encode(), ADDRESS).says is None
