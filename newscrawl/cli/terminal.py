"""How the command speaks: tables and colours on a terminal, plain lines elsewhere; only data goes to stdout."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

PLAIN_WIDTH = 160
"""Columns of a table that goes to a file or a pipe."""

SEOUL = ZoneInfo("Asia/Seoul")


@cache
def out() -> Console:
    """Where data goes."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH, highlight=False, soft_wrap=False)


@cache
def err() -> Console:
    """Where everything else goes."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def is_interactive() -> bool:
    """True where a person watches; a cron job has no terminal."""
    return sys.stderr.isatty()


def table(*columns: str | tuple[str, dict[str, Any]]) -> Table:
    """A table without frames, whose cells are cut rather than wrapped."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    wide = any("ratio" in options for _, options in (each for each in columns if isinstance(each, tuple)))
    made = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold", expand=wide)
    for column in columns:
        name, options = (column, {}) if isinstance(column, str) else column
        chosen: dict[str, Any] = {"no_wrap": True, "overflow": "ellipsis"} | options
        made.add_column(name, **chosen)
    return made


def cell(value: object) -> str:
    """A value as text for a table: markup is shown as it stands."""
    from rich.markup import escape

    return "" if value is None else escape(str(value))


def local(value: datetime | None, precision: str | None = "minute") -> str:
    """A stored instant as the day or minute in Seoul that it is."""
    if value is None:
        return ""
    shown = value.astimezone(SEOUL)
    return f"{shown:%Y-%m-%d}" if precision == "day" else f"{shown:%Y-%m-%d %H:%M}"


def print_json(value: object) -> None:
    """One JSON value on one line, never coloured or wrapped."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=_plain) + "\n")


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value)
