"""What identifies a post: ids that are used again, 번호 that moves, addresses made of titles, boards that change their ids."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import pytest
from sqlalchemy import create_engine, text

from newscrawl.archive import Archive
from newscrawl.config import Config
from newscrawl.crawl import CrawlOptions, CrawlReport, crawl_in_loop
from newscrawl.crawl.reparse import reparse
from newscrawl.demo.content import SEOUL
from newscrawl.sites import from_url
from newscrawl.store import Store
from newscrawl.warc import Fetch


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


TITLES = [
    f"{what} {where}"
    for what in ("봄 소식을", "설명회를", "새 도서관을", "배편을")
    for where in ("전합니다", "알립니다", "엽니다")
]


def place(title: str) -> int:
    """What a post's writer and day are made from."""
    title = title.rstrip("!")
    return TITLES.index(title) if title in TITLES else 0


@dataclass
class Handmade:
    """A board of one page and its documents, written by `row`: (title, 번호 from the top, index) -> (link, row's 번호)."""

    titles: list[str] = field(default_factory=lambda: list(TITLES))
    link: Callable[[str, int], str] = lambda title, number: f'href="/news/{title.replace(" ", "-")}/"'

    def listing(self) -> str:
        rows = "".join(
            f"<tr><td>{number}</td><td><a {self.link(title, number)}>{title}</a></td>"
            f"<td>글쓴이{place(title)}</td><td>2025.06.{28 - place(title):02d}</td></tr>"
            for number, title in zip(range(len(self.titles), 0, -1), self.titles, strict=True)
        )
        head = "<tr><th>번호</th><th>제목</th><th>글쓴이</th><th>날짜</th></tr>"
        form = '<form name="f" action="/view.do"><input type="hidden" name="no"></form>'
        script = "<script>function view(n){f.no.value=n;f.submit()}</script>"
        return f"<html><head><title>소식</title>{script}</head><body>{form}<table>{head}{rows}</table></body></html>"

    def document(self, target: str) -> str | None:
        path = unquote(target)
        for number, title in zip(range(len(self.titles), 0, -1), self.titles, strict=True):
            if title.replace(" ", "-") in path or path.endswith(f"no={number}"):
                return (
                    f"<html><head><title>{title}</title></head><body><h2 class='subject'>{title}</h2><dl><dt>작성자</dt>"
                    f"<dd>글쓴이{place(title)}</dd><dt>작성일</dt><dd>2025.06.{28 - place(title):02d} 09:41</dd></dl>"
                    f"<div class='view_content'><p>{title} 본문이다.</p></div></body></html>"
                )
        return None


@dataclass
class Served:
    board: Handmade
    url: str
    config: Config

    def crawl(self, **options) -> CrawlReport:
        return asyncio.run(crawl_in_loop(from_url(self.url), CrawlOptions(**options), self.config))

    def stored(self) -> dict[str, str]:
        with Store(self.config.database_url).open() as store:
            return {post.title: post.key for post in store.posts()}


@pytest.fixture
def handmade(tmp_path) -> Iterator[Served]:
    board = Handmade()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = board.listing() if self.path == "/news" else board.document(self.path)
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((page or "<h1>404 Not Found</h1>").encode())

        def log_message(self, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Served(board, f"http://127.0.0.1:{server.server_port}/news", Config(f"sqlite:///{tmp_path}/x.db", tmp_path))
    server.shutdown()
    server.server_close()


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
