"""Hold what is stored of a board against what the board itself last showed: the proof, or what is missing from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from newscrawl.seen import Gap
from newscrawl.store.attempts import is_given_up
from newscrawl.store.boards import board_ids
from newscrawl.store.reading import known_board_ids
from newscrawl.store.schema import board, listing, post, problem, run
from newscrawl.store.views import LABEL
from newscrawl.walk import Walk

OPEN = frozenset({"secret", "forbidden", "login", "deleted", "missing"})
"""Outcomes of a document that nobody can change by crawling again."""


SHOWN = 1000
"""How many posts an audit names at most: an answer for people, not an export."""


@dataclass(slots=True, frozen=True)
class NamedPost:
    """A post that an audit names. `why` is what is wrong with it."""

    id: int
    key: str
    title: str
    url: str
    why: str


@dataclass(slots=True, frozen=True)
class Hole:
    """Where posts may be missing, in words, and between which days they were published, where that is known."""

    words: str
    since: date | None = None
    until: date | None = None


@dataclass(slots=True, frozen=True)
class AuditRecord:
    """One board, audited.

    `live` ordinary posts are stored and not deleted; `expected` is the board's own count as its last walk saw it, None
    where it shows none, and `missing` how many of those are not stored. `complete_to` is the key of the post up to
    which a run proved the board complete, with its title, `complete_at` when, and `complete_since` since when it has
    been so without a break. `identity` is where the posts' keys come from, `positional` whether 번호 is a position;
    with `keys_move` it is the only id and moves, and posts are told apart by title, author and day.
    `gaps` are places where posts may be missing, `unread` the pages below which older ones were never read. `waiting`
    documents are still to be fetched; `given_up` were asked for in vain for so long that they wait for a person;
    `closed` counts those that could not be had, by reason, and `without_document` names all three. `twice` are posts
    that are alike in title, author and time under different keys. `oldest_page` was verified the longest ago, at
    `oldest_at`; `sweep_page` is where the round of sweeps goes on, None where none is under way.
    """

    site: str
    board: str
    name: str | None
    url: str
    live: int
    deleted: int
    expected: int | None
    missing: int
    complete_to: str | None
    complete_title: str | None
    complete_at: datetime | None
    complete_since: datetime | None
    run: int | None
    identity: str | None = None
    positional: bool | None = None
    keys_move: bool = False
    gaps: list[Hole] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    waiting: int = 0
    given_up: int = 0
    closed: dict[str, int] = field(default_factory=dict)
    without_document: list[NamedPost] = field(default_factory=list)
    twice: list[NamedPost] = field(default_factory=list)
    pages: int = 0
    oldest_page: int | None = None
    oldest_at: datetime | None = None
    sweep_page: int | None = None

    @property
    def is_complete(self) -> bool:
        """Whether nothing is known to be missing."""
        proven = self.complete_at is not None
        return proven and not (self.missing or self.gaps or self.unread or self.waiting or self.given_up)


def audit(connection: Connection, label: str | None = None, *, named: bool = True) -> list[AuditRecord]:
    """Every board, or those that `label` names, audited, with or without the posts that it would name.

    Raises ConfigurationError where `label` names none.
    """
    query = select(board, LABEL).order_by(board.c.id)
    if label is not None:
        query = query.where(board.c.id.in_(known_board_ids(connection, label)))
    return [_audit(connection, dict(row), named=named) for row in connection.execute(query).mappings()]


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


def _audit(connection: Connection, of: dict[str, Any], *, named: bool) -> AuditRecord:
    mine = post.c.board_id == of["id"]
    live = post.c.deleted_at.is_(None)
    walk = Walk.from_dict(of["walk"]) if of["walk"] else Walk()
    proven = connection.execute(
        select(run.c.id, run.c.complete_to, run.c.finished_at)
        .where(run.c.board_id == of["id"], run.c.complete_to.is_not(None))
        .order_by(run.c.id.desc())
        .limit(1)
    ).one_or_none()
    states = _states(connection, mine, live) if named else ()
    oldest = connection.execute(
        select(listing.c.page, listing.c.at).where(listing.c.board_id == of["id"]).order_by(listing.c.at).limit(1)
    ).one_or_none()
    stored = _count(connection, select(func.count()).where(mine, live, post.c.is_notice.is_(False)))
    waiting = select(func.count()).where(mine, live, post.c.wanted_reason.is_not(None))
    return AuditRecord(
        site=of["site"],
        board=of[LABEL.name],
        name=of["name"],
        url=of["url"],
        live=stored,
        deleted=_count(connection, select(func.count()).where(mine, post.c.deleted_at.is_not(None))),
        expected=walk.expected,
        missing=walk.missing(stored),
        complete_to=proven.complete_to if proven else None,
        complete_title=_title(connection, of["id"], proven.complete_to) if proven else None,
        complete_at=proven.finished_at if proven else None,
        complete_since=_complete_since(connection, of["id"]) if proven else None,
        run=proven.id if proven else None,
        identity=walk.identity,
        positional=walk.positional,
        keys_move=walk.keys_move,
        gaps=[_hole(connection, of, gap) for gap in walk.gaps],
        unread=sorted(
            {place.page for place in walk.places if not any(gap.page - 1 == place.page for gap in walk.gaps)}
        ),
        waiting=_count(connection, waiting.where(~is_given_up())),
        given_up=_count(connection, waiting.where(is_given_up())),
        closed={state: count for state, count in states if state in OPEN},
        without_document=_without_document(connection, of["id"]) if named else [],
        twice=_twice(connection, of["id"]) if named else [],
        pages=_count(connection, select(func.count()).where(listing.c.board_id == of["id"])),
        oldest_page=oldest.page if oldest else None,
        oldest_at=oldest.at if oldest else None,
        sweep_page=walk.sweep.page or None,
    )


def _states(connection: Connection, *live: ColumnElement[bool]) -> list[tuple[str | None, int]]:
    """How the last requests for the documents ended, counted."""
    query = select(post.c.document_state, func.count()).where(*live).group_by(post.c.document_state)
    return [(row[0], row[1]) for row in connection.execute(query)]


def _complete_since(connection: Connection, board_id: int) -> datetime | None:
    """When the first run of the unbroken row of runs ended that each proved the board complete."""
    mine = run.c.board_id == board_id, run.c.finished_at.is_not(None)
    broken = select(func.max(run.c.id)).where(*mine, run.c.complete_to.is_(None)).scalar_subquery()
    query = select(func.min(run.c.finished_at)).where(*mine, run.c.id > func.coalesce(broken, 0))
    since: datetime | None = connection.execute(query).scalar()
    return since


def _hole(connection: Connection, of: dict[str, Any], gap: Gap) -> Hole:
    """A gap with the days of the stored posts around it: 번호 below it was published before, 번호 above it after."""
    if gap.low is None or gap.high is None:
        return Hole(str(gap))
    zone = ZoneInfo(of["timezone"])
    dated = post.c.board_id == of["id"], post.c.published_at.is_not(None), post.c.deleted_at.is_(None)
    days: list[date | None] = []
    for near, order in ((post.c.number < gap.low, post.c.number.desc()), (post.c.number > gap.high, post.c.number)):
        at = connection.execute(select(post.c.published_at).where(*dated, near).order_by(order).limit(1)).scalar()
        days.append(at.astimezone(zone).date() if at else None)
    return Hole(str(gap), *days)


def _without_document(connection: Connection, board_id: int) -> list[NamedPost]:
    """The live posts whose document could not be had, with the reason: what the site said, or the last problem."""
    tried = or_(post.c.document_state.in_(OPEN), and_(post.c.wanted_reason.is_not(None), post.c.attempts > 0))
    query = (
        select(post.c.id, post.c.key, post.c.title, post.c.url, post.c.document_state, post.c.wanted_reason)
        .where(post.c.board_id == board_id, post.c.deleted_at.is_(None), tried)
        .order_by(post.c.id.desc())
        .limit(SHOWN)
    )
    rows = connection.execute(query).all()
    failed = [row.key for row in rows if row.wanted_reason is not None]
    last = (
        select(func.max(problem.c.id))
        .where(problem.c.board_id == board_id, problem.c.key.in_(failed))
        .group_by(problem.c.key)
    )
    told = connection.execute(select(problem.c.key, problem.c.reason).where(problem.c.id.in_(last))) if failed else ()
    reasons = {row.key: row.reason for row in told}
    return [
        NamedPost(row.id, row.key, row.title, row.url, reasons.get(row.key) or row.document_state or "not had yet")
        for row in rows
    ]


def _twice(connection: Connection, board_id: int) -> list[NamedPost]:
    """Live posts that are alike in title, author and time; a day alone makes no two posts one."""
    face = post.c.listed_title, post.c.listed_author, post.c.published_at
    mine = post.c.board_id == board_id, post.c.deleted_at.is_(None), post.c.published_precision != "day"
    alike = select(*face).where(*mine).group_by(*face).having(func.count() > 1).limit(SHOWN).subquery()
    same = and_(
        post.c.listed_title == alike.c.listed_title,
        post.c.published_at == alike.c.published_at,
        func.coalesce(post.c.listed_author, "") == func.coalesce(alike.c.listed_author, ""),
    )
    query = (
        select(post.c.id, post.c.key, post.c.title, post.c.url, *face)
        .join(alike, same)
        .where(*mine)
        .order_by(post.c.published_at, post.c.listed_title, post.c.id)
        .limit(SHOWN)
    )
    firsts: dict[tuple[str | None, str | None, datetime], int] = {}
    found: list[NamedPost] = []
    for row in connection.execute(query):
        first = firsts.setdefault((row.listed_title, row.listed_author, row.published_at), row.id)
        if first != row.id:
            found.append(NamedPost(row.id, row.key, row.title, row.url, f"like post {first}"))
    return found


def _count(connection: Connection, query: Select[Any]) -> int:
    return int(connection.execute(query).scalar_one())


def _title(connection: Connection, board_id: int, key: str) -> str | None:
    title: str | None = connection.execute(
        select(post.c.title).where(post.c.board_id == board_id, post.c.key == key)
    ).scalar()
    return title
