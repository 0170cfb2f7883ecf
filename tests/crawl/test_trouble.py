"""A crawl meets trouble: it recovers, or says what is missing; nothing is lost, nothing is deleted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from newscrawl.demo import Fault
from spiders.board import BoardSpider


@pytest.mark.parametrize(
    "fault",
    [
        Fault(kind="status", status=500, every=6),
        Fault(kind="retry_after", seconds=0.01, every=6),
        Fault(kind="reset", every=6),
        Fault(kind="truncate", every=6),
        Fault(kind="charset", every=2),
        Fault(kind="maintenance", every=6),
    ],
    ids=lambda fault: fault.kind,
)
def test_faults_in_every_sixth_response_are_overcome(site, fault):
    here = site(posts=40)
    here.server.fault(fault)
    report = here.crawl()
    assert report.verdict == "complete", report.message
    truth = here.board.truth()
    stored = here.stored()
    assert {post["key"]: post["title"] for post in truth} == {key: post.title for key, post in stored.items()}


@pytest.mark.parametrize(
    ("fault", "reason"), [({"kind": "status", "status": 500}, "HTTP 500"), ({"kind": "maintenance"}, "(maintenance)")]
)
def test_a_document_that_never_comes_is_a_problem_and_the_next_crawl_gets_it(site, fault, reason):
    here = site(posts=40)
    key = here.board.truth()[10]["key"]
    here.server.fault(Fault(**fault, path=f"/{key}$"))
    report = here.crawl()
    assert (report.verdict, report.exit_code, report.problems) == ("partial", 1, 1)
    with here.store() as store:
        assert reason in store.problems()[0].reason
        assert reason in store.audit()[0].without_document[0].why
    here.server.heal()
    report = here.crawl()
    assert report.exit_code == 0
    assert here.asked() == ["/news", f"/news/{key}"]


@pytest.mark.parametrize("name", ["parse_document", "document_failed"])
def test_a_fault_of_our_own_is_a_problem_and_no_crawl_waits_for_its_document_for_ever(site, monkeypatch, name):
    async def fail(self, *_args, **_named):
        raise RuntimeError("no reader thought of that")
        yield

    here = site(posts=3)
    if name == "document_failed":
        here.server.fault(Fault(kind="reset", path=r"/news/\d+$"))
    monkeypatch.setattr(BoardSpider, name, fail)
    report = here.crawl()
    assert (report.verdict, report.problems) == ("partial", len(here.board.truth()))
    with here.store() as store:
        assert all("no reader thought of that" in each.reason for each in store.problems())


@pytest.mark.parametrize("kind", ["maintenance", "blocked", "login", "empty"])
def test_a_page_in_place_of_the_list_deletes_nothing_and_is_no_empty_board(site, kind):
    here = site(posts=40)
    here.crawl()
    here.server.fault(Fault(kind=kind))
    report = here.crawl(full=True)
    assert report.exit_code != 0
    assert report.verdict in {"changed", "blocked", "failed", "partial"}
    assert len(here.stored()) == 43
    here.server.heal()
    assert here.crawl().verdict in {"quiet", "complete"}


def test_a_host_that_refuses_every_document_is_left_alone_and_nothing_is_taken_for_its_own_state(site):
    here = site(posts=80)
    here.server.fault(Fault(kind="status", status=403, path=r"/news/\d+"))
    report = here.crawl()
    assert report.verdict == "partial"
    assert "83 posts could not be had yet" in report.message
    assert len(here.asked()) < 40, "ten refusals, and what the downloader had in hand by then"
    here.server.heal()
    here.server.fault(Fault(kind="status", status=403))
    assert here.crawl().verdict == "blocked"
    assert len(here.asked()) == 1, "documents of a board that is shut are not asked for"
    here.server.heal()
    assert here.crawl().verdict == "complete"
    with here.store() as store:
        (audited,) = store.audit()
    assert (audited.waiting, audited.given_up, audited.closed.get("forbidden")) == (0, 0, None)


def test_a_document_that_alone_is_refused_in_three_runs_is_closed(site):
    here = site(posts=4, notices=0, secret_every=0)
    key = here.board.truth()[1]["key"]
    here.server.fault(Fault(kind="status", status=403, path=f"/{key}$"))
    with time_machine.travel(datetime.now(UTC), tick=True) as clock:
        verdicts = []
        for _ in range(3):
            verdicts.append(here.crawl().verdict)
            clock.shift(timedelta(hours=1))
    assert verdicts == ["partial", "partial", "complete"]
    with here.store() as store:
        assert store.audit()[0].closed == {"forbidden": 1}


def test_robots_txt_is_obeyed(site, tmp_path):
    here = site(posts=5, robots="User-agent: *\nDisallow: /news\n")
    report = here.crawl()
    assert report.verdict == "blocked"
    assert "robots.txt" in report.message
    assert here.asked() == []


@pytest.mark.parametrize("kind", ["status", "reset", "maintenance", "empty", "login"])
def test_what_a_faulty_site_keeps_back_is_named_nothing_is_deleted_and_the_next_crawl_is_exact(site, kind):
    here = site(posts=40)
    here.crawl()
    gone = here.board.truth()[-3]["key"]
    here.board.delete(gone)
    here.board.insert(title="고장 난 사이의 새 글")
    here.server.fault(Fault(kind=kind, every=6))
    report = here.crawl(full=True, settings={"RETRY_TIMES": 0})
    with here.store() as store:
        problems = store.problems(run=report.run.id)
    assert report.exit_code == (1 if problems else 0)
    assert report.deleted <= 1
    before = here.stored().keys() | {gone}
    here.server.heal()
    here.crawl()
    assert here.crawl(full=True).exit_code == 0
    assert here.stored().keys() == {post["key"] for post in here.board.truth()}
    assert before <= here.stored().keys() | {gone}
