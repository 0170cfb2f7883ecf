"""A fresh database for each test: SQLite always, PostgreSQL and MariaDB where a server is.

They are found by NEWSCRAWL_TEST_POSTGRESQL_URL and NEWSCRAWL_TEST_MARIADB_URL, else at their usual places on loopback.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from newscrawl.items import Board, DocumentItem, ListingItem, Post
from newscrawl.store import Store

SERVERS = {
    "postgresql": os.environ.get("NEWSCRAWL_TEST_POSTGRESQL_URL", "postgresql+psycopg://postgres@127.0.0.1/postgres"),
    "mariadb": os.environ.get("NEWSCRAWL_TEST_MARIADB_URL", "mariadb+pymysql://root@127.0.0.1/test"),
}

BOARD = Board("example.kr", "example.kr/news", "https://example.kr/news")
NOW = datetime(2025, 6, 27, 3, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with fresh_database(request.param, tmp_path) as url:
        yield url


@contextmanager
def fresh_database(engine: str, folder: Path) -> Iterator[str]:
    """A new, empty database of an engine; skips the test where there is no server."""
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'newscrawl.db'}"
        return
    try:
        server = create_engine(SERVERS[engine], isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            name = f"newscrawl_test_{secrets.token_hex(6)}"
            connection.execute(text(f"CREATE DATABASE {name}"))
    except (SQLAlchemyError, ImportError) as error:
        pytest.skip(f"no {engine} server to test with: {str(error).splitlines()[0]}")
    yield server.url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}"))
    server.dispose()


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with Store(database_url).open() as opened:
        yield opened


def rows(*keys: int, page: int = 1, **changes) -> ListingItem:
    """A listing page with a row a key."""
    posts = [Post(str(key), f"https://example.kr/news/{key}", f"제목 {key}", number=key) for key in keys]
    for post in posts:
        for name, value in changes.items():
            setattr(post, name, value)
    return ListingItem(BOARD, BOARD.url, NOW, posts, page=page, walk={"page": page})


def document(key: int, body: str = "본문", **changes) -> DocumentItem:
    """A post's document."""
    post = Post(str(key), f"https://example.kr/news/{key}", f"제목 {key}", body_text=body)
    for name, value in changes.items():
        setattr(post, name, value)
    return DocumentItem(BOARD, str(key), post.url, NOW, post=post)
