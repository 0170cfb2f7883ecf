"""Pages written for these tests, in the manner of the software and the publishers that they stand for."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from newscrawl.extract.article import read_article
from newscrawl.extract.document import Document, parse_document
from newscrawl.extract.page import Article

NOW = datetime(2026, 10, 5, 12, 0, tzinfo=ZoneInfo("Asia/Seoul"))
TITLE = "솔마을 도서관 새 단장 마치고 다음 달 문 연다"
PARAGRAPHS = (
    "솔마을 도서관이 반년에 걸친 공사를 끝내고 다음 달 2일 다시 문을 연다.",
    "1층에는 어린이 자료실이, 2층에는 조용히 책을 읽는 방이 들어섰다. 열람석은 120석으로 늘었다.",
    "도서관장은 “누구나 편히 머무는 곳이 되기를 바란다”고 말했다.",
)
TEXT = "\n".join(PARAGRAPHS)
MARKUP = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
MENU = '<div id="gnb"><a href="/about">마을 소개</a><a href="/news">소식</a><a href="/free">자유게시판</a></div>'
FOOT = '<div id="footer"><p>솔마을 솔길 1. 전화 02-000-0000. Copyright 2026 솔마을. All rights reserved.</p></div>'


def document(html: str, url: str = "https://board.example.kr/read?no=31") -> Document:
    return parse_document(html.encode(), url, "text/html; charset=utf-8", NOW)


def article(html: str, url: str = "https://board.example.kr/read?no=31", box: str | None = None) -> Article | None:
    """Read a page; `box` is the id of the element that holds its list."""
    page = document(html, url)
    assert page.root is not None
    return read_article(page, next(iter(page.root.xpath("//*[@id=$box]", box=box)), None) if box else None)


def read(html: str, url: str = "https://board.example.kr/read?no=31", box: str | None = None) -> Article:
    found = article(html, url, box)
    assert found is not None
    return found


def page(content: str, title: str = f"{TITLE} - 솔마을", head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body>{MENU}{content}{FOOT}</body></html>"
    )


GNUBOARD_LIKE = page(
    f'<article id="bo_v"><h2 id="bo_v_title"><span class="bo_v_tit">{TITLE}</span></h2><section id="bo_v_info">'
    '<span class="sound_only">작성자</span> <strong><span class="sv_member">솔바람</span></strong>'
    '<span class="sound_only">조회</span><strong>31회</strong><strong><span class="sound_only">작성일</span> 26-10-02 09:41</strong>'
    '</section><div id="bo_v_con">{text}</div></article>',
    title=f"{TITLE} > 소식 | 솔마을",
)
