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


def test_a_post_that_stands_where_no_walk_looks_is_missed_by_the_count(site):
    here = site(posts=100)
    here.crawl()
    here.board.insert(position=70, title="뒤늦은 답글")
    assert here.crawl().verdict == "partial"
    assert audited(here).missing == 1
    here.crawl(full=True)
    assert audited(here).is_complete


def test_documents_that_could_not_be_had_are_counted_by_reason(site):
    here = site(posts=60, secret_every=10)
    here.crawl()
    secret = sum(post["is_secret"] for post in here.board.truth())
    assert secret
    assert audited(here).closed == {"secret": secret}


def test_a_board_that_lost_posts_and_gained_others_is_complete_and_has_no_ghosts(site):
    here = site(posts=200)
    here.crawl()
    keys = [post["key"] for post in here.board.truth() if not post["is_notice"]]
    here.board.delete(*keys[10::33])
    for number in range(50):
        here.board.insert(title=f"새 글 {number}")
    here.crawl()
    truth = {post["key"]: post["title"] for post in here.board.truth()}
    stored = {key: post.title for key, post in here.stored().items()}
    assert truth.items() <= stored.items()
    here.crawl(full=True)
    assert {key: post.title for key, post in here.stored().items()} == truth
    assert audited(here).is_complete
