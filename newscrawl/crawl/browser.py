"""Let an installed Chromium render a board's pages, where only a browser can: by definition, never by default.

A definition asks for it with `browser = true` in [crawl], and the extra `browser` must be installed. The pages then
pass through scrapy-playwright, which drives the Chromium that is on the machine; newscrawl brings and downloads none.
"""

from __future__ import annotations

import asyncio
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from newscrawl.connection import refusal
from newscrawl.errors import RefusedError
from newscrawl.guard import Guard
from newscrawl.rendering import (
    QUIET_SECONDS,
    arguments,
    check_landing,
    find_browser,
    is_asked,
    is_needless,
    need_extra,
    proxy_for,
)
from spiders.responses import RefusedRequest


def browser_settings(guard: Guard) -> dict[str, Any]:
    """Scrapy's settings that put a browser between a spider and its pages, which asks what `guard` lets it ask.

    Raises ConfigurationError, saying what to install, where scrapy-playwright or a Chromium is missing.
    """
    need_extra("scrapy_playwright")

    async def is_left_out(request: Any) -> bool:
        if is_needless(request):
            return True
        return is_asked(request.url) and await asyncio.to_thread(refusal, guard, request.url) is not None

    handler = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"
    return {
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
        "DOWNLOADER_MIDDLEWARES": {f"{__name__}.BrowserMiddleware": 900},
        "TWISTED_REACTOR_ENABLED": True,
        "PLAYWRIGHT_BROWSER_TYPE": "chromium",
        "PLAYWRIGHT_LAUNCH_OPTIONS": {
            "executable_path": find_browser(),
            "args": arguments(),
            "proxy": proxy_for(guard),
        },
        "PLAYWRIGHT_ABORT_REQUEST": is_left_out,
        "PLAYWRIGHT_CONTEXTS": {"default": {"accept_downloads": False, "service_workers": "block"}},
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": QUIET_SECONDS * 2 * 1000,
    }


class BrowserMiddleware:
    """Sends every page through the browser, and waits until it has gone quiet; robots.txt needs none.

    A browser follows redirects by itself: where it was led is judged when the page is there.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        from scrapy_playwright.page import PageMethod

        if request.url.endswith("/robots.txt"):
            return
        request.meta.setdefault("playwright", True)
        quiet = PageMethod("wait_for_load_state", "networkidle", timeout=QUIET_SECONDS * 1000)
        request.meta.setdefault("playwright_page_methods", [quiet])

    async def process_response(self, request: Request, response: Response) -> Response:
        guard = getattr(self.crawler.spider, "guard", None)
        if guard is not None and request.meta.get("playwright"):
            try:
                await asyncio.to_thread(check_landing, guard, request.url, response.url)
            except RefusedError as error:
                raise RefusedRequest(error.message.rstrip("."), error.advice) from error
        return response
