"""Statements that are made once: SQLAlchemy takes longer to put one together than SQLite does to run it."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Insert, Table, Update, bindparam, update
from sqlalchemy.dialects import mysql, postgresql, sqlite

from newscrawl.store.schema import post


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
def update_post(names: tuple[str, ...]) -> Update:
    """Update these columns of the post whose id is `_id`; each new value goes by its column's name behind "_"."""
    return update(post).where(post.c.id == bindparam("_id")).values({name: bindparam(f"_{name}") for name in names})
