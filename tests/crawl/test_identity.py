"""What identifies a post: ids that are used again, 번호 that moves, addresses made of titles, boards that change their ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import unquote

import pytest
from sqlalchemy import create_engine, text

from newscrawl.archive import Archive
from newscrawl.crawl.reparse import reparse
from newscrawl.demo.content import SEOUL
from newscrawl.store import Store
from newscrawl.warc import Fetch
from tests.crawl.handmade import TITLES, Handmade, Served, served


def test_an_id_that_is_used_again_after_a_deletion_names_another_post(site):
    here = site(skin="gnuboard5", posts=30, reuse_ids=True)
    here.crawl()
    old = next(post for post in here.board.truth() if not post["is_notice"])
    here.board.delete(old["key"])
    key = here.board.insert(title="지워진 글의 번호를 다시 쓴 전혀 다른 글", author="새로운사람")
    assert key == old["key"]
    report = here.crawl()
    assert (report.new, report.deleted) == (1, 1)
    assert here.stored()[key].title == "지워진 글의 번호를 다시 쓴 전혀 다른 글"
    (found,) = reparse(here.config)
    assert (found.edited, found.documents) == (0, 34)
    with here.store() as store:
        (gone,) = store.posts(deleted=True)
        assert (gone.title, gone.body_text is not None) == (old["title"], True)
        assert [version.title for version in store.versions(here.stored()[key].id)] == [here.stored()[key].title]


@pytest.fixture
def handmade(tmp_path) -> Iterator[Served]:
    with served(Handmade(), tmp_path) as here:
        yield here


def test_addresses_made_of_titles_identify_where_a_list_holds_no_id(handmade):
    """번호 would be there too, but it is a position; the price is that an edited title makes another post."""
    assert handmade.crawl().verdict == "complete"
    keys = handmade.stored()
    assert all(unquote(key).endswith(f"/news/{title.replace(' ', '-')}/") for title, key in keys.items())
    handmade.board.titles.remove(TITLES[4])
    handmade.board.titles.insert(0, "새로 쓴 글")
    report = handmade.crawl(full=True)
    assert (report.new, report.deleted) == (1, 1)
    assert keys.items() - {(TITLES[4], keys[TITLES[4]])} <= handmade.stored().items()
    handmade.board.titles[0] = "새로 쓴 글의 고친 제목"
    report = handmade.crawl(full=True)
    assert (report.new, report.deleted) == (1, 1)


def test_number_that_is_the_only_id_and_moves_makes_title_author_and_day_the_identity(handmade):
    handmade.board.link = lambda title, number: f'href="javascript:view({number})"'
    assert handmade.crawl().verdict == "complete"
    before = handmade.stored()
    handmade.board.titles.remove(TITLES[6])
    handmade.board.titles.insert(0, "전혀 다른 새 글")
    report = handmade.crawl(full=True)
    assert (report.verdict, report.new, report.deleted, report.edited) == ("complete", 1, 1, 0), report.message
    gone = before.pop(TITLES[6])
    stored = handmade.stored()
    assert stored == before | {"전혀 다른 새 글": stored["전혀 다른 새 글"]}
    with Store(handmade.config.database_url).open() as store:
        posts = {post.title: post for post in store.posts()}
        assert all(post.version == 1 for post in posts.values())
        assert all(f"{title} 본문이다." in (post.body_text or "") for title, post in posts.items())
        assert [post.key for post in store.posts(deleted=True)] == [gone]
        assert [post.number for post in sorted(posts.values(), key=lambda p: -p.number)] == list(range(12, 0, -1))
        (audited,) = store.audit()
    assert (audited.keys_move, audited.is_complete) == (True, True)
    read_a_slipped_document_again(handmade)
    handmade.board.titles[5] = TITLES[4] + "!"
    report = handmade.crawl(full=True)
    assert (report.new, report.edited, report.deleted) == (0, 1, 0)
    assert handmade.stored()[TITLES[4] + "!"] == before[TITLES[4]]


def read_a_slipped_document_again(handmade) -> None:
    """What the archive holds under a post's key may be another's, that stood at its 번호 when it was asked for."""
    with Store(handmade.config.database_url).open() as store:
        (board,) = store.boards()
        post = next(post for post in store.posts() if post.title == TITLES[3])
    archive = Archive(handmade.config.archive_dir)
    others = handmade.board.document(f"/news/{TITLES[8].replace(' ', '-')}") or ""
    assert TITLES[3] not in others
    head = [("Content-Type", "text/html; charset=utf-8")]
    archive.store(Fetch(post.url, datetime.now(UTC), 200, head, others.encode(), board=board.address, key=post.key))
    archive.close()
    engine = create_engine(handmade.config.database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE body SET body_text = 'read wrongly' WHERE post_id = :id"), {"id": post.id})
    engine.dispose()
    (found,) = reparse(handmade.config)
    assert (found.edited, found.recovered, found.lost) == (1, 1, 0)
    with Store(handmade.config.database_url).open() as store:
        posts = list(store.posts())
    assert all(f"{post.title} 본문이다." in (post.body_text or "") for post in posts)


def test_a_board_that_shows_its_posts_under_other_ids_is_not_stored_twice(handmade):
    handmade.board.link = lambda title, number: f'href="/view.do?no={TITLES.index(title) + 100}"'
    handmade.crawl(articles=False)
    handmade.board.link = lambda title, number: f'href="/view.do?no={TITLES.index(title) + 900}"'
    report = handmade.crawl(articles=False)
    assert (report.verdict, report.exit_code, report.new) == ("changed", 4, 0)
    assert "other ids than before" in report.message
    assert len(handmade.stored()) == len(TITLES)


def test_a_board_that_was_cleared_is_believed_only_when_it_is_said(site):
    here = site(posts=40)
    here.crawl()
    keys = [post["key"] for post in here.board.truth() if not post["is_notice"]]
    here.board.delete(*keys[2:])
    report = here.crawl(full=True)
    assert (report.exit_code, report.deleted) == (1, 0)
    assert len(here.stored()) == 43
    report = here.crawl(full=True, confirm_deletions=True)
    assert report.deleted == 38
    assert len(here.stored()) == 5


def faces(posts) -> list[tuple]:
    """What a person knows a post by, of every post, as often as it is there."""
    return sorted((" ".join(post["title"].split()), post["author"], post["published"].date()) for post in posts)


def stored_faces(here) -> list[tuple]:
    with here.store() as store:
        live = list(store.posts(deleted=False))
    return sorted((post.title, post.author, post.published_at.astimezone(SEOUL).date()) for post in live)


def bodies(here) -> dict[str, str | None]:
    with here.store() as store:
        return {post.title: post.body_text and " ".join(post.body_text.split()) for post in store.posts(deleted=False)}


def change_on_every_ninth_request(here) -> None:
    asked = 0

    def change(_request) -> None:
        nonlocal asked
        asked += 1
        if asked % 9 == 0:
            here.board.insert(title=f"도중에 올린 글 {asked}")
            here.board.delete(str(asked * 7 % here.board.total + 1))

    here.server.on_request(change)


def test_a_board_without_ids_that_changes_while_it_is_read_is_stored_whole_and_each_post_once(site):
    """Its 번호 is all that links hold, and names another post after every deletion."""
    here = site(skin="zeroboard", positions=True, posts=80)
    change_on_every_ninth_request(here)
    first = here.crawl()
    here.server.on_request(None)
    assert first.verdict in {"complete", "partial"}, first.message
    stored = stored_faces(here)
    missing = Counter(faces(here.board.truth())) - Counter(stored)
    assert not missing
    full = here.crawl(full=True)
    assert (full.verdict, full.new) == ("complete", 0), full.message
    assert stored_faces(here) == faces(here.board.truth())
    truth = {" ".join(post["title"].split()): post["body_text"] for post in here.board.truth()}
    known = bodies(here)
    assert [t for t, text in truth.items() if " ".join((text or "").split())[:60] not in (known[t] or "")] == []
    with here.store() as store:
        (audited,) = store.audit()
    assert audited.keys_move
