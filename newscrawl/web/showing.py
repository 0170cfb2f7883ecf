"""Templates, and how values look in them: times of the board's clock, numbers, ages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from newscrawl.plain import one_line
from newscrawl.web.bodies import marked
from newscrawl.web.words import Language, say


def make_environment() -> Environment:
    """Templates in which every value is text: HTML is escaped, and what turns lines round is written out."""
    made = Environment(
        loader=PackageLoader("newscrawl.web"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        finalize=_plain,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"count": count, "marked": marked, "clock": clock, "duration": duration}
    return made


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    return one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def count(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def clock(value: datetime | None, precision: str | None = "minute", timezone: str = "Asia/Seoul") -> Markup:
    """An instant as the board's readers saw it, with the exact one behind it."""
    if value is None:
        return Markup("")
    local = value.astimezone(ZoneInfo(timezone))
    words = f"{local:%Y-%m-%d}" if precision == "day" else f"{local:%Y-%m-%d %H:%M}"
    exact = f"{local:%Y-%m-%d}" if precision == "day" else local.isoformat()
    return Markup('<time datetime="{}">{}</time>').format(exact, words)


def duration(value: timedelta | None) -> str:
    if value is None:
        return ""
    seconds = int(value.total_seconds())
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def age(value: datetime | None, now: datetime, language: Language) -> Markup:
    """How long ago an instant was."""
    if value is None:
        return Markup("")
    seconds = max(0, int((now - value).total_seconds()))
    for size, unit in ((172800, "d"), (3600, "h"), (60, "m")):
        if seconds >= size:
            per = 86400 if unit == "d" else size
            words = say(language, f"ago {unit}", n=f"{seconds // per:,}")
            break
    else:
        words = say(language, "ago s")
    exact = value.astimezone(UTC)
    return Markup('<time datetime="{}" title="{:%Y-%m-%d %H:%M} UTC">{}</time>').format(
        exact.isoformat(), exact, escape(words)
    )
