"""Days told by their distance from now: 방금, 3분 전, 어제, an hour ago."""

from __future__ import annotations

from newscrawl.dates import words
from newscrawl.dates.shown import Shown, shape
from newscrawl.dates.words import Unit, any_of

UNIT = any_of(words.UNITS)
COUNT = rf"(?P<n>\d{{1,5}}|{any_of(words.COUNTS)})"
DIGITS = shape(r"\d{1,5}")
AMOUNT = shape(rf" ?(?:{UNIT})")
AGO = shape(
    rf"(?:(?:약|대략|거의|about|over|almost) ?)?(?:{COUNT} ?(?P<u>{UNIT})"
    rf"(?:,? ?(?:and )?(?P<n2>\d{{1,4}}) ?(?P<u2>{UNIT}))?|(?P<span>{any_of(words.WHOLE_SPANS)}))"
    r" ?(?:전|前|ago)(?![a-z]|(?!에 )[가-힣])"
)
JUST_NOW = shape(rf"(?:{any_of(words.JUST_NOW)})(?![a-z가-힣])")
NAMED_DAY = shape(rf"(?P<day>{any_of(words.NAMED_DAYS)})(?![a-z])")


def read_distance(text: str, start: int) -> tuple[Shown, int] | None:
    """The distance from now that begins at `start` of a plain text, and where it ends."""
    digits = DIGITS.match(text, start)
    if digits and not AMOUNT.match(text, digits.end()):
        return None
    if match := JUST_NOW.match(text, start):
        return Shown(ago=(("minute", 0),)), match.end()
    if match := NAMED_DAY.match(text, start):
        return Shown(ago=(("day", words.NAMED_DAYS[match["day"].lower()]),)), match.end()
    match = AGO.match(text, start)
    if match is None:
        return None
    if match["span"]:
        return Shown(ago=(words.WHOLE_SPANS[match["span"]],)), match.end()
    unit, times = words.UNITS[match["u"].lower()]
    count = words.COUNTS.get(match["n"].lower())
    if count == 0:
        return (Shown(ago=(("minute", 0),)), match.end()) if unit == "second" else None
    ago: tuple[tuple[Unit, int], ...] = ((unit, times * (int(match["n"]) if count is None else count)),)
    if match["u2"]:
        unit, times = words.UNITS[match["u2"].lower()]
        ago += ((unit, times * int(match["n2"])),)
    return Shown(ago=ago), match.end()
