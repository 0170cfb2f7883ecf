"""The change feed's numbers: taken under one lock at the end of a transaction, so that they are in commit order.

A sequence is not: it gives numbers when they are asked for, and a reader that has seen 2 would never see the 1 of a
transaction that commits later. The counter's row is locked from the moment it is raised to the commit, and is raised
last, so that transactions wait for each other as briefly as possible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, bindparam, insert, select, update

from newscrawl.store.schema import counter, post_change

Kind = Literal["new", "edited", "deleted", "restored"]

COUNTER = "change"

RAISE = update(counter).where(counter.c.name == COUNTER).values(value=counter.c.value + bindparam("by"))

LAST = select(counter.c.value).where(counter.c.name == COUNTER)


@dataclass(slots=True, frozen=True)
class Change:
    kind: Kind
    post_id: int
    version: int


def record(connection: Connection, changes: Sequence[Change], now: datetime) -> None:
    """Append the changes to the feed. Must be the last statement of the transaction that made them."""
    if not changes:
        return
    if connection.dialect.update_returning:
        last = connection.execute(RAISE.returning(counter.c.value), {"by": len(changes)}).scalar_one()
    else:
        connection.execute(RAISE, {"by": len(changes)})
        last = connection.execute(LAST).scalar_one()
    first = last - len(changes) + 1
    connection.execute(
        insert(post_change),
        [
            {"seq": first + index, "kind": change.kind, "post_id": change.post_id, "version": change.version, "at": now}
            for index, change in enumerate(changes)
        ],
    )
