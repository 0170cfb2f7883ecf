"""A shown date as a value: what it says, how precisely, and when it begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Precision = Literal["day", "minute", "second"]

KOREA = "Asia/Seoul"


@dataclass(slots=True, frozen=True)
class Moment:
    """A shown date: `value` is a date where `precision` is "day", else an aware datetime; `raw` is the shown text.

    `year_assumed` is True where the text held no year and the latest one that is not in the future was taken.
    """

    value: datetime | date
    precision: Precision
    raw: str
    year_assumed: bool = False

    def isoformat(self) -> str:
        return self.value.isoformat()

    def to_dict(self) -> dict[str, Any]:
        return {"value": self.isoformat(), "precision": self.precision, "raw": self.raw}


@dataclass(slots=True, frozen=True)
class FoundDate:
    """A date inside a longer line: `text[start:end]` shows it, `label` is what the words before it call it."""

    moment: Moment
    label: Literal["published", "modified"] | None
    start: int
    end: int


@lru_cache(maxsize=64)
def zone_of(name: str) -> tzinfo:
    """The time zone of that IANA name. Raises ZoneInfoNotFoundError for a name that is none.

    Slim machines have no zone database; Korea must work there too, and has kept +09:00 since 1988.
    """
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        if name == KOREA:
            return timezone(timedelta(hours=9), "KST")
        raise
    except (ValueError, OSError) as error:
        raise ZoneInfoNotFoundError(f"No time zone found with key {name!r}") from error


def starts_at(moment: Moment, timezone: str = KOREA) -> datetime:
    """The UTC instant at which the shown day, minute or second begins; `timezone` is the board's."""
    value = moment.value
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), zone_of(timezone)).astimezone(UTC)
    aware = value if value.tzinfo else value.replace(tzinfo=zone_of(timezone))
    if moment.precision == "day":
        return aware.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    second = aware.second if moment.precision == "second" else 0
    return aware.replace(second=second, microsecond=0).astimezone(UTC)
