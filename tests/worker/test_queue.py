"""The queue itself: what is queued, in which order it is taken, and what becomes of jobs whose worker is gone."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from procrastinate.schema import migrations_path
from sqlalchemy import text

from newscrawl.errors import ConfigurationError
from newscrawl.queue import tables
from newscrawl.queue.priority import BACKFILL, DAILY, HOURLY, OFTEN, RETRY, SELDOM, priority_of
from newscrawl.queue.tables import in_queue
from newscrawl.schedule import Schedule

NOWHERE = "http://127.0.0.1:9/{}"


@pytest.fixture
def queue(boards):
    with boards.queue() as opened:
        yield opened


def take(queue, worker: int) -> int | None:
    """Fetch a job as Procrastinate's workers do."""
    with in_queue(queue.engine) as connection:
        query = text("SELECT id FROM procrastinate_fetch_job_v2(NULL, :worker)")
        return connection.execute(query, {"worker": worker}).scalar_one()


def register(queue) -> int:
    with in_queue(queue.engine) as connection:
        return connection.execute(text("SELECT worker_id FROM procrastinate_register_worker_v1()")).scalar_one()


def silence(queue, worker: int) -> None:
    """Make the worker one that was last heard an hour ago."""
    with in_queue(queue.engine) as connection:
        query = text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour' WHERE id = :id")
        connection.execute(query, {"id": worker})
        connection.execute(text("DELETE FROM chore"))


def test_frequent_boards_come_first_and_none_starves():
    day, hour = timedelta(days=1), timedelta(hours=1)
    now = timedelta()
    ways = [Schedule(every=timedelta(minutes=10)), Schedule(every=hour), Schedule(every=day), Schedule(every=3 * day)]
    assert [priority_of(way, now) for way in ways] == [OFTEN, HOURLY, DAILY, SELDOM]
    assert SELDOM > RETRY > BACKFILL
    assert priority_of(Schedule(every=3 * day), 6 * day) == OFTEN


def test_a_due_board_is_queued_once_and_a_host_is_crawled_by_one_worker_at_a_time(boards, queue):
    boards.add("daily", 'every = "24h"', url=NOWHERE.format("daily"))
    boards.add("often", 'every = "10m"', url=NOWHERE.format("often"))
    boards.add("paused", 'every = "10m"\npaused = true', url=NOWHERE.format("paused"))
    assert set(queue.fill(boards.definitions).queued) == {"daily", "often"}
    assert queue.fill(boards.definitions).queued == ()
    assert queue.fill(boards.definitions, only_after=timedelta(seconds=15)) is None
    assert [job.board for job in queue.jobs()] == ["often", "daily"]
    first, second = register(queue), register(queue)
    job = take(queue, first)
    assert queue.job(job)[0].board == "often"
    assert take(queue, second) is None, "the other board is of the same host"
    assert queue.fill(boards.definitions).queued == (), "a board that is being crawled gets no other job"


def test_a_job_whose_worker_is_gone_is_given_back_even_where_another_of_its_board_waits(boards, queue):
    boards.add("one", url=NOWHERE.format("one"))
    queue.fill(boards.definitions)
    worker = register(queue)
    job = take(queue, worker)
    silence(queue, worker)
    assert queue.give_back_stalled() == ["one"]
    assert queue.workers() == []
    found, _ = queue.job(job)
    assert (found.status, found.attempts) == ("todo", 1)

    worker = register(queue)
    assert take(queue, worker) == job
    with in_queue(queue.engine) as connection:
        connection.execute(
            text(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args) "
                "SELECT queue_name, task_name, lock, queueing_lock, args FROM procrastinate_jobs WHERE id = :id"
            ),
            {"id": job},
        )
    silence(queue, worker)
    assert queue.give_back_stalled() == ["one"]
    assert sorted(each.status for each in queue.jobs()) == ["failed", "todo"]
    assert take(queue, register(queue)) is not None, "the host is free"


def test_jobs_are_shown_cancelled_and_tried_again_by_the_command(boards, queue):
    boards.add("one", url=NOWHERE.format("one"))
    boards.add("two", url="http://127.0.0.2:9/two")
    assert "2 boards" in boards.command("queue", "fill").stderr
    jobs = [json.loads(line) for line in boards.command("queue", "list", "--json").stdout.splitlines()]
    assert {(job["board"], job["status"]) for job in jobs} == {("one", "todo"), ("two", "todo")}
    number = next(job["id"] for job in jobs if job["board"] == "one")
    assert "is cancelled" in boards.command("queue", "cancel", number).stderr
    shown = boards.command("queue", "show", number).stdout
    assert "crawl of one" in shown
    assert "cancelled" in shown
    again = boards.command("queue", "retry", number)
    assert again.returncode == 2
    assert "newscrawl queue fill one" in again.stderr
    assert "before all others" in boards.command("queue", "fill", "one").stderr
    assert queue.jobs()[0].board == "one"
    with pytest.raises(ConfigurationError, match="no job 4711"):
        queue.job(4711)


def test_a_backfill_is_queued_behind_all_paused_and_resumed(boards, queue):
    boards.add("large", 'every = "1h"\nbackfill = 7', url=NOWHERE.format("large"))
    filled = queue.fill(boards.definitions)
    assert (filled.queued, filled.backfills) == (("large",), ("large",))
    assert [(job.kind, job.priority) for job in queue.jobs()] == [("crawl", HOURLY), ("backfill", BACKFILL)]
    (definition,) = boards.definitions
    queue.pause(definition)
    assert [job.kind for job in queue.jobs()] == ["crawl"]
    assert queue.fill(boards.definitions).backfills == ()
    assert "paused" in boards.command("queue", "show", "large").stdout
    queue.pause(definition, paused=False)
    assert queue.fill(boards.definitions).backfills == ("large",)
    queue.note_slice(definition, failed=True)
    (record,) = queue.backfills(boards.definitions)
    assert (record.pages, record.failures, record.state) == (7, 1, "running")
    assert record.not_before > record.began_at


def test_an_older_queue_is_brought_up_to_date(boards, queue):
    with queue.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # As Procrastinate 3.3 would have left it.
        connection.execute(text(f"DROP SCHEMA {tables.SCHEMA} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {tables.SCHEMA}"))
        connection.execute(text(f"SET search_path TO {tables.SCHEMA}"))
        connection.execute(text(tables.OURS[0]))
        for path in sorted(migrations_path.glob("*.sql")):
            if path.name < "03.04":
                tables.run_file(connection, path.read_text(encoding="utf-8"), [path.name])
        connection.execute(text("RESET search_path"))
    boards.add("one", url=NOWHERE.format("one"))
    queue.open()
    assert queue.fill(boards.definitions).queued == ("one",)
    job = take(queue, register(queue))
    queue.give_back([job], queue.workers()[0].id)
    assert queue.job(job)[0].status == "todo"
    with in_queue(queue.engine) as connection:
        connection.execute(text("INSERT INTO applied (name) VALUES ('99.00.00_01_of_the_future.sql')"))
    with pytest.raises(ConfigurationError, match="newer Procrastinate"):
        queue.open()
