"""Statements that are made once: SQLAlchemy takes longer to put one together than SQLite does to run it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Insert,
    Row,
    Select,
    Table,
    Text,
    Update,
    bindparam,
    func,
    select,
    true,
    update,
)
from sqlalchemy.dialects import mysql, postgresql, sqlite

from newscrawl.store.schema import board, body, post, run

UNREAD = frozenset({"url", "url_hash", "first_seen_at", "is_reply"})
"""Columns of a post that no decision needs."""

KNOWN = tuple(column.name for column in post.columns if column.name not in UNREAD)

CHUNK = 500
"""Keys in one query; SQLite takes at most 32,766 parameters, and shorter statements are prepared sooner."""

BODIES = select(body).where(body.c.post_id.in_(bindparam("post_ids", expanding=True)))

BODY_COLUMNS = ("body_text", "body_html", "source_url", "images", "attachments")

NO_BODY: dict[str, Any] = dict.fromkeys(BODY_COLUMNS)

WALK = update(board).where(board.c.id == bindparam("_id")).values(walk=bindparam("_walk"))

COUNTS = {
    "pages": "pages",
    "posts_new": "new",
    "posts_edited": "edited",
    "posts_unchanged": "unchanged",
    "posts_deleted": "deleted",
    "posts_restored": "restored",
    "documents": "documents",
    "problems": "problems",
}
"""The columns of a run that count what its transactions did, and the names of the counts."""

COUNT = (
    update(run)
    .where(run.c.id == bindparam("_id"))
    .values({name: run.c[name] + bindparam(f"_{name}") for name in COUNTS} | {"batches": run.c.batches + 1})
)

SEEN = update(post).where(post.c.id.in_(bindparam("ids", expanding=True))).values(last_seen_at=bindparam("at"))


def stored_posts(
    connection: Connection, board_id: int, keys: Sequence[str], names: tuple[str, ...]
) -> Iterator[Row[Any]]:
    """These columns of the board's posts that have one of the keys (as stored); in no order."""
    query = _by_key(names, connection.dialect.name)
    for start in range(0, len(keys), CHUNK):
        yield from connection.execute(query, {"board_id": board_id, "keys": list(keys[start : start + CHUNK])})


@cache
def _by_key(names: tuple[str, ...], dialect: str) -> Select[Any]:
    columns = [post.c[name] for name in names]
    mine = post.c.board_id == bindparam("board_id")
    if dialect != "postgresql":
        return select(*columns).where(mine, post.c.key.in_(bindparam("keys", expanding=True)))
    # For a list of keys PostgreSQL weighs its statistics, and where it has none, or those of a smaller table, it reads
    # all posts of the board. That one key of one board names one post at most, it knows by itself.
    keys = func.unnest(bindparam("keys", type_=postgresql.ARRAY(Text))).table_valued("key").render_derived("wanted")
    one = select(*columns).where(mine, post.c.key == keys.c.key).limit(1).lateral("found")
    return select(*one.c).select_from(keys.join(one, true()))


@cache
def upsert(table: Table, dialect: str) -> Insert:
    """Insert rows, each in the place of the one with the same primary key, if there is one."""
    names = [column.name for column in table.columns if not column.primary_key]
    if dialect in {"mysql", "mariadb"}:
        mine = mysql.insert(table)
        return mine.on_duplicate_key_update({name: mine.inserted[name] for name in names})
    make: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[dialect]
    made = make(table)
    put: Insert = made.on_conflict_do_update(
        index_elements=[column.name for column in table.primary_key],
        set_={name: made.excluded[name] for name in names},
    )
    return put


@cache
def insert_unknown(table: Table, dialect: str) -> Insert:
    """Insert rows, but those that are there already, by whatever key."""
    if dialect in {"mysql", "mariadb"}:
        # IGNORE would also ignore values that do not fit.
        mine = mysql.insert(table)
        return mine.on_duplicate_key_update({"id": table.c.id})
    make: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[dialect]
    put: Insert = make(table).on_conflict_do_nothing()
    return put


@cache
def update_post(names: tuple[str, ...]) -> Update:
    """Update these columns of the post whose id is `_id`; each new value goes by its column's name behind "_"."""
    return update(post).where(post.c.id == bindparam("_id")).values({name: bindparam(f"_{name}") for name in names})
