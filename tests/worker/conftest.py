"""Demo boards, a PostgreSQL of their own, and workers at its queue."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from newscrawl.config import Config
from newscrawl.queue import Queue
from newscrawl.store import Store
from tests.fleet.conftest import Boards
from tests.store.conftest import fresh_database


class Shared(Boards):
    """Boards whose posts, and whose queue, are in a PostgreSQL."""

    def queue(self) -> Queue:
        self.store().close()
        return Queue(self.config.database_url).open()

    @property
    def _environment(self) -> dict[str, str]:
        return super()._environment | {"NEWSCRAWL_DATABASE_URL": self.config.database_url}

    def posts(self) -> dict[str, set[str]]:
        """The keys of the posts that are stored with their documents, by board."""
        found: dict[str, set[str]] = {name: set() for name in self.boards}
        with self.store() as store:
            for post in store.posts(deleted=False):
                if post.body_text:
                    found[post.board].add(post.key)
        return found

    def truth(self) -> dict[str, set[str]]:
        """The keys of the posts that the boards show."""
        return {name: {post["key"] for post in board.truth()} for name, board in self.boards.items()}


@pytest.fixture
def boards(tmp_path: Path) -> Iterator[Shared]:
    with fresh_database("postgresql", tmp_path) as url:
        made = Shared(Config(url, tmp_path))
        yield made
        for server in made.servers.values():
            server.__exit__(None, None, None)
        _part_with(url)


def _part_with(url: str) -> None:
    """End what a test that failed has left connected, so that its database can go."""
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    engine.dispose()


def until(met: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until that is so."""
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.1)


__all__ = ["Shared", "Store", "boards", "until"]
