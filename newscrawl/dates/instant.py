"""From what a text shows to an instant, given what time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from newscrawl.dates.moment import Moment, Precision
from newscrawl.dates.shown import Shown

CLOCKS_DIFFER = timedelta(minutes=10)
"""How far a board's clock may run ahead of ours before 14:03 is taken for yesterday's."""

YEARS_AHEAD = 10
"""How far in the future a two-digit year may lie; 45.08.15 is no date of a post."""

WEAK_YEARS = 10
"""How far from now a year may lie in 25.6.7, which could be a version."""


def instant(shown: Shown, raw: str, now: datetime, zone: tzinfo) -> Moment | None:
    """The moment that `shown` means at `now` for a board in `zone`; None for what cannot be."""
    try:
        return _instant(shown, raw, now, zone)
    except (OverflowError, ValueError):  # 99999년 전; a `now` at the end of time
        return None


def _instant(shown: Shown, raw: str, now: datetime, zone: tzinfo) -> Moment | None:
    if shown.year is not None:
        if shown.short_year:
            years = shown.year - now.year
            if years > YEARS_AHEAD or (shown.weak and abs(years) > WEAK_YEARS):
                return None
        return _moment(date(shown.year, shown.month, shown.day), shown, raw, zone)
    now = now.replace(tzinfo=zone) if now.tzinfo is None else now.astimezone(zone)
    if shown.epoch is not None:
        return _epoch(shown.epoch, raw, now, zone)
    if shown.ago:
        return _ago(shown, raw, now, zone)
    if shown.weak:
        return None
    if not shown.month:
        if shown.offset is not None:
            now = now.astimezone(timezone(timedelta(minutes=shown.offset)))
        today = _moment(now.date(), shown, raw, zone)
        return today if _is_past(today, now) else _moment(now.date() - timedelta(days=1), shown, raw, zone)
    for year in range(now.year, now.year - 9, -1):
        try:
            day = date(year, shown.month, shown.day)
        except ValueError:  # 29 February
            continue
        if day <= now.date() and _is_past(moment := _moment(day, shown, raw, zone, year_assumed=True), now):
            return moment
    return None


def _is_past(moment: Moment, now: datetime) -> bool:
    return not isinstance(moment.value, datetime) or moment.value - now <= CLOCKS_DIFFER


def _moment(day: date, shown: Shown, raw: str, zone: tzinfo, *, year_assumed: bool = False) -> Moment:
    if shown.hour is None:
        return Moment(day, "day", raw, year_assumed)
    hour = shown.hour
    if hour == 24:
        day, hour = day + timedelta(days=1), 0
    said_in = zone if shown.offset is None else timezone(timedelta(minutes=shown.offset))
    value = datetime(day.year, day.month, day.day, hour, shown.minute, shown.second or 0, tzinfo=said_in)
    precision: Precision = "minute" if shown.second is None else "second"
    return Moment(value if said_in is zone else value.astimezone(zone), precision, raw, year_assumed)


def _epoch(seconds: int, raw: str, now: datetime, zone: tzinfo) -> Moment | None:
    value = datetime.fromtimestamp(seconds, UTC)
    if value - now > timedelta(days=1):  # a serial number
        return None
    return Moment(value.astimezone(zone), "second", raw)


def _ago(shown: Shown, raw: str, now: datetime, zone: tzinfo) -> Moment:
    """Days and months are counted on the calendar, hours and less on the clock."""
    units = {unit for unit, _ in shown.ago}
    day = now.date()
    back = timedelta()
    for unit, count in shown.ago:
        if unit == "month":
            day = _months_before(day, count)
        elif unit == "day":
            day -= timedelta(days=count)
        else:
            back += timedelta(**{f"{unit}s": count})
    if not units & {"hour", "minute", "second"}:
        return _moment(day, shown, raw, zone)
    then = datetime.combine(day, now.timetz()).astimezone(UTC) - back
    if "second" in units:
        return Moment(then.astimezone(zone).replace(microsecond=0), "second", raw)
    return Moment(then.astimezone(zone).replace(second=0, microsecond=0), "minute", raw)


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)
