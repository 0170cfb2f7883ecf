"""Forty boards for two weeks on a simulated clock: each alert is the expected one, and the well are held up by none.

It takes minutes, so it is run on demand: NEWSCRAWL_FORTY=1 pytest -s tests/fleet/test_forty.py
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable

import pytest

from newscrawl.demo.faults import Fault
from tests.fleet.test_weeks import DAYS, Weeks

SKINS = ("rhymix", "gnuboard5", "egov", "zeroboard")
NOBODY: list[tuple[str, str]] = []
DAY_OF_TROUBLE, DAY_OF_RECOVERY = 5, 9


def altered(change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    return lambda body: change(body.decode("utf-8")).encode("utf-8")


REBUILT = altered(
    lambda _: '<!DOCTYPE html><html><head><title>새 단장</title></head><body><div id="app"></div></body></html>'
)
"""A list that scripts will fill."""

DATELESS = altered(lambda text: re.sub(r"\d{2,4}[.\-/]\d\d?[.\-/]\d\d?|\d\d?:\d\d", "얼마 전", text))
"""Dates that stop being dates."""

AUTHORLESS = altered(lambda text: re.sub(r'(?s)<(td|span)\b[^>]*class="[^"]*author[^"]*"[^>]*>.*?</\1>', "", text))
"""A column that is gone."""


@pytest.mark.skipif(not os.environ.get("NEWSCRAWL_FORTY"), reason="takes minutes; NEWSCRAWL_FORTY=1 runs it")
def test_forty_boards(boards):
    weeks = Weeks(boards)
    server, board = boards.servers, boards.boards
    expected: dict[str, list[tuple[str, str]]] = {}
    changes: dict[str, Callable[[bytes], bytes]] = {}

    def add(name: str, alerts: list[tuple[str, str]], *, daily: bool = True, until: int = DAYS, **options) -> None:
        weeks.add(name, **options)
        expected[name] = alerts
        answer = server[name]._site.answer

        def answered(request):
            made = answer(request)
            is_list = request.path.rstrip("/") == board[name].skin.list_path(board[name]).partition("?")[0].rstrip("/")
            if name in changes and is_list and made.status == 200:
                made.body = changes[name](made.body)
            return made

        server[name]._site.answer = answered
        for day in range(1, until if daily else 0):
            weeks.on(day, lambda: board[name].insert())

    def trouble(name: str, fault: Fault | Callable[[bytes], bytes], since: int, until: int | None = None) -> None:
        def begin() -> None:
            if isinstance(fault, Fault):
                server[name].fault(fault)
            else:
                changes[name] = fault

        def end() -> None:
            server[name].heal()
            changes.pop(name, None)

        weeks.on(since, begin)
        if until is not None:
            weeks.on(until, end)

    for number in range(13):
        add(f"well{number}", NOBODY, skin=SKINS[number % 4], posts=12 + number, encoding=("utf-8", "cp949")[number % 2])
    for number in range(4):
        add(f"quiet{number}", NOBODY, daily=False, skin=SKINS[number])
    for number in range(3):
        add(f"slow{number}", NOBODY)
        trouble(f"slow{number}", Fault("slow", seconds=0.2), 0)
    for number, fault in enumerate((Fault("status", status=502), Fault("maintenance"), Fault("reset"))):
        add(f"restarts{number}", NOBODY)
        trouble(f"restarts{number}", fault, 3, 4)
    for number, fault in enumerate((Fault("reset"), Fault("status", status=500))):
        add(f"dies{number}", [("well", "failed")])
        trouble(f"dies{number}", fault, DAY_OF_TROUBLE)
        add(f"returns{number}", [("well", "failed"), ("failed", "well")])
        trouble(f"returns{number}", fault, DAY_OF_TROUBLE, DAY_OF_RECOVERY)
    for number, fault in enumerate((Fault("blocked"), Fault("status", status=403))):
        add(f"blocks{number}", [("well", "blocked"), ("blocked", "well")])
        trouble(f"blocks{number}", fault, DAY_OF_TROUBLE, DAY_OF_RECOVERY)
    add("robots", [("well", "blocked")])
    weeks.on(DAY_OF_TROUBLE, lambda: server["robots"].robots("User-agent: *\nDisallow: /\n"))
    for number, changed in enumerate((REBUILT, DATELESS, AUTHORLESS)):
        add(f"rebuilt{number}", [("well", "changed"), ("changed", "well")], posts=25)
        trouble(f"rebuilt{number}", changed, DAY_OF_TROUBLE, DAY_OF_RECOVERY)
    for number in range(2):
        add(f"emptied{number}", [("well", "changed")], skin=SKINS[number])
        trouble(f"emptied{number}", Fault("empty"), DAY_OF_TROUBLE)
    for number, declare in enumerate(("none", "header", "meta")):
        add(f"charset{number}", NOBODY, encoding="cp949", declare=declare)
        trouble(f"charset{number}", Fault("charset"), 3)
    add("silent", [("well", "changed")], until=6, posts=0)
    for _ in range(30):
        weeks.on(0, lambda: board["silent"].insert())
    add("one_document", [("well", "partial"), ("partial", "well")], daily=False)
    trouble("one_document", Fault("status", status=500, path=f"/{board['one_document'].truth()[3]['key']}$"), 0)

    assert len(expected) == 40, len(expected)
    began = time.monotonic()
    weeks.live()
    spent = time.monotonic() - began
    crawls = sum(len(each) for each in weeks.verdicts.values())
    sys.stdout.write(f"\n{len(expected)} boards, {DAYS} days, {crawls} crawls, {spent:.0f} s\n")
    for name, verdicts in weeks.verdicts.items():
        sys.stdout.write(f"{name:14} {dict(Counter(verdicts))} {weeks.alerts[name]}\n")
    wrong = {
        name: (weeks.alerts[name], weeks.verdicts[name]) for name in expected if weeks.alerts[name] != expected[name]
    }
    assert not wrong
    assert {name for name, each in weeks.verdicts.items() if len(each) != DAYS} == set(), "none waits for another"
    with boards.store() as store:
        for name in expected:
            if name.startswith(("well", "quiet", "slow", "restarts", "returns", "blocks", "rebuilt", "charset")):
                live = {post.key for post in store.posts(board=name)}
                assert live == {str(post["key"]) for post in board[name].truth()}, name
