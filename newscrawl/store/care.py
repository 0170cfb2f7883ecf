"""Care for a database: what is wrong with it, how much is in it, and how it is copied while crawls write."""

from __future__ import annotations

import os
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, literal_column, select, text
from sqlalchemy.engine import URL

from newscrawl.errors import ConfigurationError, NewscrawlError
from newscrawl.store import search
from newscrawl.store.feed import COUNTER
from newscrawl.store.schema import board, body, counter, fetch, metadata, post, post_change, problem, revision, run

SHOWN = 5
"""Examples of what is wrong that are named."""


@dataclass(slots=True, frozen=True)
class CheckRecord:
    """One thing that was looked at: how many faults there are, and what they are, in words."""

    check: str
    faults: int
    words: str = ""


@dataclass(slots=True, frozen=True)
class StatsRecord:
    """What is in a database. `bytes` is its size on the disk; `last_change` the newest number of the change feed."""

    boards: int
    posts: int
    deleted: int
    documents: int
    waiting: int
    versions: int
    changes: int
    last_change: int
    runs: int
    unfinished_runs: int
    problems: int
    fetches: int
    oldest_post: datetime | None
    newest_post: datetime | None
    bytes: int | None


def check(connection: Connection, archive: Path | None) -> list[CheckRecord]:
    """Look at everything that must hold. `archive` is the folder of its files; None leaves them out."""
    found = [*_engine(connection), *_orphans(connection), _feed(connection), _announced(connection)]
    found += [_versions(connection), _search(connection)]
    if archive is not None:
        found.append(_archive(connection, archive))
    return found


def _engine(connection: Connection) -> Iterator[CheckRecord]:
    """What SQLite finds in its file; servers look after theirs."""
    if connection.dialect.name == "sqlite":
        said = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
        yield CheckRecord("file", len(said), "; ".join(said[:SHOWN]))


def _orphans(connection: Connection) -> Iterator[CheckRecord]:
    """Rows that belong to a row that is not there."""
    for table in metadata.sorted_tables:
        for key in sorted(table.foreign_keys, key=lambda each: each.parent.name):
            parent = key.column.table.alias("parent")
            lost = (
                select(func.count())
                .select_from(table.outerjoin(parent, parent.c[key.column.name] == key.parent))
                .where(key.parent.is_not(None), parent.c[key.column.name].is_(None))
            )
            count = int(connection.execute(lost).scalar_one())
            what = f"{table.name} → {key.column.table.name}"
            yield CheckRecord(what, count, f"{count:,} rows of {table.name} belong to none" if count else "")


def _feed(connection: Connection) -> CheckRecord:
    """The numbers of the feed are those from 1 to the counter's, each once."""
    head = int(connection.execute(select(counter.c.value).where(counter.c.name == COUNTER)).scalar_one())
    query = select(func.count(), func.coalesce(func.max(post_change.c.seq), 0))
    count, last = connection.execute(query.select_from(post_change)).one()
    faults = head - count if head >= last else last - head
    if not faults and last == head:
        return CheckRecord("change feed", 0)
    after = post_change.alias("after")
    ends = (
        select(post_change.c.seq)
        .select_from(post_change.outerjoin(after, after.c.seq == post_change.c.seq + 1))
        .where(after.c.seq.is_(None))
        .order_by(post_change.c.seq)
        .limit(SHOWN)
    )
    places = ", ".join(str(seq + 1) for seq in connection.scalars(ends) if seq < head)
    return CheckRecord(
        "change feed", max(abs(faults), 1), f"{count:,} changes of {head:,} are there; missing from {places or 1} on"
    )


def _announced(connection: Connection) -> CheckRecord:
    """Every post that a reader of the feed should know has its entry there."""
    entry = select(post_change.c.seq).where(post_change.c.post_id == post.c.id, post_change.c.kind == "new").exists()
    silent = select(func.count()).select_from(post).where(post.c.announced.is_(True), ~entry)
    count = int(connection.execute(silent).scalar_one())
    return CheckRecord("posts in the feed", count, f"{count:,} posts have no entry `new`" if count else "")


def _versions(connection: Connection) -> CheckRecord:
    """Of a post's versions, all but the present one are kept."""
    kept = select(func.count()).where(revision.c.post_id == post.c.id).scalar_subquery()
    query = select(func.count()).select_from(post).where(post.c.version > 1, kept != post.c.version - 1)
    count = int(connection.execute(query).scalar_one())
    return CheckRecord("versions", count, f"{count:,} posts lack an old version" if count else "")


def _search(connection: Connection) -> CheckRecord:
    if not search.is_indexed(connection):
        return CheckRecord("search index", 0, "none on this engine: the texts themselves are searched")
    count = int(connection.execute(select(func.count()).select_from(post).where(post.c.indexed == 0)).scalar_one())
    words = f"{count:,} posts are not in it; newscrawl db index puts them there"
    if not count and connection.dialect.name == "postgresql":
        held: ColumnElement[int] = literal_column("post_grams.post_id")
        lost = select(func.count()).select_from(post.outerjoin(text("post_grams"), held == post.c.id))
        count = int(connection.execute(lost.where(held.is_(None))).scalar_one())
        words = f"{count:,} posts are not in it; newscrawl db index --anew makes it again"
    return CheckRecord("search index", count, words if count else "")


def _archive(connection: Connection, folder: Path) -> CheckRecord:
    """Every record that the database names lies within its file."""
    ends = select(fetch.c.file, func.max(fetch.c.offset + fetch.c.length).label("end")).group_by(fetch.c.file)
    wrong = []
    for file, end in connection.execute(ends).all():
        try:
            size = (folder / file).stat().st_size
        except OSError:
            wrong.append(f"{file} is not there")
        else:
            if size < end:
                wrong.append(f"{file} ends at {size:,}, before byte {end:,}")
    held = fetch.alias("held")
    unheld = (
        select(func.count())
        .select_from(fetch.outerjoin(held, held.c.id == fetch.c.same_as))
        .where(fetch.c.same_as.is_not(None), held.c.id.is_(None))
    )
    count = int(connection.execute(unheld).scalar_one())
    if count:
        wrong.append(f"{count:,} fetches name the body of one that is not there")
    return CheckRecord("archive", len(wrong), "; ".join(wrong[:SHOWN]))


def stats(connection: Connection, url: URL) -> StatsRecord:
    """How much is in the database."""

    def count(table: Table, *conditions: Any) -> int:
        return int(connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one())

    oldest, newest = connection.execute(select(func.min(post.c.published_at), func.max(post.c.published_at))).one()
    live = post.c.deleted_at.is_(None)
    return StatsRecord(
        boards=count(board),
        posts=count(post, live),
        deleted=count(post, post.c.deleted_at.is_not(None)),
        documents=count(body),
        waiting=count(post, live, post.c.wanted_reason.is_not(None)),
        versions=count(revision),
        changes=count(post_change),
        last_change=int(connection.execute(select(counter.c.value).where(counter.c.name == COUNTER)).scalar_one()),
        runs=count(run),
        unfinished_runs=count(run, run.c.finished_at.is_(None)),
        problems=count(problem),
        fetches=count(fetch),
        oldest_post=oldest,
        newest_post=newest,
        bytes=_size(connection, url),
    )


def _size(connection: Connection, url: URL) -> int | None:
    if connection.dialect.name == "sqlite":
        if not url.database or url.database == ":memory:":
            return None
        return sum(path.stat().st_size for path in Path(url.database).parent.glob(f"{Path(url.database).name}*"))
    asked = {
        "postgresql": "SELECT pg_database_size(current_database())",
        "mariadb": (
            "SELECT sum(data_length + index_length) FROM information_schema.tables WHERE table_schema = database()"
        ),
    }[connection.dialect.name]
    return int(connection.exec_driver_sql(asked).scalar_one())


def backup(url: URL, target: Path) -> None:
    """Copy an SQLite database, as of one moment, while crawls write.

    Raises ConfigurationError for a server (see `dump_command`), NewscrawlError where the copy cannot be written.
    """
    if url.drivername != "sqlite" or not url.database:
        raise ConfigurationError("A server's database is backed up with its own program.", dump_command(url))
    part = target.with_name(f".{target.name}.part")
    with suppress(FileNotFoundError):
        part.unlink()
    try:
        source = sqlite3.connect(f"{Path(url.database).absolute().as_uri()}?mode=ro", uri=True)
        with closing(source), closing(sqlite3.connect(part)) as copied:
            # All at once: a copy page by page would begin anew whenever a crawl writes.
            source.backup(copied, pages=-1)
            copied.execute("PRAGMA journal_mode = DELETE")
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise NewscrawlError(f"{target} could not be written: {error}.", "Choose another place.") from error


def dump_command(url: URL) -> str:
    """The command that backs up a server's database as of one moment; the password is not in it."""
    place: list[str] = []
    if url.drivername.startswith("postgresql"):
        for flag, value in (("-h", url.host), ("-p", url.port), ("-U", url.username)):
            place += [flag, str(value)] if value else []
        words = ["pg_dump", *place, "-Fc", "-f", "newscrawl.dump", str(url.database)]
        return f"{shlex.join(words)}   (restore: pg_restore -d NAME newscrawl.dump; password: PGPASSWORD or ~/.pgpass)"
    for flag, value in (("-h", url.host), ("-P", url.port), ("-u", url.username)):
        place += [flag, str(value)] if value else []
    words = ["mariadb-dump", *place, *(["-p"] if url.password else [])]
    words += ["--single-transaction", "--default-character-set=utf8mb4", "--result-file=newscrawl.sql"]
    words.append(str(url.database))
    return f"{shlex.join(words)}   (restore: mariadb NAME < newscrawl.sql)"
