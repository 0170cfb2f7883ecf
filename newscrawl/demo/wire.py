"""HTTP/1.1 with keep-alive on an asyncio transport: as much of it as a board needs, and quick."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote

_MAX_HEAD = 64 * 1024
_MAX_BODY = 1024 * 1024

_REASONS = {status.value: status.phrase for status in HTTPStatus}


@dataclass(slots=True)
class Request:
    """What a client asked for. `target` is path and query as sent; header names are in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""
    path: str = ""
    query: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        path, _, query = self.target.partition("?")
        self.path = unquote(path)
        self.query = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
        if self.body and self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            self.form = dict(parse_qsl(self.body.decode("ascii", "replace"), keep_blank_values=True))

    def value(self, name: str, default: str = "") -> str:
        """A field of the form, or else of the query."""
        return self.form.get(name) or self.query.get(name) or default

    def number(self, name: str, default: int = 1) -> int:
        """A field that holds a number; `default` where it holds none."""
        text = self.value(name)
        return int(text) if text.lstrip("-").isdecimal() and len(text) < 10 else default


@dataclass(slots=True)
class Answer:
    """What is sent back. `delay` is in seconds; `send` less than the whole body breaks off; `reset` sends nothing."""

    status: int
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: list[tuple[str, str]] = field(default_factory=list)
    delay: float = 0.0
    send: int | None = None
    reset: bool = False

    def to_bytes(self, *, head_only: bool = False) -> bytes:
        lines = [f"HTTP/1.1 {self.status} {_REASONS.get(self.status, 'Unknown')}"]
        if self.content_type:
            lines.append(f"Content-Type: {self.content_type}")
        lines.append(f"Content-Length: {len(self.body)}")
        lines += [f"{name}: {value}" for name, value in self.headers]
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")
        return head if head_only else head + self.body


class BadRequestError(Exception):
    """The bytes are no request that this server takes."""


class Wire(asyncio.Protocol):
    """One connection: requests are answered one after the other, by the function that is given."""

    def __init__(self, answer: Callable[[Request], Answer], open_wires: set[Wire]) -> None:
        self._answer = answer
        self._open = open_wires
        self._buffer = bytearray()
        self._busy = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._open.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._open.discard(self)

    def close(self) -> None:
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        self._next()

    def _next(self) -> None:
        while not self._busy and not self._transport.is_closing():
            try:
                request = self._take()
            except BadRequestError as error:
                refusal = Answer(400, str(error).encode(), "text/plain; charset=utf-8", [("Connection", "close")])
                self._transport.write(refusal.to_bytes())
                self._transport.close()
                return
            if request is None:
                return
            answer = self._answer(request)
            if answer.delay:
                self._busy = True
                asyncio.get_running_loop().call_later(answer.delay, self._after_delay, request, answer)
            else:
                self._send(request, answer)

    def _after_delay(self, request: Request, answer: Answer) -> None:
        self._busy = False
        if not self._transport.is_closing():
            self._send(request, answer)
            self._next()

    def _send(self, request: Request, answer: Answer) -> None:
        if answer.reset:
            self._reset()
            return
        data = answer.to_bytes(head_only=request.method == "HEAD")
        if answer.send is not None:
            self._transport.write(data[: len(data) - len(answer.body) + answer.send])
            self._transport.close()
            return
        self._transport.write(data)
        if request.headers.get("connection", "").lower() == "close":
            self._transport.close()

    def _reset(self) -> None:
        """Break the connection as a crashing server does: the client sees ECONNRESET, not an orderly end."""
        raw = self._transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._transport.abort()

    def _take(self) -> Request | None:
        """The next whole request in the buffer, None where more bytes must come."""
        if not self._buffer[:1].isalpha() and self._buffer:
            # A TLS handshake, most likely: whoever tries https here should not wait for an answer.
            raise BadRequestError("this is plain HTTP")
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            if len(self._buffer) > _MAX_HEAD:
                raise BadRequestError("too many headers")
            return None
        first, *lines = self._buffer[:end].decode("latin-1").split("\r\n")
        parts = first.split(" ")
        if len(parts) != 3 or not parts[1].startswith("/"):
            raise BadRequestError("no request line")
        headers = {}
        for line in lines:
            name, _, value = line.partition(":")
            headers[name.strip().lower()] = value.strip()
        if parts[2] == "HTTP/1.0":
            headers.setdefault("connection", "close")
        if "transfer-encoding" in headers:
            raise BadRequestError("send a Content-Length")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > _MAX_BODY:
            raise BadRequestError("too much, or no number")
        whole = end + 4 + int(length)
        if len(self._buffer) < whole:
            return None
        body = bytes(self._buffer[end + 4 : whole])
        del self._buffer[:whole]
        return Request(parts[0], parts[1], headers, body)
