"""A static server in a process of its own: the demo board's pages, rendered before the clock starts.

It answers from a dict of ready bytes, so that it is never the bottleneck. Run as
`python -m bench.server POSTS [HOST]`; it prints its port and serves until its standard input closes.
"""

from __future__ import annotations

import asyncio
import sys
from urllib.request import urlopen

from newscrawl.demo import DemoBoard, DemoServer

ROWS = 20


def render(posts: int) -> dict[str, bytes]:
    """Every page of a demo board of realistic weight, by path and query."""
    board = DemoBoard(
        posts=posts, seed=8, name="news", skin="rhymix", rows=ROWS, notices=0, weight="real", secret_every=0
    )
    pages: dict[str, bytes] = {}
    with DemoServer([board], port=0) as server:
        base = server.url_of(board)
        root = base[: base.index("/news")]
        last = -(-posts // ROWS)
        paths = ["/news", *(f"/news?page={page}" for page in range(2, last + 1))]
        paths += [post["url"][len(root) :] if post["url"].startswith("http") else post["url"] for post in board.truth()]
        for path in paths:
            with urlopen(root + path) as answer:  # noqa: S310 - loopback, by construction
                pages[path] = answer.read()
    return pages


def find(pages: dict[str, bytes], path: str) -> bytes | None:
    """The page at an address. Rows of later pages say their page (`/news/1?page=2`)."""
    if path.count("/") == 2 or path.endswith("?page=1"):
        path = path.partition("?")[0]
    return pages.get(path)


class Answer(asyncio.Protocol):
    """HTTP/1.1 with keep-alive for GET requests without a body, which is all that the crawlers send."""

    pages: dict[str, bytes]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.rest = b""

    def data_received(self, data: bytes) -> None:
        self.rest += data
        while b"\r\n\r\n" in self.rest:
            head, _, self.rest = self.rest.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode("latin-1")
            body = find(self.pages, path)
            status = b"200 OK" if body is not None else b"404 Not Found"
            body = body or b""
            self.transport.write(  # type: ignore[attr-defined]
                b"HTTP/1.1 %b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%b"
                % (status, len(body), body)
            )


async def serve(pages: dict[str, bytes], host: str) -> None:
    Answer.pages = pages
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Answer, host, 0)
    print(server.sockets[0].getsockname()[1], len(pages), sum(map(len, pages.values())), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(render(int(sys.argv[1])), sys.argv[2] if len(sys.argv) > 2 else "127.0.0.1"))
