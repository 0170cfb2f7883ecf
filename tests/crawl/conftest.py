"""Whole crawls: a demo board on loopback, a database in a folder, and a crawler between them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from newscrawl.config import Config
from newscrawl.crawl import CrawlOptions, CrawlReport, crawl_in_loop
from newscrawl.demo import DemoBoard, DemoServer
from newscrawl.sites import from_url
from newscrawl.store import Store


@dataclass
class Site:
    """A demo board that is served, and the database that crawls of it fill."""

    server: DemoServer
    board: DemoBoard
    config: Config

    def crawl(self, **options) -> CrawlReport:
        self.server.clear()
        settings = {"NEWSCRAWL_RETRY_PAUSE": 0.01} | options.pop("settings", {})
        chosen = CrawlOptions(**options, settings=settings)
        return asyncio.run(crawl_in_loop(from_url(self.server.url_of(self.board)), chosen, self.config))

    def store(self) -> Store:
        return Store(self.config.database_url).open()

    def stored(self) -> dict[str, dict]:
        """What the view `posts` holds of live posts, by key."""
        with self.store() as store:
            return {post.key: post for post in store.posts(deleted=False)}

    def asked(self, kind: str | None = None) -> list[str]:
        """The paths that were asked for since the last crawl began, robots.txt aside."""
        return [served.target for served in self.server.served if served.path != "/robots.txt"]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    servers = []

    def serve(**board_options) -> Site:
        server_options = {name: board_options.pop(name) for name in ("port", "robots") if name in board_options}
        board = DemoBoard(**({"posts": 60, "seed": 1, "name": "news"} | board_options))
        server = DemoServer([board], **server_options)
        server.__enter__()
        servers.append(server)
        config = Config(f"sqlite:///{tmp_path / 'newscrawl.db'}", tmp_path)
        return Site(server, board, config)

    yield serve
    for server in servers:
        server.__exit__(None, None, None)
