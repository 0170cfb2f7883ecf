"""Search: the newest posts that hold every word of a query, with the places where they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, literal_column, or_

from newscrawl.errors import ConfigurationError
from newscrawl.store import search as index
from newscrawl.store.reading import BY_POST, conditions, posts_by_id
from newscrawl.store.records import PostFilter, PostRecord, SearchHit, Span
from newscrawl.store.schema import body, post

RARE = 2000
"""Posts up to which those that the index names are sorted by time; of more, the newest are tried one by one."""

PAGE = 50
"""Posts that are read together to see whether they really hold the words."""

NEVER = datetime.min.replace(tzinfo=UTC)

SLICE = 200
"""Ids that are asked for together, newest first: most searches end within the first."""

BEFORE, AROUND = 30, 140
"""Letters of a snippet before its first word, and in all."""


def search(connection: Connection, query: str, wanted: PostFilter, *, limit: int) -> list[SearchHit]:
    """The newest posts that hold all words of the query. Raises ConfigurationError for a query without a word."""
    words = index.words_of(query)
    if not words:
        raise ConfigurationError("There is no word to search for.", 'For example: newscrawl search "교대역 가스".')
    found: list[SearchHit] = []
    page: list[int] = []
    for post_id in _candidates(connection, words, conditions(connection, wanted)):
        page.append(post_id)
        if len(page) == min(PAGE, max(limit, 10)):
            found += _hits(connection, page, words)
            page = []
            if len(found) >= limit:
                break
    found += _hits(connection, page, words)
    return found[:limit]


def _hits(connection: Connection, ids: Sequence[int], words: Sequence[str]) -> list[SearchHit]:
    if not ids:
        return []
    return [
        hit_of(each, words) for each in posts_by_id(connection, ids) if index.fits(words, each.title, each.body_text)
    ]


def _candidates(connection: Connection, words: Sequence[str], fitting: Sequence[ColumnElement[bool]]) -> Iterator[int]:
    """Ids of the posts that may hold the words, the newest first."""
    named = index.candidates(connection, words)
    if named is None:
        return _newest(connection, [*fitting, *map(_holds, words)])
    # A post may be named more than once.
    few = list(connection.scalars(named.limit(RARE + 1)))
    if len(few) <= RARE:
        found = connection.execute(_fitting(fitting).where(post.c.id.in_(few))).all()
        return (row.id for row in sorted(found, key=lambda row: (row.published_at or NEVER, row.id), reverse=True))
    # "+" keeps SQLite from going through all that the index names before it sorts.
    key: ColumnElement[Any] = literal_column("+post.id") if connection.dialect.name == "sqlite" else post.c.id
    return _newest(connection, [*fitting, key.in_(named)])


def _newest(connection: Connection, fitting: Sequence[ColumnElement[bool]]) -> Iterator[int]:
    at, key = post.c.published_at, post.c.id
    dated = _fitting(fitting).where(at.is_not(None)).order_by(at.desc(), key.desc()).limit(SLICE)
    behind: list[ColumnElement[bool]] = []
    while rows := connection.execute(dated.where(*behind)).all():
        yield from (row.id for row in rows)
        last = rows[-1]
        behind = [at <= last.published_at, or_(at < last.published_at, key < last.id)]
    undated = _fitting(fitting).where(at.is_(None)).order_by(key.desc()).limit(SLICE)
    behind = []
    while rows := connection.execute(undated.where(*behind)).all():
        yield from (row.id for row in rows)
        behind = [key < rows[-1].id]


def _fitting(conditions_: Sequence[ColumnElement[bool]]) -> Select[Any]:
    return BY_POST.with_only_columns(post.c.id, post.c.published_at, maintain_column_froms=True).where(*conditions_)


def _holds(word: str) -> ColumnElement[bool]:
    return or_(post.c.title.icontains(word, autoescape=True), body.c.body_text.icontains(word, autoescape=True))


def hit_of(found: PostRecord, words: Sequence[str]) -> SearchHit:
    """The post with the places of the words in its title and in a piece of its text."""
    pattern = index.pattern_of(words)
    whole = " ".join(unicodedata.normalize("NFC", found.body_text or "").split())
    first = pattern.search(whole)
    start = max(0, first.start() - BEFORE) if first else 0
    end = min(len(whole), start + AROUND)
    snippet = f"{'…' if start else ''}{whole[start:end]}{'…' if end < len(whole) else ''}"
    return SearchHit(found, marks_in(pattern, found.title), snippet, marks_in(pattern, snippet))


def marks_in(pattern: re.Pattern[str], text: str) -> list[Span]:
    return [match.span() for match in pattern.finditer(text)]
