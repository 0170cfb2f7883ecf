"""A whole board, crawled from a running server into a real database."""

from __future__ import annotations

import pytest

from newscrawl.demo import SKINS, Fault


def same(stored: dict, truth: list[dict], *fields: str) -> None:
    """Every post of the board once, and its fields as the board has them."""
    assert sorted(stored) == sorted(post["key"] for post in truth)
    for post in truth:
        for field in fields:
            shown = getattr(stored[post["key"]], field)
            assert normal(shown) == normal(post[field]), f"{field} of {post['key']}"


def normal(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


@pytest.mark.parametrize("skin", SKINS)
def test_every_post_is_stored_once_as_the_board_has_it(site, skin):
    here = site(skin=skin, posts=45)
    report = here.crawl()
    assert report.verdict == "complete"
    assert report.exit_code == 0
    assert report.new == 48
    fields = ("title", "author", "body_text", "is_notice") + (() if skin == "mobile" else ("number",))
    same(here.stored(), here.board.truth(), *fields)


@pytest.mark.parametrize("skin", ["rhymix", "gnuboard5", "zeroboard"])
def test_a_board_in_cp949_is_stored_in_unicode(site, skin):
    here = site(skin=skin, posts=25, encoding="cp949")
    here.crawl()
    same(here.stored(), here.board.truth(), "title", "author", "body_text")


@pytest.mark.parametrize("skin", SKINS)
def test_a_second_crawl_of_a_quiet_board_asks_for_one_listing_page(site, skin):
    here = site(skin=skin)
    here.crawl()
    report = here.crawl()
    assert (report.new, report.edited, report.verdict) == (0, 0, "quiet")
    assert len(here.asked()) == 1


def test_five_new_posts_cost_two_listing_pages_and_five_documents(site):
    here = site()
    here.crawl()
    keys = [here.board.insert(title=f"새로 올린 글 {number}") for number in range(5)]
    report = here.crawl()
    assert report.new == 5
    assert len(here.asked()) == 7
    assert set(keys) <= set(here.stored())


def test_an_edited_title_makes_a_version_and_counters_make_none(site):
    here = site()
    here.crawl()
    key = here.board.truth()[5]["key"]
    here.board.edit(key, title="고친 제목입니다")
    here.board.edit(here.board.truth()[6]["key"], views=99_999)
    report = here.crawl()
    assert (report.new, report.edited) == (0, 1)
    post = here.stored()[key]
    assert (post.title, post.version) == ("고친 제목입니다", 2)
    with here.store() as store:
        assert [version.version for version in store.versions(post.id)] == [1, 2]


def test_the_change_feed_has_each_post_once(site):
    here = site(posts=30)
    here.crawl()
    with here.store() as store:
        changes = list(store.changes())
    assert [change.seq for change in changes] == list(range(1, len(changes) + 1))
    assert {change.kind for change in changes} == {"new"}
    assert len({change.post_id for change in changes}) == len(changes) == 33


def test_rows_only_then_documents(site):
    here = site(posts=30)
    assert here.crawl(articles=False).requests == 3
    assert all(post.body_text is None for post in here.stored().values())
    here.crawl()
    same(here.stored(), here.board.truth(), "body_text")


def test_a_bounded_crawl_reads_no_further_and_the_next_goes_on(site):
    here = site(posts=100)
    here.crawl(pages=2)
    assert len(here.stored()) == 43
    report = here.crawl()
    assert report.verdict == "complete"
    same(here.stored(), here.board.truth(), "title")


def test_a_limit_bounds_the_posts(site):
    here = site(posts=100)
    here.crawl(limit=10)
    assert len(here.stored()) == 10


def test_a_deleted_post_is_marked_when_a_whole_healthy_walk_and_its_document_say_so(site):
    here = site()
    here.crawl()
    key = here.board.truth()[20]["key"]
    here.board.delete(key)
    assert here.crawl().deleted == 0
    assert here.crawl(full=True).deleted == 1
    assert key not in here.stored()
    with here.store() as store:
        assert [change.kind for change in store.changes() if change.key == key] == ["new", "deleted"]


def test_a_crawl_that_breaks_half_way_deletes_nothing(site):
    here = site(posts=100)
    here.crawl()
    here.server.fault(Fault(kind="status", status=500, path="page=3"))
    report = here.crawl(full=True)
    assert report.verdict == "partial"
    assert report.deleted == 0
    assert len(here.stored()) == 103


def test_numbers_identify_nothing_where_they_are_positions(site):
    """Why 번호 alone is no identity: after a deletion the same 번호 names another post."""
    here = site(posts=60)
    here.crawl()
    before = {post.number: post.key for post in here.stored().values() if post.number is not None}
    gone = [post["key"] for post in here.board.truth() if not post["is_notice"]][30]
    here.board.delete(gone)
    here.crawl(full=True)
    after = {post.number: post.key for post in here.stored().values() if post.key != gone and post.number is not None}
    assert before[59] != after[59]
    same(here.stored(), here.board.truth(), "title", "number")


def test_a_recheck_finds_an_edit_that_no_list_shows(site):
    here = site(posts=30)
    here.crawl()
    key = here.board.truth()[2]["key"]
    here.board.edit(key, body="고친 본문입니다. 목록에는 아무것도 달라지지 않았습니다.")
    assert here.crawl().edited == 0
    assert here.crawl(recheck=100_000).edited == 1
    assert "고친 본문입니다" in here.stored()[key].body_text


@pytest.mark.parametrize("skin", SKINS)
def test_a_board_that_holds_notices_and_nothing_else_is_well(site, skin):
    here = site(skin=skin, posts=0, notices=3)
    for _ in range(2):
        report = here.crawl()
        assert (report.exit_code, report.verdict) in {(0, "complete"), (0, "quiet")}, report.message


def test_a_list_that_is_empty_where_posts_are_stored_is_a_change_of_the_site(site):
    here = site(posts=20, notices=3)
    here.crawl()
    here.board.delete(*(post["key"] for post in here.board.truth() if not post["is_notice"]))
    report = here.crawl()
    assert (report.exit_code, report.verdict) == (4, "changed")
    assert len(here.stored()) == 23


def test_a_board_of_one_page_whose_pager_goes_on_for_ever_ends_where_there_is_nothing(site):
    board = site(posts=12, skin="mobile", notices=0, secret_every=0)
    report = board.crawl()
    assert report.verdict in {"complete", "quiet"}, report
    assert len(board.stored()) == 12
    again = board.crawl()
    assert again.verdict == "quiet", again
