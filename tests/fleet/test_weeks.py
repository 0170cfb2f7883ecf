"""Eleven days of boards that live and die, on a simulated clock: each verdict and each alert is the expected one."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from newscrawl.crawl import CrawlOptions, crawl_in_loop
from newscrawl.demo.faults import Fault
from newscrawl.drift import drift, silence
from newscrawl.fleet import Ended, Fleet
from newscrawl.health.alerts import Alert
from newscrawl.health.watch import watch

START = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
STEP = timedelta(days=1)
DAYS = 11


class Weeks:
    """A fleet of boards, and what happens to each at which step."""

    def __init__(self, boards) -> None:
        self.boards = boards
        self.events: defaultdict[int, list[Callable[[], object]]] = defaultdict(list)
        self.verdicts: defaultdict[str, list[str]] = defaultdict(list)
        self.alerts: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)

    def add(self, name: str, **options) -> None:
        self.boards.add(name, 'every = "24h"', **options)

    def on(self, day: int, event: Callable[[], object]) -> None:
        self.events[day].append(event)

    async def _crawl(self, definition, limit, stop) -> Ended:
        options = CrawlOptions(settings={"NEWSCRAWL_RETRY_PAUSE": 0.01, "LOG_LEVEL": "CRITICAL"})
        report = await crawl_in_loop(definition, options, self.boards.config)
        return Ended(report.exit_code)

    def live(self) -> None:
        with time_machine.travel(START, tick=True) as clock, self.boards.store() as store:
            for step in range(DAYS):
                clock.move_to(START + step * STEP + timedelta(minutes=15 * step))
                for event in self.events[step]:
                    event()
                outcomes = asyncio.run(Fleet(store, self.boards.definitions, self._crawl, jobs=1).run())
                for outcome in outcomes:
                    name = outcome.definition.name
                    self.verdicts[name].append(outcome.run.verdict)
                    alert: Alert | None = watch(store, outcome.definition, outcome.run, (), datetime.now(UTC))
                    if alert is not None:
                        self.alerts[name].append((alert.before, alert.state))


def test_what_becomes_of_ten_boards_is_told_as_it_should(boards):
    weeks = Weeks(boards)
    server, board = boards.servers, boards.boards

    def posts_daily(name: str, until: int = DAYS) -> None:
        for day in range(DAYS):
            if day < until:
                weeks.on(day, lambda: board[name].insert())

    weeks.add("healthy")
    posts_daily("healthy")
    weeks.add("quiet")
    weeks.add("restarts")  # 502 for one day: nobody is woken
    weeks.on(3, lambda: server["restarts"].fault(Fault("status", status=502)))
    weeks.on(4, lambda: server["restarts"].heal())
    weeks.add("dies")
    weeks.on(5, lambda: server["dies"].fault(Fault("reset")))
    weeks.add("returns")
    weeks.on(4, lambda: server["returns"].fault(Fault("status", status=500)))
    weeks.on(9, lambda: server["returns"].heal())
    weeks.add("blocks")
    weeks.on(2, lambda: server["blocks"].fault(Fault("blocked")))
    weeks.on(6, lambda: server["blocks"].heal())
    weeks.add("maintained")  # a night of maintenance
    weeks.on(7, lambda: server["maintained"].fault(Fault("maintenance")))
    weeks.on(8, lambda: server["maintained"].heal())
    weeks.add("emptied")
    weeks.on(6, lambda: server["emptied"].fault(Fault("empty")))
    weeks.add("charset", encoding="cp949", declare="none")
    weeks.on(3, lambda: server["charset"].fault(Fault("charset")))
    weeks.add("silent", posts=40)
    posts_daily("silent", until=5)

    weeks.live()

    assert set(weeks.verdicts["healthy"]) <= {"complete", "quiet"}
    assert set(weeks.verdicts["quiet"][1:]) <= {"quiet", "changed"}
    expected: dict[str, list[tuple[str, str]]] = {
        "healthy": [],
        "restarts": [],
        "dies": [("well", "failed")],
        "returns": [("well", "failed"), ("failed", "well")],
        "blocks": [("well", "blocked"), ("blocked", "well")],
        "maintained": [],
        "emptied": [("well", "changed")],
        "charset": [],
    }
    assert {name: weeks.alerts[name] for name in expected} == expected, dict(weeks.verdicts)
    with boards.store() as store:
        for name in ("healthy", "restarts", "returns", "blocks", "maintained", "charset"):
            live = {post.key for post in store.posts(board=name)}
            assert live == {str(post["key"]) for post in board[name].truth()}, name
        for name in ("dies", "emptied"):
            assert len(list(store.posts(board=name))) == 12, "nothing is taken for deleted"


def test_a_column_that_vanishes_is_a_change_of_the_site():
    past = [{"number": 1.0, "author": 1.0, "published": 1.0, "views": 0.5}] * 3
    assert drift(past, {"number": 1.0, "author": 1.0, "published": 1.0, "views": 0.0}) is None
    assert "the author" in (drift(past, {"number": 1.0, "author": 0.0, "published": 1.0}) or "")
    assert drift(past[:2], {"number": 1.0, "author": 0.0, "published": 1.0}) is None, "too short a past"
    assert drift(past, {}) is None, "too few rows"


@pytest.mark.parametrize(
    ("gap", "since", "suspicious"),
    [
        (timedelta(hours=1), timedelta(hours=20), False),
        (timedelta(hours=1), timedelta(hours=26), True),
        (timedelta(days=3), timedelta(days=8), False),
        (timedelta(days=3), timedelta(days=10), True),
    ],
)
def test_a_board_that_always_posts_and_shows_nothing_is_not_quiet(gap, since, suspicious):
    times = [START - since - number * gap for number in range(30)]
    assert (silence(times, times[-1], START) is not None) is suspicious
    assert silence(times, times[0] + gap, START) is None, "it was silent before anyone watched"
