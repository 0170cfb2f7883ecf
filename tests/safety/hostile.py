"""A board that means harm: raw bytes on a loopback port, each threat at an address of its own.

Beside it a second port, on which nobody may ever knock: what a page must not reach.
"""

from __future__ import annotations

import asyncio
import gzip
import socket
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import brotli

HOST = "127.0.0.1"
INNER = "intra.example.kr"
"""A public name that is at 127.0.0.1, by `Names`."""
TURNING = "turning.example.kr"
"""A public name that is at a public address when it is looked up first, and at 127.0.0.1 after that."""

BOMB_BYTES = 8 * 1024 * 1024
_ZEROS = bytes(1024 * 1024)


def head(status: int = 200, *lines: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status} X", "Content-Type: text/html; charset=utf-8", *lines, "", ""]).encode()


def page(body: str, *lines: str, status: int = 200) -> bytes:
    data = body.encode()
    return head(status, f"Content-Length: {len(data)}", *lines) + data


def redirect(target: str) -> bytes:
    return page("", f"Location: {target}", status=302)


def packed(how: str) -> bytes:
    """A page of 8 MiB of zeros in a few KiB, packed as the header says."""
    if how == "br":
        packer = brotli.Compressor(quality=1)
        data = b"".join(packer.process(_ZEROS) for _ in range(BOMB_BYTES // len(_ZEROS))) + packer.finish()
    elif how == "zstd":
        from backports import zstd

        data = zstd.compress(_ZEROS * (BOMB_BYTES // len(_ZEROS)))
    elif how == "deflate":
        data = zlib.compress(_ZEROS * (BOMB_BYTES // len(_ZEROS)), 1)
    else:
        data = gzip.compress(_ZEROS * (BOMB_BYTES // len(_ZEROS)), 1)
    return head(200, f"Content-Encoding: {how}", f"Content-Length: {len(data)}") + data


DOCUMENT = (
    "<html><head><title>{0}</title></head><body><h2 class='subject'>{0}</h2><dl><dt>작성자</dt><dd>솔바람</dd>"
    "<dt>작성일</dt><dd>2025-06-11 09:41</dd></dl><div class='view_content'><p>솔마을 소식의 본문이다. 도서관이 문을 열었다."
    "</p></div></body></html>"
)


class Hostile:
    """The server. `asked` are the paths that were asked for, `heads` the headers that came along, `knocks` the connections to the forbidden port."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.heads: list[str] = []
        self.knocks = 0
        self.threats: dict[str, bytes | list[bytes]] = {}
        self._ready = threading.Event()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def forbidden(self) -> str:
        return f"http://{HOST}:{self.forbidden_port}"

    def add(self, path: str, answer: bytes | list[bytes]) -> None:
        """Answer so at that path; a list is a beginning, and what then comes again and again, 20 times a second."""
        self.threats[path] = answer

    def board(self, links: dict[str, str], path: str = "/board") -> None:
        """A listing whose posts, by their titles, are at the given addresses."""
        rows = "".join(
            f"<tr><td>{number}</td><td><a href='{link}'>{title}</a></td><td>솔바람</td><td>2025-06-11</td></tr>"
            for number, (title, link) in zip(range(len(links), 0, -1), links.items(), strict=True)
        )
        table = f"<table><tr><th>번호<th>제목<th>작성자<th>등록일</tr>{rows}</table>"
        self.add(path, page(f"<html><head><title>소식</title></head><body>{table}</body></html>"))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            while line := await reader.readline():
                path = line.decode("latin-1").split(" ")[1]
                lines = []
                while (header := await reader.readline()).strip():
                    lines.append(header.decode("latin-1"))
                self.asked.append(path)
                self.heads.append("".join(lines))
                answer = self.threats.get(path) or page("<h1>404 Not Found</h1>", status=404)
                if isinstance(answer, bytes):
                    writer.write(answer)
                    await writer.drain()
                    continue
                writer.write(answer[0])
                while True:
                    writer.write(answer[1])
                    await writer.drain()
                    await asyncio.sleep(0.05 if len(answer[1]) < 1000 else 0)
        writer.close()

    async def _knock(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.knocks += 1
        writer.write(page(DOCUMENT.format("비밀")))
        writer.close()

    async def _main(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._serve, HOST, 0)
        other = await asyncio.start_server(self._knock, HOST, 0)
        self.port, self.forbidden_port = (each.sockets[0].getsockname()[1] for each in (server, other))
        self._ready.set()
        await self._stop.wait()
        for each in asyncio.all_tasks() - {asyncio.current_task()}:
            each.cancel()
        server.close()
        other.close()

    def __enter__(self) -> Hostile:
        self._thread = threading.Thread(target=lambda: asyncio.run(self._main()), daemon=True)
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()


@contextmanager
def names() -> Iterator[list[str]]:
    """Name servers of the attacker's: the two names above, instead of the network's. Gives what was looked up."""
    looked_up: list[str] = []
    find, find_v4 = socket.getaddrinfo, socket.gethostbyname

    def place(host: object) -> object:
        name = host.decode() if isinstance(host, bytes) else host
        if name in (INNER, TURNING):
            looked_up.append(name)
            return HOST if name == INNER or looked_up.count(TURNING) > 1 else "93.184.215.14"
        if isinstance(name, str) and name.endswith((".kr", ".com")):
            looked_up.append(name)
            raise socket.gaierror(socket.EAI_NONAME, "no such name here")
        return host

    socket.getaddrinfo = lambda host, *rest, **named: find(place(host), *rest, **named)
    socket.gethostbyname = lambda host: find_v4(place(host))
    try:
        yield looked_up
    finally:
        socket.getaddrinfo, socket.gethostbyname = find, find_v4
