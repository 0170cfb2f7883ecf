"""What a text shows of a date, before it is known what day it is."""

from __future__ import annotations

import re
from typing import NamedTuple

from newscrawl.dates.words import Unit

FIRST_YEAR, LAST_YEAR = 1900, 2100

NO_DATES = {(1900, 1, 1), (1970, 1, 1)}
"""What databases show for "never": the first days of SQL Server and of Unix. 0000-00-00 and 9999-12-31 fail anyway."""


class Shown(NamedTuple):
    """What a text shows of a date, before it is known what day it is.

    `year` is None for a month-day; `month` 0 for a time alone. `weak` marks shapes that are as often a version, a
    score or a page count; a label, a weekday or a time makes them sure. `ago` is a distance back from now.
    """

    year: int | None = None
    month: int = 0
    day: int = 0
    short_year: bool = False
    weak: bool = False
    hour: int | None = None
    minute: int = 0
    second: int | None = None
    offset: int | None = None
    epoch: int | None = None
    ago: tuple[tuple[Unit, int], ...] = ()

    @property
    def has_day(self) -> bool:
        """False for a time of the day alone."""
        return bool(self.month or self.ago or self.epoch is not None)

    @property
    def is_whole(self) -> bool:
        """Whether it could be nothing but a date, wherever it stands."""
        return self.has_day and not self.weak and (not self.month or self.year is not None)


def shape(pattern: str) -> re.Pattern[str]:
    """A compiled shape; only ASCII digits count, since `plain` has been over the text."""
    return re.compile(pattern, re.ASCII | re.IGNORECASE)


def with_time(shown: Shown, hour: int, minute: int, second: int | None) -> Shown | None:
    """`shown` at that time of the day, None for a time that never is; 24:00 is the midnight that ends the day."""
    if hour > 24 or minute > 59 or (second or 0) > 59 or (hour == 24 and (minute or second)):
        return None
    return shown._replace(hour=hour, minute=minute, second=second)
