"""Try again what failed for the moment, later and later, and leave a host alone while it asks for it."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from datetime import UTC, datetime
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
"""Seconds that a host is left alone at most, whatever its Retry-After says; later is the next crawl's affair."""

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

    async def process_request(self, request: Request) -> None:
        if "wanted" in request.cb_kwargs and getattr(self.crawler.spider, "is_turned_away", False):
            # It was on its way when the host turned out to be in trouble.
            raise LeftAlone("the host is in trouble")
        if request.meta.pop("pause", False):
            self._pause(request, None)
        host = urlsplit(request.url).netloc
        while (rest := self._resume_at[host] - time.monotonic()) > 0:
            await sleep(rest)

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        result = super().process_response(request, response)
        if result is not response:
            asked = retry_after(response) if response.status in ASKS_FOR_REST else None
            self._pause(request, asked)
        return result

    def process_exception(
        self, request: Request, exception: Exception, spider: Any = None
    ) -> Request | Response | None:
        result = super().process_exception(request, exception)
        if result is not None:
            self._pause(request, None)
        return result

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
