"""What options mean: days, Scrapy settings, columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from newscrawl.errors import ConfigurationError


def parse_day(text: str | None) -> date | None:
    """A day in any form that boards show. Raises ConfigurationError for what is none."""
    if text is None:
        return None
    from newscrawl.dates import parse_date

    moment = parse_date(text, now=datetime.now(UTC))
    if moment is None:
        raise ConfigurationError(f"{text!r} is not a date.", "Write it like 2025-06-27, or 3일 전.")
    return moment.value.date() if isinstance(moment.value, datetime) else moment.value


def start_of(day: date | None) -> datetime | None:
    """The instant at which a day begins in Seoul."""
    return None if day is None else datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Asia/Seoul"))


def parse_settings(pairs: Sequence[str]) -> dict[str, str]:
    """NAME=VALUE pairs. Raises ConfigurationError for what is none."""
    settings = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise ConfigurationError(f"-s {pair}: a setting is written NAME=VALUE.", "For example -s DOWNLOAD_DELAY=2.")
        settings[name.strip()] = value
    return settings
