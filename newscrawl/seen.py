"""A listing page as a reader of many pages needs it, and what that reader answers: where to go on, or why it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Standing = Literal["new", "changed", "known"]

End = Literal["list_end", "caught_up", "page_limit", "since", "repeats", "empty", "failed", "stopped"]
"""Why a walk ended.

`list_end`: the last page was read; `caught_up`: a page held nothing new; `page_limit`, `since`: a bound that was asked
for; `repeats`: pages equal to the one before (pagers that go on for ever); `empty`: the board holds no post;
`failed`: a page could not be had or understood; `stopped`: the crawl was stopped.
"""


@dataclass(slots=True, frozen=True)
class SeenRow:
    """An ordinary (not notice) row as the walk needs it."""

    key: str
    number: int | None
    standing: Standing
    day: date | None = None


@dataclass(slots=True, frozen=True)
class SeenPage:
    """A listing page: its ordinary rows in order, how many notices stand with them, and what its pager says.

    `is_cut_off`: more pages follow, and nothing tells how they are asked for.
    """

    rows: Sequence[SeenRow]
    has_next: bool
    last_page: int | None = None
    total: int | None = None
    notices: int = 0
    is_cut_off: bool = False

    @property
    def numbers(self) -> list[int]:
        return [row.number for row in self.rows if row.number is not None]


@dataclass(slots=True, frozen=True)
class Step:
    """What to do next: read listing page `page` (`again`: it was read before), or end with `end`."""

    page: int = 0
    again: bool = False
    end: End | None = None


@dataclass(slots=True, frozen=True)
class Gap:
    """Posts that may be missing above page `page`, or on it where it is `unread`: the page could not be had.

    Their 번호 are `low` to `high`, or not known where those are None.
    """

    page: int
    low: int | None = None
    high: int | None = None
    unread: bool = False

    def __str__(self) -> str:
        posts = f"posts {self.low:,} to {self.high:,}" if self.low is not None and self.high is not None else ""
        if self.unread:
            return f"listing page {self.page} could not be read" + (f" ({posts})" if posts else "")
        return f"{posts or 'posts'} may be missing above listing page {self.page}"


@dataclass(slots=True, frozen=True)
class Place:
    """Where older pages were left unread: below page `page`, whose last 번호 was `low`.

    `whole`: nothing below it was ever read; else only what lies above the next page that holds nothing new.
    """

    page: int
    low: int | None
    whole: bool
