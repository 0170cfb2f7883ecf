"""Boards: each is one row, found again by its definition's name or by its canonical address."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from newscrawl.items import Board
from newscrawl.store.schema import alert, board, fetch, listing, post, problem, run
from newscrawl.store.text import clean_line


def settle_board(connection: Connection, wanted: Board, now: datetime) -> int:
    """The id of the board's row, made if there is none.

    A board that was known by its address alone gets the name of its definition; a definition whose address has changed
    keeps its board.
    """
    found = _find(connection, wanted)
    if found is None:
        result = connection.execute(
            insert(board).values(
                site=wanted.site,
                address=wanted.address,
                name=wanted.name,
                kind=wanted.kind,
                url=wanted.url,
                timezone=wanted.timezone,
                created_at=now,
                lease_token=0,
            )
        )
        key = result.inserted_primary_key
        assert key is not None
        return int(key[0])
    news = {"timezone": wanted.timezone}
    if wanted.url:
        news["url"] = clean_line(wanted.url) or ""
    if wanted.name is not None and found.name is None:
        news["name"] = wanted.name
    connection.execute(update(board).where(board.c.id == found.id).values(**news))
    return int(found.id)


def forget_unread(connection: Connection, board_id: int) -> bool:
    """Forget a board of which no page was ever understood: an address that was mistyped, or is no board.

    One that has a definition stays, and one that a run holds now. Gives whether it was forgotten, with its runs.
    """
    query = select(board.c.name, board.c.lease_owner).where(board.c.id == board_id)
    row = connection.execute(query).one_or_none()
    if row is None or row.name is not None or row.lease_owner is not None:
        return False
    for table in (post, listing):
        if connection.execute(select(table.c.board_id).where(table.c.board_id == board_id).limit(1)).first():
            return False
    for table in (problem, fetch, alert, run):
        connection.execute(delete(table).where(table.c.board_id == board_id))
    connection.execute(delete(board).where(board.c.id == board_id))
    return True


def find_board(connection: Connection, wanted: Board) -> int | None:
    """The id of the board's row; None for a board that was never crawled."""
    found = _find(connection, wanted)
    return int(found.id) if found is not None else None


def _find(connection: Connection, wanted: Board) -> Row[Any, Any] | None:
    query = select(board.c.id, board.c.name)
    if wanted.name is not None:
        by_name = connection.execute(query.where(board.c.name == wanted.name)).one_or_none()
        if by_name is not None:
            return by_name
    return connection.execute(query.where(board.c.address == wanted.address)).one_or_none()


def board_ids(connection: Connection, label: str) -> list[int]:
    """The boards that a person may mean: by name, by address, by address without the host, by site, or by id."""
    by = [board.c.name == label, board.c.address == label, board.c.site == label]
    if label.isdecimal():
        by.append(board.c.id == int(label))
    rows = connection.execute(select(board.c.id, board.c.site, board.c.address).where(or_(*by))).all()
    if not rows:
        rows = [
            row
            for row in connection.execute(select(board.c.id, board.c.site, board.c.address))
            if row.address.removeprefix(row.site) == label
        ]
    return [row.id for row in rows]
