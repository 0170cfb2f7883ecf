"""Which boards scheduled crawls take: each due board once, each host by one crawl at a time, from any machine.

The claim is a lease on the host's row, taken in the transaction that looks once more whether the board is due. So any
number of programs may be started at the same moment, and none waits for another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, insert, select, update
from sqlalchemy.engine import URL
from sqlalchemy.exc import IntegrityError

from newscrawl.items import Board
from newscrawl.store.boards import find_board, settle_board
from newscrawl.store.lease import is_dead, is_over
from newscrawl.store.opening import told, write_transaction
from newscrawl.store.reading import run_by_id
from newscrawl.store.records import AlertRecord, RunRecord
from newscrawl.store.schema import alert, host, post, run

LOOKED_BACK = 60
"""Runs of a board from which its pace is told."""

FIRST_REST = timedelta(minutes=5)
"""How long a host is left alone after its first failure; twice as long after each further one."""

LONGEST_REST = timedelta(hours=6)

LONGEST_CLAIM = timedelta(days=30)
"""No crawl is given more time; a claim that ends later was made before the clock was set back."""

WELL = ("complete", "quiet")
"""Verdicts of runs that found all well."""


@dataclass(slots=True, frozen=True)
class Pace:
    """How a board was crawled lately: when its last run began, and how many runs since showed nothing new."""

    last: datetime | None = None
    quiet: int = 0


@dataclass(slots=True, frozen=True)
class HostRecord:
    """A host of scheduled crawls. `closed_until`: it is left alone until then; `busy`: it is being crawled."""

    name: str
    failures: int
    closed_until: datetime | None
    reason: str
    owner: str
    busy: bool


class Dispatch:
    """The state of scheduled crawls. Every method may raise DatabaseUnavailableError."""

    def __init__(self, engine: Engine, url: URL, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._url = url
        self._now = now

    def pace(self, wanted: Board) -> Pace:
        """The board's pace, from its runs; an empty one for a board that was never crawled."""
        with told(self._url), self._engine.connect() as connection:
            return _pace(connection, wanted)

    def claim(
        self, wanted: Board, host_name: str, owner: str, lasts: timedelta, is_due: Callable[[Pace], bool]
    ) -> bool:
        """Take the board's host for a crawl that ends within `lasts`.

        False where the host is taken or left alone, or where the board is no longer due.
        """
        now = self._now()
        with told(self._url), write_transaction(self._engine) as connection:
            try:
                with connection.begin_nested():
                    connection.execute(insert(host).values(name=host_name, failures=0, reason=""))
            except IntegrityError:
                pass  # it is there already
            # Locks the row, on engines that lock rows; on SQLite the transaction holds the whole database.
            held = connection.execute(select(host).where(host.c.name == host_name).with_for_update()).one()
            if _is_busy(held, now) or _is_closed(held, now) or not is_due(_pace(connection, wanted)):
                return False
            connection.execute(
                update(host).where(host.c.name == host_name).values(lease_owner=owner, lease_until=now + lasts)
            )
            return True

    def release(
        self, host_name: str, owner: str, *, failed: bool | None, reason: str = "", rest: datetime | None = None
    ) -> None:
        """Give the host back. After a failure it is left alone for a while, longer with each in a row.

        `failed` is None where the crawl says nothing about the host. `rest` is until when it asked to be left alone.
        """
        now = self._now()
        with told(self._url), write_transaction(self._engine) as connection:
            held = connection.execute(select(host).where(host.c.name == host_name).with_for_update()).one()
            values: dict[str, Any] = {}
            if held.lease_owner == owner:
                values |= {"lease_owner": None, "lease_until": None}
            if failed:
                pause = min(FIRST_REST * 2 ** min(held.failures, 20), LONGEST_REST)
                values |= {"failures": held.failures + 1, "closed_until": now + pause, "reason": reason}
            elif failed is not None:
                values |= {"failures": 0, "closed_until": None, "reason": ""}
            if rest is not None:
                asked = min(rest, now + LONGEST_REST)
                values |= {"closed_until": max(asked, values.get("closed_until") or now), "reason": reason}
            if values:
                connection.execute(update(host).where(host.c.name == host_name).values(**values))

    def busy_here(self, prefix: str) -> int:
        """How many hosts are being crawled by processes whose name begins with `prefix`."""
        return sum(each.busy and each.owner.startswith(prefix) for each in self.hosts())

    def hosts(self) -> list[HostRecord]:
        """Every host that scheduled crawls went to."""
        now = self._now()
        with told(self._url), self._engine.connect() as connection:
            return [
                HostRecord(
                    row.name,
                    row.failures,
                    row.closed_until if _is_closed(row, now) else None,
                    row.reason,
                    row.lease_owner or "",
                    _is_busy(row, now),
                )
                for row in connection.execute(select(host).order_by(host.c.name))
            ]

    def latest_run(self, wanted: Board) -> RunRecord | None:
        """The board's latest run; None for a board that was never crawled."""
        with told(self._url), self._engine.connect() as connection:
            board_id = find_board(connection, wanted)
            query = select(run.c.id).where(run.c.board_id == board_id).order_by(run.c.id.desc()).limit(1)
            found = connection.execute(query).scalar_one_or_none()
            return run_by_id(connection, found) if found is not None else None

    def last_success(self, wanted: Board) -> datetime | None:
        """When the board's last run that found all well has ended."""
        with told(self._url), self._engine.connect() as connection:
            query = select(func.max(run.c.finished_at)).where(
                run.c.board_id == find_board(connection, wanted), run.c.verdict.in_(WELL)
            )
            found: datetime | None = connection.execute(query).scalar_one()
            return found

    def live_count(self, wanted: Board) -> int:
        """How many live posts of the board are stored."""
        with told(self._url), self._engine.connect() as connection:
            query = select(func.count()).where(
                post.c.board_id == find_board(connection, wanted), post.c.deleted_at.is_(None)
            )
            return int(connection.execute(query).scalar_one())

    def record_death(self, wanted: Board, run_id: int | None, reason: str) -> int:
        """Give run `run_id`, which ended without a word, its verdict; where not even a run began (None), make one.

        Gives the run's id.
        """
        now = self._now()
        ended = {"finished_at": now, "verdict": "failed", "reason": reason}
        with told(self._url), write_transaction(self._engine) as connection:
            if run_id is not None:
                connection.execute(update(run).where(run.c.id == run_id, run.c.finished_at.is_(None)).values(**ended))
                return run_id
            board_id = settle_board(connection, wanted, now)
            made = connection.execute(
                insert(run).values(board_id=board_id, mode="crawl", started_at=now, **ended)
            ).inserted_primary_key
            assert made is not None
            return int(made[0])

    def alert(self, wanted: Board) -> AlertRecord | None:
        """How the board is, as noted last; None before its first scheduled crawl."""
        with told(self._url), self._engine.connect() as connection:
            board_id = find_board(connection, wanted)
            row = connection.execute(select(alert).where(alert.c.board_id == board_id)).mappings().one_or_none()
            return AlertRecord(**{name: row[name] for name in AlertRecord.__slots__}) if row is not None else None

    def note_alert(self, wanted: Board, record: AlertRecord) -> None:
        """Keep how the board is."""
        values = {name: getattr(record, name) for name in AlertRecord.__slots__}
        with told(self._url), write_transaction(self._engine) as connection:
            board_id = settle_board(connection, wanted, self._now())
            if not connection.execute(update(alert).where(alert.c.board_id == board_id).values(**values)).rowcount:
                connection.execute(insert(alert).values(board_id=board_id, **values))


def _pace(connection: Connection, wanted: Board) -> Pace:
    board_id = find_board(connection, wanted)
    if board_id is None:
        return Pace()
    runs = connection.execute(
        select(run.c.started_at, run.c.verdict)
        .where(run.c.board_id == board_id)
        .order_by(run.c.id.desc())
        .limit(LOOKED_BACK)
    ).all()
    quiet = next((at for at, each in enumerate(runs) if each.verdict != "quiet"), len(runs))
    return Pace(runs[0].started_at if runs else None, quiet)


def _is_busy(row: Row[Any, Any], now: datetime) -> bool:
    owner = row.lease_owner
    return owner is not None and not is_over(row.lease_until, now, LONGEST_CLAIM) and not is_dead(owner)


def _is_closed(row: Row[Any, Any], now: datetime) -> bool:
    """Whether the host is left alone. A time farther off than any rest means that the clock was set back."""
    return row.closed_until is not None and now < row.closed_until <= now + LONGEST_REST
