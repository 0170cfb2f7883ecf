"""The board spider: reads a board's listing pages from the newest on, then the documents that the store wants."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl.drift import shares
from newscrawl.errors import ConfigurationError
from newscrawl.extract.feed import read_feed
from newscrawl.extract.newest import newest_addresses
from newscrawl.extract.page import Listing, PageRequest
from newscrawl.identity import Addresses
from newscrawl.items import Post
from newscrawl.seen import SeenPage, SeenRow, Standing, Step
from newscrawl.sites import Definition, from_url
from newscrawl.walk import Walk
from spiders.arguments import to_count, to_day, to_flag, to_url
from spiders.documents import NOWHERE
from spiders.listings import ListingSpider, post_of_row
from spiders.responses import LeftAlone, advice_on, shown_now, why

AHEAD = 1000
"""How many wanted documents the walk runs ahead of: a small board's list is read in one go, before it can move much;
a large archive's documents come before its older pages."""

LOOKS = 5
"""How often the top is looked at again after documents have taken their time, before what comes then is the next
crawl's affair."""

PLACES_SOUGHT = 2
"""How often the whole list is read again for documents that were not found because 번호 moved."""

SWEEP_PAGES = 10
"""How many older pages a sweep reads in one crawl, unless it is told."""

FEWEST_VANISHED = 10
VANISHED_ADVICE = "If the board was really cleared, say so: newscrawl crawl … --full --confirm-deletions."

FINISHED = frozenset({"list_end", "caught_up", "repeats"})


class BoardSpider(ListingSpider):
    """Crawls one board.

    scrapy crawl board -a url=URL [-a pages=N] [-a since=DATE] [-a limit=N] [-a full=1] [-a articles=0]
                       [-a sweep=1] [-a sweep_pages=N] [-a recheck=DAYS] [-a confirm_deletions=1]

    `url`: a page of the board; `pages`: listing pages at most; `since`: no older posts; `limit`: posts at most;
    `full`: read every page again, however little is new; `articles=0`: rows only, no documents; `sweep`: read the next
    slice of older pages again, `sweep_pages` of them; `recheck`: fetch documents of so many days again;
    `confirm_deletions`: believe it where most of the board is gone. From Python a `definition` can be given in place of
    `url`. Raises ConfigurationError for arguments that make no sense.
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
        sweep: Any = False,
        sweep_pages: Any = None,
        recheck: Any = None,
        confirm_deletions: Any = False,
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
        self.definition = definition
        self.guard = definition.guard if definition else None
        self.want_documents = to_flag("articles", articles)
        self.page_limit = to_count("pages", pages)
        self.since: date | None = to_day("since", since)
        self.document_limit = self.posts_left = to_count("limit", limit)
        self.full = to_flag("full", full)
        self.sweep = to_flag("sweep", sweep)
        self.sweep_pages = (
            to_count("sweep_pages", sweep_pages) or (definition and definition.sweep_pages) or SWEEP_PAGES
        )
        self.recheck = to_count("recheck", recheck)
        self.confirm_deletions = to_flag("confirm_deletions", confirm_deletions)
        self.mode = "full" if self.full else "crawl"
        self.walk = Walk(page_limit=self.page_limit, since=self.since)
        self._sweeping = False
        self._addresses = Addresses()
        self._newest: list[str] = []

    @property
    def is_bounded(self) -> bool:
        """True where only a part of the board was asked for."""
        return self.page_limit is not None or self.since is not None or self.document_limit is not None

    async def discover(self) -> AsyncIterator[Any]:
        """Walk the board's pages, then look where no walk looks, as far as that was asked for or is called for."""
        began = datetime.now(UTC)
        previous = await self.session.call(self.session.run.walk) if self.session else None
        self.walk = Walk.begin(previous, full=self.full, page_limit=self.page_limit, since=self.since)
        self.evidence.walk = self.walk
        async for request in self.walk_pages(Step(1)):
            yield request
        if self.session is None:
            return
        if self.recheck and self.want_documents:
            await self.session.call(self.session.run.want_recent, began - timedelta(days=self.recheck))
        if self.walk.end == "list_end" and not self.is_bounded:
            self.walk.sweep.finish()
            await self.session.call(self.session.run.forget_pages_below, self.page)
        if self.walk.covers_board and self.want_documents:
            await self.want_unseen(began)
        async for request in self.look_deeper():
            yield request

    async def conclude(self) -> AsyncIterator[Any]:
        """After a whole walk look at the top again for what came while documents were fetched, until nothing has.

        Where documents were not found because 번호 moved, the whole list is read again for their places.
        """
        looks, asked = 0, 0
        while self.set_aside and not self.is_bounded and looks < PLACES_SOUGHT:
            if self.session is None or self.walk.end not in FINISHED:
                return
            looks, asked, began = looks + 1, self.asked, datetime.now(UTC)
            self.set_aside.clear()
            self.seen_since = began
            async for request in self.walk_pages(self.walk.look_again(whole=True)):
                yield request
            async for request in self.documents():
                yield request
            if self.walk.covers_board:
                await self.want_unseen(began)
                self.seen_since = None
                async for request in self.documents():
                    yield request
        looks = 0
        while self.walk.began_whole and not self.is_bounded and self.asked > asked and looks < LOOKS:
            if self.session is None or self.walk.end not in FINISHED:
                return
            looks, asked = looks + 1, self.asked
            async for request in self.walk_pages(self.walk.look_again()):
                yield request
            async for request in self.documents():
                yield request

    async def walk_pages(self, step: Step) -> AsyncIterator[Any]:
        """Read the pages that the walk asks for; where many documents are wanted, fetch them before walking on."""
        while step.end is None:
            yield self.listing_request(step.page)
            step = await self.turned()
            if step.end is None and await self.too_far_ahead():
                async for request in self.documents():
                    yield request
        if self.session is not None:
            await self.session.call(self.session.run.keep_walk, self.walk.to_dict())

    async def look_deeper(self) -> AsyncIterator[Any]:
        """Find what no walk from the top meets: replies to old threads, moved and back-dated posts.

        First what the site itself calls new, then a slice of older pages: when that was asked for, when the
        definition's schedule says so, and when the board counts more posts than are stored.
        """
        if self.walk.end not in FINISHED or self.is_bounded:
            return
        due = self.sweep or await self.sweep_is_due()
        if not due and not await self.is_short():
            return
        if self.want_documents and not self.walk.keys_move:
            for address in self._newest:
                yield self.newest_request(address)
                await self.turned()
            async for request in self.documents():
                yield request
        if self.walk.end == "list_end":
            return
        self._sweeping = True
        step = self.walk.sweep.begin(datetime.now(UTC))
        for _ in range(self.sweep_pages):
            if step.end is not None or not (due or await self.is_short()):
                break
            yield self.listing_request(step.page)
            step = await self.turned()
        self._sweeping = False
        await self.end_slice()
        assert self.session is not None
        await self.session.call(self.session.run.keep_walk, self.walk.to_dict())

    async def sweep_is_due(self) -> bool:
        """True where the definition's schedule wants older pages read again."""
        days = self.definition.sweep_days if self.definition else None
        if days is None or self.session is None:
            return False
        if self.walk.sweep.is_under_way:
            return True
        oldest = await self.session.call(self.session.run.oldest_page_at)
        return oldest is not None and datetime.now(UTC) - oldest >= timedelta(days=days)

    async def is_short(self) -> bool:
        """True where the board counts posts that are not stored, and it is not known that its count is wrong."""
        walk = self.walk
        if self.session is None or walk.expected is None or walk.places or walk.gaps:
            return False
        missing = walk.missing(await self.session.call(self.session.run.live_count))
        return missing > 0 and missing != walk.sweep.unexplained

    async def end_slice(self) -> None:
        """Where a round is over and every page of it was read, what it has not shown may be gone, as after a walk."""
        sweep = self.walk.sweep
        assert self.session is not None
        if not sweep.ended or sweep.began is None or not sweep.healthy:
            return
        sweep.unexplained = self.walk.missing(await self.session.call(self.session.run.live_count))
        await self.session.call(self.session.run.forget_pages_below, self.page)
        if self.want_documents:
            await self.want_unseen(datetime.fromisoformat(sweep.began))

    async def want_unseen(self, began: datetime) -> None:
        """What a whole reading has not shown is asked for once more: only its document can say that it is gone.

        Where most of a board is not shown any more, the site has changed rather than lost it all.
        """
        assert self.session is not None
        run = self.session.run
        unseen = await self.session.call(run.unseen_count, began)
        live = await self.session.call(run.live_count)
        if unseen >= FEWEST_VANISHED and unseen * 2 > live and not self.confirm_deletions:
            reason = f"The list no longer shows {unseen:,} of {live:,} stored posts; none was taken for deleted."
            await self.session.write(self.problem(self.board.url, "extract", reason, advice=VANISHED_ADVICE))
        elif unseen:
            await self.session.call(run.mark_unseen_wanted, began)

    async def too_far_ahead(self) -> bool:
        """True where so many documents are wanted that they come before more of the list.

        Where addresses hold a 번호 that moves, or may, each page's documents come before the next page.
        """
        if self.session is None or not self.want_documents:
            return False
        if self.walk.keys_move or (self.numbered.is_only_id and self.walk.positional):
            return await self.session.call(self.session.run.untried_count) > 0
        return await self.session.call(self.session.run.untried_count) > AHEAD

    def look_at(self, response: Response, posts: Sequence[Post]) -> None:
        """Page 1 tells how the posts' addresses are made, and where the site's newest posts stand."""
        if self.page == 1 and not self.evidence.shown:
            self.evidence.shown = shares(posts)
        if self.page == 1 and not self._newest:
            self._addresses.learn((post.key, post.url) for post in posts)
            told = self.definition.newest if self.definition else None
            self._newest = [told] if told else newest_addresses(getattr(response, "text", ""), response.url)

    def newest_request(self, address: str) -> Any:
        """The request for a feed, or for a page of the site's new posts."""
        self.expect_turn()
        return self.request(PageRequest(address), callback=self.parse_newest, errback=self.newest_failed, priority=10)

    async def parse_newest(self, response: Response) -> AsyncIterator[Any]:
        """Ask for the documents of the board's posts that a feed or a page of new posts names and no list has shown."""
        feed = read_feed(response.body, response.url, now=shown_now(response), timezone=self.board.timezone)
        named: list[tuple[str | None, str, str]] = []
        if feed is not None:
            named = [(self._addresses.key_of(entry.url), entry.url, entry.title) for entry in feed.entries]
        elif response.status < 400 and (listing := self.read(response).listing) is not None:
            shown = (post_of_row(row, response) for row in listing.rows)
            named = [(self._addresses.key_of(post.url), post.url, post.title) for post in shown if post is not None]
        posts = [Post(key=key, url=url, title=title) for key, url, title in named if key is not None]
        standings: list[Standing] = await self.session.compare(posts) if self.session else []
        for post, standing in zip(posts, standings, strict=False):
            if standing == "new":
                # Its document says whether it is there: a feed may show what was deleted since.
                yield self.unstored_request(post)
        self.turn(Step())

    async def newest_failed(self, failure: Failure) -> AsyncIterator[Any]:
        """A feed that cannot be had is no fault: most boards keep theirs shut. One that is refused is told."""
        if isinstance(failure.value, LeftAlone):
            return
        url = failure.request.url  # type: ignore[attr-defined]
        if advice := advice_on(failure):
            yield self.problem(url, "fetch", f"The feed of new posts was not asked for: {why(failure)}.", advice=advice)
        else:
            self.logger.info("%s could not be had: %s", url, why(failure))
        self.turn(Step())

    def take_in(self, posts: list[Post], standings: Sequence[Standing], listing: Listing) -> tuple[Step, list[Post]]:
        """The next step of the walk or the sweep, and the posts that are wanted (fewer where a limit is reached)."""
        left = None if self._sweeping else self.posts_left
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
            notices=sum(post.is_notice for post in posts),
            is_cut_off=listing.is_cut_off and not cut,
        )
        if self._sweeping:
            return self.walk.sweep.read(seen, positional=self.walk.positional), posts
        step = self.walk.read(seen)
        if left is not None:
            self.posts_left = left - len(posts)
            if cut:
                step = self.walk.cut()
            elif self.posts_left == 0 and step.end is None:
                step = self.walk.stop()
        return step, posts

    def miss(self, *, missing: bool = False) -> Step:
        return self.walk.sweep.fail() if self._sweeping else self.walk.fail(missing=missing)


def day_of(post: Post) -> date | None:
    """The day a row shows, for the bound `since`."""
    moment = post.published
    if moment is None or isinstance(moment, str):
        return None
    return moment.value.date() if isinstance(moment.value, datetime) else moment.value
