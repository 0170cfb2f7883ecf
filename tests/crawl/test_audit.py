"""The audit says what is proven and what is missing; a crawl that goes on where it says so repairs it."""

from __future__ import annotations

from newscrawl.demo import Fault


def audited(here):
    with here.store() as store:
        (record,) = store.audit()
    return record


def test_a_whole_crawl_is_the_proof(site):
    here = site(posts=60)
    here.crawl()
    record = audited(here)
    assert record.is_complete
    assert (record.live, record.expected, record.missing) == (60, 60, 0)
    newest = next(post for post in here.board.truth() if not post["is_notice"])
    assert (record.complete_to, record.complete_title) == (newest["key"], newest["title"])
    assert record.pages == 3


def test_what_a_bounded_crawl_left_is_named_and_the_next_crawl_repairs_it(site):
    here = site(posts=100)
    here.crawl(pages=2)
    record = audited(here)
    assert not record.is_complete
    assert record.complete_at is None
    assert (record.missing, record.unread) == (60, [2])
    here.crawl()
    assert audited(here).is_complete


def test_documents_that_could_not_be_had_are_counted_by_reason(site):
    here = site(posts=60, secret_every=10)
    here.crawl()
    secret = {post["key"] for post in here.board.truth() if post["is_secret"]}
    assert secret
    failing = next(post["key"] for post in here.board.truth() if post["key"] not in secret)
    record = audited(here)
    assert record.closed == {"secret": len(secret)}
    assert {each.key: each.why for each in record.without_document} == dict.fromkeys(secret, "secret")
    here.server.fault(Fault(kind="status", status=500, path=f"/{failing}$"))
    here.crawl(recheck=100_000)
    record = audited(here)
    assert (record.waiting, record.is_complete) == (1, False)
    assert next(each.why for each in record.without_document if each.key == failing) == "HTTP 500"


def test_a_page_that_could_not_be_had_is_a_gap_with_its_numbers_and_days_and_is_repaired(site):
    here = site(posts=100)
    here.server.fault(Fault(kind="status", status=500, path="page=3"))
    here.crawl(articles=False)
    (hole,) = audited(here).gaps
    assert hole.words == "listing page 3 could not be read (posts 41 to 60)"
    numbered = {post["number"]: post["published"].date() for post in here.board.truth()}
    assert (hole.since, hole.until) == (numbered[40], numbered[61])
    here.server.heal()
    here.crawl(articles=False)
    assert len(here.asked()) <= 3
    assert audited(here).gaps == []


def test_since_when_a_board_is_complete_begins_after_the_last_run_that_was_not(site):
    here = site(posts=40)
    assert audited_since(here, pages=1) is None
    first = audited_since(here)
    here.board.insert(title="새 글")
    assert audited_since(here) == first
    for number in range(25):
        here.board.insert(title=f"더 새로운 글 {number}")
    assert audited_since(here, pages=1) is None
    assert audited_since(here) > first


def audited_since(here, **options):
    here.crawl(articles=False, **options)
    return audited(here).complete_since
