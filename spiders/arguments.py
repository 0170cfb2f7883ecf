"""Spider arguments: text from `-a name=value`, or values from Python, checked before anything is fetched."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from newscrawl.dates import parse_date
from newscrawl.errors import ConfigurationError

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})


def to_url(name: str, value: Any) -> str:
    """An http or https address. Raises ConfigurationError otherwise."""
    text = str(value or "").strip()
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable:
        raise ConfigurationError(
            f"{name}={text!r} is not the address of a page.",
            f"Give one that begins with http:// or https://: -a {name}=https://…",
        )
    return text


def to_count(name: str, value: Any) -> int | None:
    """A whole number of at least 1, or None for none given. Raises ConfigurationError otherwise."""
    if value is None or value == "":
        return None
    try:
        count = int(value)
    except (TypeError, ValueError):
        count = 0
    if count < 1:
        raise ConfigurationError(f"{name}={value!r} is not a whole number of at least 1.")
    return count


def to_flag(name: str, value: Any) -> bool:
    """True or False. Raises ConfigurationError for anything but 1/0, true/false, yes/no, on/off."""
    if isinstance(value, bool):
        return value
    text = str(value or "").lower()
    if text not in TRUE | FALSE:
        raise ConfigurationError(f"{name}={value!r} is neither yes nor no.", f"Write {name}=1 or {name}=0.")
    return text in TRUE


def to_day(name: str, value: Any) -> date | None:
    """A day, in any form that `parse_date` reads, or None for none given. Raises ConfigurationError otherwise."""
    if value is None or isinstance(value, date) or value == "":
        return value or None
    moment = parse_date(str(value), now=datetime.now(UTC))
    if moment is None:
        raise ConfigurationError(f"{name}={value!r} is not a date.", f"Write it like {name}=2025-06-27.")
    return moment.value.date() if isinstance(moment.value, datetime) else moment.value
