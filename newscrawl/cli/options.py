"""Options that several commands share, and what their values mean: days, Scrapy settings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from newscrawl.errors import ConfigurationError

if TYPE_CHECKING:
    from newscrawl.store.records import PostFilter

Board = Annotated[str | None, typer.Option("--board", help="Only this board: its name, address or site.")]
Since = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="Only posts published on this day or later.")
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Only posts published on this day or earlier.")
]
Author = Annotated[str | None, typer.Option("--author", help="Only posts by this author.")]
Category = Annotated[str | None, typer.Option("--category", help="Only posts of this category.")]
Text = Annotated[str | None, typer.Option("--text", help="Only posts that hold these very words in title or text.")]
Deleted = Annotated[bool, typer.Option("--deleted", help="Only posts that are gone from their board.")]


def post_filter(
    board: str | None = None,
    since: str | None = None,
    until: str | None = None,
    author: str | None = None,
    category: str | None = None,
    text: str | None = None,
    deleted: bool = False,
) -> PostFilter:
    """What posts are found by, from the options. Raises ConfigurationError for what is no date."""
    last = parse_day(until)
    return {
        "board": board,
        "since": start_of(parse_day(since)),
        "until": start_of(last + timedelta(days=1)) if last else None,
        "author": author,
        "category": category,
        "text": text,
        "deleted": deleted,
    }


class LogFormat(StrEnum):
    """How a crawl logs."""

    PLAIN = "plain"
    JSON = "json"
    NONE = "none"


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


def parse_age(text: str | None) -> timedelta | None:
    """A duration such as 90s, 10m, 6h, 2d. Raises ConfigurationError for what is none."""
    if text is None:
        return None
    from newscrawl.schedule import parse_duration

    try:
        return parse_duration(text)
    except ValueError as error:
        raise ConfigurationError(f"{error}.") from error


def parse_settings(pairs: Sequence[str]) -> dict[str, str]:
    """NAME=VALUE pairs. Raises ConfigurationError for what is none."""
    settings = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise ConfigurationError(f"-s {pair}: a setting is written NAME=VALUE.", "For example -s DOWNLOAD_DELAY=2.")
        settings[name.strip()] = value
    return settings
