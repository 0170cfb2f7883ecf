"""Read what is stored: streams of frozen records, from the same selects that the views are made of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select

from newscrawl.errors import ConfigurationError
from newscrawl.store.boards import board_ids
from newscrawl.store.records import (
    BoardRecord,
    ChangeRecord,
    PostRecord,
    ProblemRecord,
    RunRecord,
    VersionRecord,
)
from newscrawl.store.schema import board, body, post, post_change, problem, revision, run
from newscrawl.store.views import CHANGES, LABEL, POSTS, RUNS

STREAM = 1000
"""Rows that are held in memory while a result is streamed."""

RUN_COLUMNS = RUNS.add_columns(
    run.c.mode, run.c.reason, run.c.posts_unchanged, run.c.posts_restored, run.c.documents, run.c.evidence
)


def posts(
    connection: Connection,
    *,
    board_label: str | None = None,
    site: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    author: str | None = None,
    category: str | None = None,
    text: str | None = None,
    deleted: bool | None = False,
    newest_first: bool = True,
    after: PostRecord | None = None,
    limit: int | None = None,
) -> Iterator[PostRecord]:
    """Posts that fit all that is given, by time of publication (posts without a date last), in pages by `after`.

    `since` is inclusive, `until` exclusive; `text` is looked for in title and body as it stands. `deleted`: False for
    live posts, True for deleted ones, None for both.
    """
    query: Select[Any] = POSTS
    if board_label is not None:
        query = query.where(post.c.board_id.in_(known_board_ids(connection, board_label)))
    if site is not None:
        query = query.where(board.c.site == site)
    if since is not None:
        query = query.where(post.c.published_at >= since)
    if until is not None:
        query = query.where(post.c.published_at < until)
    if author is not None:
        query = query.where(post.c.author == author)
    if category is not None:
        query = query.where(post.c.category == category)
    if text is not None:
        query = query.where(
            or_(post.c.title.contains(text, autoescape=True), body.c.body_text.contains(text, autoescape=True))
        )
    if deleted is not None:
        query = query.where(post.c.deleted_at.is_not(None) if deleted else post.c.deleted_at.is_(None))
    if after is not None:
        query = query.where(_after(after, newest_first=newest_first))
    at, key = (post.c.published_at.desc(), post.c.id.desc()) if newest_first else (post.c.published_at, post.c.id)
    query = query.order_by(post.c.published_at.is_(None), at, key).limit(limit)
    yield from (PostRecord(**_with_lists(row)) for row in _stream(connection, query))


def _after(last: PostRecord, *, newest_first: bool) -> Any:
    """The posts that come behind `last` in the order."""
    at, key = post.c.published_at, post.c.id
    behind_key = key < last.id if newest_first else key > last.id
    if last.published_at is None:
        return and_(at.is_(None), behind_key)
    behind = at < last.published_at if newest_first else at > last.published_at
    return or_(behind, and_(at == last.published_at, behind_key), at.is_(None))


def _with_lists(row: dict[str, Any]) -> dict[str, Any]:
    """A post that has no document yet has no images and attachments, rather than unknown ones."""
    return row | {"images": row["images"] or [], "attachments": row["attachments"] or []}


def _stream(connection: Connection, query: Select[Any]) -> Iterator[dict[str, Any]]:
    with connection.execution_options(yield_per=STREAM).execute(query) as result:
        for row in result.mappings():
            yield dict(row)


def known_board_ids(connection: Connection, label: str) -> list[int]:
    """The boards that `label` names. Raises ConfigurationError, naming those that there are, where it names none."""
    found = board_ids(connection, label)
    if not found:
        there = sorted(row.board for row in connection.execute(select(LABEL).select_from(board).limit(20)))
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
