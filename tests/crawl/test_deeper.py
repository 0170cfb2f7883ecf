"""What stands where no walk from the top looks: replies to old threads, moved and back-dated posts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

from newscrawl.crawl import CrawlOptions, crawl_in_loop
from newscrawl.identity import Addresses
from newscrawl.sites import parse


def listings(here) -> list[str]:
    return [target for target in here.asked() if target == "/news" or "page=" in target]


def hide_a_reply(here, position: int = 75) -> str:
    """A reply stands deep in the board, and another post goes, so that the board's count shows nothing."""
    hidden = here.board.insert(
        position=position, title="오래된 글타래에 달린 오늘의 답글", published=here.board.now - timedelta(days=900)
    )
    here.board.delete(here.board.truth()[-5]["key"])
    return hidden


def test_a_quiet_board_stays_one_request_and_a_sweep_finds_what_stands_deep_slice_by_slice(site):
    here = site(posts=120)
    here.crawl()
    hidden = hide_a_reply(here)
    assert here.crawl().new == 0
    assert len(here.asked()) == 1
    found = []
    for _ in range(3):
        found.append(here.crawl(sweep=True, sweep_pages=2).new)
        assert len(listings(here)) <= 3
    assert sum(found) == 1
    assert hidden in here.stored()


def test_a_whole_round_of_sweeps_finds_what_is_gone_too(site):
    here = site(posts=120)
    here.crawl()
    hide_a_reply(here)
    gone = here.stored().keys() - {post["key"] for post in here.board.truth()}
    deleted = sum(here.crawl(sweep=True, sweep_pages=3).deleted for _ in range(3))
    assert deleted == len(gone) == 1
    assert here.stored().keys() == {post["key"] for post in here.board.truth()}


def test_a_count_that_is_short_sends_the_crawl_deeper_by_itself(site):
    here = site(posts=120, skin="egov")
    here.crawl()
    hidden = here.board.insert(position=75, title="뒤늦은 답글", published=here.board.now - timedelta(days=900))
    report = here.crawl()
    assert (report.verdict, report.new) == ("complete", 1)
    assert hidden in here.stored()
    assert here.crawl().requests <= 2  # robots.txt and one page


@pytest.mark.parametrize("skin", ["rhymix", "gnuboard5"])
def test_a_feed_shows_a_deep_reply_for_one_request(site, skin):
    here = site(posts=120, skin=skin)
    here.crawl()
    hidden = here.board.insert(position=75, title="오래된 글타래에 달린 오늘의 답글")
    assert here.crawl().verdict == "complete"
    assert hidden in here.stored()
    assert len(here.asked()) == 3  # page 1, the feed, the document


def test_a_moved_post_does_not_end_the_walk_and_stays_one_post(site):
    here = site(posts=60)
    here.crawl()
    moved = here.board.truth()[-1]["key"]
    here.board.move(moved)
    new = here.board.insert(position=1, title="옮긴 글 아래의 새 글")
    report = here.crawl()
    assert report.new == 1
    assert new in here.stored()
    assert len(here.stored()) == 64


def age_pages(here, days: int) -> None:
    engine = create_engine(here.config.database_url)
    with engine.begin() as connection:
        then = (datetime.now(UTC) - timedelta(days=days)).replace(tzinfo=None)
        connection.execute(text("UPDATE listing SET at = :then"), {"then": then.isoformat(sep=" ")})
    engine.dispose()


def test_a_definition_has_the_whole_board_read_again_every_so_many_days(site, tmp_path):
    import asyncio

    here = site(posts=120)
    text_ = f'url = "{here.server.url_of(here.board)}"\n[crawl]\nsweep = 30\nsweep_pages = 4\n'
    definition = parse(text_, "news", tmp_path / "news.toml")

    def crawl():
        here.server.clear()
        return asyncio.run(crawl_in_loop(definition, CrawlOptions(), here.config))

    crawl()
    crawl()
    assert len(listings(here)) == 1
    age_pages(here, 31)
    hidden = hide_a_reply(here)
    new = []
    for _ in range(2):
        new.append(crawl().new)
        assert 1 < len(listings(here)) <= 5
    assert sum(new) == 1
    assert hidden in here.stored()
    crawl()
    assert len(listings(here)) == 1
    with here.store() as store:
        (record,) = store.audit()
    assert (datetime.now(UTC) - record.oldest_at).days == 0


@pytest.mark.parametrize(
    ("known", "address", "key"),
    [
        ("https://x.kr/bbs/board.php?bo_table=free&wr_id=15", "https://x.kr/bbs/board.php?bo_table=free&wr_id=99", "99"),
        ("https://x.kr/bbs/board.php?bo_table=free&wr_id=15", "https://x.kr/bbs/board.php?bo_table=qna&wr_id=99", None),
        ("https://x.kr/bbs/board.php?bo_table=free&wr_id=15&page=2", "https://x.kr/bbs/board.php?wr_id=99&bo_table=free", "99"),
        ("https://x.kr/news/15", "https://x.kr/news/99", "99"),
        ("https://x.kr/news/15", "https://x.kr/notice/99", None),
        ("https://x.kr/news/15", "https://x.kr/news/99/edit", None),
        ("https://x.kr/v/15.html", "https://x.kr/v/99.html", "99"),
        ("https://x.kr/15/15", "https://x.kr/99/99", None),
        ("https://x.kr/list#15", "https://x.kr/list", None),
    ],
)  # fmt: skip
def test_the_key_is_found_in_an_address_that_is_made_like_the_boards_own(known, address, key):
    addresses = Addresses()
    addresses.learn([("15", known)])
    assert addresses.key_of(address) == key
