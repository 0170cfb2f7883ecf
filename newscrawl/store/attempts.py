"""How often a document that cannot be had is asked for: later and later, and not for ever."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from newscrawl.store.schema import post, run

MOST_ATTEMPTS = 10
"""Runs that ask for a document in vain, after which it is given up. With the pauses that takes more than four days,
so that a host that is away over a long weekend costs nothing."""

FIRST_PAUSE = timedelta(minutes=10)
"""Between the beginnings of the run that failed the second time and the next that asks: what fails once is asked for
in the next run, whenever that is. Each further pause is four times as long."""

LONGEST_PAUSE = timedelta(days=1)

GIVEN_UP_REASON = f"The document was given up after {MOST_ATTEMPTS} attempts. The last one: {{}}"
GIVEN_UP_ADVICE = "newscrawl retry asks for it again, and so does a change of its row in the list."


def pause(attempts: int) -> timedelta:
    """How long a document rests that could not be had so many times."""
    if attempts < 2:
        return timedelta(0)
    longer: int = 4 ** (attempts - 2)
    return min(FIRST_PAUSE * longer, LONGEST_PAUSE)


def is_given_up() -> ColumnElement[bool]:
    """Whether a wanted document is asked for no more, until something new is heard of its post."""
    return post.c.attempts >= MOST_ATTEMPTS


def rests(connection: Connection, board_id: int, now: datetime) -> dict[int, int]:
    """By the number of attempts: the first of the board's runs that began so lately that what failed in it rests."""
    pauses = {attempts: pause(attempts) for attempts in range(2, MOST_ATTEMPTS)}
    query = select(
        *(
            func.min(case((run.c.started_at > now - each, run.c.id))).label(f"after_{attempts}")
            for attempts, each in pauses.items()
        )
        # A run that began in the future means that the clock was set back: nothing waits for that.
    ).where(run.c.board_id == board_id, run.c.started_at > now - LONGEST_PAUSE, run.c.started_at <= now + FIRST_PAUSE)
    row = connection.execute(query).one()
    return {attempts: first for attempts, first in zip(pauses, row, strict=True) if first is not None}


def is_due(run_id: int, resting: dict[int, int]) -> ColumnElement[bool]:
    """Whether a wanted document is to be asked for in this run: not given up, not failed in it, and rested."""
    rested: list[Any] = [
        and_(post.c.attempts == attempts, post.c.tried_run_id >= first) for attempts, first in resting.items()
    ]
    tried = or_(post.c.tried_run_id == run_id, *rested)
    return and_(~is_given_up(), or_(post.c.tried_run_id.is_(None), ~tried))
