"""The change feed: in commit order and without a hole while several crawls write and several readers follow."""

from __future__ import annotations

import os
import threading
import time
from collections import defaultdict

import pytest

from newscrawl.items import Board, ListingItem, Post
from newscrawl.store import Store
from tests.store.conftest import NOW

WRITERS, READERS, ROWS = 4, 2, 5

SECONDS = float(os.environ.get("NEWSCRAWL_TEST_FEED_SECONDS", "2"))
"""How long they write and read at once."""


@pytest.fixture
def crowd(database_url):
    """What each writer has written, and what each reader has seen: (seq, board, key)."""
    Store(database_url).open().close()
    end, written = time.monotonic() + SECONDS, threading.Event()
    keys: dict[str, list[str]] = defaultdict(list)
    seen: list[list[tuple[int, str, str]]] = [[] for _ in range(READERS)]
    faults: list[BaseException] = []

    def write(number: int) -> None:
        board = Board("example.kr", f"example.kr/{number}", "https://example.kr/")
        with Store(database_url).open() as store:
            run = store.begin_run(board)
            while time.monotonic() < end:
                mine = keys[f"/{number}"]
                posts = [Post(str(len(mine) + row), "", "제목") for row in range(ROWS)]
                run.write([ListingItem(board, "", NOW, posts, want_documents=False)])
                mine += [post.key for post in posts]

    def read(mine: list[tuple[int, str, str]]) -> None:
        with Store(database_url).open() as store:
            last = 0
            while True:
                over = written.is_set()
                for change in store.changes(after=last):
                    mine.append((change.seq, change.board, change.key))
                    last = change.seq
                if over:
                    return

    def guarded(work, argument) -> None:
        try:
            work(argument)
        except BaseException as fault:
            faults.append(fault)
            raise

    readers = [threading.Thread(target=guarded, args=(read, mine)) for mine in seen]
    writers = [threading.Thread(target=guarded, args=(write, number)) for number in range(WRITERS)]
    for thread in [*readers, *writers]:
        thread.start()
    for thread in writers:
        thread.join()
    written.set()
    for thread in readers:
        thread.join()
    assert not faults
    return dict(keys), seen


def test_readers_have_exactly_the_rows_written_in_order(crowd):
    keys, seen = crowd
    assert all(keys.values())
    for changes in seen:
        assert [seq for seq, _, _ in changes] == list(range(1, sum(map(len, keys.values())) + 1))
        for board, written in keys.items():
            assert [key for _, name, key in changes if name == board] == written
