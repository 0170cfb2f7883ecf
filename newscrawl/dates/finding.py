"""The dates inside a longer line."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Literal

from newscrawl.dates import words
from newscrawl.dates.instant import instant
from newscrawl.dates.moment import KOREA, FoundDate, zone_of
from newscrawl.dates.plain import plain_with_offsets
from newscrawl.dates.reading import LABEL_WORD, MODIFIED, ORNAMENT
from newscrawl.dates.scanning import scan
from newscrawl.dates.shown import Shown
from newscrawl.dates.words import any_of

LONGEST_LINE = 20_000
"""Characters of a line in which dates are looked for."""

# Where a date may begin in a line: not inside a number, a word, an address, a version or a file's name, and not at the
# end of a range.
BEGINNING = re.compile(
    rf"(?<![0-9A-Za-z_~])(?<!~ )(?<![0-9][-./:])(?:'?[0-9]|(?:{any_of(words.MONTHS)})(?![a-z])"
    rf"|{any_of([*words.DAYPARTS, *words.NAMED_DAYS, *words.JUST_NOW, *words.WHOLE_SPANS, *words.ERAS])})",
    re.IGNORECASE,
)
NOT_THE_END = re.compile(r"[0-9A-Za-z_]|[-./:][0-9]|\.[A-Za-z]")
HANGUL = re.compile(r"[가-힣]")
LABEL_BEFORE = re.compile(rf"(?:{LABEL_WORD})(?:{ORNAMENT}){{0,6}}$", re.ASCII | re.IGNORECASE)


def find_dates(text: str, *, now: datetime, timezone: str = KOREA) -> list[FoundDate]:
    """The dates inside a longer line, in their order, with the place of each and what the words before it call it.

    Shapes that are only dates where a date is expected are left out: numbers that could be versions, scores or serials,
    and words like 오늘 without a time. Never raises on any text; looks at the first 20,000 characters.
    """
    zone = zone_of(timezone)
    line, offsets = plain_with_offsets(text[:LONGEST_LINE])
    dates: list[FoundDate] = []
    end = 0
    for beginning in BEGINNING.finditer(line):
        start = beginning.start()
        if start < end:
            continue
        found = scan(line, start)
        if found is None:
            continue
        shown, stop = found
        before = LABEL_BEFORE.search(line, max(end, start - 30), start)
        if not _is_sure(line, start, stop, shown, labelled=before is not None):
            continue
        stop = start + len(line[start:stop].rstrip())
        place, past = offsets[start], offsets[stop - 1] + 1
        moment = instant(shown._replace(weak=False), text[place:past], now, zone)
        if moment is None:
            continue
        label: Literal["published", "modified"] | None = None
        if before:
            label = "modified" if MODIFIED.match(before[0]) else "published"
        dates.append(FoundDate(moment, label, place, past))
        end = stop
    return dates


def _is_sure(line: str, start: int, end: int, shown: Shown, *, labelled: bool) -> bool:
    if NOT_THE_END.match(line, end) or shown.epoch is not None:
        return False
    if line[start:end].lower() in words.NAMED_DAYS:
        return labelled
    in_word = HANGUL.match(line, end) is not None or (start > 0 and HANGUL.match(line, start - 1) is not None)
    return labelled or not (shown.weak or (shown.ago and in_word))
