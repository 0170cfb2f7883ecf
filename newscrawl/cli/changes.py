"""newscrawl changes: the change feed, for programs that follow it."""

from __future__ import annotations

import sys
import time
from dataclasses import asdict
from typing import Annotated

import typer

from newscrawl.cli.terminal import cell, err, local, out, print_json, table

POLL_SECONDS = 1.0


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: newscrawl changes --after 1200 --follow --json")(changes)


def changes(
    after: Annotated[int, typer.Option(min=0, metavar="SEQ", help="Only changes behind this number.")] = 0,
    follow: Annotated[bool, typer.Option("--follow", help="Wait for further changes; Ctrl-C ends it.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="At most N changes.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Show what was added, edited, deleted and restored, in order. Who keeps the last number misses nothing."""
    from newscrawl.config import Config
    from newscrawl.store import Store

    with Store(Config.from_environment().database_url).open(notify=err().print) as store:
        if not (json or follow):
            made = table("seq", "kind", "board", "key", "version", "at")
            for change in store.changes(after=after, limit=limit):
                values = (change.seq, change.kind, change.board, change.key, change.version, local(change.at))
                made.add_row(*(cell(value) for value in values))
            out().print(made)
            return
        while True:
            for change in store.changes(after=after, limit=limit):
                print_json(asdict(change))
                after = change.seq
            sys.stdout.flush()
            if not follow:
                return
            time.sleep(POLL_SECONDS)
