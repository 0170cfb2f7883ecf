"""Let an installed Chromium render a board's pages, where only a browser can: by definition, never by default.

A definition asks for it with `browser = true` in [crawl], and the extra `browser` must be installed. The pages then
pass through scrapy-playwright, which drives the Chromium that is on the machine; newscrawl brings and downloads none.
"""

from __future__ import annotations

from typing import Any

from scrapy import Request

from newscrawl.rendering import QUIET_SECONDS, arguments, find_browser, is_needless, need_extra


def browser_settings() -> dict[str, Any]:
    """Scrapy's settings that put a browser between a spider and its pages.

    Raises ConfigurationError, saying what to install, where scrapy-playwright or a Chromium is missing.
    """
    need_extra("scrapy_playwright")
    handler = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"
    return {
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
        "DOWNLOADER_MIDDLEWARES": {f"{__name__}.BrowserMiddleware": 900},
        "TWISTED_REACTOR_ENABLED": True,
        "PLAYWRIGHT_BROWSER_TYPE": "chromium",
        "PLAYWRIGHT_LAUNCH_OPTIONS": {"executable_path": find_browser(), "args": arguments()},
        "PLAYWRIGHT_ABORT_REQUEST": is_needless,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": QUIET_SECONDS * 2 * 1000,
    }


class BrowserMiddleware:
    """Sends every page through the browser, and waits until it has gone quiet; robots.txt needs none."""

    def process_request(self, request: Request) -> None:
        from scrapy_playwright.page import PageMethod

        if request.url.endswith("/robots.txt"):
            return
        request.meta.setdefault("playwright", True)
        quiet = PageMethod("wait_for_load_state", "networkidle", timeout=QUIET_SECONDS * 1000)
        request.meta.setdefault("playwright_page_methods", [quiet])
