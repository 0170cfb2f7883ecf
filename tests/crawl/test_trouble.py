"""A crawl meets trouble: it recovers, or says what is missing; nothing is lost, nothing is deleted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from newscrawl.demo import Fault
from newscrawl.sites import from_url


@pytest.mark.parametrize(
    "fault",
    [
        Fault(kind="status", status=500, every=6),
        Fault(kind="retry_after", seconds=0.01, every=6),
        Fault(kind="reset", every=6),
        Fault(kind="truncate", every=6),
        Fault(kind="charset", every=2),
        Fault(kind="maintenance", every=6),
    ],
    ids=lambda fault: fault.kind,
)
def test_faults_in_every_sixth_response_are_overcome(site, fault):
    here = site(posts=40)
    here.server.fault(fault)
    report = here.crawl()
    assert report.verdict == "complete", report.message
    truth = here.board.truth()
    stored = here.stored()
    assert {post["key"]: post["title"] for post in truth} == {key: post.title for key, post in stored.items()}


def test_a_document_that_never_comes_is_a_problem_and_the_next_crawl_gets_it(site):
    here = site(posts=40)
    key = here.board.truth()[10]["key"]
    here.server.fault(Fault(kind="status", status=500, path=f"/{key}$"))
    report = here.crawl()
    assert (report.verdict, report.exit_code, report.problems) == ("partial", 1, 1)
    with here.store() as store:
        assert "HTTP 500" in store.problems()[0].reason
    here.server.heal()
    report = here.crawl()
    assert report.exit_code == 0
    assert here.asked() == ["/news", f"/news/{key}"]


@pytest.mark.parametrize("kind", ["maintenance", "blocked", "login", "empty"])
def test_a_page_in_place_of_the_list_deletes_nothing_and_is_no_empty_board(site, kind):
    here = site(posts=40)
    here.crawl()
    here.server.fault(Fault(kind=kind))
    report = here.crawl(full=True)
    assert report.exit_code != 0
    assert report.verdict in {"changed", "blocked", "failed", "partial"}
    assert len(here.stored()) == 43
    here.server.heal()
    assert here.crawl().verdict in {"quiet", "complete"}


def test_robots_txt_is_obeyed(site, tmp_path):
    here = site(posts=5, robots="User-agent: *\nDisallow: /news\n")
    report = here.crawl()
    assert report.verdict == "blocked"
    assert "robots.txt" in report.message
    assert here.asked() == []


CRAWLER = """
import asyncio, sys
from pathlib import Path
from newscrawl.config import Config
from newscrawl.crawl import CrawlOptions, crawl_in_loop
from newscrawl.sites import from_url
asyncio.run(crawl_in_loop(from_url(sys.argv[1]), CrawlOptions(), Config(sys.argv[2], Path(sys.argv[3]))))
"""


def start(here) -> subprocess.Popen:
    url = here.server.url_of(here.board)
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", CRAWLER, url, here.config.database_url, str(here.config.data_dir)]
    )


def test_after_kill_9_the_next_crawl_asks_only_for_what_is_missing(site):
    here = site(posts=160)
    for requests in (8, 30, 60):
        here.server.clear()
        process = start(here)
        while len(here.asked()) < requests and process.poll() is None:
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    had = {key for key, post in here.stored().items() if post.body_text is not None}
    report = here.crawl()
    assert report.verdict == "complete"
    asked = {target.rpartition("/")[2] for target in here.asked()}
    assert not had & asked
    truth = here.board.truth()
    assert {post["key"]: post["title"] for post in truth} == {key: post.title for key, post in here.stored().items()}


def test_a_board_that_another_run_holds_is_left_alone(site):
    here = site(posts=5)
    with here.store() as store:
        store.begin_run(from_url(here.server.url_of(here.board)).board)
        report = here.crawl()
    assert report.exit_code == 3
    assert here.asked() == []
