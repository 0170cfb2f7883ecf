"""Shapes of times of the day, and of the time zones after them: 오전 9:41, 14시 3분, 09:41:05 +0900."""

from __future__ import annotations

from calendar import monthrange

from newscrawl.dates import words
from newscrawl.dates.shown import FIRST_YEAR, LAST_YEAR, Shown, shape, with_time
from newscrawl.dates.words import any_of

HALVES = any_of(words.DAYPARTS)
AFTER = any_of(("오전", "오후", "午前", "午後", "am", "pm", "a.m.", "p.m.", "a.m", "p.m"))
DIGITS_OF_CLOCK = shape(r"\d\d? ?[:시時时點点ap]")
CLOCK = (
    # 오전 9:41:05  9:41 AM  09:41:05.123
    shape(
        rf"(?:(?P<part>{HALVES}) ?)?(?P<h>\d\d?) ?: ?(?P<m>\d\d?)(?!\d)(?: ?: ?(?P<s>\d\d?)(?:[.,]\d{{1,9}})?(?!\d))?"
        rf"(?: ?(?P<after>{AFTER})(?![a-z가-힣]))?"
    ),
    # 오전 9시 41분 5초  午後2時3分  下午2点3分  14시  오후 2시 반
    shape(
        rf"(?:(?P<part>{HALVES}) ?)?(?P<h>\d\d?) ?[시時时點点](?![간間间])"
        r"(?: ?(?:(?P<m>\d\d?) ?[분分](?: ?(?P<s>\d\d?) ?[초秒])?|(?P<half>반)))?"
    ),
    # 9 AM  9pm
    shape(rf"(?P<h>\d\d?) ?(?P<after>{any_of(('am', 'pm', 'a.m.', 'p.m.'))})(?![a-z])"),
    # 정오  자정
    shape(rf"(?P<named>{any_of(words.NOON_AND_MIDNIGHT)})"),
)

ZONE = shape(
    r" ?\(?(?:(?:(?P<name>utc|gmt|ut) ?)?(?P<sign>[+-])(?P<zh>\d\d?)(?P<colon>:)?(?P<zm>\d\d)?(?!\d)"
    rf"|(?P<zone>{any_of(words.ZONES)})(?![a-z0-9]))\)?"
    r"(?: ?\[[a-z]{1,20}/[a-z_]{1,20}\])?"
    r"(?: ?\((?:한국 ?표준시|대한민국 ?표준시|korean? standard time|kst)\)| (?:kst|utc|gmt)(?![a-z]))?"
)
KOREAN_ZONE = shape(r" ?\(?(?:(?:대한민국|한국) ?표준시|한국 ?시간|한국 ?시각|korean? standard time)\)?")
YEAR_AT_END = shape(r" (?P<y>\d{4})(?![\d:])")


def read_clock(text: str, start: int) -> tuple[Shown, int] | None:
    """A time of day; one that cannot be (25:61, 오전 14:00) is given back without hour."""
    if text[start : start + 1].isdigit() and not DIGITS_OF_CLOCK.match(text, start):
        return None
    for clock in CLOCK:
        match = clock.match(text, start)
        if match is None:
            continue
        part = match.groupdict()
        if named := part.get("named"):
            return Shown(hour=words.NOON_AND_MIDNIGHT[named]), match.end()
        hour: int | None = int(part["h"])
        minute = 30 if part.get("half") else int(part.get("m") or 0)
        second = int(part["s"]) if part.get("s") else None
        if half := part.get("part") or part.get("after"):
            hour = words.DAYPARTS[half.lower()].get(int(part["h"]))
        if part.get("part") and part.get("after") and part["part"].lower() != part["after"].lower():
            hour = None
        if hour is not None and hour == 24 and half and (minute or second):
            return Shown(hour=None), match.end()
        shown = with_time(Shown(), hour, minute, second) if hour is not None else None
        if shown and not half and _is_weak(part):
            shown = shown._replace(weak=True)
        return shown or Shown(), match.end()
    return None


def _is_weak(part: dict[str, str | None]) -> bool:
    """Whether a time alone could be something else: 9시 an evening's, 3:2 a score."""
    if "half" in part:
        return not (part["m"] or part["half"])
    return any(len(part[unit] or "00") == 1 for unit in ("m", "s"))


def read_zone(text: str, shown: Shown, end: int, *, iso: bool = False) -> tuple[Shown, int]:
    """Adds the zone that stands after a time. `10:00-12:00` is a range unless it looks like ISO 8601 otherwise."""
    match = ZONE.match(text, end)
    if match and match["zone"]:
        shown, end = shown._replace(offset=words.ZONES[match["zone"].lower()]), match.end()
    elif match:
        minutes = int(match["zh"]) * 60 + int(match["zm"] or 0)
        if len(match["zh"]) == 1 and match["zm"] and not match["colon"]:
            minutes = 24 * 60
        like_a_range = match["sign"] == "-" and not match["name"] and shown.second is None and not iso
        bare = not match["name"] and len(match["zh"]) == 1
        if minutes <= 14 * 60 and int(match["zm"] or 0) < 60 and not bare and not (like_a_range and match["colon"]):
            shown, end = shown._replace(offset=-minutes if match["sign"] == "-" else minutes), match.end()
    elif match := KOREAN_ZONE.match(text, end):
        shown, end = shown._replace(offset=540), match.end()
    if shown.month and shown.year is None and (match := YEAR_AT_END.match(text, end)):
        # Fri Jun 27 09:41:05 KST 2025, as Java and C print it
        year = int(match["y"])
        if FIRST_YEAR <= year <= LAST_YEAR and shown.day <= monthrange(year, shown.month)[1]:
            shown, end = shown._replace(year=year), match.end()
    return shown, end
