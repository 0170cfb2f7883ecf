"""Where a document's head stands: the first texts that say who wrote it, when, and how often it was read.

The title stands just before it and the text after it, whatever the markup; old boards name neither.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from newscrawl.extract.labels import INLINE_COUNT, INLINE_LABEL, LABELS, is_author_name, label_of
from newscrawl.extract.people import JOBS
from newscrawl.extract.scan import Scan, Text

DATE_LIKE = re.compile(
    r"\d{2,4}\s?[-./년]\s?\d{1,2}\s?[-./월]\s?\d{1,2}|\d{1,2}:\d{2}|\d+\s?(?:분|시간|일)\s?전|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}"
)
DIGIT = re.compile(r"\d")  # what dates and counters hold: a cheap look before the search
NAMED_JOB = re.compile(rf"(?<![가-힣])[가-힣]{{2,4}} ?(?:{JOBS})(?![가-힣])")
LONGEST_BYLINE = 60
KINDS = {
    "title": "title",
    "author": "who",
    "department": "who",
    "published": "when",
    "modified": "when",
    "views": "views",
}
COLUMNS = frozenset({*KINDS, "votes", "comments"})
SPREAD = 8  # texts between two facts of one head
SENTENCE = 12  # characters from which on a text that ends like a sentence is one, and no fact
LONGEST = 100  # characters of a text that states facts
LONGEST_VALUE = 40  # characters of a text that is a label's value
NEAR_BOXES = 2  # boxes around a label in which its value stands
BODY_LABEL = re.compile(r"내\s*용|본\s*문|content", re.IGNORECASE)  # what stands behind it is the text
ITEM = re.compile(r"\s*(?:[□○●■◦▶※*-]|\d{1,2}[.)]|[가-하][.)])\s*[가-힣]")  # «2. 근무기간: 2027. 1. 4. ~»
HEADER_ROW = 2  # labels in a row without a value between them: the head of a list


@dataclass(slots=True, frozen=True)
class Head:
    """A range of texts that states facts, and which kinds of facts (title, who, when, views)."""

    first: int
    last: int
    kinds: frozenset[str]

    @property
    def is_strong(self) -> bool:
        """Whether it states facts of two kinds: a date alone may stand anywhere."""
        return len(self.kinds) > 1

    @property
    def is_full(self) -> bool:
        """Whether it tells when, and who or how often read."""
        return "when" in self.kinds and not self.kinds.isdisjoint({"who", "views"})


def is_fact(text: Text, *, dates_only: bool = False) -> bool:
    """Whether a text looks like part of the line that says who wrote and when."""
    if len(text.text) > LONGEST or text.part.around or text.part.comment:
        return False
    return DATE_LIKE.search(text.text) is not None or (not dates_only and label_of(text.text) in KINDS)


MOST_TEXTS = 10_000
"""Texts of a page among which heads are looked for; those of a longer page's comments or rows are enough by then."""


def find_heads(scan: Scan) -> list[Head]:
    """Every range of texts that looks like a document's head, in the page's order."""
    heads: list[Head] = []
    first, last = -1, -1
    kinds: set[str] = set()
    bare = most_bare = 0
    for at, text in enumerate(islice(scan.texts, MOST_TEXTS)):
        if first >= 0 and (at - last > SPREAD or _is_sentence(text.text)):
            _end_head(heads, first, last, kinds, most_bare)
            first, kinds, bare, most_bare = -1, set(), 0, 0
        if len(text.text) > LONGEST or text.part.around or text.part.comment or text.part.hidden:
            continue
        label = label_of(text.text)
        bare = bare + 1 if label in COLUMNS else 0
        told = _kinds(text, label)
        if told:
            first = at if first < 0 else first
            last = at + 1 if label is not None and has_value(scan, at) else at
            kinds |= told
            most_bare = max(most_bare, bare)
    _end_head(heads, first, last, kinds, most_bare)
    return heads


def has_value(scan: Scan, at: int) -> bool:
    """Whether the text behind a label is its value: short, no label itself, and in the same small box."""
    if at + 1 >= len(scan.texts) or BODY_LABEL.search(scan.texts[at].text):
        return False
    label, value = scan.texts[at], scan.texts[at + 1]
    if len(value.text) > LONGEST_VALUE or _is_sentence(value.text) or label_of(value.text) is not None:
        return False
    above = [label.part, *islice(label.part.ancestors(), NEAR_BOXES)]
    if value.part is label.part or not any(value.part is each or value.part.parent is each for each in above):
        return False
    return value.part.last - value.part.first == 1


def _is_sentence(text: str) -> bool:
    return len(text) > SENTENCE and text.endswith((".", "!", "?", "。"))


def _end_head(heads: list[Head], first: int, last: int, kinds: set[str], bare: int) -> None:
    if first >= 0 and bare < HEADER_ROW:
        heads.append(Head(first, last + 1, frozenset(kinds)))


def _kinds(text: Text, label: str | None) -> set[str]:
    kinds: set[str] = set()
    if label is not None:
        return {KINDS[label]} if label in KINDS else kinds
    if ":" in text.text or "：" in text.text:
        for match in INLINE_LABEL.finditer(text.text):
            name = LABELS.get(re.sub(r"\s", "", match[1]).lower(), "")
            if name in KINDS:
                kinds.add(KINDS[name])
    if DIGIT.search(text.text):
        if (count := INLINE_COUNT.search(text.text)) and count[1][0] in "조읽hHvV":
            kinds.add("views")
        if DATE_LIKE.search(text.text) and not ITEM.match(text.text):
            kinds.add("when")
    if (len(text.text) < LONGEST_BYLINE and NAMED_JOB.search(text.text)) or (
        text.part.name and len(text.text) < 30 and is_author_name(text.part.name)
    ):
        kinds.add("who")
    return kinds
