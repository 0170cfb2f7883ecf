"""A page of a news board: one article, its publisher alone at the end, and beneath it the board's list."""

from __future__ import annotations

from datetime import date
from html import escape

import pytest

from newscrawl.extract import Page, extract

TITLE = "솔마을 도서관, 석 달 공사 마치고 다시 문 연다"
TEXT = (
    "솔마을 도서관이 석 달에 걸친 공사를 마치고 다음 달 2일 다시 문을 연다고 25일(현지시각) 밝혔다.",
    "도서관은 최근 펴낸 안내문에서 1층을 어린이 자료실로 바꾸고, 2층에는 “조용히 책을 읽을 방”을 들였다고 한다. 열람석은 120석(약 1.5배)으로 늘었다.",
    "다만 주차장은 아직 공사가 끝나지 않아 당분간 이용할 수 없다. 군청은 셔틀버스를 하루 여섯 번 보내기로 했다.",
    "군청은 이용자가 늘면 버스를 더 보낼 계획이다. 도서관장은 누구나 편히 머무는 곳이 되기를 바란다고 말했다.",
)
PUBLISHER = "연합뉴스"
ROWS = [
    (48127 - at, f"{mark} 마을 소식 {at}번째… “{word}” [{at}]", "모아뉴스", date(2025, 6, 27))
    for at, (mark, word) in enumerate(
        zip(
            ["[속보]", "[단독]", "‘특집’", "與野", "①"] * 4,
            ["올해 40.4%", "제목 & 기호", "1 < 2", "2025.06.26"] * 5,
            strict=True,
        )
    )
]


def paragraphs() -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in (*TEXT, PUBLISHER))


def table(head: str = "th") -> str:
    words = "".join(f"<{head}>{word}</{head}>" for word in ("번호", "제목", "글쓴이", "날짜"))
    rows = "".join(
        f'<tr><td>{number}</td><td><a href="/news/{number * 3}">{escape(title)}</a></td><td>{author}</td>'
        f"<td>{day:%Y.%m.%d}</td></tr>"
        for number, title, author, day in ROWS
    )
    return f'<table class="list"><tr>{words}</tr>{rows}</table>'


def page(content: str, title: str = TITLE) -> str:
    return (
        f'<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{escape(title)}</title></head><body>'
        f'<a href="#content">메뉴 건너뛰기</a>{content}</body></html>'
    )


WITH_HEAD = (
    f'<div class="rd"><div class="rd_hd"><h1><a href="/news/144384">{escape(TITLE)}</a></h1><span>모아뉴스</span>'
    f'<span>2025.06.27 09:41</span></div><div class="rd_body"><div class="xe_content">{paragraphs()}</div></div></div>'
)
PAGES = {
    "with a head": page(WITH_HEAD + table()),
    "text alone in a named box": page(f'<article><div class="xe_content">{paragraphs()}</div></article>{table()}'),
    "text alone in a plain box": page(f"<div><div>{paragraphs()}</div>{table()}</div>"),
    "lines parted by br, layout by tables": page(
        "<table><tr><td>"
        + "<br><br>".join(escape(line) for line in (*TEXT, PUBLISHER))
        + f"</td></tr></table>{table('td')}"
    ),
}


def read(html: str) -> Page:
    return extract(html.encode(), "https://board.example.kr/news/144384", content_type="text/html")


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_one_article_and_twenty_rows_are_read(html: str) -> None:
    read_page = read(html)
    assert read_page.listing is not None
    assert [
        (row.number, row.title, row.author, row.published.value if row.published else None)
        for row in read_page.listing.rows
    ] == ROWS
    assert [row.key for row in read_page.listing.rows] == [str(number * 3) for number, *_ in ROWS]
    article = read_page.article
    assert article is not None
    assert article.title == TITLE
    assert article.key == "144384"
    assert article.publisher == PUBLISHER
    assert article.body_text.split("\n") == [" ".join(line.split()) for line in TEXT] or [
        line for line in article.body_text.split("\n") if line
    ] == list(TEXT)


def test_a_list_alone_is_no_article() -> None:
    read_page = read(page(table(), title="소식 게시판"))
    assert read_page.listing is not None
    assert len(read_page.listing.rows) == len(ROWS)
    assert read_page.article is None
