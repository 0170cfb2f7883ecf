"""newscrawl retry: what failed is asked for again, however often it failed before."""

from __future__ import annotations

from datetime import UTC, datetime

from newscrawl.demo.faults import Fault
from newscrawl.items import ProblemItem
from newscrawl.store.attempts import MOST_ATTEMPTS


def test_retry_asks_again_for_what_was_given_up_of_a_board_of_a_run_or_of_all(boards):
    keys = {}
    for name in ("one", "two"):
        boards.add(name, posts=6, crawl="retries = 0")
        keys[name] = boards.boards[name].truth()[2]["key"]
        boards.servers[name].fault(Fault("status", status=500, path=f"/{keys[name]}$"))
    assert boards.command("run").returncode == 1
    with boards.store() as store:
        runs = {run.board: run for run in store.runs()}
        assert {run.verdict for run in runs.values()} == {"partial"}
        for definition in boards.definitions:  # as run after run does that asks in vain
            run = store.begin_run(definition.board)
            failed = ProblemItem(
                definition.board, "", datetime.now(UTC), "fetch", "HTTP 500", key=keys[definition.name]
            )
            for _ in range(MOST_ATTEMPTS - 1):
                run.write([failed])
            run.finish("partial")

    given_up = boards.command("crawl", "one", "--quiet")
    assert given_up.returncode == 0, given_up.stderr
    with boards.store() as store:
        run = store.runs()[0]
        assert "1 of them were given up" in run.reason
        assert "given up after 10 attempts" in store.problems(board="one")[0].reason

    for server in boards.servers.values():
        server.heal()
        server.clear()
    nothing = boards.command("retry", "--board", "one", "--run", runs["two"].id)
    assert (nothing.returncode, nothing.stderr) == (0, "Nothing failed that could be tried again.\n")
    one = boards.command("retry", "--run", runs["one"].id)
    assert one.returncode == 0, one.stderr
    assert [served.path for served in boards.servers["one"].served][-1].endswith(f"/{keys['one']}")
    assert not boards.servers["two"].served
    rest = boards.command("retry")
    assert rest.returncode == 0
    assert rest.stderr.startswith("== two")
    with boards.store() as store:
        assert all(post.body_text for post in store.posts())
        assert all(each.given_up == 0 for each in store.audit())
    wrong = boards.command("retry", "--board", "nosuch")
    assert wrong.returncode == 2
    assert "nosuch" in wrong.stderr
