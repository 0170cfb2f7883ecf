"""The feed spider: reads a feed or a news sitemap, then the articles that are new in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl.errors import ConfigurationError
from newscrawl.extract.feed import Entry, Feed, read_feed
from newscrawl.guard import Guard
from newscrawl.items import Board, Item, ListingItem, Post, ProblemItem
from newscrawl.sites import canonical_address
from spiders.arguments import to_count, to_flag, to_url
from spiders.documents import NOWHERE, DocumentSpider
from spiders.responses import advice_on, content_type, shown_now, why

MAX_PARTS = 50
"""How many sitemaps of an index are read, the last ones first: news comes at the end."""


class FeedSpider(DocumentSpider):
    """Crawls one feed (RSS, Atom, JSON Feed) or sitemap, and the articles it names.

    scrapy crawl feed -a url=URL [-a limit=N] [-a articles=0]

    Raises ConfigurationError for arguments that make no sense.
    """

    name = "feed"

    def __init__(
        self,
        url: str | None = None,
        board: Board | None = None,
        limit: Any = None,
        articles: Any = True,
        **unknown: Any,
    ) -> None:
        if unknown:
            raise ConfigurationError(f"The feed spider takes no argument {', '.join(sorted(unknown))}.")
        if url is not None:
            address = to_url("url", url)
            board = Board(*canonical_address(address), url=address, kind="feed")
        super().__init__(board or NOWHERE)
        if board is None:
            self.argument_error = ConfigurationError(
                "Which feed? The feed spider needs its address.", "Give it with -a url=https://…"
            )
        self.guard = Guard.of([board.url], stays=False) if board else None
        self.want_documents = to_flag("articles", articles)
        self.document_limit = to_count("limit", limit)
        self._open_requests = 0
        self._done = asyncio.Event()

    async def discover(self) -> AsyncIterator[Any]:
        yield self.feed_request(self.board.url)
        await self._done.wait()

    def feed_request(self, url: str) -> Request:
        self._open_requests += 1
        return Request(url, callback=self.parse, errback=self.feed_failed, priority=10)

    async def parse(self, response: Response) -> AsyncIterator[Item | Request]:
        """Read one feed.

        @url http://127.0.0.1:8017/news/rss
        @returns items 1 1
        @scrapes board url posts
        """
        feed = read_feed(response.body, response.url, now=shown_now(response), timezone=self.board.timezone)
        if feed is None or response.status >= 400:
            yield self.not_a_feed(response)
            self.close_one()
            return
        self.evidence.understood = True
        for part in feed.parts[-MAX_PARTS:]:
            yield self.feed_request(part)
        yield ListingItem(
            self.board, response.url, datetime.now(UTC), posts_of(feed), page=1, want_documents=self.want_documents
        )

    def not_a_feed(self, response: Response) -> ProblemItem:
        kind = content_type(response)
        words = f"HTTP {response.status}, {kind or 'of no stated kind'}, {len(response.body):,} bytes"
        self.evidence.first_page = self.evidence.first_page or words
        self.evidence.unreachable = response.status >= 400
        advice = "Is it a board's page? Then: newscrawl crawl URL."
        return self.problem(response.url, "extract", f"This is no feed: {words}.", advice=advice)

    async def feed_failed(self, failure: Failure) -> AsyncIterator[Item]:
        reason = why(failure)
        self.evidence.first_page = self.evidence.first_page or reason
        self.evidence.unreachable = True
        self.evidence.blocked = reason.startswith("robots.txt")
        url = failure.request.url  # type: ignore[attr-defined]
        yield self.problem(url, "fetch", f"The feed could not be had: {reason}.", advice=advice_on(failure))
        self.close_one()

    async def callback_failed(self, failure: Failure, response: Response) -> None:
        await super().callback_failed(failure, response)
        if response.request is not None and "wanted" not in response.request.cb_kwargs:
            self.close_one()

    def settled(self, item: Any) -> None:
        super().settled(item)
        if isinstance(item, ListingItem):
            self.close_one()

    def close_one(self) -> None:
        """One feed is read and stored; when none is left, its documents come."""
        self._open_requests -= 1
        if self._open_requests == 0:
            self._done.set()


def posts_of(feed: Feed) -> list[Post]:
    return [post_of_entry(entry) for entry in feed.entries]


def post_of_entry(entry: Entry) -> Post:
    """A feed's entry as a post. Its address identifies it: guids are as often missing as they change."""
    return Post(
        key=entry.url,
        url=entry.url,
        title=entry.title,
        author=entry.author,
        category=entry.category,
        published=entry.published,
    )
