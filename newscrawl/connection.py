"""Connections outside a crawl: only to where the guard lets them, at every hop, and all over when their time is up."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable
from functools import partial
from http.client import HTTPConnection, HTTPMessage, HTTPResponse, HTTPSConnection
from types import TracebackType
from typing import IO, Any
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
    getproxies,
    proxy_bypass,
)

from newscrawl.errors import RefusedError
from newscrawl.guard import HARMLESS, MEANT, STAY, Guard, host_and_port, named

CONNECT_SECONDS = 30
"""How long a host may take to accept a connection, whatever the whole may take."""


class Watch:
    """Ends the connections of one fetch, and whatever waits for them, when `seconds` are over."""

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self._ends = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True
        self._sockets: list[socket.socket] = []

    @property
    def left(self) -> float:
        """Seconds."""
        return max(0.001, self._ends - time.monotonic())

    def add(self, connected: socket.socket) -> None:
        # A second handle: TLS takes the first over, and gives it another name.
        self._sockets.append(connected.dup())
        if self.expired:
            self._expire()

    def _expire(self) -> None:
        self.expired = True
        for each in self._sockets:
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it is closed already

    def __enter__(self) -> Watch:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        for each in self._sockets:
            each.close()


def refusal(guard: Guard, url: str) -> str | None:
    """Why an address may not be asked, its host looked up; None where it may, or is not found."""
    if (reason := guard.refuses(url)) is not None:
        return reason
    host, port = host_and_port(url)
    if goes_through_proxy(url):
        return None
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return None
    return guard.refuses_answer(url, [str(each[4][0]) for each in found])


def goes_through_proxy(url: str) -> bool:
    """Whether the environment names a proxy for an address, which then looks its host up itself."""
    parts = urlsplit(url)
    return parts.scheme in getproxies() and not proxy_bypass(parts.hostname or "")


def refused(reason: str, url: str, advice: str = MEANT) -> RefusedError:
    """The error that says why an address is not asked, and what to do where it is meant."""
    host = named(url)
    return RefusedError(f"{url[:500]} was not asked for: {reason}.", advice.format(host) if host else "")


def opener(guard: Guard, watch: Watch) -> OpenerDirector:
    """What opens http and https addresses, and nothing else, as far as `guard` and `watch` let it."""
    made = OpenerDirector()
    for handler in (
        ProxyHandler(),
        UnknownHandler(),
        _Http(guard, watch),
        _Https(guard, watch),
        HTTPDefaultErrorHandler(),
        _Redirects(guard),
        HTTPErrorProcessor(),
    ):
        made.add_handler(handler)
    return made


class _Redirects(HTTPRedirectHandler):
    """Follows redirects as far as the guard lets a page send anyone."""

    max_redirections = max_repeats = 5

    def __init__(self, guard: Guard) -> None:
        self.guard = guard

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        reason = self.guard.refuses(newurl)
        if reason is not None:
            raise refused(reason, newurl)
        if (reason := self.guard.refuses_redirect(req.full_url, newurl)) is not None:
            raise refused(reason, newurl, STAY)
        made = super().redirect_request(req, fp, code, msg, headers, newurl)
        if made is not None and host_and_port(newurl) != host_and_port(req.full_url):
            made.headers = {name: value for name, value in made.headers.items() if name.lower() in HARMLESS}
        return made


def _connect(guard: Guard | None, scheme: str, watch: Watch) -> Callable[..., socket.socket]:
    """What connects in place of socket.create_connection: to the addresses that were judged, and no others."""

    def connect(address: tuple[str, int], *_: Any) -> socket.socket:
        host, port = address
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        if guard is not None:
            url = f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}/"
            if (reason := guard.refuses_answer(url, [str(each[4][0]) for each in found])) is not None:
                raise refused(reason, url)
        failed: OSError | None = None
        for family, kind, protocol, _name, place in found:
            made = socket.socket(family, kind, protocol)
            try:
                made.settimeout(min(CONNECT_SECONDS, watch.left))
                made.connect(place)
                made.settimeout(watch.left)
                watch.add(made)
            except OSError as error:
                made.close()
                failed = error
            else:
                return made
        raise failed or OSError(f"{host} has no address")

    return connect


class _Connection(HTTPConnection):
    def __init__(self, *args: Any, connect: Callable[..., socket.socket], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._create_connection = connect


class _TlsConnection(HTTPSConnection):
    def __init__(self, *args: Any, connect: Callable[..., socket.socket], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._create_connection = connect


class _Http(HTTPHandler):
    def __init__(self, guard: Guard, watch: Watch) -> None:
        super().__init__()
        self.guard, self.watch = guard, watch

    def http_open(self, req: Request) -> HTTPResponse:
        connect = _connect(None if req.has_proxy() else self.guard, "http", self.watch)
        return self.do_open(partial(_Connection, connect=connect), req)


class _Https(HTTPSHandler):
    def __init__(self, guard: Guard, watch: Watch) -> None:
        super().__init__()
        self.guard, self.watch = guard, watch

    def https_open(self, req: Request) -> HTTPResponse:
        tunnelled = getattr(req, "_tunnel_host", None) is not None
        connect = _connect(None if tunnelled else self.guard, "https", self.watch)
        made = partial(_TlsConnection, connect=connect, context=ssl.create_default_context())
        return self.do_open(made, req)
