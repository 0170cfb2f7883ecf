"""newscrawl run, as cron starts it: a process, no terminal, many at once."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from newscrawl.demo.faults import Fault


def test_run_crawls_what_is_due_once_and_is_silent_when_nothing_is(boards):
    for name in ("one", "two", "three"):
        boards.add(name)
    first = boards.command("run")
    assert first.returncode == 0, first.stderr
    assert sorted(line.split()[1] for line in first.stderr.splitlines()) == ["one", "three", "two"]
    with boards.store() as store:
        assert {run.board: run.verdict for run in store.runs()} == dict.fromkeys(("one", "two", "three"), "complete")
    second = boards.command("run")
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")


def test_many_runs_at_once_crawl_each_due_board_once(boards):
    names = [f"board{number}" for number in range(4)]
    for name in names:
        boards.add(name, posts=4)
    assert boards.command("db", "upgrade").returncode == 0
    started = [boards.start("run") for _ in range(6)]
    codes = [process.wait(timeout=120) for process in started]
    assert set(codes) == {0}
    with boards.store() as store:
        assert Counter(run.board for run in store.runs(limit=100)) == Counter(names)


def test_a_broken_definition_and_a_dead_host_take_no_other_board_along(boards):
    boards.add("well")
    boards.add("dead", url="http://127.0.0.1:9/board", crawl="retries = 0\nobey_robots = false")
    (boards.config.sites_dir / "broken.toml").write_text('url = "http://127.0.0.1/x"\nrow = 1\n', encoding="utf-8")
    done = boards.command("run")
    assert done.returncode == 2
    assert "broken.toml, line 2" in done.stderr
    with boards.store() as store:
        assert {run.board: run.verdict for run in store.runs()} == {"well": "complete", "dead": "failed"}
        rest = {host.name: host for host in store.dispatch().hosts()}
    assert rest["127.0.0.1:9"].closed_until is not None
    assert "left alone" in boards.command("run", "--dry-run").stdout


def test_a_board_that_takes_too_long_is_ended_and_goes_on_next_time(boards):
    boards.add("slow", 'every = "10m"\nlimit = "3s"', posts=60)
    boards.servers["slow"].fault(Fault("slow", seconds=0.5))
    done = boards.command("run")
    assert done.returncode == 1
    with boards.store() as store:
        (run,) = store.runs()
        assert run.verdict in {"partial", "failed"}
        assert "stopped" in run.reason or "limit of 3s" in run.reason
        assert any(post.body_text is None for post in store.posts()) or not list(store.posts())
    boards.servers["slow"].heal()
    assert boards.command("crawl", "slow").returncode == 0
    with boards.store() as store:
        assert sum(post.body_text is not None for post in store.posts()) == 60


def test_sigterm_ends_all_crawls_cleanly(boards):
    for name in ("one", "two"):
        boards.add(name, posts=60)
        boards.servers[name].fault(Fault("slow", seconds=0.3))
    process = boards.start("run")
    while not all(server.served for server in boards.servers.values()):
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) == 1
    with boards.store() as store:
        assert {run.board: run.verdict is not None for run in store.runs()} == {"one": True, "two": True}
        assert not any(host.busy for host in store.dispatch().hosts())


def test_a_killed_run_leaves_nothing_to_clean_up(boards):
    boards.add("one", posts=60)
    boards.servers["one"].fault(Fault("slow", seconds=0.3))
    process = boards.start("run")
    while not boards.servers["one"].served:
        time.sleep(0.05)
    process.kill()
    process.wait()
    boards.servers["one"].heal()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        # The orphaned crawl may still hold its board; it ends like any other.
        with boards.store() as store:
            if len(list(store.posts())) == 60:
                break
        boards.command("crawl", "one")
    with boards.store() as store:
        assert len(list(store.posts())) == 60


def test_a_board_whose_crawl_was_killed_with_the_program_is_crawled_by_the_next_one_at_once(boards):
    boards.add("one", 'every = "24h"', posts=30)
    boards.servers["one"].fault(Fault("slow", seconds=0.2))
    process = boards.start("run")
    while len(boards.servers["one"].served) < 6:
        time.sleep(0.05)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    pids = [int(pid) for pid in children.read_text().split()] if children.exists() else []
    process.kill()
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    process.communicate()
    if not pids:
        pytest.skip("this system does not tell a process's children")
    boards.servers["one"].heal()
    assert boards.command("run").returncode == 0
    with boards.store() as store:
        runs = store.runs()
        assert [run.verdict for run in runs] == ["complete", "failed"]
        assert "ended without a word" in runs[1].reason
        assert sum(post.body_text is not None for post in store.posts()) == 30


def test_want_of_memory_ends_one_board_with_a_clear_word(boards):
    boards.add("large", posts=30)
    boards.add("small", posts=5)
    done = boards.command("run", "--memory", 256)
    with boards.store() as store:
        verdicts = {run.board: run.verdict for run in store.runs()}
    assert set(verdicts) == {"large", "small"}
    assert None not in verdicts.values(), done.stderr
