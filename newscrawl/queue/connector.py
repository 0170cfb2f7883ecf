"""Procrastinate's way to PostgreSQL, for a worker that outlives a restart of the server."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar

import psycopg
from procrastinate import PsycopgConnector, jobs
from procrastinate.connector import Notify
from procrastinate.exceptions import ConnectorException
from procrastinate.manager import JobManager
from sqlalchemy.dialects.postgresql.psycopg import dialect
from sqlalchemy.engine import URL

from newscrawl.queue.tables import SCHEMA

logger = logging.getLogger(__name__)

PATIENCE = 600.0
"""Seconds for which a worker waits for its database; then it ends, and what watches over it starts it again."""

FIRST_PAUSE, LONGEST_PAUSE = 0.25, 10.0

T = TypeVar("T")


class PatientConnector(PsycopgConnector):
    """Asks again where the server is away. Procrastinate itself stops a worker at the first heartbeat that fails.

    A query may so run twice: of a job that was fetched without an answer nobody knows then, until the worker looks for
    such (`newscrawl.queue.worker`).
    """

    @classmethod
    def to(cls, url: URL) -> PatientConnector:
        _, options = dialect().create_connect_args(url)  # type: ignore[no-untyped-call]

        async def configure(connection: psycopg.AsyncConnection[Any]) -> None:
            await connection.execute(f"SET search_path TO {SCHEMA}, public")
            if not connection.autocommit:
                await connection.commit()

        return cls(
            kwargs=options | {"application_name": "newscrawl worker"},
            configure=configure,
            min_size=1,
            max_size=4,
            timeout=LONGEST_PAUSE,
        )

    async def execute_query_async(self, query: Any, **arguments: Any) -> None:
        await _patiently(lambda: super(PatientConnector, self).execute_query_async(query, **arguments))

    async def execute_query_one_async(self, query: Any, **arguments: Any) -> dict[str, Any]:
        return await _patiently(lambda: super(PatientConnector, self).execute_query_one_async(query, **arguments))

    async def execute_query_all_async(self, query: Any, **arguments: Any) -> list[dict[str, Any]]:
        return await _patiently(lambda: super(PatientConnector, self).execute_query_all_async(query, **arguments))

    async def listen_notify(self, on_notification: Notify, channels: Iterable[str]) -> None:
        wanted = list(channels)
        while True:
            await _patiently(lambda: super(PatientConnector, self).listen_notify(on_notification, wanted))


async def _patiently(ask: Callable[[], Awaitable[T]]) -> T:
    pause, began = FIRST_PAUSE, None
    while True:
        try:
            answer = await ask()
        except (ConnectorException, psycopg.Error) as error:
            cause = error.__cause__ if isinstance(error, ConnectorException) else error
            if not isinstance(cause, (psycopg.OperationalError, psycopg.InterfaceError)):
                raise
            now = time.monotonic()
            if began is None:
                began = now
                logger.warning("The queue's database is away: %s", str(cause).strip().splitlines()[0:1])
            if now - began > PATIENCE:
                raise
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        else:
            if began is not None:
                logger.warning("The queue's database is back, after %.0f seconds.", time.monotonic() - began)
            return answer


class FencedJobs(JobManager):
    """Ends no job, and has none wait again, that has been given to another worker meanwhile."""

    async def finish_job(self, job: jobs.Job, status: jobs.Status, delete_job: bool) -> None:
        if await self._is_held(job):
            await super().finish_job(job, status, delete_job)

    async def retry_job(self, job: jobs.Job, *args: Any, **options: Any) -> None:
        if await self._is_held(job):
            await super().retry_job(job, *args, **options)

    async def _is_held(self, job: jobs.Job) -> bool:
        held = await self.connector.execute_query_all_async(
            "SELECT 1 AS held FROM procrastinate_jobs "
            "WHERE id = %(id)s AND worker_id = %(worker)s AND status = 'doing'",
            id=job.id,
            worker=job.worker_id,
        )
        if not held:
            logger.warning("Job %s was given to another worker, since this one was silent for too long.", job.id)
        return bool(held)
