"""No more requests a day than a board's definition allows; a crawl then ends in good order, and a later one goes on."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newscrawl.items import Board
from spiders.responses import LeftAlone

ENDED = "budget"
"""The reason with which a spider is closed whose budget is used up."""


class BudgetMiddleware:
    """Counts every request of a crawl, robots.txt, redirects and retries included, against `NEWSCRAWL_BUDGET` a day.

    A day begins at midnight in the board's time zone. What earlier crawls of the day asked for is told by their runs.
    """

    def __init__(self, crawler: Crawler, budget: int) -> None:
        self.crawler = crawler
        self.budget = budget
        self._used: int | None = None
        self._ending: asyncio.Future[None] | None = None
        self._asking = asyncio.Lock()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        budget = crawler.settings.getint("NEWSCRAWL_BUDGET")
        if not budget:
            raise NotConfigured
        return cls(crawler, budget)

    async def process_request(self, request: Request) -> None:
        async with self._asking:
            if self._used is None:
                self._used = await self._used_today(self.crawler.spider)
        if self._used >= self.budget:
            self._end()
            raise LeftAlone("the budget is used up")
        self._used += 1

    async def _used_today(self, spider: Any) -> int:
        session, board = getattr(spider, "session", None), getattr(spider, "board", None)
        if session is None or not isinstance(board, Board):
            return 0
        now = datetime.now(UTC).astimezone(ZoneInfo(board.timezone))
        used: int = await session.call(
            session.run.requests_since, now.replace(hour=0, minute=0, second=0, microsecond=0)
        )
        return used

    def _end(self) -> None:
        if self._ending is None:
            self._ending = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=ENDED))
