"""Nothing missed, nothing twice: boards that change under the crawl and between crawls, held against their own truth."""

from __future__ import annotations

import pytest

from newscrawl.demo import SKINS


def keys_of(here) -> set[str]:
    return {post["key"] for post in here.board.truth()}


def change_on_every_ninth_request(here) -> None:
    """One post more and another one less, in the middle of everything."""
    asked = 0

    def change(_request) -> None:
        nonlocal asked
        asked += 1
        if asked % 9 == 0:
            here.board.insert(title=f"도중에 올린 글 {asked}")
            live = [post for post in here.board.truth() if not post["is_notice"]]
            here.board.delete(live[(asked * 7) % len(live)]["key"])

    here.server.on_request(change)


@pytest.mark.parametrize(("skin", "posts"), [(skin, 400 if skin == "gnuboard5" else 50) for skin in SKINS])
def test_a_board_that_changes_while_it_is_read_is_stored_whole_and_each_post_once(site, skin, posts):
    here = site(skin=skin, posts=posts)
    change_on_every_ninth_request(here)
    first = here.crawl()
    here.server.on_request(None)
    assert first.exit_code == 0, first.message
    with here.store() as store:
        stored = [post.key for post in store.posts(deleted=False)]
    assert len(stored) == len(set(stored))
    assert keys_of(here) <= set(stored)
    full = here.crawl(full=True)
    assert full.exit_code == 0, full.message
    assert full.new == 0
    truth = {post["key"]: post for post in here.board.truth()}
    stored = here.stored()
    assert stored.keys() == truth.keys()
    fields = ("title", "author", "body_text", "number") if skin in {"rhymix", "gnuboard5"} else ("author",)
    for field in fields:
        stale = [key for key in truth if tidy(getattr(stored[key], field)) != tidy(truth[key][field])]
        assert not stale, field


def tidy(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


def lose_and_gain(here) -> tuple[set[str], set[str]]:
    """3 % of the posts go and 50 come; gives the keys of both."""
    keys = [post["key"] for post in here.board.truth() if not post["is_notice"]]
    lost = set(keys[10::33])
    here.board.delete(*lost)
    return lost, {here.board.insert(title=f"새 글 {number}") for number in range(50)}


def test_a_board_that_lost_posts_and_gained_others_is_complete_and_has_no_ghosts(site):
    here = site(posts=150)
    here.crawl()
    lost, gained = lose_and_gain(here)
    report = here.crawl()
    assert report.new == 50
    assert gained <= here.stored().keys()
    assert len(here.asked()) <= -(-50 // 20) + 1 + 50
    report = here.crawl(full=True)
    assert report.deleted == len(lost)
    truth = {post["key"]: post["title"] for post in here.board.truth()}
    assert {key: post.title for key, post in here.stored().items()} == truth


def test_a_crawler_that_dedupes_by_number_alone_loses_posts_and_overwrites_others(site):
    """Why the key is the identity and 번호 is not: what one crawler loses here, the other has."""
    here = site(posts=150)
    here.crawl(articles=False)
    by_number = {post.number: post.key for post in here.stored().values() if post.number is not None}
    lost, gained = lose_and_gain(here)
    now = {post["number"]: post["key"] for post in here.board.truth() if post["number"] is not None}
    # Skipping what has a known 번호 takes new posts for old ones.
    skipped = {key for number, key in now.items() if number in by_number}
    assert len(gained & skipped) == len(lost) > 0
    # Writing over what has the same 번호 puts one post in the place of another.
    overwritten = {by_number[number] for number, key in now.items() if by_number.get(number, key) != key}
    assert len(overwritten - lost) > 100
    here.crawl(articles=False)
    assert gained <= here.stored().keys()
    assert overwritten <= here.stored().keys()


@pytest.mark.parametrize("skin", SKINS)
def test_a_deleted_post_is_found_to_be_gone_and_one_that_comes_back_is_restored(site, skin):
    here = site(skin=skin, posts=25)
    here.crawl()
    gone = here.board.truth()[20]
    here.board.delete(gone["key"])
    here.crawl()
    assert gone["key"] in here.stored()
    assert here.crawl(full=True).deleted == 1
    assert gone["key"] not in here.stored()
    with here.store() as store:
        (post,) = [post for post in store.posts(deleted=True) if post.key == gone["key"]]
        assert post.deleted_at is not None
        assert post.title == gone["title"]
    here.board.restore(gone["key"])
    here.crawl(full=True)
    assert here.stored()[gone["key"]].deleted_at is None
    with here.store() as store:
        kinds = [change.kind for change in store.changes() if change.key == gone["key"]]
    assert kinds == ["new", "deleted", "restored"]


def test_new_posts_cost_their_pages_one_more_and_their_documents(site):
    here = site(posts=60)
    here.crawl()
    for new in (1, 5, 20, 25):
        for number in range(new):
            here.board.insert(title=f"새로 올린 글 {number}")
        assert here.crawl().new == new
        listings = [target for target in here.asked() if "/news/" not in target]
        assert len(listings) <= -(-new // 20) + 1
        assert len(here.asked()) - len(listings) == new
