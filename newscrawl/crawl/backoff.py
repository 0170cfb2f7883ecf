"""Try again what failed for the moment, later and later, and leave a host alone while it asks for it."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.utils.asyncio import sleep

from spiders.responses import LeftAlone

FIRST_PAUSE = 1.0
"""Seconds before the first retry; each further one waits twice as long, give or take a quarter."""

LONGEST_PAUSE = 300.0
"""Seconds that a crawl waits for a host at most. Where its Retry-After asks for more, no more documents are asked for
in this crawl, and `newscrawl run` leaves the host alone until then, within bounds (store/dispatch.py)."""

REST_UNTIL = "newscrawl/rest_until"
"""The crawl's statistic that says until when a host has asked to be left alone, as an ISO time."""

LONGEST_REST = 86400.0
"""Seconds of a Retry-After that are believed."""

ASKS_FOR_REST = frozenset({429, 503})


class BackoffMiddleware(RetryMiddleware):
    """Scrapy's retries with pauses: exponential with jitter, or as the host's Retry-After says (RFC 9110, 10.2.3).

    The pause holds every request to that host, since a host that is overloaded is so for all of them.
    `NEWSCRAWL_RETRY_PAUSE` sets the first pause in seconds. A spider that asks again because of what a page says sets
    `pause` in the request's meta.
    """

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self.first_pause = settings.getfloat("NEWSCRAWL_RETRY_PAUSE", FIRST_PAUSE)
        self._resume_at: defaultdict[str, float] = defaultdict(float)
        self._left: set[str] = set()

    async def process_request(self, request: Request) -> None:
        host = urlsplit(request.url).netloc
        if "wanted" in request.cb_kwargs and (
            host in self._left or getattr(self.crawler.spider, "is_turned_away", False)
        ):
            # It was on its way when the host turned out to be in trouble.
            raise LeftAlone("it is in trouble, or has asked for a longer rest")
        if request.meta.pop("pause", False):
            self._pause(request, None)
        while (rest := self._resume_at[host] - time.monotonic()) > 0:
            await sleep(rest)

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        asked = retry_after(response) if response.status in ASKS_FOR_REST else None
        if asked is not None and asked > LONGEST_PAUSE:
            self._leave(request, asked)
            return response
        result = super().process_response(request, response)
        if result is not response:
            self._pause(request, asked)
        return result

    def process_exception(
        self, request: Request, exception: Exception, spider: Any = None
    ) -> Request | Response | None:
        result = super().process_exception(request, exception)
        if result is not None:
            self._pause(request, None)
        return result

    def _leave(self, request: Request, asked: float) -> None:
        """Ask a host for no more documents in this crawl."""
        self._left.add(urlsplit(request.url).netloc)
        until = datetime.now(UTC) + timedelta(seconds=min(asked, LONGEST_REST))
        self.crawler.stats.max_value(REST_UNTIL, until.isoformat())

    def _pause(self, request: Request, asked: float | None) -> None:
        tried = request.meta.get("retry_times", 0)
        pause = asked if asked is not None else self.first_pause * 2**tried * random.uniform(0.75, 1.25)  # noqa: S311
        host = urlsplit(request.url).netloc
        self._resume_at[host] = max(self._resume_at[host], time.monotonic() + min(pause, LONGEST_PAUSE))


def retry_after(response: Response) -> float | None:
    """The seconds that a response asks to wait, from either form of Retry-After; None where it does not say."""
    header = response.headers.get(b"Retry-After")
    if header is None:
        return None
    text = header.decode("latin-1").strip()
    if text.isdecimal():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())
