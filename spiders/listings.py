"""Reading a board's listing pages: how page n is asked for, where its list is, and what it means if there is none."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl.extract import Page
from newscrawl.extract.elsewhere import MOST_HOPS
from newscrawl.extract.page import Listing, Pager, PageRequest, Row
from newscrawl.extract.told import page_on, pager_told
from newscrawl.identity import number_open_post, settle_key
from newscrawl.items import DocumentItem, DocumentState, Item, ListingItem, Post, ProblemItem, Stage
from newscrawl.seen import Standing, Step
from newscrawl.store.recognising import FEWEST_MOVED, MOVED_SHARE
from newscrawl.store.records import Wanted
from newscrawl.unread import keep_page
from newscrawl.walk import Walk
from spiders.documents import PASSING, TOO_MANY_ASIDE, DocumentSpider
from spiders.numbered import MOST_STEPS, Numbered, lower
from spiders.responses import LeftAlone, advice_on, what_it_is, why

FEWEST_ALIKE = 5
"""So many posts of one page are not alike in title, author and day with others by chance."""

OTHER_KEYS = "The board shows its posts under other ids than before: {} of {} on its first page are stored already."
MOVED_KEYS = "{} rows show other posts under keys that are stored: what was taken for a permanent id moves here."
NO_WAY = "The list goes on, but nothing in the page tells how its next page is asked for."
NO_STEP = "Listing page {} is not to be had: its pager shows no link towards it on page {}."
NO_WAY_ADVICE = "Say it in a definition: page_parameter or pages, in [list]; see docs/definitions.md."
KEYS_ADVICE = "Nothing was overwritten. Say in a definition where the permanent id stands: key = …, in [list]."


class ListingSpider(DocumentSpider):
    """A spider that reads listing pages. Subclasses say in `take_in` and `miss` which page comes next.

    A page is over when its rows are committed; `turned` then gives the next step.
    """

    walk: Walk

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = 1
        self.numbered = Numbered(self.board)
        self._pager: Pager | None = None
        self._elsewhere: PageRequest | None = None
        self._next_request: PageRequest | None = None
        self._steps: dict[int, PageRequest] = {}
        self._by_steps = False
        self._stands_on = 1
        self._turning: asyncio.Future[Step] | None = None
        self._next: Step | None = None

    @abstractmethod
    def take_in(self, posts: list[Post], standings: Sequence[Standing], listing: Listing) -> tuple[Step, list[Post]]:
        """Take in the page that was read: what comes next, and which of its posts are wanted."""

    @abstractmethod
    def miss(self, *, missing: bool = False) -> Step:
        """Take in that the page could not be had or understood, or that there is none: what comes next."""

    def listing_request(self, page: int) -> Request:
        """The request for listing page `page`: the board's own address for the first, then as its pager says."""
        self.page = page
        self.expect_turn()
        if page > 1 and self._by_steps and page not in self._steps:
            return self.step_towards(page)
        target = PageRequest(self.board.url)
        if page > 1 and page in self._steps:
            target = self._steps[page]
        elif page > 1 and self._pager is not None:
            target = self._pager.request(page)
        elif page > 1 and self._next_request is not None:
            target = self._next_request
        return self.request(target, callback=self.parse, errback=self.listing_failed, priority=10)

    def step_towards(self, page: int) -> Request:
        """The request for the furthest page on the way to `page` that can be asked for from where the spider stands.

        ASP.NET answers only for the pages whose links stand on the page just read. Page 1 is always to be had.
        """
        step = max((each for each in self._steps if self._stands_on < each <= page), default=1)
        target = self._steps[step] if step > 1 else PageRequest(self.board.url)
        request = self.request(target, callback=self.parse_step, errback=self.listing_failed, priority=10)
        return request.replace(meta={"step": step}) if step != page else request.replace(callback=self.parse)

    async def parse_step(self, response: Response) -> AsyncIterator[Item | Request]:
        """Read a page for nothing but its pager, and go on towards the page that is wanted."""
        page = self.read(response, listing_only=True)
        if page.listing is None and (request := self.instead(page, response)) is not None:
            yield request
            return
        if page.listing is None or response.status >= 400:
            yield self.not_understood(page, response)
            self.turn(self.miss())
            return
        self.learn_pager(page.listing)
        self._stands_on = response.meta["step"]
        if any(self._stands_on < each <= self.page for each in self._steps):
            yield self.step_towards(self.page)
            return
        missing = self.walk.is_open_ended(self.page)
        if not missing:
            yield self.problem(response.url, "extract", NO_STEP.format(self.page, self._stands_on))
        self.turn(self.miss(missing=missing))

    def expect_turn(self) -> None:
        """A request is made after which `turned` gives the next step."""
        self._turning = asyncio.get_running_loop().create_future()

    async def turned(self) -> Step:
        """What comes after the page that was asked for, once its rows are committed."""
        assert self._turning is not None
        return await self._turning

    def turn(self, step: Step) -> None:
        """Hand the next step to whoever waits in `turned`."""
        self._next = None
        if self._turning is not None and not self._turning.done():
            self._turning.set_result(step)

    async def parse(self, response: Response) -> AsyncIterator[Item | Request]:
        """Read one listing page.

        @url http://127.0.0.1:8017/news
        @returns items 1 1
        @scrapes board url posts fetched_at
        """
        page = self.read(response, listing_only=True)
        if (request := self.instead(page, response)) is not None:
            yield request
            return
        if page.listing is None and self._elsewhere is not None and self.walk.pages_read and response.status == 200:
            # Behind the last page such a request brings nothing.
            page.listing = Listing([])
        if page.listing is None or response.status >= 400:
            missing = self.is_missing(page, response)
            if not missing:
                yield self.not_understood(page, response)
            self.turn(self.miss(missing=missing))
            return
        self.evidence.understood = True
        self.learn_pager(page.listing)
        self._stands_on = self.page
        posts = [post for row in page.listing.rows if (post := post_of_row(row, response)) is not None]
        number_open_post(posts, response.url)
        self.look_at(response, posts)
        standings: list[Standing] = await self.session.compare(posts) if self.session else ["new"] * len(posts)
        self.numbered.session = self.session
        moving = await self.numbered.settle(self.walk, self.page, posts, standings)
        if moving and self.session is not None:
            standings = await self.session.compare(posts)
        elif (doubt := await self.doubt_keys(posts, standings)) is not None:
            self.evidence.changed = doubt
            yield self.problem(response.url, "extract", doubt, advice=KEYS_ADVICE)
            self.turn(self.walk.stop())
            return
        if page.listing.is_cut_off:
            yield self.problem(response.url, "extract", NO_WAY, advice=NO_WAY_ADVICE)
        self.walk.identity = page.listing.key_source or self.walk.identity
        self._next, posts = self.take_in(posts, standings, page.listing)
        self.numbered.turned(self._next)
        yield ListingItem(
            board=self.board,
            url=response.url,
            fetched_at=datetime.now(UTC),
            posts=posts,
            page=page.listing.page or self.page,
            last_page=page.listing.last_page,
            total=page.listing.total,
            walk=self.walk.to_dict(),
            want_documents=self.want_documents,
            keys_move=moving,
        )
        if self.session is None and self.want_documents:
            for post in (post for post in posts if post.has_document):
                yield self.unstored_request(post)

    async def doubt_keys(self, posts: Sequence[Post], standings: Sequence[Standing]) -> str | None:
        """Why the keys of a page's rows are no identity, in a sentence; None where nothing speaks against them.

        Page 1 may show nothing but posts that are stored under other keys: storing them would make two of every post of
        the board. Or stored keys name other posts now: writing them would put one post in the place of another.
        """
        if self.session is None:
            return None
        run, ordinary = self.session.run, [post for post in posts if not post.is_notice]
        if self.page == 1 and len(ordinary) >= FEWEST_ALIKE and all(standing == "new" for standing in standings):
            alike = await self.session.call(run.under_other_keys, ordinary, self.board.timezone)
            if alike >= FEWEST_ALIKE and alike * 2 >= len(ordinary):
                return OTHER_KEYS.format(alike, len(ordinary))
        changed = [post for post, standing in zip(posts, standings, strict=True) if standing == "changed"]
        known = len(standings) - standings.count("new")
        if len(changed) >= FEWEST_MOVED and len(changed) > known * MOVED_SHARE:
            others = await self.session.call(run.showing_others, changed, self.board.timezone)
            if others >= FEWEST_MOVED and others > known * MOVED_SHARE:
                return MOVED_KEYS.format(others)
        return None

    async def misplaced(self, page: Page, response: Response, wanted: Wanted) -> list[Item | Request] | None:
        """Look for a post at lower 번호 where 번호 is its address and another post stands there, or none.

        A post that a whole list does not show and that is not at its place is gone. Any other that is not found is set
        aside until the list has shown its place again.
        """
        if self.session is None or not self.numbered.is_numbered(wanted, self.walk):
            return None
        meta, article = response.meta, page.article
        if meta.get("unlike") == "taken":
            return None
        steps, outcome, unlike = meta.get("steps", 0), meta.get("outcome"), meta.get("unlike", False)
        if steps == 0:
            outcome = _closed(page, response, wanted, moves=self.walk.keys_move)
            if outcome is None and article is not None and await self.numbered.is_another(article, wanted):
                await self.found_moving()
            elif outcome is None:
                unlike = self.walk.keys_move and not self.numbered.is_it(article, wanted)
                is_twin = self.walk.keys_move and wanted.reason == "unseen" and await self.numbered.has_twin(wanted)
                if not unlike and not is_twin:
                    return None
        elif self.numbered.is_it(article, wanted):
            await self.found_moving()
            return None
        if wanted.reason == "unseen" and (outcome is None or self.walk.keys_move):
            # The whole list does not show it.
            outcome = outcome or ("missing", "another post has its 번호")
            return [DocumentItem(self.board, wanted.key, response.url, datetime.now(UTC), *outcome)]
        target = self._lower(wanted, steps + 1)
        if target is not None:
            request = self.document_request(wanted, target)
            return [request.replace(meta={"steps": steps + 1, "outcome": outcome, "unlike": unlike})]
        if unlike:
            # Nothing says that it is another's; its page may show no title that could be read.
            return [self.document_request(wanted).replace(meta={"unlike": "taken"})]
        if outcome is None or (self.walk.keys_move and outcome[0] != "secret"):
            self.put_aside(wanted)
            return []
        return [DocumentItem(self.board, wanted.key, response.url, datetime.now(UTC), *outcome)]

    def _lower(self, wanted: Wanted, steps: int) -> PageRequest | None:
        """Where to look for a post next, so many 번호 below; None where to look no further."""
        most = MOST_STEPS if self.walk.keys_move else int(wanted.reason != "unseen")
        is_hopeless = len(self.set_aside) >= TOO_MANY_ASIDE
        return None if is_hopeless or steps > most else lower(wanted, steps)

    async def found_moving(self) -> None:
        """Keep with the board that its 번호 moves."""
        if not self.walk.keys_move and self.session is not None:
            self.walk.keys_move = True
            await self.session.call(self.session.run.keep_walk, self.walk.to_dict())

    def look_at(self, response: Response, posts: Sequence[Post]) -> None:
        """See what else a listing page tells; nothing of itself."""

    def settled(self, item: Any) -> None:
        """Go on when the page's rows are committed: a page is done with them, and not before."""
        super().settled(item)
        if isinstance(item, ListingItem) and self._next is not None:
            self.turn(self._next)

    def instead(self, page: Page, response: Response) -> Request | None:
        """The request to make instead of reading this page: the same again, where it moved to, where its list is."""
        says, meta = page.says, response.meta
        if page.listing is None and says is not None and says.kind in PASSING:
            return self.again(response, says.kind)
        if says is not None and says.kind == "moved" and says.target and not meta.get("moved"):
            return self.moved(response, says.target)
        hops = meta.get("elsewhere", 0)
        if page.listing is None and page.elsewhere is not None and hops < MOST_HOPS:
            self._elsewhere = page.elsewhere
            request = self.request(page.elsewhere, callback=self.parse, errback=self.listing_failed, priority=10)
            if "step" in meta:
                request = request.replace(callback=self.parse_step, meta={"step": meta["step"]})
            request.meta["elsewhere"] = hops + 1
            return request
        return None

    def learn_pager(self, listing: Listing) -> None:
        """Keep how pages are asked for; the last page may show no pager, and a first page no way back."""
        self._pager = listing.pager or self._pager
        told = pager_told(self.hints, self.board.url) if self.hints is not None else None
        if told is not None or (self._elsewhere is not None and listing.pager is None):
            self._pager = page_on(listing, self.page, self._pager or told, self._elsewhere)
        self._next_request = listing.next_request
        self._steps = listing.steps
        self._by_steps = self._by_steps or bool(listing.steps)

    def is_missing(self, page: Page, response: Response) -> bool:
        """Whether the site says that there is no such page, where the pager may have led past the last one."""
        said = page.says is not None and page.says.kind in {"missing", "deleted"} and response.status < 400
        return (said or response.status in {404, 410}) and self.walk.is_open_ended(self.page)

    def not_understood(self, page: Page, response: Response) -> ProblemItem:
        """A page that holds no listing: keep what it is, and what that means for the crawl."""
        words = what_it_is(response, page)
        if self.walk.pages_read == 0:
            self.evidence.first_page = words
            self.evidence.unreachable = response.status >= 400
        kind = page.says.kind if page.says is not None else None
        self.evidence.blocked = kind in {"blocked", "login", "forbidden"} or response.status in {401, 403}
        stage: Stage = "fetch" if response.status >= 400 else "extract"
        reason = f"No list of posts was found in listing page {self.page}: {words}."
        folder = self.settings["NEWSCRAWL_DATA_DIR"]
        kept = keep_page(Path(folder), self.board.address, response.body) if folder and stage == "extract" else None
        problem = self.problem(response.url, stage, reason)
        if kept:
            problem.advice = f"The page is kept in {kept}. {problem.advice}"
        return problem

    async def listing_failed(self, failure: Failure) -> AsyncIterator[Item]:
        if isinstance(failure.value, LeftAlone):
            return  # the crawl is ending; its next one begins with this page
        reason = why(failure)
        if self.walk.pages_read == 0:
            self.evidence.first_page = reason
            self.evidence.unreachable = True
        self.evidence.blocked = reason.startswith("robots.txt")
        url = failure.request.url  # type: ignore[attr-defined]
        words = f"Listing page {self.page} could not be had: {reason}."
        yield self.problem(url, "fetch", words, advice=advice_on(failure))
        self.turn(self.miss())

    async def keep_fault(self, failure: Failure, request: Request | None) -> None:
        try:
            await super().keep_fault(failure, request)
        finally:
            if request is not None and "wanted" not in request.cb_kwargs:
                self.turn(self.miss())


def _closed(page: Page, response: Response, wanted: Wanted, *, moves: bool) -> tuple[DocumentState, str] | None:
    """How a page says that there is no such post, or, where 번호 moves, that it is secret although the list did not."""
    if page.says is not None and page.says.kind in {"deleted", "missing"}:
        return page.says.kind, page.says.words
    if response.status in {404, 410}:
        return "missing", f"HTTP {response.status}"
    if page.says is not None and page.says.kind == "secret" and moves and not wanted.is_secret:
        return "secret", page.says.words
    return None


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
