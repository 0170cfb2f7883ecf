"""newscrawl export: posts into a file for Excel or for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from newscrawl.cli.options import Author, Board, Category, Deleted, Since, Text, Until, post_filter
from newscrawl.cli.terminal import err, is_interactive


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: newscrawl export --board news --since 2025-01-01 --output posts.csv")(export)


def export(
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The file (.csv, .jsonl, .parquet, .xlsx, .sqlite); standard output if left out."
        ),
    ] = None,
    board: Board = None,
    since: Since = None,
    until: Until = None,
    author: Author = None,
    category: Category = None,
    text: Text = None,
    deleted: Deleted = False,
    columns: Annotated[str | None, typer.Option(metavar="NAME,…", help="Only these columns, in this order.")] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="csv|jsonl|parquet|xlsx|sqlite",
            help="The format, where the file's name does not say it.",
        ),
    ] = None,
) -> None:
    """Export posts as CSV, JSON Lines, Parquet, Excel or SQLite."""
    from newscrawl.config import Config
    from newscrawl.export import export_posts
    from newscrawl.store import Store

    names = [name.strip() for name in columns.split(",")] if columns else None
    wanted = post_filter(board, since, until, author, category, text, deleted)
    with (
        Store(Config.from_environment().database_url).open(notify=err().print) as store,
        _progress(lambda: store.count_posts(**wanted)) as tell,
    ):
        count = export_posts(store.posts(**wanted), output, columns=names, kind=kind, tell=tell)
    where = output if output is not None and str(output) != "-" else "standard output"
    err().print(f"{count:,} posts were written to {where}.", markup=False)


@contextmanager
def _progress(count: Callable[[], int]) -> Iterator[Callable[[int], None] | None]:
    """A bar where a person watches."""
    if not is_interactive():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err(), transient=True) as bar:
        task = bar.add_task("posts", total=count())
        yield lambda done: bar.update(task, completed=done)
