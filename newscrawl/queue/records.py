"""What the queue tells: jobs, workers, back-fills, and figures of all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Kind = Literal["crawl", "backfill"]
Status = Literal["todo", "doing", "succeeded", "failed", "cancelled", "aborted"]


@dataclass(slots=True, frozen=True)
class JobRecord:
    """One board's crawl in the queue. `due`: since when; `not_before`: when it is tried again; `at`: its last event."""

    id: int
    kind: Kind
    board: str
    host: str
    status: Status
    priority: int
    attempts: int
    due: datetime
    not_before: datetime | None
    at: datetime | None
    worker: str | None


@dataclass(slots=True, frozen=True)
class WorkerRecord:
    """A worker that is registered. `beat`: when it was last heard; `boards`: what it crawls now."""

    id: int
    host: str
    pid: int
    version: str
    concurrency: int
    started_at: datetime | None
    beat: datetime
    is_stalled: bool
    is_stopping: bool
    boards: tuple[str, ...]


@dataclass(slots=True, frozen=True)
class BackfillRecord:
    """A back-fill: `live` posts stored of `expected` that the board counts, read in slices of `pages` listing pages.

    `ends_at` is when it will be done at the pace since it was begun or resumed; None where that is not known.
    """

    board: str
    pages: int
    state: Literal["running", "paused", "done"]
    began_at: datetime
    ended_at: datetime | None
    slices: int
    failures: int
    not_before: datetime | None
    live: int
    expected: int | None
    unread_below: int | None
    last_page: int | None
    waiting: int
    ends_at: datetime | None


@dataclass(slots=True, frozen=True)
class HostPace:
    """How a host was burdened within the last hour: crawls of its boards, and requests in them."""

    host: str
    crawls: int
    requests: int
    busy: timedelta


@dataclass(slots=True, frozen=True)
class QueueFigures:
    """The queue in figures: jobs by kind and status, how long the oldest due board has waited, who works."""

    jobs: dict[tuple[Kind, Status], int]
    oldest_due: timedelta | None
    workers: int
    stalled_workers: int
    slots: int
    backfills: list[BackfillRecord]
    hosts: list[HostPace]


@dataclass(slots=True, frozen=True)
class Filled:
    """What filling the queue came to: boards queued, and due boards left out since their hosts are left alone."""

    queued: tuple[str, ...] = ()
    backfills: tuple[str, ...] = ()
    left_alone: tuple[str, ...] = ()
