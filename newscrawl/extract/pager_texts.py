"""What the texts around a list say of its pages: «총 245건», «1/25 페이지»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newscrawl.extract.element import Element

MOST_PAGES = 10_000_000

NEAR = 4
"""How many boxes around a list its texts are looked for in."""

MOST_TEXTS = 600
UNREAD = frozenset({"script", "style", "select"})

_COUNT = r"(\d{1,3}(?:,\d{3})+|\d{1,9})(?!\d|,\d)"
TOTALS = (
    re.compile(
        rf"(?:전체\s*게시물?(?:\s*수)?|총\s*게시물?(?:\s*수)?|전체\s*글|전체글|총\s*글|글\s*수|자료\s*수|total(?:\s*(?:posts|articles|count))?|전체|총|검색\s*결과)\s*[:：]?\s*(?:<[^>]{{0,80}}>|\s|\(|\[)*{_COUNT}\s*(?:</[^>]{{0,20}}>|\s)*(?:건|개|posts|articles|의|$|[\])/,|.])",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:total|전체\s*게시물(?:\s*수)?|총\s*게시물(?:\s*수)?|총\s*건수|게시물\s*수|글\s*수|자료\s*수|전체\s*글?)\s*[:：]?\s*{_COUNT}(?![.]\d|\s*(?:/|페이지|page|쪽))",
        re.IGNORECASE,
    ),
    re.compile(rf"{_COUNT}\s*(?:건|개)의?\s*(?:게시물|게시글|글|자료)", re.IGNORECASE),
    re.compile(rf"(?<!새 )(?<!오늘 )(?<!신규 )(?:게시물|게시글|등록\s?글|자료)\s*[:：]?\s*{_COUNT}\s*(?:건|개)"),
)

_N = r"(\d{1,7})"
PAGES = re.compile(
    rf"(?:페이지|page)\s*[:：]?\s*\[?\s*{_N}\s*(?:/|of|\|)\s*{_N}|{_N}\s*/\s*{_N}\s*(?:페이지|쪽|pages?\b)|\(\s*{_N}\s*/\s*{_N}\s*\)|"
    rf"(?:현재\s*)?(?:페이지|page)\s*[:：]?\s*{_N}\s*[/|,]\s*(?:전체|총)\s*(?:페이지|쪽)?\s*(?:수\s*)?[:：]?\s*{_N}|"
    rf"{_N}\s*(?:페이지|쪽)\s*/\s*(?:전체|총)?\s*{_N}\s*(?:페이지|쪽)",
    re.IGNORECASE,
)
LAST_PAGE = re.compile(
    rf"(?<!\d)(?:총|전체)\s*{_N}\s*(?:페이지|쪽)|(?:총|전체)\s*(?:페이지|쪽)\s*(?:수\s*)?[:：]?\s*{_N}(?!\s*(?:건|개|/))|total\s*(?:pages?\s*[:：]?\s*{_N}|{_N}\s*pages?\b)",
    re.IGNORECASE,
)
PAGES_ALONE = re.compile(rf"[\[(]?\s*{_N}\s*/\s*{_N}\s*[\])]?")
"""What a mobile pager shows between its arrows: 1 / 101."""


LONGEST_MONTH = 31
"""Days; a number up to here behind a stroke may be one."""


@dataclass(slots=True)
class ShownTexts:
    """The board's own count, the page that is shown, and the last one; `is_named` where words call them pages."""

    total: int | None = None
    page: int | None = None
    last_page: int | None = None
    is_named: bool = False


def read_texts(box: Element) -> ShownTexts:
    """What the texts around the list in `box` say."""
    near: Element = box
    for _ in range(NEAR):
        parent = near.getparent()
        if parent is None or parent.tag == "html":
            break
        near = parent
    pieces = _texts_outside(near, box)
    text = " ".join(pieces)
    shown = ShownTexts(total=_total(text))
    named = PAGES.search(text)
    pages = named or _alone_of_its_kind(pieces)
    if pages is not None:
        current, last = (int(group) for group in pages.groups() if group is not None)
        if current > last and current == shown.total:
            last = 0  # «전체 118 / 1 페이지» has the count and the page
        elif current > last and named is None:
            last = 0  # 11/10 is a day
        elif current > last:
            current, last = last, current
        if 1 <= last < MOST_PAGES:
            shown.page, shown.last_page, shown.is_named = max(current, 1), last, named is not None
    elif (match := LAST_PAGE.search(text)) is not None:
        last = next(int(group) for group in match.groups() if group is not None)
        shown.last_page, shown.is_named = last if 1 <= last < MOST_PAGES else None, True
    return shown


def _total(text: str) -> int | None:
    for pattern in TOTALS:
        for match in pattern.finditer(text):
            digits = match[1].replace(",", "")
            if digits.isdecimal():
                return int(digits)
    return None


def _alone_of_its_kind(pieces: list[str]) -> re.Match[str] | None:
    """Two numbers with a stroke, where no others stand around the list: those of several would be days."""
    found = list(filter(None, map(PAGES_ALONE.fullmatch, _alone(pieces))))
    if len({match.groups() for match in found}) > 1:
        found = [match for match in found if int(match[2].replace(",", "")) > LONGEST_MONTH]
    return found[0] if found and len({match.groups() for match in found}) == 1 else None


def _alone(pieces: list[str]) -> Iterator[str]:
    """Texts that may be a page and the last one and nothing else: 1 / 24, <b>1</b> / 24, <b>1</b> / <b>24</b>."""
    for at, piece in enumerate(pieces):
        if "/" not in piece or len(piece) > 20:
            continue
        before = pieces[at - 1] if at else ""
        yield piece
        yield f"{before} {piece}"
        if at + 1 < len(pieces):
            yield f"{before} {piece} {pieces[at + 1]}"


def _texts_outside(near: Element, box: Element) -> list[str]:
    """The short texts around the list in reading order, without the list's own."""
    found: list[str] = []
    # What is still to be read: an element, or a text behind one that was read before it.
    stack: list[Element | str] = [near]
    while stack and len(found) < MOST_TEXTS:
        element = stack.pop()
        if isinstance(element, str):
            found.append(element)
            continue
        if element is box or element.tag in UNREAD:
            continue
        if element.tag == "input":
            value = (element.get("value") or "").strip()
            if value.isdecimal() and len(value) < 7 and (element.get("type") or "text").lower() in {"text", "number"}:
                found.append(value)  # the field for the page to go to
        if (text := element.text) and (text := text.strip()):
            found.append(text)
        if len(element):
            for child in reversed(element):
                if (text := child.tail) and (text := text.strip()):
                    stack.append(text)
                stack.append(child)
    return found
