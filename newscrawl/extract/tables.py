"""Tables whose header names columns, with the tables that go on with them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice, pairwise

from lxml import etree

from newscrawl.extract.candidate import MAX_ROWS, Candidate
from newscrawl.extract.columns import Header, header_of
from newscrawl.extract.element import Element, text_of
from newscrawl.extract.parts import UNSEEN
from newscrawl.extract.slot import span_of
from newscrawl.extract.words import DATE_LIKE

HEADER_REACH = 6
"""Rows of a table among which its header is looked for."""

MOST_COLUMNS = 60
"""Cells of a row that may be a header."""

TABLE_PARTS = frozenset({"thead", "tbody", "tfoot", "form"})


@dataclass(slots=True)
class _Table:
    element: Element
    rows: list[Element]
    header: Header | None
    at: int


def tables(root: Element) -> list[Candidate]:
    """Tables whose header names columns, each with the tables that go on with it."""
    tables = [read_table(element) for element in root.iter("table")]
    found = []
    for index, table in enumerate(tables):
        if table.header is None:
            continue
        rows = list(table.rows[table.at + 1 :])
        box = table.element
        for at in range(index + 1, len(tables)):
            other = tables[at]
            if other.header is not None:
                break
            common = _common(table.element, other.element)
            if common is None or not _goes_on(table, other):
                continue
            rows += other.rows
            box = common
        before = tables[index - 1] if index else None
        if before is not None and before.header is None and _goes_on(table, before) and _holds_date(before.element):
            common = _common(table.element, before.element)
            if common is not None:
                rows, box = [*before.rows, *rows], common
        rows = rows[:MAX_ROWS]
        candidate = Candidate(box, rows, table.header, _grid(rows))
        candidate.evidence.append(f"a header with {table.header.known} known words")
        found.append(candidate)
    return found


def read_table(element: Element) -> _Table:
    rows = own_rows(element)
    for at, row in enumerate(rows[:HEADER_REACH]):
        cells = cells_of(row)
        if not 2 <= len(cells) <= MOST_COLUMNS or _is_labelled(cells):
            continue
        words = [(cell_words(cell), span_of(cell)) for cell in cells]
        deep = any(cell.get("rowspan") == "2" for cell in cells) and at + 1 < len(rows)
        header = header_of(_both_rows(cells, cells_of(rows[at + 1])) if deep else words)
        if header is not None:
            return _Table(element, rows, header, at + deep)
    return _Table(element, rows, None, -1)


def _both_rows(upper: list[Element], lower: list[Element]) -> list[tuple[str, int]]:
    """The words of a header of two rows: cells that span both, and for the others those beneath them."""
    beneath = iter(lower)
    words = []
    for cell in upper:
        if cell.get("rowspan") == "2":
            words.append((cell_words(cell), span_of(cell)))
        else:
            words += [(cell_words(each), 1) for each in islice(beneath, span_of(cell))]
    return words


def _is_labelled(cells: list[Element]) -> bool:
    """Whether labels and values take turns, as in a document's head: <th>작성자<td>솔바람<th>조회<td>12."""
    tags = [cell.tag for cell in cells]
    return len(tags) > 3 and tags[0] == "th" and all(one != other for one, other in pairwise(tags))


def _goes_on(table: _Table, other: _Table) -> bool:
    """Whether a table without a header has the columns of one before it: as wide, and with links in its rows."""
    assert table.header is not None
    if not other.rows or (next(other.element.iter("a"), None) is None and not _holds_date(other.element)):
        return False
    widths = Counter(sum(span_of(cell) for cell in cells_of(row)) for row in other.rows)
    return widths.most_common(1)[0][0] == len(table.header.fields) and len(table.header.fields) > 2


def _holds_date(element: Element) -> bool:
    return DATE_LIKE.search(text_of(element)) is not None


def _common(one: Element, other: Element) -> Element | None:
    """The smallest element around two tables that stand beside each other, a few steps up; None for others."""
    above = list(one.iterancestors())[:4]
    around = set(above)
    if one in set(other.iterancestors()):
        return None
    return next((each for each in list(other.iterancestors())[:4] if each in around and each.tag != "body"), None)


def _grid(rows: list[Element]) -> dict[Element, list[Element]]:
    """The cells of each row; where a first cell stands for several posts (a month), an empty one in the rows beneath it."""
    cells = {row: cells_of(row) for row in rows}
    left = 0
    for row, own in cells.items():
        if left and next(row.iter("a"), None) is not None:
            own.insert(0, etree.Element("td"))
            left -= 1
            continue
        span = own[0].get("rowspan") or "1" if own else "1"
        led = span.isdecimal() and next(own[0].iter("a"), None) is None if own else False
        left = min(int(span), MAX_ROWS) - 1 if led and int(span) > 1 else 0
    return cells


def cells_of(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag in {"td", "th"}]


def own_rows(table: Element) -> list[Element]:
    """A table's own rows, not those of tables inside it."""
    rows = []
    for child in table:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in TABLE_PARTS:
            rows += [row for row in child if row.tag == "tr"]
    return rows


def cell_words(cell: Element) -> str:
    """A header cell's words: its text, else its pictures' alt or file name, else its title."""
    if not len(cell) and cell.tag not in UNSEEN and (text := " ".join((cell.text or "").split())):
        return text
    pieces = [
        piece.strip()
        for each in cell.iter()
        if isinstance(each.tag, str) and each.tag not in UNSEEN
        for piece in (each.text, each.tail if each is not cell else None)
        if piece and piece.strip()
    ]
    if not pieces:
        pieces = [image.get("alt") or _file_words(image.get("src") or "") for image in cell.iter("img")]
    return " ".join(" ".join(pieces).split()) or cell.get("title") or cell.get("abbr") or ""


def _file_words(source: str) -> str:
    """The word that a picture's file is named by: images/h_subject.gif."""
    name = re.sub(r"\.\w+$", "", source.rpartition("/")[2])
    return re.split(r"[_-]", re.sub(r"\d+$", "", name))[-1]
