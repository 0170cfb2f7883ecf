"""A worker: takes jobs from the queue, several at a time, and does its turn of what keeps the queue going."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from procrastinate import App, JobContext
from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker as Engine

from newscrawl import __version__
from newscrawl.errors import ConfigurationError, DatabaseUnavailableError, NewscrawlError
from newscrawl.fleet import GRACE
from newscrawl.queue import FILL_EVERY, Queue
from newscrawl.queue.board_job import BoardJobs, LaterError, Retrying
from newscrawl.queue.connector import FencedJobs, PatientConnector
from newscrawl.queue.filling import BACKFILL_TASK, CRAWL, QUEUE
from newscrawl.queue.reading import STALLED
from newscrawl.sites import Definition, load

logger = logging.getLogger(__name__)

CHORES_EVERY = 5.0
"""Seconds between two rounds of chores; most have turns of their own, which are longer."""

POLL_EVERY = 5.0
"""Seconds after which a worker with free slots looks for a job that nobody announced: one whose host is free again."""

FORGOTTEN = "The queue took this worker for gone, since it was silent for too long; it registers anew."


class Definitions:
    """The definitions of a folder, read again where a file has changed; one that is wrong is named once."""

    def __init__(self, folder: Path, complain: Callable[[str], None]) -> None:
        self._folder = folder
        self._complain = complain
        self._read: dict[str, tuple[tuple[int, int], Definition | None]] = {}

    def all(self) -> list[Definition]:
        """Every definition that is right, by name."""
        there = sorted(self._folder.glob("*.toml")) if self._folder.is_dir() else []
        for gone in self._read.keys() - {path.stem for path in there}:
            del self._read[gone]
        return [found for path in there if (found := self.get(path.stem)) is not None]

    def get(self, name: str) -> Definition | None:
        """One by its name; None where there is none, or it is wrong."""
        try:
            state = (self._folder / f"{name}.toml").stat()
        except OSError:
            return None
        stamp = (state.st_mtime_ns, state.st_size)
        known = self._read.get(name)
        if known is None or known[0] != stamp:
            try:
                known = (stamp, load(name, self._folder))
            except ConfigurationError as error:
                self._complain(str(error))
                known = (stamp, None)
            self._read[name] = known
        return known[1]


@dataclass(slots=True)
class Worker:
    """Crawls at most `slots` hosts at a time until `leave` is set.

    Then it takes no more jobs. Crawls in hand have `patience` to come to their end, are asked to end cleanly after
    that, and their jobs are given back, for other workers to go on. `leave_now` cuts the patience short.
    """

    queue: Queue
    jobs: BoardJobs
    definitions: Definitions
    slots: int = 2
    patience: timedelta = timedelta(seconds=30)
    leave: asyncio.Event = field(default_factory=asyncio.Event)
    leave_now: asyncio.Event = field(default_factory=asyncio.Event)
    say: Callable[[str], None] = lambda _words: None
    _engine: Engine | None = None
    _running: set[int] = field(default_factory=set)
    _strange: set[int] = field(default_factory=set)

    async def run(self) -> None:
        """Work. Raises DatabaseUnavailableError where the database stays away."""
        chores = asyncio.ensure_future(self._chores())
        leaving = asyncio.ensure_future(self._leave())
        # A worker without its chores would look well, and have nothing to do for ever.
        chores.add_done_callback(lambda _chores: self.leave.set())
        try:
            while not self.leave.is_set():
                await self._work()
            if chores.done():
                await chores
        finally:
            for task in (chores, leaving):
                task.cancel()
            await asyncio.gather(chores, leaving, return_exceptions=True)

    async def _work(self) -> None:
        """Work until it is to leave, or until the queue takes this worker for gone and it must register anew."""
        app = App(connector=PatientConnector.to(self.queue.url))
        app.job_manager = FencedJobs(app.connector)
        retry = Retrying()

        async def crawl(context: JobContext, board: str, due: str) -> None:
            await self._do(context, board, self.jobs.crawl(board, due, context.job.attempts))

        async def backfill(context: JobContext, board: str, due: str, pages: int) -> None:
            await self._do(context, board, self.jobs.backfill(board, pages))

        app.task(name=CRAWL, queue=QUEUE, pass_context=True, retry=retry)(crawl)
        app.task(name=BACKFILL_TASK, queue=QUEUE, pass_context=True, retry=retry)(backfill)
        try:
            async with app.open_async():
                self._engine = Engine(
                    app,
                    queues=[QUEUE],
                    concurrency=self.slots,
                    fetch_job_polling_interval=POLL_EVERY,
                    delete_jobs="successful",
                    install_signal_handlers=False,
                    update_heartbeat_interval=STALLED / 3,
                    stalled_worker_timeout=STALLED,
                )
                if self.leave.is_set():
                    return
                await self._engine.run()  # type: ignore[no-untyped-call]
        except ConnectorException as error:
            await self._trouble(error)
        finally:
            self._engine = None

    async def _trouble(self, error: ConnectorException) -> None:
        """Go on where the queue has forgotten this worker, which was silent for too long; else the database is gone."""
        from psycopg.errors import ForeignKeyViolation

        if not isinstance(error.__cause__, ForeignKeyViolation):
            raise DatabaseUnavailableError(
                f"The queue cannot be used: {error.__cause__ or error}.", "Is the server running?"
            ) from error
        self.say(FORGOTTEN)

    async def _do(self, context: JobContext, board: str, work: Awaitable[None]) -> None:
        assert context.job.id is not None
        self._running.add(context.job.id)
        try:
            await work
        except LaterError as error:
            logger.info("%s later: %s", board, error)
            raise
        finally:
            self._running.discard(context.job.id)

    async def _leave(self) -> None:
        await self.leave.wait()
        if self._engine is not None:
            self._engine.stop()  # type: ignore[no-untyped-call]
        with suppress(TimeoutError):
            await asyncio.wait_for(self.leave_now.wait(), self.patience.total_seconds())
        self.jobs.stop.set()

    async def _chores(self) -> None:
        while True:
            try:
                await self._round()
            except NewscrawlError as error:
                logger.warning("%s", error)
            await asyncio.sleep(CHORES_EVERY)

    async def _round(self) -> None:
        engine = self._engine
        worker_id = engine.worker_id if engine is not None else None
        if engine is not None and worker_id is not None:
            is_known = await asyncio.to_thread(
                self.queue.introduce,
                worker_id,
                socket.gethostname(),
                os.getpid(),
                __version__,
                self.slots,
                stopping=self.leave.is_set(),
            )
            if not is_known and engine.worker_id == worker_id:
                self.say(FORGOTTEN)
                engine.stop()  # type: ignore[no-untyped-call]
            await self._look_for_strange(worker_id)
            if self.leave.is_set():
                # Procrastinate sends no heartbeat any more while it waits for the crawls in hand.
                await asyncio.to_thread(self.queue.beat, worker_id)
        for board in await asyncio.to_thread(self.queue.give_back_stalled):
            self.say(f"{board} was given back: the worker that had it is gone.")
        if not self.leave.is_set():
            definitions = await asyncio.to_thread(self.definitions.all)
            await asyncio.to_thread(self.queue.fill, definitions, only_after=FILL_EVERY)
            await asyncio.to_thread(self.queue.forget_old)

    async def _look_for_strange(self, worker_id: int) -> None:
        """Give back jobs that are ours, and that we do not know of, twice in a row.

        They were fetched, and the answer was lost with the connection. Nobody else would give them back: we are alive.
        """
        doing = await asyncio.to_thread(self.queue.doing, worker_id)
        strange = doing - self._running
        if lost := strange & self._strange:
            await asyncio.to_thread(self.queue.give_back, sorted(lost), worker_id)
        self._strange = strange


def longest_end(patience: timedelta) -> timedelta:
    """How long a worker may take to end: what watches over it must not kill it before."""
    return patience + 2 * GRACE


__all__ = ["Definitions", "Worker", "longest_end"]
