"""The site around the boards: which page answers which address, whatever the board's skin."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from newscrawl.demo.board import DemoBoard
from newscrawl.demo.control import CONTROL, control
from newscrawl.demo.faults import Fault
from newscrawl.demo.feed import atom, news_sitemap, rss
from newscrawl.demo.files import pdf, png
from newscrawl.demo.skins.base import text
from newscrawl.demo.wire import Answer, Request
from newscrawl.errors import ConfigurationError

_KEPT = 100_000  # requests that the log remembers

ROBOTS = f"User-agent: *\nDisallow: {CONTROL}\nDisallow: /admin/\nAllow: /\n"


@dataclass(slots=True, frozen=True)
class Served:
    """A request that was answered. `target` is path and query as asked; `fault` is the kind of the fault that struck.

    `status` is None where nothing was sent.
    """

    method: str
    target: str
    path: str
    query: dict[str, str]
    form: dict[str, str]
    headers: dict[str, str]
    status: int | None
    at: datetime
    fault: str | None = None


class Site:
    """Boards under one address, their faults, and a log of what was asked."""

    def __init__(
        self, boards: Sequence[DemoBoard], *, faults: Sequence[Fault], control: bool, robots: str | None
    ) -> None:
        if not boards:
            raise ConfigurationError("A demo server needs a board.")
        if len({(board.skin.name, board.name) for board in boards}) < len(boards):
            raise ConfigurationError("Two boards of one demo server have the same name.")
        self.boards = list(boards)
        self.faults = list(faults)
        self.hooks: list[Callable[[Request], object]] = []
        self.served: deque[Served] = deque(maxlen=_KEPT)
        self.lock = threading.Lock()
        self.error: Exception | None = None
        self._control = control
        self.robots = robots

    def mount(self, base_url: str) -> None:
        """Tell the boards where they are: pages hold absolute addresses."""
        self.base_url = base_url
        for board in self.boards:
            board.base_url = base_url

    def answer(self, request: Request) -> Answer:
        """Answer one request. Where a hook or a page fails it is 500, and `error` holds the first failure."""
        if self._control and request.path.startswith(CONTROL):
            return control(self, request)
        now = self.boards[0].now
        try:
            for hook in self.hooks:
                hook(request)
            answer = self._page(request)
        except Exception as error:
            self.error = self.error or error
            answer = Answer(500, repr(error).encode(), "text/plain; charset=utf-8")
        self._stamp(answer, now)
        with self.lock:
            fault = next((fault for fault in self.faults if fault.strikes(request)), None)
        if fault is not None:
            answer = fault.spoil(answer, request, now)
        self.served.append(
            Served(
                request.method,
                request.target,
                request.path,
                request.query,
                request.form,
                request.headers,
                None if answer.reset else answer.status,
                now,
                fault.kind if fault else None,
            )
        )
        return answer

    def _stamp(self, answer: Answer, now: datetime) -> None:
        """Headers that such software sends with every page: changed just now, and not to be stored."""
        at = format_datetime(now.astimezone(UTC), usegmt=True)
        answer.headers += [
            ("Date", at),
            ("Server", "nginx"),
            ("Last-Modified", at),
            ("Cache-Control", "no-store, no-cache, must-revalidate"),
        ]

    def _page(self, request: Request) -> Answer:
        path = request.path
        if path == "/robots.txt":
            if self.robots is None:
                return self._missing()
            return Answer(200, self.robots.encode(), "text/plain; charset=utf-8")
        if path.startswith("/files/images/") and path.endswith(".png"):
            serial = path.rpartition("/")[2][:-4]
            return Answer(200, png(int(serial) if serial.isdecimal() else 0), "image/png")
        if path == "/files/guide.pdf":
            return Answer(200, pdf(), "application/pdf")
        if path == "/sitemap-news.xml":
            return Answer(200, news_sitemap(self.boards).encode(), "application/xml; charset=utf-8")
        if path == "/about":
            return self._about()
        for board in self.boards:
            with board.lock:
                if request.target == board.skin.feed_path(board):
                    return Answer(200, rss(board), "application/rss+xml; charset=utf-8")
                if request.target == f"/{board.name}/atom":
                    return Answer(200, atom(board), "application/atom+xml; charset=utf-8")
                answer = board.skin.answer(board, request)
            if answer is not None:
                return answer
        if path == "/":
            return self._home()
        strays = (board.skin.stray(board, request) for board in self.boards)
        return next((answer for answer in strays if answer is not None), self._missing())

    def _home(self) -> Answer:
        links = "".join(
            f'<li><a href="{text(board.skin.list_path(board))}">{text(board.title)}</a> ({board.skin.name})</li>'
            for board in self.boards
        )
        return _plain("데모 게시판", f'<h1>데모 게시판</h1><ul>{links}</ul><p><a href="/about">소개</a></p>')

    def _about(self) -> Answer:
        return _plain(
            "소개",
            "<h1>소개</h1><p>이 자리는 게시판이 아니라 소개 글입니다.</p>"
            "<p>마을은 1987년에 생겼고 지금은 3,200가구가 삽니다.</p>"
            '<p><a href="/files/guide.pdf">안내서 내려받기</a></p>',
        )

    def _missing(self) -> Answer:
        return _plain("404 Not Found", "<h1>404 Not Found</h1><p>요청하신 페이지가 없습니다.</p>", 404)


def _plain(title: str, body: str, status: int = 200) -> Answer:
    head = f'<meta charset="utf-8"><title>{title}</title>'
    page = f'<!DOCTYPE html><html lang="ko"><head>{head}</head><body>{body}</body></html>'
    return Answer(status, page.encode())
