"""What is in the queue, and who works at it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, text

from newscrawl.queue.filling import BACKFILL_TASK
from newscrawl.queue.records import HostPace, JobRecord, Kind, Status, WorkerRecord

STALLED = 30.0
"""Seconds without a heartbeat (one comes every 10) after which a worker counts as gone; its jobs are given back."""

PACE_OVER = timedelta(hours=1)

_JOBS = """
SELECT job.*, detail.host AS at_host, detail.pid,
       (SELECT max(at) FROM procrastinate_events event WHERE event.job_id = job.id AND event.at <= now()) AS last_at
FROM procrastinate_jobs job LEFT JOIN worker_detail detail ON detail.worker_id = job.worker_id
"""


def jobs(connection: Connection, status: Status | None, board: str | None, limit: int) -> list[JobRecord]:
    """Jobs in the order in which they are taken, those that run first and those that have ended last."""
    rows = connection.execute(
        text(
            _JOBS
            + """WHERE (CAST(:status AS text) IS NULL OR status::text = :status)
            AND (CAST(:board AS text) IS NULL OR args->>'board' = :board)
            ORDER BY
                array_position(ARRAY['doing', 'todo', 'failed', 'aborted', 'cancelled', 'succeeded'], status::text),
                priority DESC, id LIMIT :limit"""
        ),
        {"status": status, "board": board, "limit": limit},
    )
    return [_job(row) for row in rows]


def job(connection: Connection, job_id: int) -> JobRecord | None:
    row = connection.execute(text(_JOBS + "WHERE id = :id"), {"id": job_id}).one_or_none()
    return _job(row) if row is not None else None


def events(connection: Connection, job_id: int) -> list[tuple[datetime, str]]:
    """What became of a job, oldest first."""
    query = text("SELECT at, type::text FROM procrastinate_events WHERE job_id = :id ORDER BY id")
    return [(row.at, row.type) for row in connection.execute(query, {"id": job_id})]


def _job(row: Row[Any]) -> JobRecord:
    return JobRecord(
        row.id,
        "backfill" if row.task_name == BACKFILL_TASK else "crawl",
        row.args["board"],
        row.lock,
        row.status,
        row.priority,
        row.attempts,
        datetime.fromisoformat(row.args["due"]),
        row.scheduled_at if row.status == "todo" else None,
        row.last_at,
        f"{row.at_host}:{row.pid}" if row.pid is not None else None,
    )


def workers(connection: Connection) -> list[WorkerRecord]:
    """Every worker that is registered; those that are gone without a word stay until their jobs are given back."""
    rows = connection.execute(
        text(
            """SELECT worker.id, worker.last_heartbeat, detail.*,
                worker.last_heartbeat < now() - make_interval(secs => :stalled) AS is_stalled,
                ARRAY(SELECT args->>'board' FROM procrastinate_jobs job
                      WHERE job.worker_id = worker.id AND job.status = 'doing' ORDER BY 1) AS boards
            FROM procrastinate_workers worker LEFT JOIN worker_detail detail ON detail.worker_id = worker.id
            ORDER BY worker.id"""
        ),
        {"stalled": STALLED},
    )
    return [
        WorkerRecord(
            row.id,
            row.host or "?",
            row.pid or 0,
            row.version or "?",
            row.concurrency or 0,
            row.started_at,
            row.last_heartbeat,
            row.is_stalled,
            bool(row.stopping),
            tuple(row.boards),
        )
        for row in rows
    ]


def counts(connection: Connection) -> dict[tuple[Kind, Status], int]:
    """How many jobs there are of each kind and status."""
    rows = connection.execute(
        text("SELECT task_name, status::text AS status, count(*) AS jobs FROM procrastinate_jobs GROUP BY 1, 2")
    )
    return {("backfill" if row.task_name == BACKFILL_TASK else "crawl", row.status): row.jobs for row in rows}


def oldest_due(connection: Connection) -> list[datetime]:
    """Since when the crawl that waits the longest has been due; none where none waits."""
    query = text(
        """SELECT min((args->>'due')::timestamptz) FROM procrastinate_jobs
        WHERE status = 'todo' AND task_name <> :backfill"""
    )
    found = connection.execute(query, {"backfill": BACKFILL_TASK}).scalar_one()
    return [found] if found is not None else []


def paces(connection: Connection, now: datetime) -> list[HostPace]:
    """How each host that a worker went to was burdened within the last hour."""
    rows = connection.execute(
        text(
            """SELECT board.site AS host, count(*) AS crawls,
                coalesce(sum((run.evidence->>'requests')::bigint), 0) AS requests,
                coalesce(sum(run.finished_at - run.started_at), interval '0') AS busy
            FROM run JOIN board ON board.id = run.board_id
            WHERE run.finished_at >= :since
            GROUP BY 1 ORDER BY 1"""
        ),
        {"since": now - PACE_OVER},
    )
    return [HostPace(row.host, row.crawls, int(row.requests), row.busy) for row in rows]
