"""News sites on several hosts of this machine, which serve what a test puts there and remember what was asked."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from newscrawl.demo.wire import Answer, Request, Wire
from newscrawl.store import Store
from tests.cli.conftest import Command, inside, newscrawl  # noqa: F401 - fixtures

HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
TEXT = "솔마을 도서관은 이번 달부터 저녁 아홉 시까지 문을 연다고 밝혔다. 주민들은 크게 반겼다."


def article(
    number: int, *, canonical: str = "", title: str = "", head: str = "", text: str = "", name: str = "홍길동"
) -> bytes:
    """A news site's page of an article."""
    title = title or f"솔마을 소식 {number}호"
    day = f"2026-10-{number % 28 + 1:02}"
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    body = text or "".join(f"<p>{number}번째 소식이다. {TEXT}</p>" for _ in range(6))
    return f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{title} - 솔마을신문</title>{link}
<meta property="og:type" content="article"><meta property="og:title" content="{title}">
<meta property="og:site_name" content="솔마을신문">
<meta property="article:published_time" content="{day}T09:41:00+09:00">{head}</head>
<body><header><a href="/">솔마을신문</a></header><article><h1>{title}</h1>
<p class="byline">{name} 기자 | 입력 {day} 09:41</p><div class="article_body">{body}</div></article></body></html>""".encode()


@dataclass
class Press:
    """`pages` maps paths to pages, answers, or functions of the request that give either."""

    port: int = 0
    pages: dict[str, bytes | Answer | Callable[[Request], Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def url(self, path: str, host: int = 0) -> str:
        return f"http://{HOSTS[host]}:{self.port}{path}"

    def answer(self, request: Request) -> Answer:
        if request.path == "/robots.txt":
            return Answer(404)
        self.asked.append(request.target)
        page = self.pages.get(request.target, self.pages.get(request.path, Answer(404, "<p>없는 쪽</p>".encode())))
        if callable(page):
            page = page(request)
        return page if isinstance(page, Answer) else Answer(200, page)

    def taken(self) -> Counter[str]:
        """What was asked since the last time, and how often."""
        asked, self.asked = Counter(self.asked), []
        return asked


@pytest.fixture
def press() -> Iterator[Press]:
    made, ready, stop = Press(), threading.Event(), []

    async def main() -> None:
        wires: set[Wire] = set()
        loop = asyncio.get_running_loop()
        for host in HOSTS:
            server = await loop.create_server(lambda: Wire(made.answer, wires), host, made.port)
            made.port = server.sockets[0].getsockname()[1]
        end = asyncio.Event()
        stop.append(lambda: loop.call_soon_threadsafe(end.set))
        ready.set()
        await end.wait()

    thread = threading.Thread(target=lambda: asyncio.run(main()))
    thread.start()
    ready.wait()
    yield made
    stop[0]()
    thread.join()


def stored(command: Command) -> dict[str, object]:
    """The live posts in a command's database, by address."""
    with Store(f"sqlite:///{command.environment['NEWSCRAWL_DATA_DIR']}/newscrawl.db").open() as store:
        return {post.url: post for post in store.posts(deleted=False)}
