"""Figures of whole boards, which take a look at every post: counted again only where a board was written to."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from newscrawl.store import AuditRecord, Store
from newscrawl.store.overview import Glance, Mark

AGE = 20.0
"""Seconds for which figures may be behind, while a crawl writes to their board several times a second."""


@dataclass(slots=True, frozen=True)
class BoardFigures:
    """`posts` live ones, how many on which day, and what is known of its completeness."""

    posts: int
    days: Counter[date]
    audit: AuditRecord


class Figures:
    """Keeps each board's figures with the mark of what was written when they were counted."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._known: dict[int, tuple[Mark, float, BoardFigures]] = {}
        self._counting = threading.Lock()

    def of(self, board: Glance) -> BoardFigures:
        """The board's figures; many who ask at once wait for one count."""
        found = self._fresh(board)
        if found is not None:
            return found
        with self._counting:
            found = self._fresh(board)
            if found is None:
                found = BoardFigures(
                    self._store.live(board.id),
                    self._store.per_day(board.id, board.timezone),
                    self._store.audit(str(board.id), named=False)[0],
                )
                self._known[board.id] = (board.mark, self._clock(), found)
            return found

    def _fresh(self, board: Glance) -> BoardFigures | None:
        known = self._known.get(board.id)
        if known is None:
            return None
        mark, at, figures = known
        return figures if mark == board.mark or self._clock() - at < AGE else None
