"""Render single pages in the Chromium that is on the machine; newscrawl brings and downloads none."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from newscrawl.errors import ConfigurationError, NewscrawlError
from newscrawl.fetch import Fetched

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

NEEDLESS = frozenset({"image", "media", "font"})
"""What a rendered list does not need."""

QUIET_SECONDS = 15
"""How long a page may take to go quiet before it is read as it is."""


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


def arguments() -> list[str]:
    """Chromium's own options. It refuses to start its sandbox as root, which is what containers run as."""
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-gpu"]
    return [*quiet, "--no-sandbox"] if os.geteuid() == 0 else quiet


def is_needless(request: Any) -> bool:
    """Whether the browser should leave one of a page's own requests out."""
    return request.resource_type in NEEDLESS


def need_extra(module: str) -> None:
    """Raises ConfigurationError, saying what to install, where the extra `browser` is missing."""
    from importlib.util import find_spec

    if find_spec(module) is None:
        raise ConfigurationError(
            f"This board's definition asks for a browser, and {module.replace('_', '-')} is not installed.",
            "Install it: pip install 'newscrawl[browser]'.",
        )


def render(url: str, user_agent: str, *, timeout: float = QUIET_SECONDS * 2) -> Fetched:
    """A page as it is when its scripts have run. Raises NewscrawlError, saying why, where it cannot be had."""
    need_extra("playwright")
    from playwright import sync_api

    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=arguments())
        try:
            page = browser.new_page(user_agent=user_agent)
            page.route("**/*", lambda route: route.abort() if is_needless(route.request) else route.continue_())
            answer = page.goto(url, timeout=timeout * 1000)
            with suppress(sync_api.TimeoutError):  # one that never goes quiet is read as it is
                page.wait_for_load_state("networkidle", timeout=QUIET_SECONDS * 1000)
            status = answer.status if answer is not None else 200
            return Fetched(page.url, status, "text/html; charset=utf-8", page.content().encode(), datetime.now(UTC))
        except sync_api.Error as error:
            raise NewscrawlError(f"{url} could not be rendered: {error.message.splitlines()[0]}.") from error
        finally:
            browser.close()
