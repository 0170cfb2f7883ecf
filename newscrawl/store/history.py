"""A board's past, as far as it tells what is usual there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from newscrawl.store.schema import board, post, run

RUNS, POSTS = 3, 100


@dataclass(slots=True, frozen=True)
class Past:
    """What the latest healthy runs' lists showed (share of rows a field), when the latest posts were published, newest
    first, and since when the board is watched."""

    shown: list[dict[str, float]]
    times: list[datetime]
    since: datetime


def past(connection: Connection, board_id: int) -> Past:
    """The board's past before the run that is under way."""
    evidence = connection.execute(
        select(run.c.evidence)
        .where(run.c.board_id == board_id, run.c.verdict.in_(("complete", "quiet")))
        .order_by(run.c.id.desc())
        .limit(RUNS)
    ).scalars()
    shown = [each["shown"] for each in evidence if each and each.get("shown")]
    times = connection.execute(
        select(post.c.published_at)
        .where(post.c.board_id == board_id, post.c.deleted_at.is_(None), post.c.published_at.is_not(None))
        .order_by(post.c.published_at.desc())
        .limit(POSTS)
    ).scalars()
    since = connection.execute(select(board.c.created_at).where(board.c.id == board_id)).scalar_one()
    return Past(shown, list(times), since)
