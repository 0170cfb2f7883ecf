"""Figures for Prometheus, as a file that node_exporter's textfile collector reads; written whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from newscrawl.errors import NewscrawlError
from newscrawl.health.check import BoardHealth
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


def write_metrics(path: Path, boards: Sequence[BoardHealth], hosts: Sequence[HostRecord], now: datetime) -> None:
    """Write the file, in place of the last one. Raises NewscrawlError where it cannot be written."""
    registry = CollectorRegistry()
    gauges = {name: Gauge(name, words, ("site", "board"), registry=registry) for name, words in FIGURES.items()}
    verdict = Gauge(
        "newscrawl_board_verdict",
        "1 for the verdict of the board's last crawl.",
        ("site", "board", "verdict"),
        registry=registry,
    )
    closed = Gauge(
        "newscrawl_host_closed", "1 where a host is left alone after failures.", ("host",), registry=registry
    )
    Gauge("newscrawl_metrics_timestamp_seconds", "When this file was written.", registry=registry).set(now.timestamp())
    for board in boards:
        labels = (board.site, board.board)
        for name, value in board.figures().items():
            if value is not None:
                gauges[name].labels(*labels).set(value)
        for each in VERDICTS:
            verdict.labels(*labels, each).set(board.verdict == each)
    for host in hosts:
        closed.labels(host.name).set(host.closed_until is not None)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_to_textfile(str(path), registry)
    except OSError as error:
        raise NewscrawlError(f"The figures could not be written to {path}: {error.strerror}.") from error
