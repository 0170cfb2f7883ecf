"""The audit says what is proven and what is missing; a crawl that goes on where it says so repairs it."""

from __future__ import annotations


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
    secret = sum(post["is_secret"] for post in here.board.truth())
    assert secret
    assert audited(here).closed == {"secret": secret}
