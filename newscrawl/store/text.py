"""Clean text at the database's door: what no engine stores, or only some, is taken out before any of them sees it."""

from __future__ import annotations

import re
from typing import Any

MAX_LENGTH = 16 * 1024 * 1024
"""Characters of a text; MariaDB's default packet, and anyone's patience, end there."""

MAX_LINE = 10_000
"""Characters of a title, a name or an address. Real titles end at 250; what is longer is an attack or a broken page."""

# NUL, which PostgreSQL refuses, and lone surrogates, which no encoding has.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean_text(value: str | None, limit: int = MAX_LENGTH) -> str | None:
    """Text without NUL and lone surrogates, cut at `limit` characters."""
    if value is None:
        return None
    if _UNSTORABLE.search(value):
        value = _UNSTORABLE.sub("", value)
    return value[:limit]


def clean_line(value: str | None) -> str | None:
    """A title, a name, an address: cleaned, and cut at 10,000 characters."""
    return clean_text(value, MAX_LINE)


def clean_json(value: Any) -> Any:
    """A JSON value with every text in it cleaned."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {str(clean_text(str(key))): clean_json(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [clean_json(each) for each in value]
    return value
