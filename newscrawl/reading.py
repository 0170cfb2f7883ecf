"""Read a fetched page or a saved file as its definition says."""

from __future__ import annotations

from newscrawl.extract import Page, extract
from newscrawl.fetch import Fetched
from newscrawl.sites import Definition


def read(fetched: Fetched, definition: Definition) -> Page:
    """What the page says."""
    return extract(
        fetched.body,
        fetched.url,
        content_type=fetched.content_type,
        now=fetched.at,
        timezone=definition.timezone,
        hints=definition.hints,
    )
