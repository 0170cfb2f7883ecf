"""Who wrote and when, in the manners of news pages: heads called menus, two in one line, systems' default times."""

from __future__ import annotations

import pytest

from newscrawl.extract.byline import trim_frame
from newscrawl.extract.people import people_of
from tests.article.pages import MARKUP, NOW, PARAGRAPHS, TITLE, page, read

NEWS = "https://news.example.kr/read?no=31"
BYLINES = {
    "<p>글 이보름 기자 · 사진 한가을 사진기자</p><p>2026.10.02 09:33 입력</p>": "이보름",
    "<p>이보름 기자 sol@news.example | 입력 : 2026-10-02 09:33:53 | 본지 3면</p>": "이보름",
    "<p><span>이보름 기자</span><span>한가을 수습기자</span></p><p>승인 2026.10.02 09:33</p>": "이보름, 한가을",
    "<p>이보름 부동산전문기자 · [2026-10-02 09:33:16]</p>": "이보름",
    "<p><span>[</span><span>120호</span><span>] 승인 2026.10.02 09:33</span></p><p>이보름 도쿄 특파원</p>": "이보름",
}


@pytest.mark.parametrize(("head", "name"), BYLINES.items())
def test_a_byline_is_read_whatever_stands_around_the_name(head: str, name: str) -> None:
    tags = '<meta property="og:type" content="article">'
    found = read(page(f"<h1>{TITLE}</h1>{head}<div class='q7'>{MARKUP}</div>", head=tags), NEWS)
    assert people_of(found.author or "") == name
    assert found.published is not None


@pytest.mark.parametrize("name", ["user-snb", "top_menu"])
def test_a_head_that_is_called_a_menu_and_leads_nowhere_is_read(name: str) -> None:
    head = f"<div class='{name}'><div class='view-title'>{TITLE}</div><span>이보름 기자</span> <span>2026.10.02 16:18</span></div>"
    foot = "<ul><li>제호 : 솔마을신문</li><li>등록일 : 1998-01-10</li></ul>"
    found = read(page(f"{head}<div class='q7'>{MARKUP}</div>{foot}"), NEWS)
    assert found.published is not None
    assert found.published.raw == "2026.10.02 16:18"


@pytest.mark.parametrize("told", ["2019-03-04T00:00:00+09:00", NOW.isoformat()])
def test_a_time_that_a_system_puts_by_default_is_not_believed(told: str) -> None:
    tags = f'<meta property="article:published_time" content="{told}">'
    found = read(
        page(f"<h1>{TITLE}</h1><p>이보름 기자 · [2026-10-02 21:51:16]</p><div class='q7'>{MARKUP}</div>", head=tags),
        NEWS,
    )
    assert found.published is not None
    assert found.published.raw == "2026-10-02 21:51:16"


def test_who_wrote_a_comment_wrote_no_article() -> None:
    below = "<div class='w3'><p>추천 52</p><p>산**람</p><p>2026-10-03 21:39</p></div>"
    assert (
        read(page(f"<h1>{TITLE}</h1><p>입력 : 2026-10-02 12:09</p><div class='q7'>{MARKUP}</div>{below}"), NEWS).author
        is None
    )


FRAMES = (
    "솔소식 이보름 (sol@news.example)",
    "/sol@news.example",
    "sol@news.example 이보름 기자",
    "◎공감언론 솔소식 sol@news.example",
    "(END)",
    "※ '당신의 제보가 뉴스가 됩니다'",
    "[카카오톡] 솔소식 검색해 채널 추가",
)


@pytest.mark.parametrize("line", FRAMES)
def test_what_signs_a_text_is_none_of_it(line: str) -> None:
    assert trim_frame("\n".join((*PARAGRAPHS, line))).text == "\n".join(PARAGRAPHS)


def test_a_bracket_before_a_text_names_publisher_place_and_writer() -> None:
    trimmed = trim_frame(f"[솔뉴스=장충, 이보름 기자] {PARAGRAPHS[0]}\n{PARAGRAPHS[1]}")
    assert (trimmed.text.split("\n")[0], trimmed.author, trimmed.publisher) == (PARAGRAPHS[0], "이보름", "솔뉴스")
