"""Let an installed Chromium render a board's pages, where only a browser can: by definition, never by default.

A definition asks for it with `browser = true` in [crawl], and the extra `browser` must be installed. The pages then
pass through scrapy-playwright, which drives the Chromium that is on the machine; newscrawl brings and downloads none.
"""

from __future__ import annotations

import os
import shutil
from typing import Any

from scrapy import Request

from newscrawl.errors import ConfigurationError

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NEEDLESS = frozenset({"image", "media", "font"})
"""What a rendered list does not need."""

QUIET_SECONDS = 15


def browser_settings() -> dict[str, Any]:
    """Scrapy's settings that put a browser between a spider and its pages.

    Raises ConfigurationError, saying what to install, where scrapy-playwright or a Chromium is missing.
    """
    try:
        import scrapy_playwright.handler  # noqa: F401 - only whether it is there
    except ImportError as error:
        raise ConfigurationError(
            "This board's definition asks for a browser, and scrapy-playwright is not installed.",
            "Install it: pip install 'newscrawl[browser]'.",
        ) from error
    handler = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"
    return {
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
        "DOWNLOADER_MIDDLEWARES": {f"{__name__}.BrowserMiddleware": 900},
        "TWISTED_REACTOR_ENABLED": True,
        "PLAYWRIGHT_BROWSER_TYPE": "chromium",
        "PLAYWRIGHT_LAUNCH_OPTIONS": {"executable_path": find_browser(), "args": _arguments()},
        "PLAYWRIGHT_ABORT_REQUEST": is_needless,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": QUIET_SECONDS * 2 * 1000,
    }


def find_browser() -> str:
    """The Chromium to use: NEWSCRAWL_BROWSER, else the first on the path. Raises ConfigurationError for none."""
    told = os.environ.get("NEWSCRAWL_BROWSER")
    found = shutil.which(told) if told else next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        missing = (
            f"There is no program {told!r} here." if told else "A definition asks for a browser; no Chromium is here."
        )
        raise ConfigurationError(
            missing, "Install chromium, or say where it is with NEWSCRAWL_BROWSER=/path/to/chromium."
        )
    return found


def _arguments() -> list[str]:
    """Chromium refuses to start its sandbox as root, which is what containers run as."""
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-gpu"]
    return [*quiet, "--no-sandbox"] if os.geteuid() == 0 else quiet


def is_needless(request: Any) -> bool:
    """Whether the browser should leave one of a page's own requests out."""
    return request.resource_type in NEEDLESS


class BrowserMiddleware:
    """Sends every page through the browser, and waits until it has gone quiet; robots.txt needs none."""

    def process_request(self, request: Request) -> None:
        from scrapy_playwright.page import PageMethod

        if request.url.endswith("/robots.txt"):
            return
        request.meta.setdefault("playwright", True)
        quiet = PageMethod("wait_for_load_state", "networkidle", timeout=QUIET_SECONDS * 1000)
        request.meta.setdefault("playwright_page_methods", [quiet])
