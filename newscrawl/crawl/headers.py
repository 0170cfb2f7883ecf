"""The headers that a definition gives go to the board's own site alone: they may hold a password."""

from __future__ import annotations

from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.utils.python import without_none_values

from newscrawl.guard import HARMLESS, Guard


class HeadersMiddleware:
    """Scrapy's DefaultHeadersMiddleware, which lets other hosts see nothing but what any reader's browser sends.

    Without it what Scrapy strips from a redirect to another host would be put on it again.
    """

    def __init__(self, crawler: Crawler, headers: dict[str, Any]) -> None:
        self.crawler = crawler
        self.headers = headers

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler, without_none_values(crawler.settings.getdict("DEFAULT_REQUEST_HEADERS")))

    def process_request(self, request: Request) -> None:
        guard: Guard | None = getattr(self.crawler.spider, "guard", None)
        is_home = guard is None or guard.is_home(request.url)
        for name, value in self.headers.items():
            if is_home or name.lower() in HARMLESS:
                request.headers.setdefault(name, value)
