"""What a worker does with a job: one board's crawl, in a process of its own, while it holds the board's host.

The queue already sees to it that a host's jobs run one at a time. The claim on the host, in the database of the posts,
holds also where the queue was mistaken about a worker that is only slow, and against newscrawl run on any machine.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from procrastinate import BaseRetryStrategy, RetryDecision, jobs

from newscrawl.errors import DatabaseUnavailableError
from newscrawl.fleet import HOST_VERDICTS, Ended, Outcome, ProcessCrawl, give_back, host_of, outcome_of
from newscrawl.queue import Queue
from newscrawl.queue.backfill import TOP_PAGES
from newscrawl.queue.priority import RETRY
from newscrawl.sites import Definition
from newscrawl.store import Store
from newscrawl.store.dispatch import Pace
from newscrawl.store.lease import LEASE, process, this_process

logger = logging.getLogger(__name__)

RENEWED_EVERY = timedelta(seconds=20)
"""How often a claim on a host is renewed while its board is crawled; without that it ends after `LEASE`."""

SOON = timedelta(seconds=30)
"""When a job is tried again whose host or board is still held, by a crawl that is ending or one by hand."""

ELSEWHERE = timedelta(minutes=2)
"""When a job is tried again whose board this worker has no definition of: another one may have."""

FIRST_REST, LONGEST_REST = timedelta(minutes=1), timedelta(hours=1)
"""How long a board rests after a crawl that failed or died; twice as long after each further one in a row."""

TRIES = 5
"""Crawls after which a job that fails each time is given up; the board's schedule goes on."""

SETTLED = frozenset({"complete", "quiet", "changed", "partial"})
"""Verdicts of a crawl that did what its job asked for. After a worker's end a partial one may be half of it."""


class LaterError(Exception):
    """The job is to be tried again at `at`, and nothing is wrong with it."""

    def __init__(self, at: datetime, why: str) -> None:
        super().__init__(why)
        self.at = at


class FailedError(Exception):
    """The crawl failed, and is worth another try, not before `at` where that is known."""

    def __init__(self, why: str, at: datetime | None = None) -> None:
        super().__init__(why)
        self.at = at


class Retrying(BaseRetryStrategy):
    """When a job is tried again."""

    def get_retry_decision(self, *, exception: BaseException, job: jobs.Job) -> RetryDecision | None:
        now = datetime.now(UTC)
        if isinstance(exception, LaterError):
            return RetryDecision(retry_at=exception.at)
        if isinstance(exception, FailedError) and job.attempts + 1 < TRIES:
            rest = min(FIRST_REST * 2**job.attempts, LONGEST_REST)
            at = max(now + rest, exception.at or now)
            return RetryDecision(retry_at=at, priority=min(job.priority, RETRY))
        return None


@dataclass(slots=True)
class BoardJobs:
    """Crawls boards as the queue's jobs ask.

    `definition` finds a board's definition by its name; `tell` hears each outcome; `stop` ends the crawls in hand.
    """

    store: Store
    queue: Queue
    definition: Callable[[str], Definition | None]
    words: Sequence[str] = ()
    memory: int | None = None
    tell: Callable[[Outcome], None] = lambda _outcome: None
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    _hosts: set[str] = field(default_factory=set)

    async def crawl(self, board: str, due: str, attempts: int) -> None:
        """Crawl a board that has been due since `due`, unless that has been done. Raises LaterError and FailedError."""
        since, definition = datetime.fromisoformat(due), self._find(board)
        settled = SETTLED if attempts == 0 else SETTLED - {"partial"}

        def is_needed(pace: Pace) -> bool:
            return pace.last is None or pace.last < since or pace.verdict not in settled

        words: tuple[str, ...] = ()
        if await asyncio.to_thread(self.queue.is_filled_back, board):
            words = ("--pages", str(TOP_PAGES))
        await self._hold(definition, words, is_needed)

    async def backfill(self, board: str, pages: int) -> None:
        """Read the next slice of a board that is filled back. Raises LaterError."""
        definition = self._find(board)
        try:
            outcome = await self._hold(definition, ("--pages", str(pages)), lambda _pace: True)
        except FailedError as error:
            await asyncio.to_thread(self.queue.note_slice, definition, failed=True)
            logger.warning("back-fill of %s: %s", board, error)
            return
        if outcome is not None:
            await asyncio.to_thread(self.queue.note_slice, definition, failed=False)

    def _find(self, board: str) -> Definition:
        definition = self.definition(board)
        if definition is None:
            raise LaterError(datetime.now(UTC) + ELSEWHERE, f"{board} is not defined on this machine")
        return definition

    async def _hold(
        self, definition: Definition, words: Sequence[str], is_needed: Callable[[Pace], bool]
    ) -> Outcome | None:
        """Crawl the board while its host is ours; None where that is not needed any more."""
        host = host_of(definition.url)
        if host in self._hosts:
            raise LaterError(datetime.now(UTC) + SOON, f"the last crawl of {host} is ending")
        self._hosts.add(host)
        try:
            dispatch, me = self.store.dispatch(), this_process()
            if not await asyncio.to_thread(dispatch.claim, definition.board, host, me, LEASE, is_needed):
                await self._refused(host)
                return None
            outcome = await self._crawl(definition, host, words)
        except DatabaseUnavailableError as error:
            raise LaterError(datetime.now(UTC) + SOON, str(error)) from error
        finally:
            self._hosts.discard(host)
        return await self._judged(outcome, host)

    async def _refused(self, host: str) -> None:
        """Raises LaterError where the host is held or left alone; else the crawl is not needed any more."""
        record = await asyncio.to_thread(self.store.dispatch().host, host)
        if record.closed_until is not None:
            raise LaterError(record.closed_until, f"{host} is left alone: {record.reason}")
        if record.busy:
            raise LaterError(datetime.now(UTC) + SOON, f"{host} is being crawled by {record.owner}")

    async def _crawl(self, definition: Definition, host: str, words: Sequence[str]) -> Outcome:
        dispatch, holder = self.store.dispatch(), this_process()
        before = await asyncio.to_thread(dispatch.latest_run, definition.board)
        began, ending = datetime.now(UTC), asyncio.Event()
        pids: asyncio.Queue[int] = asyncio.Queue()
        crawl = ProcessCrawl((*self.words, *words), self.memory, pids.put_nowait)
        outcome: Outcome | None = None

        async def keep() -> None:
            """Hold the host in the name of the process that burdens it: the claim ends with it."""
            nonlocal holder
            crawler = process(await pids.get())
            while True:
                try:
                    is_held = await asyncio.to_thread(dispatch.renew, host, holder, LEASE, crawler)
                    holder = crawler if is_held else holder
                    if not is_held:
                        logger.warning("%s was taken over, since it was not renewed in time; its crawl ends", host)
                        ending.set()
                        return
                except DatabaseUnavailableError as error:
                    logger.warning("the claim on %s could not be renewed: %s", host, error)
                await asyncio.sleep(RENEWED_EVERY.total_seconds())

        keeping = asyncio.ensure_future(keep())
        watching = asyncio.ensure_future(_pass_on(self.stop, ending))
        crawling = asyncio.ensure_future(crawl(definition, definition.time_limit, ending))
        try:
            ended = await _to_its_end(crawling, ending)
            seconds = (datetime.now(UTC) - began).total_seconds()
            outcome = await asyncio.to_thread(outcome_of, self.store, definition, before, ended, seconds)
            self.tell(outcome)
            return outcome
        finally:
            for task in (keeping, watching):
                task.cancel()
            await asyncio.gather(keeping, watching, return_exceptions=True)
            await asyncio.to_thread(give_back, dispatch, host, holder, outcome)

    async def _judged(self, outcome: Outcome, host: str) -> Outcome:
        """Raise what the queue must know of an outcome."""
        run = outcome.run
        if run is None:
            raise LaterError(datetime.now(UTC) + SOON, "another run holds the board")
        if self.stop.is_set():
            raise LaterError(datetime.now(UTC), "this worker is ending")
        if outcome.died or HOST_VERDICTS.get(run.verdict or "failed", True):
            record = await asyncio.to_thread(self.store.dispatch().host, host)
            raise FailedError(run.reason, record.closed_until)
        return outcome


async def _pass_on(stop: asyncio.Event, ending: asyncio.Event) -> None:
    await stop.wait()
    ending.set()


async def _to_its_end(crawling: asyncio.Future[Ended], ending: asyncio.Event) -> Ended:
    """Wait for the crawl; where the job is cancelled, ask it to end first, so that nothing goes on behind our back."""
    try:
        return await asyncio.shield(crawling)
    except asyncio.CancelledError:
        ending.set()
        await asyncio.wait({crawling})
        raise


__all__ = ["BoardJobs", "FailedError", "LaterError", "Retrying"]
