"""Options that several commands share, and what their values mean: days, Scrapy settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from difflib import get_close_matches
from enum import StrEnum
from logging import getLevelNamesMapping
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from newscrawl.config import SECONDS
from newscrawl.errors import ConfigurationError

if TYPE_CHECKING:
    from newscrawl.store.records import PostFilter

Board = Annotated[
    str | None, typer.Option("--board", metavar="BOARD", help="Only this board: its name, address or site.")
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="Only posts published on this day or later.")
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Only posts published on this day or earlier.")
]
Author = Annotated[str | None, typer.Option("--author", metavar="NAME", help="Only posts by this author.")]
Category = Annotated[str | None, typer.Option("--category", metavar="NAME", help="Only posts of this category.")]
Text = Annotated[
    str | None, typer.Option("--text", metavar="WORDS", help="Only posts that hold these very words in title or text.")
]
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


Settings = Annotated[list[str] | None, typer.Option("-s", metavar="NAME=VALUE", help="Set a Scrapy setting.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No report at the end; the exit code and the log tell.")]
OwnLog = Annotated[
    LogFormat, typer.Option(help="The log, where there is no progress bar: plain lines, json lines or none.")
]
LogOfCrawls = Annotated[LogFormat, typer.Option(help="The log of the crawls, on stderr.")]


@dataclass(slots=True, frozen=True)
class LogOptions:
    """What a crawl says: its log's format, and whether the report at its end is left out."""

    format: LogFormat = LogFormat.PLAIN
    quiet: bool = False


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
    """NAME=VALUE pairs of Scrapy's settings and newscrawl's.

    Raises ConfigurationError for what is none, for a name that neither knows, and for a value of the wrong kind.
    """
    settings = {}
    for pair in pairs:
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not equals or not name:
            raise ConfigurationError(f"-s {pair}: a setting is written NAME=VALUE.", "For example -s DOWNLOAD_DELAY=2.")
        _check_setting(name, value)
        settings[name] = value
    return settings


FOREIGN_PREFIXES = ("PLAYWRIGHT_",)
"""Settings of extensions that newscrawl works with."""

KINDS: dict[type, tuple[str, str]] = {
    bool: ("getbool", "1 or 0"),
    int: ("getint", "a whole number"),
    float: ("getfloat", "a number"),
    dict: ("getdict", "a JSON object"),
}
"""How Scrapy reads a setting whose default is of a type, and what it then must be."""

AT_LEAST_ONE = frozenset({"CONCURRENT_REQUESTS", "CONCURRENT_REQUESTS_PER_DOMAIN", "CONCURRENT_ITEMS"})
"""With none of these at once a crawl would wait for ever."""


def _check_setting(name: str, value: str) -> None:
    from scrapy.settings import Settings, default_settings

    from newscrawl import settings as ours

    known = {each for module in (default_settings, ours) for each in dir(module) if each.isupper()}.union(SECONDS)
    if name not in known:
        if name.startswith(FOREIGN_PREFIXES):
            return
        near = get_close_matches(name.upper(), known, 1)
        advice = f"Did you mean {near[0]}?" if near else "Scrapy's are listed at docs.scrapy.org, under Settings."
        raise ConfigurationError(f"-s {name}: there is no such setting.", advice)
    if name == "LOG_LEVEL" and value not in getLevelNamesMapping():
        raise ConfigurationError(f"-s {name}={value}: there is no such level.", "Use DEBUG, INFO, WARNING or ERROR.")
    default = getattr(ours, name, getattr(default_settings, name, None))
    if type(default) not in KINDS:
        return
    read, wanted = KINDS[type(default)]
    try:
        number = getattr(Settings({name: value}), read)(name)
    except (TypeError, ValueError):
        raise ConfigurationError(f"-s {name}={value}: {value!r} is not {wanted}.") from None
    least = 1 if name in AT_LEAST_ONE else 0
    if isinstance(number, int | float) and number < least and "PRIORITY" not in name:
        raise ConfigurationError(f"-s {name}={value}: it cannot be less than {least}.")
