"""Reads a text that is one shown date, with whatever boards put around it."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

from newscrawl.dates import words
from newscrawl.dates.beside import dates_of_byline
from newscrawl.dates.instant import instant
from newscrawl.dates.moment import KOREA, Moment, zone_of
from newscrawl.dates.plain import plain
from newscrawl.dates.scanning import scan
from newscrawl.dates.shown import FIRST_YEAR, LAST_YEAR, NO_DATES, Shown
from newscrawl.dates.words import any_of

LONGEST = 200
"""Characters beyond which a text is no date: labels, two stamps and a range need half of that."""

# The forms that nearly all lists show, read without the general rules below.
COMMON = re.compile(
    r"(?=\d)(?:(\d{4}|\d\d)([-./])(\d\d)\2(\d\d)\.?)?(?:(?:^|(?<!^)[ T])(\d\d):(\d\d)(?::(\d\d))?)?", re.ASCII
)
DAYS_OF_EVERY_MONTH = 28

DONE = any_of(words.PUBLISHED + words.MODIFIED, spaced=True)
HELD = any_of(words.HELD, spaced=True)
WHEN = any_of(words.WHEN, spaced=True)
ENGLISH = any_of(words.ENGLISH_PUBLISHED + words.ENGLISH_MODIFIED)
LABEL_WORD = (
    r"(?:(?:최초|최종|최근|마지막|기사|뉴스|글|온라인|데스크|지면|인터넷) ?)?"
    rf"(?:(?:{DONE})(?: ?(?:{WHEN}))?|(?:{HELD}) ?(?:{WHEN})|{any_of(words.WHEN_ALONE, spaced=True)})"
    r"(?![가-힣])(?: ?\(?kst\)?)?"
    rf"|(?:{ENGLISH})(?![a-z])"
)

# Brackets, bullets, separators and emoji; not `~` (an end without a start), signs, currency, or an apostrophe before
# a year. A dash before a digit is a sign.
ORNAMENT = (
    r"(?:[\s\[\](){}<>《》〈〉「」『』【】〔〕|·*,:;.\"/_=※→»«›‹"
    r"\u2190-\u23ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]|'(?!\d)|-(?!\d))"
)
BADGE = any_of(words.BADGES)
LEADING = re.compile(rf"(?:{ORNAMENT}|(?:{BADGE})(?![a-z가-힣]))*", re.ASCII | re.IGNORECASE)
LABEL = re.compile(rf"(?:{LABEL_WORD})(?:{ORNAMENT}|-)*", re.ASCII | re.IGNORECASE)
MODIFIED = re.compile(
    rf"최종|최근|마지막|(?:기사|뉴스|글)? ?(?:{any_of(words.MODIFIED, spaced=True)})|更新"
    rf"|{any_of(words.ENGLISH_MODIFIED)}",
    re.ASCII | re.IGNORECASE,
)
"""How the labels of a later version begin."""

TRAILING = re.compile(
    rf"(?:{ORNAMENT}|(?:{BADGE}|(?:에 ?)?(?:{any_of(words.ENDINGS)}))(?![a-z가-힣]))*",
    re.ASCII | re.IGNORECASE,
)

UNTIL = re.compile(r" ?(?:~|부터|에서)")
UNTIL_DAY = re.compile(r" ?(?:-{1,2}|to|until|through) ?", re.IGNORECASE)
OPEN_END = (
    "상시|미정|계속|현재|채용 ?시|(?:예산 ?)?소진 ?시|마감 ?시|모집 ?시|"
    "별도 ?(?:공지|안내) ?시|추후 ?(?:공지|안내)|별도 ?공지"
)
REST_OF_RANGE = re.compile(
    rf"[\d .:/()\[\]'~년월일간시분초화수목금토오전후,-]{{0,60}}(?:(?:{OPEN_END}))?(?: ?까지)?[ .\])]*", re.ASCII
)
CLOCK_RANGE = re.compile(r" ?[~-]")


def parse_date(text: str, *, now: datetime, timezone: str = KOREA) -> Moment | None:
    """Read one shown date: the whole text is one, with what bylines put around it (labels, weekdays, badges, brackets,
    counters, the writer's name), else None.

    `now` is when the page was fetched (a naive one is in `timezone`); `timezone` is the board's IANA name, in which
    values are given back. Of a range the first day counts, of two stamps (입력 … 수정 …) the first that is of no later
    version. Never raises on any text; raises ZoneInfoNotFoundError for a `timezone` that is none.

    Decided where boards leave it open:
    - A month-day is the latest one that is not in the future, a time alone the latest that is not more than ten
      minutes ahead (clocks differ): 23:58 read at 00:02 is yesterday's.
    - 25.06.27 is year first, unless only 27.06.99 or 06/27/25 makes sense; 03/04/2025 could be either and is None.
    - 6.27, 6-27, 1/10 and 4/5 are as often versions, scores, pages and marks: dates only with a label, a weekday or a
      time. 6/27 and everything padded (06.27) is one. So is 25.6.7, if the year is within ten of now.
    - An end without a start (~ 2025-06-27, 2025-06-27까지), a month, a year, six digits, office hours: None.
    - 1970-01-01, 1900-01-01 and years beyond 1900–2100 are how databases say "never": None.
    - A weekday that contradicts its date is ignored. 24:00 and 밤 12시 end the day that they are said with,
      자정 begins it.
    """
    zone = zone_of(timezone)
    if len(text) > LONGEST:
        text = text.strip()
        if len(text) > LONGEST:
            return None
    shown = _read(text)
    return instant(shown, text.strip(), now, zone) if shown else None


@lru_cache(maxsize=8192)
def _read(text: str) -> Shown | None:
    """What a text shows. Safe to keep, since nothing in it depends on the time."""
    text = text.strip()
    common = COMMON.fullmatch(text)
    if common and (shown := _read_common(common)):
        return shown
    text = plain(text)
    if shown := _read_any(text):
        return shown
    beside = (_read_any(part) for part in dates_of_byline(text))
    return next((shown for shown in beside if shown and shown.has_day and shown.epoch is None), None)


def _read_common(match: re.Match[str]) -> Shown | None:
    """The date or time in the commonest forms; None for what the general rules should look at again."""
    year, _, month, day, hour, minute, second = match.groups()
    shown = Shown()
    if year:
        y, m, d = int(year), int(month), int(day)
        short = len(year) == 2
        if short:
            y += 1900 if y >= 70 else 2000
        if not (FIRST_YEAR <= y <= LAST_YEAR and 1 <= m <= 12 and 1 <= d <= DAYS_OF_EVERY_MONTH):
            return None
        if (y, m, d) in NO_DATES:
            return None
        shown = Shown(y, m, d, short)
    if hour:
        h, minutes, seconds = int(hour), int(minute), int(second) if second else None
        if h > 23 or minutes > 59 or (seconds or 0) > 59:
            return None
        return shown._replace(hour=h, minute=minutes, second=seconds)
    return shown if year else None


def _read_any(text: str) -> Shown | None:
    start, label = (0, "") if text[:1].isdigit() else _after_labels(text, _end(LEADING, text, 0))
    found = scan(text, start)
    if found is None:
        return None
    shown, end = found
    if label:
        shown = shown._replace(weak=False)
    if _only_trimmings(text, end, shown):
        return shown
    second = _second_stamp(text, end) if shown.has_day else None
    if second is None:
        return None
    later, later_label = second
    is_published = later_label and not MODIFIED.match(later_label) and later.has_day
    return later if is_published and MODIFIED.match(label) else shown


def _only_trimmings(text: str, end: int, shown: Shown) -> bool:
    """Whether what follows a date adds nothing to it: ornaments, badges, the end of a range."""
    if not shown.has_day and CLOCK_RANGE.match(text, end):  # 09:00 ~ 18:00 are office hours
        return False
    trailing = _end(TRAILING, text, end)
    if trailing == len(text):
        return True
    until = UNTIL.match(text, end) or UNTIL.match(text, trailing)
    return shown.has_day and until is not None and REST_OF_RANGE.fullmatch(text, until.end()) is not None


def _second_stamp(text: str, end: int) -> tuple[Shown, str] | None:
    """The second date of a text that ends with it, and its label; None where something else follows the first."""
    start, label = _after_labels(text, _end(LEADING, text, end))
    if not label:
        start, label = _after_labels(text, _end(TRAILING, text, end))
    until = UNTIL_DAY.match(text, end)
    start = until.end() if until else start
    second = scan(text, start) if start > end else None
    if second is None or not (until or label or second[0].is_whole):
        return None
    return (second[0], label) if _end(TRAILING, text, second[1]) == len(text) else None


def _after_labels(text: str, start: int) -> tuple[int, str]:
    """Where the text goes on after its labels, and the last of them."""
    last = ""
    while label := LABEL.match(text, start):
        last, start = label[0], _end(LEADING, text, label.end())
    return start, last


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start
