"""Which posts a board lists and in what order, in memory that grows with the changes and not with the posts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator


class Order:
    """Serials as the list shows them, newest first, kept as runs that fall by one: `(high, low)`.

    A board of a million untouched posts is one run; each deletion or move splits one.
    """

    def __init__(self, runs: Iterable[tuple[int, int]]) -> None:
        self._runs = [(high, low) for high, low in runs if high >= low]
        self._index()

    def _index(self) -> None:
        self._starts: list[int] = []
        count = 0
        for high, low in self._runs:
            self._starts.append(count)
            count += high - low + 1
        self._count = count
        by_low = sorted(range(len(self._runs)), key=lambda i: self._runs[i][1])
        self._by_low = by_low
        self._lows = [self._runs[i][1] for i in by_low]

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[int]:
        for high, low in self._runs:
            yield from range(high, low - 1, -1)

    def __contains__(self, serial: int) -> bool:
        return self._run_of(serial) is not None

    @property
    def runs(self) -> list[tuple[int, int]]:
        return list(self._runs)

    @property
    def highest(self) -> int:
        """The highest serial listed, 0 where there is none."""
        return max((high for high, _ in self._runs), default=0)

    def _run_of(self, serial: int) -> int | None:
        at = bisect_right(self._lows, serial) - 1
        if at < 0:
            return None
        run = self._by_low[at]
        return run if serial <= self._runs[run][0] else None

    def position(self, serial: int) -> int:
        """How many posts stand above this one. Raises KeyError where it is not listed."""
        run = self._run_of(serial)
        if run is None:
            raise KeyError(serial)
        return self._starts[run] + self._runs[run][0] - serial

    def part(self, start: int, stop: int) -> list[int]:
        """The serials from position `start` up to but not including `stop`."""
        start, stop = max(start, 0), min(stop, self._count)
        found: list[int] = []
        run = bisect_right(self._starts, start) - 1
        while start < stop:
            high, low = self._runs[run]
            first = high - (start - self._starts[run])
            last = max(low, first - (stop - start) + 1)
            found.extend(range(first, last - 1, -1))
            start += first - last + 1
            run += 1
        return found

    def remove(self, *serials: int) -> None:
        """Take posts out. Raises KeyError, and takes none, where one is not listed.

        Many at once cost little more than one.
        """
        for serial in serials:
            if serial not in self:
                raise KeyError(serial)
        gone = sorted(serials)
        runs: list[tuple[int, int]] = []
        for high, low in self._runs:
            for serial in reversed(gone[bisect_left(gone, low) : bisect_right(gone, high)]):
                if serial < high:
                    runs.append((high, serial + 1))
                high = serial - 1
            if high >= low:
                runs.append((high, low))
        self._runs = runs
        self._index()

    def insert(self, serial: int, position: int = 0) -> None:
        """Put a post in so that `position` posts stand above it (0 is the top)."""
        position = max(0, min(position, self._count))
        if position == self._count:
            at, pieces = len(self._runs), []
        else:
            at = bisect_right(self._starts, position) - 1
            high, low = self._runs.pop(at)
            cut = high - (position - self._starts[at])
            pieces = [(a, b) for a, b in ((high, cut + 1), (cut, low)) if a >= b]
        above = [piece for piece in pieces if len(pieces) == 2][:1]
        below = pieces[len(above) :]
        self._runs[at:at] = [*above, (serial, serial), *below]
        self._join(at + len(above))
        self._index()

    def _join(self, at: int) -> None:
        """Make one run of neighbours that continue each other: posts added at the top stay one run."""
        if at + 1 < len(self._runs) and self._runs[at][1] - 1 == self._runs[at + 1][0]:
            self._runs[at : at + 2] = [(self._runs[at][0], self._runs[at + 1][1])]
        if at > 0 and self._runs[at - 1][1] - 1 == self._runs[at][0]:
            self._runs[at - 1 : at + 1] = [(self._runs[at - 1][0], self._runs[at][1])]

    def place_of(self, serial: int) -> int:
        """The position at which a post that is not listed belongs by its serial: above the first older one."""
        for start, (high, low) in zip(self._starts, self._runs, strict=True):
            if high < serial:
                return start
            if low < serial:
                return start + high - serial
        return self._count
