"""Two machines with one database: one crawl at a time holds a board, and a machine that died gives it back."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest

from newscrawl.config import Config
from newscrawl.store import Store
from tests.store.conftest import fresh_database

NAMED = "import socket, sys; socket.gethostname = lambda: {name!r}; from newscrawl.cli import main; main()"
"""The command on a machine of that name."""

HOLD = 3


def test_the_second_machine_ends_with_3_and_a_dead_ones_hold_ends_by_itself(site, tmp_path, request):
    with fresh_database("postgresql", tmp_path) as url:
        here = site(posts=30)
        here.config = Config(url, tmp_path)
        environment = os.environ | {"NEWSCRAWL_DATABASE_URL": url, "NEWSCRAWL_DATA_DIR": str(tmp_path)}

        def crawl(name: str) -> subprocess.Popen[str]:
            words = ["crawl", "--log-format=none", "-s", f"NEWSCRAWL_LEASE={HOLD}", here.server.url_of(here.board)]
            return subprocess.Popen(
                [sys.executable, "-W", "ignore", "-c", NAMED.format(name=name), *words],
                env=environment,
                stderr=subprocess.PIPE,
                text=True,
            )

        reached, go_on = threading.Event(), threading.Event()

        def hang(asked) -> None:
            if asked.path != "/robots.txt" and len(here.server.served) > 4:
                reached.set()
                go_on.wait()

        here.server.on_request(hang)
        request.addfinalizer(go_on.set)
        first = crawl("east")
        if not reached.wait(60):
            first.kill()
            pytest.fail(f"it asked for {here.asked()} and said {first.communicate()[1]}")
        # Longer than the hold: the first machine renews it while it waits for its site.
        time.sleep(HOLD)
        second = crawl("west")
        _, said = second.communicate()
        assert second.returncode == 3
        assert len(said.strip().splitlines()) == 1
        assert f"(process {first.pid} on east)" in said
        assert f"within {HOLD} seconds" in said
        first.kill()
        first.communicate()
        go_on.set()
        here.server.on_request(None)
        while (third := crawl("west")).wait() == 3:
            third.communicate()
        _, said = third.communicate()
        assert third.returncode == 0, said
        with Store(url).open() as store:
            assert {post.key for post in store.posts()} == {post["key"] for post in here.board.truth()}
            assert [run.verdict for run in store.runs()] == ["complete", "failed"]
