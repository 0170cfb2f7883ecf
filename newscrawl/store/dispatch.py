"""Which boards scheduled crawls take: each due board once, each host by one crawl at a time, from any machine.

The claim is a lease on the host's row, taken in the transaction that looks once more whether the board is due. So any
number of programs may be started at the same moment, and none waits for another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, case, func, insert, or_, select, update
from sqlalchemy.engine import URL
from sqlalchemy.exc import IntegrityError

from newscrawl.items import Board
from newscrawl.store.boards import find_board, settle_board
from newscrawl.store.lease import LEASE, is_dead, is_over
from newscrawl.store.opening import told, write_transaction
from newscrawl.store.reading import run_by_id
from newscrawl.store.records import AlertRecord, RunRecord
from newscrawl.store.schema import alert, board, host, post, run
from newscrawl.walk import Walk

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
    """How a board was crawled lately: when its last run began, with what verdict it ended (None: it has not, or was
    killed), and how many runs in a row showed nothing new."""

    last: datetime | None = None
    quiet: int = 0
    verdict: str | None = None


@dataclass(slots=True, frozen=True)
class HostRecord:
    """A host of scheduled crawls. `closed_until`: it is left alone until then; `busy`: it is being crawled."""

    name: str
    failures: int
    closed_until: datetime | None
    reason: str
    owner: str
    busy: bool


@dataclass(slots=True, frozen=True)
class Reach:
    """How far down a board has been read.

    `live` posts are stored, of about `expected` that the board counts, and `waiting` documents are still to be fetched.
    Below listing page `unread_below`, of about `last_page`, older posts were never read; `is_read`: there are none.
    """

    live: int = 0
    expected: int | None = None
    waiting: int = 0
    unread_below: int | None = None
    last_page: int | None = None
    is_read: bool = False


class Dispatch:
    """The state of scheduled crawls. Every method may raise DatabaseUnavailableError."""

    def __init__(self, engine: Engine, url: URL, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._url = url
        self._now = now

    def pace(self, wanted: Board) -> Pace:
        """The board's pace, from its runs; an empty one for a board that was never crawled."""
        with told(self._url), self._engine.connect() as connection:
            return _pace(connection, wanted, self._now())

    def paces(self) -> Callable[[Board], Pace]:
        """Every board's pace, read at once: gives what answers `pace` as of now."""
        latest = select(func.max(run.c.id)).where(run.c.board_id == board.c.id).correlate(board).scalar_subquery()
        loud = select(func.max(run.c.id)).where(
            run.c.board_id == board.c.id, or_(run.c.verdict.is_(None), run.c.verdict != "quiet")
        )
        since = func.coalesce(loud.correlate(board).scalar_subquery(), 0)
        counted = select(func.count()).where(run.c.board_id == board.c.id, run.c.id > since)
        quiet = counted.correlate(board).scalar_subquery()
        last = run.alias("last")
        shown = case((last.c.verdict == "quiet", quiet), else_=0).label("quiet")
        columns = board.c.id, board.c.name, board.c.address, last.c.started_at, last.c.verdict, shown
        query = select(*columns).select_from(board).join(last, last.c.id == latest)
        with told(self._url), self._engine.connect() as connection:
            rows = connection.execute(query).all()
            by_address = {row.address: Pace(row.started_at, row.quiet, row.verdict) for row in rows}
            for row in rows:
                if row.verdict is None:  # few: it is being crawled, or was killed
                    by_address[row.address] = _pace_of(connection, row.id, self._now())
        by_name = {row.name: by_address[row.address] for row in rows if row.name is not None}
        return lambda wanted: by_name.get(wanted.name) or by_address.get(wanted.address) or Pace()

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
            if _is_busy(held, now) or _is_closed(held, now) or not is_due(_pace(connection, wanted, self._now())):
                return False
            connection.execute(
                update(host).where(host.c.name == host_name).values(lease_owner=owner, lease_until=now + lasts)
            )
            return True

    def renew(self, host_name: str, owner: str, lasts: timedelta, to: str | None = None) -> bool:
        """Hold the host for `lasts` from now on, as `to` where that is another process than `owner`.

        False where `owner` does not hold it any more: it must not be crawled from there.
        """
        with told(self._url), write_transaction(self._engine) as connection:
            renewed = connection.execute(
                update(host)
                .where(host.c.name == host_name, host.c.lease_owner == owner)
                .values(lease_owner=to or owner, lease_until=self._now() + lasts)
            )
            return renewed.rowcount == 1

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
            return [_record(row, now) for row in connection.execute(select(host).order_by(host.c.name))]

    def host(self, host_name: str) -> HostRecord:
        """One host; an open and idle one where no scheduled crawl ever went."""
        with told(self._url), self._engine.connect() as connection:
            row = connection.execute(select(host).where(host.c.name == host_name)).one_or_none()
        return _record(row, self._now()) if row is not None else HostRecord(host_name, 0, None, "", "", busy=False)

    def reach(self, wanted: Board) -> Reach:
        """How far down the board has been read."""
        with told(self._url), self._engine.connect() as connection:
            board_id = find_board(connection, wanted)
            if board_id is None:
                return Reach()
            state = connection.execute(select(board.c.walk).where(board.c.id == board_id)).scalar_one()
            of_board = post.c.board_id == board_id, post.c.deleted_at.is_(None)
            live = connection.execute(select(func.count()).where(*of_board, post.c.is_notice.is_(False))).scalar_one()
            waits = connection.execute(
                select(func.count()).where(post.c.board_id == board_id, post.c.wanted_reason.is_not(None))
            ).scalar_one()
        if not state:
            return Reach(live, waiting=waits)
        walk = Walk.from_dict(state)
        pages = [place.page for place in walk.places]
        is_read = not pages and walk.end not in {None, "page_limit", "failed", "stopped"}
        return Reach(live, walk.expected or walk.total, waits, min(pages, default=None), walk.last_page, is_read)

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


def _pace(connection: Connection, wanted: Board, now: datetime) -> Pace:
    board_id = find_board(connection, wanted)
    return Pace() if board_id is None else _pace_of(connection, board_id, now)


def _pace_of(connection: Connection, board_id: int, now: datetime) -> Pace:
    runs = connection.execute(
        select(run.c.started_at, run.c.verdict)
        .where(run.c.board_id == board_id)
        .order_by(run.c.id.desc())
        .limit(LOOKED_BACK)
    ).all()
    quiet = next((at for at, each in enumerate(runs) if each.verdict != "quiet"), len(runs))
    if runs and runs[0].verdict is None and not _is_crawled(connection, board_id, now):
        # It was killed along with whoever would have said so: the next one need not wait, unless it is the second.
        before = next(iter(runs[1:]), None)
        if before is None or before.verdict not in {None, "failed"}:
            return Pace(before.started_at if before else None, 0, None)
    return Pace(runs[0].started_at, quiet, runs[0].verdict) if runs else Pace()


def _record(row: Row[Any, Any], now: datetime) -> HostRecord:
    return HostRecord(
        row.name,
        row.failures,
        row.closed_until if _is_closed(row, now) else None,
        row.reason,
        row.lease_owner or "",
        _is_busy(row, now),
    )


def _is_crawled(connection: Connection, board_id: int, now: datetime) -> bool:
    """Whether a process that is there, as far as can be told, holds the board."""
    held = connection.execute(select(board.c.lease_owner, board.c.lease_until).where(board.c.id == board_id)).one()
    owner = held.lease_owner
    return owner is not None and not is_over(held.lease_until, now, LEASE) and not is_dead(owner)


def _is_busy(row: Row[Any, Any], now: datetime) -> bool:
    owner = row.lease_owner
    return owner is not None and not is_over(row.lease_until, now, LONGEST_CLAIM) and not is_dead(owner)


def _is_closed(row: Row[Any, Any], now: datetime) -> bool:
    """Whether the host is left alone. A time farther off than any rest means that the clock was set back."""
    return row.closed_until is not None and now < row.closed_until <= now + LONGEST_REST
