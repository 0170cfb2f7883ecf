"""The ids that posts carry in links: permanent, with the holes that a real database has."""

from __future__ import annotations

from newscrawl.demo.dice import Dice

_KEYS = 9  # purpose of dice, apart from those of contents


class Keys:
    """Serial n has the id `first + n·step` and a little more; ids between belong to comments and files."""

    def __init__(self, first: int, step: int, seed: int) -> None:
        self._first, self._step, self._seed = first, step, seed

    def key(self, serial: int) -> str:
        return str(self._first + serial * self._step + Dice(self._seed, serial, _KEYS).below(self._step))

    def serial(self, key: str) -> int | None:
        """The serial that has this id, None for an id that no post ever had."""
        if not key.isascii() or not key.isdigit() or len(key) > 15:
            return None
        serial = (int(key) - self._first) // self._step
        return serial if serial > 0 and self.key(serial) == key else None
