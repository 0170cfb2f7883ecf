"""The change feed's numbers are in commit order while several crawls write."""

from __future__ import annotations

import threading

from newscrawl.items import Board, ListingItem, Post
from newscrawl.store import Store
from tests.store.conftest import NOW

WRITERS, BATCHES, ROWS = 3, 12, 5


def test_a_reader_that_keeps_its_last_number_misses_nothing(database_url):
    Store(database_url).open().close()
    done = threading.Event()
    seen: list[int] = []

    def write(number: int) -> None:
        board = Board("example.kr", f"example.kr/{number}", "https://example.kr/")
        with Store(database_url).open() as store:
            run = store.begin_run(board)
            for batch in range(BATCHES):
                posts = [Post(f"{batch}-{row}", "", "제목") for row in range(ROWS)]
                run.write([ListingItem(board, "", NOW, posts, want_documents=False)])

    def read() -> None:
        with Store(database_url).open() as store:
            last = 0
            while True:
                over = done.is_set()
                for change in store.changes(after=last):
                    seen.append(change.seq)
                    last = change.seq
                if over:
                    return

    reader = threading.Thread(target=read)
    writers = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in [reader, *writers]:
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    reader.join()
    assert seen == list(range(1, WRITERS * BATCHES * ROWS + 1))
