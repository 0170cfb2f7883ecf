"""What stands beside a post: where it was fetched, and the same story on other boards."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from newscrawl.similarity import ALIKE, DIGITS, likeness
from newscrawl.store.fetches import COLUMNS
from newscrawl.store.reading import posts_by_id
from newscrawl.store.records import FetchRecord, PostRecord
from newscrawl.store.schema import fetch, post

TRIED = 200
"""Posts with the same first number of their keys that are held against each other."""


def fetched(connection: Connection, post_id: int, limit: int) -> list[FetchRecord]:
    """The archived responses of a post's document, newest first; of one that brought nothing new, the place is that
    of the response it equals."""
    held = fetch.alias("held")
    place = [func.coalesce(held.c[name], fetch.c[name]).label(name) for name in ("file", "offset", "length")]
    query = (
        select(*(column for column in COLUMNS if column.name not in ("file", "offset", "length")), *place)
        .select_from(fetch)
        .join(post, (post.c.board_id == fetch.c.board_id) & (post.c.key == fetch.c.key))
        .outerjoin(held, held.c.id == fetch.c.same_as)
        .where(post.c.id == post_id)
        .order_by(fetch.c.id.desc())
        .limit(limit)
    )
    return [FetchRecord(**row) for row in connection.execute(query).mappings()]


def copies(connection: Connection, of: PostRecord, limit: int) -> list[PostRecord]:
    """Live posts whose texts are nearly the same, the likest first; most of them, as an index finds them."""
    if of.similarity is None:
        return []
    first = of.similarity[:DIGITS]
    query = (
        select(post.c.id, post.c.similarity)
        .where(
            post.c.similarity >= first,
            post.c.similarity < f"{first}g",  # g comes behind every hexadecimal digit
            post.c.id != of.id,
            post.c.deleted_at.is_(None),
        )
        .limit(TRIED)
    )
    alike = [(likeness(of.similarity, row.similarity), row.id) for row in connection.execute(query)]
    best = sorted((each for each in alike if each[0] >= ALIKE), reverse=True)[:limit]
    return posts_by_id(connection, [post_id for _, post_id in best])
