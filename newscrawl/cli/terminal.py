"""How the command speaks: tables and colours on a terminal, plain lines elsewhere; only data goes to stdout."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from newscrawl.plain import masked, one_line, plain_json, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console
    from rich.segment import Segment
    from rich.table import Table

PLAIN_WIDTH = 160
"""Columns of a table that goes to a file or a pipe."""

SEOUL = ZoneInfo("Asia/Seoul")


@cache
def out() -> Console:
    """Where data goes."""
    return _plain_console()(width=None if sys.stdout.isatty() else PLAIN_WIDTH, highlight=False, soft_wrap=False)


@cache
def err() -> Console:
    """Where everything else goes."""
    return _plain_console()(stderr=True, highlight=False, soft_wrap=True)


@cache
def _plain_console() -> type[Console]:
    """A console that shows what came from outside, and obeys none of it, wherever in a table or a text it stands."""
    from rich.console import Console

    class PlainConsole(Console):
        def render(self, *args: Any, **options: Any) -> Iterable[Segment]:
            for segment in super().render(*args, **options):
                shown = segment.text if segment.control else plain_text(segment.text)
                yield segment if shown == segment.text else segment._replace(text=shown)

        def print(self, *objects: Any, **options: Any) -> None:
            # What goes to stderr may stand in cron's mail for ever; the data on stdout is the operator's own.
            hidden = [masked(each) if self.stderr and isinstance(each, str) else each for each in objects]
            super().print(*hidden, **options)

    return PlainConsole


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

    return "" if value is None else escape(one_line(str(value)))


def advised(reason: str, advice: str | None) -> str:
    """What went wrong and what to do about it, as sentences."""
    if not advice:
        return reason
    return f"{reason}{'' if reason.endswith(('.', '!', '?')) else '.'} {advice}"


def local(value: datetime | None, precision: str | None = "minute") -> str:
    """A stored instant as the day or minute in Seoul that it is."""
    if value is None:
        return ""
    shown = value.astimezone(SEOUL)
    return f"{shown:%Y-%m-%d}" if precision == "day" else f"{shown:%Y-%m-%d %H:%M}"


def print_json(value: object) -> None:
    """One JSON value on one line, never coloured or wrapped."""
    sys.stdout.write(plain_json(value, default=_plain) + "\n")


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value)
