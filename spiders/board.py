"""The board spider: reads a board's listing pages from the newest on, then the documents that the store wants."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl.errors import ConfigurationError
from newscrawl.extract import Page
from newscrawl.extract.page import Listing, Pager, PageRequest, Row
from newscrawl.extract.pager import pager_of
from newscrawl.identity import settle_key
from newscrawl.items import Item, ListingItem, Post, ProblemItem, Stage
from newscrawl.sites import Definition, from_url
from newscrawl.unread import keep_page
from newscrawl.walk import SeenPage, SeenRow, Standing, Step, Walk
from spiders.arguments import to_count, to_day, to_flag, to_url
from spiders.documents import NOWHERE, PASSING, DocumentSpider, what_it_is, why

AHEAD = 1000
"""How many wanted documents the walk runs ahead of: a small board's list is read in one go, before it can move much;
a large archive's documents come before its older pages."""


class BoardSpider(DocumentSpider):
    """Crawls one board.

    scrapy crawl board -a url=URL [-a pages=N] [-a since=DATE] [-a limit=N] [-a full=1] [-a articles=0]
                       [-a sweep=N] [-a recheck=DAYS]

    `url`: a page of the board; `pages`: listing pages at most; `since`: no older posts; `limit`: posts at most;
    `full`: read every page again, however little is new; `articles=0`: rows only, no documents; `sweep`: older pages
    to read again, from where the last sweep ended; `recheck`: fetch documents of so many days again. From Python a
    `definition` can be given in place of `url`. Raises ConfigurationError for arguments that make no sense.
    """

    name = "board"

    def __init__(
        self,
        url: str | None = None,
        definition: Definition | None = None,
        pages: Any = None,
        since: Any = None,
        limit: Any = None,
        full: Any = False,
        articles: Any = True,
        sweep: Any = None,
        recheck: Any = None,
        **unknown: Any,
    ) -> None:
        if unknown:
            raise ConfigurationError(f"The board spider takes no argument {', '.join(sorted(unknown))}.")
        if url is not None:
            definition = from_url(to_url("url", url))
        super().__init__(definition.board if definition else NOWHERE, definition.hints if definition else None)
        if definition is None:
            self.argument_error = ConfigurationError(
                "Which board? The board spider needs its address.", "Give it with -a url=https://…"
            )
        self.want_documents = to_flag("articles", articles)
        self.page_limit = to_count("pages", pages)
        self.since: date | None = to_day("since", since)
        self.document_limit = self.posts_left = to_count("limit", limit)
        self.full = to_flag("full", full)
        self.sweep = to_count("sweep", sweep)
        self.recheck = to_count("recheck", recheck)
        self._sweeping = False
        self.mode = "full" if self.full else "crawl"
        self.walk = Walk(page_limit=self.page_limit, since=self.since)
        self._pager: Pager | None = None
        self._elsewhere: PageRequest | None = None
        self._next_request: PageRequest | None = None
        self._step: asyncio.Future[Step] | None = None
        self._next: Step | None = None

    async def discover(self) -> AsyncIterator[Any]:
        """Walk the board's pages; where many documents are wanted, fetch them before walking on."""
        previous = await self.session.call(self.session.run.walk) if self.session else None
        self.walk = Walk.begin(previous, full=self.full, page_limit=self.page_limit, since=self.since)
        self.evidence.walk = self.walk
        step, began = Step(1), datetime.now(UTC)
        while step.end is None:
            self._step = asyncio.get_running_loop().create_future()
            yield self.listing_request(step.page)
            step = await self._step
            if step.end is None and await self.too_far_ahead():
                async for request in self.documents():
                    yield request
        if self.sweep and self.walk.end in {"list_end", "caught_up", "repeats"}:
            async for request in self.sweep_on():
                yield request
        if self.recheck and self.session is not None and self.want_documents:
            await self.session.call(self.session.run.want_recent, began - timedelta(days=self.recheck))
        if self.walk.covers_board and self.session is not None and self.want_documents:
            # What a whole walk has not shown is asked for once more: only its document can say that it is gone.
            await self.session.call(self.session.run.mark_unseen_wanted, began)

    async def sweep_on(self) -> AsyncIterator[Request]:
        """Read a slice of older pages again, from the one where the last sweep ended.

        Replies to old threads, moved and back-dated posts stand deep in a board, where no walk from the top meets them.
        """
        self._sweeping = True
        page = max(2, self.walk.swept)
        for _ in range(self.sweep or 0):
            self._step = asyncio.get_running_loop().create_future()
            yield self.listing_request(page)
            step = await self._step
            if step.end is not None:
                return
            page = step.page

    def swept(self, listing: Listing) -> Step:
        """Note the page that a sweep has read, and say where it goes on."""
        page = listing.page or max(2, self.walk.swept)
        at_end = listing.next_request is None or (listing.last_page is not None and page >= listing.last_page)
        self.walk.swept = 0 if at_end or not listing.rows else page + 1
        return Step(end="list_end") if self.walk.swept == 0 else Step(self.walk.swept)

    async def too_far_ahead(self) -> bool:
        """True where so many documents are wanted that they come before more of the list."""
        if self.session is None or not self.want_documents:
            return False
        return await self.session.call(self.session.run.wanted_count) > AHEAD

    def listing_request(self, page: int) -> Request:
        """The request for listing page `page`: the board's own address for the first, then as its pager says."""
        target = PageRequest(self.board.url)
        if page > 1 and self._pager is not None:
            target = self._pager.request(page)
        elif page > 1 and self._next_request is not None:
            target = self._next_request
        return self.request(target, callback=self.parse, errback=self.listing_failed, priority=10)

    async def parse(self, response: Response) -> AsyncIterator[Item | Request]:
        """Read one listing page.

        @url http://127.0.0.1:8017/news
        @returns items 1 1
        @scrapes board url posts fetched_at
        """
        page = self.read(response)
        if (request := self.instead(page, response)) is not None:
            yield request
            return
        if page.listing is None and self._elsewhere is not None and self.walk.pages_read and response.status == 200:
            # Behind the last page such a request brings nothing.
            page.listing = Listing([])
        if page.listing is None or response.status >= 400:
            yield self.not_understood(page, response)
            self.take(Step(end="failed") if self._sweeping else self.walk.fail())
            return
        self.evidence.understood = True
        self.learn_pager(page.listing)
        posts = [post for row in page.listing.rows if (post := post_of_row(row, response)) is not None]
        standings: list[Standing] = await self.session.compare(posts) if self.session else ["new"] * len(posts)
        if self._sweeping:
            self._next = self.swept(page.listing)
        else:
            self._next, posts = self.walk_on(posts, standings, page.listing)
        yield ListingItem(
            board=self.board,
            url=response.url,
            fetched_at=datetime.now(UTC),
            posts=posts,
            page=page.listing.page or self.walk.read_page,
            last_page=page.listing.last_page,
            total=page.listing.total,
            walk=self.walk.to_dict(),
            want_documents=self.want_documents,
        )
        if self.session is None and self.want_documents:
            for post in (post for post in posts if post.has_document):
                yield self.unstored_request(post)

    def settled(self, item: Any) -> None:
        """Go on with the walk when the page's rows are committed: a page is done with them, and not before."""
        super().settled(item)
        if isinstance(item, ListingItem) and self._next is not None:
            self.take(self._next)

    def take(self, step: Step) -> None:
        """Hand the walk's next step to `discover`, which waits for it."""
        self._next = None
        if self._step is not None and not self._step.done():
            self._step.set_result(step)

    def instead(self, page: Page, response: Response) -> Request | None:
        """The request to make instead of reading this page: the same again, where it moved to, where its list is."""
        says, meta = page.says, response.meta
        if page.listing is None and says is not None and says.kind in PASSING:
            return self.again(response, says.kind)
        if says is not None and says.kind == "moved" and says.target and not meta.get("moved"):
            return self.moved(response, says.target)
        if page.listing is None and page.elsewhere is not None and not meta.get("elsewhere"):
            self._elsewhere = page.elsewhere
            request = self.request(page.elsewhere, callback=self.parse, errback=self.listing_failed, priority=10)
            return request.replace(meta={"elsewhere": True})
        return None

    def learn_pager(self, listing: Listing) -> None:
        """Keep how pages are asked for; the last page may show no pager, and a first page no way back."""
        self._pager = listing.pager or self._pager
        if self._elsewhere is not None and listing.pager is None:
            # A fragment seldom brings its pager along; the request that brought it tells, and the walk when to end.
            self._pager = self._pager or pager_of(self._elsewhere)
            onward = listing.last_page is None or self.walk.page < listing.last_page
            if listing.next_request is None and self._pager is not None and listing.rows and onward:
                listing.next_request = self._pager.request(self.walk.page + 1)
        self._next_request = listing.next_request

    def not_understood(self, page: Page, response: Response) -> ProblemItem:
        """A page that holds no listing: keep what it is, and what that means for the crawl."""
        words = what_it_is(response, page)
        if self.walk.pages_read == 0:
            self.evidence.first_page = words
            self.evidence.unreachable = response.status >= 400
        kind = page.says.kind if page.says is not None else None
        self.evidence.blocked = kind in {"blocked", "login", "forbidden"} or response.status in {401, 403}
        self.evidence.listings_failed += 1
        stage: Stage = "fetch" if response.status >= 400 else "extract"
        reason = f"No list of posts was found in listing page {self.walk.page}: {words}."
        folder = self.settings["NEWSCRAWL_DATA_DIR"]
        kept = keep_page(Path(folder), self.board.address, response.body) if folder and stage == "extract" else None
        return self.problem(response.url, stage, f"{reason} The page is kept in {kept}." if kept else reason)

    async def listing_failed(self, failure: Failure) -> AsyncIterator[Item]:
        reason = why(failure)
        if self.walk.pages_read == 0:
            self.evidence.first_page = reason
            self.evidence.unreachable = True
        self.evidence.blocked = "robots.txt" in reason
        self.evidence.listings_failed += 1
        url = failure.request.url  # type: ignore[attr-defined]
        yield self.problem(url, "fetch", f"Listing page {self.walk.page} could not be had: {reason}.")
        self.take(Step(end="failed") if self._sweeping else self.walk.fail())

    async def callback_failed(self, failure: Failure, response: Response) -> None:
        await super().callback_failed(failure, response)
        if response.request is not None and "wanted" not in response.request.cb_kwargs:
            self.evidence.listings_failed += 1
            self.take(Step(end="failed") if self._sweeping else self.walk.fail())

    def walk_on(self, posts: list[Post], standings: list[Standing], listing: Listing) -> tuple[Step, list[Post]]:
        """The walk's next step, and the posts of the page that are wanted (fewer where a limit is reached)."""
        left = self.posts_left
        cut = left is not None and len(posts) > left
        if cut:
            posts, standings = posts[:left], standings[:left]
        seen = SeenPage(
            rows=[
                SeenRow(post.key, post.number, standing, day_of(post))
                for post, standing in zip(posts, standings, strict=True)
                if not post.is_notice
            ],
            has_next=cut or listing.next_request is not None,
            last_page=listing.last_page,
            total=listing.total,
        )
        step = self.walk.read(seen)
        if left is not None:
            self.posts_left = left - len(posts)
            if cut:
                step = self.walk.cut()
            elif self.posts_left == 0 and step.end is None:
                step = self.walk.stop()
        return step, posts


def post_of_row(row: Row, response: Response) -> Post | None:
    """The post that a row shows; None for a row that nothing identifies."""
    key = settle_key(row.key, row.number, row.url)
    if key is None:
        return None
    return Post(
        key=key,
        url=row.url or f"{response.url}#{key}",
        title=row.title,
        number=row.number,
        author=row.author,
        category=row.category,
        published=row.published,
        views=row.views,
        votes=row.votes,
        comments=row.comments,
        is_notice=row.is_notice,
        is_secret=row.is_secret,
        is_reply=row.is_reply,
        has_attachment=row.has_attachment,
        title_is_cut=row.title_is_cut,
        request=row.request,
    )


def day_of(post: Post) -> date | None:
    """The day a row shows, for the bound `since`."""
    moment = post.published
    if moment is None or isinstance(moment, str):
        return None
    return moment.value.date() if isinstance(moment.value, datetime) else moment.value
