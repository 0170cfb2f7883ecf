"""The feed spider: reads a feed or a news sitemap, then the articles that are new in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl.article_address import article_key
from newscrawl.dates import Moment
from newscrawl.errors import ConfigurationError
from newscrawl.extract.feed import Entry, Feed, read_feed
from newscrawl.extract.newest import feed_addresses
from newscrawl.guard import Guard
from newscrawl.items import Board, Item, ListingItem, Post, ProblemItem
from newscrawl.sites import canonical_address
from newscrawl.warc import digest
from spiders.addressed import AddressedSpider
from spiders.arguments import to_count, to_day, to_flag, to_url
from spiders.documents import NOWHERE
from spiders.responses import advice_on, content_type, shown_now, why

MAX_PARTS = 50
"""How many sitemaps of an index are read, those that changed last first."""

MOST_FEEDS = 200
"""How many feeds and sitemaps a crawl asks for: 50 indexes that name 50 indexes each have no end that is worth it."""

DEEPEST = 3
"""A page names feeds, one of them an index of sitemaps, and these are read: nothing leads further."""

VALIDATORS = {"etag": ("ETag", "If-None-Match"), "modified": ("Last-Modified", "If-Modified-Since")}
"""What a server says of a version of a feed, and how it is asked for another one only (RFC 9110, 13.1)."""

State = dict[str, Any]
"""What is remembered of one feed: its validators, its digest, and the sitemaps that it names."""


class FeedSpider(AddressedSpider):
    """Crawls one feed (RSS, Atom, JSON Feed) or sitemap, or the feeds that a page names, and the articles in them.

    scrapy crawl feed -a url=URL [-a limit=N] [-a since=DATE] [-a articles=0]

    `since`: no entries that are older by the feed's own word. A feed that has not changed since the last crawl is one
    request, answered with 304 where the server can. Raises ConfigurationError for arguments that make no sense.
    """

    name = "feed"

    def __init__(
        self,
        url: str | None = None,
        board: Board | None = None,
        limit: Any = None,
        since: Any = None,
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
        self.since: date | None = to_day("since", since)
        self.evidence.what = "feed"
        self._open_requests = 0
        self._all_read = asyncio.Event()
        self._asked: set[str] = set()
        self._named: set[str] = set()
        self._known: dict[str, State] = {}
        self._next: dict[str, State] = {}

    async def discover(self) -> AsyncIterator[Any]:
        """Ask for the feed; where a page named feeds the last time, for these."""
        if self.session is not None:
            walk = await self.session.call(self.session.run.walk)
            self._known = dict((walk or {}).get("feeds", {}))
        named = self._known.get(self.board.url, {}).get("names")
        for address in named or [self.board.url]:
            yield self.feed_request(address, depth=1 if named else 0)
        await self._all_read.wait()
        if self.session is not None:
            await self.session.call(self.session.run.keep_walk, {"feeds": self._known})

    def feed_request(self, url: str, *, depth: int = 0) -> Request:
        self._open_requests += 1
        self._asked.add(url)
        known = self._known.get(url, {})
        headers = {asked: known[name] for name, (_, asked) in VALIDATORS.items() if known.get(name)}
        return Request(
            url,
            callback=self.parse,
            errback=self.feed_failed,
            headers=headers,
            priority=10,
            cb_kwargs={"depth": depth, "asked": url},
        )

    async def parse(self, response: Response, depth: int = 0, asked: str = "") -> AsyncIterator[Item | Request]:
        """Read one feed.

        @url http://127.0.0.1:8017/news/rss
        @returns items 1 1
        @scrapes board url posts
        """
        asked = asked or response.url
        known = self._known.get(asked, {})
        told = digest(response.body)
        if response.status == 304 or (response.status < 400 and told == known.get("digest")):
            # Sitemaps of an index that does not say when they changed may have.
            self.evidence.understood = True
            for request in self.parts(known.get("parts", {}), known, depth):
                yield request
            self.close_one()
            return
        state = _validators(response) | {"digest": told}
        feed = None
        if response.status < 400:
            feed = read_feed(
                response.body,
                response.url,
                now=shown_now(response),
                timezone=self.board.timezone,
                content_type=content_type(response),
            )
        if feed is None:
            for each in self.named_feeds(response, depth, asked):
                yield each
            self.close_one()
            return
        self.evidence.understood = True
        for request in self.parts(feed.parts, known, depth):
            yield request
        self._next[asked] = state | ({"parts": feed.parts} if feed.parts else {})
        yield ListingItem(
            self.board,
            asked,
            datetime.now(UTC),
            [post for post in posts_of(feed) if self.is_wanted(post) and self._is_first(post)],
            page=1,
            walk={"feeds": {**self._known, asked: self._next[asked]}},
            want_documents=self.want_documents,
        )

    def parts(self, parts: Mapping[str, str | None], known: State, depth: int) -> list[Request]:
        """Requests for the sitemaps of an index that may have changed since it was last read, the latest first."""
        before = known.get("parts", {})
        news = {
            address: at
            for address, at in parts.items()
            if address not in self._asked and (at is None or before.get(address) != at or address not in self._known)
        }
        latest = list(news)[::-1]  # where none says when it changed: news comes at the end
        latest.sort(key=lambda address: news[address] or "", reverse=True)
        for address in latest[MAX_PARTS:]:
            self._known.setdefault(address, {})  # an archive that is read when it changes
        return [
            self.feed_request(address, depth=depth + 1)
            for address in latest[:MAX_PARTS]
            if depth < DEEPEST and len(self._asked) < MOST_FEEDS
        ]

    def named_feeds(self, response: Response, depth: int, asked: str) -> list[Request | ProblemItem]:
        """Requests for the feeds that a page names, or the problem that it is no feed and names none."""
        text = getattr(response, "text", "") if response.status < 400 else ""
        found = [each for each in feed_addresses(text, response.url) if each not in self._asked]
        if depth == 0 and found:
            self._known[asked] = {"names": found}
            return [self.feed_request(address, depth=1) for address in found]
        if asked != self.board.url and "names" in self._known.get(self.board.url, {}):
            # The page may name other feeds by now; the next crawl asks it.
            del self._known[self.board.url]["names"]
        return [self.not_a_feed(response)]

    def is_wanted(self, post: Post) -> bool:
        """Whether an entry is as new as was asked for; one without a date may be."""
        if self.since is None or not isinstance(post.published, Moment):
            return True
        value = post.published.value
        return (value.date() if isinstance(value, datetime) else value) >= self.since

    def _is_first(self, post: Post) -> bool:
        """Whether no other feed of this crawl has named it: two that name it differently would edit it in turns."""
        if post.key in self._named:
            return False
        self._named.add(post.key)
        return True

    def not_a_feed(self, response: Response) -> ProblemItem:
        kind = content_type(response)
        words = f"HTTP {response.status}, {kind or 'of no stated kind'}, {len(response.body):,} bytes"
        self.evidence.first_page = self.evidence.first_page or words
        self.evidence.unreachable = response.status >= 400
        advice = "It names no feed either. Is it a board's page? Then: newscrawl crawl URL."
        return self.problem(response.url, "extract", f"This is no feed: {words}.", advice=advice)

    async def feed_failed(self, failure: Failure) -> AsyncIterator[Item]:
        reason = why(failure)
        self.evidence.first_page = self.evidence.first_page or reason
        self.evidence.unreachable = True
        self.evidence.blocked = reason.startswith("robots.txt")
        url = failure.request.url  # type: ignore[attr-defined]
        yield self.problem(url, "fetch", f"The feed could not be had: {reason}.", advice=advice_on(failure))
        self.close_one()

    async def keep_fault(self, failure: Failure, request: Request | None) -> None:
        try:
            await super().keep_fault(failure, request)
        finally:
            if request is not None and "wanted" not in request.cb_kwargs:
                self.close_one()

    def settled(self, item: Any) -> None:
        super().settled(item)
        if isinstance(item, ListingItem):
            # Its entries are committed: from now on only what has changed since is asked for.
            if item.url in self._next:
                self._known[item.url] = self._next.pop(item.url)
            self.close_one()

    def close_one(self) -> None:
        """One feed is read and stored; when none is left, its documents come."""
        self._open_requests -= 1
        if self._open_requests == 0:
            self._all_read.set()


def _validators(response: Response) -> State:
    found = {name: response.headers.get(told) for name, (told, _) in VALIDATORS.items()}
    return {name: value.decode("latin-1") for name, value in found.items() if value}


def posts_of(feed: Feed) -> list[Post]:
    return [post_of_entry(entry) for entry in feed.entries]


def post_of_entry(entry: Entry) -> Post:
    """A feed's entry as a post. Its address identifies it: guids are as often missing as they change."""
    return Post(
        key=article_key(entry.url),
        url=entry.url,
        title=entry.title,
        author=entry.author,
        category=entry.category,
        published=entry.published,
    )
