"""A large board's archive, read in slices by a worker."""

from __future__ import annotations

import signal

from tests.worker.conftest import until
from tests.worker.test_worker import HASTY

QUICK = "from newscrawl import queue; from datetime import timedelta; queue.FILL_EVERY = timedelta(seconds=1)" + HASTY


def test_a_board_is_filled_back_in_slices_to_its_end(boards):
    boards.add("large", 'every = "1h"', posts=20, rows=5)
    assert "3 listing pages a slice" in boards.command("queue", "fill", "--backfill", "large", "--pages", 3).stderr
    with boards.queue() as queue:
        worker = boards.start("worker", "--concurrency", 1, program=("-c", QUICK))
        try:
            until(lambda: queue.backfills(boards.definitions)[0].slices >= 1)
            (record,) = queue.backfills(boards.definitions)
            assert record.expected == 20
            until(lambda: queue.backfills(boards.definitions)[0].state == "done", 120)
        finally:
            worker.send_signal(signal.SIGTERM)
            worker.communicate(timeout=60)
        (record,) = queue.backfills(boards.definitions)
    assert record.slices >= 1
    assert (record.live, record.failures) == (20, 0)
    assert boards.posts() == boards.truth()
    assert "done, 20 of about 20 posts stored" in boards.command("queue", "show", "large").stdout
