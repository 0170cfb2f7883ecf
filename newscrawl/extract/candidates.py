"""Find what may be a board's list in a page: elements whose children repeat, each with a date and a link.

Two ways lead to candidates. A table whose header row names columns is one however few rows it has; the tables that
follow it with as many columns and no header of their own go on with it. Any other element is one whose children,
several of them, each hold a date; this finds ul/li lists, cards and tables without a header alike, and a row of header
words above them names their parts as it does a table's cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import lru_cache
from itertools import islice, pairwise

from lxml import etree

from newscrawl.extract.candidate import MAX_ROWS, Candidate
from newscrawl.extract.columns import field_of_word, header_of
from newscrawl.extract.document import Document
from newscrawl.extract.element import Element, select, text_of
from newscrawl.extract.parts import UNSEEN
from newscrawl.extract.tables import cell_words, cells_of, read_table, tables
from newscrawl.extract.words import DATE_LIKE

MOST_CANDIDATES = 40
"""Candidates that are weighed, the longest first; what has more is no board's page."""

MAX_MARKS = 20_000
MAX_CLIMB = 9
"""How far above a date its row is looked for."""

LETTER_OF_DATE = re.compile(r"[\d어그오방ay]")
DATED = re.compile(r"\d|어제|그제|그저께|오늘|방금|ago|yesterday")
"""What any date holds, and how that begins: told faster than what it looks like."""

CARD_TEXT = 15
LONGEST_DATED = 120
SHORTEST_TITLE = 4
FRAME_TAGS = frozenset({"nav", "header", "footer", "aside"})

LINKS_A_ROW = 15
"""Parts of a page with more links than this each are its layout, not rows."""

FEWEST_GROUPS = 3
NARROWEST_GRID = 3
LARGEST_GROUP = 4
"""Elements side by side that make a post together: the title, the facts, a summary."""


ROW_TAGS = frozenset(
    {"tr", "li", "div", "dl", "article", "a", "section", "td", "ul", "tbody", "p", "form", "button", "table"}
)
NO_LISTS = frozenset({"html", "dl", "a", "p", "span", "h1", "h2", "h3", "select", "head"})
CARD_TAGS = frozenset({"td", "li", "div", "article", "a"})
NO_PARTS = UNSEEN | {"caption", "colgroup", "col", "br", "hr", "input"}


def find_candidates(document: Document, root: Element) -> list[Candidate]:
    """All that may be the page's list, unweighed. A definition's rows go before all else."""
    if document.hints.row and (told := _by_hint(document, root)):
        return told
    candidates = tables(root)
    taken = {row for candidate in candidates for row in candidate.rows}
    headed = {row.getparent() for row in taken}
    # A table that its header tells is not guessed at again by its dates.
    candidates += [
        each
        for each in _repeated(_holders(_dated_elements(root, headed)), "hold a date")
        if sum(row in taken for row in each.rows) * 2 < len(each.rows) and (each.header is not None or _leads(each.box))
    ]
    return sorted(candidates, key=lambda each: len(each.rows), reverse=True)[:MOST_CANDIDATES]


_leading = etree.XPath(
    "boolean(descendant-or-self::*[@onclick or @ondblclick or @data-href or @data-url or @data-link or @viewlink"
    " or @data-id or @data-seq or @data-no or @data-idx])",
)


def _leads(box: Element) -> bool:
    """Whether anything in a box can be pressed: a text's dated lines cannot."""
    return next(box.iter("a", "button", "input", "form"), None) is not None or bool(_leading(box))


def find_dateless(root: Element) -> list[Candidate]:
    """Repeated elements that each lead to something with a number of its own: galleries and lists without dates."""
    found = _repeated(_holders(_linked_elements(root)), "lead to something")
    return sorted(found, key=lambda each: len(each.rows), reverse=True)[:MOST_CANDIDATES]


def _by_hint(document: Document, root: Element) -> list[Candidate]:
    """The rows that the board's definition names."""
    rows = list(select(root, document.hints.row or ""))
    if not rows:
        return []
    box = rows[0].getparent()
    candidate = Candidate(box if box is not None else root, rows[:MAX_ROWS], score=50)
    candidate.evidence.append("rows as the definition says")
    table = next(rows[0].iterancestors("table"), None) if rows[0].tag == "tr" else None
    if table is None:
        _take_header_above(candidate)
        return [candidate]
    read = read_table(table)
    candidate.box, candidate.header = table, read.header
    heads = set(read.rows[: read.at + 1]) if read.header is not None else set()
    candidate.rows = [row for row in candidate.rows if row not in heads]
    candidate.cells = {row: cells_of(row) for row in candidate.rows if row.tag == "tr"}
    return [candidate]


Holders = dict[Element, dict[Element, None]]
"""For each element the children in which marks (dates, links) stand, in the page's order."""


def _repeated(children: Holders, words: str) -> list[Candidate]:
    """Elements of which several children each hold a mark."""
    found = []
    for parent, inside in children.items():
        if len(inside) >= FEWEST_GROUPS:
            if (flat := _flat_grid(parent)) is not None:
                found.append(flat)
            elif groups := _groups(parent, inside):
                found.append(_of_groups(parent, groups, words))
        if parent.tag in NO_LISTS:
            continue
        tags = Counter(child.tag for child in inside if child.tag in ROW_TAGS)
        if not tags:
            continue
        tag, count = tags.most_common(1)[0]
        rows = [child for child in parent if child.tag == tag]
        if count < 2 and not (tag == "li" and len(rows) == len(parent) == 1):
            continue
        if tag not in {"tr", "li"} and count * 2 < len(rows) and len(rows) >= 8:
            continue
        rows = _unfolded(_of_one_name(rows, inside), inside, children)[:MAX_ROWS]
        if sum(1 for row in rows for _ in row.iter("a")) > LINKS_A_ROW * len(rows) or not _are_alike(rows):
            continue
        candidate = Candidate(parent, rows)
        if tag == "tr" and rows and rows[0].tag == "tr":
            candidate.cells = {row: cells_of(row) for row in rows}
        else:
            _take_header_above(candidate)
        candidate.evidence.append(f"{count} of {len(rows)} <{rows[0].tag if rows else tag}> {words}")
        found.append(candidate)
    return found


def _flat_grid(parent: Element) -> Candidate | None:
    """A grid whose cells are all children of one element: first those of the header, then those of the posts."""
    width = 0
    for child in parent:
        if len(child) > 1 or field_of_word(cell_words(child)) is None:
            break
        width += 1
    if width < NARROWEST_GRID or len(parent) < 3 * width:
        return None
    cells = list(parent)
    header = header_of([(cell_words(cell), 1) for cell in cells[:width]])
    if header is None or not header.has_title:
        return None
    groups = [cells[at : at + width] for at in range(width, len(cells) - width + 1, width)]
    candidate = _of_groups(parent, groups, "hold a date")
    candidate.header = header
    return candidate


def _groups(parent: Element, inside: Mapping[Element, None]) -> list[list[Element]]:
    """Children that make a post together: a row of the title and one of the facts, dt and dd; none where each is one.

    Rows say so by a rowspan; of others the first has a link and no date, and those that follow a date and no title.
    """
    shown = [child for child in parent if len(child) or (child.text or "").strip()]
    spans = [_row_span(child) for child in shown]
    if max(spans, default=1) > 1:
        groups: list[list[Element]] = []
        at = 0
        while at < len(shown):
            groups.append(shown[at : at + spans[at]])
            at += spans[at]
        alike = sum(len(group) > 1 for group in groups)
        return groups if alike >= FEWEST_GROUPS and alike * 5 >= len(groups) * 4 else []
    leads = {child for child in shown if child not in inside and next(child.iter("a"), None) is not None}
    starts = [at for at, child in enumerate(shown) if child in leads]
    if len(starts) < FEWEST_GROUPS or len({shown[at].tag for at in starts}) > 1:
        return []
    groups = [shown[at:end] for at, end in pairwise([*starts, len(shown)])]
    size = Counter(len(group) for group in groups).most_common(1)[0][0]
    fitting = [group for group in groups if len(group) == size and any(child in inside for child in group)]
    if not 2 <= size <= LARGEST_GROUP or len(fitting) * 5 < len(groups) * 4:
        return []
    kinds = {(child.tag, child.get("class")) for group in fitting for child in group[1:]}
    return groups if not kinds & {(group[0].tag, group[0].get("class")) for group in fitting} else []


def _row_span(row: Element) -> int:
    """How many rows of a table one of the first cells of a row stands for."""
    values = [cell.get("rowspan") or "" for cell in row[:2]] if row.tag == "tr" else []
    return max((int(value) for value in values if value.isdecimal() and 1 < int(value) <= LARGEST_GROUP), default=1)


def _of_groups(parent: Element, groups: list[list[Element]], words: str) -> Candidate:
    rows = [group[0] for group in groups][:MAX_ROWS]
    cells = {
        group[0]: [cell for row in group for cell in cells_of(row)] if group[0].tag == "tr" else group
        for group in groups
    }
    return Candidate(parent, rows, cells=cells, evidence=[f"{len(groups)} groups of elements that {words}"])


def _are_alike(rows: list[Element]) -> bool:
    """Whether most of some elements share a name, or have none: the parts of a page's layout each have their own."""
    if not rows or rows[0].tag in {"tr", "li"}:
        return True
    names = Counter(name for row in rows for name in _plain_names(row))
    return names.most_common(1)[0][1] * 5 >= len(rows) * 2  # even and odd ones may take turns


def _of_one_name(rows: list[Element], inside: Mapping[Element, None]) -> list[Element]:
    """Rows without what only stands beside them: of no date, and not called as those that have one (a heading, a pager)."""
    if not rows or rows[0].tag in {"tr", "li"}:
        return rows
    dated = [row for row in rows if row in inside]
    names = Counter(name for row in dated for name in _plain_names(row))
    name, count = names.most_common(1)[0]
    if not name or count * 5 < len(dated) * 4:
        return rows
    return [row for row in rows if row in inside or name in _plain_names(row)]


def _plain_names(row: Element) -> Set[str]:
    """A row's class names, else its id, without those that number it; a row without any is called ""."""
    return _without_numbered(row.get("class") or row.get("id") or "")


@lru_cache(maxsize=1024)
def _without_numbered(names: str) -> Set[str]:
    return frozenset(name for name in names.split() if not any(map(str.isdigit, name))) or frozenset({""})


def _dated_elements(root: Element, tables: Set[Element]) -> Iterator[Element]:
    """The elements in which what may be a date stands, but for those in tables that their header tells already."""
    until: Element | None = None
    skipped = {table.tag for table in tables}
    for element in root.iter():
        if until is not None:
            if element is not until:
                continue
            until = None
        tag = element.tag
        if tag in skipped and element in tables:
            until = _after(element, root)
            continue
        if tag in UNSEEN:
            continue
        if (text := element.text) and not text.isspace() and len(text) <= LONGEST_DATED and _may_be_date(text):
            yield element
        if (text := element.tail) and not text.isspace() and len(text) <= LONGEST_DATED and _may_be_date(text):
            if (holder := element.getparent()) is not None:
                yield holder


def _may_be_date(text: str) -> bool:
    return (
        LETTER_OF_DATE.search(text) is not None
        and DATED.search(text) is not None
        and DATE_LIKE.search(text) is not None
    )


def _after(element: Element, root: Element) -> Element:
    """The element that follows an element and all within it; the root itself, which follows nothing, at the end."""
    for each in (element, *element.iterancestors()):
        if (following := each.getnext()) is not None:
            return following
    return root


def _linked_elements(root: Element) -> Iterator[Element]:
    """The links with words that hold a number in their address or call, outside a page's frame."""
    for element in root.iter("a", "button"):
        where = f"{element.get('href') or ''} {element.get('onclick') or ''}"
        if any(letter.isdigit() for letter in where) and len(text_of(element).strip()) >= SHORTEST_TITLE:
            if not any(each.tag in FRAME_TAGS for each in element.iterancestors()):
                yield element


def _holders(marks: Iterable[Element]) -> Holders:
    children: Holders = {}
    for holder in islice(marks, MAX_MARKS):
        child = holder
        for _ in range(MAX_CLIMB):
            parent = child.getparent()
            if parent is None:
                break
            inside = children.setdefault(parent, {})
            if child in inside:
                break  # and so are all above it
            inside[child] = None
            child = parent
    return children


def _unfolded(rows: list[Element], inside: Mapping[Element, None], children: Holders) -> list[Element]:
    """Rows that each hold several posts (four cards in a line) are opened; a page's columns beside each other are none."""
    dated = [row for row in rows if row in inside]
    names = Counter(name for row in dated for name in _plain_names(row))
    if names and names.most_common(1)[0][1] * 5 < len(dated) * 4:
        return rows
    wide = [row for row in dated if len(children.get(row, {})) >= 2 and _are_cards(children[row])]
    if len(wide) * 2 < len(dated) or not wide:
        return rows
    return [card for row in rows for card in row if card.tag in CARD_TAGS and (text_of(card).strip() or len(card))]


def _are_cards(inside: Mapping[Element, None]) -> bool:
    """True where each part is like the others, and leads somewhere by itself."""
    return len({part.tag for part in inside}) == 1 and all(
        next(part.iter("a"), None) is not None
        and (len(text_of(part)) > CARD_TEXT or next(part.iter("img"), None) is not None)
        for part in inside
    )


def _take_header_above(candidate: Candidate) -> None:
    """A row of header words at the head of a ul or of divs, or just above them, names the parts of each row."""
    rows = candidate.rows
    if not rows:
        return
    first = rows[0]
    for head in (first, first.getprevious(), candidate.box.getprevious(), _lead(candidate.box)):
        if head is None or not isinstance(head.tag, str):
            continue
        parts = row_parts(head)
        if len(parts) < 3:
            continue
        header = header_of([(cell_words(part), 1) for part in parts])
        if header is None or not header.has_title:
            continue
        body = [row for row in rows if row is not head]
        cells = {row: row_parts(row) for row in body}
        fitting = sum(len(each) == len(parts) for each in cells.values())
        if fitting * 2 > len(body):
            candidate.rows, candidate.header = body, header
            candidate.cells = {row: each if len(each) == len(parts) else [] for row, each in cells.items()}
            candidate.evidence.append(f"a header with {header.known} known words above it")
            return


def _lead(box: Element) -> Element | None:
    parent = box.getparent()
    return parent.getprevious() if parent is not None else None


def row_parts(row: Element) -> list[Element]:
    """The parts of a row that is no table's: its children, or those of the only child."""
    current = row
    for _ in range(3):
        parts = [child for child in current if isinstance(child.tag, str) and child.tag not in NO_PARTS]
        parts = [part for part in parts if len(part) or part.tag != "tbody"]
        if len(parts) != 1 or (current.text or "").strip():
            return parts
        current = parts[0]
    return []
