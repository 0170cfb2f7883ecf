"""Give what failed another chance."""

from __future__ import annotations

from sqlalchemy import Connection, exists, select, update

from newscrawl.store.reading import known_board_ids
from newscrawl.store.schema import board, post, problem


def retry(connection: Connection, *, run_id: int | None = None, board_label: str | None = None) -> list[int]:
    """Forget how often wanted documents failed; gives the boards that have some, or pages that were skipped.

    `run_id` and `board_label` leave others as they are. Raises ConfigurationError for a board that is not stored.
    """
    ids = known_board_ids(connection, board_label) if board_label is not None else None
    failed = [post.c.wanted_reason.is_not(None), post.c.attempts > 0]
    if ids is not None:
        failed.append(post.c.board_id.in_(ids))
    if run_id is not None:
        failed.append(
            exists().where(
                problem.c.run_id == run_id, problem.c.board_id == post.c.board_id, problem.c.key == post.c.key
            )
        )
    found = {row.board_id for row in connection.execute(select(post.c.board_id).where(*failed).distinct())}
    connection.execute(update(post).where(*failed).values(attempts=0, tried_run_id=None))
    boards = select(board.c.id, board.c.walk)
    if ids is not None:
        boards = boards.where(board.c.id.in_(ids))
    if run_id is not None:
        boards = boards.where(exists().where(problem.c.run_id == run_id, problem.c.board_id == board.c.id))
    found |= {row.id for row in connection.execute(boards) if row.walk and row.walk.get("places")}
    return sorted(found)
