"""When a board is due: its schedule held against when it was last crawled. Pure; the clock is handed in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from heapq import merge
from itertools import islice
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw])")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")

DEFAULT_EVERY = timedelta(hours=1)
"""How often a board is crawled whose definition does not say."""

SLOWER = 1.5
"""By how much a board's interval grows with each crawl that finds nothing new, up to its bound."""


def parse_duration(text: str) -> timedelta:
    """`10m`, `1.5h`, `2d`, `90s`, `1w`. Raises ValueError for what is none, or nothing."""
    match = _DURATION.fullmatch(text.strip())
    seconds = float(match[1]) * UNITS[match[2]] if match else 0.0
    if seconds <= 0:
        raise ValueError(f"{text!r} is no duration, such as 10m, 6h or 2d")
    return timedelta(seconds=seconds)


def parse_clock(text: str) -> time:
    """`06:30`. Raises ValueError for what is no time of day."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no time of day, such as 06:30")
    return time(int(match[1]), int(match[2]))


def parse_cron(text: str) -> str:
    """A cron expression of five fields, as crontab(5) describes. Raises ValueError for what is none."""
    try:
        CronSim(text, datetime(2025, 1, 1))  # noqa: DTZ001 - only its form is looked at
    except CronSimError as error:
        raise ValueError(f"{text!r} is no cron expression: {error}") from error
    return text


@dataclass(slots=True, frozen=True)
class Schedule:
    """When a board is crawled: `every` so often, `at` times of day, or as `cron` says; the last two in `timezone`.

    With `slowest`, a board that shows nothing new is asked less and less often, down to that interval, and at the full
    pace again as soon as it does.
    """

    every: timedelta | None = None
    slowest: timedelta | None = None
    at: tuple[time, ...] = ()
    cron: str | None = None
    timezone: str = "Asia/Seoul"

    def next(self, last: datetime | None, quiet: int, now: datetime) -> datetime:
        """When the board is due next, given when it was `last` crawled and how many crawls since were `quiet` in a row.

        A time that was missed is made up for once: what comes out may lie in the past.
        """
        if last is None or last > now:
            # A start in the future means that the clock was set back: waiting for it could take for ever.
            return now
        if self.cron is None and not self.at:
            return last + self.interval(quiet)
        return self._times(last, 1)

    def is_due(self, last: datetime | None, quiet: int, now: datetime) -> bool:
        """Whether the board is to be crawled now."""
        return self.next(last, quiet, now) <= now

    def interval(self, quiet: int = 0) -> timedelta:
        """The time between crawls, after `quiet` ones in a row that found nothing new."""
        every = self.every or DEFAULT_EVERY
        if self.slowest is None:
            return every
        # The exponent is bounded: after a year of silence 1.5 to its power is no float any more.
        return min(every * SLOWER ** min(quiet, 50), max(self.slowest, every))

    def overdue_at(self, last: datetime, quiet: int = 0) -> datetime:
        """When a person should look, if no crawl has succeeded since `last`: after two that should have been."""
        if self.cron is None and not self.at:
            return last + 2 * self.interval(quiet)
        return self._times(last, 2)

    def _times(self, last: datetime, count: int) -> datetime:
        """The `count`th time after `last` that the clock times or the cron expression name."""
        local = last.astimezone(ZoneInfo(self.timezone))
        expressions = [self.cron] if self.cron else [f"{each.minute} {each.hour} * * *" for each in self.at]
        times = merge(*(CronSim(expression, local) for expression in expressions))
        return next(islice(times, count - 1, None))

    def __str__(self) -> str:
        if self.cron is not None:
            return f"cron {self.cron}"
        if self.at:
            return "at " + ", ".join(f"{each:%H:%M}" for each in self.at)
        every = f"every {shown(self.every or DEFAULT_EVERY)}"
        return f"{every} to {shown(self.slowest)}" if self.slowest is not None else every


def shown(duration: timedelta) -> str:
    """A duration in its largest whole unit: 10m, 6h, 2d."""
    seconds = int(duration.total_seconds())
    unit = next((name for name in ("w", "d", "h", "m") if seconds and seconds % UNITS[name] == 0), "s")
    return f"{seconds // UNITS[unit]}{unit}"
