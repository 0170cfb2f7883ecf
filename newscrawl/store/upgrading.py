"""Create a database's tables, or bring them to the newest version, with Alembic.

Alembic takes as long to import as a small crawl to run, and nearly every database is up to date: so it is imported
where there is something to migrate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, event, inspect, text
from sqlalchemy.engine import URL

from newscrawl.errors import ConfigurationError
from newscrawl.store.opening import shown, write_transaction
from newscrawl.store.views import VIEWS, create_views, drop_views

if TYPE_CHECKING:
    from alembic.config import Config as AlembicConfig

MIGRATIONS = Path(__file__).parent / "migrations"

UPGRADE_LOCK = 0x6E657773
"""Number of the PostgreSQL advisory lock, and name of MariaDB's, under which a database is migrated."""


REPEATABLE = tuple(
    (re.compile(rf"\s*{words} (?!IF )", re.IGNORECASE), f"{words} {guard} ")
    for words, guard in (
        ("CREATE TABLE", "IF NOT EXISTS"),
        ("CREATE INDEX", "IF NOT EXISTS"),
        ("CREATE UNIQUE INDEX", "IF NOT EXISTS"),
        ("DROP INDEX", "IF EXISTS"),
    )
)
"""Changes of tables that MariaDB may be asked for twice."""

ADD_COLUMN = re.compile(r"(\s*ALTER TABLE \S+ ADD COLUMN )(?!IF )", re.IGNORECASE)


def alembic_config() -> AlembicConfig:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def newest_version() -> str:
    """The version of the schema that this program writes: that of the last migration, whose file its number begins."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def version_of(connection: Connection) -> str | None:
    """The version of the database's schema; None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version


def upgrade(engine: Engine, url: URL, notify: Callable[[str], None] | None) -> None:
    """Bring the database to the newest version, under a lock: two programs may start at once.

    Raises ConfigurationError for a database that a newer newscrawl has written, or that belongs to something else.
    """
    with engine.connect() as connection:
        if version_of(connection) == newest_version() and _is_whole(connection):
            return
    with _upgrading(engine) as connection:
        current, newest = version_of(connection), newest_version()
        if current == newest and _is_whole(connection):
            return
        if current is not None and current not in {step.revision for step in _known_versions()}:
            raise ConfigurationError(
                f"The database {shown(url)} was written by a newer newscrawl (its schema is {current}, ours {newest}).",
                "Update newscrawl: pip install -U newscrawl.",
            )
        if current is None and inspect(connection).has_table("post") and not _is_begun(connection):
            raise ConfigurationError(
                f"The database {shown(url)} holds a table named post that is not newscrawl's.",
                "Choose another database in NEWSCRAWL_DATABASE_URL.",
            )
        if engine.dialect.name != "postgresql":
            # SQLite cannot make a table anew beneath a view. On PostgreSQL rights that were granted on a view would go.
            drop_views(connection)
        from alembic import command

        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        create_views(connection)
    if notify is not None and current not in {None, newest}:
        notify(f"The database {shown(url)} was brought from schema {current} to {newest}.")


def _is_whole(connection: Connection) -> bool:
    """Whether a database of the newest version has its views: MariaDB keeps what was done before a kill."""
    return connection.dialect.name != "mariadb" or set(inspect(connection).get_view_names()) >= VIEWS.keys()


def _is_begun(connection: Connection) -> bool:
    """Whether the tables are of a first migration that was killed: Alembic's own, which comes first, is empty then."""
    return connection.dialect.name == "mariadb" and inspect(connection).has_table("alembic_version")


def _repeatable(statement: str) -> str:
    """The statement, so that it does nothing where it has been done."""
    for pattern, words in REPEATABLE:
        statement = pattern.sub(words, statement, count=1) if pattern.match(statement) else statement
    return ADD_COLUMN.sub(r"\1IF NOT EXISTS ", statement, count=1)


def _known_versions() -> Any:
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(alembic_config()).walk_revisions()


@contextmanager
def _upgrading(engine: Engine) -> Iterator[Connection]:
    with write_transaction(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({UPGRADE_LOCK})"))
            yield connection
        elif engine.dialect.name == "sqlite":
            yield connection
        else:
            # MariaDB commits before every change of a table: only a lock outside the transaction holds.
            connection.execute(text(f"SELECT GET_LOCK('newscrawl-{UPGRADE_LOCK}', 600)"))

            def rewrite(_conn: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> tuple[str, Any]:
                return _repeatable(statement), parameters

            # Nor can a migration be taken back: where one was killed, the next opening goes through it once more.
            event.listen(connection, "before_cursor_execute", rewrite, retval=True)
            try:
                yield connection
            finally:
                event.remove(connection, "before_cursor_execute", rewrite)
                if not connection.invalidated:
                    connection.execute(text(f"SELECT RELEASE_LOCK('newscrawl-{UPGRADE_LOCK}')"))
