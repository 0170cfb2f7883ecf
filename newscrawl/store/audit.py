"""Hold what is stored of a board against what the board itself last showed: the proof, or what is missing from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, func, select

from newscrawl.store.boards import board_ids
from newscrawl.store.reading import known_board_ids
from newscrawl.store.schema import board, listing, post, run
from newscrawl.store.views import LABEL

OPEN = frozenset({"secret", "forbidden", "login", "deleted", "missing"})
"""Outcomes of a document that nobody can change by crawling again."""


@dataclass(slots=True, frozen=True)
class AuditRecord:
    """One board, audited.

    `live` ordinary posts are stored and not deleted; `expected` is the board's own count as its last walk saw it, None
    where it shows none. `complete_to` is the key of the post up to which a run proved the board complete, with its
    title, and `complete_at` when. `gaps` are places where posts may be missing (listing page, 번호 from and to),
    `unread` the pages below which older ones were never read. `waiting` documents are still to be fetched; `closed`
    counts those that could not be had, by reason. `twice` counts posts that are alike in title, author and time under
    different keys. `oldest_page` was verified the longest ago, at `oldest_at`.
    """

    site: str
    board: str
    name: str | None
    url: str
    live: int
    deleted: int
    expected: int | None
    complete_to: str | None
    complete_title: str | None
    complete_at: datetime | None
    run: int | None
    gaps: list[tuple[int, int | None, int | None]] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    waiting: int = 0
    closed: dict[str, int] = field(default_factory=dict)
    twice: int = 0
    pages: int = 0
    oldest_page: int | None = None
    oldest_at: datetime | None = None

    @property
    def missing(self) -> int:
        """Posts that the board counts and the database does not hold."""
        return max(0, (self.expected or 0) - self.live)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is known to be missing."""
        proven = self.complete_at is not None
        return proven and not (self.missing or self.gaps or self.unread or self.waiting)


def audit(connection: Connection, label: str | None = None) -> list[AuditRecord]:
    """Every board, or those that `label` names, audited. Raises ConfigurationError where `label` names none."""
    query = select(board, LABEL).order_by(board.c.id)
    if label is not None:
        query = query.where(board.c.id.in_(known_board_ids(connection, label)))
    return [_audit(connection, dict(row)) for row in connection.execute(query).mappings()]


def days(connection: Connection, label: str, timezone: str = "Asia/Seoul") -> Counter[date]:
    """How many live posts of a board were published on each day, as its readers' calendar has it."""
    zone = ZoneInfo(timezone)
    found: Counter[date] = Counter()
    for moment in _published(connection, board_ids(connection, label)):
        found[moment.astimezone(zone).date()] += 1
    return found


def _published(connection: Connection, ids: list[int]) -> Iterator[datetime]:
    query = select(post.c.published_at).where(
        post.c.board_id.in_(ids), post.c.deleted_at.is_(None), post.c.published_at.is_not(None)
    )
    with connection.execution_options(yield_per=5000).execute(query) as result:
        yield from result.scalars()


def _audit(connection: Connection, of: dict[str, Any]) -> AuditRecord:
    mine = post.c.board_id == of["id"]
    live = post.c.deleted_at.is_(None)
    walk = of["walk"] or {}
    proven = connection.execute(
        select(run.c.id, run.c.complete_to, run.c.finished_at)
        .where(run.c.board_id == of["id"], run.c.complete_to.is_not(None))
        .order_by(run.c.id.desc())
        .limit(1)
    ).one_or_none()
    states = connection.execute(
        select(post.c.document_state, func.count()).where(mine, live).group_by(post.c.document_state)
    )
    alike = (
        select(func.count().label("count"))
        .where(mine, live, post.c.published_precision != "day")
        .group_by(post.c.listed_title, post.c.listed_author, post.c.published_at)
        .having(func.count() > 1)
        .subquery()
    )
    oldest = connection.execute(
        select(listing.c.page, listing.c.at).where(listing.c.board_id == of["id"]).order_by(listing.c.at).limit(1)
    ).one_or_none()
    return AuditRecord(
        site=of["site"],
        board=of[LABEL.name],
        name=of["name"],
        url=of["url"],
        live=_count(connection, select(func.count()).where(mine, live, post.c.is_notice.is_(False))),
        deleted=_count(connection, select(func.count()).where(mine, post.c.deleted_at.is_not(None))),
        expected=walk.get("expected"),
        complete_to=proven.complete_to if proven else None,
        complete_title=_title(connection, of["id"], proven.complete_to) if proven else None,
        complete_at=proven.finished_at if proven else None,
        run=proven.id if proven else None,
        gaps=[(gap["page"], gap["low"], gap["high"]) for gap in walk.get("gaps", ())],
        unread=sorted({place["page"] for place in walk.get("places", ())}),
        waiting=_count(connection, select(func.count()).where(mine, live, post.c.wanted_reason.is_not(None))),
        closed={state: count for state, count in states if state in OPEN},
        twice=_count(connection, select(func.coalesce(func.sum(alike.c.count - 1), 0))),
        pages=_count(connection, select(func.count()).where(listing.c.board_id == of["id"])),
        oldest_page=oldest.page if oldest else None,
        oldest_at=oldest.at if oldest else None,
    )


def _count(connection: Connection, query: Select[Any]) -> int:
    return int(connection.execute(query).scalar_one())


def _title(connection: Connection, board_id: int, key: str) -> str | None:
    title: str | None = connection.execute(
        select(post.c.title).where(post.c.board_id == board_id, post.c.key == key)
    ).scalar()
    return title
