"""The command as a user runs it: a process of its own, no terminal, its output read."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest

from newscrawl.cli import main
from newscrawl.demo import DemoBoard, DemoServer
from tests import starter


class Command:
    """`newscrawl`, with a data folder of the test's own and none of this machine's settings."""

    def __init__(self, data_dir: Path) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("NEWSCRAWL_")}
        self.environment = clean | {"NEWSCRAWL_DATA_DIR": str(data_dir)}

    def __call__(
        self, *words: object, stdin: str | None = None, stdout: int | IO[str] = subprocess.PIPE, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return starter.run(words, self.environment | environment, stdin, stdout)


@pytest.fixture
def newscrawl(tmp_path: Path) -> Command:
    return Command(tmp_path / "data")


@pytest.fixture
def inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command in this process: quicker, for what starts no crawl."""
    monkeypatch.setenv("NEWSCRAWL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("NEWSCRAWL_DATABASE_URL", raising=False)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        monkeypatch.setattr(sys, "argv", ["newscrawl", *words])
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        return subprocess.CompletedProcess(words, end.value.code, said.out, said.err)  # type: ignore[arg-type]

    return run


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    boards = [
        DemoBoard(posts=30, seed=2, name="news", skin="gnuboard5"),
        DemoBoard(posts=60, seed=3, name="press", skin="gnuboard5"),
    ]
    with DemoServer(boards, port=0) as running:
        yield running


@pytest.fixture
def board_url(server: DemoServer) -> str:
    return f"{server.url}/bbs/board.php?bo_table=news"
