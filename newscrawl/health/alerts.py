"""When a person is told: once when a board needs one, once when it is well again, and never in between.

A single bad crawl wakes nobody: a server restarts, a captcha passes. How many in a row do is said below; a state that
lasts a day is told however seldom the board is crawled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from newscrawl.store.records import AlertRecord, RunRecord

State = Literal["well", "partial", "changed", "blocked", "failed"]

STATES: dict[str, State] = {
    "complete": "well",
    "quiet": "well",
    "partial": "partial",
    "changed": "changed",
    "blocked": "blocked",
    "failed": "failed",
}
"""What a run's verdict says of its board."""

PATIENCE: dict[State, int] = {"well": 1, "partial": 4, "changed": 2, "blocked": 3, "failed": 3}
"""Crawls in a row that must find a state before anyone is told."""

LONG_ENOUGH = timedelta(hours=20)
"""A state that lasts so long is told after fewer crawls: the board is crawled once a day."""

ADVICE: dict[State, str] = {
    "well": "",
    "partial": "See what is missing: newscrawl runs show {run}. The next crawls try it again by themselves.",
    "changed": "Look at the board in a browser and at what is understood of it: newscrawl probe {url}. "
    "If it was rebuilt, correct its definition, then: newscrawl crawl {target} --full.",
    "blocked": "The site turns the crawler away. Ask its operator, or crawl it less often (every, delay).",
    "failed": "Is the site there in a browser? If so: newscrawl crawl {target}. If it has gone, pause its definition.",
}


@dataclass(slots=True, frozen=True)
class Alert:
    """Something to tell of a board: `state` is how it is now, `before` what was told last."""

    board: str
    site: str
    url: str
    state: State
    before: State
    reason: str
    advice: str
    since: datetime
    run: int

    @property
    def is_recovery(self) -> bool:
        return self.state == "well"

    @property
    def text(self) -> str:
        """The alert as a few lines for a person."""
        if self.is_recovery:
            return f"{self.board} is well again (it was {self.before}). {self.reason}"
        return f"{self.board}: {self.state} since {self.since:%Y-%m-%d %H:%M} UTC. {self.reason}\n{self.advice}"


def note(known: AlertRecord | None, run: RunRecord, now: datetime) -> AlertRecord:
    """What is known of a board after one more run of it.

    One that its budget ended tells nothing new: that is what the budget is for.
    """
    if ended_by_budget(run):
        return known or AlertRecord("well", run.reason, now, 1, None, None)
    state = STATES.get(run.verdict or "failed", "failed")
    if known is None:
        return AlertRecord(state, run.reason, now, 1, None, None)
    if known.state != state:
        return AlertRecord(state, run.reason, now, 1, known.told_state, known.told_at)
    return AlertRecord(state, run.reason, known.since, known.seen + 1, known.told_state, known.told_at)


def ended_by_budget(run: RunRecord) -> bool:
    """Whether a run ended since the day's requests were used up."""
    return (run.evidence or {}).get("closed") == "budget"


def to_tell(record: AlertRecord, now: datetime) -> bool:
    """Whether people are to be told of this state now."""
    told = record.told_state or "well"
    if record.state == told:
        return False
    lasting = record.seen > 1 and now - record.since >= LONG_ENOUGH
    return record.seen >= PATIENCE[_state(record.state)] or lasting


def alert_of(record: AlertRecord, run: RunRecord, url: str, target: str) -> Alert:
    """The alert for a state that people are to be told."""
    state = _state(record.state)
    return Alert(
        run.board,
        run.site,
        url,
        state,
        _state(record.told_state or "well"),
        record.reason,
        ADVICE[state].format(run=run.id, url=url, target=target),
        record.since,
        run.id,
    )


def _state(text: str) -> State:
    return next((state for state in PATIENCE if state == text), "failed")
