"""The audit's questions, on every engine alike."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from newscrawl.dates import Moment
from newscrawl.errors import ConfigurationError
from tests.store.conftest import BOARD, document, rows


def test_a_board_is_audited(store):
    run = store.begin_run(BOARD)
    run.write([rows(3, 2, 1, published=Moment(date(2025, 6, 27), "day", "2025-06-27")), document(3)])
    (record,) = store.audit()
    assert (record.live, record.waiting, record.twice, record.pages) == (3, 2, [], 1)
    assert not record.is_complete
    assert store.days(record.board) == {date(2025, 6, 27): 3}


def test_posts_that_are_alike_under_different_keys_are_counted(store):
    run = store.begin_run(BOARD)
    same = {"title": "같은 글", "author": "솔바람"}
    run.write([rows(2, 1, **same), document(2, **same), document(1, **same)])
    (record,) = store.audit()
    assert record.twice == []  # without a time they may well be two
    at = Moment(datetime(2025, 6, 27, 9, 41, tzinfo=UTC), "minute", "2025-06-27 18:41")
    run.write([document(2, **same, published=at), document(1, **same, published=at)])
    (record,) = store.audit("example.kr/news")
    first, second = store.posts(newest_first=False)
    assert [(each.id, each.why) for each in record.twice] == [(second.id, f"like post {first.id}")]
    assert store.audit("example.kr/news") == [record]


def test_a_board_that_is_not_stored_is_named(store):
    with pytest.raises(ConfigurationError, match="nowhere"):
        store.audit("nowhere")
