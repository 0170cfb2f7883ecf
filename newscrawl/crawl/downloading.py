"""Scrapy's own download handler under Twisted, which also bounds what comes before a page's body."""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers._base_http import BaseHttpDownloadHandler
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from twisted.python.failure import Failure
from twisted.web._newclient import BODY, DONE

MAX_HEAD = 256 * 1024
"""Bytes of a response's headers, interim responses included. Servers end at 8 to 64 KiB; Twisted has no end at all."""


class TooManyHeadersError(Exception):
    """A response's headers do not end."""


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    """Gives a response up whose headers do not end."""

    _head = 0

    def request(self, request: Any) -> Any:
        self._head = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's own name
        parser = self._parser
        if parser is not None and parser.state not in (BODY, DONE):
            self._head += len(data)
            if self._head > MAX_HEAD:
                # What belongs to a body that begins in this piece is let through: a piece has 64 KiB at most.
                self._giveUp(Failure(TooManyHeadersError()))  # type: ignore[no-untyped-call]
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class _BoundedFactory(_LenientHTTP11ClientFactory):
    """Makes bounded connections."""

    def buildProtocol(self, addr: Any) -> _BoundedProtocol:  # noqa: N802 - Twisted's own name
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class BoundedHttp11Handler(HTTP11DownloadHandler):
    """The handler under Twisted's reactor; there the resolver is Scrapy's (TWISTED_DNS_RESOLVER)."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _BoundedFactory
        # Scrapy asks for the next page before the last one's connection is back: with room for one, each page of a
        # host that is asked without a pause would get a connection of its own.
        self._pool.maxPersistentPerHost = max(2, self._pool.maxPersistentPerHost)


class GuardedDownloadHandler:
    """Whichever of the two this crawl's event loop needs."""

    lazy = True

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BaseHttpDownloadHandler:
        if crawler.settings.getbool("TWISTED_REACTOR_ENABLED"):
            return BoundedHttp11Handler.from_crawler(crawler)
        from newscrawl.crawl.downloading_asyncio import GuardedAiohttpHandler

        return GuardedAiohttpHandler.from_crawler(crawler)
