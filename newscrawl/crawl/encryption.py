"""Say why an encrypted connection failed: Twisted tells "certificate verify failed", or that the connection broke."""

from __future__ import annotations

import asyncio
from urllib.request import getproxies

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from newscrawl import tls
from newscrawl.crawl.guarding import CONNECTIONS
from newscrawl.guard import host_and_port
from spiders.responses import EncryptionError


class EncryptionMiddleware:
    """Looks once at each host whose https addresses cannot be had, when a request to it was given up."""

    def __init__(self, crawler: Crawler) -> None:
        is_direct = not (crawler.settings.getbool("HTTPPROXY_ENABLED") and "https" in getproxies())
        self._looks = is_direct and crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
        self._seen: dict[tuple[str, int], tls.Trouble | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> EncryptionMiddleware:
        return cls(crawler)

    async def process_exception(self, request: Request, exception: Exception) -> None:
        if not self._looks or not request.url.startswith("https:") or isinstance(exception, IgnoreRequest):
            return
        place = host_and_port(request.url)
        if place not in self._seen:
            self._seen[place] = await asyncio.to_thread(tls.look, *place, CONNECTIONS.refuses)
        if (trouble := self._seen[place]) is not None:
            raise EncryptionError(trouble.words, trouble.advice) from exception
