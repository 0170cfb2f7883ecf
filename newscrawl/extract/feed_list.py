"""Read a feed that is given as a board's address, or that stands in for a list which only a script can show."""

from __future__ import annotations

from newscrawl.extract.document import Document
from newscrawl.extract.feed import read_feed
from newscrawl.extract.keys import settle_keys
from newscrawl.extract.links import Target
from newscrawl.extract.page import Listing, Row

XML = ("<?xml", "<rss", "<feed", "<rdf")


def read_feed_list(document: Document, body: bytes) -> Listing | None:
    """The feed's entries as the rows of a list; None for what is no feed of titled entries.

    A feed shows the latest posts only, newest first as a rule, and has no further pages.
    """
    if not document.html[:200].lstrip("\ufeff \t\r\n").lower().startswith(XML):
        return None
    feed = read_feed(body, document.url, now=document.now, timezone=document.timezone)
    entries = [entry for entry in feed.entries if entry.title] if feed is not None else []
    if feed is None or not entries:
        return None
    keys = settle_keys(document, [Target(url=entry.url) for entry in entries], [None] * len(entries))
    rows = [
        Row(
            title=entry.title,
            key=key,
            url=entry.url,
            author=entry.author,
            category=entry.category,
            published=entry.published,
        )
        for entry, key in zip(entries, keys.keys, strict=True)
    ]
    names = ("category", "title", "author", "published")
    return Listing(
        rows,
        columns=[name for name in names if any(getattr(row, name) is not None for row in rows)],
        page=1,
        last_page=1,
        key_source=keys.source,
        score=0.9,
        evidence=[f"{len(rows)} entries of a feed ({feed.kind}), which shows the latest posts only"],
    )
