"""Boards at a glance: how each is, and how many posts it has a day. Small questions, each answered from an index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, DateTime, String, func, select, type_coerce

from newscrawl.store.reading import RUN_COLUMNS, conditions
from newscrawl.store.records import PostFilter, RunRecord
from newscrawl.store.schema import board, post, run
from newscrawl.store.views import LABEL, POSTS

WELL = ("complete", "quiet")


@dataclass(slots=True, frozen=True)
class Mark:
    """What differs whenever anything of a board was written: its latest run, and how far that has come."""

    run: int | None
    batches: int
    finished: bool


@dataclass(slots=True, frozen=True)
class Glance:
    """A board, its latest run, when it last went well, and when its newest post was published."""

    id: int
    site: str
    board: str
    name: str | None
    address: str
    kind: str
    url: str
    timezone: str
    last_run: RunRecord | None
    last_success: datetime | None
    newest_at: datetime | None
    mark: Mark


def overview(connection: Connection) -> list[Glance]:
    """Every board at a glance, in the order in which they were first crawled."""
    newest = (
        select(func.max(post.c.published_at)).where(post.c.board_id == board.c.id).correlate(board).scalar_subquery()
    )
    names = ("id", "site", "name", "address", "kind", "url", "timezone")
    boards = connection.execute(
        select(*(board.c[name] for name in names), LABEL, newest.label("newest_at")).order_by(board.c.id)
    ).mappings()
    runs, marks = _latest_runs(connection)
    good = select(run.c.board_id, func.max(run.c.finished_at)).where(run.c.verdict.in_(WELL)).group_by(run.c.board_id)
    successes: dict[int, datetime] = {row[0]: row[1] for row in connection.execute(good)}
    return [
        Glance(
            **dict(row),
            last_run=runs.get(row["id"]),
            last_success=successes.get(row["id"]),
            mark=marks.get(row["id"], Mark(None, 0, finished=True)),
        )
        for row in boards
    ]


def _latest_runs(connection: Connection) -> tuple[dict[int, RunRecord], dict[int, Mark]]:
    last = select(func.max(run.c.id)).group_by(run.c.board_id)
    query = RUN_COLUMNS.add_columns(run.c.board_id, run.c.batches).where(run.c.id.in_(last))
    runs, marks = {}, {}
    for row in connection.execute(query).mappings():
        values = dict(row)
        board_id, batches = values.pop("board_id"), values.pop("batches")
        runs[board_id] = RunRecord(**values)
        marks[board_id] = Mark(values["id"], batches, finished=values["finished_at"] is not None)
    return runs, marks


def live(connection: Connection, board_id: int) -> int:
    """How many live posts of a board are stored, notices included."""
    query = select(func.count()).where(post.c.board_id == board_id, post.c.deleted_at.is_(None))
    return int(connection.execute(query).scalar_one())


def per_day(connection: Connection, board_id: int, timezone: str) -> Counter[date]:
    """How many live posts of a board were published on each day of its time zone.

    They are counted by the hour, which an index alone answers, and the few deleted ones taken off: a time zone that is
    half an hour off puts the posts of half an hour to the day beside.
    """
    hour = _hour(connection.dialect.name)
    mine = post.c.board_id == board_id, post.c.published_at.is_not(None)
    query = select(hour, func.count()).group_by(hour)
    zone = ZoneInfo(timezone)
    found: Counter[date] = Counter()
    for condition, sign in ((mine, 1), ((*mine, post.c.deleted_at.is_not(None)), -1)):
        for value, count in connection.execute(query.where(*condition)):
            found[_instant(value).astimezone(zone).date()] += sign * count
    return +found


def days_of(connection: Connection, wanted: PostFilter, timezone: str = "Asia/Seoul") -> Counter[date]:
    """How many of the posts that fit were published on each day of a time zone."""
    hour = _hour(connection.dialect.name)
    query = (
        POSTS.where(*conditions(connection, wanted), post.c.published_at.is_not(None))
        .with_only_columns(hour, func.count(), maintain_column_froms=True)
        .group_by(hour)
    )
    found: Counter[date] = Counter()
    for value, count in connection.execute(query):
        found[_instant(value).astimezone(ZoneInfo(timezone)).date()] += count
    return found


def titles(connection: Connection, since: datetime, until: datetime) -> Iterator[str]:
    """The titles of the live posts that were published in a time."""
    query = select(post.c.title).where(
        post.c.published_at >= since, post.c.published_at < until, post.c.deleted_at.is_(None)
    )
    with connection.execution_options(yield_per=5000).execute(query) as result:
        yield from result.scalars()


def _hour(dialect: str) -> ColumnElement[Any]:
    if dialect == "sqlite":
        return func.substr(type_coerce(post.c.published_at, String), 1, 13)
    if dialect == "postgresql":
        return func.date_trunc("hour", type_coerce(post.c.published_at, DateTime))
    return func.date_format(type_coerce(post.c.published_at, DateTime), "%Y-%m-%d %H")


def _instant(value: datetime | str) -> datetime:
    made = value if isinstance(value, datetime) else datetime.fromisoformat(f"{value}:00")
    return made.replace(tzinfo=UTC)


def last_days(counts: Counter[date], today: date, days: int) -> list[int]:
    """The posts of each of the last days, today the last of them."""
    return [counts[today - timedelta(days=back)] for back in range(days - 1, -1, -1)]
