"""A document that cannot be had is asked for later and later, and in the end no more, until somebody says so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from newscrawl.items import ProblemItem
from newscrawl.store import Store
from newscrawl.store.attempts import LONGEST_PAUSE, MOST_ATTEMPTS, pause
from tests.store.conftest import BOARD, NOW, document, rows


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self):
        return self.now


def failed(key: int) -> ProblemItem:
    return ProblemItem(BOARD, f"https://example.kr/news/{key}", NOW, "fetch", "HTTP 500", key=str(key))


def keys(run) -> list[str]:
    return [wanted.key for wanted in run.wanted(10)]


def test_pauses_grow_up_to_a_bound_and_a_long_weekend_gives_nothing_up():
    pauses = [pause(attempts) for attempts in range(1, MOST_ATTEMPTS)]
    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(0), "what fails once is asked for in the next run"
    assert max(pauses) == LONGEST_PAUSE
    assert sum(pauses, timedelta(0)) > timedelta(days=4)


def test_a_document_that_fails_for_ever_is_given_up_and_asked_for_again_when_told(database_url):
    clock = Clock()
    with Store(database_url, now=clock).open() as store:
        tries = []
        for number in range(24 * 20):  # a run an hour, for twenty days
            clock.now = NOW + timedelta(hours=number)
            run = store.begin_run(BOARD)
            if number == 0:
                run.write([rows(2, 1), document(2)])
            if keys(run):
                assert keys(run) == ["1"]
                run.write([failed(1)])
                tries.append(clock.now)
            assert (keys(run), run.resting_count()) == ([], 0 if tries[-1] == clock.now or run.given_up_count() else 1)
            if (run.wanted_count(), run.given_up_count()) == (0, 1):
                break
            run.finish("partial")
        assert len(tries) == MOST_ATTEMPTS
        assert timedelta(days=4) < tries[-1] - tries[0] < timedelta(days=6)
        given_up, last = store.problems(limit=2)
        assert "given up after 10 attempts" in given_up.reason
        assert "HTTP 500" in given_up.reason
        assert "newscrawl retry" in given_up.advice
        assert last.reason == "HTTP 500"
        (audited,) = store.audit()
        assert (audited.waiting, audited.given_up, audited.is_complete) == (0, 1, False)
        run.finish("complete")

        assert [board.url for board in store.retry()] == [BOARD.url]
        run = store.begin_run(BOARD)
        assert keys(run) == ["1"]
        assert run.write([document(1)]).documents == 1
        assert (run.wanted_count(), run.given_up_count()) == (0, 0)


def test_a_row_that_changes_gives_its_document_new_attempts(store):
    run = store.begin_run(BOARD)
    run.write([rows(1), document(1)])
    run.write([rows(1, comments=1)])
    for _ in range(MOST_ATTEMPTS):
        run.write([failed(1)])
    assert (run.wanted_count(), run.given_up_count()) == (0, 1)
    run.write([rows(1, comments=2)])
    assert keys(run) == ["1"]


def test_a_post_that_no_whole_list_shows_is_not_asked_for_for_ever(store):
    run = store.begin_run(BOARD)
    run.write([rows(1), document(1)])
    for _ in range(MOST_ATTEMPTS):
        run.mark_unseen_wanted(NOW + timedelta(hours=1))
        run.write([failed(1)])
    assert run.mark_unseen_wanted(NOW + timedelta(hours=1)) == 0
    assert (keys(run), run.given_up_count()) == ([], 1)


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=400)])
def test_a_clock_that_is_set_back_makes_no_document_wait_for_it(database_url, back):
    clock = Clock()
    with Store(database_url, now=clock).open() as store:
        for _ in range(3):
            run = store.begin_run(BOARD)
            run.write([rows(1), failed(1)])
            run.finish("partial")
        run = store.begin_run(BOARD)
        assert keys(run) == []
        run.finish("partial")
        clock.now = NOW - back
        assert keys(store.begin_run(BOARD)) == ["1"]


def test_a_lease_of_another_machine_from_before_the_clock_was_set_back_holds_nobody_up(database_url):
    clock = Clock()
    with Store(database_url, now=clock).open() as store:
        store.begin_run(BOARD, owner="elsewhere:boot:1:1")
        assert store.dispatch().claim(BOARD, "example.kr", "elsewhere:boot:1:1", timedelta(hours=1), lambda _pace: True)
        clock.now = NOW - timedelta(days=400)
        store.begin_run(BOARD)
        assert not any(host.busy for host in store.dispatch().hosts())
