"""newscrawl worker, newscrawl workers: many machines at one queue."""

from __future__ import annotations

import asyncio
import logging
import signal
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Annotated

import typer

from newscrawl.cli.options import LogFormat, LogOfCrawls
from newscrawl.cli.run import MEMORY, tell_outcome
from newscrawl.cli.terminal import cell, err, local, out, print_json, table


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: newscrawl worker --concurrency 8")(worker)
    app.command(epilog="Example: newscrawl workers")(workers)


def worker(
    concurrency: Annotated[int, typer.Option(min=1, max=64, help="Crawl at most N hosts at once here.")] = 4,
    memory: Annotated[int, typer.Option(min=256, metavar="MIB", help="Bound of each crawl's memory.")] = MEMORY,
    patience: Annotated[
        int, typer.Option(min=0, metavar="SECONDS", help="After SIGTERM, let crawls in hand go on for so long.")
    ] = 30,
    log_format: LogOfCrawls = LogFormat.NONE,
) -> None:
    """Crawl boards as the queue has them, together with workers on any number of machines.

    The queue is in the PostgreSQL that holds the posts, and the workers fill it themselves from data/sites/. On SIGTERM
    a worker takes no more boards, ends the crawls in hand cleanly, and gives back what it could not end.
    """
    from newscrawl.config import Config
    from newscrawl.health.notify import channels
    from newscrawl.queue import Queue
    from newscrawl.queue.board_job import BoardJobs
    from newscrawl.queue.worker import Definitions, Worker
    from newscrawl.store import Store

    config = Config.from_environment()
    told = channels()

    def say(words: str) -> None:
        err().print(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {words}", markup=False)

    with Queue(config.database_url) as queue, Store(config.database_url).open(notify=err().print) as store:
        queue.open()

        async def work() -> None:
            definitions = Definitions(config.sites_dir, lambda words: err().print(f"newscrawl: {words}", markup=False))
            words = ("--quiet", "--log-format", log_format.value)
            jobs = BoardJobs(store, queue, definitions.get, words, memory, partial(tell_outcome, store, told))
            here = Worker(queue, jobs, definitions, concurrency, timedelta(seconds=patience), say=say)

            def leave() -> None:
                if here.leave.is_set():
                    here.leave_now.set()
                here.leave.set()

            for each in (signal.SIGTERM, signal.SIGINT):
                asyncio.get_running_loop().add_signal_handler(each, leave)
            await here.run()

        logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")
        # What becomes of each job is said in our own words, without Procrastinate's tracebacks.
        logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
        asyncio.run(work())


def workers(json: Annotated[bool, typer.Option("--json", help="One JSON object a worker.")] = False) -> None:
    """Show the workers, and what each crawls; exit 1 where none is at work."""
    from newscrawl.config import Config
    from newscrawl.queue import Queue

    with Queue(Config.from_environment().database_url).open() as queue:
        found = queue.workers()
    if json:
        for each in found:
            print_json(asdict(each))
    elif found:
        made = table("worker", "host", "process", "since", "last heard", "busy", "state", ("boards", {"ratio": 1}))
        for each in found:
            state = "gone" if each.is_stalled else "ending" if each.is_stopping else "at work"
            heard = f"{max(0, (datetime.now(UTC) - each.beat).total_seconds()):.0f} s ago"
            busy = f"{len(each.boards)}/{each.concurrency}"
            made.add_row(
                *map(cell, (each.id, each.host, each.pid, local(each.started_at), heard, busy, state)),
                cell(", ".join(each.boards)),
            )
        out().print(made)
    if not any(not each.is_stalled for each in found):
        err().print("No worker is at work. Start one: newscrawl worker", markup=False)
        raise typer.Exit(1)
