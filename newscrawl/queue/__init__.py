"""The queue of many machines: one job a board's crawl, in the PostgreSQL that holds the posts, on Procrastinate.

newscrawl run does the same on one machine without it. docs/scaling.md says when which.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Self

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from newscrawl.errors import ConfigurationError
from newscrawl.fleet import host_of
from newscrawl.sites import Definition
from newscrawl.store.dispatch import Dispatch
from newscrawl.store.opening import make_engine, parse_url, shown, told

try:
    from psycopg.errors import RaiseException

    from newscrawl.queue import backfill, filling, reading
    from newscrawl.queue.priority import NOW
    from newscrawl.queue.records import BackfillRecord, Filled, JobRecord, QueueFigures, Status, WorkerRecord
    from newscrawl.queue.tables import in_queue, is_there, set_up
except ModuleNotFoundError as missing:
    if missing.name is None or missing.name.split(".")[0] not in {"procrastinate", "psycopg", "psycopg_pool"}:
        raise
    raise ConfigurationError(
        "The queue needs Procrastinate, which is not installed.", "Install it with: pip install 'newscrawl[worker]'"
    ) from missing

__all__ = ["Queue"]

FILL_EVERY = timedelta(seconds=15)
"""How often the workers, all together, fill the queue."""

KEPT = timedelta(days=7)
"""How long jobs that failed or were cancelled stay to be looked at. Those that succeeded go at once: runs tell."""


class Queue:
    """The queue. Every method may raise DatabaseUnavailableError.

    Opening it raises ConfigurationError where the database is no PostgreSQL.
    """

    def __init__(self, database_url: str) -> None:
        self.url = parse_url(database_url)
        if not self.url.drivername.startswith("postgresql"):
            kind = "SQLite" if self.url.drivername == "sqlite" else "MariaDB"
            raise ConfigurationError(
                f"Workers share a queue in PostgreSQL, and the database {shown(self.url)} is {kind}.",
                "On one machine, newscrawl run does the same without a queue (newscrawl schedule shows how to start "
                "it); for several, set NEWSCRAWL_DATABASE_URL to a PostgreSQL, postgresql+psycopg://user@host/name.",
            )
        self.engine: Engine = make_engine(self.url)
        self.dispatch = Dispatch(self.engine, self.url, lambda: datetime.now(UTC))

    @classmethod
    def is_used(cls, database_url: str) -> bool:
        """Whether the database is one in which a queue has been set up."""
        if not parse_url(database_url).drivername.startswith("postgresql"):
            return False
        with cls(database_url) as queue, told(queue.url), queue.engine.connect() as connection:
            return is_there(connection)

    def open(self) -> Self:
        """Set the queue up in a database that has none, and bring it up to date where it is older."""
        with told(self.url):
            set_up(self.engine)
        return self

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def fill(self, definitions: Sequence[Definition], *, only_after: timedelta | None = None) -> Filled | None:
        """Queue every board that is due, and the next slices of back-fills.

        With `only_after` nothing is done, and None given, where that was done less long ago, or is being done.
        """
        now = datetime.now(UTC)
        with self._connection() as connection:
            if not _take_turn(connection, "fill", now, only_after):
                return None
            closed = {host.name for host in self.dispatch.hosts() if host.closed_until is not None}
            crawls, left = filling.due_crawls(definitions, self.dispatch, closed, now)
            backfill.start_defined(connection, definitions, self.dispatch, now)
            planned = crawls + backfill.slices(connection, definitions, closed, now)
            queued = filling.put(connection, planned)
        return Filled(
            tuple(each.board for each in queued if each.kind == "crawl"),
            tuple(each.board for each in queued if each.kind == "backfill"),
            tuple(left),
        )

    def fill_now(self, definitions: Sequence[Definition]) -> list[str]:
        """Queue these boards before all others, due or not; gives those that had no job yet."""
        now = datetime.now(UTC)
        planned = [
            filling.Planned("crawl", definition.name or "", host_of(definition.url), NOW, now)
            for definition in definitions
        ]
        with self._connection() as connection:
            _take_turn(connection, "fill", now, None)
            return [each.board for each in filling.put(connection, planned)]

    def backfill(self, definition: Definition, pages: int) -> None:
        """Begin to fill a board back in slices of so many listing pages, or change the slices of one under way."""
        now, reach = datetime.now(UTC), self.dispatch.reach(definition.board)
        assert definition.name is not None
        with self._connection() as connection:
            _take_turn(connection, "fill", now, None)
            backfill.begin(connection, definition.name, pages, reach, now)
            filling.put(connection, [filling.backfill_job(definition.name, host_of(definition.url), pages, now)])

    def note_slice(self, definition: Definition, *, failed: bool) -> bool:
        """Note that a slice of a back-fill was read; gives whether the board is read to its end. Else a fill queues the
        next, after the crawls of the host that became due meanwhile.
        """
        now, reach = datetime.now(UTC), self.dispatch.reach(definition.board)
        done = reach.is_read and not failed
        assert definition.name is not None
        with self._connection() as connection:
            backfill.note_slice(connection, definition.name, done=done, failed=failed, now=now)
        return done

    def pause(self, definition: Definition, *, paused: bool = True) -> None:
        """Pause a board's back-fill, or resume it. Raises ConfigurationError where none is under way."""
        now, reach = datetime.now(UTC), self.dispatch.reach(definition.board)
        with self._connection() as connection:
            there = backfill.pause(connection, definition.name or "", paused=paused, reach=reach, now=now)
        if not there:
            raise ConfigurationError(
                f"No back-fill of {definition.name} is under way.",
                f"Begin one: newscrawl queue fill --backfill {definition.name} --pages 50",
            )

    def is_filled_back(self, board: str) -> bool:
        """Whether a back-fill of the board is under way, be it paused."""
        with self._connection() as connection:
            return backfill.running(connection, board)

    def backfills(self, definitions: Sequence[Definition]) -> list[BackfillRecord]:
        """Every back-fill, with its progress."""
        with self._connection() as connection:
            return backfill.records(connection, definitions, self.dispatch, datetime.now(UTC))

    def jobs(self, *, status: Status | None = None, board: str | None = None, limit: int = 50) -> list[JobRecord]:
        """Jobs, in the order in which they are taken."""
        with self._connection() as connection:
            return reading.jobs(connection, status, board, limit)

    def job(self, job_id: int) -> tuple[JobRecord, list[tuple[datetime, str]]]:
        """A job, and what became of it. Raises ConfigurationError where there is none of this number."""
        with self._connection() as connection:
            found = reading.job(connection, job_id)
            if found is None:
                raise ConfigurationError(
                    f"There is no job {job_id}.", "One that succeeded is not kept: newscrawl runs tells what it did."
                )
            return found, reading.events(connection, job_id)

    def cancel(self, job_id: int) -> str:
        """Cancel a job that waits, or ask for the end of one that runs; gives which: "cancelled" or "ending"."""
        from procrastinate.sql import queries

        found, _ = self.job(job_id)
        if found.status not in {"todo", "doing"}:
            raise ConfigurationError(f"Job {job_id} has ended: it is {found.status}.")
        with self._connection() as connection:
            connection.exec_driver_sql(queries["cancel_job"], {"job_id": job_id, "abort": True, "delete_job": False})
        return "cancelled" if self.job(job_id)[0].status == "cancelled" else "ending"

    def retry(self, job_id: int) -> None:
        """Have a job that failed, or waits for its next try, taken up now. Raises ConfigurationError for any other."""
        found, _ = self.job(job_id)
        with self._connection() as connection:
            if found.status == "todo":
                query = text("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE id = :id AND status = 'todo'")
                connection.execute(query, {"id": job_id})
            elif found.status != "failed":
                raise ConfigurationError(
                    f"Job {job_id} is {found.status}; only one that failed or waits can be tried again.",
                    f"Queue its board anew: newscrawl queue fill {found.board}",
                )
            elif not retry_job(connection, job_id, datetime.now(UTC)):
                raise ConfigurationError(f"Another job of {found.board} is queued already.", "Nothing is to be done.")

    def give_back_stalled(self) -> list[str]:
        """Give back the jobs of workers that are gone; gives their boards.

        This is no job itself, and needs no free slot: it cannot stall, and full workers do not hold it up.
        """
        from procrastinate.sql import queries

        wanted = {"queue": None, "task_name": None, "seconds_since_heartbeat": reading.STALLED}
        with self._connection() as connection:
            if not _take_turn(connection, "give back", datetime.now(UTC), timedelta(seconds=5)):
                return []
            rows = connection.exec_driver_sql(queries["select_stalled_jobs_by_heartbeat"], wanted).mappings().all()
            for row in rows:
                self._give_back(connection, row["id"])
            connection.exec_driver_sql(queries["prune_stalled_workers"], {"seconds_since_heartbeat": reading.STALLED})
            return [row["args"]["board"] for row in rows]

    def give_back(self, job_ids: Sequence[int], worker_id: int) -> None:
        """Give back jobs that a worker does not know of, although the queue says that it runs them."""
        with self._connection() as connection:
            query = text(
                "SELECT id FROM procrastinate_jobs WHERE id = ANY(:ids) AND worker_id = :worker AND status = 'doing'"
            )
            for job_id in connection.execute(query, {"ids": list(job_ids), "worker": worker_id}).scalars().all():
                self._give_back(connection, job_id)

    def _give_back(self, connection: Connection, job_id: int) -> None:
        if not retry_job(connection, job_id, datetime.now(UTC)):
            # Another job of the board waits already: this one is no longer needed, and must not hold its host.
            query = text("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = :id AND status = 'doing'")
            connection.execute(query, {"id": job_id})

    def doing(self, worker_id: int) -> set[int]:
        """The jobs that a worker runs, as the queue has it."""
        query = text("SELECT id FROM procrastinate_jobs WHERE worker_id = :worker AND status = 'doing'")
        with self._connection() as connection:
            return set(connection.execute(query, {"worker": worker_id}).scalars())

    def introduce(self, worker_id: int, host: str, pid: int, version: str, slots: int, *, stopping: bool) -> bool:
        """Say which process a worker is; False where the queue took it for gone, and has forgotten it."""
        query = text(
            """INSERT INTO worker_detail (worker_id, host, pid, version, concurrency, stopping)
            SELECT id, :host, :pid, :version, :slots, :stopping FROM procrastinate_workers WHERE id = :id
            ON CONFLICT (worker_id) DO UPDATE SET stopping = :stopping"""
        )
        told_of = {"id": worker_id, "host": host, "pid": pid, "version": version, "slots": slots, "stopping": stopping}
        with self._connection() as connection:
            return connection.execute(query, told_of).rowcount == 1

    def beat(self, worker_id: int) -> None:
        """A worker's heartbeat."""
        from procrastinate.sql import queries

        with self._connection() as connection:
            connection.exec_driver_sql(queries["update_heartbeat"], {"worker_id": worker_id})

    def forget_old(self) -> None:
        """Forget jobs that failed, were cancelled or ended a week ago; once an hour, whoever asks."""
        from procrastinate.sql import queries

        statuses = ["succeeded", "failed", "cancelled", "aborted"]
        wanted = {"nb_hours": KEPT.total_seconds() / 3600, "queue": None, "statuses": statuses}
        with self._connection() as connection:
            if _take_turn(connection, "forget", datetime.now(UTC), timedelta(hours=1)):
                connection.exec_driver_sql(queries["delete_old_jobs"], wanted)

    def workers(self) -> list[WorkerRecord]:
        """Every registered worker."""
        with self._connection() as connection:
            return reading.workers(connection)

    def figures(self, definitions: Sequence[Definition]) -> QueueFigures:
        """The queue in figures."""
        from newscrawl.fleet import due

        now = datetime.now(UTC)
        waiting = due(definitions, self.dispatch, now)
        with self._connection() as connection:
            there = reading.workers(connection)
            well = [worker for worker in there if not worker.is_stalled]
            return QueueFigures(
                reading.counts(connection),
                max((now - at for at in [*(at for _, at in waiting), *reading.oldest_due(connection)]), default=None),
                len(well),
                len(there) - len(well),
                sum(worker.concurrency for worker in well),
                backfill.records(connection, definitions, self.dispatch, now),
                reading.paces(connection, now),
            )

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        with told(self.url), in_queue(self.engine) as connection:
            yield connection


def retry_job(connection: Connection, job_id: int, at: datetime) -> bool:
    """Have a job wait again; False where another job of its board waits, for which there is room but once.

    Procrastinate leaves such a job running for ever, and its host locked (its thread #1543).
    """
    from procrastinate.sql import queries

    new = {"new_priority": None, "new_queue_name": None, "new_lock": None}
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(queries["retry_job"], {"job_id": job_id, "retry_at": at, **new})
    except IntegrityError:
        return False
    except DatabaseError as error:
        if not isinstance(error.orig, RaiseException):
            raise
        # It is not running any more: somebody was quicker.
    return True


def _take_turn(connection: Connection, chore: str, now: datetime, only_after: timedelta | None) -> bool:
    """Whether it is this one's turn to do what all workers do in turns; the others are kept out until it is done.

    With `only_after` it is nobody's turn where the last was less long ago, and nobody waits for another.
    """
    connection.execute(
        text("INSERT INTO chore (name, at) VALUES (:name, '-infinity') ON CONFLICT DO NOTHING"), {"name": chore}
    )
    wait = "SKIP LOCKED" if only_after is not None else ""
    since = now - only_after if only_after is not None else now + timedelta(days=1)
    query = text(f"SELECT 1 FROM chore WHERE name = :name AND (at <= :since OR at > :now) FOR UPDATE {wait}")  # noqa: S608
    taken = connection.execute(query, {"name": chore, "since": since, "now": now + timedelta(minutes=1)}).first()
    if taken is None:
        return False
    connection.execute(text("UPDATE chore SET at = :now WHERE name = :name"), {"name": chore, "now": now})
    return True
