"""newscrawl reparse: read archived documents again, without the network."""

from __future__ import annotations

from typing import Annotated

import typer

from newscrawl.cli.terminal import err, is_interactive

SHOWN = 20
"""Problems that are told one by one."""


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: newscrawl reparse --board notices --since 2026-10-01")(reparse)


def reparse(
    board: Annotated[
        str | None, typer.Option(metavar="BOARD", help="Its name, address or site; all if left out.")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only what was fetched since that day.")] = None,
) -> None:
    """Read the archived documents again, without the network.

    A post gets a new version where the result differs; nothing is asked of any site.
    """
    from newscrawl.cli.options import parse_day, start_of
    from newscrawl.config import Config
    from newscrawl.crawl.reparse import Reparsed
    from newscrawl.crawl.reparse import reparse as read_again

    def tell(found: Reparsed) -> None:
        if is_interactive() and found.documents % 50 == 0:
            err().print(f"{found.board.address}: {found.documents:,} documents", end="\r", markup=False)

    documents = problems = 0
    for found in read_again(Config.from_environment(), board, start_of(parse_day(since)), progress=tell):
        if not (found.documents or found.lost):
            continue
        documents += found.documents
        problems += found.lost + found.unreadable
        label = found.board.name or found.board.address
        words = [f"{label}: {found.documents:,} documents read again, {found.edited:,} differ"]
        words += [f"{found.unreadable:,} were not understood"] if found.unreadable else []
        words += [f"{found.lost:,} are no longer in the archive"] if found.lost else []
        words += [f"{found.recovered:,} records were found that a crawl had no time to note"] if found.recovered else []
        err().print(", ".join(words) + ".", markup=False)
        for problem in found.problems[:SHOWN]:
            err().print(f"  {problem}", markup=False)
    if not documents:
        err().print("The archive holds no document of it. Crawls fill it: see docs/archive.md.", markup=False)
    if problems:
        raise typer.Exit(1)
