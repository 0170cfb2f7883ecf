"""Open a database: connect, with the settings of its engine, and say clearly what is wrong where that fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, NoSuchModuleError

from newscrawl.errors import ConfigurationError, DatabaseUnavailableError

DRIVERS = {
    "sqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
    "mysql": "mariadb+pymysql",
    "mariadb": "mariadb+pymysql",
    "mysql+pymysql": "mariadb+pymysql",
    "mariadb+pymysql": "mariadb+pymysql",
}
"""The engines that are tested, and the driver of each."""

EXTRAS = {"postgresql+psycopg": "postgresql", "mariadb+pymysql": "mariadb"}

PASSWORDS = frozenset({"password", "passwd"})
"""Parameters by which drivers take a password; where it stands in its own place it is never shown."""

NO_URL = "That is not a database URL."
URL_ADVICE = "Write it like sqlite:///data/newscrawl.db or postgresql+psycopg://user@host/name."

CACHE_KIB = 16 * 1024
"""How much of an SQLite file a connection may hold in memory."""

BUSY_SECONDS = 30
"""How long an SQLite connection waits for another's transaction."""


def parse_url(database_url: str) -> URL:
    """The URL with the driver that is tested. Raises ConfigurationError for what is no database URL."""
    try:
        url = make_url(database_url)
    except (ArgumentError, ValueError) as error:
        # Whatever it is, it may hold a password.
        scheme, given, _ = database_url.partition("://")
        raise ConfigurationError(f"{scheme}://… is not a database URL." if given else NO_URL, URL_ADVICE) from error
    if "@" in (url.host or ""):
        raise ConfigurationError(
            "The database URL has more than one @ before the host.", "Write an @ in user or password as %40."
        )
    for name in url.query.keys() & PASSWORDS:
        url = url.set(password=str(url.query[name])).difference_update_query([name])
    driver = DRIVERS.get(url.drivername)
    if driver is None:
        raise ConfigurationError(
            f"newscrawl does not know the database {url.drivername!r}.",
            "It writes to SQLite, PostgreSQL (postgresql+psycopg://…) and MariaDB (mariadb+pymysql://…).",
        )
    url = url.set(drivername=driver)
    return url.update_query_dict({"charset": "utf8mb4"}) if driver.startswith("mariadb") else url


def make_engine(url: URL) -> Engine:
    """An engine with the settings under which all three databases behave alike."""
    try:
        if url.drivername == "sqlite":
            return _sqlite_engine(url)
        options: dict[str, Any] = {"pool_pre_ping": True}
        if url.drivername.startswith("mariadb"):
            # MariaDB's default, REPEATABLE READ, would show a writer a state from before it got its lock.
            options["isolation_level"] = "READ COMMITTED"
            # With a buffer for a join it would read and sort all posts to show the latest ones.
            options["connect_args"] = {"init_command": "SET SESSION join_cache_level = 0"}
        return create_engine(url, **options)
    except (ImportError, NoSuchModuleError) as error:
        extra = EXTRAS[url.drivername]
        raise ConfigurationError(
            f"The driver for {url.drivername} is not installed.", f"Install it with: pip install 'newscrawl[{extra}]'"
        ) from error


def _sqlite_engine(url: URL) -> Engine:
    if url.database and url.database != ":memory:":
        folder = Path(url.database).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseUnavailableError(
                f"The database's folder {folder} cannot be made: {error.strerror}.",
                "Choose another with NEWSCRAWL_DATA_DIR or NEWSCRAWL_DATABASE_URL.",
            ) from error
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        # The driver would begin transactions by itself, and only at the first write; see `writing`.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        # Of the default, 2 MB, the indexes of some 10,000 posts fit; beyond that every row would read and write pages.
        cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that will write takes its lock at once: one that read first could not get it any more.
        writes = connection.get_execution_options().get("newscrawl_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def write_transaction(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes."""
    with engine.connect().execution_options(newscrawl_writes=True) as connection, connection.begin():
        yield connection


@contextmanager
def told(url: URL) -> Iterator[None]:
    """Turn the engine's errors into one that a person can act on, without the password."""
    try:
        yield
    except (DataError, IntegrityError):
        raise
    except DBAPIError as error:
        raise DatabaseUnavailableError(*_what_is_wrong(url, error)) from error
    except UnicodeEncodeError as error:
        raise DatabaseUnavailableError(f"The database {shown(url)} cannot be opened: {error.reason}.") from error


def _what_is_wrong(url: URL, error: DBAPIError) -> tuple[str, str]:
    first_line = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
    if url.password:
        first_line = first_line.replace(str(url.password), "***")
    advice = next(advice for pattern, advice in ADVICE if re.search(pattern, str(error.orig), re.IGNORECASE))
    return f"The database {shown(url)} cannot be used: {first_line.rstrip('.')}.", advice


ADVICE = (
    (
        r"(relation|column|table) .*(does not exist|doesn't exist)|no such (table|column)|unknown column",
        "Has a table been changed by hand? Restore a backup, or choose another database.",
    ),
    ("command denied|must be owner|permission denied for", "Grant the user the rights to read and change the tables."),
    ("unable to open database file", "Is the folder there, and may you write to it?"),
    ("readonly database|read-only|permission", "May you write to it?"),
    ("not a database", "The file is something else; choose another name in NEWSCRAWL_DATABASE_URL."),
    ("locked", "Another program holds it; try again when that has ended."),
    ("disk is full|disk full|no space", "Make room on the disk; what was stored is safe."),
    ("password|access denied|authentication", "Check user and password in NEWSCRAWL_DATABASE_URL."),
    ("does not exist|unknown database", "Create the database first, or check its name in NEWSCRAWL_DATABASE_URL."),
    ("", "Is the server running, and is NEWSCRAWL_DATABASE_URL right?"),
)


def shown(url: URL) -> str:
    """The URL for messages: without a password; for SQLite the file's path."""
    if url.drivername == "sqlite":
        return str(url.database)
    return url.render_as_string(hide_password=True)


__all__ = ["make_engine", "parse_url", "shown", "told", "write_transaction"]
