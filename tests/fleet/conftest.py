"""Boards with definitions, on demo servers, and the commands that crawl them unattended."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from newscrawl.config import Config
from newscrawl.demo import DemoBoard, DemoServer
from newscrawl.sites import Definition, load_all
from newscrawl.store import Store
from tests import starter


@dataclass
class Boards:
    """Demo boards, each on a server of its own, with a definition each."""

    config: Config
    servers: dict[str, DemoServer] = field(default_factory=dict)
    boards: dict[str, DemoBoard] = field(default_factory=dict)

    def add(
        self, name: str, schedule: str = 'every = "10m"', url: str | None = None, crawl: str = "", **options
    ) -> None:
        """Serve a board and define it; `url` stands for a board that is not served."""
        if url is None:
            board = DemoBoard(
                **({"posts": 12, "seed": len(self.boards) + 1, "name": name, "notices": 0, "secret_every": 0} | options)
            )
            server = DemoServer([board])
            server.__enter__()
            self.servers[name], self.boards[name] = server, board
            url = server.url_of(board)
        self.config.sites_dir.mkdir(parents=True, exist_ok=True)
        (self.config.sites_dir / f"{name}.toml").write_text(
            f'url = "{url}"\n[schedule]\n{schedule}\n[crawl]\n{crawl}\n', encoding="utf-8"
        )

    @property
    def definitions(self) -> list[Definition]:
        return load_all(self.config.sites_dir)

    def store(self) -> Store:
        return Store(self.config.database_url).open()

    @property
    def _environment(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("NEWSCRAWL_")}
        return clean | {"NEWSCRAWL_DATA_DIR": str(self.config.data_dir)}

    def start(
        self, *words: object, program: Sequence[str] = ("-m", "newscrawl"), **environment: str
    ) -> subprocess.Popen[str]:
        """Start a newscrawl command as cron would."""
        return subprocess.Popen(
            [sys.executable, *program, *map(str, words)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self._environment | environment,
        )

    def command(self, *words: object, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a newscrawl command to its end."""
        return starter.run(words, self._environment | environment)


@pytest.fixture
def boards(tmp_path: Path) -> Iterator[Boards]:
    made = Boards(Config(f"sqlite:///{tmp_path / 'newscrawl.db'}", tmp_path))
    yield made
    for server in made.servers.values():
        server.__exit__(None, None, None)
