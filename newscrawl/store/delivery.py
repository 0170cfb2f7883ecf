"""Items to the database, each once: what poisons a batch is set aside, and what was committed is not written again.

A connection may be lost between a commit and its answer. Rows and documents could be written twice without harm;
the counts of a run and its problems could not. So a run counts its transactions in the database, in the transactions
themselves, and one whose answer was lost is known by that count when the same items come again.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, StatementError

from newscrawl.items import Item, ListingItem, ProblemItem
from newscrawl.store.batch import Batch
from newscrawl.store.records import Written
from newscrawl.store.schema import run
from newscrawl.store.writing import Writer

Part = tuple[list[Item], Written]
"""The items of one transaction, and what it did."""


@dataclass(slots=True)
class Delivery:
    """Writes the items of one run; `begin` begins a transaction, and `now` is the clock."""

    run_id: int
    board_id: int
    begin: Callable[[], AbstractContextManager[Connection]]
    now: Callable[[], datetime]
    _committed: int = 0
    _attempt: list[Item] | None = None
    _parts: list[Part] = field(default_factory=list)
    _unsure: Part | None = None

    def write(self, items: list[Item]) -> Written:
        """Write items, in one transaction where none of them is refused; gives what they changed.

        Raises what the database raises, unless a value is at fault. The same items may then be given again.
        """
        if items != self._attempt:
            self._attempt, self._parts = items, []
            # What became of others matters no more, only whether they count.
            self._unsure = ([], Written()) if self._unsure is not None else None
        written = self._write(items)
        self._attempt, self._parts = None, []
        return written

    def _write(self, items: list[Item]) -> Written:
        try:
            return self._once(items, lambda writer: writer.write(Batch.of(items)))
        except (DBAPIError, StatementError, OverflowError, UnicodeError, ValueError, TypeError) as error:
            if isinstance(error, DBAPIError) and not is_poison(error):
                raise
            halves = halves_of(items)
            if halves is None:
                return self._set_aside(items, error)
        return self._write(halves[0]) + self._write(halves[1])

    def _set_aside(self, items: list[Item], error: Exception) -> Written:
        item = items[0]
        cause = getattr(error, "orig", None) or error
        poison = {"type": type(item).__name__} | plain(asdict(item))
        key = item.posts[0].key if isinstance(item, ListingItem) and item.posts else getattr(item, "key", None)
        kept = ProblemItem(
            item.board,
            item.url,
            self.now(),
            "store",
            f"The database refused it: {type(cause).__name__}: {str(cause)[:500]}",
            "It is kept with this problem; the rest of its page was stored.",
            key,
        )
        return self._once(items, lambda writer: writer.set_aside(kept, poison))

    def _once(self, items: list[Item], work: Callable[[Writer], Written]) -> Written:
        """Do the work in a transaction, unless one with these items is committed already."""
        if (known := self._known(items)) is not None:
            return known
        with self.begin() as connection:
            if self._unsure is not None:
                self._ask(connection, self._unsure)
                if (known := self._known(items)) is not None:
                    return known
            written = work(Writer(connection, self.run_id, self.board_id, self.now()))
            # From here on the transaction may be committed without an answer.
            self._unsure = items, written
        self._committed += 1
        self._unsure = None
        self._parts.append((items, written))
        return written

    def _known(self, items: list[Item]) -> Written | None:
        """What the transaction of this attempt did that held these items, if it is committed."""
        return next((written for part, written in self._parts if part == items), None)

    def _ask(self, connection: Connection, unsure: Part) -> None:
        """Settle whether the transaction was committed whose answer was lost."""
        # This transaction has waited for that one to end: both begin with the board's lease.
        committed = connection.execute(select(run.c.batches).where(run.c.id == self.run_id)).scalar_one()
        if committed > self._committed:
            self._parts.append(unsure)
        self._committed, self._unsure = committed, None


POISON_CODES = frozenset({1264, 1366, 1406, 1292, 3988, 1153, 1300})
"""MariaDB's numbers for a value that a column cannot hold."""

TOO_LARGE = "54"
"""PostgreSQL's class of errors for a value that is larger than an index or a type takes."""


def is_poison(error: DBAPIError) -> bool:
    """Whether a value is at fault. A server that is gone, a missing right or table would refuse every other one too."""
    if error.connection_invalidated:
        return False
    arguments: tuple[object, ...] = getattr(error.orig, "args", ())
    return (
        isinstance(error, DataError | IntegrityError)
        # MariaDB reports a value that is out of range or too long as an operational error.
        or (bool(arguments) and arguments[0] in POISON_CODES)
        or str(getattr(error.orig, "sqlstate", "")).startswith(TOO_LARGE)
    )


def halves_of(items: list[Item]) -> tuple[list[Item], list[Item]] | None:
    """Two smaller batches with the same content; None for a batch that holds one thing only.

    The halves of a listing page keep the page's rows; its number and the walk's state go with the second.
    """
    if len(items) > 1:
        middle = len(items) // 2
        return items[:middle], items[middle:]
    item = items[0]
    if not isinstance(item, ListingItem) or not item.posts:
        return None
    if len(item.posts) == 1:
        return None
    middle = len(item.posts) // 2
    return [replace(item, posts=item.posts[:middle], walk=None, page=None)], [replace(item, posts=item.posts[middle:])]


def plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str):
        return value[:100_000]
    return value if value is None or isinstance(value, bool | int | float) else repr(value)
