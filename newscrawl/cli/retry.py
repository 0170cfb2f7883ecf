"""newscrawl retry: try again what failed."""

from __future__ import annotations

import subprocess
import sys
from typing import Annotated

import typer

from newscrawl.cli.terminal import err


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: newscrawl retry --run 12")(retry)


def retry(
    run: Annotated[int | None, typer.Option(help="Only what failed in this run.")] = None,
    board: Annotated[str | None, typer.Option(help="Only this board.")] = None,
) -> None:
    """Try again what could not be had, however often it failed.

    That is all that was not fetched, not understood or not stored.

    Crawls each board that has such problems: documents are asked for again, pages that were skipped are read.
    """
    from newscrawl.config import Config
    from newscrawl.store import Store

    with Store(Config.from_environment().database_url).open(notify=err().print) as store:
        boards = store.retry(run=run, board=board)
    if not boards:
        err().print("Nothing failed that could be tried again.", markup=False)
    codes = [0]
    for each in boards:
        err().print(f"== {each.board}", markup=False)
        words = {"articles": ["articles", "--name", each.name or ""], "feed": ["feed", each.url]}
        command = [sys.executable, "-m", "newscrawl", *words.get(each.kind, ["crawl", each.name or each.url])]
        codes.append(subprocess.run(command, check=False).returncode)  # noqa: S603 - our own command
    raise typer.Exit(max(codes))
