"""Which rows of a list are its notices, told over all rows: they stand on top, out of the order of the others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from newscrawl.extract.element import Element
from newscrawl.extract.links import Target
from newscrawl.extract.page import Row
from newscrawl.extract.parts import RowParts
from newscrawl.extract.words import NOTICE_CLASS, NOTICE_TEXT

MOST_NOTICES = 20
LONGEST_BADGE = 8


def settle_notices(read: Sequence[tuple[Row, Target]], parts: Sequence[RowParts]) -> None:
    """Say which rows are notices, where a badge or a category alone called them so, or a number hid it."""
    _unpin([row for row, _ in read], parts)
    _pin_by_number(read)


def _unpin(rows: Sequence[Row], parts: Sequence[RowParts]) -> None:
    """Rows called 공지 that stand among the others in the order of days: it is their kind, as 채용 is that of others.

    Notices stand on top of their list, and nearly always out of order.
    """
    called = [at for at, row in enumerate(rows) if row.is_notice]
    if not called or called == list(range(len(called))) or any(row.number is not None for row in rows):
        return
    days = [row.published.value.isoformat()[:10] for row in rows if row.published is not None]
    if len(days) < len(rows) or any(upper < lower for upper, lower in pairwise(days)):
        return
    for at in called:
        rows[at].is_notice = False
        if rows[at].category is None:
            rows[at].category = next((each.text for each in parts[at].pieces if NOTICE_TEXT.match(each.text)), None)


def _pin_by_number(read: Sequence[tuple[Row, Target]]) -> None:
    """Notices that bear a number and are called so by their category alone: they stand on top, out of the count's order.

    A row further down with the same category (공지) is one kind of post among others.
    """
    numbers = [row.number for row, _ in read]
    first = next(
        (at for at, (row, _) in enumerate(read) if not row.is_notice and not _is_called_notice(row)), len(read)
    )
    ordinary = numbers[first] if first < len(read) else None
    if ordinary is None:
        return
    for row, _ in read[:first]:
        if row.number is not None and row.number < ordinary:
            row.is_notice = True


def _is_called_notice(row: Row) -> bool:
    return row.category is not None and NOTICE_TEXT.match(row.category) is not None


def notice_box(element: Element) -> Element | None:
    """The list of notices that an element is, or holds: by its name, or by a badge at the head of each row."""
    for box in (element, *element.iter("ul", "ol", "tbody")):
        rows = [row for row in box if isinstance(row.tag, str)]
        if 0 < len(rows) <= MOST_NOTICES and all(next(row.iter("a"), None) is not None for row in rows):
            named = any(NOTICE_CLASS.search(each.get("class") or "") for each in (element, box, *rows))
            if named or all(_has_badge(row) for row in rows):
                return box
    return None


def _has_badge(row: Element) -> bool:
    return any(
        len(text) <= LONGEST_BADGE and NOTICE_TEXT.match(text) for text in map(str.strip, row.itertext()) if text
    )
