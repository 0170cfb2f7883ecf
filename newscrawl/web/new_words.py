"""Words that titles use more than before: what is talked about since a day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

WORD = re.compile(r"[가-힣]{2,}|[A-Za-z][A-Za-z0-9-]{2,}")

PARTICLES = re.compile(r"(?:에서는|으로는|에서|으로|에게|부터|까지|보다|처럼|은|는|이|가|을|를|에|의|로|와|과|도|만)$")
"""Korean particles at the end of a word; what they leave must still be a word of two letters."""

FEWEST = 3
"""Titles in which a word must stand."""

TIMES = 3.0
"""How many times as often as before it must stand there."""


def words_of(title: str) -> set[str]:
    """The words of a title without their particles."""
    found = set()
    for word in WORD.findall(title):
        stem = PARTICLES.sub("", word) if word[0] >= "가" else word.lower()
        found.add(stem if len(stem) >= 2 else word)
    return found


def new_words(now: Iterable[str], before: Iterable[str], limit: int) -> list[tuple[str, int, int]]:
    """Words with the number of titles now and before that hold them, the most telling first.

    Both times should be equally long. Empty where there were no titles before: then every word would be new.
    """
    here = Counter(word for title in now for word in words_of(title))
    there: Counter[str] = Counter()
    any_before = False
    for title in before:
        any_before = True
        there.update(words_of(title))
    if not any_before:
        return []
    telling = [
        (word, count, there[word])
        for word, count in here.items()
        if count >= FEWEST and count >= TIMES * (there[word] + 0.5)
    ]
    return sorted(telling, key=lambda each: (each[2] - each[1], each[0]))[:limit]
