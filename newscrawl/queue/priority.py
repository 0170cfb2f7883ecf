"""Which job is taken first. Pure.

A job that waits holds up every job of the same host that has a lower priority, or the same and came later, even where
it is not to run yet. So a crawl that failed, and waits for its next try, stands behind all first tries; and a
back-fill, whose next slice is queued as soon as one is done, behind everything: it could else hold up a retry for ever.
"""

from __future__ import annotations

from datetime import timedelta

from newscrawl.schedule import Schedule

BACKFILL = 0
RETRY = 10
SELDOM, DAILY, HOURLY, OFTEN = 20, 30, 40, 50
NOW = 60
"""A person asked for it."""

STEPS = (
    (timedelta(minutes=20), OFTEN),
    (timedelta(hours=2), HOURLY),
    (timedelta(days=1), DAILY),
)
"""Boards that are crawled at least so often."""

PATIENCE = 2
"""A board that has waited for so many of its intervals goes first, whatever it is: none starves."""


def priority_of(schedule: Schedule, waited: timedelta) -> int:
    """The priority of a board's crawl that has been due for `waited`."""
    times = schedule.at or schedule.cron
    every = timedelta(days=1) if times else schedule.interval()
    if waited >= PATIENCE * every:
        return OFTEN
    return next((priority for bound, priority in STEPS if every <= bound), SELDOM)
