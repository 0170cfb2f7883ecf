"""The queue's tables, in a schema of their own in the PostgreSQL that holds the posts.

Procrastinate's own tables and functions are made and brought up to date by its own SQL files; beside them stand ours:
which of its files were applied, who the workers are, and how far back-fills have come. All under the lock under which
newscrawl's own tables are migrated, so that many workers may start at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from newscrawl.errors import ConfigurationError
from newscrawl.store.upgrading import UPGRADE_LOCK

SCHEMA = "newscrawl_queue"
"""A name of its own: another program may keep a queue of Procrastinate in this database too."""

OURS = (
    "CREATE TABLE IF NOT EXISTS applied (name text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())",
    """CREATE TABLE IF NOT EXISTS worker_detail (
        worker_id bigint PRIMARY KEY REFERENCES procrastinate_workers (id) ON DELETE CASCADE,
        host text NOT NULL, pid integer NOT NULL, version text NOT NULL, concurrency integer NOT NULL,
        started_at timestamptz NOT NULL DEFAULT now(), stopping boolean NOT NULL DEFAULT false)""",
    """CREATE TABLE IF NOT EXISTS chore (name text PRIMARY KEY, at timestamptz NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS backfill (
        board text PRIMARY KEY, pages integer NOT NULL, paused boolean NOT NULL DEFAULT false,
        began_at timestamptz NOT NULL, ended_at timestamptz, slices integer NOT NULL DEFAULT 0,
        failures integer NOT NULL DEFAULT 0, not_before timestamptz,
        measured_at timestamptz NOT NULL, measured_posts bigint NOT NULL)""",
)


def is_there(connection: Connection) -> bool:
    """Whether the queue has been set up in this database."""
    return connection.execute(text(f"SELECT to_regclass('{SCHEMA}.backfill') IS NOT NULL")).scalar_one() is True


def set_up(engine: Engine) -> None:
    """Make the queue's tables, or bring them to this Procrastinate's version; nothing where they are.

    Raises ConfigurationError where a newer Procrastinate has written them.
    """
    ships = _shipped()
    with engine.connect() as connection:
        if is_there(connection) and set(ships) == _applied(connection):
            return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # Held by the session, not by a transaction: each file is a transaction, since PostgreSQL lets no value that
        # was added to an enumeration be used in the transaction that adds it.
        connection.execute(text(f"SELECT pg_advisory_lock({UPGRADE_LOCK})"))
        try:
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
            connection.execute(text(f"SET search_path TO {SCHEMA}"))
            _migrate(connection, ships)
        finally:
            connection.execute(text("RESET search_path"))
            connection.execute(text(f"SELECT pg_advisory_unlock({UPGRADE_LOCK})"))


def _migrate(connection: Connection, ships: dict[str, Path]) -> None:
    connection.execute(text(OURS[0]))
    done = _applied(connection)
    if unknown := sorted(done - set(ships)):
        raise ConfigurationError(
            f"The queue was set up by a newer Procrastinate (its last step is {unknown[-1]}).",
            "Update every worker alike: pip install -U 'newscrawl[worker]'.",
        )
    if not done:
        whole = files("procrastinate.sql").joinpath("schema.sql").read_text(encoding="utf-8")
        run_file(connection, whole, list(ships))
    for name, path in ships.items():
        if done and name not in done:
            run_file(connection, path.read_text(encoding="utf-8"), [name])
    for statement in OURS[1:]:
        connection.execute(text(statement))


def run_file(connection: Connection, statements: str, names: list[str]) -> None:
    """Run a file of statements and note it as applied, in one transaction."""
    noted = "".join(f"INSERT INTO applied (name) VALUES ('{name}');\n" for name in names)  # noqa: S608 - files' names
    driver = connection.connection.driver_connection
    assert driver is not None
    # Without BEGIN, what is sent at once is a transaction of its own, and one that fails is rolled back by itself.
    driver.execute(f"{statements}\n;{noted}")


def _shipped() -> dict[str, Path]:
    from procrastinate.schema import migrations_path

    return {path.name: path for path in sorted(migrations_path.glob("*.sql"))}


def _applied(connection: Connection) -> set[str]:
    return set(connection.execute(text(f"SELECT name FROM {SCHEMA}.applied")).scalars())  # noqa: S608 - a constant


@contextmanager
def in_queue(engine: Engine) -> Iterator[Connection]:
    """A transaction among the queue's tables; those of the posts are found too."""
    with engine.connect() as connection, connection.begin():
        connection.execute(
            text(f"SELECT set_config('search_path', '{SCHEMA},' || current_setting('search_path'), true)")
        )
        yield connection
