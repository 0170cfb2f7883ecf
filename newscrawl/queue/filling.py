"""Fill the queue: a job for each board that is due and has none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from procrastinate.sync_psycopg_connector import SyncPsycopgConnector
from sqlalchemy import Connection, text

from newscrawl.fleet import due, host_of
from newscrawl.queue.priority import BACKFILL, priority_of
from newscrawl.queue.records import Kind
from newscrawl.sites import Definition
from newscrawl.store.dispatch import Dispatch

QUEUE = "newscrawl"
CRAWL, BACKFILL_TASK = "crawl", "backfill"

BATCH = 500
"""Jobs that are queued by one statement."""


@dataclass(slots=True, frozen=True)
class Planned:
    """A job that is to be queued."""

    kind: Kind
    board: str
    host: str
    priority: int
    due: datetime
    pages: int | None = None

    @property
    def queueing_lock(self) -> str:
        """What at most one waiting job holds: the board, so that slow ones do not pile up."""
        return queueing_lock(self.kind, self.board)

    def job(self) -> Job:
        """The job as Procrastinate keeps it. Its lock is the host: one job of it runs at a time, on any worker."""
        told: dict[str, Any] = {"board": self.board, "due": self.due.isoformat()}
        return Job(
            id=None,
            queue=QUEUE,
            lock=self.host,
            queueing_lock=self.queueing_lock,
            task_name=CRAWL if self.kind == "crawl" else BACKFILL_TASK,
            priority=self.priority,
            task_kwargs=told | ({"pages": self.pages} if self.pages is not None else {}),
        )


def queueing_lock(kind: Kind, board: str) -> str:
    return board if kind == "crawl" else f"backfill:{board}"


def due_crawls(
    definitions: Sequence[Definition], dispatch: Dispatch, closed: Collection[str], now: datetime
) -> tuple[list[Planned], list[str]]:
    """The crawls of boards that are due, those that have waited longest first; and the boards whose hosts are closed.

    A closed host's board gets no job: it would stand in the way of nothing, but be taken up for nothing too.
    """
    planned, left = [], []
    for definition, at in due(definitions, dispatch, now):
        assert definition.name is not None
        host = host_of(definition.url)
        if host in closed:
            left.append(definition.name)
        else:
            priority = priority_of(definition.schedule, now - at)
            planned.append(Planned("crawl", definition.name, host, priority, at))
    return planned, left


def put(connection: Connection, planned: Sequence[Planned]) -> list[Planned]:
    """Queue jobs; gives those that were queued.

    A board that has a job already, waiting or running, gets none. That holds for running ones too, although their
    queueing lock is free: a job that is tried again goes back to waiting, and could not where another one waits.
    The caller holds the lock of a fill, so that two fills do not see the same gap.
    """
    there = set(
        connection.execute(
            text("SELECT queueing_lock FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")
        ).scalars()
    )
    wanted = {each.queueing_lock: each for each in planned if each.queueing_lock not in there}
    left = list(wanted.values())
    manager = JobManager(SyncPsycopgConnector())
    queued: list[Planned] = []
    for start in range(0, len(left), BATCH):
        some = left[start : start + BATCH]
        try:
            with connection.begin_nested():
                manager.batch_defer_jobs([each.job() for each in some], connection.connection.driver_connection)
        except AlreadyEnqueued:
            continue  # a job came back to waiting meanwhile; the next fill, in seconds, queues the rest
        queued += some
    return queued


def backfill_job(board: str, host: str, pages: int, now: datetime) -> Planned:
    """The next slice of a back-fill."""
    return Planned("backfill", board, host, BACKFILL, now, pages)
