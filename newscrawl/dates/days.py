"""Shapes of days: 2025.06.27, 25-6-27, 6월 27일, June 27, 20250627 and their like.

Every pattern is bounded, so that reading costs the same on any text.
"""

from __future__ import annotations

import re
from calendar import monthrange

from newscrawl.dates import words
from newscrawl.dates.shown import FIRST_YEAR, LAST_YEAR, NO_DATES, Shown, shape, with_time
from newscrawl.dates.words import any_of

MONTH = rf"(?![\d\s])(?P<month>{any_of(words.MONTHS)})\.?"
ERA = any_of(words.ERAS)
TO_A_DAY = r"(?=~ ?\d\d?[일日])"
"""27~28일: the first of two days of a month."""

# 2025년 6월 27일  '25년 6월 27일  2025年6月27日  단기 4358년 6월 27일
YEAR_IN_WORDS = shape(
    rf"(?:(?P<era>{ERA}) ?)?'?(?P<y>\d{{1,4}}) ?[년年][,.]? ?(?P<m>\d\d?) ?[월月][,.]? ?(?P<d>\d\d?) ?"
    rf"(?:[일日](?![간째치])|{TO_A_DAY})"
)
# 25.06.27  '25. 6. 27  25-06-27
SHORT_YEAR = shape(r"(?P<q>')? ?(?P<yy>\d\d)(?P<s> ?[-./·] ?)(?P<m>\d\d?) ?(?P<s2>[-./·]) ?(?P<d>\d\d?)(?![\d:]|\.\d)")

DIGIT_FIRST = (
    # 2025.06.27  2025-6-27  2025/06/27.  2025. 6. 27.
    shape(r"(?P<y>\d{4}) ?(?P<s>[-./·_]) ?(?P<m>\d\d?) ?(?P=s) ?(?P<d>\d\d(?=\d\d:\d\d)|\d\d?(?!\d))일?"),
    YEAR_IN_WORDS,
    # 2025 06.27  27 2025.06, as cards show it whose parts are joined
    shape(r"(?P<y>\d{4}) (?P<m>\d\d)(?P<s>[-./])(?P<d>\d\d)(?![\d:]|[-./]\d)"),
    shape(r"(?P<d>\d\d) ?/? (?P<y>\d{4})(?P<s>[-./])(?P<m>\d\d)(?!\d|[-./] ?\d)"),
    SHORT_YEAR,
    # 27.06.2025  06/27/2025
    shape(r"(?P<a>\d\d?)(?P<s>[-./])(?P<b>\d\d?)(?P=s)(?P<y>\d{4})(?!\d)"),
    # 06/27/25  6/27/25, where nothing else makes sense
    shape(r"(?P<a>\d\d?)(?P<s>/)(?P<b>\d\d)/(?P<yy>\d\d)(?![\d:])"),
    # 20250627  202506270941  20250627094105  20250627T094105  20250627094105123
    shape(
        r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)"
        r"(?:[T _-]?(?P<hh>\d\d)(?P<mm>\d\d)(?:(?P<ss>\d\d)(?:[.,]?\d{3})?)?(?!:))?(?!\d)"
    ),
    # 2025 06 27
    shape(r"(?P<y>\d{4}) (?P<m>\d\d) (?P<d>\d\d)(?![\d:])"),
    # 6월 27일  6월 27~28일
    shape(rf"(?P<m>\d\d?) ?[월月] ?(?P<d>\d\d?) ?(?:[일日](?![간째치])|{TO_A_DAY})"),
    # 06-27  06.27  6/27  6. 27.
    shape(r"(?P<m>\d\d?)(?P<s> ?[-./·] ?)(?P<d>\d\d?)(?!\d|[-/·]\d|\.\d|\. ?\d\d?(?![\d:시時]))(?P<dot>\.)?"),
    # 27 June 2025  27-Jun-25  27/Jun/2025  27th of June  27. Juni 2025  27 de junio de 2025  27 июня 2025 г.
    shape(
        rf"(?P<d>\d\d?)(?:st|nd|rd|th|er)?(?:\. ?|[ /-])?(?:of |de )?{MONTH}(?![a-z])"
        r"(?:(?:,?[ ./-]?| de )(?P<y>\d{4})(?!\d)(?: ?г\.)?|[ /-]'?(?P<yy>\d\d)(?![\d:]))?"
    ),
    # 2025-Jun-27  2025 June 27
    shape(rf"(?P<y>\d{{4}})[ ./-]{MONTH},?[ ./-]?(?P<d>\d\d?)(?:st|nd|rd|th)?(?!\d)"),
)

WORD_FIRST = (
    # June 27th, 2025  Jun. 27  Jun 27 2025
    shape(
        rf"{MONTH}[, ]{{0,2}}(?P<d>\d\d?)(?:st|nd|rd|th)?(?![\d:])"
        r"(?:[,. ]{0,2}(?P<y>\d{4})(?!\d)|(?:, ?| ?(?='))'?(?P<yy>\d\d)(?![\d:]))?"
    ),
    # 단기 4358. 6. 27.
    shape(rf"(?P<era>{ERA}) ?(?P<y>\d{{1,4}}) ?(?P<s>[-./]) ?(?P<m>\d\d?) ?(?P=s) ?(?P<d>\d\d?)(?!\d)"),
    YEAR_IN_WORDS,
    SHORT_YEAR,
)


def read_day(text: str, start: int) -> tuple[Shown, int] | None:
    """The day that begins at `start` of a plain text, and where it ends."""
    for day in DIGIT_FIRST if text[start : start + 1].isdigit() else WORD_FIRST:
        if (match := day.match(text, start)) and (shown := _day_of(match)):
            return shown, match.end()
    return None


def _day_of(match: re.Match[str]) -> Shown | None:
    """The day that a date's shape shows, None for a day that never was."""
    part = match.groupdict()
    weak = short = False
    year: int | None = None
    if part.get("a"):
        day_month = _day_first(int(part["a"]), int(part["b"]), part["s"], short_year="yy" in part)
        if day_month is None:
            return None
        day, month = day_month
    else:
        month = words.MONTHS[part["month"].lower()] if part.get("month") else int(part["m"])
        day = int(part["d"])
    if digits := part.get("y"):
        year = int(digits) + words.ERAS.get(part.get("era") or "", 0)
        if not part.get("era") and len(digits) == 2:
            short = True
        elif not FIRST_YEAR <= year <= LAST_YEAR:
            return None
    elif digits := part.get("yy"):
        year, short = int(digits), True
        if "s2" in part:
            if part["s"].strip() != part["s2"]:
                return None
            if day >= 70:  # 27.06.99
                year, day = day, year
            weak = not part["q"] and part["s"] == "." and len(part["m"] + part["d"]) < 4
    elif part.get("s") and "s2" not in part:
        weak = _is_weak(part)
    if short and year is not None:
        year += 1900 if year >= 70 else 2000
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year or 2000, month)[1] or (year, month, day) in NO_DATES:
        return None
    shown = Shown(year, month, day, short, weak)
    if part.get("hh"):
        return with_time(shown, int(part["hh"]), int(part["mm"]), int(part["ss"]) if part["ss"] else None)
    return shown


def _day_first(first: int, second: int, separator: str, *, short_year: bool) -> tuple[int, int] | None:
    """Day and month of 27.06.2025 and 06/27/2025. Points put the day first; 03/04/2025 could be either: None.

    Before a short year only the month comes first (06/27/25), since 27/06/25 is 2027 in Korea.
    """
    if short_year:
        return (second, first) if first <= 12 < second else None
    if separator == "." or first > 12 or first == second:
        return first, second
    return (second, first) if second > 12 else None


def _is_weak(part: dict[str, str]) -> bool:
    """Whether a month-day in digits could as well be a version (3.11), a score (2-1), a mark (4/5) or a page (1/10)."""
    month, day = part["m"], part["d"]
    if (
        part.get("dot")
        or (part["s"].strip() in {".", "·"} and len(part["s"]) > 1)
        or (len(month) == 2 and len(day) == 2)
    ):
        return False
    if part["s"].strip() == "/":
        return int(month) <= int(day) and (len(day) == 1 or day == "10" or month == "1")
    # 6-07 has a day's zero; 3.05 is a number's.
    return not (month[0] == "0" or (day[0] == "0" and part["s"].strip() == "-"))
