"""Scrapy's own download handler without Twisted's reactor, connecting only where the guard lets it."""

from __future__ import annotations

import socket
from typing import Any

from aiohttp.resolver import ThreadedResolver
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler, _ClientResponse
from scrapy.crawler import Crawler
from scrapy.http import Headers

from newscrawl.crawl.guarding import CONNECTIONS


class GuardedThreadedResolver(ThreadedResolver):
    """aiohttp's resolver, which connects to nothing that the guard refuses."""

    async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_INET) -> Any:
        found = await super().resolve(host, port, family)
        if (words := CONNECTIONS.refuses(host, [each["host"] for each in found])) is not None:
            raise OSError(words)
        return found


class GuardedAiohttpHandler(AiohttpDownloadHandler):
    """The handler without Twisted's reactor; aiohttp bounds headers itself (128 of 8 KiB)."""

    experimental = False  # a warning that says so on every crawl helps nobody

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        connector: Any = self._session.connector
        connector._resolver = GuardedThreadedResolver()

    @staticmethod
    def _extract_headers(response: _ClientResponse) -> Headers:
        """The headers as they came: some servers write a Location or a file's name in EUC-KR, no text to aiohttp."""
        return Headers(response.raw_headers)
