"""What the spiders share: reading a response, and fetching the documents that the store wants.

The store is the only memory: a post whose document is wanted is the pending request. A spider takes a slice of them,
asks for each, and takes the next slice, so that a crawl of a million documents holds a few hundred requests.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from scrapy import FormRequest, Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl.article_address import article_key
from newscrawl.errors import ConfigurationError, NewscrawlError
from newscrawl.extract import Page, extract
from newscrawl.extract.hints import Hints
from newscrawl.extract.page import Article, PageRequest
from newscrawl.guard import Guard
from newscrawl.items import Board, DocumentItem, Item, Post, ProblemItem, Stage
from newscrawl.store.records import Wanted
from newscrawl.walk import Walk
from spiders.responses import LeftAlone, advice_on, content_type, is_loopback, is_no_answer, shown_now, what_it_is, why
from spiders.settling import settle_entry, settle_row

if TYPE_CHECKING:
    from newscrawl.store.session import Session

SLICE = 200
"""How many documents are taken from the store at once: enough to keep every connection busy."""

TOO_MANY_ASIDE = 10
"""So many documents that were not at their addresses, and no more are asked for until the list was read again."""

NOWHERE = Board("", "", "")
"""The board of a spider that was not told any: enough for `scrapy parse`, `shell` and `check`."""

FRUITLESS = 10
"""Documents in a row that bring no answer, or a refusal, after which the rest is left for the next crawl: it is the
host that is in trouble, and none of them has failed."""

REFUSED_RUNS = 3
"""Runs in which a document is refused with a mere 401 or 403 until that is taken for its own state: a crawl that is
turned away as a whole gets the same."""

REFUSALS = frozenset({401, 403, 429, 500, 502, 503, 504})

PASSING = frozenset({"maintenance", "blocked"})
"""What a page can say instead of a post that may be different in a moment."""

UNSETTLED = PASSING | {"moved"}
"""What tells nothing of the post itself: it stays wanted, and a problem says why."""


@dataclass(slots=True)
class Evidence:
    """What a crawl saw, from which its verdict is made.

    `what` is expected at its address: a board or a feed. `first_page` says in words what the first page held, and
    `shown` which share of its rows showed each field; `changed` what makes the board another than it was.
    """

    what: str = "board"
    understood: bool = False
    blocked: bool = False
    unreachable: bool = False
    first_page: str = ""
    changed: str = ""
    walk: Walk | None = None
    shown: dict[str, float] = field(default_factory=dict)


class DocumentSpider(Spider):
    """A spider that fetches documents. Subclasses say in `discover` how posts come to be wanted."""

    mode = "crawl"
    argument_error: ConfigurationError | None = None
    want_documents = True
    document_limit: int | None = None
    guard: Guard | None = None
    """Which hosts may be asked (crawl/guarding.py); None where nobody said where the crawl begins."""

    def __init__(self, board: Board, hints: Hints | None = None, **kwargs: Any) -> None:
        super().__init__(name=None, **kwargs)
        self.board = board
        self.hints = hints
        self.session: Session | None = None
        self.evidence = Evidence()
        self.asked = 0
        self.set_aside: set[str] = set()
        self.seen_since: datetime | None = None
        self.fruitless = 0
        self.left_alone = False
        self._in_flight: set[str] = set()
        self._landed = asyncio.Event()
        self._faults: set[asyncio.Task[None]] = set()

    @property
    def is_local(self) -> bool:
        """Whether all that is asked for stands on this machine."""
        return is_loopback(self.board.url)

    @property
    def waiting(self) -> int | None:
        """How many of the documents that this crawl is about are still to be had; None for all that the store wants."""
        return None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        try:
            spider = super().from_crawler(crawler, *args, **kwargs)
        except ConfigurationError as error:
            # Scrapy would show a traceback. The spider is made all the same, and closes with the one message.
            spider = super().from_crawler(crawler)
            spider.argument_error = error
        if spider.is_local:
            # A machine's own pages need no politeness; what the user set on purpose stands.
            crawler.settings.set("DOWNLOAD_DELAY", 0, priority="spider")
            crawler.settings.set("AUTOTHROTTLE_ENABLED", value=False, priority="spider")
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(spider.settled, signal=signal)
        crawler.signals.connect(spider.callback_failed, signal=signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        if self.argument_error is not None:
            self.logger.error("%s", self.argument_error)
            raise CloseSpider("wrong_arguments")
        async for request in self.discover():
            yield request
        if self.want_documents:
            if self.session is not None:
                await self.session.call(self.session.run.want_missing)
            async for request in self.documents():
                yield request
            async for request in self.conclude():
                yield request

    async def conclude(self) -> AsyncIterator[Any]:
        """Yield what is to be done after the documents; of itself, nothing."""
        none: tuple[Any, ...] = ()
        for each in none:
            yield each

    async def discover(self) -> AsyncIterator[Any]:
        """Yield the requests and items that make posts wanted; of itself, a spider discovers none."""
        none: tuple[Any, ...] = ()
        for each in none:
            yield each

    async def documents(self) -> AsyncIterator[Request]:
        """Yield a request for every wanted document, in slices; ends when all are settled.

        Asked are only posts that the list has shown since `seen_since`, if that is set, and none any more where many
        were not found at their addresses: the list must be read again first; nor where the host is in trouble.
        """
        if self.session is None:
            return
        while True:
            room = SLICE - len(self._in_flight)
            if self.document_limit is not None:
                room = min(room, self.document_limit - self.asked)
            if len(self.set_aside) >= TOO_MANY_ASIDE or self.is_turned_away:
                room = 0
            skipped = self._in_flight | self.set_aside
            slice_ = await self.session.wanted(room, skipped, self.seen_since) if room > 0 else []
            for wanted in slice_:
                self.asked += 1
                self._in_flight.add(wanted.key)
                yield self.document_request(wanted)
            if not self._in_flight:
                if not slice_:
                    return
                continue
            low_water = SLICE // 2 if slice_ else 0
            while len(self._in_flight) > low_water:
                self._landed.clear()
                await self._landed.wait()

    @property
    def is_turned_away(self) -> bool:
        """Whether the host is in trouble, or wants no crawl: asking it for more is useless, and no good manners."""
        evidence = self.evidence
        is_shut = not evidence.understood and (evidence.blocked or evidence.unreachable)
        return is_shut or self.left_alone or self.fruitless >= FRUITLESS

    def document_request(self, wanted: Wanted, target: PageRequest | None = None) -> Request:
        """The request for a wanted document, at `target` if that is given; what the list showed of it goes along."""
        return self.request(
            target or wanted.request or PageRequest(wanted.url),
            callback=self.parse_document,
            errback=self.document_failed,
            cb_kwargs={"wanted": wanted},
        )

    def unstored_request(self, post: Post) -> Request:
        """The document of a post that is not stored: where there is no store (`scrapy parse`), or no list shows it."""
        self._in_flight.add(post.key)
        moment = None if isinstance(post.published, str) else post.published
        title = "" if post.title_is_cut else post.title
        return self.document_request(Wanted(0, post.key, post.url, post.request, moment, "new", title, post.author))

    def request(self, page: PageRequest, **kwargs: Any) -> Request:
        """A Scrapy request for a page, by GET or by a form's POST."""
        if page.method == "POST":
            return FormRequest(page.url, formdata=list(page.form), method="POST", **kwargs)
        return Request(page.url, **kwargs)

    def settled(self, item: Any) -> None:
        """An item has gone its way to the end: it is committed, or dropped with its reason logged."""
        if isinstance(item, DocumentItem | ProblemItem) and item.key is not None:
            self._in_flight.discard(item.key)
            self._landed.set()

    def callback_failed(self, failure: Failure, response: Response | Failure) -> None:
        """A callback or errback has raised (`response` is then a failure). Scrapy awaits no receiver of this signal."""
        task = asyncio.ensure_future(self.keep_fault(failure, getattr(response, "request", None)))
        self._faults.add(task)
        task.add_done_callback(self._faults.discard)

    async def keep_fault(self, failure: Failure, request: Request | None) -> None:
        """A fault of newscrawl's own must not leave a document in flight for ever.

        That the database is away, or the board another run's now, ends the crawl, and is no page's problem.
        """
        wanted = request.cb_kwargs.get("wanted") if request else None
        key, url = wanted.key if wanted else None, request.url if request else self.board.url
        problem = self.problem(url, "extract", f"newscrawl failed on it: {failure.value!r}"[:500], key=key)
        try:
            if self.session is not None and not isinstance(failure.value, NewscrawlError):
                await self.session.write(problem)
        finally:
            self.settled(problem)

    def read(self, response: Response, *, listing_only: bool = False) -> Page:
        """What the page says; nothing at all where it is no text (a PDF, an image)."""
        kind = content_type(response)
        encoding = getattr(response, "encoding", None)
        return extract(
            response.body,
            response.url,
            content_type=f"{kind.partition(';')[0] or 'text/html'}; charset={encoding}" if encoding else kind,
            now=shown_now(response),
            timezone=self.board.timezone,
            hints=self.hints,
            listing_only=listing_only,
        )

    async def parse_document(self, response: Response, wanted: Wanted | None = None) -> AsyncIterator[Item | Request]:
        """Read one post's own page.

        @url http://127.0.0.1:8017/news/1
        @returns items 1 1
        @scrapes board key url state
        """
        page = self.read(response)
        article, says = page.article, page.says
        is_refused = response.status in REFUSALS or (says is not None and says.kind in PASSING)
        self.fruitless = self.fruitless + 1 if is_refused else 0
        key = wanted.key if wanted else (article.key if article else None) or response.url
        if says is not None and says.kind in PASSING and (again := self.again(response, says.kind)):
            yield again
            return
        if says is not None and says.kind == "moved" and says.target and not response.meta.get("moved"):
            yield self.moved(response, says.target)
            return
        if wanted is not None and (instead := await self.misplaced(page, response, wanted)) is not None:
            for each in instead:
                yield each
            return
        now = datetime.now(UTC)
        if says is not None and says.kind in UNSETTLED and not article:
            yield self.problem(response.url, "fetch", f"The page says: {says.words!r} ({says.kind}).", key=key)
        elif says is not None and not (article and says.kind != "secret"):
            yield DocumentItem(self.board, key, response.url, now, says.kind, says.words)
        elif response.status in {404, 410}:
            yield DocumentItem(self.board, key, response.url, now, "missing", f"HTTP {response.status}")
        elif response.status in {401, 403} and (wanted is None or wanted.attempts + 1 >= REFUSED_RUNS):
            yield DocumentItem(self.board, key, response.url, now, "forbidden", f"HTTP {response.status}")
        elif response.status >= 400:
            yield self.problem(response.url, "fetch", f"HTTP {response.status}", key=key)
        elif article is None:
            yield self.problem(
                response.url, "extract", f"No article was found in it: {what_it_is(response, page)}.", key=key
            )
        else:
            post = self.post_of(article, key, response)
            doubts = [ProblemItem(self.board, response.url, now, "date", each, DOUBT, key) for each in article.doubts]
            if wanted is not None and self.board.kind == "feed":
                differs = settle_entry(wanted, post)
                doubts += [ProblemItem(self.board, response.url, now, "settle", each, "", key) for each in differs]
            elif wanted is not None:
                settle_row(wanted, post)
            yield DocumentItem(
                self.board,
                key,
                response.url,
                now,
                post=post,
                listed=wanted.listed if wanted else None,
                problems=doubts,
                canonical_key=None if self.board.kind == "board" else article_key(post.url),
            )

    async def misplaced(self, page: Page, response: Response, wanted: Wanted) -> list[Item | Request] | None:
        """What to do instead where the page is not the wanted post's but another's; None where it is, as it always is
        where addresses hold an id."""
        return None

    def put_aside(self, wanted: Wanted) -> None:
        """Ask for a document no more until it is taken out of `set_aside`."""
        self.set_aside.add(wanted.key)
        self._in_flight.discard(wanted.key)
        self._landed.set()

    def post_of(self, article: Article, key: str, response: Response) -> Post:
        return Post(
            key=key,
            url=article.url or response.url,
            title=article.title,
            author=article.author,
            category=article.category,
            publisher=article.publisher,
            published=article.published,
            modified=article.modified,
            views=article.views,
            votes=article.votes,
            comments=article.comments,
            is_secret=article.is_secret,
            is_cut=article.is_cut,
            language=article.language,
            body_text=article.body_text,
            body_html=article.body_html,
            source_url=article.source_url,
            images=article.images,
            attachments=article.attachments,
        )

    async def document_failed(self, failure: Failure) -> AsyncIterator[Item]:
        request: Request = failure.request  # type: ignore[attr-defined]
        wanted = request.cb_kwargs.get("wanted")
        key = wanted.key if wanted else None
        if isinstance(failure.value, LeftAlone):
            self.left_alone = True
            if wanted is not None:
                self._in_flight.discard(wanted.key)
                self._landed.set()
            return
        self.fruitless += is_no_answer(failure)
        reason, advice = why(failure), advice_on(failure)
        yield self.problem(request.url, "fetch", f"{reason}." if advice else reason, key=key, advice=advice)

    def again(self, response: Response, reason: str) -> Request | None:
        """The same request once more, later; None when it was tried often enough."""
        assert response.request is not None
        request = get_retry_request(response.request, spider=self, reason=reason)
        if request is not None:
            request.meta["pause"] = True
        return request

    def moved(self, response: Response, target: str) -> Request:
        """The same request at the place that the page names; once, so that two pages cannot send us round and round."""
        assert response.request is not None
        return response.request.replace(url=target, meta=response.meta | {"moved": response.url})

    def problem(self, url: str, stage: Stage, reason: str, *, key: str | None = None, advice: str = "") -> ProblemItem:
        """A problem item."""
        return ProblemItem(
            self.board, url, datetime.now(UTC), stage, reason, advice or ADVICE[stage].format(url=url), key
        )


DOUBT = "The likelier one is stored; a definition can say where the date is."

ADVICE: dict[Stage, str] = {
    "fetch": "The next crawl tries again.",
    "extract": "newscrawl probe '{url}' shows what is read there; a definition can say where things are.",
    "date": "",
    "settle": "",
    "store": "",
}
