"""Fetch and read single pages as their board's definition says, without a crawl around them."""

from __future__ import annotations

from newscrawl.extract import Page, extract
from newscrawl.extract.page import PageRequest
from newscrawl.fetch import TIMEOUT_SECONDS, Fetched, check_robots, fetch
from newscrawl.rendering import render
from newscrawl.sites import Definition


def fetch_for(definition: Definition, request: PageRequest, user_agent: str) -> Fetched:
    """Fetch a page with the definition's manners, through a browser where it asks for one.

    Raises NewscrawlError, saying why, where it cannot be had.
    """
    manners = definition.settings
    user_agent = manners.get("USER_AGENT", user_agent)
    if definition.browser and request.method == "GET":
        if manners.get("ROBOTSTXT_OBEY", True):
            check_robots(request.url, user_agent, definition.guard)
        return render(request.url, user_agent, definition.guard)
    return fetch(
        request.url,
        user_agent,
        form=request.form if request.method == "POST" else None,
        obey_robots=manners.get("ROBOTSTXT_OBEY", True),
        headers=manners.get("DEFAULT_REQUEST_HEADERS"),
        timeout=manners.get("DOWNLOAD_TIMEOUT", TIMEOUT_SECONDS),
        guard=definition.guard,
    )


def read(fetched: Fetched, definition: Definition) -> Page:
    """What the page says."""
    return extract(
        fetched.body,
        fetched.url,
        content_type=fetched.content_type,
        now=fetched.at,
        timezone=definition.timezone,
        hints=definition.hints,
    )
