"""An SQLite file with one table, posts: for whoever wants to ask with SQL, without a server."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from newscrawl.export.place import copy
from newscrawl.store.frames import kind_of
from newscrawl.store.records import PostRecord

TYPES = {"integer": "INTEGER", "boolean": "INTEGER", "time": "TEXT", "json": "TEXT", "text": "TEXT"}

CHUNK = 1000

INDEXED = ("published_at", "author", "url")


def write_sqlite(posts: Iterable[PostRecord], file: BinaryIO, columns: Sequence[str]) -> int:
    """Write a database file; times are UTC as `YYYY-MM-DD HH:MM:SS`, lists JSON text.

    Raises OSError where the file cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="newscrawl-") as folder:
        whole = Path(folder, "posts.db")
        connection = sqlite3.connect(whole)
        try:
            count = _fill(connection, posts, columns)
        except sqlite3.OperationalError as error:
            raise OSError(str(error)) from error
        finally:
            connection.close()
        copy(whole, file)
    return count


def _fill(connection: sqlite3.Connection, posts: Iterable[PostRecord], columns: Sequence[str]) -> int:
    # A file that nobody sees before it is whole needs no journal.
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    names = [f'"{name}" {TYPES[kind_of(name)]}{" PRIMARY KEY" if name == "id" else ""}' for name in columns]
    connection.execute(f"CREATE TABLE posts ({', '.join(names)})")
    put = f"INSERT INTO posts VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
    rest, count = iter(posts), 0
    while chunk := [[_value(getattr(each, name)) for name in columns] for each in islice(rest, CHUNK)]:
        connection.executemany(put, chunk)
        count += len(chunk)
    for name in INDEXED:
        if name in columns:
            connection.execute(f'CREATE INDEX "ix_posts_{name}" ON posts ("{name}")')
    connection.commit()
    return count


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
