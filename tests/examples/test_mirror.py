"""The worked example: a mirror that follows the feed, killed again and again, as are the crawls that write it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from newscrawl.store import Store
from newscrawl.store.opening import make_engine, parse_url
from tests.store.conftest import fresh_database

MIRROR = Path(__file__).parents[2] / "examples" / "mirror.py"

WRITER = """
import itertools, sys
from newscrawl.store import Store
from tests.store.conftest import BOARD, document, rows
with Store(sys.argv[1]).open() as store:
    run = store.begin_run(BOARD)
    first = store.count_posts(deleted=None)
    for page in itertools.count():
        keys = range(first + page * 10, first + page * 10 + 10)
        run.write([rows(*keys)])
        run.write([document(key, "본문") for key in keys])
        run.write([document(key, f"고친 본문 {page} 🚇") for key in list(keys)[::3]])
"""


def place(there: str) -> int:
    """How far the mirror is; 0 before it has begun."""
    engine = make_engine(parse_url(there))
    try:
        with engine.connect() as connection:
            return connection.execute(text("SELECT seq FROM mirror_place")).scalar() or 0
    except SQLAlchemyError:
        return 0
    finally:
        engine.dispose()


def start(*command: object) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, *map(str, command)], cwd=MIRROR.parents[1])


def kill(process: subprocess.Popen) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.parametrize(("source", "target"), [("sqlite", "postgresql"), ("mariadb", "sqlite")])
def test_the_mirror_is_the_source_after_kills_on_both_sides(tmp_path, source, target):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    chance = random.Random(5)
    with fresh_database(source, tmp_path / "a") as here, fresh_database(target, tmp_path / "b") as there:
        Store(here).open().close()
        here, there = (parse_url(url).render_as_string(hide_password=False) for url in (here, there))
        for _ in range(2):
            writer = start("-c", WRITER, here)
            before = place(there)
            mirror = start(MIRROR, here, there, "--follow", "--pause", "0.01")
            while place(there) < before + 20:
                assert (writer.poll(), mirror.poll()) == (None, None)
                time.sleep(chance.uniform(0.02, 0.1))
            for process in chance.sample([mirror, writer], 2):
                kill(process)
        done = subprocess.run([sys.executable, MIRROR, here, there], capture_output=True, text=True, check=True)
        assert "posts are mirrored" in done.stdout

        with Store(here).open() as store:
            posts = {post.id: (post.title, post.body_text, post.version) for post in store.posts(deleted=None)}
            feed = [change.seq for change in store.changes()]
            announced = {change.post_id for change in store.changes()}
        engine = make_engine(parse_url(there))
        with engine.connect() as connection:
            mirrored = {
                row.id: (row.title, row.body_text, row.version)
                for row in connection.execute(text("SELECT id, title, body_text, version FROM mirrored_post"))
            }
            last = connection.execute(text("SELECT seq, applied FROM mirror_place")).one()
        engine.dispose()
        assert len(posts) > 20
        assert any(version > 1 for _, _, version in posts.values())
        assert mirrored == {key: value for key, value in posts.items() if key in announced}
        assert tuple(last) == (feed[-1], len(feed))
        assert feed == list(range(1, len(feed) + 1))


def test_the_mirror_waits_for_a_source_that_is_not_there_yet(tmp_path):
    source, target = tmp_path / "source.db", tmp_path / "target.db"
    command = [sys.executable, MIRROR, f"sqlite:///{source}", f"sqlite:///{target}", "--follow", "--pause", "0.05"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"})
    assert process.stderr is not None
    assert "waiting" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    process.stderr.read()
    assert process.wait(timeout=30) in {0, 1}
