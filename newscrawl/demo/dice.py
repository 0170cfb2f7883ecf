"""Numbers that look random and never change: a seed and a few integers always give the same ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_MASK = (1 << 64) - 1


def mix(value: int) -> int:
    """Scatter 64 bits (the finaliser of splitmix64)."""
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK
    return value ^ (value >> 31)


class Dice:
    """A stream of numbers that belongs to one `purpose` of one post: adding a draw elsewhere changes nothing here."""

    __slots__ = ("_state",)

    def __init__(self, seed: int, serial: int, purpose: int) -> None:
        self._state = mix(
            (seed * 0x9E3779B97F4A7C15 + serial * 0xD1B54A32D192ED03 + purpose * 0x8CB92BA72F3D8DD7) & _MASK
        )

    def below(self, limit: int) -> int:
        """A number from 0 to `limit` - 1."""
        self._state = mix((self._state + 0x9E3779B97F4A7C15) & _MASK)
        return self._state % limit

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.below(len(choices))]
