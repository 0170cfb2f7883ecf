"""newscrawl run: every board that is due."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.options import LogFormat, LogOfCrawls
from newscrawl.cli.terminal import err

if TYPE_CHECKING:
    from newscrawl.config import Config
    from newscrawl.fleet import Outcome
    from newscrawl.health.notify import Channel
    from newscrawl.queue.records import QueueFigures
    from newscrawl.sites import Definition
    from newscrawl.store import Store

MEMORY = 1024
"""Default bound of a crawl's memory in MiB; a crawl takes about 150."""


def register(app: typer.Typer) -> None:
    app.command(epilog="Example, as a line of a crontab: * * * * * cd /srv/newscrawl && .venv/bin/newscrawl run")(run)


def run(
    jobs: Annotated[int, typer.Option(min=1, help="Crawl at most N hosts at once on this machine.")] = 4,
    memory: Annotated[int, typer.Option(min=256, metavar="MIB", help="Bound of each crawl's memory.")] = MEMORY,
    metrics: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Afterwards write figures for Prometheus to FILE.")
    ] = None,
    dry: Annotated[bool, typer.Option("--dry-run", help="Only say what is due.")] = False,
    log_format: LogOfCrawls = LogFormat.NONE,
) -> None:
    """Crawl every board in data/sites/ that is due by its schedule.

    Start it as often as you like: boards are claimed in the database, each is crawled once, and no host by two crawls
    at a time.
    """
    from newscrawl.config import Config
    from newscrawl.errors import ConfigurationError
    from newscrawl.health.notify import channels
    from newscrawl.store import Store

    config = Config.from_environment()
    told = channels()
    definitions, broken = definitions_of(config)
    if not definitions and not broken:
        raise ConfigurationError(
            f"No board is defined in {config.sites_dir}.", "Define one: newscrawl probe URL --save NAME."
        )
    with Store(config.database_url).open(notify=err().print) as store:
        if dry:
            _show_due(store, definitions)
            raise typer.Exit(broken)
        code = asyncio.run(_run(store, definitions, config, told, jobs, memory, log_format))
        code = max(code, broken)
        if metrics is not None:
            code = max(code, _write_metrics(store, definitions, config, metrics))
    raise typer.Exit(code)


def definitions_of(config: Config, *, quiet: bool = False) -> tuple[list[Definition], int]:
    """Every definition that is right, and 2 where there is one that is not: it is named, and the others go on."""
    from newscrawl.errors import ConfigurationError
    from newscrawl.sites import load

    definitions, code = [], 0
    for path in sorted(config.sites_dir.glob("*.toml")):
        try:
            definitions.append(load(path.stem, config.sites_dir))
        except ConfigurationError as error:
            if not quiet:
                err().print(f"newscrawl: {error}", markup=False)
            code = 2
    return definitions, code


async def _run(
    store: Store,
    definitions: list[Definition],
    config: Config,
    told: list[Channel],
    jobs: int,
    memory: int,
    log_format: LogFormat,
) -> int:
    from newscrawl.fleet import Fleet, ProcessCrawl

    words = ("--quiet", "--log-format", log_format.value)
    fleet = Fleet(store, definitions, ProcessCrawl(words, memory), jobs, partial(tell_outcome, store, told))
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, fleet.stop.set)
    outcomes = await fleet.run()
    return max((outcome.exit_code for outcome in outcomes), default=0)


def tell_outcome(store: Store, told: Sequence[Channel], outcome: Outcome) -> None:
    """Show what a scheduled crawl came to, and tell people where a board's state has changed."""
    from newscrawl.health.watch import watch

    _show(outcome)
    if outcome.run is not None:
        alert = watch(store, outcome.definition, outcome.run, told, datetime.now(UTC))
        if alert is not None:
            err().print(f"newscrawl: {alert.text}", markup=False)


def _show(outcome: Outcome) -> None:
    """One line a board that has something to say; the others are silent, since cron mails what is printed."""
    run = outcome.run
    if run is None or not outcome.is_news:
        return
    counts = f"{run.posts_new} new, {run.posts_edited} edited"
    err().print(
        f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {run.board} run {run.id}: {run.verdict}, {counts}, "
        f"{outcome.seconds:.0f} s. {run.reason}",
        markup=False,
    )


def _show_due(store: Store, definitions: list[Definition]) -> None:
    from newscrawl.cli.terminal import cell, local, out, table

    dispatch, now = store.dispatch(), datetime.now(UTC)
    closed = {host.name: host for host in dispatch.hosts() if host.closed_until is not None}
    made = table("board", "schedule", "last", "next", ("", {"ratio": 1}))
    from newscrawl.fleet import host_of

    for definition in definitions:
        pace = dispatch.pace(definition.board)
        at = definition.schedule.next(pace.last, pace.quiet, now)
        rest = closed.get(host_of(definition.url))
        words = "paused" if definition.paused else "due" if at <= now else ""
        if rest is not None:
            words = f"its host is left alone until {local(rest.closed_until)}: {rest.reason}"
        made.add_row(*map(cell, (definition.name, definition.schedule, local(pace.last), local(at), words)))
    out().print(made)


def queue_figures(config: Config, definitions: list[Definition]) -> QueueFigures | None:
    """The figures of the queue of many machines; None where this database holds none, or what it needs is missing."""
    from newscrawl.errors import ConfigurationError

    try:
        from newscrawl.queue import Queue
    except ConfigurationError:
        return None
    if not Queue.is_used(config.database_url):
        return None
    with Queue(config.database_url) as queue:
        return queue.figures(definitions)


def _write_metrics(store: Store, definitions: list[Definition], config: Config, path: Path) -> int:
    from newscrawl.errors import NewscrawlError
    from newscrawl.health.check import check
    from newscrawl.health.metrics import write_metrics

    now = datetime.now(UTC)
    try:
        figures = queue_figures(config, definitions)
        write_metrics(path, check(store, definitions, now), store.dispatch().hosts(), now, figures)
    except NewscrawlError as error:
        err().print(f"newscrawl: {error}", markup=False)
        return 1
    return 0
