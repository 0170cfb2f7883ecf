"""Which stored post a row shows where no id tells: title, author and day, taken together.

A board whose only id is 번호, and whose 번호 is a position, gives every newer post another one after a deletion. What a
person would know a post by does not move. Pure: rows and stored posts in, pairs out.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from newscrawl.dates import Moment

ALIKE = 0.6
"""Likeness of two titles (difflib's ratio) from which on one may be an edit of the other."""


@dataclass(slots=True, frozen=True)
class Face:
    """What a list shows of a post that does not move. `day` as `day_shown` gives it; `number` is its 번호."""

    title: str
    author: str
    day: str | None
    number: int | None = None

    @property
    def words(self) -> tuple[str, str]:
        return self.title, self.author


@dataclass(slots=True, frozen=True)
class StoredFace:
    """A stored post as its list last showed it."""

    key: str
    face: Face
    live: bool = True


def normal(value: str | None) -> str:
    """Text as it counts for comparisons: composed (NFC), with white space folded."""
    return " ".join(unicodedata.normalize("NFC", value or "").split())


def day_shown(moment: Moment | str | None) -> str | None:
    """The day of a row, `2025-06-27`; `--06-27` (ISO 8601) where it shows no year; None where it shows no date."""
    if not isinstance(moment, Moment):
        return None
    day = (moment.value.date() if isinstance(moment.value, datetime) else moment.value).isoformat()
    return f"-{day[4:]}" if moment.year_assumed else day


def digits(title: str) -> list[str]:
    """The numbers in a title."""
    return re.findall(r"\d+", title)


def same_day(one: str | None, other: str | None) -> bool:
    """Whether two days may be one: a day without a year is one of any year, and no day at all may be any."""
    if one is None or other is None or one == other:
        return True
    return (one.startswith("--") or other.startswith("--")) and one[-5:] == other[-5:]


def alike(one: str, other: str) -> bool:
    """Whether one title may be an edit of the other."""
    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


def made_key(face: Face, taken: Mapping[str, object] | set[str]) -> str:
    """A key for a post that has none: a hash of its face, numbered where posts with the same face have it already."""
    digest = hashlib.sha256("\x1f".join((*face.words, face.day or "")).encode("utf-8", "surrogatepass")).hexdigest()[
        :20
    ]
    key, count = f"~{digest}", 1
    while key in taken:
        count += 1
        key = f"~{digest}-{count}"
    return key


def pair(
    shown: Sequence[Face], stored: Sequence[StoredFace], seen: Mapping[str, int] | None = None, repeats: int = 0
) -> list[str | None]:
    """For each row of a page, in order, the key of the stored post that it shows; None for a new one.

    `seen` holds the 번호 that posts had on the pages just read: such a post does not stand on this page too, but for
    the first `repeats` rows, which came down from the page before.
    """
    return _Pairing(shown, stored, seen or {}, repeats).made()


def repeated(before: Sequence[Face], page: Sequence[Face]) -> int:
    """How many rows at the top of a page stood on the page before it, in this order: new posts pushed them down.

    Some that stood between them may have been deleted meanwhile.
    """
    above = iter(before)
    for count, face in enumerate(page):
        if not any(each.words == face.words for each in above):
            return count
    return len(page)


class _Pairing:
    """The rows of one page and the stored posts that they may show.

    First whole faces are paired, those that are there once before those that are there more often, which their
    neighbours' 번호 tell apart. Then rows between two pairs may be edits of the posts that are stored between them.
    """

    def __init__(
        self, shown: Sequence[Face], stored: Sequence[StoredFace], seen: Mapping[str, int], repeats: int
    ) -> None:
        self.shown, self.seen, self.repeats = shown, seen, repeats
        self.stored = {each.key: each for each in stored}
        self.keys: list[str | None] = [None] * len(shown)
        self.left = dict(self.stored)
        self.by_words: defaultdict[tuple[str, str], list[StoredFace]] = defaultdict(list)
        for each in stored:
            self.by_words[each.face.words].append(each)

    def made(self) -> list[str | None]:
        places: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for place, face in enumerate(self.shown):
            places[face.words].append(place)
        for ambiguous in (False, True):
            # From below, since a new post with the face of an old one stands above it.
            for place in range(len(self.shown) - 1, -1, -1):
                found = self._whole(place)
                is_one = len(found) == 1 and len(places[self.shown[place].words]) == 1
                if found and (ambiguous or is_one):
                    self._take(place, self._nearest(place, found))
        for place in range(len(self.shown) - 1, -1, -1):
            if self.keys[place] is None and (edit := self._edited(place)) is not None:
                self._take(place, edit)
        return self.keys

    def _take(self, place: int, found: StoredFace) -> None:
        if self.keys[place] is None:
            self.keys[place] = found.key
            del self.left[found.key]

    def _may_show(self, place: int, each: StoredFace) -> bool:
        seen = self.seen.get(each.key)
        return each.key in self.left and (seen is None or place < self.repeats or seen == self.shown[place].number)

    def _whole(self, place: int) -> list[StoredFace]:
        """The stored posts with the row's face; deleted ones only where there is no other."""
        face = self.shown[place]
        found = [
            each
            for each in self.by_words[face.words]
            if self._may_show(place, each) and same_day(each.face.day, face.day)
        ]
        return [each for each in found if each.live] or found

    def _between(self, place: int) -> tuple[int | None, int | None]:
        """The stored 번호 of the pairs below and above a row."""
        below = next((n for at in range(place + 1, len(self.keys)) if (n := self._number(at)) is not None), None)
        above = next((n for at in range(place - 1, -1, -1) if (n := self._number(at)) is not None), None)
        return below, above

    def _number(self, place: int) -> int | None:
        key = self.keys[place]
        return self.stored[key].face.number if key is not None else None

    def _nearest(self, place: int, found: list[StoredFace]) -> StoredFace:
        if len(found) == 1:
            return found[0]
        below, above = self._between(place)
        inside = [each for each in found if _is_inside(each.face.number, below, above)] or found
        return min(inside, key=lambda each: abs((each.face.number or 0) - self._expected(place)))

    def _expected(self, place: int) -> int:
        """The stored 번호 that a row's post had, if nothing happened between it and the nearest pair."""
        number = self.shown[place].number or 0
        for distance in range(1, len(self.shown)):
            for at in (place + distance, place - distance):
                if 0 <= at < len(self.shown) and (stored := self._number(at)) is not None:
                    return number + stored - (self.shown[at].number or stored)
        return number

    def _edited(self, place: int) -> StoredFace | None:
        """The stored post of which this row is an edit: it stands where that stood.

        Alone between two pairs two of title, author and day must be the same. Elsewhere posts come and go too, and a
        row that could be either is a new post: a ghost is found by the next full crawl, a lost post is not.
        """
        below, above = self._between(place)
        if below is None and above is None:
            return None
        face, is_closed = self.shown[place], above is not None
        inside = [
            each
            for each in self.left.values()
            if each.live and self._may_show(place, each) and _is_inside(each.face.number, below, above)
        ]
        for each in sorted(inside, key=lambda each: abs((each.face.number or 0) - self._expected(place))):
            known = each.face
            title, author = alike(known.title, face.title), known.author == face.author
            day = known.day is not None and face.day is not None and same_day(known.day, face.day)
            if is_closed and len(inside) == 1 and self._is_alone(place) and author + title + day >= 2:
                return each
            # A title that differs in its numbers only is the next of a series.
            title = title and digits(known.title) == digits(face.title)
            if day and title and (author or known.title == face.title):
                return each
        return None

    def _is_alone(self, place: int) -> bool:
        beside = (at for at in (place - 1, place + 1) if 0 <= at < len(self.keys))
        return all(self.keys[at] is not None for at in beside)


def _is_inside(number: int | None, below: int | None, above: int | None) -> bool:
    return number is not None and (below is None or number > below) and (above is None or number < above)
