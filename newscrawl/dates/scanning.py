"""Reads the date, the time or both that stand at one place of a plain text."""

from __future__ import annotations

from newscrawl.dates import words
from newscrawl.dates.clock import read_clock, read_zone
from newscrawl.dates.days import read_day
from newscrawl.dates.distance import read_distance
from newscrawl.dates.shown import Shown, shape
from newscrawl.dates.words import any_of

DAY_NAME = any_of(words.WEEKDAYS)
WEEKDAY = shape(rf"[ .,]{{0,2}}[\[(<]? ?(?:{DAY_NAME})\.?(?![a-z가-힣]) ?[\])>]?,?")
WEEKDAY_BEFORE = shape(rf"[\[(<]? ?(?:{DAY_NAME})\.?(?![a-z가-힣]) ?[\])>]?,? ?")
BETWEEN = shape(r" ?[T|,·@/:._-]? ?(?:at |of )?[\[(]? ?")
BEFORE_DATE = shape(r" ?[,·|/-]? ?(?:on )?[\[(]? ?")
CLOSING = shape(r" ?[\])]")
EPOCH = shape(r"(?P<seconds>1\d{9})(?:\d{3}|\.\d{1,6})?(?:[+-]\d{4}(?=\)))?(?!\d|[.:/-]\d)")
"""Seconds or milliseconds; /Date(1751000000000+0900)/ is how .NET writes them, the zone for show."""


def scan(text: str, start: int = 0) -> tuple[Shown, int] | None:
    """The date, the time or both that begin at `start` of a plain text, and where they end; None for none."""
    before = WEEKDAY_BEFORE.match(text, start)
    if before and (found := _scan_from(text, before.end())):
        shown, end = found
        return (shown._replace(weak=False), end) if shown.month or shown.ago else None
    return _scan_from(text, start)


def _scan_from(text: str, start: int) -> tuple[Shown, int] | None:
    if clock := read_clock(text, start):
        return _date_after_clock(text, *clock)
    found = read_distance(text, start) or read_day(text, start)
    if found is None:
        return _epoch(text, start)
    shown, end = found
    if shown.hour is not None or (shown.ago and shown.ago[0][0] not in ("day", "month")):
        return read_zone(text, shown, end)
    if weekday := WEEKDAY.match(text, end):
        end = weekday.end()
        shown = shown._replace(weak=False)
    between = BETWEEN.match(text, end)
    assert between is not None
    if clock := read_clock(text, between.end()):
        if clock[0].hour is None:
            return None
        at, end = clock
        shown = shown._replace(weak=shown.weak and at.weak, hour=at.hour, minute=at.minute, second=at.second)
        if ("(" in between[0] or "[" in between[0]) and (closing := CLOSING.match(text, end)):
            end = closing.end()
        return read_zone(text, shown, end, iso="t" in between[0].lower())
    return shown, end


def _date_after_clock(text: str, shown: Shown, end: int) -> tuple[Shown, int] | None:
    """14:03 alone, or with the date after it: 14:03 · 2025년 6월 27일."""
    if shown.hour is None:
        return None
    shown, end = read_zone(text, shown, end)
    between = BEFORE_DATE.match(text, end)
    assert between is not None
    start = between.end()
    if weekday := WEEKDAY_BEFORE.match(text, start):
        start = weekday.end()
    if start > end and (found := read_distance(text, start) or read_day(text, start)):
        date, date_end = found
        if date.hour is None and (date.month or (date.ago and date.ago[0][0] == "day")):
            if weekday := WEEKDAY.match(text, date_end):
                date_end = weekday.end()
            return (
                shown._replace(
                    year=date.year,
                    month=date.month,
                    day=date.day,
                    short_year=date.short_year,
                    ago=date.ago,
                    weak=shown.weak and date.weak,
                ),
                date_end,
            )
    return shown, end


def _epoch(text: str, start: int) -> tuple[Shown, int] | None:
    match = EPOCH.match(text, start)
    return (Shown(epoch=int(match["seconds"])), match.end()) if match else None
