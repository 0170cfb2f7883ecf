"""newscrawl check: one line and an exit code, for monitors."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from newscrawl.cli.terminal import err
from newscrawl.plain import one_line


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: newscrawl check --max-age 6h")(check)


def check(
    max_age: Annotated[
        str | None, typer.Option(metavar="DURATION", help="Critical where a board's last success is older (6h, 2d).")
    ] = None,
    metrics: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write figures for Prometheus.")] = None,
) -> None:
    """Say in one line whether all boards are well.

    Exits 0 (OK), 1 (warning) or 2 (critical), as monitors expect.
    """
    from newscrawl.cli.options import parse_age
    from newscrawl.cli.run import definitions_of, queue_figures
    from newscrawl.config import Config
    from newscrawl.errors import NewscrawlError
    from newscrawl.health.check import check as health_of
    from newscrawl.health.check import summary
    from newscrawl.health.metrics import write_metrics
    from newscrawl.store import Store

    config = Config.from_environment()
    try:
        bound = parse_age(max_age)
        definitions, broken = definitions_of(config)
        now = datetime.now(UTC)
        with Store(config.database_url).open(notify=err().print) as store:
            boards = health_of(store, definitions, now, bound)
            if metrics is not None:
                figures = queue_figures(config, definitions)
                write_metrics(metrics, boards, store.dispatch().hosts(), now, figures)
    except NewscrawlError as error:
        # A monitor reads one line and knows three codes, whatever is wrong.
        level, line = summary([], str(error))
    else:
        level, line = summary(boards, "a definition cannot be read: newscrawl sites check" if broken else "")
    typer.echo(one_line(line))
    raise typer.Exit(level)
