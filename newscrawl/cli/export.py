"""newscrawl export: posts into a file for Excel or for programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from newscrawl.cli.terminal import err


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: newscrawl export --board news --since 2025-01-01 --output posts.csv")(export)


def export(
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The file (.csv or .jsonl); standard output if left out.")
    ] = None,
    board: Annotated[str | None, typer.Option(help="Only this board: its name, address or site.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only posts published on this day or later.")
    ] = None,
    columns: Annotated[str | None, typer.Option(metavar="NAME,…", help="Only these columns, in this order.")] = None,
    kind: Annotated[
        str | None,
        typer.Option("--format", metavar="csv|jsonl", help="The format, where the file's name does not say it."),
    ] = None,
) -> None:
    """Export posts as CSV (opens in Excel) or JSON Lines."""
    from newscrawl.cli.options import parse_day, start_of
    from newscrawl.config import Config
    from newscrawl.export import export_posts
    from newscrawl.store import Store

    wanted = [name.strip() for name in columns.split(",")] if columns else None
    with Store(Config.from_environment().database_url).open(notify=err().print) as store:
        found = store.posts(board=board, since=start_of(parse_day(since)))
        count = export_posts(found, output, columns=wanted, kind=kind)
    where = output if output is not None and str(output) != "-" else "standard output"
    err().print(f"{count:,} posts were written to {where}.", markup=False)
