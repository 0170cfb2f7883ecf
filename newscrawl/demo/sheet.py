"""One page of a board's list, and which posts fall on it."""

from __future__ import annotations

from dataclasses import dataclass

from newscrawl.demo.post import DemoPost


@dataclass(slots=True, frozen=True)
class Sheet:
    """One page of a board's list: the notices on it, and rows with their 번호.

    `total` counts ordinary posts, `pinned` notices, on all pages.
    """

    page: int
    last_page: int
    total: int
    notices: list[DemoPost]
    rows: list[tuple[int, DemoPost]]
    pinned: int
    category: str | None = None


@dataclass(slots=True, frozen=True)
class Places:
    """The posts of a page: ordinary ones from place `start` up to `stop` of the list, and some of the notices."""

    start: int
    stop: int
    notices: slice
    last_page: int


def places(page: int, rows: int, total: int, pinned: int, *, notices_take_places: bool) -> Places:
    """Where page `page` lies in a list of `total` ordinary posts.

    Rhymix puts all `pinned` notices on top of every page. Gnuboard 5 reads notices and posts as one sequence of which
    each page has `rows`: 17 notices and 15 rows leave page 1 without an ordinary post.
    """
    if page < 1:
        return Places(0, 0, slice(0), last_page_of(total, rows))
    if not notices_take_places:
        return Places((page - 1) * rows, page * rows, slice(None), last_page_of(total, rows))
    first, end = (page - 1) * rows, page * rows
    last = last_page_of(total + pinned, rows)
    return Places(max(0, first - pinned), max(0, end - pinned), slice(first, end), last)


def last_page_of(total: int, rows: int) -> int:
    """The number of the last page: an empty list has one page too."""
    return max(1, -(-total // rows))
