"""Who a byline names."""

from __future__ import annotations

import pytest

from newscrawl.extract.people import people_in, read_byline, signed_by

BYLINES = (
    ("도쿄=국시온 특파원", "국시온"),
    ("국시온 도쿄 특파원", "국시온"),
    ("김보람·이도담 기자", "김보람, 이도담"),
    ("솔마을=김보람, 이도담 기자", "김보람, 이도담"),
    ("글 김보람 기자 · 사진 이도담 사진기자", "김보람"),
    ("글=김보람 기자·사진=이도담 기자", "김보람"),
    ("글·사진 김보람 기자", "김보람"),
    ("글 | 김보람(서평가)", "김보람"),
    ("사진 이도담", "이도담"),
    ("Photo by 이도담", "이도담"),
    ("김보람 솔마을대 교수·행정학", "김보람"),
    ("김보람 소상공인정책실장", "김보람"),
    ("김보람 부동산전문기자", "김보람"),
    ("장흥군 김보람 기자", "김보람"),
    ("김보람(Rune) 기자", "김보람"),
    ("김보람(bora77)", "김보람"),
    ("기자명 김보람 (bora@news.example)", "김보람"),
    ("[솔뉴스=잠실, 김보람 기자]", "김보람"),
    ("한겨레 김보람 기자", "김보람"),
    ("김건 기자", "김건"),
    ("남궁보람 기자", "남궁보람"),
    ("로봇기자", "로봇기자"),
    ("By Lee Bo-ram, staff reporter", "Lee Bo-ram"),
)
NOBODY = ("부동산", "기사전송", "제120호", "도쿄", "최신기사", "발표", "눈이 오지만", "서울특별시 솔길 19 7층", "", "l")
SIGNATURES = (
    ("김보람 솔마을경찰서 교통과 경위", ["김보람"]),
    ("솔뉴스 김보람 (bora@news.example)", ["김보람"]),
    ("김보람 수습기자 bora@news.example", ["김보람"]),
    ("△ 기획조정실장 김보람", []),
    ("▲김보람 기획조정실장", []),
    ("김보람 기자는 현장을 떠났다.", []),
    ("문의 bora@news.example", []),
)


@pytest.mark.parametrize(("line", "people"), BYLINES)
def test_a_byline_names_people(line: str, people: str) -> None:
    assert ", ".join(people_in(line)) == people


@pytest.mark.parametrize("line", NOBODY)
def test_other_lines_name_nobody(line: str) -> None:
    assert people_in(line) == []


@pytest.mark.parametrize(("line", "people"), SIGNATURES)
def test_a_line_that_is_but_a_byline_is_told_from_text(line: str, people: list[str]) -> None:
    assert signed_by(line) == people


def test_who_took_the_pictures_is_told_from_who_wrote() -> None:
    assert read_byline("글 김보람 사진 이도담".replace(" 사진", " · 사진")) == (["김보람"], ["이도담"])
