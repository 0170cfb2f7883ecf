"""The commands, put together."""

from __future__ import annotations

from typing import Annotated

import typer

from newscrawl.cli import (
    articles,
    audit,
    changes,
    check,
    crawl,
    database,
    demo,
    export,
    extract,
    feed,
    posts,
    probe,
    problems,
    queue,
    reparse,
    report,
    retry,
    run,
    runs,
    schedule,
    search,
    sites,
    web,
    worker,
)

app = typer.Typer(
    name="newscrawl",
    help="Crawl Korean bulletin boards and news: every post, once, with its true date, in your database.",
    epilog="Exit codes: 0 done; 1 done with problems; 2 wrong use; 3 board busy; 4 nothing understood; 5 no database.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

COMMANDS = (
    crawl, articles, feed, extract, probe, posts, search, audit, run, runs, check, problems, retry, schedule,
    queue, worker, changes, export, reparse, report, web, sites, database, demo,
)  # fmt: skip
"""In the order in which a newcomer meets them."""

for command in COMMANDS:
    command.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        from newscrawl import __version__

        typer.echo(f"newscrawl {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Crawl Korean bulletin boards and news: every post, once, with its true date, in your database."""
