"""The lease by which one run at a time holds a board, from any machine on the same database.

A run renews its lease while it works. A lease ends by itself: when it was not renewed for a while, or at once when it
belongs to a process of this very machine that is no longer there.
"""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, and_, select, update

from newscrawl.errors import BoardBusyError
from newscrawl.store.schema import board

LEASE = timedelta(seconds=90)
"""How long a lease lasts without being renewed."""

CLOCKS_APART = timedelta(hours=2)
"""How far the clocks of two machines on one database may be apart."""


class LeaseLostError(BoardBusyError):
    """Another run has taken the board over, since this one had not renewed its lease in time; it must not write."""


def this_process() -> str:
    """host:boot:pid:start, by which a process is known to be there still, or not."""
    return process(os.getpid())


def process(pid: int) -> str:
    """The same of another process of this machine."""
    return f"{socket.gethostname()}:{_boot()}:{pid}:{_started(pid)}"


def is_dead(owner: str) -> bool:
    """True where the owner is known to be gone: a process of this machine and boot that has ended."""
    host, boot, pid, started = [*owner.rsplit(":", 3), "", "", ""][:4]
    if host != socket.gethostname():
        return False
    if boot != _boot():
        return True
    return not pid.isdigit() or _started(int(pid)) != started


def is_over(until: datetime | None, now: datetime, longest: timedelta) -> bool:
    """Whether a lease has ended that was given for `longest` at most.

    One that ends much later than that was given by a clock that was set back since; nobody waits for that.
    """
    return until is None or not now < until <= now + longest + CLOCKS_APART


def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return "-"


def _started(pid: int) -> str:
    """When a process started, in the kernel's own count; "" where there is none, "-" where the system has no /proc."""
    try:
        # The command's name, in parentheses, may itself hold spaces and parentheses.
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        return "" if stat[0] in "ZX" else stat[19]  # a zombie has ended, although nobody has asked how
    except OSError:
        if Path("/proc/self/stat").exists():
            return ""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except OSError:
        return "-"
    return "-"


def take(connection: Connection, board_id: int, owner: str, now: datetime, length: timedelta = LEASE) -> int:
    """Take the board's lease for `length`; gives the token that every write must show.

    Raises BoardBusyError where another run holds it.
    """
    held = connection.execute(
        select(board.c.lease_owner, board.c.lease_until, board.c.lease_token, board.c.site, board.c.address).where(
            board.c.id == board_id
        )
    ).one()
    free = held.lease_owner is None or is_over(held.lease_until, now, LEASE) or is_dead(held.lease_owner)
    token: int = held.lease_token + 1
    if free:
        taken = connection.execute(
            update(board)
            .where(and_(board.c.id == board_id, board.c.lease_token == held.lease_token))
            .values(lease_owner=owner, lease_until=now + length, lease_token=token)
        )
        if taken.rowcount == 1:
            return token
    who = (held.lease_owner or "").rsplit(":", 3)
    raise BoardBusyError(
        f"Another run holds the board {held.address} (process {who[-2] if len(who) == 4 else '?'} on {who[0] or '?'}).",
        "Wait until it has ended; a lease that nobody renews ends by itself "
        f"within {length.total_seconds():.0f} seconds.",
    )


def renew(connection: Connection, board_id: int, token: int, now: datetime, length: timedelta = LEASE) -> None:
    """Renew the lease, and fence the transaction with it. Raises LeaseLostError where another run has taken it."""
    renewed = connection.execute(
        update(board).where(board.c.id == board_id, board.c.lease_token == token).values(lease_until=now + length)
    )
    if renewed.rowcount != 1:
        raise LeaseLostError(
            "Another run has taken this board over, because this one was silent for too long.", "It goes on from here."
        )


def release(connection: Connection, board_id: int, token: int) -> None:
    """Give the lease back, if it is still ours."""
    connection.execute(
        update(board)
        .where(board.c.id == board_id, board.c.lease_token == token)
        .values(lease_owner=None, lease_until=None)
    )
