"""A run's way to the database from an event loop: one thread, batches, and an answer when a batch is committed.

A server that is restarted in mid-crawl is waited for. One that stays away ends the crawl, and what was in hand is kept
in a file for the next run.
"""

from __future__ import annotations

import asyncio
import logging
import random
import threading
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from newscrawl.errors import DatabaseUnavailableError, NewscrawlError
from newscrawl.items import Board, Item, ListingItem, Post
from newscrawl.seen import Standing
from newscrawl.store import Run, Store, spill
from newscrawl.store.lease import LEASE
from newscrawl.store.records import RunRecord, Wanted, Written
from newscrawl.store.spill import Spill

logger = logging.getLogger(__name__)

BATCH_ROWS = 500
"""Rows after which a batch is written at once."""

BATCH_SECONDS = 0.25
"""How long a document waits for company. A listing page waits for nothing: the walk waits for it."""

RENEWALS = 4.5
"""How often the board's lease is renewed within its length while a crawl waits for a slow site: every 20 seconds."""

PATIENCE_SECONDS = 120.0
"""How long a crawl waits for a database that was there when it began."""

FIRST_PAUSE, LONGEST_PAUSE = 0.25, 10.0
"""Seconds between two tries to reach the database: each pause is twice the last, give or take a quarter."""

T = TypeVar("T")


@dataclass(slots=True)
class _Batch:
    items: list[Item] = field(default_factory=list)
    rows: int = 0
    done: asyncio.Future[Written] | None = None


class Session:
    """One run on one board. Every method runs its SQL in the session's own thread, in the order of the calls.

    Raises what the store raises: BoardBusyError from `begin`; DatabaseUnavailableError and LeaseLostError from any.
    DatabaseUnavailableError comes when the database has stayed away for `patience` seconds, and from then on at once;
    `when_lost` is told then, with the error, and every item that was or is given to `write` goes into `spill`.
    """

    def __init__(
        self,
        store: Store,
        run: Run,
        thread: ThreadPoolExecutor,
        spilled: Spill | None,
        patience: float,
        hold: timedelta,
    ) -> None:
        self.run = run
        self.written = Written()
        self.spill = spilled
        self.when_lost: Callable[[NewscrawlError], None] | None = None
        self._patience = patience
        self._hold = hold
        self._lost: DatabaseUnavailableError | None = None
        self._closing = threading.Event()
        self._store = store
        self._thread = thread
        self._batch = _Batch()
        self._timer: asyncio.TimerHandle | None = None
        self._flushes: set[asyncio.Task[None]] = set()
        self._renewal: asyncio.Task[None] | None = None

    @classmethod
    async def begin(
        cls,
        database_url: str,
        board: Board,
        *,
        mode: str = "crawl",
        folder: Path | None = None,
        patience: float = PATIENCE_SECONDS,
        hold: timedelta = LEASE,
    ) -> Session:
        """Open the database, migrate it if it is older, take the board's lease and begin a run.

        `folder` is the data folder, from which what earlier runs have spilled is loaded, and where this one may spill.
        """
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="newscrawl-store")

        def begin() -> tuple[Store, Run, Written]:
            store = Store(database_url).open(notify=logger.info)
            try:
                run = store.begin_run(board, mode=mode, hold=hold)
                loaded = spill.load(folder, database_url, board, run) if folder is not None else Written()
            except BaseException:
                store.close()
                raise
            return store, run, loaded

        try:
            store, run, loaded = await asyncio.get_running_loop().run_in_executor(thread, begin)
        except BaseException:
            thread.shutdown(wait=False)
            raise
        spilled = Spill(folder, database_url, board, run.id) if folder is not None else None
        session = cls(store, run, thread, spilled, patience, hold)
        session.written += loaded
        session._renewal = asyncio.ensure_future(session._renew())
        return session

    async def call(self, function: Callable[..., T], *args: Any) -> T:
        """Run `function` in the session's thread, after all that was asked for before.

        It is run again after a while where the database cannot be reached, so it must do no harm when it runs twice:
        a transaction may have been committed although its answer never came.
        """
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._persist, function, *args)
        except NewscrawlError as error:
            if self.when_lost is not None:
                self.when_lost(error)
            raise

    def _persist(self, function: Callable[..., T], *args: Any) -> T:
        """Run `function` until the database answers, or patience ends."""
        if self._lost is not None:
            raise self._lost
        pause, began = FIRST_PAUSE, None
        while True:
            try:
                result = function(*args)
            except DatabaseUnavailableError as error:
                now = time.monotonic()
                if began is None:
                    began = now
                    logger.warning("%s Trying again for %.0f seconds.", error, self._patience)
                left = self._patience - (now - began)
                # Other calls wait meanwhile: the order in which they were made must hold.
                if left <= 0 or self._closing.wait(min(left, pause * random.uniform(0.75, 1.25))):  # noqa: S311
                    self._lost = error
                    raise
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                if began is not None:
                    logger.warning("The database is back, after %.0f seconds.", time.monotonic() - began)
                return result

    async def write(self, item: Item) -> None:
        """Put an item into the next batch; returns when the batch's transaction is committed."""
        batch = self._batch
        batch.items.append(item)
        batch.rows += len(item.posts) if isinstance(item, ListingItem) else 1
        if batch.done is None:
            batch.done = asyncio.get_running_loop().create_future()
        done = batch.done
        if isinstance(item, ListingItem) or batch.rows >= BATCH_ROWS:
            self._flush()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(BATCH_SECONDS, self._flush)
        await asyncio.shield(done)

    async def compare(self, posts: Sequence[Post]) -> list[Standing]:
        """For each post, whether the board's stored posts lack it, hold another state of it, or know it."""
        return await self.call(self.run.compare, posts)

    async def wanted(self, limit: int, skip: Collection[str], seen_since: datetime | None = None) -> list[Wanted]:
        """Posts whose documents are to be fetched, without those in `skip`; see `Run.wanted`."""
        return await self.call(lambda: self.run.wanted(limit, skip=skip, seen_since=seen_since))

    async def wanted_after(self, post_id: int, limit: int) -> list[Wanted]:
        """The next posts whose documents are to be fetched, in the order in which they were first seen."""
        return await self.call(lambda: self.run.wanted(limit, after=post_id))

    async def finish(
        self, verdict: str, *, reason: str, complete_to: str | None = None, evidence: dict[str, Any] | None = None
    ) -> RunRecord:
        """Write what is left, end the run, give the lease back and close the database."""
        try:
            await self.flush()
            return await self.call(
                lambda: self.run.finish(verdict, reason=reason, complete_to=complete_to, evidence=evidence)
            )
        finally:
            await self.close()

    async def flush(self) -> None:
        """Write what is waiting; returns when all that was given is committed."""
        self._flush()
        while self._flushes:
            await asyncio.gather(*self._flushes)

    async def close(self) -> None:
        """Close the database, without ending the run: its lease ends by itself."""
        if self._renewal is not None:
            self._renewal.cancel()
        self._closing.set()
        await asyncio.get_running_loop().run_in_executor(self._thread, self._store.close)
        self._thread.shutdown(wait=False)

    def _flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        batch, self._batch = self._batch, _Batch()
        if batch.items:
            task = asyncio.ensure_future(self._write(batch))
            self._flushes.add(task)
            task.add_done_callback(self._flushes.discard)

    async def _write(self, batch: _Batch) -> None:
        assert batch.done is not None
        try:
            written = await self.call(self.run.write, batch.items)
        except Exception as error:
            if self._lost is not None:
                await self._keep(batch.items)
            batch.done.set_exception(error)
            batch.done.exception()  # whoever waits for an item gets it; nobody may be left to
        else:
            self.written += written
            batch.done.set_result(written)

    async def _keep(self, items: Sequence[Item]) -> None:
        """Keep items that cannot be stored for the next run."""
        if self.spill is None:
            return
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self.spill.keep, items)
        except OSError as error:
            logger.error("%s could not be written: %s; the next run fetches it again", self.spill.path, error.strerror)

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(self._hold.total_seconds() / RENEWALS)
            try:
                await self.call(self.run.renew)
            except Exception as error:  # the next write meets the same trouble and reports it
                logger.warning("The board's lease could not be renewed: %s", error)
