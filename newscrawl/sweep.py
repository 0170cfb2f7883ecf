"""The sweep over a board's older pages: which is read again next, and when a round is over.

A walk from the top ends where nothing is new. Replies to old threads, moved and back-dated posts stand deeper than
that, so older pages are read again too, a slice a crawl, round after round. Pure, like the walk.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from newscrawl.seen import SeenPage, Step

MAX_SLIPS = 3
"""How often in a slice a page is read again because rows may have slipped to it."""

MAX_FAILED_PAGES = 2
"""How many pages in a row may fail before a slice ends."""


@dataclass(slots=True)
class Sweep:
    """A round over a board's older pages: `page` is read next, 0 where no round is under way.

    `began` is when the round began, as ISO 8601; `healthy` says that every page of it was read so far. `unexplained`
    is by how many posts the board's own count was too high after all of it had been read: a count that is simply wrong,
    and no reason to sweep again.
    """

    page: int = 0
    began: str | None = None
    healthy: bool = True
    unexplained: int = 0
    low: int | None = None
    slips: int = 0
    failed_pages: int = 0
    ended: bool = False
    last_keys: list[str] = field(default_factory=list)

    @property
    def is_under_way(self) -> bool:
        return self.page > 0

    def begin(self, now: datetime) -> Step:
        """The first page of a slice: of a new round, or the last page of the slice before, since rows move on."""
        self.low, self.slips, self.failed_pages, self.ended, self.last_keys = None, 0, 0, False, []
        if self.page:
            self.page = max(2, self.page - 1)
        else:
            self.page, self.began, self.healthy = 2, now.isoformat(), True
        return Step(self.page)

    def read(self, seen: SeenPage, *, positional: bool | None) -> Step:
        """Take in page `self.page` and say what to read next."""
        self.failed_pages = 0
        numbers = seen.numbers
        if positional and numbers and self.low is not None and numbers[0] < self.low - 1:
            # Posts were deleted above: rows have slipped to the page before.
            if self.slips < MAX_SLIPS and self.page > 2:
                self.slips += 1
                self.page -= 1
                self.low, self.last_keys = None, []
                return Step(self.page, again=True)
            self.healthy = False
        self.low = numbers[-1] if numbers else None
        keys = [row.key for row in seen.rows]
        is_beyond = keys == self.last_keys and (seen.last_page is None or self.page >= seen.last_page)
        if not keys or is_beyond or not seen.has_next:
            # Behind the last page some boards show it, or the first, for ever.
            return self.finish()
        self.last_keys = keys
        self.page += 1
        return Step(self.page)

    def fail(self) -> Step:
        """Page `self.page` could not be had or understood: go on below it."""
        self.healthy = False
        self.failed_pages += 1
        if self.failed_pages >= MAX_FAILED_PAGES:
            return Step(end="failed")
        self.low = None
        self.page += 1
        return Step(self.page)

    def finish(self) -> Step:
        """The last page was read: the round is over."""
        self.page, self.ended = 0, True
        return Step(end="list_end")
