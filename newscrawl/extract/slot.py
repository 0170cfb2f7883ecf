"""Slots: the texts that stand at the same place of every row of a list (same cell, same markup around them)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import combinations

from lxml import etree

from newscrawl.extract.columns import Field, Header
from newscrawl.extract.element import Element, text_of
from newscrawl.extract.parts import BLOCKS, Piece, RowParts
from newscrawl.extract.words import (
    DATE_LIKE,
    is_plain_number,
)

SAMPLE = 12
"""Rows of which a slot's texts are looked at closely."""
MOST = 0.6
"""Share of a list's rows in which a slot must stand, or of its texts that must be of a kind, to be told by them."""
LONGEST_LINE = 80
DIGITS = re.compile(r"\d+")
WIDEST, MOST_MISSING = 14, 2
"""Columns of a list's header, and cells that a row may lack of them."""
SEPARATOR = re.compile(r"\s+l\s+(?=조회|추천|댓글|\d)|\s*[|ㅣ│]\s*|\s+[/·ㆍ∙•]\s+")
SEPARATES = re.compile(r"[|ㅣ│/·ㆍ∙•]| l ")
SEPARATED_FACT = re.compile(
    r"\d{1,2}:\d{2}\s+l\s+(?:조회|추천|댓글)"
    r"|(?:[|ㅣ│]|\s[/·ㆍ∙•])\s*(?:\S{1,6}\s*[:：]?\s*)?\d{2,4}[-./년]\s?\d{1,2}"
    r"|(?:\d[-./년월]\s?\d{1,2}[-./일]?|\d{1,2}:\d{2}(?::\d{2})?|\d\s?(?:초|분|시간|일)\s?전)\s*(?:[|ㅣ│]|\s[/·ㆍ∙•]\s)"
    r"|(?:[|ㅣ│]|\s[/·ㆍ∙•])\s*(?:조회|추천|댓글|읽음|hits?|views?)\s?수?\s?[:：]?\s?\d",
    re.IGNORECASE,
)
"""A date, or a count that is called one, beside a separator: the mark of a line of facts."""
Place = tuple[int, str, str, str, bool]
"""Cell, class names around, tag, what sets it apart beside these, whether it is in a link."""
Key = tuple[Place, int]


@dataclass(slots=True, eq=False)
class Slot:
    """The texts that stand at one place of the rows. `places` are (row, piece) indexes; `order` is where it comes."""

    pieces: list[Piece] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    field: Field | None = None
    told: bool = False
    is_label: bool = False
    _texts: list[str] | None = None

    @property
    def texts(self) -> list[str]:
        """The texts of the first rows."""
        if self._texts is None:
            self._texts = [piece.text for piece in self.pieces[:SAMPLE]]
        return self._texts

    def forget(self) -> None:
        """Look at the texts anew, for they were changed."""
        self._texts = None

    @property
    def order(self) -> int:
        return self.places[0][1]

    def precedes(self, other: Slot) -> bool:
        """Whether its texts stand before the other's, in most of the rows that hold both."""
        theirs = dict(other.places)
        both = [(index, theirs[row]) for row, index in self.places if row in theirs]
        if not both:
            return self.order < other.order
        return sum(own < their for own, their in both) * 2 > len(both)


def make_slots(rows: Sequence[RowParts], columns: Sequence[Sequence[int]]) -> list[Slot]:
    """The slots of a list, in reading order. `columns` are the columns that each row's cells stand in, if they do."""
    slots: dict[Key, Slot] = {}
    places = [tuple([_place(piece, at) for piece in row.pieces]) for row, at in zip(rows, columns, strict=True)]
    uneven = _uneven_places(dict.fromkeys(places))
    known: dict[tuple[Place, ...], list[Slot]] = {}
    for at, row in enumerate(rows):
        whole = places[at]
        # Most rows of a list have the same places.
        there = known.get(whole)
        if there is None:
            there = _slots_of(row, whole, uneven, slots)
            if uneven.isdisjoint(whole):
                known[whole] = there
        for index, (piece, slot) in enumerate(zip(row.pieces, there, strict=True)):
            slot.pieces.append(piece)
            slot.places.append((at, index))
    return sorted(_merged(slots).values(), key=lambda slot: slot.order)


def _slots_of(row: RowParts, places: Sequence[Place], uneven: Set[Place], slots: dict[Key, Slot]) -> list[Slot]:
    """The slot of each of a row's pieces; new ones are put into `slots`."""
    seen: dict[Place, int] = {}
    found = []
    for piece, place in zip(row.pieces, places, strict=True):
        if place in uneven:
            place = (*place[:3], _kind(piece.text), *place[4:])
        nth = seen.get(place, 0)
        seen[place] = nth + 1
        slot = slots.get((place, nth))
        if slot is None:
            slot = slots[place, nth] = Slot()
        found.append(slot)
    return found


def _merged(slots: dict[Key, Slot]) -> dict[Key, Slot]:
    """Slots whose names differ by a number alone, and that stand in different rows, are one: c-0, c-1, c-2 of a kind."""
    merged: dict[Key, Slot] = {}
    for (place, nth), slot in slots.items():
        key = ((place[0], DIGITS.sub("", place[1]), *place[2:]), nth)
        home = merged.get(key)
        if home is None:
            merged[key] = slot
        elif {row for row, _ in home.places}.isdisjoint(row for row, _ in slot.places):
            pairs = sorted(zip([*home.places, *slot.places], [*home.pieces, *slot.pieces], strict=True), key=_row_of)
            home.places, home.pieces = [place for place, _ in pairs], [piece for _, piece in pairs]
        else:
            merged[place, nth] = slot
    return merged


def _row_of(pair: tuple[tuple[int, int], Piece]) -> tuple[int, int]:
    return pair[0]


def _place(piece: Piece, columns: Sequence[int]) -> Place:
    cell = columns[piece.cell] if piece.cell < len(columns) else piece.cell
    if piece.tail and piece.link is not None and (parent := piece.element.getparent()) is not None:
        # A link's own words are one text whether an icon stands before them or behind.
        return (cell, piece.names, parent.tag, "", True)
    return (cell, piece.names, piece.element.tag, "tail" if piece.tail else "", piece.link is not None)


def _uneven_places(rows: Iterable[Sequence[Place]]) -> set[Place]:
    """Places with more texts in one row than in another: where one is missing the others move up, and only what the
    texts are tells them apart. Links are left out: a title may be anything."""
    times: dict[Place, int] = {}
    uneven: set[Place] = set()
    for places in rows:
        if len(set(places)) == len(places):
            counts: Mapping[Place, int] = dict.fromkeys(places, 1)
        else:
            counts = Counter(places)
        uneven.update(place for place, count in counts.items() if times.setdefault(place, count) != count)
    return {place for place in uneven if not place[4]}


def _kind(text: str) -> str:
    return "count" if is_count(text) else "date" if DATE_LIKE.match(text) else "text"


def split_facts(row: RowParts) -> None:
    """솔바람 | 2026-11-20 | 조회 9: one text of several facts is taken apart."""
    if SEPARATES.search("\n".join([piece.text for piece in row.pieces])) is None:
        return
    if not any(_is_line_of_facts(piece) for piece in row.pieces):
        return
    pieces: list[Piece] = []
    for piece in row.pieces:
        if _is_line_of_facts(piece):
            pieces += [replace(piece, text=text) for text in SEPARATOR.split(piece.text) if text]
        else:
            pieces.append(piece)
    row.pieces[:] = pieces


def _is_line_of_facts(piece: Piece) -> bool:
    text = piece.text
    return len(text) < LONGEST_LINE and SEPARATES.search(text) is not None and SEPARATED_FACT.search(text) is not None


def columns_of(cells: Sequence[Element], header: Header) -> list[Field]:
    """The field of each cell, colspan counted."""
    columns: list[Field] = []
    at = 0
    for cell in cells:
        span = span_of(cell)
        covered = header.fields[at : at + span]
        columns.append("title" if "title" in covered else covered[0] if covered else "other")
        at += span
    return columns


def places_of(cells: Sequence[Element], header: Header) -> list[int]:
    """The column that each cell stands in: the title's where it covers that, else the first of its columns.

    A notice's first cell often covers 번호 and 분류; the cells behind it stand one column on.
    """
    places = []
    at = 0
    for cell in cells:
        span = span_of(cell)
        covered = header.fields[at : at + span]
        places.append(at + covered.index("title") if "title" in covered else at)
        at += span
    return places


def complete_rows(rows: Sequence[RowParts], header: Header) -> None:
    """Put empty cells where a row lacks some of its header's, so that each stands in its column.

    Gnuboard 6 leaves out the cell of the category of notices that have none.
    """
    width = len(header.fields)
    if width > WIDEST:
        return
    whole = next((row.cells for row in rows if len(row.cells) == width), None)
    for row in rows:
        missing = width - len(row.cells)
        if whole is None or not 0 < missing <= MOST_MISSING or any(cell.get("colspan") for cell in row.cells):
            continue
        columns = _fitted(row.cells, whole, header)
        for piece in row.pieces:
            piece.cell = columns[piece.cell]
        there = dict(zip(columns, row.cells, strict=True))
        row.cells = [there[column] if column in there else etree.Element("td") for column in range(width)]


def _fitted(cells: Sequence[Element], whole: Sequence[Element], header: Header) -> tuple[int, ...]:
    """The columns of a row that lacks some: those whose cells are called and filled as its own are."""

    def fit(columns: tuple[int, ...]) -> int:
        score = 0
        for cell, column in zip(cells, columns, strict=True):
            name, field = cell.get("class"), header.fields[column]
            score += 2 * (name is not None and name == whole[column].get("class"))
            score += field == "title" and next(cell.iter("a"), None) is not None
            score += field == "published" and DATE_LIKE.search(text_of(cell)) is not None
        return score

    return max(combinations(range(len(header.fields)), len(cells)), key=fit)


def span_of(cell: Element) -> int:
    value = cell.get("colspan")
    if value is None:
        return 1
    return max(1, min(int(value), 20)) if value.isdecimal() else 1


def share(texts: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, texts)) / len(texts) if texts else 0.0


def is_count(text: str) -> bool:
    return is_plain_number(text) and len(text) < 10


def pair_of(slot: Slot, title: Slot) -> tuple[Piece, Piece] | None:
    """The slot's and the title's texts in the first row that holds both."""
    titles = {row: piece for (row, _), piece in zip(title.places, title.pieces, strict=True)}
    return next(
        ((piece, titles[row]) for (row, _), piece in zip(slot.places, slot.pieces, strict=True) if row in titles),
        None,
    )


def same_link(slot: Slot, title: Slot) -> bool:
    """Whether a slot's text stands in the title's link."""
    found = pair_of(slot, title)
    return found is not None and found[0].link is found[1].link


def same_block(slot: Slot, title: Slot) -> bool:
    """Whether a slot's text stands in the very block of the title's in the same row: an emphasised word of it."""
    found = pair_of(slot, title)
    return found is not None and nearest_block(found[0].element) is nearest_block(found[1].element)


def nearest_block(element: Element) -> Element | None:
    return next((each for each in (element, *element.iterancestors()) if each.tag in BLOCKS), None)


def mean_length(slot: Slot) -> float:
    texts = slot.texts
    return sum(min(len(text), 80) for text in texts) / len(texts)
