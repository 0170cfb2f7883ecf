"""Normalise dates: shown text becomes a `Moment`, and a document's time refines the day that the list showed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from itemadapter import ItemAdapter

from newscrawl.dates import Moment, parse_date, refine
from newscrawl.items import Board, DocumentItem, ListingItem, Post, ProblemItem

SHOWN_DATES = ("published", "modified", "published_at", "modified_at", "date")
"""Fields of other projects' items that hold a date as shown."""


class DatesPipeline:
    """Makes every date of an item a `Moment`; text that is no date becomes None and is reported as a problem."""

    def process_item(self, item: Any) -> Any:
        if isinstance(item, ListingItem):
            for post in item.posts:
                item.problems += self._normalise(post, item.board, item.fetched_at)
        elif isinstance(item, DocumentItem):
            if item.post is not None:
                item.problems += self._normalise(item.post, item.board, item.fetched_at)
                self._refine(item, item.post)
        elif ItemAdapter.is_item(item):
            self._normalise_foreign(ItemAdapter(item))
        return item

    def _normalise(self, post: Post, board: Board, now: datetime) -> list[ProblemItem]:
        problems = []
        for field in ("published", "modified"):
            shown = getattr(post, field)
            if not isinstance(shown, str):
                continue
            moment = parse_date(shown, now=now, timezone=board.timezone)
            setattr(post, field, moment)
            if moment is None and shown.strip():
                problems.append(
                    ProblemItem(
                        board,
                        post.url,
                        now,
                        "date",
                        f"{shown.strip()[:80]!r} was not understood as the date of {post.title[:60]!r}.",
                        "The post is stored without this date.",
                        post.key,
                    )
                )
        return problems

    def _refine(self, item: DocumentItem, post: Post) -> None:
        listed, shown = item.listed, post.published
        if isinstance(shown, str):
            return
        post.published, disagree = refine(listed, shown)
        if disagree and listed is not None and shown is not None:
            item.problems.append(
                ProblemItem(
                    item.board,
                    item.url,
                    item.fetched_at,
                    "date",
                    f"The list shows {listed.raw!r}, the document {shown.raw!r}.",
                    "The document's date is stored.",
                    item.key,
                )
            )

    def _normalise_foreign(self, adapter: ItemAdapter) -> None:
        now = datetime.now(UTC)
        for field in SHOWN_DATES:
            shown = adapter.get(field)
            if isinstance(shown, str):
                adapter[field] = parse_date(shown, now=now)
            elif isinstance(shown, datetime | date):
                adapter[field] = as_moment(shown)


def as_moment(value: datetime | date) -> Moment:
    """A `Moment` from a value that is a date already; a naive datetime is taken as UTC."""
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return Moment(aware, "second", value.isoformat())
    return Moment(value, "day", value.isoformat())
