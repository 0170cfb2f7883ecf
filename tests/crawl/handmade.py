"""A board made by hand: its list and documents as a test wants them, behind a server of their own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

from newscrawl.config import Config
from newscrawl.crawl import CrawlOptions, CrawlReport, crawl_in_loop
from newscrawl.sites import from_url
from newscrawl.store import Store

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


@contextmanager
def served(board: Handmade, folder: Path, cookies: Iterator[str] | None = None) -> Iterator[Served]:
    """Serve a board, and give the database in `folder` that crawls of it fill; each answer sets one of `cookies`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = board.listing() if self.path == "/news" else board.document(self.path)
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if cookies is not None:
                self.send_header("Set-Cookie", next(cookies))
            self.end_headers()
            self.wfile.write((page or "<h1>404 Not Found</h1>").encode())

        def log_message(self, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Served(board, f"http://127.0.0.1:{server.server_port}/news", Config(f"sqlite:///{folder}/x.db", folder))
    server.shutdown()
    server.server_close()
