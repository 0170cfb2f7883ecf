"""A small database with two boards, and the site over it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the extra [web] is not installed")

from starlette.testclient import TestClient

from newscrawl.archive import Archive
from newscrawl.dates import Moment
from newscrawl.extract.page import Attachment
from newscrawl.items import Board, DocumentItem, FetchItem, ListingItem, Post, ProblemItem
from newscrawl.store import Run, Store
from newscrawl.warc import Fetch
from newscrawl.web.app import make_app
from newscrawl.web.site import Site

NOW = datetime(2025, 6, 27, 3, 0, tzinfo=UTC)
NOTICES = Board("www.example.kr", "www.example.kr/list.do?id=N", "https://www.example.kr/list.do?id=N", name="notices")
PRESS = Board("news.example.kr", "news.example.kr/press", "https://news.example.kr/press")
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)> \u202egnp.exe'
WIRE = "서초구는 교대역 인근 도로에서 가스 배관 공사를 시행합니다. 주민 여러분의 협조를 부탁드립니다. 버스 노선도 바뀝니다."
PAGE = "<html><script>alert(3)</script><p>원본</p></html>".encode("cp949")


def post(board: Board, key: int, **changes: object) -> Post:
    published = Moment((NOW - timedelta(days=130 - key)).date(), "day", "x")
    made = Post(
        str(key),
        f"https://{board.site}/view?id={key}",
        f"제목 {key}",
        number=key,
        published=published,
        views=key * 1000,
    )
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def document(board: Board, of: Post, text: str, html: str | None = None, **changes: object) -> DocumentItem:
    """A post's document."""
    made = Post(of.key, of.url, of.title, body_text=text, body_html=html or f"<p>{text}</p>")
    for name, value in changes.items():
        setattr(made, name, value)
    return DocumentItem(board, str(of.key), of.url, NOW, post=made)


def fill(store: Store, archive: Path | None = None) -> None:
    """Notices 1 to 120 (5 of them weeks before the others), the newest hostile, one edited, one deleted; two of press."""
    run = store.begin_run(NOTICES)
    posts = [post(NOTICES, key, author="총무과" if key % 2 else "홍길동") for key in range(1, 121)]
    for early in posts[:5]:
        early.published = Moment((NOW - timedelta(days=400)).date(), "day", "x")
    posts[-1].title = HOSTILE
    posts[-2].category, posts[-2].comments = "행사", 3
    run.write([ListingItem(NOTICES, NOTICES.url, NOW - timedelta(days=1), [posts[116]])])
    run.write([ListingItem(NOTICES, NOTICES.url, NOW, [each for each in posts if each.key != "117"])])
    hostile = '<p>본문 교대역에서</p><img src="https://x.example/a.png" alt="지도" onerror="alert(4)"><h4>끝</h4>'
    run.write([document(NOTICES, posts[-1], "본문 교대역에서 <b>만나요</b>", hostile)])
    for each in posts[:-1]:
        text = WIRE if each.key == "119" else f"{each.key}번 본문입니다.\n도서관 안내"
        run.write([document(NOTICES, each, text, attachments=[Attachment("붙임.hwp", "javascript:alert(5)", 2048)])])
    run.write([document(NOTICES, posts[117], "118번 본문입니다.\n도서관 휴관 안내", title="제목 118 (수정)")])
    run.mark_unseen_wanted(NOW)
    run.write([DocumentItem(NOTICES, "117", posts[116].url, NOW, state="deleted")])
    run.write(
        [ProblemItem(NOTICES, posts[3].url, NOW, "fetch", "The host answered 500.", "It is tried again.", key="4")]
    )
    if archive is not None:
        keep(run, archive, posts[-1])
    run.finish("partial", reason="The board counts 125 posts, 119 are stored.")
    run = store.begin_run(PRESS)
    copies = [post(PRESS, 1, title="가스 공사 안내"), post(PRESS, 2)]
    run.write([ListingItem(PRESS, PRESS.url, NOW, copies)])
    run.write([document(PRESS, copies[0], WIRE + " 끝."), document(PRESS, copies[1], "다른 글")])
    run.finish("complete", reason="All 2 posts are stored.", complete_to="2")


def keep(run: Run, folder: Path, of: Post) -> None:
    """Archive a response of a post, as a crawl does."""
    archive = Archive(folder)
    headers = [("Content-Type", "text/html; charset=euc-kr")]
    place = archive.store(Fetch(of.url, NOW, 200, headers, PAGE, board=NOTICES.address, key=of.key))
    archive.close()
    run.write([FetchItem(NOTICES, of.url, NOW, 200, "0", place.file, place.offset, place.length, key=of.key)])


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("web")


@pytest.fixture(scope="package")
def store(folder: Path) -> Iterator[Store]:
    with Store(f"sqlite:///{folder / 'newscrawl.db'}", now=lambda: NOW).open() as opened:
        fill(opened, folder / "archive")
        yield opened


@pytest.fixture(scope="package")
def site(store: Store, folder: Path) -> Site:
    return Site(store, folder / "archive", now=lambda: NOW)


@pytest.fixture(scope="package")
def visitor(site: Site) -> Iterator[TestClient]:
    with TestClient(make_app(site, rate=0), base_url="http://localhost") as made:
        yield made


@pytest.fixture
def client(visitor: TestClient) -> TestClient:
    """Somebody who comes for the first time."""
    visitor.cookies.clear()
    return visitor
