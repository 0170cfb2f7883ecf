"""Which texts are the same, and which are nearly so: one wire story stands in many boards, with small changes.

A similarity key is a MinHash signature of a text's word pairs (two words in a row): 8 numbers of 8 hexadecimal digits.
Each number is equal in two texts with a probability that is the share of word pairs that they have in common
(Broder 1997, by one permutation: Li, Owen and Zhang 2012). So in any language of queries

- `GROUP BY substr(similarity, 1, 8)` puts most copies of a text together, and hardly ever others;
- two texts of which 5 of the 8 numbers are equal (`likeness(a, b) >= 0.6`) are nearly the same.

`groups` does the latter for any number of keys without comparing each with each.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from itertools import pairwise
from typing import TypeVar

BANDS = 8
DIGITS = 8  # hexadecimal, of each number
MASK = 0xFFFFFFFF
FEWEST_PAIRS = 8  # a text with fewer says too little to be like another
ALIKE = 0.6

WORDS = re.compile(r"\w+")

K = TypeVar("K", bound=Hashable)


def content_hash(title: str | None, text: str | None) -> str:
    """SHA-256 of title and text, composed (NFC) and with white space folded, as hexadecimal digits."""
    plain = (" ".join(unicodedata.normalize("NFC", part or "").split()) for part in (title, text))
    return hashlib.sha256("\x1f".join(plain).encode("utf-8", "surrogatepass")).hexdigest()


def reading_length(text: str | None) -> int | None:
    """How many characters there are to read: white space is none."""
    return len("".join(text.split())) if text else None


def similarity_key(text: str | None) -> str | None:
    """The text's key, or None for a text of too few words."""
    words = WORDS.findall(unicodedata.normalize("NFC", text or "").casefold())
    pairs = set(pairwise(words))
    if len(pairs) < FEWEST_PAIRS:
        return None
    least = [MASK] * BANDS
    for one, two in pairs:
        value = _mixed(zlib.crc32(f"{one} {two}".encode("utf-8", "surrogatepass")))
        band = value % BANDS
        value = _mixed(value ^ 0x9E3779B9)
        least[band] = min(least[band], value)
    for band in range(BANDS):  # an empty band takes its neighbour's number, which is as likely to be equal
        step = 1
        while least[band] == MASK and step < BANDS:
            least[band] = least[(band + step) % BANDS]
            step += 1
    return "".join(f"{value:08x}" for value in least)


def _mixed(value: int) -> int:
    """The 32-bit value with its bits spread (the finaliser of MurmurHash3): CRC-32 alone is linear."""
    value = ((value ^ (value >> 16)) * 0x85EBCA6B) & MASK
    value = ((value ^ (value >> 13)) * 0xC2B2AE35) & MASK
    return value ^ (value >> 16)


def likeness(one: str, two: str) -> float:
    """About which share of their word pairs two texts have in common, by their keys: 0 to 1, in eighths."""
    return sum(a == b for a, b in zip(_numbers(one), _numbers(two), strict=True)) / BANDS


def groups(keys: Mapping[K, str] | Iterable[tuple[K, str]], least: float = ALIKE) -> list[list[K]]:
    """The texts that are nearly the same as another, in groups, by their similarity keys.

    >>> groups({1: similarity_key(text), 2: similarity_key(text + " 끝"), 3: similarity_key(other)})
    [[1, 2]]
    """
    known = list(keys.items() if isinstance(keys, Mapping) else keys)
    leaders = list(range(len(known)))
    alike: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for at, (_, key) in enumerate(known):
        for band, number in enumerate(_numbers(key)):
            heads = alike[band, number]
            near = next((head for head in heads if likeness(known[head][1], key) >= least), None)
            if near is None:
                heads.append(at)
            else:
                leaders[_leader(leaders, at)] = _leader(leaders, near)
    members: defaultdict[int, list[K]] = defaultdict(list)
    for at, (name, _) in enumerate(known):
        members[_leader(leaders, at)].append(name)
    return [group for group in members.values() if len(group) > 1]


def _leader(leaders: list[int], at: int) -> int:
    while leaders[at] != at:
        at = leaders[at]
    return at


def _numbers(key: str) -> list[str]:
    return [key[start : start + DIGITS] for start in range(0, BANDS * DIGITS, DIGITS)]
