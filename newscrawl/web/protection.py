"""What every request passes: the host it names, its token, how often it comes; and the headers of every answer."""

from __future__ import annotations

import base64
import binascii
import hmac
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newscrawl.web.faults import WebError, problem

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""No script, nothing from elsewhere: what a page of a board brings along stays text."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

LONGEST_TARGET = 16_000
"""Bytes of a path with its parameters."""

CLIENTS = 10_000
"""Clients whose rate is remembered."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(slots=True)
class Rate:
    """A bucket of `burst` requests for each client, refilled with `rate` a second; 0 turns it off."""

    rate: float
    burst: float
    clock: Callable[[], float] = time.monotonic
    _buckets: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def wait(self, client: str) -> float:
        """Take a request; gives the seconds to wait where there is none left, else 0."""
        if not self.rate:
            return 0.0
        now = self.clock()
        left, at = self._buckets.pop(client, (self.burst, now))
        left = min(self.burst, left + (now - at) * self.rate)
        self._buckets[client] = (left - 1 if left >= 1 else left, now)
        while len(self._buckets) > CLIENTS:
            self._buckets.popitem(last=False)
        return 0.0 if left >= 1 else (1 - left) / self.rate


class Protection:
    """ASGI middleware around the whole site.

    `hosts` are the names under which it may be asked for: a page elsewhere that lets its own name point here
    (DNS rebinding) would read the database through its reader's browser. `token`, where there is one, is asked of
    everybody: as a bearer token, or as the password of any user, which browsers and feed readers can give.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str], token: str | None, rate: Rate) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._token = token
        self._rate = rate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        fault = self._fault(scope)
        if fault is not None:
            await problem(fault, scope["path"])(scope, receive, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)

    def _fault(self, scope: Scope) -> WebError | None:
        headers = Headers(scope=scope)
        if "*" not in self._hosts and host_of(headers.get("host", "")) not in self._hosts:
            return WebError(
                421, "This site is not asked for by that name.", "Allow the name: newscrawl web --allow NAME."
            )
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_TARGET:
            return WebError(414, f"The address has more than {LONGEST_TARGET:,} bytes.")
        seconds = self._rate.wait((scope.get("client") or ("",))[0])
        if seconds:
            return WebError(
                429, "Too many requests.", "Wait as long as Retry-After says.", {"Retry-After": str(int(seconds) + 1)}
            )
        if self._token is not None and not _holds(headers, self._token):
            return WebError(
                401,
                "This site asks for its token.",
                "Send Authorization: Bearer TOKEN, or the token as a password.",
                {"WWW-Authenticate": 'Bearer realm="newscrawl", Basic realm="newscrawl", charset="UTF-8"'},
            )
        return None


def host_of(header: str) -> str:
    """The name in a Host header, without its port, in lower case."""
    host = header.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _holds(headers: Mapping[str, str], token: str) -> bool:
    kind, _, value = headers.get("authorization", "").partition(" ")
    if kind.lower() == "basic":
        try:
            value = base64.b64decode(value.strip(), validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return False
    elif kind.lower() != "bearer":
        return False
    return hmac.compare_digest(value.strip().encode(), token.encode())
