"""What one version of a text changed in another, line by line, and within lines word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from newscrawl.store.records import VersionRecord

MOST_LINES = 2000
"""Lines that are held against each other: the time that takes grows with their square."""

LONGEST_LINE = 1500
"""Letters of lines that are held against each other word by word."""

CONTEXT = 2
"""Unchanged lines that are shown around a change."""

WORDS = re.compile(r"\s+|\w+|[^\w\s]")

Kind = Literal["same", "gone", "new", "left out"]


@dataclass(slots=True, frozen=True)
class Line:
    """A line of a difference; its parts are (text, whether it changed)."""

    kind: Kind
    parts: list[tuple[str, bool]]


def difference(old: Sequence[str], new: Sequence[str]) -> list[Line]:
    """The lines of two texts, with what is left out between the changes as one."""
    old, new = old[:MOST_LINES], new[:MOST_LINES]
    lines: list[Line] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    groups = list(matcher.get_grouped_opcodes(CONTEXT))
    for at, group in enumerate(groups):
        if at or group[0][1] > 0:
            lines.append(Line("left out", []))
        for tag, low, high, start, end in group:
            if tag == "equal":
                lines += [Line("same", [(line, False)]) for line in old[low:high]]
            else:
                lines += _replaced(old[low:high], new[start:end])
    if groups and groups[-1][-1][2] < len(old):
        lines.append(Line("left out", []))
    return lines


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    pairs = list(zip(old, new, strict=False)) if len(old) == len(new) else []
    if not pairs:
        yield from (Line("gone", [(line, True)]) for line in old)
        yield from (Line("new", [(line, True)]) for line in new)
    for before, after in pairs:
        gone, come = _words(before, after)
        yield Line("gone", gone)
        yield Line("new", come)


def _words(before: str, after: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    if max(len(before), len(after)) > LONGEST_LINE:
        return [(before, True)], [(after, True)]
    one, two = WORDS.findall(before), WORDS.findall(after)
    gone, come = [], []
    for tag, low, high, start, end in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        changed = tag != "equal"
        if high > low:
            gone.append(("".join(one[low:high]), changed))
        if end > start:
            come.append(("".join(two[start:end]), changed))
    return gone, come


def between(old: VersionRecord, new: VersionRecord, names: dict[str, str], dates: tuple[str, str]) -> list[Line]:
    """What a version changed in the one before it: its fields by their names, then its text. Empty for nothing."""
    fields = [(names[name], getattr(old, name) or "", getattr(new, name) or "") for name in ("title", "author")]
    fields += [(names["category"], old.category or "", new.category or ""), (names["published"], *dates)]
    lines: list[Line] = []
    for name, before, after in fields:
        if before != after:
            gone, come = _words(before, after)
            lines += [Line("gone", [(f"{name}: ", False), *gone]), Line("new", [(f"{name}: ", False), *come])]
    return lines + difference((old.body_text or "").splitlines(), (new.body_text or "").splitlines())
