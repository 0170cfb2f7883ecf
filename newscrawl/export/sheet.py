"""Posts as a person reads them in a spreadsheet: times by the board's clock, and a day as a day.

Programs get instants in UTC (JSON Lines, Parquet, SQLite). In a sheet the day that the board shows as 2025-06-27 would
stand as 2025-06-26 15:00:00.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newscrawl.store.records import PostRecord

PRECISIONS = {"published_at": "published_precision", "modified_at": "modified_precision"}
"""The columns of times of which the board may show the day alone, and where that is said."""


def shown(post: PostRecord, name: str) -> Any:
    """A value of a post, a time of it by the clock of its board (naive), and a `date` where only the day is known."""
    value = getattr(post, name)
    if not isinstance(value, datetime):
        return value
    return on_clock(value, getattr(post, PRECISIONS[name]) if name in PRECISIONS else None, post.timezone)


def on_clock(value: datetime, precision: str | None, timezone: str) -> date | datetime:
    """An instant by a board's clock (naive), a `date` where only the day is known."""
    local = value.astimezone(zone(timezone)).replace(tzinfo=None)
    return local.date() if precision == "day" else local


@cache
def zone(name: str) -> ZoneInfo:
    """A time zone; UTC for one that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def written(value: date | datetime) -> str:
    """A time as spreadsheets read it."""
    return f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else value.isoformat()
