"""Read what is stored: streams of frozen records, from the same selects that the views are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from newscrawl.errors import ConfigurationError
from newscrawl.store import search
from newscrawl.store.boards import board_ids
from newscrawl.store.records import (
    BoardRecord,
    ChangeRecord,
    PostFilter,
    PostRecord,
    ProblemRecord,
    RunRecord,
    VersionRecord,
)
from newscrawl.store.schema import board, body, post, post_change, problem, revision, run
from newscrawl.store.text import clean_name, url_hash
from newscrawl.store.views import CHANGES, LABEL, POSTS, RUNS

STREAM = 1000
"""Rows that are held in memory while a result is streamed."""

BY_POST: Select[Any] = POSTS.prefix_with("STRAIGHT_JOIN", dialect="mariadb")
"""Posts, and their boards and bodies then: MariaDB would begin with the boards, and sort all their posts."""

RUN_COLUMNS = RUNS.add_columns(
    run.c.mode, run.c.reason, run.c.posts_unchanged, run.c.posts_restored, run.c.documents, run.c.evidence
)


def posts(
    connection: Connection,
    wanted: PostFilter,
    *,
    newest_first: bool = True,
    after: PostRecord | None = None,
    limit: int | None = None,
) -> Iterator[PostRecord]:
    """Posts that fit, by time of publication, those without a date last, behind the post `after`."""
    fitting = conditions(connection, wanted)
    yield from in_order(connection, fitting, newest_first=newest_first, after=after, limit=limit)


def in_order(
    connection: Connection,
    fitting: Sequence[ColumnElement[bool]],
    *,
    newest_first: bool,
    after: PostRecord | None,
    limit: int | None,
) -> Iterator[PostRecord]:
    """Posts of which these conditions hold, as `posts` gives them."""
    # Two questions, each answered in the order of an index: one for both would have to sort every post first.
    for dated in (True, False):
        query = _part(fitting, dated=dated, newest_first=newest_first, after=after)
        if query is None or limit == 0:
            continue
        for row in _stream(connection, query.limit(limit)):
            yield PostRecord(**_with_lists(row))
            limit = None if limit is None else limit - 1


def conditions(connection: Connection, wanted: PostFilter) -> list[ColumnElement[bool]]:
    """What is wanted of a post, as SQL. Raises ConfigurationError for a board that is not stored."""
    unknown = wanted.keys() - PostFilter.__annotations__
    if unknown:
        raise TypeError(f"posts are not found by {', '.join(sorted(unknown))}")
    asked: list[ColumnElement[bool]] = []
    if (label := wanted.get("board")) is not None:
        ids = known_board_ids(connection, label)
        # An index gives its order for one value, and for several only after sorting.
        asked.append(post.c.board_id == ids[0] if len(ids) == 1 else post.c.board_id.in_(ids))
    if (site := wanted.get("site")) is not None:
        asked.append(post.c.board_id.in_(list(connection.scalars(select(board.c.id).where(board.c.site == site)))))
    if (since := wanted.get("since")) is not None:
        asked.append(post.c.published_at >= since)
    if (until := wanted.get("until")) is not None:
        asked.append(post.c.published_at < until)
    if (author := wanted.get("author")) is not None:
        asked.append(post.c.author == clean_name(author))
    if (category := wanted.get("category")) is not None:
        asked.append(post.c.category == clean_name(category))
    if (url := wanted.get("url")) is not None:
        asked.append(post.c.url_hash == url_hash(url))
    if (text := wanted.get("text")) is not None:
        asked += _holds(connection, text)
    if (deleted := wanted.get("deleted", False)) is not None:
        asked.append(post.c.deleted_at.is_not(None) if deleted else post.c.deleted_at.is_(None))
    return asked


def _holds(connection: Connection, text: str) -> list[ColumnElement[bool]]:
    may_hold = search.candidates(connection, search.words_of(text))
    return [holds(text)] if may_hold is None else [post.c.id.in_(may_hold), holds(text)]


def holds(text: str) -> ColumnElement[bool]:
    """Whether title or text hold this, word by word or not."""
    return or_(post.c.title.icontains(text, autoescape=True), body.c.body_text.icontains(text, autoescape=True))


def _part(
    fitting: Sequence[ColumnElement[bool]], *, dated: bool, newest_first: bool, after: PostRecord | None
) -> Select[Any] | None:
    """The posts with a date, or those without, behind `after` in the order; None where none of them is."""
    at, key = post.c.published_at, post.c.id
    query: Select[Any] = BY_POST.where(*fitting, at.is_not(None) if dated else at.is_(None))
    if after is not None:
        behind_key = key < after.id if newest_first else key > after.id
        if dated and after.published_at is None:
            return None
        if dated and after.published_at is not None:
            behind = at < after.published_at if newest_first else at > after.published_at
            within = at <= after.published_at if newest_first else at >= after.published_at
            query = query.where(within, or_(behind, behind_key))
        elif after.published_at is None:
            query = query.where(behind_key)
    columns = [at, key] if dated else [key]
    return query.order_by(*(each.desc() if newest_first else each for each in columns))


def count_posts(connection: Connection, wanted: PostFilter) -> int:
    """How many posts fit."""
    return int(
        connection.execute(POSTS.where(*conditions(connection, wanted)).with_only_columns(func.count())).scalar_one()
    )


def posts_by_id(connection: Connection, ids: Sequence[int], *fitting: ColumnElement[bool]) -> list[PostRecord]:
    """These posts, in this order, but those of which the conditions do not hold."""
    rows = connection.execute(POSTS.where(post.c.id.in_(ids), *fitting)).mappings()
    found = {row["id"]: PostRecord(**_with_lists(dict(row))) for row in rows}
    return [found[each] for each in ids if each in found]


def _with_lists(row: dict[str, Any]) -> dict[str, Any]:
    """A post that has no document yet has no images and attachments, rather than unknown ones."""
    return row | {"images": row["images"] or [], "attachments": row["attachments"] or []}


def _stream(connection: Connection, query: Select[Any]) -> Iterator[dict[str, Any]]:
    with connection.execute(query, execution_options={"yield_per": STREAM}) as result:
        for row in result.mappings():
            yield dict(row)


def known_board_ids(connection: Connection, label: str) -> list[int]:
    """The boards that `label` names. Raises ConfigurationError, naming those that there are, where it names none."""
    found = board_ids(connection, label)
    if not found:
        there = sorted(connection.scalars(select(func.coalesce(board.c.name, board.c.address)).limit(20)))
        known = f"Stored are: {', '.join(there)}." if there else "No board is stored yet: newscrawl crawl URL."
        raise ConfigurationError(f"There is no board {label!r} in the database.", known)
    return found


def post_by_id(connection: Connection, post_id: int) -> PostRecord | None:
    row = connection.execute(POSTS.where(post.c.id == post_id)).mappings().one_or_none()
    return PostRecord(**_with_lists(dict(row))) if row else None


def versions(connection: Connection, post_id: int) -> list[VersionRecord]:
    """Every version of a post, oldest first; the last is the present one, with `until` None."""
    names = VersionRecord.__slots__
    old = (
        select(*(revision.c[name] for name in names)).where(revision.c.post_id == post_id).order_by(revision.c.version)
    )
    found = [VersionRecord(**row) for row in connection.execute(old).mappings()]
    present = post_by_id(connection, post_id)
    if present is None:
        return found
    shared = {name: getattr(present, name) for name in names if hasattr(present, name)}
    return [*found, VersionRecord(**shared, post_id=present.id, since=present.changed_at, until=None)]


def changes(connection: Connection, *, after: int = 0, limit: int | None = None) -> Iterator[ChangeRecord]:
    query = CHANGES.where(post_change.c.seq > after).order_by(post_change.c.seq).limit(limit)
    yield from (ChangeRecord(**row) for row in _stream(connection, query))


def runs(connection: Connection, *, board_label: str | None = None, limit: int = 20) -> list[RunRecord]:
    """The latest runs, newest first."""
    query: Select[Any] = RUN_COLUMNS
    if board_label is not None:
        query = query.where(run.c.board_id.in_(known_board_ids(connection, board_label)))
    rows = connection.execute(query.order_by(run.c.id.desc()).limit(limit)).mappings()
    return [RunRecord(**row) for row in rows]


def run_by_id(connection: Connection, run_id: int) -> RunRecord:
    """One run. Raises ConfigurationError where there is none of this number."""
    row = connection.execute(RUN_COLUMNS.where(run.c.id == run_id)).mappings().one_or_none()
    if row is None:
        raise ConfigurationError(f"There is no run {run_id} in the database.", "newscrawl runs lists them.")
    return RunRecord(**row)


def boards(connection: Connection) -> list[BoardRecord]:
    live = select(func.count()).where(post.c.board_id == board.c.id, post.c.deleted_at.is_(None)).scalar_subquery()
    waiting = (
        select(func.count()).where(post.c.board_id == board.c.id, post.c.wanted_reason.is_not(None)).scalar_subquery()
    )
    query = select(
        board.c.id,
        board.c.site,
        LABEL,
        board.c.address,
        board.c.name,
        board.c.kind,
        board.c.url,
        live.label("posts"),
        waiting.label("waiting"),
        board.c.walk,
    ).order_by(board.c.id)
    return [BoardRecord(**row) for row in connection.execute(query).mappings()]


def problems(
    connection: Connection, *, run_id: int | None = None, board_label: str | None = None, limit: int = 50
) -> list[ProblemRecord]:
    """The latest problems, newest first."""
    names = [name for name in ProblemRecord.__slots__ if name != "board"]
    query: Select[Any] = select(*(problem.c[name] for name in names), LABEL).join(
        board, board.c.id == problem.c.board_id
    )
    if run_id is not None:
        query = query.where(problem.c.run_id == run_id)
    if board_label is not None:
        query = query.where(problem.c.board_id.in_(known_board_ids(connection, board_label)))
    rows = connection.execute(query.order_by(problem.c.id.desc()).limit(limit)).mappings()
    return [ProblemRecord(**row) for row in rows]
