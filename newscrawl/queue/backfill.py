"""Back-fills: a large board's old posts, read in slices among the frequent crawls, for days if need be.

A slice is a crawl of so many listing pages. It reads what is new at the top and goes on at the place that the walk
keeps, as any crawl does; so nothing is lost where one is killed, and pausing is to queue no further slice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, text

from newscrawl.fleet import host_of
from newscrawl.queue.filling import Planned, backfill_job, queueing_lock
from newscrawl.queue.records import BackfillRecord
from newscrawl.sites import Definition
from newscrawl.store.dispatch import Dispatch, Reach

TOP_PAGES = 3
"""Listing pages that a frequent crawl of a board reads while the board is filled back: its news, and no hours."""

FIRST_REST, LONGEST_REST = timedelta(minutes=5), timedelta(hours=6)
"""How long a back-fill rests after a slice that failed; twice as long after each further one in a row."""


def begin(connection: Connection, board: str, pages: int, reach: Reach, now: datetime) -> None:
    """Begin a back-fill, or give one that is there other slices; one that was done begins anew."""
    connection.execute(
        text(
            """INSERT INTO backfill (board, pages, began_at, measured_at, measured_posts)
            VALUES (:board, :pages, :now, :now, :live) ON CONFLICT (board) DO UPDATE SET pages = :pages,
            began_at = CASE WHEN backfill.ended_at IS NULL THEN backfill.began_at ELSE :now END,
            measured_at = CASE WHEN backfill.ended_at IS NULL THEN backfill.measured_at ELSE :now END,
            measured_posts = CASE WHEN backfill.ended_at IS NULL THEN backfill.measured_posts ELSE :live END,
            ended_at = NULL, failures = 0, not_before = NULL"""
        ),
        {"board": board, "pages": pages, "now": now, "live": reach.live},
    )


def pause(connection: Connection, board: str, *, paused: bool, reach: Reach, now: datetime) -> bool:
    """Pause a back-fill that is under way, or resume it; gives whether there is one.

    A slice in hand is read to its end. From when a back-fill is resumed its pace is measured anew.
    """
    found = connection.execute(
        text(
            """UPDATE backfill SET paused = :paused, measured_at = :now, measured_posts = :live, not_before = NULL
            WHERE board = :board AND ended_at IS NULL"""
        ),
        {"board": board, "paused": paused, "now": now, "live": reach.live},
    )
    if paused:
        connection.execute(
            text("DELETE FROM procrastinate_jobs WHERE queueing_lock = :lock AND status = 'todo'"),
            {"lock": queueing_lock("backfill", board)},
        )
    return found.rowcount == 1


def note_slice(connection: Connection, board: str, *, done: bool, failed: bool, now: datetime) -> None:
    """Note that a slice was read, whether the board has been read down to its end, and whether it failed."""
    rest = text("SELECT failures FROM backfill WHERE board = :board FOR UPDATE")
    failures = connection.execute(rest, {"board": board}).scalar_one_or_none()
    if failures is None:
        return
    pause = min(FIRST_REST * 2 ** min(failures, 10), LONGEST_REST) if failed else None
    connection.execute(
        text(
            """UPDATE backfill SET slices = slices + 1, failures = :failures, not_before = :not_before,
            ended_at = :ended WHERE board = :board"""
        ),
        {
            "board": board,
            "failures": failures + 1 if failed else 0,
            "not_before": now + pause if pause is not None else None,
            "ended": now if done else None,
        },
    )


def start_defined(connection: Connection, definitions: Sequence[Definition], dispatch: Dispatch, now: datetime) -> None:
    """Begin the back-fills that definitions ask for and that were never begun."""
    known = set(connection.execute(text("SELECT board FROM backfill")).scalars())
    for definition in definitions:
        if definition.backfill is not None and definition.name not in known and not definition.paused:
            reach = dispatch.reach(definition.board)
            assert definition.name is not None
            begin(connection, definition.name, definition.backfill, reach, now)


def slices(connection: Connection, definitions: Sequence[Definition], closed: set[str], now: datetime) -> list[Planned]:
    """The next slices of all back-fills that are under way."""
    rows = connection.execute(
        text(
            """SELECT board, pages FROM backfill
            WHERE ended_at IS NULL AND NOT paused AND (not_before IS NULL OR not_before <= :now)"""
        ),
        {"now": now},
    ).all()
    by_name = {definition.name: definition for definition in definitions if not definition.paused}
    planned = []
    for row in rows:
        definition = by_name.get(row.board)
        if definition is not None and (host := host_of(definition.url)) not in closed:
            planned.append(backfill_job(row.board, host, row.pages, now))
    return planned


def running(connection: Connection, board: str) -> bool:
    """Whether the board is being filled back, be it paused: its frequent crawls read its first pages only."""
    query = text("SELECT 1 FROM backfill WHERE board = :board AND ended_at IS NULL")
    return connection.execute(query, {"board": board}).first() is not None


def records(
    connection: Connection, definitions: Sequence[Definition], dispatch: Dispatch, now: datetime
) -> list[BackfillRecord]:
    """Every back-fill, as far as it is defined here, with how far it has come and when it will be done."""
    by_name = {definition.name: definition for definition in definitions}
    found = []
    for row in connection.execute(text("SELECT * FROM backfill ORDER BY ended_at DESC, board")):
        definition = by_name.get(row.board)
        reach = dispatch.reach(definition.board) if definition is not None else Reach()
        state: Literal["done", "paused", "running"]
        state = "done" if row.ended_at is not None else "paused" if row.paused else "running"
        ends_at = _ends_at(reach, row.measured_posts, row.measured_at, now) if state == "running" else None
        found.append(
            BackfillRecord(
                row.board,
                row.pages,
                state,
                row.began_at,
                row.ended_at,
                row.slices,
                row.failures,
                row.not_before,
                reach.live,
                reach.expected,
                reach.unread_below,
                reach.last_page,
                reach.waiting,
                ends_at,
            )
        )
    return found


def _ends_at(reach: Reach, posts_then: int, then: datetime, now: datetime) -> datetime | None:
    """When what is left will be read, at the pace since `then`; None where that cannot be told."""
    read, passed = reach.live - posts_then, (now - then).total_seconds()
    if reach.expected is None or read <= 0 or passed <= 0:
        return None
    return now + timedelta(seconds=max(0, reach.expected - reach.live) * passed / read)
