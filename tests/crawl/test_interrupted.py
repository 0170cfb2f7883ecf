"""Killed, stopped, started twice: the next crawl ends with exactly the board and asks only for what is missing."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from newscrawl.config import Config
from newscrawl.crawl import CrawlOptions, crawl_in_loop
from newscrawl.sites import from_url
from newscrawl.store.lease import LEASE

# A process that has everything imported starts others in no time; each of them is killed for real.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["newscrawl.crawl", "newscrawl.crawl.record", "spiders.board", "pipelines.database"])


def crawl_there(url: str, config: Config) -> None:
    asyncio.run(crawl_in_loop(from_url(url), CrawlOptions(), config))


def wait_for(here, requests: int, is_alive: Callable[[], bool]) -> None:
    while len(here.asked()) < requests and is_alive():
        time.sleep(0.005)


def test_after_ten_kills_at_different_moments_the_next_crawl_asks_only_for_what_was_missing(site):
    here = site(posts=200, secret_every=0)
    for requests in (1, 2, 5, 9, 12, 14, 20, 27, 33, 41):
        here.server.clear()
        process = PROCESSES.Process(target=crawl_there, args=(here.server.url_of(here.board), here.config))
        process.start()
        wait_for(here, requests, process.is_alive)
        process.kill()
        process.join()
    had = {key for key, post in here.stored().items() if post.body_text is not None}
    missing = {post["key"] for post in here.board.truth()} - had
    report = here.crawl()
    assert report.verdict == "complete"
    documents = [target.rpartition("/")[2] for target in here.asked() if target.startswith("/news/")]
    assert len(documents) == len(set(documents))
    assert set(documents) == missing
    truth = {post["key"]: (post["title"], post["number"]) for post in here.board.truth()}
    assert {key: (post.title, post.number) for key, post in here.stored().items()} == truth
    with here.store() as store:
        assert len(list(store.changes())) == len(truth)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_crawl_that_is_told_to_stop_finishes_its_batch_and_says_how_to_go_on(site, number):
    here = site(posts=120, secret_every=0)
    command = [sys.executable, "-W", "ignore", "-m", "newscrawl", "crawl", here.server.url_of(here.board)]
    places = {"NEWSCRAWL_DATABASE_URL": here.config.database_url, "NEWSCRAWL_DATA_DIR": str(here.config.data_dir)}
    process = subprocess.Popen(command, env=os.environ | places, stderr=subprocess.PIPE, text=True)
    wait_for(here, 12, lambda: process.poll() is None)
    assert here.crawl().exit_code == 3  # from another process, while the first one is at work
    process.send_signal(number)
    _, said = process.communicate()
    assert process.returncode == 1
    assert "The crawl was stopped; the same command goes on from here." in said
    assert f"newscrawl crawl -- {here.server.url_of(here.board)}" in said.partition("next:")[2]
    assert "Traceback" not in said
    with here.store() as store:
        (run,) = [run for run in store.runs() if run.finished_at]
        assert run.documents == sum(post.body_text is not None for post in store.posts())
    assert here.crawl().verdict == "complete"
    assert here.stored().keys() == {post["key"] for post in here.board.truth()}


def test_a_board_that_another_run_holds_is_left_alone(site):
    here = site(posts=5)
    with here.store() as store:
        store.begin_run(from_url(here.server.url_of(here.board)).board)
        report = here.crawl()
    assert report.exit_code == 3
    assert here.asked() == []
    assert len(report.message.splitlines()) == 1
    assert f"{LEASE.total_seconds():.0f} seconds" in report.message
