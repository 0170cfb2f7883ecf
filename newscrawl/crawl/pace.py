"""The pace at which hosts are asked where one crawl goes to many: this machine's own pages need no politeness."""

from __future__ import annotations

from typing import Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.settings import SETTINGS_PRIORITIES

from spiders.responses import is_loopback


class LoopbackPace:
    """Asks this machine without a pause, whatever the pace is for other hosts; what the user set on purpose stands."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        # The slot is there by then, and its queue is looked at next.
        crawler.signals.connect(self.reached, signal=signals.request_reached_downloader)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if (crawler.settings.getpriority("DOWNLOAD_DELAY") or 0) > SETTINGS_PRIORITIES["project"]:
            raise NotConfigured
        return cls(crawler)

    def reached(self, request: Request) -> None:
        if is_loopback(request.url) and self.crawler.engine is not None:
            slot = self.crawler.engine.downloader.slots.get(request.meta["download_slot"])
            if slot is not None:
                slot.delay = 0


class HostThrottle(AutoThrottle):
    """Scrapy's throttle, for every host but this machine."""

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        if not is_loopback(request.url):
            super()._response_downloaded(response, request, spider)
