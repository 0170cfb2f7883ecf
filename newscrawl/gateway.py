"""The only way out for a browser: a proxy on this machine that connects to what the guard lets it, and to nothing else.

Chromium follows redirects, looks names up and opens WebSockets by itself; none of that can be judged from outside. So
it is given this proxy (RFC 9110, 9.3.6: CONNECT; RFC 9112, 3.2.2: absolute-form), which judges each connection.
"""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from contextlib import suppress
from functools import lru_cache
from urllib.parse import urlsplit
from urllib.request import getproxies

from newscrawl.guard import Guard, host_and_port

HOST = "127.0.0.1"
HEAD_BYTES, HEAD_SECONDS = 64 * 1024, 30
CONNECT_SECONDS = 30

REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
NOT_HAD = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
OPEN = b"HTTP/1.1 200 Connection established\r\n\r\n"

_HOP = re.compile(rb"(?im)^(?:proxy-connection|proxy-authorization|connection|keep-alive):[^\r\n]*\r\n")


class Gateway:
    """A proxy in a thread of its own, for as long as the process lives; `url` is what a browser is told."""

    def __init__(self, guard: Guard) -> None:
        self.guard = guard
        self._ready = threading.Event()
        threading.Thread(target=lambda: asyncio.run(self._main()), name="newscrawl-gateway", daemon=True).start()
        self._ready.wait()

    async def _main(self) -> None:
        server = await asyncio.start_server(self._serve, HOST, 0, limit=HEAD_BYTES)
        self.url = f"http://{HOST}:{server.sockets[0].getsockname()[1]}"
        self._ready.set()
        await server.serve_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, ValueError):
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), HEAD_SECONDS)
            method, target, version = head.partition(b"\r\n")[0].decode("ascii").split(" ")
            tunnel = method == "CONNECT"
            url = f"https://{target}/" if tunnel else target
            if (places := await self._places(url)) is None:
                writer.write(REFUSED)
            elif (there := await _connect(places)) is None:
                writer.write(NOT_HAD)
            else:
                if tunnel:
                    writer.write(OPEN)
                else:
                    # One request a connection: the next one may be for another host.
                    parts = urlsplit(url)
                    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
                    fields = _HOP.sub(b"", head.partition(b"\r\n")[2].removesuffix(b"\r\n"))
                    line = f"{method} {path} {version}\r\n".encode("ascii")
                    there[1].write(line + fields + b"Connection: close\r\n\r\n")
                await asyncio.gather(_pass_on(reader, there[1]), _pass_on(there[0], writer))
        with suppress(OSError):
            writer.close()

    async def _places(self, url: str) -> list[tuple[str, int]] | None:
        """Where an address may be had: all that its host is at; None where it may not be asked."""
        if self.guard.refuses(url) is not None:
            return None
        host, port = host_and_port(url)
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(each[4][0]) for each in found]
        if self.guard.refuses_answer(url, addresses) is not None:
            return None
        return [(address, port) for address in addresses]


async def _connect(places: list[tuple[str, int]]) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
    for address, port in places:
        with suppress(OSError, TimeoutError):
            return await asyncio.wait_for(asyncio.open_connection(address, port), CONNECT_SECONDS)
    return None


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(64 * 1024):
            writer.write(data)
            await writer.drain()
    with suppress(OSError):
        writer.close()


@lru_cache
def gateway_for(guard: Guard) -> Gateway | None:
    """The gateway of a board's browser; None where the environment names a proxy, which is the way out then."""
    return None if {"http", "https"} & getproxies().keys() else Gateway(guard)
