"""Lists that show a day once, above the posts of that day, and beside each post its time alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from newscrawl.dates import Moment
from newscrawl.extract.document import Document
from newscrawl.extract.element import Element, text_of
from newscrawl.extract.page import Row
from newscrawl.extract.parts import RowParts
from newscrawl.extract.words import DATE_LIKE, is_time

LONGEST_DAY = 30
REACH, DEPTH = 200, 3
"""Elements before a row, and how far above it, among which the day is looked for."""


def settle_days(document: Document, rows: Sequence[Row], parts: Sequence[RowParts]) -> None:
    """Give rows that show a time alone the day of the heading above them, where each of them has one."""
    timed = [
        (row, each.element, row.published)
        for row, each in zip(rows, parts, strict=True)
        if row.published is not None and is_time(row.published.raw)
    ]
    if len(timed) < 2 or len(timed) * 2 < len(rows):
        return
    days = []
    for _, element, _ in timed:
        if (day := _day_above(document, element)) is None:
            return
        days.append(day)
    if len({day.value for day in days}) < 2:
        return
    for (row, _, shown), day in zip(timed, days, strict=True):
        if (whole := document.date(f"{day.value.isoformat()} {shown.raw}")) is not None:
            row.published = replace(whole, raw=f"{day.raw} {shown.raw}", year_assumed=day.year_assumed)


def _day_above(document: Document, row: Element) -> Moment | None:
    for element in (row, *islice(row.iterancestors(), DEPTH)):
        for before in islice(element.itersiblings(preceding=True), REACH):
            if not isinstance(before.tag, str) or next(before.iter("a"), None) is not None:
                continue
            text = " ".join(text_of(before).split())
            if 0 < len(text) <= LONGEST_DAY and DATE_LIKE.search(text):
                day = document.date(text)
                if day is not None and day.precision == "day":
                    return day
    return None
