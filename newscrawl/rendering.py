"""Render single pages in the Chromium that is on the machine; newscrawl brings and downloads none."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from newscrawl.connection import refusal, refused
from newscrawl.errors import ConfigurationError, NewscrawlError
from newscrawl.fetch import MAX_BYTES, Fetched
from newscrawl.gateway import gateway_for
from newscrawl.guard import STAY, Guard

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
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-gpu",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    ]
    return [*quiet, "--no-sandbox"] if os.geteuid() == 0 else quiet


def is_needless(request: Any) -> bool:
    """Whether the browser should leave one of a page's own requests out."""
    return request.resource_type in NEEDLESS


def is_asked(url: str) -> bool:
    """Whether a browser asks some host for an address; data:, blob: and about: hold what they are."""
    return not url.startswith(("data:", "blob:", "about:"))


def proxy_for(guard: Guard) -> Any:
    """Playwright's option `proxy`: the gateway, without which nothing is reached, this machine included."""
    gateway = gateway_for(guard)
    return None if gateway is None else {"server": gateway.url, "bypass": "<-loopback>"}


def check_landing(guard: Guard, asked: str, landed: str) -> None:
    """Raises RefusedError for a page that a browser was led to by redirects, which it follows by itself."""
    if (reason := refusal(guard, landed)) is not None:
        raise refused(reason, landed)
    if (reason := guard.refuses_redirect(asked, landed)) is not None:
        raise refused(reason, landed, STAY)


def need_extra(module: str) -> None:
    """Raises ConfigurationError, saying what to install, where the extra `browser` is missing."""
    from importlib.util import find_spec

    if find_spec(module) is None:
        raise ConfigurationError(
            f"This board's definition asks for a browser, and {module.replace('_', '-')} is not installed.",
            "Install it: pip install 'newscrawl[browser]'.",
        )


def render(url: str, user_agent: str, guard: Guard, *, timeout: float = QUIET_SECONDS * 2) -> Fetched:
    """A page as it is when its scripts have run, asking only what `guard` lets it ask.

    Raises RefusedError for an address that may not be asked, and NewscrawlError, saying why, where it cannot be had.
    """
    if (reason := refusal(guard, url)) is not None:
        raise refused(reason, url)
    need_extra("playwright")
    from playwright import sync_api

    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=arguments(), proxy=proxy_for(guard))
        try:
            page = browser.new_page(user_agent=user_agent, accept_downloads=False, service_workers="block")

            def let(route: Any) -> None:
                asked = route.request
                no = is_needless(asked) or (is_asked(asked.url) and refusal(guard, asked.url) is not None)
                route.abort() if no else route.continue_()

            page.route("**/*", let)
            answer = page.goto(url, timeout=timeout * 1000)
            with suppress(sync_api.TimeoutError):  # one that never goes quiet is read as it is
                page.wait_for_load_state("networkidle", timeout=QUIET_SECONDS * 1000)
            status = answer.status if answer is not None else 200
            check_landing(guard, url, page.url)
            body = page.content().encode()
            if len(body) > MAX_BYTES:
                raise NewscrawlError(f"{url} is larger than {MAX_BYTES // 1024 // 1024} MiB; such pages are not read.")
            return Fetched(page.url, status, "text/html; charset=utf-8", body, datetime.now(UTC))
        except sync_api.Error as error:
            raise NewscrawlError(f"{url} could not be rendered: {error.message.splitlines()[0]}.") from error
        finally:
            browser.close()
