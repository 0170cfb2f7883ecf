"""Start a crawl from Python, and report how it ended."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerProcess, AsyncCrawlerRunner, Crawler
from scrapy.settings import SETTINGS_PRIORITIES, Settings
from scrapy.utils.project import get_project_settings
from twisted.logger import globalLogBeginner

from newscrawl.config import SECONDS, Config
from newscrawl.crawl.browser import browser_settings
from newscrawl.crawl.record import RunRecorder
from newscrawl.crawl.verdict import EXIT_CODES, Verdict
from newscrawl.errors import ConfigurationError, NewscrawlError
from newscrawl.items import DocumentItem, ListingItem, ProblemItem
from newscrawl.sites import Definition
from newscrawl.store.records import RunRecord
from spiders.addressed import AddressedSpider


@dataclass(slots=True, frozen=True)
class CrawlOptions:
    """Bounds and extras of a crawl.

    `pages`: listing pages at most; `since`: no older posts; `limit`: posts at most; `full`: read every page again;
    `articles`: fetch documents, not rows only; `sweep`: read the next slice of older pages again, of `sweep_pages`;
    `recheck`: fetch the documents of so many days again; `confirm_deletions`: believe it where most of the board is
    gone; `settings`: Scrapy settings that override all.
    """

    pages: int | None = None
    since: Any = None
    limit: int | None = None
    full: bool = False
    articles: bool = True
    sweep: bool = False
    sweep_pages: int | None = None
    recheck: int | None = None
    confirm_deletions: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Progress:
    """How far a crawl is: listing pages read of about `last_page`, documents stored of about `posts` rows seen.

    Of articles by their addresses `documents` counts those that are settled, one way or the other, of `posts`.
    """

    pages: int = 0
    last_page: int | None = None
    posts: int = 0
    documents: int = 0
    problems: int = 0


@dataclass(slots=True, frozen=True)
class CrawlReport:
    """How a crawl ended. `run` is None, and `message` says why, where it could not begin."""

    run: RunRecord | None
    verdict: Verdict | None
    exit_code: int
    message: str
    new: int = 0
    edited: int = 0
    unchanged: int = 0
    deleted: int = 0
    problems: int = 0
    requests: int = 0
    seconds: float = 0.0


def crawl(
    definition: Definition,
    options: CrawlOptions | None = None,
    config: Config | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
) -> CrawlReport:
    """Crawl one board to the end in this process, which can do so once (Scrapy's reactor does not start twice).

    Ctrl-C ends it after the batch in hand. Raises ConfigurationError for options that make no sense.
    """
    options = options or CrawlOptions()
    settings = crawl_settings(config or Config.from_environment(), definition, options)
    return run_spider("board", _arguments(definition, options), settings, options.settings, progress)[0]


def run_spider(
    spider: str,
    arguments: Mapping[str, Any],
    settings: Settings,
    overrides: Mapping[str, Any],
    progress: Callable[[Progress], None] | None = None,
) -> tuple[CrawlReport, Spider | None]:
    """Run one of our spiders to the end in this process; `overrides` are the settings that a person gave."""
    logging.disable(logging.INFO)  # Scrapy lists its own and its libraries' versions while it is made
    # Twisted, unless told where its log goes, repeats on stderr what the program's own log has.
    globalLogBeginner.beginLoggingTo([], discardBuffer=True, redirectStandardIO=False)
    process = AsyncCrawlerProcess(settings)
    logging.disable(logging.NOTSET)
    _quieten(settings)
    crawler = _crawler(process, spider, progress)
    started = time.monotonic()
    task = process.crawl(crawler, **arguments)
    _spare_collector()
    process.start()
    _check_started(task, overrides)
    return report(crawler, time.monotonic() - started), crawler.spider


async def crawl_in_loop(
    definition: Definition,
    options: CrawlOptions | None = None,
    config: Config | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
) -> CrawlReport:
    """The same inside a running asyncio loop, without Twisted's reactor, as often as wanted (notebooks, tests)."""
    options = options or CrawlOptions()
    settings = crawl_settings(config or Config.from_environment(), definition, options)
    return await run_spider_in_loop("board", _arguments(definition, options), settings, progress)


async def run_spider_in_loop(
    spider: str,
    arguments: Mapping[str, Any],
    settings: Settings,
    progress: Callable[[Progress], None] | None = None,
) -> CrawlReport:
    """The same inside a running asyncio loop, without Twisted's reactor."""
    settings.set("TWISTED_REACTOR_ENABLED", value=False, priority="cmdline")
    runner = AsyncCrawlerRunner(settings)
    _quieten(settings)
    crawler = _crawler(runner, spider, progress)
    started = time.monotonic()
    await runner.crawl(crawler, **arguments)
    return report(crawler, time.monotonic() - started)


def _spare_collector() -> None:
    """Let Python's collector pass over what was imported, which stays for good, and look less often at the rest.

    A seventh of a page's time went there; at this threshold memory stays the same.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(2_000)


def _check_started(task: asyncio.Task[None], overrides: Mapping[str, Any]) -> None:
    """Raise what kept the crawl from starting; ConfigurationError where settings were given that may be why."""
    error = task.exception() if task.done() and not task.cancelled() else None
    if error is None:
        return
    if overrides and not isinstance(error, NewscrawlError):
        names = ", ".join(overrides)
        raise ConfigurationError(
            f"The crawl does not start with these settings ({names}): {error}.", "Try again without."
        ) from error
    raise error


def _quieten(settings: Settings) -> None:
    """Let Scrapy say what is wrong and no more, unless a log level was asked for: its INFO is for its developers."""
    asked = settings.getpriority("LOG_LEVEL") or 0
    logging.getLogger("scrapy").setLevel(settings["LOG_LEVEL"] if asked > SETTINGS_PRIORITIES["project"] else "WARNING")
    logging.getLogger("alembic").setLevel("WARNING")
    # A robots.txt that cannot be had is told with a traceback there; the page behind it is told in words.
    logging.getLogger("scrapy.downloadermiddlewares.robotstxt").setLevel("CRITICAL")
    # Why the database could not be used stands in the report, which is shown once.
    logging.getLogger("pipelines.database").setLevel("CRITICAL")
    logging.getLogger("twisted").addFilter(_is_news)
    if asked <= SETTINGS_PRIORITIES["project"]:
        # A page that was given up, or came in part, is a problem that is kept and listed.
        logging.getLogger("scrapy.downloadermiddlewares.retry").setLevel("CRITICAL")
        logging.getLogger("scrapy.core.downloader.handlers").setLevel("ERROR")


def _is_news(record: logging.LogRecord) -> bool:
    """A certificate that is not right is told in words, as why its page could not be had; Twisted shows a traceback."""
    return "while verifying certificate" not in record.getMessage()


def _crawler(runner: AsyncCrawlerRunner, spider: str, progress: Callable[[Progress], None] | None) -> Crawler:
    crawler = runner.create_crawler(spider)
    if progress is not None:
        ProgressCounter(crawler, progress)
    return crawler


def _arguments(definition: Definition, options: CrawlOptions) -> dict[str, Any]:
    return {
        "definition": definition,
        "pages": options.pages,
        "since": options.since,
        "limit": options.limit,
        "full": options.full,
        "articles": options.articles,
        "sweep": options.sweep,
        "sweep_pages": options.sweep_pages,
        "recheck": options.recheck,
        "confirm_deletions": options.confirm_deletions,
    }


def _seconds_of_environment() -> dict[str, float]:
    given = {name: value for name in SECONDS if (value := os.environ.get(name))}
    for name, value in given.items():
        if not value.replace(".", "", 1).isdecimal():
            raise ConfigurationError(f"{name}={value} is no number of seconds.", "Write it like 0.5 or 120.")
    return {name: float(value) for name, value in given.items()}


def crawl_settings(config: Config, definition: Definition, options: CrawlOptions) -> Settings:
    """The project's settings, with this installation's places, the definition's manners and the options over them.

    Raises ConfigurationError where the definition asks for a browser and there is none.
    """
    settings = project_settings(config)
    if definition.browser:
        _merge(settings, browser_settings(definition.guard))
    _merge(settings, definition.settings)
    settings.update(dict(options.settings), priority="cmdline")
    return settings


def project_settings(config: Config) -> Settings:
    """The project's settings, with this installation's places."""
    settings = get_project_settings()
    settings.setmodule("newscrawl.settings", priority="project")
    # A crawl of our own needs nothing of Twisted's reactor, which costs a tenth of a page's time; a browser needs it.
    settings.set("TWISTED_REACTOR_ENABLED", value=False, priority="project")
    # The caller's program decides where the log goes.
    settings.set("LOG_INSTALL_ROOT_HANDLER", value=False, priority="cmdline")
    settings.set("NEWSCRAWL_DATABASE_URL", config.database_url, priority="cmdline")
    settings.set("NEWSCRAWL_DATA_DIR", str(config.data_dir), priority="cmdline")
    settings.set("NEWSCRAWL_ARCHIVE", config.archive, priority="cmdline")
    settings.set("USER_AGENT", config.user_agent, priority="cmdline")
    for name, value in _seconds_of_environment().items():
        settings.set(name, value, priority="project")
    return settings


def _merge(settings: Settings, more: Mapping[str, Any]) -> None:
    for name, value in more.items():
        merged = dict(settings.getdict(name)) | value if isinstance(value, dict) else value
        settings.set(name, merged, priority="cmdline")


def report(crawler: Crawler, seconds: float) -> CrawlReport:
    """What a finished crawler leaves behind, as a report."""
    recorder = crawler.get_extension(RunRecorder)
    error: NewscrawlError | None = recorder.error if recorder else None
    record = recorder.record if recorder else None
    requests = int(crawler.stats.get_value("downloader/request_count", 0))
    if record is None or error is not None:
        message = str(error) if error else "The crawl was stopped before it began."
        return CrawlReport(record, None, error.exit_code if error else 1, message, requests=requests, seconds=seconds)
    verdict: Verdict = record.verdict  # type: ignore[assignment]
    exit_code = EXIT_CODES[verdict]
    if exit_code == 0 and record.problems:
        exit_code = 1
    return CrawlReport(
        record,
        verdict,
        exit_code,
        record.reason,
        new=record.posts_new,
        edited=record.posts_edited,
        unchanged=record.posts_unchanged,
        deleted=record.posts_deleted,
        problems=record.problems,
        requests=requests,
        seconds=seconds,
    )


class ProgressCounter:
    """Counts what is committed, and tells it."""

    def __init__(self, crawler: Crawler, tell: Callable[[Progress], None]) -> None:
        self.progress = Progress()
        self.crawler = crawler
        self.tell = tell
        crawler.signals.connect(self.item_scraped, signal=signals.item_scraped)
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)
        # Signals hold their receivers weakly; the crawler's stats outlive the crawl and keep this one.
        crawler.progress_counter = self  # type: ignore[attr-defined]

    def item_scraped(self, item: Any) -> None:
        progress = self.progress
        if isinstance(item, ListingItem):
            progress.pages += 1
            progress.last_page = item.last_page or progress.last_page
            progress.posts += len(item.posts)
        elif isinstance(item, DocumentItem):
            progress.documents += 1
        elif isinstance(item, ProblemItem):
            progress.problems += 1
        self._tell()

    def _tell(self) -> None:
        spider = self.crawler.spider
        if isinstance(spider, AddressedSpider):
            self.progress.posts = spider.expected
            self.progress.documents = spider.fetched + spider.failed
            self.progress.problems = spider.failed
        self.tell(self.progress)

    def spider_closed(self) -> None:
        self._tell()
