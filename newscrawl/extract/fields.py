"""Say which field each text of a list's rows holds, deciding for all rows together.

The texts that stand at the same place in every row (same cell, same markup around them) form a slot. A slot's field is
told by its column's header, by a label that stands before it in every row, by its class names, or, where none of these
speak, by what its texts are over all rows: dates, numbers that count down, short names. One row alone may be odd; a
slot is not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from newscrawl.extract.columns import Field, Header, field_of_names, field_of_word
from newscrawl.extract.document import Document
from newscrawl.extract.filling import fill, fill_title_column, fill_unknown_columns, is_date
from newscrawl.extract.icons import icon_field
from newscrawl.extract.parts import IMAGE_NAME, Piece, RowParts
from newscrawl.extract.slot import (
    MOST,
    Slot,
    columns_of,
    is_count,
    make_slots,
    places_of,
    share,
    span_of,
    split_facts,
)
from newscrawl.extract.words import (
    NOTICE_TEXT,
    STATUS_TEXT,
    is_period,
    to_count,
)

LONGEST_NAME = 25

LONGEST_LABEL = 8
LABELS = ("data-label", "data-th", "data-title", "data-header", "aria-label", "headers")
"""Attributes in which responsive tables name a cell's column."""
INLINE_LABEL = re.compile(r"^([^\s\d:：|/]{1,8}|\S{1,4} \S{1,4})\s*[:：]\s*(\S.*)$")
INLINE_COUNT = re.compile(
    r"^([가-힣A-Za-z]{1,8})\s*\.?\s*\(?\s*([\d,.]+\s?[만천kKmM]?\+?)\s*\)?(?:\s*(?:회|건|개|명))?$"
)
COUNT_FIRST = re.compile(
    r"^([\d,.]+[kKmM만천]?)\s?(?:개의|건의|명의|개|건|명|회)?\s"
    r"(댓글|답글|좋아요|추천|공감|조회|(?:vote|answer|comment|view|read|hit|like)s?|reply|replies)$",
    re.IGNORECASE,
)
"""3개의 댓글, 34 views."""
COUNTED_WORD = re.compile(r"조회수?|댓글|답글|좋아요|추천|공감")
MEMBER_LINK = re.compile(
    r"/(?:users?|members?|profiles?|u|author)/[\w%~-]+/?(?:[?#].*)?$|/@[\w.%-]+/?$|(?:member|profile|user)\w*\.php\?.*\bu?(?:id|mb_id)?="
)
"""Addresses of members' own pages."""
COUNTS: frozenset[Field] = frozenset({"views", "votes", "comments"})
TEXTS: frozenset[Field] = frozenset({"author", "category"})


def assign_fields(document: Document, rows: Sequence[RowParts], header: Header | None) -> list[list[Field | None]]:
    """The field of each piece of each row; None where nothing tells it. Labels are cut off the texts they stand in."""
    for row in rows:
        split_facts(row)
    columns, places = _columns_and_places(rows, header)
    slots = make_slots(rows, places)
    named = _read_labels(slots, rows, has_columns=any(columns))
    for slot in slots:
        _vote(slot, columns, header)
        _doubt(document, slot)
    told = {slot.field for slot in slots if slot.told}
    for slot in slots:
        if slot.field in told and not slot.told and slot.field != "title":
            slot.field = _around(slot)  # a label says more than a class name
    if any(columns):
        fill_title_column(document, slots, len(rows), header.fields if header is not None else ())
        fill_unknown_columns(slots, columns)
        if header is not None and header.open:
            fill(document, slots, len(rows), cells=header.open)
    else:
        fill(document, slots, len(rows))
    fields: list[list[Field | None]] = [[None] * len(row.pieces) for row in rows]
    for slot in slots:
        if slot.field is not None and not slot.is_label:
            for place in slot.places:
                fields[place[0]][place[1]] = named.get(place, slot.field)
    return fields


def _columns_and_places(
    rows: Sequence[RowParts], header: Header | None
) -> tuple[list[Sequence[Field]], list[Sequence[int]]]:
    """The field of each cell of each row, and the column it stands in; nothing without a header.

    Both follow from how many columns each cell spans, which is the same in nearly all rows.
    """
    if header is None:
        return [()] * len(rows), [()] * len(rows)
    known: dict[tuple[int, ...], tuple[Sequence[Field], Sequence[int]]] = {(): ((), ())}
    found = []
    for row in rows:
        spans = tuple([span_of(cell) for cell in row.cells])
        if spans not in known:
            known[spans] = columns_of(row.cells, header), places_of(row.cells, header)
        found.append(known[spans])
    return [columns for columns, _ in found], [places for _, places in found]


def _around(slot: Slot) -> Field | None:
    """The count that the names around an element tell where its own is another's: comments of <a class="reply"><b class="count">."""
    field = field_of_names(slot.pieces[0].names.partition("\n")[2])
    return field if field in COUNTS and field != slot.field else None


def _read_labels(slots: list[Slot], rows: Sequence[RowParts], *, has_columns: bool) -> dict[tuple[int, int], Field]:
    """A word such as 작성자 that stands at one place of every row names what follows it; in a text it is cut off.

    Gives what the labels say of single pieces: where one is missing in a row the others move up.
    """
    named: dict[tuple[int, int], Field] = {}
    for slot in slots:
        if _is_label(slot, len(rows), has_columns=has_columns):
            slot.is_label = True
            for piece, (row, index) in zip(slot.pieces, slot.places, strict=True):
                if (word := field_of_word(piece.text)) is not None:
                    if word in COUNTS and _stands_behind(rows[row], index):
                        named[row, index - 1] = word
                        continue
                    if word == "attachment" and not _leads_to_value(rows[row], index):
                        continue  # a badge on some of the titles
                    for after in _follow(rows[row], index):
                        named[row, after] = word
            continue
        _cut_label(slot)
    if has_columns:
        return {}
    for slot in slots:
        words = [named.get(place) for place in slot.places]
        told = Counter(word for word in words if word is not None)
        if told and not slot.is_label:
            word, count = told.most_common(1)[0]
            if count * 2 >= len(slot.places):
                slot.field, slot.told = word, True
    return named


def _is_label(slot: Slot, rows: int, *, has_columns: bool) -> bool:
    """Whether a slot's texts are words that name what follows them."""
    first, texts = slot.pieces[0], slot.texts
    if (has_columns and not first.hidden) or not (len(slot.pieces) > 1 or rows == 1) or _word_of(texts[0]) is None:
        return False
    constant = len(set(texts)) == 1
    if not constant and first.link is not None:
        return False
    if not first.hidden and any(len(text) > LONGEST_LABEL for text in texts):
        return False
    words = [_word_of(text) for text in texts]
    return all(word is not None and (word != "title" or constant) for word in words) and (
        constant or len(set(words)) > 1 or len(texts) > 2
    )


def _word_of(text: str) -> Field | None:
    return field_of_word(text) if len(text) <= LONGEST_LABEL + 4 else None


def _follow(row: RowParts, label: int) -> range:
    """The pieces that a label names: the next one, and the one behind it where the next is a picture."""
    after = label + 1
    pictured = after < len(row.pieces) and row.pieces[after].names.startswith(IMAGE_NAME)
    return range(after, after + 1 + pictured)


def _leads_to_value(row: RowParts, label: int) -> bool:
    """Whether what follows a label stands beside it, as its value does: <b>첨부</b> 있음, <dt>첨부</dt><dd>2개."""
    if label + 1 >= len(row.pieces):
        return False
    piece, after = row.pieces[label], row.pieces[label + 1]
    return after.element is piece.element or after.element.getparent() is piece.element.getparent()


def _stands_behind(row: RowParts, label: int) -> bool:
    """<dd>84 <dfn>답글</dfn></dd>: the word behind a number in an element of their own names that number."""
    piece, before = row.pieces[label], row.pieces[label - 1]
    if label == 0 or not is_count(before.text):
        return False
    if piece.tail and before.element is piece.element:
        around = piece.element.getparent()  # <div><b>3</b> votes</div>, and no word before the number
        return around is not None and not (around.text or "").strip() and around[0] is piece.element
    return before.element is piece.element.getparent()


def _cut_label(slot: Slot) -> None:
    """작성자 : 솔바람, 조회 31, 추천(3): the word says the field, the rest is the value."""
    if slot.pieces[0].link is not None and len(slot.pieces[0].text) > LONGEST_NAME:
        return
    found: list[tuple[Field, str] | None] = []
    count = len(slot.pieces)
    fewest, others = count * MOST, 0
    for piece in slot.pieces:
        told = _labelled(piece.text)
        found.append(told)
        others += told is None
        if count - others < fewest:
            return
    words = Counter(each[0] for each in found if each is not None)
    if not words:
        return
    word, count = words.most_common(1)[0]
    if count < fewest:
        return
    for piece, each in zip(slot.pieces, found, strict=True):
        if each is not None and each[0] == word:
            piece.text = each[1]
    slot.forget()
    slot.field, slot.told = word, True


def _labelled(text: str) -> tuple[Field, str] | None:
    """The field and the value of a text that says both; None for another."""
    if text[:1].isdecimal() and " " not in text:
        return None  # a number, a day
    match = INLINE_LABEL.match(text) or INLINE_COUNT.match(text)
    name, value = (match[1], match[2]) if match is not None else ("", "")
    if match is None and (match := COUNT_FIRST.match(text)) is not None:
        name, value = match[2], match[1]
    word = field_of_word(name) if name else None
    return (word, value) if word is not None and word != "title" else None


def _vote(slot: Slot, columns: Sequence[Sequence[Field]], header: Header | None) -> None:
    """What the header, the cell's own label, or class names say."""
    piece, (row, _) = slot.pieces[0], slot.places[0]
    column = columns[row][piece.cell] if columns[row] and piece.cell < len(columns[row]) else None
    if column is not None:
        if column == "published" and share(slot.texts, is_period) >= MOST:
            slot.field, slot.told = "period", True
        elif column == "title":
            slot.field = slot.field if slot.told else "title"
        elif column != "other":
            slot.field, slot.told = column, True
        elif header is None or piece.cell not in header.open:
            slot.field = slot.field if slot.told else None
        elif not slot.told:
            slot.field = field_of_names(piece.names)
        return
    if slot.told:
        return
    if (word := _label_of_cell(piece)) is not None:
        slot.field, slot.told = word, True
        return
    if (drawn := icon_field(piece)) is not None:
        slot.field, slot.told = drawn, True
        return
    slot.field = field_of_names(piece.names) or _field_of_link(piece)
    if piece.names.startswith(IMAGE_NAME) and slot.field != "author":
        slot.field = None


def _label_of_cell(piece: Piece) -> Field | None:
    for element in (piece.element, piece.element.getparent()):
        if element is None:
            return None
        known = dict(element.items())
        if not known:
            continue
        for name in LABELS:
            if (value := known.get(name)) and (word := field_of_word(value)) is not None:
                return word
        value = known.get("title")  # <span title="댓글"><svg/>3</span>; most titles say other things
        if value and is_count(piece.text) and (word := field_of_word(value)) in COUNTS:
            return word
        value = element.get("aria-label")  # <button aria-label="게시물 좋아요 3개"><span>3
        if value and is_count(piece.text) and (named := COUNTED_WORD.search(value)) is not None:
            return field_of_word(named[0])
    return None


def _field_of_link(piece: Piece) -> Field | None:
    """What an address says of its words: those of a member's own page name the member."""
    href = piece.link.get("href") if piece.link is not None else None
    return "author" if href and MEMBER_LINK.search(href) else None


def _is_no_kind(text: str) -> bool:
    """A state (접수중) or a count, which badges hold as well as kinds."""
    return is_count(text) or STATUS_TEXT.match(text) is not None


def _doubt(document: Document, slot: Slot) -> None:
    """Class names are reused for other things: what is called a date and is none, a count without numbers, is let go."""
    if slot.field is None or slot.told:
        return
    texts = slot.texts
    if slot.field == "published":
        if share(texts, is_period) >= MOST:
            slot.field = "period"
        elif share(texts, lambda text: is_date(document, text)) < 0.3:
            slot.field = None
    elif slot.field in COUNTS:
        if share(texts, lambda text: to_count(text) is not None) < 0.5:
            slot.field = None
    elif slot.field == "number":
        if share(texts, lambda text: to_count(text) is not None or NOTICE_TEXT.match(text) is not None) < 0.5:
            slot.field = None
    elif slot.field == "category" and share(texts, _is_no_kind) >= MOST:
        slot.field = None
    elif slot.field in TEXTS and len(texts) > 2 and share(texts, lambda text: is_date(document, text)) > 0.8:
        slot.field = "published"
