"""Fetching documents that their addresses identify: of collections of articles, and of feeds; on many hosts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl.extract.hints import Hints
from newscrawl.items import Board, DocumentItem, Item, ProblemItem
from newscrawl.store.records import Wanted
from spiders.documents import PASSING, SLICE, DocumentSpider
from spiders.responses import LeftAlone, is_no_answer, why
from spiders.turns import Turns, host_of

WINDOW = 2_000
"""How many waiting documents are taken from the store at once, to see which hosts can be asked."""

MOST_WAITING = 20_000
"""How many are held in memory at most: where one host has more of them, others wait for it."""

OVERLOADED = frozenset({429, 500, 502, 503, 504})


class AddressedSpider(DocumentSpider):
    """A spider whose documents may stand on many hosts, which take turns.

    `fetched` and `failed` count documents that are settled, `expected` how many are to be asked for, `resting` those
    that failed before and are left for a later crawl; `looked_again` are the keys of those that were stored before.
    Only posts whose keys are `chosen` are asked for; None is for all.
    """

    def __init__(self, board: Board, hints: Hints | None = None, **kwargs: Any) -> None:
        super().__init__(board, hints, **kwargs)
        self.turns = Turns()
        self.chosen: set[str] | None = None
        self.looked_again: set[str] = set()
        self.expected = self.fetched = self.failed = self.not_understood = self.resting = self._done = 0

    @property
    def is_turned_away(self) -> bool:
        """Never as a whole: each host is judged by itself (turns.py)."""
        return False

    @property
    def is_local(self) -> bool:
        """Documents may stand anywhere: crawl/pace.py sees to each host by itself."""
        return False

    @property
    def waiting(self) -> int:
        return self.expected - self._done + self.resting

    async def documents(self) -> AsyncIterator[Request]:
        """Yield a request for every wanted document, the hosts in turn; ends when all are settled or given up."""
        if self.session is None:
            return
        self.expected = await self.session.call(self.session.run.untried_count, self.chosen)
        self.resting = await self.session.call(self.session.run.resting_count, self.chosen)
        if self.document_limit is not None:
            self.expected = min(self.expected, self.document_limit)
        last: int | None = 0
        while True:
            room = SLICE - len(self._in_flight)
            if self.document_limit is not None:
                room = min(room, self.document_limit - self.asked)
            wanted = self.turns.next() if room > 0 else None
            if wanted is None and room > 0 and last is not None and self.turns.waiting < MOST_WAITING:
                found = await self.session.wanted_after(last, WINDOW)
                last = found[-1].post_id if found else None
                self.turns.add(each for each in found if self.chosen is None or each.key in self.chosen)
                continue
            if wanted is not None:
                self.asked += 1
                self._in_flight.add(wanted.key)
                if wanted.reason != "new":
                    self.looked_again.add(wanted.key)
                yield self.document_request(wanted)
                continue
            if not self._in_flight:
                return
            self._landed.clear()
            await self._landed.wait()

    def settled(self, item: Any) -> None:
        if isinstance(item, DocumentItem | ProblemItem) and item.key in self._in_flight:
            self.turns.land(item.key)
            self._done += isinstance(item, DocumentItem) and item.state not in PASSING
            if isinstance(item, DocumentItem) and item.state == "ok":
                self.fetched += 1
            else:
                self.failed += 1
                self.not_understood += isinstance(item, ProblemItem) and item.stage == "extract"
        super().settled(item)

    async def parse_document(self, response: Response, wanted: Wanted | None = None) -> AsyncIterator[Item | Request]:
        """Read one article's page.

        @url http://127.0.0.1:8017/news/1
        @returns items 1 1
        @scrapes board key url state
        """
        if response.status in OVERLOADED:
            async for item in self._no_answer(response.url, f"HTTP {response.status}"):
                yield item
        else:
            self.turns.answered(response.url)
        async for each in super().parse_document(response, wanted):
            yield each

    async def document_failed(self, failure: Failure) -> AsyncIterator[Item]:
        async for item in super().document_failed(failure):
            yield item
        if isinstance(failure.value, LeftAlone):
            request: Request = failure.request  # type: ignore[attr-defined]
            self.turns.land(request.cb_kwargs["wanted"].key)
            self.turns.give_up(host_of(request.url), str(failure.value))
        elif is_no_answer(failure):
            async for item in self._no_answer(failure.request.url, why(failure)):  # type: ignore[attr-defined]
                yield item

    async def _no_answer(self, url: str, reason: str) -> AsyncIterator[Item]:
        """Count it, and say so where a host is given up."""
        if self.turns.failed(url, reason):
            words = f"{host_of(url)} gave no answer several times in a row ({reason}); it is left alone for this run."
            yield self.problem(url, "fetch", words)
