"""What stands around a board on a real site's page: menus, scripts, style sheets, boxes at the side."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from newscrawl.demo.dice import mix

if TYPE_CHECKING:
    from newscrawl.demo.board import DemoBoard

SITE = "한빛마을"

_MENU = {
    "마을 소개": ("인사말", "걸어온 길", "찾아오시는 길", "조직과 업무", "상징물"),
    "알림 마당": ("고시·공고", "입찰 정보", "채용 안내", "행사 달력", "자주 묻는 질문"),
    "참여 마당": ("칭찬합니다", "건의하기", "설문 조사", "사진 자랑", "자원봉사"),
    "자료실": ("서식", "법령·조례", "통계 연보", "간행물", "동영상"),
    "생활 정보": ("날씨", "버스 시각", "분리배출", "도서관", "보건소"),
}

_counter = itertools.count(1)


@dataclass(slots=True, frozen=True)
class Frame:
    """Pieces of a page. `csrf` and `salt` differ from page to page; the rest is the same on all pages of a board."""

    site: str
    head: str
    menu: str
    side: str
    foot: str
    csrf: str
    salt: int


def frame_of(board: DemoBoard) -> Frame:
    """The frame of the page that is made now."""
    head, menu, side, foot = _pieces(board.weight == "real")
    salt = next(_counter) & 0xFFFFFFFF
    return Frame(SITE, head, menu, side, foot, f"{mix(salt):016X}", salt)


@lru_cache
def _pieces(real: bool) -> tuple[str, str, str, str]:
    if not real:
        return "", '<nav class="gnb" id="gnb"><ul><li><a href="/">처음</a></li></ul></nav>', "", ""
    sheets = ("reset", "layout", "font", "board", "member", "popup", "slide", "widget", "print", "responsive")
    scripts = ("jquery", "plugins", "common", "layout", "board", "editor", "slide", "popup", "stat")
    head = "".join(
        f'<link rel="stylesheet" href="/assets/css/{name}.min.css?t=1750921{at:03}" />\n'
        for at, name in enumerate(sheets)
    )
    head += "".join(
        f'<script src="/assets/js/{name}.min.js?t=1750922{at:03}"></script>\n' for at, name in enumerate(scripts)
    )
    head += "<style>\n" + "".join(
        f".zone_{at} .box_{at % 7} > a:hover, .zone_{at} .box_{at % 7} > a:focus {{ color: #{at * 4111:06x}; "
        f"padding: {at % 9}px {at % 5 + 2}px; }}\n"
        for at in range(46)
    )
    head += "</style>\n"
    menu = '<nav class="gnb" id="gnb"><ul class="depth1">' + "".join(
        f'<li class="m{at}"><a href="/menu/{at}"><span>{title}</span></a><ul class="depth2">'
        + "".join(f'<li><a href="/menu/{at}/{sub}"><span>{name}</span></a></li>' for sub, name in enumerate(names, 1))
        + "</ul></li>"
        for at, (title, names) in enumerate(_MENU.items(), 1)
    )
    menu += "</ul></nav>\n"
    side = '<aside class="aside">' + "".join(
        f'<section class="widget w{at}"><h2>{title}</h2><ul>'
        + "".join(
            f'<li><a href="/menu/{at}/{sub}?w=side">{name} 바로 가기</a></li>' for sub, name in enumerate(names, 1)
        )
        + f'</ul><a href="/menu/{at}" class="more">더 보기</a></section>'
        for at, (title, names) in enumerate(_MENU.items(), 1)
    )
    side += "</aside>\n"
    foot = (
        '<div id="layer_menu" class="layer" style="display:none">' + menu.replace('id="gnb"', 'id="all"') + "</div>\n"
    )
    foot += '<div class="family"><label for="family">관련 누리집</label><select id="family">' + "".join(
        f'<option value="https://site{at}.demo.example/">{name}</option>'
        for at, name in enumerate(name for names in _MENU.values() for name in names)
    )
    foot += "</select></div>\n<script>\n" + "".join(
        f"function openBox{at}(event) {{ event.preventDefault(); document.querySelector('.zone_{at}').classList"
        f".toggle('on'); return {at} % 2 === 0; }}\n"
        for at in range(58)
    )
    foot += "</script>\n"
    return head, menu, side, foot
