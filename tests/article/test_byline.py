"""What articles carry at their ends besides the text."""

from __future__ import annotations

import pytest

from newscrawl.extract.byline import publisher_of, trim_frame

BODY = "도서관이 문을 열었다.\n많은 사람이 찾았다."
TAILS = (
    "이도담 기자 dodam@news.example",
    "이도담 기자",
    "[이도담 기자]",
    "/이도담 기자 dodam@news.example",
    "솔마을=이도담 기자 dodam@news.example",
    "dodam@news.example",
    "조선비즈",
    "솔마을일보",
    "[출처] 솔마을신문",
    "출처 : https://news.example/1",
    "출처: 솔마을신문 https://news.example/1",
    "ⓒ 솔마을신문 무단전재 및 재배포 금지",
    "<저작권자(c) 솔마을통신, 무단 전재-재배포 금지>",
    "Copyright ⓒ 솔마을신문. All rights reserved.",
    "입력 2026.10.02 14:05 | 수정 2026.10.02 16:10",
    "▶ 솔마을신문 네이버 채널 구독하기",
    "▶ 관련기사 더 보기",
)
TEXTS = (
    "그는 “다시 오겠다”고 말했다.",
    "문의: 02-000-0000",
    "1. 신청서\n2. 신분증",
    "감사합니다.",
    "장소: 솔마을 도서관",
    "기자를 만난 주민은 반가워했다.",
    "신문",
)


@pytest.mark.parametrize("tail", TAILS)
def test_a_frame_is_taken_off(tail: str) -> None:
    assert trim_frame(f"{BODY}\n\n{tail}").text == BODY


@pytest.mark.parametrize("tail", TEXTS)
def test_text_stays(tail: str) -> None:
    assert trim_frame(f"{BODY}\n{tail}").text == f"{BODY}\n{tail}"


def test_a_frame_of_many_lines_is_taken_off() -> None:
    assert trim_frame("\n".join([BODY, *TAILS[:10]])).text == BODY


def test_the_byline_names_the_author() -> None:
    assert trim_frame(f"{BODY}\n이도담 기자 dodam@news.example").author == "이도담"


def test_the_last_line_names_the_publisher() -> None:
    assert trim_frame(f"{BODY}\n\n조선비즈").publisher == "조선비즈"


def test_the_copyright_names_the_publisher() -> None:
    assert trim_frame(f"{BODY}\nⓒ 솔마을신문, 무단전재 및 재배포 금지").publisher == "솔마을신문"


def test_the_source_is_kept() -> None:
    assert trim_frame(f"{BODY}\n출처: https://news.example/1").source_url == "https://news.example/1"


def test_a_dateline_is_taken_off() -> None:
    trimmed = trim_frame(f"(솔마을=솔마을통신) 이도담 기자 = {BODY}")
    assert (trimmed.text, trimmed.author, trimmed.publisher) == (BODY, "이도담", "솔마을통신")


def test_a_text_of_one_line_stays() -> None:
    assert trim_frame("조선비즈").text == "조선비즈"


@pytest.mark.parametrize("name", ["조선비즈", "KBS", "솔마을일보", "[솔마을신문]", "ⓒ 연합뉴스"])
def test_publishers_are_known_by_name_or_shape(name: str) -> None:
    assert publisher_of(name) is not None


@pytest.mark.parametrize("name", ["", "신문", "오늘은 날씨가 좋아서 산책을 했습니다", None, "홍길동"])
def test_other_words_are_no_publishers(name: str | None) -> None:
    assert publisher_of(name) is None
