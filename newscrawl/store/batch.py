"""The items of one transaction, with repeats merged, and what in them cannot be stored as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from newscrawl.items import Board, DocumentItem, FetchItem, Item, ListingItem, Post, ProblemItem
from newscrawl.store import diff
from newscrawl.store.columns import KEY_LENGTH, NAME_LENGTH
from newscrawl.store.text import MAX_LENGTH, MAX_LINE, clean_line, is_storable

LIMITS = {
    "title": MAX_LINE,
    "author": NAME_LENGTH,
    "category": NAME_LENGTH,
    "publisher": MAX_LINE,
    "url": MAX_LINE,
    "body_text": MAX_LENGTH,
    "body_html": MAX_LENGTH,
}
"""The texts of a post, and how many characters of each are stored."""

SHOWN = 1000
"""Characters of a text that could not be stored as it is that are kept with its problem."""


@dataclass(slots=True)
class Batch:
    """The items of one transaction, with repeats merged: the last row of a key counts, and its last document."""

    rows: dict[str, tuple[ListingItem, Post]] = field(default_factory=dict)
    documents: dict[str, DocumentItem] = field(default_factory=dict)
    problems: list[ProblemItem] = field(default_factory=list)
    pages: list[ListingItem] = field(default_factory=list)
    fetches: list[FetchItem] = field(default_factory=list)

    @classmethod
    def of(cls, items: Iterable[Item]) -> Batch:
        batch = cls()
        for item in items:
            if isinstance(item, ListingItem):
                batch.pages.append(item)
                batch.rows |= {clean_key(each.key): (item, each) for each in item.posts}
            elif isinstance(item, DocumentItem):
                batch.documents[clean_key(item.key)] = item
            elif isinstance(item, FetchItem):
                batch.fetches.append(item)
            else:
                batch.problems.append(item)
        return batch

    @property
    def keys(self) -> list[str]:
        failed = (clean_key(each.key) for each in self.problems if each.key is not None)
        return list(dict.fromkeys([*self.rows, *self.documents, *failed]))


def clean_key(key: str) -> str:
    """A key as it is stored: cleaned, and one that is too long for an index shortened by a hash of the whole."""
    key = clean_line(key) or ""
    return key if len(key) <= KEY_LENGTH else f"{key[: KEY_LENGTH - 65]}#{diff.digest(key)}"


def flaws(board: Board, post: Post, at: datetime) -> Iterator[tuple[ProblemItem, dict[str, Any]]]:
    """What of a post is stored otherwise than it was shown, each as a problem and what it was."""
    for name, limit in LIMITS.items():
        value = getattr(post, name)
        if value is None or (len(value) <= limit and is_storable(value)):
            continue
        what = f"has {len(value):,} characters; {limit:,} are stored" if len(value) > limit else NOT_STORABLE
        yield _flaw(board, post, at, f"The {name} {what}."), {name: ascii(value[:SHOWN])}
    if isinstance(post.published, str) and post.published.strip():
        shown = post.published.strip()
        yield (
            _flaw(board, post, at, f"The date {shown[:80]!r} is none; the post is stored without."),
            {"published": ascii(shown[:SHOWN])},
        )


NOT_STORABLE = "holds characters that no database stores (NUL, or half of a surrogate pair); it is stored without them"


def _flaw(board: Board, post: Post, at: datetime, reason: str) -> ProblemItem:
    return ProblemItem(board, post.url, at, "store", reason, "What was shown is kept with this problem.", post.key)
