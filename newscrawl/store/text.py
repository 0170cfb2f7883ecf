"""Clean text at the database's door: what no engine stores, or only some, is taken out before any of them sees it."""

from __future__ import annotations

import hashlib
from typing import Any

from newscrawl.store.columns import NAME_LENGTH

MAX_LENGTH = 2_000_000
"""Characters of a text. With its markup it must fit into one packet of MariaDB, 16 MiB; a thick book ends there too."""

MAX_LINE = 10_000
"""Characters of a title or an address. Real titles end at 250; what is longer is an attack or a broken page."""


def is_storable(value: str) -> bool:
    """False for text with NUL, which PostgreSQL refuses, or with lone surrogates, which no encoding has."""
    if value.isascii():
        return "\x00" not in value
    try:
        # Much faster than a search for the two kinds of letters.
        value.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in value


def clean_text(value: str | None, limit: int = MAX_LENGTH) -> str | None:
    """Text without NUL and lone surrogates, cut at `limit` characters. Pairs of surrogates become their character."""
    if value is None:
        return None
    if not is_storable(value):
        value = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore").replace("\x00", "")
    return value[:limit]


def clean_line(value: str | None) -> str | None:
    """A title or an address: cleaned, and cut at 10,000 characters."""
    return clean_text(value, MAX_LINE)


def clean_name(value: str | None) -> str | None:
    """An author or a category: cleaned, and cut where an index ends."""
    return clean_text(value, NAME_LENGTH)


def url_hash(url: str) -> str:
    """By which a post's address is found: an address may be longer than any index takes."""
    return hashlib.sha256((clean_line(url) or "").encode()).hexdigest()[:32]


def clean_json(value: Any) -> Any:
    """A JSON value with every text in it cleaned."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {str(clean_text(str(key))): clean_json(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [clean_json(each) for each in value]
    return value
