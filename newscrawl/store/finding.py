"""Search: the newest posts that hold every word of a query, with the places where they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    and_,
    any_,
    literal,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY

from newscrawl.errors import ConfigurationError
from newscrawl.store import search as index
from newscrawl.store.reading import BY_POST, conditions, holds, in_order, posts_by_id
from newscrawl.store.reading import posts as reading_posts
from newscrawl.store.records import PostFilter, PostRecord, SearchHit, Span
from newscrawl.store.schema import post

RARE = 2000
"""Posts up to which those that the index names are sorted by time; of more, the newest are tried one by one."""

PAGE = 51
"""Posts that are read together to see whether they really hold the words: a page, and one that tells of another."""

NEVER = datetime.min.replace(tzinfo=UTC)

PROBED = 1500
"""The newest posts, which are tried first on PostgreSQL: a word that one post in 75 holds fills a page there."""

PLANS = ("jit = off", "enable_sort = off", "enable_seqscan = off", "plan_cache_mode = force_custom_plan")
"""PostgreSQL guesses how many posts hold a word, and guesses badly: it would rather read all posts and sort them."""

MANY = 20_000
"""Posts up to which those that the index names are sorted by time, on PostgreSQL, before their texts are looked at."""

MICROSECOND = timedelta(microseconds=1)

SLICE = 200
"""Ids that are asked for together, newest first: most searches end within the first."""

BEFORE, AROUND = 30, 140
"""Letters of a snippet before its first word, and in all."""


def search(
    connection: Connection, query: str, wanted: PostFilter, *, after: PostRecord | None = None, limit: int
) -> list[SearchHit]:
    """The newest posts behind the post `after` that hold all words of the query.

    Raises ConfigurationError for a query without a word.
    """
    words = index.words_of(query)
    if not words:
        raise ConfigurationError("There is no word to search for.", 'For example: newscrawl search "교대역 가스".')
    fitting = [*conditions(connection, wanted), *_behind(after)]
    held = index.holding(words) if connection.dialect.name == "postgresql" else None
    if held is None:
        return _verified(connection, _candidates(connection, words, fitting), words, limit)
    for setting in PLANS:
        connection.exec_driver_sql(f"SET LOCAL {setting}")
    if limit <= PAGE:
        found = _verified(connection, _among_newest(connection, held, fitting), words, limit)
        if len(found) == limit:
            return found
    return _verified(connection, _all_named(connection, held, fitting), words, limit)


def _behind(after: PostRecord | None) -> list[ColumnElement[bool]]:
    """What is true of the posts that come behind this one, the newest first and those without a date last."""
    if after is None:
        return []
    at, key = post.c.published_at, post.c.id
    if after.published_at is None:
        return [at.is_(None), key < after.id]
    # Said twice, so that an index is read from there on.
    return [
        or_(at <= after.published_at, at.is_(None)),
        or_(at < after.published_at, and_(at == after.published_at, key < after.id), at.is_(None)),
    ]


def posts(
    connection: Connection,
    wanted: PostFilter,
    *,
    newest_first: bool = True,
    after: PostRecord | None = None,
    limit: int | None = None,
) -> Iterator[PostRecord]:
    """Posts that fit, as `reading.posts` gives them; those that hold a text are found fast on PostgreSQL too.

    It guesses how many posts the index names, and would sort all that hold a common text, or walk through all for a
    rare one. So it is asked: up to MANY are sorted by time before they are looked at, of more the newest are tried in
    turn.
    """
    text = wanted.get("text")
    if not text or connection.dialect.name != "postgresql":
        yield from reading_posts(connection, wanted, newest_first=newest_first, after=after, limit=limit)
        return
    without: PostFilter = {**wanted, "text": None}
    fitting = conditions(connection, without)
    for setting in PLANS:
        connection.exec_driver_sql(f"SET LOCAL {setting}")
    held, named = index.holding(index.words_of(text)), None
    if held is not None:
        named = connection.scalars(select(index.POST_GRAMS.c.post_id).where(held).limit(MANY + 1)).all()
    if named is None or len(named) > MANY:
        shown = [*fitting, holds(text)]
        yield from in_order(connection, shown, newest_first=newest_first, after=after, limit=limit)
        return
    ids = post.c.id == any_(literal(named, ARRAY(BigInteger)))
    found = connection.execute(_fitting([*fitting, ids])).all()
    order = sorted(((row.published_at, row.id) for row in found), key=_place(newest_first=newest_first))
    if after is not None:
        place = _place(newest_first=newest_first)
        order = [each for each in order if place(each) > place((after.published_at, after.id))]
    left = limit if limit is not None else len(order)
    rest = iter([id_ for _, id_ in order])
    while left > 0 and (page := list(islice(rest, PAGE))):
        for each in posts_by_id(connection, page, holds(text))[:left]:
            yield each
            left -= 1


def _place(*, newest_first: bool) -> Callable[[tuple[datetime | None, int]], tuple[bool, float, int]]:
    """Where a post stands in the order of time and id, those without a date last."""
    sign = -1 if newest_first else 1

    def place(each: tuple[datetime | None, int]) -> tuple[bool, float, int]:
        at, key = each
        since = (at - NEVER) // MICROSECOND if at is not None else 0
        return at is None, sign * since, sign * key

    return place


def _verified(connection: Connection, ids: Iterator[int], words: Sequence[str], limit: int) -> list[SearchHit]:
    """The first posts of these ids that really hold the words."""
    found: list[SearchHit] = []
    while len(found) < limit and (page := list(islice(ids, min(PAGE, max(limit, 10))))):
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
        return _newest(connection, [*fitting, *map(holds, words)])
    # A post may be named more than once.
    few = list(connection.scalars(named.limit(RARE + 1)))
    if len(few) <= RARE:
        found = connection.execute(_fitting(fitting).where(post.c.id.in_(few))).all()
        return (row.id for row in sorted(found, key=lambda row: (row.published_at or NEVER, row.id), reverse=True))
    # "+" keeps SQLite from going through all that the index names before it sorts.
    key: ColumnElement[Any] = literal_column("+post.id") if connection.dialect.name == "sqlite" else post.c.id
    return _newest(connection, [*fitting, key.in_(named)])


def _among_newest(
    connection: Connection, held: ColumnElement[bool], fitting: Sequence[ColumnElement[bool]]
) -> Iterator[int]:
    """Which of the newest posts that fit PostgreSQL's index names: enough of them for a word that many posts hold.

    That the index is asked post by post, and not for all that it names, a subquery of its own makes sure.
    """
    at, key = post.c.published_at, post.c.id
    newest = _fitting(fitting).where(at.is_not(None)).order_by(at.desc(), key.desc()).limit(PROBED).subquery("newest")
    holds = select(held).where(index.POST_GRAMS.c.post_id == newest.c.id).scalar_subquery()
    query = select(newest.c.id).where(holds).order_by(newest.c.published_at.desc(), newest.c.id.desc())
    return iter(connection.scalars(query.limit(PAGE)).all())


def _all_named(
    connection: Connection, held: ColumnElement[bool], fitting: Sequence[ColumnElement[bool]]
) -> Iterator[int]:
    """All posts that PostgreSQL's index names and that fit, the newest first: each is looked up by its id."""
    named = select(index.POST_GRAMS.c.post_id).where(held).subquery("named")
    one = _fitting(fitting).where(post.c.id == named.c.post_id).limit(1).lateral("one")
    query = (
        select(one.c.id)
        .select_from(named.join(one, true()))
        .order_by(one.c.published_at.desc().nulls_last(), one.c.id.desc())
    )
    given: set[int] = set()
    for size in (SLICE, None):
        ids = connection.scalars(query.limit(size)).all()
        # What comes meanwhile moves the others, so that they are known by their ids.
        yield from (each for each in ids if each not in given)
        if len(ids) != size:
            return
        given.update(ids)


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
