"""How each board is, held against its schedule: what monitors and metrics ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newscrawl.health.alerts import STATES, ended_by_budget, to_tell
from newscrawl.schedule import shown
from newscrawl.sites import Definition
from newscrawl.store import Store
from newscrawl.store.records import RunRecord

OK, WARNING, CRITICAL = 0, 1, 2
"""Exit codes of monitoring plugins."""

SHOWN = 5
"""Boards that are named in the line."""

WORDS = ("OK", "WARNING", "CRITICAL")


@dataclass(slots=True, frozen=True)
class BoardHealth:
    """A board's health. `level` is a monitor's, `words` say why where it is not OK."""

    site: str
    board: str
    level: int
    words: str
    verdict: str | None
    last_success: datetime | None
    last_run: RunRecord | None
    posts: int
    overdue: bool

    def figures(self) -> dict[str, float | None]:
        """Its figures by the names of `newscrawl.health.metrics.FIGURES`; None for what is not known."""
        run = self.last_run
        ended = run.finished_at if run is not None else None
        requests = (run.evidence or {}).get("requests") if run is not None else None
        return {
            "newscrawl_board_last_success_timestamp_seconds": self.last_success.timestamp()
            if self.last_success
            else None,
            "newscrawl_board_last_run_timestamp_seconds": ended.timestamp() if ended else None,
            "newscrawl_board_last_run_duration_seconds": (ended - run.started_at).total_seconds()
            if run and ended
            else None,
            "newscrawl_board_last_run_requests": requests,
            "newscrawl_board_last_run_posts_new": run.posts_new if run else None,
            "newscrawl_board_last_run_problems": run.problems if run else None,
            "newscrawl_board_posts": self.posts,
            "newscrawl_board_overdue": float(self.overdue),
        }


def check(
    store: Store, definitions: Sequence[Definition], now: datetime, max_age: timedelta | None = None
) -> list[BoardHealth]:
    """Each defined board's health. `max_age` bounds the age of its last success in place of its schedule."""
    return [_health(store, definition, now, max_age) for definition in definitions if not definition.paused]


def _health(store: Store, definition: Definition, now: datetime, max_age: timedelta | None) -> BoardHealth:
    dispatch = store.dispatch()
    board = definition.board
    name = definition.name or board.address
    run, success = dispatch.latest_run(board), dispatch.last_success(board)
    if run is None:
        level = CRITICAL if max_age is not None else WARNING
        return BoardHealth(board.site, name, level, "was never crawled", None, None, None, 0, overdue=True)
    pace = dispatch.pace(board)
    latest = run.finished_at if ended_by_budget(run) and max_age is None else success
    overdue = is_overdue(definition, latest, pace.quiet, now, max_age)
    level, words = OK, ""
    record = dispatch.alert(board)
    state = record.state if record is not None else STATES.get(run.verdict or "failed", "failed")
    if record is not None and state != "well" and (record.told_state == state or to_tell(record, now)):
        level, words = (WARNING if state == "partial" else CRITICAL), f"{state}: {record.reason}"
    elif overdue:
        level = CRITICAL if max_age is not None else WARNING
        words = f"no success for {_age(success, now)}" if success is not None else "never crawled with success"
    return BoardHealth(
        board.site, name, level, words, run.verdict, success, run, dispatch.live_count(board), overdue=overdue
    )


def is_overdue(
    definition: Definition, success: datetime | None, quiet: int, now: datetime, max_age: timedelta | None
) -> bool:
    """Whether a board's last success lies further back than its schedule, or `max_age`, allows."""
    if success is None:
        return True
    if max_age is not None:
        return now - success > max_age
    return now > definition.schedule.overdue_at(success, quiet) + definition.time_limit


def _age(success: datetime, now: datetime) -> str:
    seconds = max(0, int((now - success).total_seconds()))
    size = 86400 if seconds >= 172800 else 3600 if seconds >= 7200 else 60
    return shown(timedelta(seconds=max(seconds // size, 1) * size))


def summary(boards: Sequence[BoardHealth], trouble: str = "") -> tuple[int, str]:
    """The worst level, and all in one line as monitoring plugins print it, with figures behind the bar.

    `trouble` is what keeps from looking at all boards; it is critical.
    """
    bad = sorted((board for board in boards if board.level), key=lambda board: -board.level)
    level = CRITICAL if trouble else max((board.level for board in boards), default=WARNING)
    said = [trouble] if trouble else []
    said += [f"{board.board} {board.words}" for board in bad[:SHOWN]]
    said += [f"{len(bad) - SHOWN} more"] if len(bad) > SHOWN else []
    if not said:
        said = [f"{len(boards)} boards are well" if boards else "no board is defined"]
    words = " ".join("; ".join(said).replace("|", "/").split())  # one line: a page's words may hold anything
    return level, f"NEWSCRAWL {WORDS[level]} - {words} | boards={len(boards)} bad={len(bad)}"
