"""robots.txt (RFC 9309): obeyed, the line that forbids named; its Crawl-delay, which is older custom, kept."""

from __future__ import annotations

import math
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.robotstxt import RobotParser

from newscrawl.crawl.bounds import BoundedRobotParser
from spiders.responses import ForbiddenByRobots

LONGEST_DELAY = 300.0
"""Seconds between two requests that a robots.txt can ask for; with more a crawl would never end."""

MOST_LINES = 2000
"""Lines of a robots.txt among which the one that forbids is looked for."""

MOST_TRIED = 20
"""Of those that fit the address."""


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's, which says which line forbids, and holds each host's requests as far apart as its Crawl-delay asks.

    The delay is a lower bound: a definition's longer one, and a slow host's, stand.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._delays: dict[str, float] = {}
        crawler.signals.connect(self.robots_parsed, signal=signals.robots_parsed)
        crawler.signals.connect(self.reached_downloader, signal=signals.request_reached_downloader)

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:
        try:
            await super().process_request(request)
        except IgnoreRequest as error:
            parser = await self.robot_parser(request)
            text = parser.text if isinstance(parser, BoundedRobotParser) else ""
            raise ForbiddenByRobots(line_against(text, request.url, self._agent(request))) from error
        if urlsplit(request.url).netloc in self._delays:
            # What the host's answers take would otherwise bring the delay down again.
            request.meta["autothrottle_dont_adjust_delay"] = True

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        asked = robotparser.crawl_delay(self._agent(request))
        if asked is not None and math.isfinite(asked) and asked > 0:
            self._delays[urlsplit(request.url).netloc] = min(asked, LONGEST_DELAY)

    def reached_downloader(self, request: Request) -> None:
        delay = self._delays.get(urlsplit(request.url).netloc)
        slot = self.crawler.engine.downloader.slots.get(request.meta.get("download_slot", "")) if delay else None
        if delay and slot is not None and slot.delay <= delay:
            slot.delay, slot.jitter = delay, 0.0

    def _agent(self, request: Request) -> str:
        told = self._robotstxt_useragent or request.headers.get(b"User-Agent") or self._default_useragent
        return told.decode("latin-1") if isinstance(told, bytes) else told


def line_against(text: str, url: str, agent: str) -> str | None:
    """The line of a robots.txt without which it would allow this address; None where no single one is to blame."""
    lines = text.splitlines()[:MOST_LINES]
    rules = [at for at, line in enumerate(lines) if line.strip().lower().startswith("disallow")]
    # The longest rule that fits decides (RFC 9309, 2.2.2).
    fitting = [at for at in rules if not Protego.parse(f"User-agent: *\n{lines[at]}").can_fetch(url, agent)]
    for at in sorted(fitting, key=lambda at: -len(lines[at]))[:MOST_TRIED]:
        if Protego.parse("\n".join(lines[:at] + lines[at + 1 :])).can_fetch(url, agent):
            return lines[at].strip()
    return None
