"""newscrawl worker, as it is started on many machines."""

from __future__ import annotations

import signal
import subprocess
from collections import Counter

import pytest

from newscrawl.demo.faults import Fault
from tests.worker.conftest import until

HASTY = """
from newscrawl import leash
leash.BEAT, leash.SILENCE = 0.5, 2.0
from newscrawl.queue import reading, board_job, worker
reading.STALLED = worker.STALLED = 2.0
worker.CHORES_EVERY = worker.POLL_EVERY = 0.5
board_job.SOON = board_job.RENEWED_EVERY = board_job.timedelta(seconds=1)
from newscrawl.cli import main
main()
"""
"""The command, with the times of minutes as seconds."""


@pytest.fixture
def worker(boards):
    started = []

    def start(*words: object):
        process = boards.start("worker", *words, program=("-c", HASTY))
        started.append(process)
        return process

    yield start
    for process in started:
        process.send_signal(signal.SIGCONT)
        if process.poll() is None:
            process.kill()
        process.communicate()


def stop(*processes: subprocess.Popen[str]) -> list[int]:
    for process in processes:
        process.send_signal(signal.SIGTERM)
    return [process.wait(timeout=60) for process in processes]


def test_two_workers_crawl_each_due_board_once_and_drain_on_sigterm(boards, worker):
    for name in ("one", "two", "three"):
        boards.add(name, 'every = "1h"', posts=8)
    workers = [worker("--concurrency", 2) for _ in range(2)]
    until(lambda: boards.posts() == boards.truth())
    with boards.queue() as queue:
        until(lambda: not queue.jobs())
        until(lambda: {each.pid for each in queue.workers()} == {process.pid for process in workers})
        assert "at work" in boards.command("workers").stdout
        assert stop(*workers) == [0, 0]
        assert queue.workers() == []
    with boards.store() as store:
        assert Counter(run.board for run in store.runs()) == Counter(list(boards.boards))
        assert {run.verdict for run in store.runs()} == {"complete"}
        assert not any(host.busy for host in store.dispatch().hosts())


def test_a_job_of_a_killed_and_of_a_stopped_worker_is_done_by_another_and_nothing_is_written_twice(boards, worker):
    boards.add("one", 'every = "1h"', posts=30)
    boards.add("two", 'every = "1h"', posts=30)
    for server in boards.servers.values():
        server.fault(Fault("slow", seconds=0.1))
    killed, stopped = worker("--concurrency", 1), worker("--concurrency", 1)
    with boards.queue() as queue:
        until(lambda: {each.status for each in queue.jobs()} == {"doing"})
        until(lambda: all(len(server.served) > 5 for server in boards.servers.values()))
        killed.kill()
        stopped.send_signal(signal.SIGSTOP)
        helper = worker("--concurrency", 2)
        until(lambda: len(queue.jobs(status="doing")) == 2 and {job.worker for job in queue.jobs()} != {None})
        for server in boards.servers.values():
            server.heal()
        until(lambda: boards.posts() == boards.truth())
        until(lambda: not queue.jobs())
        stopped.send_signal(signal.SIGCONT)
        pids = {stopped.pid, helper.pid}
        until(lambda: {each.pid for each in queue.workers() if not each.is_stalled} == pids)
        assert stop(stopped, helper) == [0, 0]
        assert not queue.jobs()
    with boards.store() as store:
        well = {run.board for run in store.runs() if run.verdict in {"complete", "quiet"}}
        assert well == {"one", "two"}
        assert Counter(change.kind for change in store.changes()) == {"new": 60}
        assert {post.version for post in store.posts()} == {1}
        assert not [each for each in store.check() if each.faults]


def test_a_crawl_that_was_stopped_for_longer_than_its_lease_is_fenced(boards):
    boards.add("one", posts=25)
    boards.servers["one"].fault(Fault("slow", seconds=0.1))
    slow = boards.start("crawl", "one", "-s", "NEWSCRAWL_LEASE=2")
    until(lambda: len(boards.servers["one"].served) > 8)
    slow.send_signal(signal.SIGSTOP)
    boards.servers["one"].heal()
    until(lambda: boards.command("crawl", "one").returncode == 0)
    slow.send_signal(signal.SIGCONT)
    _, said = slow.communicate(timeout=60)
    assert slow.returncode == 3, said
    assert "taken this board over" in said
    with boards.store() as store:
        assert boards.posts() == boards.truth()
        assert Counter(change.kind for change in store.changes()) == {"new": 25}
        assert not [each for each in store.check() if each.faults]


@pytest.mark.parametrize("url", ["sqlite:///x.db", "mariadb+pymysql://root@127.0.0.1/test"])
def test_a_worker_refuses_what_is_no_postgresql_and_says_what_to_do(boards, url):
    done = boards.command("worker", NEWSCRAWL_DATABASE_URL=url)
    assert done.returncode == 2
    assert "queue in PostgreSQL" in done.stderr
    assert "newscrawl run" in done.stderr
    assert len(done.stderr.splitlines()) == 1
