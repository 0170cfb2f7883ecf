"""Where the archive keeps responses: what was fetched of a post, and what is still to be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, select

from newscrawl import items
from newscrawl.store.records import FetchRecord
from newscrawl.store.schema import board, fetch, post

STREAM = 1000
COLUMNS = tuple(fetch.c[name] for name in FetchRecord.__slots__ if name in fetch.c)

HELD = fetch.alias("held")

LISTED: Select[Any] = (
    select(
        *(column for column in COLUMNS if column.name not in ("file", "offset", "length")),
        func.coalesce(HELD.c.file, fetch.c.file).label("file"),
        func.coalesce(HELD.c.offset, fetch.c.offset).label("offset"),
        func.coalesce(HELD.c.length, fetch.c.length).label("length"),
        post.c.listed_title.label("listed_title"),
        post.c.listed_author.label("listed_author"),
        post.c.listed_day.label("listed_day"),
    )
    .select_from(fetch)
    .join(post, (post.c.board_id == fetch.c.board_id) & (post.c.key == fetch.c.key))
    .outerjoin(HELD, HELD.c.id == fetch.c.same_as)
)
"""Fetches with the place of their body, which may be an earlier one's, and with what the list shows of their post."""


def last_of(connection: Connection, board_id: int, key: str) -> FetchRecord | None:
    """The last fetch of a post's document that holds its body."""
    query = (
        select(*COLUMNS)
        .where(fetch.c.board_id == board_id, fetch.c.key == key, fetch.c.same_as.is_(None))
        .order_by(fetch.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).mappings().one_or_none()
    return FetchRecord(**row) if row else None


def latest(connection: Connection, board_id: int, since: datetime | None = None) -> Iterator[FetchRecord]:
    """The last fetch of each stored post's document, with what the list shows of the post; oldest first.

    `since` leaves out what was fetched before. Of a fetch whose body was the same as before, the place is the body's.
    """
    last = (
        select(fetch.c.key, func.max(fetch.c.at).label("at"))
        .where(fetch.c.board_id == board_id, fetch.c.key.is_not(None))
        .group_by(fetch.c.key)
        .subquery()
    )
    query = LISTED.join(last, (last.c.key == fetch.c.key) & (last.c.at == fetch.c.at))
    query = query.where(fetch.c.board_id == board_id).order_by(fetch.c.id)
    if since is not None:
        query = query.where(fetch.c.at >= since)
    with connection.execution_options(yield_per=STREAM).execute(query) as result:
        for row in result.mappings():
            yield FetchRecord(**row)


def before(connection: Connection, board_id: int, record: FetchRecord) -> FetchRecord | None:
    """The fetch before this one of the same post's document, as `latest` gives it."""
    mine = (fetch.c.board_id == board_id, fetch.c.key == record.key, fetch.c.at < record.at)
    row = connection.execute(LISTED.where(*mine).order_by(fetch.c.at.desc()).limit(1)).mappings().one_or_none()
    return FetchRecord(**row) if row else None


def places(connection: Connection, file: str) -> list[tuple[int, int]]:
    """The records of a file that are known: where each begins and ends, in order."""
    query = select(fetch.c.offset, fetch.c.length).where(fetch.c.file == file).order_by(fetch.c.offset)
    return [(row.offset, row.offset + row.length) for row in connection.execute(query)]


def files(connection: Connection) -> set[str]:
    """Every file that holds a known record."""
    return set(connection.execute(select(fetch.c.file).distinct()).scalars())


def forget(connection: Connection, names: Iterable[str]) -> int:
    """Forget the records of files that are gone, and those whose body stood there; gives how many."""
    gone = 0
    for name in names:
        held = select(fetch.c.id).where(fetch.c.file == name)
        ids = [row.id for row in connection.execute(held)]
        for start in range(0, len(ids), STREAM):
            some = ids[start : start + STREAM]
            gone += connection.execute(delete(fetch).where(fetch.c.same_as.in_(some))).rowcount
            gone += connection.execute(delete(fetch).where(fetch.c.id.in_(some))).rowcount
    return gone


def boards(connection: Connection, ids: Iterable[int] | None = None) -> list[items.Board]:
    """The stored boards, as spiders know them."""
    names = ("site", "address", "url", "name", "kind", "timezone")
    query = select(*(board.c[name] for name in names)).order_by(board.c.id)
    if ids is not None:
        query = query.where(board.c.id.in_(list(ids)))
    return [items.Board(**row) for row in connection.execute(query).mappings()]
