"""What became of addresses that were to be fetched, each by its key or by the post that it is an alias of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, func, select

from newscrawl.store import aliases
from newscrawl.store.records import Outcome
from newscrawl.store.schema import board, post, problem, run

CHUNK = 500


def stored_keys(connection: Connection, board_id: int, keys: Sequence[str]) -> dict[str, str]:
    """Those of the keys that are a post's or an alias, and the key of the post."""
    of_alias = aliases.find(connection, board_id, keys)
    by_id: dict[int, str] = {}
    for some in _chunks(list(set(of_alias.values()))):
        by_id |= {
            row.id: row.key for row in connection.execute(select(post.c.id, post.c.key).where(post.c.id.in_(some)))
        }
    found = {key: by_id[id_] for key, id_ in of_alias.items() if id_ in by_id}
    for some in _chunks(keys):
        query = select(post.c.key).where(post.c.board_id == board_id, post.c.key.in_(some))
        found |= {key: key for key in connection.scalars(query)}
    return found


def ids_of(connection: Connection, board_id: int, keys: Sequence[str]) -> list[int]:
    """The posts of these keys, each once."""
    found = set(aliases.find(connection, board_id, keys).values())
    for some in _chunks(keys):
        query = select(post.c.id).where(post.c.board_id == board_id, post.c.key.in_(some))
        found.update(connection.scalars(query))
    return sorted(found)


def of(connection: Connection, run_id: int, keys: Sequence[str]) -> dict[str, Outcome]:
    """The outcome of each key that is known on the board of a run, whose doings count as now."""
    board_id = connection.execute(select(run.c.board_id).where(run.c.id == run_id)).scalar_one()
    alias_of = aliases.find(connection, board_id, keys)
    on_board = post.c.board_id == board_id
    found = {each.key: each for each in _outcomes(connection, run_id, on_board, post.c.key, keys)}
    by_id = {each.post_id: each for each in found.values()}
    rest = [id_ for id_ in set(alias_of.values()) if id_ not in by_id]
    by_id |= {each.post_id: each for each in _outcomes(connection, run_id, on_board, post.c.id, rest)}
    return found | {key: by_id[id_] for key, id_ in alias_of.items() if id_ in by_id}


def _outcomes(
    connection: Connection, run_id: int, on_board: ColumnElement[bool], column: Column[Any], values: Sequence[object]
) -> Iterator[Outcome]:
    for some in _chunks(values):
        query = select(post, board.c.timezone).join(board, board.c.id == post.c.board_id)
        rows = connection.execute(query.where(on_board, column.in_(some))).mappings().all()
        told = _problems(connection, run_id, [row["key"] for row in rows])
        for row in rows:
            reason, advice = told.get(row["key"], ("", ""))
            yield Outcome(
                post_id=row["id"],
                key=row["key"],
                url=row["url"],
                title=row["title"],
                published_at=row["published_at"],
                state=row["document_state"],
                at=row["document_at"],
                first_seen_at=row["first_seen_at"],
                changed_at=row["changed_at"],
                version=row["version"],
                wanted=row["wanted_reason"] is not None,
                tried=row["tried_run_id"] == run_id,
                is_cut=row["is_cut"],
                attempts=row["attempts"],
                reason=reason,
                advice=advice,
                published_precision=row["published_precision"],
                timezone=row["timezone"],
            )


def _problems(connection: Connection, run_id: int, keys: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The run's last problem with each post's document."""
    last = (
        select(func.max(problem.c.id))
        .where(problem.c.run_id == run_id, problem.c.key.in_(keys))
        .group_by(problem.c.key)
    )
    query = select(problem.c.key, problem.c.reason, problem.c.advice).where(problem.c.id.in_(last))
    return {row.key: (row.reason, row.advice) for row in connection.execute(query)}


def _chunks(values: Sequence[object]) -> Iterator[list[object]]:
    wanted = list(values)
    return (wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK))
