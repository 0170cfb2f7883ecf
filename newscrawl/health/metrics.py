"""Figures for Prometheus, as a file that node_exporter's textfile collector reads; written whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from newscrawl.errors import NewscrawlError
from newscrawl.health.check import BoardHealth

if TYPE_CHECKING:
    from newscrawl.queue.records import QueueFigures
from newscrawl.store.dispatch import HostRecord

VERDICTS = ("complete", "quiet", "partial", "changed", "blocked", "failed")

FIGURES = {
    "newscrawl_board_last_success_timestamp_seconds": "When the last crawl with the verdict complete or quiet ended.",
    "newscrawl_board_last_run_timestamp_seconds": "When the board's last crawl ended.",
    "newscrawl_board_last_run_duration_seconds": "How long the board's last crawl took.",
    "newscrawl_board_last_run_requests": "HTTP requests of the board's last crawl.",
    "newscrawl_board_last_run_posts_new": "Posts that the board's last crawl found new.",
    "newscrawl_board_last_run_problems": "Problems of the board's last crawl.",
    "newscrawl_board_posts": "Live posts of the board in the database.",
    "newscrawl_board_overdue": "1 where no crawl has succeeded for longer than the board's schedule allows.",
}
"""Each has the labels site and board."""


QUEUE_FIGURES = {
    "newscrawl_queue_oldest_due_seconds": "How long the board that has waited the longest has been due.",
    "newscrawl_workers": "Workers that are heard of.",
    "newscrawl_workers_gone": "Workers that are silent, and whose jobs are not given back yet.",
    "newscrawl_worker_slots": "Hosts that the workers crawl at once at most.",
}
"""Figures of the queue of many machines, without labels."""

BACKFILL_FIGURES = {
    "newscrawl_backfill_posts": "Posts of the board that are stored.",
    "newscrawl_backfill_posts_expected": "Posts that the board counts.",
    "newscrawl_backfill_paused": "1 where the back-fill is paused.",
    "newscrawl_backfill_end_timestamp_seconds": "When the back-fill will be done at its pace.",
}
"""Each has the label board; only back-fills that are under way."""

HOST_FIGURES = {
    "newscrawl_host_requests_last_hour": "Requests to the host by crawls that ended within the last hour.",
    "newscrawl_host_crawls_last_hour": "Crawls of the host that ended within the last hour.",
    "newscrawl_host_busy_seconds_last_hour": "Seconds within the last hour in which the host was being crawled.",
}
"""Each has the label host."""


def write_metrics(
    path: Path,
    boards: Sequence[BoardHealth],
    hosts: Sequence[HostRecord],
    now: datetime,
    queue: QueueFigures | None = None,
) -> None:
    """Write the file, in place of the last one; `queue` where workers share one.

    Raises NewscrawlError where the file cannot be written.
    """
    figures = CollectorRegistry()
    gauges = {name: _gauge(figures, name, words, "site", "board") for name, words in FIGURES.items()}
    verdict = _gauge(
        figures, "newscrawl_board_verdict", "1 for the verdict of the board's last crawl.", "site", "board", "verdict"
    )
    closed = _gauge(figures, "newscrawl_host_closed", "1 where a host is left alone after failures.", "host")
    _gauge(figures, "newscrawl_metrics_timestamp_seconds", "When this file was written.").set(now.timestamp())
    for board in boards:
        labels = (board.site, board.board)
        for name, value in board.figures().items():
            if value is not None:
                gauges[name].labels(*labels).set(value)
        for each in VERDICTS:
            verdict.labels(*labels, each).set(board.verdict == each)
    for host in hosts:
        closed.labels(host.name).set(host.closed_until is not None)
    if queue is not None:
        _tell_queue(figures, queue)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_to_textfile(str(path), figures)
    except OSError as error:
        raise NewscrawlError(f"The figures could not be written to {path}: {error.strerror}.") from error


def _gauge(figures: CollectorRegistry, name: str, words: str, *labels: str) -> Gauge:
    gauge = Gauge(name, words, labels, "", "", "", None)
    figures.register(gauge)
    return gauge


def _tell_queue(figures: CollectorRegistry, queue: QueueFigures) -> None:
    plain = {name: _gauge(figures, name, words) for name, words in QUEUE_FIGURES.items()}
    plain["newscrawl_queue_oldest_due_seconds"].set(queue.oldest_due.total_seconds() if queue.oldest_due else 0)
    plain["newscrawl_workers"].set(queue.workers)
    plain["newscrawl_workers_gone"].set(queue.stalled_workers)
    plain["newscrawl_worker_slots"].set(queue.slots)
    jobs = _gauge(figures, "newscrawl_queue_jobs", "Jobs in the queue.", "kind", "state")
    for kind in ("crawl", "backfill"):
        for state in ("todo", "doing", "failed"):
            jobs.labels(kind, state).set(0)
    for (kind, status), count in queue.jobs.items():
        jobs.labels(kind, status).set(count)
    fills = {name: _gauge(figures, name, words, "board") for name, words in BACKFILL_FIGURES.items()}
    for fill in queue.backfills:
        if fill.state == "done":
            continue
        values = (fill.live, fill.expected, fill.state == "paused", fill.ends_at.timestamp() if fill.ends_at else None)
        for name, value in zip(BACKFILL_FIGURES, values, strict=True):
            if value is not None:
                fills[name].labels(fill.board).set(value)
    paces = {name: _gauge(figures, name, words, "host") for name, words in HOST_FIGURES.items()}
    for host in queue.hosts:
        for name, value in zip(HOST_FIGURES, (host.requests, host.crawls, host.busy.total_seconds()), strict=True):
            paces[name].labels(host.host).set(value)
