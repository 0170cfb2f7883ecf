"""Take one row of a listing apart: its texts in order, its links, and the signs that its icons give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from newscrawl.extract.element import Element, leads_by_attribute
from newscrawl.extract.words import DATE_LIKE

UNSEEN = frozenset({"script", "style", "template", "noscript", "select", "option", "head", "svg", "textarea", "iframe"})

HIDDEN = re.compile(
    r"(?:^|\s)(?:sound_only|soundonly|blind|sr[-_]?only|hidden|hide|screen_?out|skip|ir|a11y|visually-?hidden|for-a11y|"
    r"txt_hidden|is-?blind|offscreen|hid|dn|d-none|ui-hidden|IR|accessibility)(?=\s|$)",
    re.IGNORECASE,
)
SHOWN_WIDE = re.compile(
    r"(?:^|\s)(?:d-(?:sm|md|lg|xl|xxl)-(?!none)[\w-]+|(?:sm|md|lg|xl|2xl):(?:block|inline|flex|grid|table)[\w-]*)",
    re.IGNORECASE,
)
"""Hidden on a narrow screen only."""

HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
MENU = re.compile(
    r"(?:^|[\s_-])(?:sv|menu|popup|layer|dropdown-menu|tooltip_?-?(?:text|content|inner|box|layer)|speech|preview|member_?info|user_?menu|profile_?layer)(?=\s|$)",
    re.IGNORECASE,
)

TOOLTIP = re.compile(r"(?:^|\s)tooltip(?=\s|$)")
"""A copy of the title that opens beside it; where it holds the link it is the title itself."""

SIGNS: dict[str, re.Pattern[str]] = {
    "secret": re.compile(r"secret|(?<![a-z])lock(?![a-z])|비밀|비공개|private", re.IGNORECASE),
    "attachment": re.compile(
        r"(?<![a-z])(?:hwpx?|pdf|zip|xlsx?|docx?|pptx?)(?![a-z])|file|disk|clip|attach|첨부|paperclip|floppy|다운로드|download|save",
        re.IGNORECASE,
    ),
    "reply": re.compile(
        r"(?:^|[\s_/-])(?:re|reply|answer|depth)(?=[\s_.\d-]|$)|icon_?re(?:ply)?\b|답변|답글|reply_?arrow|bu_re|corner-down",
        re.IGNORECASE,
    ),
    "notice": re.compile(
        r"notice|공지|notify|announce|bullhorn|speaker|megaphone|pin\b|필독|알림|bo_fixed|fixed|thumbtack|stick(?:y)?\b",
        re.IGNORECASE,
    ),
}
ICON = re.compile(
    r"ico|fa-|xi-|bi-|bx-|ri-|mdi|clip|glyph|badge|mark|label|lock|secret|file|attach|material|svg|sp_|bg_|img|notice",
    re.IGNORECASE,
)
"""What icons made of fonts and badges are called."""

DAYS = frozenset({*map(str, range(1, 32)), *(f"{day:02}" for day in range(1, 10))})
MONTH_OF_YEAR = re.compile(r"(\d{4})\s?[-./년]\s?(\d{1,2})\s?[.월]?")
RANGE_SIGNS = frozenset("~∼～〜")
LONGEST_DATE = 45
RULES = frozenset({"|", "ㅣ", "│", "∣", "｜"})
CELLS = frozenset({"td", "th"})
LINK_TAGS = frozenset({"a", "button"})
CELLS_OF_LINKS = frozenset({"td", "tr"})
"""Parts of a row that a script may make lead, but which hold more than a link."""
OPENING, CLOSING = ("[", "("), ("]", ")")
BRACKETS = frozenset(OPENING)
LONGEST_BADGE = 8
LONGEST_LABEL = 15
NAMED_ICONS = frozenset({"svg", "i"})
NOTHING = ("없음", "없습니다")
"""How an icon's text ends that says that there is nothing: 첨부파일 없음."""

PICTURE_SIZE = re.compile(r"\battachment-(?:large|medium|full|thumbnail|post-thumbnail|\d+x\d+)\b")
"""What WordPress calls a picture by its size."""

NO_ICONS = frozenset({"dd", "dt", "td", "th", "div", "ul", "li", "a", "p", "strong", "h3", "h4"})
IMAGE_NAME = "newscrawl-image"
"""The class name under which a picture's alt text is kept among a row's texts."""

PORTRAIT = re.compile(r"profile|avatar|level")


@dataclass(slots=True, eq=False)
class Piece:
    """A text of a row, and what is known of its place: cell, link, class names (nearest first, a line an element), visibility."""

    text: str
    element: Element
    cell: int
    link: Element | None
    names: str
    hidden: bool
    tail: bool = False


@dataclass(slots=True, eq=False)
class RowParts:
    """A row taken apart."""

    element: Element
    pieces: list[Piece]
    links: list[Element]
    signs: set[str]
    names: str
    cells: list[Element]

    @property
    def first_number(self) -> int | None:
        """The number that stands before the first link's text: 번호 where no header and no class name says so."""
        for piece in self.pieces:
            if piece.text.isdecimal() and len(piece.text) < 10:
                return int(piece.text)
            if piece.link is not None and not piece.hidden and len(piece.text) > 3:
                return None
        return None

    def in_cell(self, index: int) -> list[Piece]:
        return [piece for piece in self.pieces if piece.cell == index]


def take_apart(row: Element, cells: Sequence[Element] = ()) -> RowParts:
    """Walk a row once. `cells` are a table row's; other rows have one cell, themselves."""
    names = f"{row.get('class') or ''} {row.get('id') or ''}"
    parts = RowParts(row, [], [], set(), names, list(cells))
    if cells:
        if len(row) != len(cells) or cells[0].getparent() is not row or cells[-1].getparent() is not row:
            for child in row.iterchildren(*NAMED_ICONS):
                _read_name(child, parts)
        for index, cell in enumerate(cells):
            around = None
            if row.tag == "a" or cell.getparent() is not row:
                around = next((each for each in up(cell, row) if each.tag == "a" and each is not cell), None)
            elif not len(cell) and cell.tag in CELLS:
                if (text := cell.text) and not text.isspace():
                    known = dict(cell.items())
                    own = known.get("class") or _other_name(known)
                    parts.pieces.append(Piece(tidy(text), cell, index, None, own, _is_hidden_by(cell, known)))
                continue
            if around is not None and around not in parts.links:
                parts.links.append(around)
            _walk(cell, parts, index, around)
    else:
        _walk(row, parts, 0, named=False)
    parts.links = list(dict.fromkeys(parts.links))
    texts = {piece.text for piece in parts.pieces}
    if not texts.isdisjoint(RULES):
        parts.pieces = [piece for piece in parts.pieces if not _is_rule(piece)] or parts.pieces
    if not texts.isdisjoint(DAYS):
        _join_dates(parts.pieces)
    if not RANGE_SIGNS.isdisjoint([text[:1] for text in texts]):
        _join_periods(parts.pieces)
    if not BRACKETS.isdisjoint([text[-1:] for text in texts]):
        parts.pieces = _with_brackets(parts.pieces)
    return parts


def _join_dates(pieces: list[Piece]) -> None:
    """<strong>25</strong><span>2026.11</span>: a day written large beside its month is one date."""
    for one, other in pairwise(pieces):
        for day, month in ((one, other), (other, one)):
            beside = day.element.getparent() is month.element.getparent()
            if beside and day.text in DAYS and (match := MONTH_OF_YEAR.fullmatch(month.text)) is not None:
                month.text, day.text = f"{match[1]}.{match[2]}.{day.text}", ""
                break
    pieces[:] = [piece for piece in pieces if piece.text]


def _join_periods(pieces: list[Piece]) -> None:
    """<em>2026-09-05</em> ~ <em>2026-10-01</em>: a span of days written in several texts is one."""
    begun: Piece | None = None
    for one, other in pairwise(pieces):
        first = begun or one
        to = begun is not None and begun.text[-1:] in RANGE_SIGNS and DATE_LIKE.match(other.text) is not None
        goes_on = to or other.text[:1] in RANGE_SIGNS
        if goes_on and other.cell == first.cell and len(first.text) < LONGEST_DATE and DATE_LIKE.search(first.text):
            first.text, other.text, begun = f"{first.text} {other.text}", "", first
        else:
            begun = None
    pieces[:] = [piece for piece in pieces if piece.text]


def _with_brackets(pieces: list[Piece]) -> list[Piece]:
    """[<em>3</em>] is three texts in the markup and one to its reader: the count of comments."""
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if before is not None and before.text[-1:] in OPENING and piece.text.replace(",", "").isdecimal():
            opening, before.text = before.text[-1], before.text[:-1].rstrip()
            piece.text = opening + piece.text
        elif (
            before is not None
            and before.text[:1] in OPENING
            and before.text[1:].replace(",", "").isdecimal()
            and piece.text[:1] in CLOSING
        ):
            before.text += piece.text[0]
            piece.text = piece.text[1:].lstrip()
        joined.append(piece)
    return [piece for piece in joined if piece.text]


def _is_of_box(label: Element) -> bool:
    """Whether a label belongs to a box to be ticked: 선택."""
    return label.get("for") is not None or next(label.iter("input"), None) is not None


def _is_rule(piece: Piece) -> bool:
    """Whether a text only draws a line between two others."""
    return piece.text in RULES and piece.element is not piece.link


def _walk(top: Element, parts: RowParts, cell: int, around: Element | None = None, *, named: bool = True) -> None:
    """Read an element's texts in order. The stack holds what is still to be read: an element, or (last) its tail."""
    pieces, links = parts.pieces, parts.links
    stack: list[tuple[Element, Element | None, str, bool, bool]] = [
        (top, top if top.tag == "a" else around, _names(top) if named else "", _is_hidden(top), False)
    ]
    if top.tag == "a":
        links.append(top)
    while stack:
        element, link, names, hidden, is_tail = stack.pop()
        if is_tail:
            pieces.append(Piece(tidy(element.tail or ""), element, cell, link, names, hidden, True))
            continue
        tag = element.tag
        if tag == "img":
            _read_image(element, parts, cell, link, names, hidden)
        elif tag == "input":
            value = (element.get("value") or "").strip()
            if value and (element.get("type") or "").lower() in {"submit", "button"}:
                links.append(element)
                pieces.append(Piece(tidy(value), element, cell, element, names, hidden))
        text = element.text
        if text and not text.isspace():
            pieces.append(Piece(tidy(text), element, cell, link, names, hidden))
        if not len(element):
            continue
        for child in reversed(element):
            # The tail belongs to the parent's place; it is read after the child.
            tail = child.tail
            if tail and not tail.isspace():
                stack.append((child, link, names, hidden, True))
            tag = child.tag
            attributes = child.items()
            if not attributes:  # nothing that names, hides or leads
                if tag not in UNSEEN and not (tag == "label" and _is_of_box(child)):
                    inner_link = link
                    if tag in LINK_TAGS:
                        inner_link = child
                        links.append(child)
                    stack.append((child, inner_link, names, hidden, False))
                continue
            known = dict(attributes)
            own = known.get("class")
            if own and (signs := _icon_signs(own)):
                _read_signs(child, signs, parts)
            if tag in NAMED_ICONS:
                _read_name(child, parts)
            if tag in UNSEEN or (tag == "label" and _is_of_box(child)):
                continue
            inner_link = link
            if tag in LINK_TAGS or (
                link is None and tag not in CELLS_OF_LINKS and (known.get("onclick") or leads_by_attribute(known))
            ):
                inner_link = child
                links.append(child)
            inner_hidden = hidden or _is_hidden_by(child, known)
            own = own or _other_name(known)
            stack.append((child, inner_link, f"{own}\n{names}" if own else names, inner_hidden, False))


def _other_name(attributes: Mapping[str, str]) -> str:
    """What an element without class names is called."""
    if name := attributes.get("id"):
        return _without_number(name)
    return attributes.get("itemprop") or attributes.get("data-hook") or ""


def _names(element: Element) -> str:
    return element.get("class") or _other_name(element.attrib)


@lru_cache(maxsize=4096)
def _without_number(name: str) -> str:
    """What is left of an id that numbers its element: title_pds-1322453 is a title."""
    return re.sub(r"[-_]?\d+", "", name)


def _is_hidden(element: Element) -> bool:
    return _is_hidden_by(element, element.attrib)


def _is_hidden_by(element: Element, attributes: Mapping[str, str]) -> bool:
    names = attributes.get("class")
    if names:
        if _hides(names):
            return True
        if "tooltip" in names and TOOLTIP.search(names) and next(element.iter("a"), None) is None:
            return True
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    return style is not None and HIDDEN_STYLE.search(style) is not None


@lru_cache(maxsize=4096)
def _hides(names: str) -> bool:
    """True where class names say that an element is for screen readers, or opens only on a click."""
    return bool((HIDDEN.search(names) and not SHOWN_WIDE.search(names)) or MENU.search(names))


@lru_cache(maxsize=4096)
def _signs_of(names: str) -> frozenset[str]:
    """The signs that class names or a file's name give."""
    return frozenset(sign for sign, pattern in SIGNS.items() if pattern.search(names))


def _read_image(image: Element, parts: RowParts, cell: int, link: Element | None, names: str, hidden: bool) -> None:
    alt, source = (image.get("alt") or image.get("title") or "").strip(), image.get("src") or ""
    file = source.partition("?")[0].rpartition("/")[2][:60]
    if alt.endswith(NOTHING):
        return
    if len(alt) < 15:
        parts.signs |= _signs_of(alt)
    if not PORTRAIT.search(source):
        parts.signs |= _signs_of(file)
    if alt and len(alt) < 200:
        parts.pieces.append(Piece(tidy(alt), image, cell, link, f"{IMAGE_NAME}\n{names}", hidden))


def _read_name(icon: Element, parts: RowParts) -> None:
    """An icon that is named for screen readers: <svg aria-label="첨부파일">."""
    label = icon.get("aria-label") or icon.get("title") or ""
    if 0 < len(label) < LONGEST_LABEL and not label.endswith(NOTHING):
        parts.signs |= _signs_of(label)


def _read_signs(element: Element, signs: frozenset[str], parts: RowParts) -> None:
    """Icons made of fonts, and badges: an element that says what it is by its class, and holds next to no text."""
    text = (element.text or "").strip()
    if len(text) > LONGEST_BADGE or text.endswith(NOTHING):
        return
    if element.tag in NO_ICONS and not (element.tag == "a" and not text and not len(element)):
        return
    parts.signs |= signs


@lru_cache(maxsize=4096)
def _icon_signs(names: str) -> frozenset[str]:
    names = PICTURE_SIZE.sub("", names)
    return _signs_of(names) if ICON.search(names) else frozenset()


def tidy(text: str) -> str:
    if not text.isascii():
        text = text.replace("\u200b", "").replace("\ufeff", "")
    return " ".join(text.split())


def up(element: Element, top: Element) -> Iterator[Element]:
    """The element and those around it, up to the row."""
    current: Element | None = element
    while current is not None:
        yield current
        if current is top:
            return
        current = current.getparent()


BLOCKS = frozenset(
    {"div", "p", "li", "ul", "td", "th", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "article", "section", "a"}
)


def block_of(element: Element, top: Element) -> Element:
    """The nearest block around an element."""
    return next((each for each in up(element, top) if each.tag in BLOCKS or each is top), top)
