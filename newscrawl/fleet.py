"""Crawl every board that is due: several hosts at once, one crawl a host, each crawl in a process of its own.

Safe to start every minute, and many times at once. What is due is asked of the database, boards are claimed there
(store/dispatch.py), and nothing is remembered here: a program that is killed leaves nothing to clean up.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import urlsplit

from newscrawl import leash
from newscrawl.schedule import shown
from newscrawl.sites import Definition
from newscrawl.store import Store
from newscrawl.store.dispatch import Dispatch, Pace
from newscrawl.store.lease import this_process
from newscrawl.store.records import RunRecord

logger = logging.getLogger(__name__)

GRACE = timedelta(seconds=30)
"""How long a crawl may take to end after it was asked to; its batch in hand is written meanwhile."""

HOST_VERDICTS = {"complete": False, "quiet": False, "partial": False, "changed": False, "blocked": True, "failed": True}
"""Whether a verdict speaks of a host in trouble, which is then left alone for a while."""

BUSY = 3
"""The exit code of a crawl whose board another run holds: nothing is wrong."""


@dataclass(slots=True, frozen=True)
class Ended:
    """How a crawl's process ended: its exit code (negative: the signal that killed it), whether it was too slow, and
    whether it was ended since the program was."""

    code: int
    too_slow: bool = False
    stopped: bool = False


@dataclass(slots=True, frozen=True)
class Outcome:
    """What a scheduled crawl came to, and the board's run before. `run` is None where another run held the board.

    `died`: the crawl's process was ended by a signal.
    """

    definition: Definition
    run: RunRecord | None
    exit_code: int
    seconds: float
    before: RunRecord | None = None
    died: bool = False

    @property
    def is_news(self) -> bool:
        """Whether a person may want to read of it: posts that are new, or another verdict than the time before."""
        if self.run is None:
            return False
        same = self.before is not None and self.before.verdict == self.run.verdict
        moved = self.run.posts_new + self.run.posts_edited + self.run.posts_deleted
        return bool(moved) or not (same or self.run.verdict == "quiet")


class Crawl(Protocol):
    """Crawls one board in a process of its own."""

    def __call__(self, definition: Definition, limit: timedelta, stop: asyncio.Event) -> Awaitable[Ended]: ...


@dataclass(slots=True)
class Fleet:
    """Crawls what is due of `definitions`, at most `jobs` hosts of this machine at a time.

    `crawl` crawls one board; `tell` hears each outcome as it comes; `stop` ends all crawls in hand, cleanly.
    """

    store: Store
    definitions: Sequence[Definition]
    crawl: Crawl
    jobs: int = 2
    tell: Callable[[Outcome], None] = lambda _outcome: None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    _waiting: list[Definition] = field(default_factory=list)
    _busy: set[str] = field(default_factory=set)
    _freed: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> list[Outcome]:
        """Crawl until nothing that was due at the start is left. Raises DatabaseUnavailableError."""
        dispatch = self.store.dispatch()
        waiting = await asyncio.to_thread(due, self.definitions, dispatch, self.now())
        self._waiting = [definition for definition, _ in waiting]
        free = self.jobs - await asyncio.to_thread(dispatch.busy_here, socket.gethostname() + ":")
        outcomes: list[Outcome] = []
        async with asyncio.TaskGroup() as workers:
            for _ in range(min(free, len(self._waiting))):
                workers.create_task(self._work(dispatch, outcomes))
        return outcomes

    async def _work(self, dispatch: Dispatch, outcomes: list[Outcome]) -> None:
        while not self.stop.is_set() and (definition := await self._next()) is not None:
            name = host_of(definition.url)
            try:
                if await self._claim(dispatch, definition, name):
                    outcome = await self._crawl(dispatch, definition, name)
                    outcomes.append(outcome)
                    self.tell(outcome)
            finally:
                self._busy.discard(name)
                self._freed.set()

    async def _next(self) -> Definition | None:
        """The board that is due longest and whose host is not being crawled from here; None when none is left."""
        while self._waiting:
            chosen = next((each for each in self._waiting if host_of(each.url) not in self._busy), None)
            if chosen is not None:
                self._waiting.remove(chosen)
                self._busy.add(host_of(chosen.url))
                return chosen
            self._freed.clear()
            await self._freed.wait()
        return None

    async def _claim(self, dispatch: Dispatch, definition: Definition, name: str) -> bool:
        def is_due(pace: Pace) -> bool:
            return definition.schedule.is_due(pace.last, pace.quiet, self.now())

        lasts = definition.time_limit + 2 * GRACE
        return await asyncio.to_thread(dispatch.claim, definition.board, name, this_process(), lasts, is_due)

    async def _crawl(self, dispatch: Dispatch, definition: Definition, name: str) -> Outcome:
        began, before = self.now(), await asyncio.to_thread(dispatch.latest_run, definition.board)
        outcome: Outcome | None = None
        try:
            ended = await self.crawl(definition, definition.time_limit, self.stop)
            seconds = (self.now() - began).total_seconds()
            outcome = await asyncio.to_thread(outcome_of, self.store, definition, before, ended, seconds)
            return outcome
        finally:
            await asyncio.to_thread(give_back, dispatch, name, this_process(), outcome)


def outcome_of(store: Store, definition: Definition, before: RunRecord | None, ended: Ended, seconds: float) -> Outcome:
    """What a crawl left in the database; a run that ended without a word gets its verdict here."""
    dispatch = store.dispatch()
    if ended.code == BUSY:
        return Outcome(definition, None, 0, seconds, before)
    run = dispatch.latest_run(definition.board)
    if run is not None and before is not None and run.id == before.id:
        run = None
    if run is None or run.verdict is None:
        reason = cause_of_death(ended, definition)
        run = store.run(dispatch.record_death(definition.board, run.id if run else None, reason))
        return Outcome(definition, run, max(ended.code, 1), seconds, before, died=ended.code < 0)
    return Outcome(definition, run, max(ended.code, 0), seconds, before, died=ended.code < 0)


def give_back(dispatch: Dispatch, host_name: str, owner: str, outcome: Outcome | None) -> None:
    """Give a host back, and tell from the outcome whether it is in trouble: a crawl that died says nothing of that."""
    failed, reason, rest = None, "", None
    if outcome is not None and outcome.run is not None and outcome.run.verdict is not None and not outcome.died:
        failed, reason = HOST_VERDICTS.get(outcome.run.verdict), outcome.run.reason
        asked = (outcome.run.evidence or {}).get("rest_until")
        rest = datetime.fromisoformat(asked) if asked else None
    dispatch.release(host_name, owner, failed=failed, reason=reason, rest=rest)


def due(definitions: Sequence[Definition], dispatch: Dispatch, now: datetime) -> list[tuple[Definition, datetime]]:
    """The boards that are due, and since when; those that have waited longest first."""
    times, pace_of = [], dispatch.paces()
    for definition in definitions:
        if definition.paused:
            continue
        pace = pace_of(definition.board)
        at = definition.schedule.next(pace.last, pace.quiet, now)
        if at <= now:
            times.append((at, definition.name or definition.url, definition))
    return [(definition, at) for at, _, definition in sorted(times, key=lambda each: each[:2])]


def host_of(url: str) -> str:
    """The host that a crawl burdens. On loopback each port is a server of its own."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    with suppress(ValueError):
        if ip_address(host).is_loopback:
            return parts.netloc
    return parts.netloc if host == "localhost" else host


def cause_of_death(ended: Ended, definition: Definition) -> str:
    """Why a crawl's process ended without a verdict, and what to do."""
    if ended.too_slow:
        return f"It was ended at its limit of {shown(definition.time_limit)}. What was committed is safe; it goes on."
    if ended.stopped:
        return "It was ended with the program that started it. What was committed is safe; it goes on."
    if ended.code == -signal.SIGKILL:
        return "Its process was killed (signal 9), perhaps for want of memory. What was committed is safe; it goes on."
    if ended.code < 0:
        return f"Its process was ended by {signal.Signals(-ended.code).name}. What was committed is safe; it goes on."
    return f"Its process ended with exit code {ended.code} before its run began; the log says why."


@dataclass(slots=True, frozen=True)
class ProcessCrawl:
    """Crawls a board with the command `newscrawl crawl`, in a process on a leash, whose memory (MiB) can be bounded.

    `began` is told the process's id before it does anything that matters.
    """

    words: Sequence[str] = ()
    memory: int | None = None
    began: Callable[[int], None] = lambda _pid: None

    async def __call__(self, definition: Definition, limit: timedelta, stop: asyncio.Event) -> Ended:
        target = definition.name or definition.url
        theirs, ours = os.pipe()
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "newscrawl", "crawl", *self.words, "--", target),
                stdin=asyncio.subprocess.DEVNULL,
                pass_fds=(theirs,),
                env=os.environ | leash.held_by(theirs),
            )
        except BaseException:
            os.close(ours)
            raise
        finally:
            os.close(theirs)
        if self.memory is not None:
            bound_memory(process.pid, self.memory)
        self.began(process.pid)
        over = asyncio.ensure_future(process.wait())
        stopping = asyncio.ensure_future(stop.wait())
        beating = asyncio.ensure_future(_beat(ours))
        try:
            await asyncio.wait({over, stopping}, timeout=limit.total_seconds(), return_when=asyncio.FIRST_COMPLETED)
            if over.done():
                return Ended(over.result())
            too_slow = not stop.is_set()
            with suppress(ProcessLookupError):
                process.terminate()
            await asyncio.wait({over}, timeout=GRACE.total_seconds())
            if not over.done():
                with suppress(ProcessLookupError):
                    process.kill()
            return Ended(await over, too_slow, stopped=not too_slow)
        finally:
            stopping.cancel()
            beating.cancel()
            os.close(ours)


async def _beat(end: int) -> None:
    os.set_blocking(end, False)
    while True:
        # A crawl that is stopped reads nothing, and one that has ended nothing more: both are known otherwise.
        with suppress(OSError):
            os.write(end, b".")
        await asyncio.sleep(leash.BEAT)


def bound_memory(pid: int, mebibytes: int) -> None:
    """Bound a process's address space, where the system can; it then ends with a clear word instead of its machine."""
    try:
        from resource import RLIMIT_AS, prlimit
    except ImportError:  # no Linux
        return
    with suppress(ProcessLookupError):
        prlimit(pid, RLIMIT_AS, (mebibytes << 20, mebibytes << 20))


__all__ = ["Ended", "Fleet", "Outcome", "ProcessCrawl", "due", "host_of"]
