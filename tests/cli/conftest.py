"""The command as a user runs it: a process of its own, no terminal, its output read."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newscrawl.demo import DemoBoard, DemoServer

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def newscrawl(tmp_path: Path) -> Command:
    def run(*words: object, stdin: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("NEWSCRAWL_")}
        return subprocess.run(
            [sys.executable, "-m", "newscrawl", *map(str, words)],
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            env=clean | {"NEWSCRAWL_DATA_DIR": str(tmp_path / "data")} | environment,
        )

    return run


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer([DemoBoard(posts=30, seed=2, name="news", skin="gnuboard5")], port=0) as running:
        yield running


@pytest.fixture
def board_url(server: DemoServer) -> str:
    return f"{server.url}/bbs/board.php?bo_table=news"
