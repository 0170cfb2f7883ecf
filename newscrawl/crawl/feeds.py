"""Start the crawl of a feed from Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from newscrawl.config import Config
from newscrawl.crawl.addresses import address_settings
from newscrawl.crawl.start import CrawlReport, Progress, run_spider


@dataclass(slots=True, frozen=True)
class FeedOptions:
    """`limit`: articles at most; `since`: no older entries; `articles`: fetch the articles, not the entries only;
    `settings`: Scrapy settings that override all."""

    limit: int | None = None
    since: date | None = None
    articles: bool = True
    settings: Mapping[str, Any] = field(default_factory=dict)


def crawl_feed(
    url: str,
    options: FeedOptions | None = None,
    config: Config | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
) -> CrawlReport:
    """Crawl a feed, or the feeds that a page names, in this process, which can do so once.

    Raises ConfigurationError for what is no address.
    """
    options = options or FeedOptions()
    settings = address_settings(config or Config.from_environment(), options.settings)
    arguments = {"url": url, "limit": options.limit, "since": options.since, "articles": options.articles}
    return run_spider("feed", arguments, settings, options.settings, progress)[0]
