"""A post's date stands in the list and in its document: which to believe."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

from newscrawl.dates.moment import Moment

FINENESS = {"day": 0, "minute": 1, "second": 2}

# Rounded down by the board: 2시간 전 is anything up to three hours ago.
ROUNDED = re.compile(r"전$|전\W|前|ago\b|방금|지금|just now", re.IGNORECASE)


def refine(listed: Moment | None, shown: Moment | None) -> tuple[Moment | None, bool]:
    """The more precise and certain of a list's date and a document's, and whether the two disagree.

    Where they agree the finer one is taken, and the document's of two that are equally fine. Where they disagree the
    document wins. A year that was only assumed is corrected by one that was shown and is never a disagreement, nor is
    a rounded "3시간 전". Both are expected in the board's own time zone, as `parse_date` gives them.
    """
    if listed is None or shown is None:
        return shown or listed, False
    if listed.year_assumed != shown.year_assumed:
        return _with_shown_year(listed, shown), False
    if ROUNDED.search(shown.raw) and not ROUNDED.search(listed.raw):
        return listed, False
    if ROUNDED.search(listed.raw):
        return shown, False
    if _agree(listed, shown):
        return (listed if FINENESS[listed.precision] > FINENESS[shown.precision] else shown), False
    return shown, not shown.year_assumed


def _with_shown_year(listed: Moment, shown: Moment) -> Moment:
    """The finer of the two where they name one day of the year, with the year that was shown; else the document."""
    certain, assumed = (shown, listed) if listed.year_assumed else (listed, shown)
    if _day(certain).timetuple()[1:3] != _day(assumed).timetuple()[1:3]:
        return shown
    if FINENESS[certain.precision] > FINENESS[assumed.precision] or certain.precision == assumed.precision:
        return certain
    return replace(assumed, value=assumed.value.replace(year=_day(certain).year), year_assumed=False)


def _agree(listed: Moment, shown: Moment) -> bool:
    a, b = listed.value, shown.value
    if not isinstance(a, datetime) or not isinstance(b, datetime) or "day" in (listed.precision, shown.precision):
        return _day(listed) == _day(shown)
    if (a.tzinfo is None) != (b.tzinfo is None):
        a, b = a.replace(tzinfo=None), b.replace(tzinfo=None)
    if "minute" in (listed.precision, shown.precision):
        a, b = a.replace(second=0, microsecond=0), b.replace(second=0, microsecond=0)
    return a.replace(microsecond=0) == b.replace(microsecond=0)


def _day(moment: Moment) -> date:
    return moment.value.date() if isinstance(moment.value, datetime) else moment.value
