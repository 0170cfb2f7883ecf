"""What bylines put beside a date: counters, addresses of readers, names, labels of things that are not posts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newscrawl.dates import words
from newscrawl.dates.words import any_of

COUNTER = rf"(?:{any_of(words.COUNTERS)})(?![a-z가-힣]) ?[:=]? ?[\[(]?\d[\d,.]{{0,11}} ?[만천kKM]?[회건명개]?[\])]?"
READER = r"[\[(]?(?:ip ?:? ?)?\d{1,3}(?:\.(?:\d{1,3}|[*x]{1,3})){3}[\])]?"
"""An IP address, of which boards hide a part."""

WRITER = rf"(?:{any_of(words.WRITERS)}) ?:? ?[^\s\d|:]{{2,12}}"
FURNITURE = re.compile(rf"(?<![\w.])(?:{COUNTER}|{READER}|{WRITER})(?![\w.])", re.IGNORECASE)

BAR = re.compile(r" ?\| ?| [·•/] ")
MONTH = rf"(?:{any_of(words.MONTHS)})(?![^\W\d_])"
WORD = rf"(?!{MONTH})[^\W\d_]{{1,12}}"
A_DATE = rf"(?='?\d|{MONTH})"
NAME = re.compile(rf"{WORD}(?:[ .]{WORD}){{0,2}}", re.IGNORECASE)
NAME_BEFORE = re.compile(rf"{NAME.pattern},? {A_DATE}", re.IGNORECASE)
OFFICE_BEFORE = re.compile(rf"(?:{WORD} ?)?(?<!결)(?:{any_of(words.OFFICES)}) {A_DATE}", re.IGNORECASE)
STAMP = re.compile(r"'?\d{2,4}[-./년 ].{4,12}\d\d?[:시]")
"""A day with a time, which stands beside a name and seldom in a title."""

# 구매일 2024.02.07, 방송 : 2025.06.27: what a date is of, in a word that only its own board knows.
OTHER_LABEL = re.compile(r"(?:[가-힣]{1,8} ?(?:일|일자|일시|날짜|시간|기간)|[가-힣]{2,8}(?= ?:)) ?:? ?(?='?\d)")
DEADLINE = re.compile(any_of(words.DEADLINES))


def dates_of_byline(text: str) -> Iterator[str]:
    """What of a plain text could be its date, without what stands beside it: nothing where nothing does.

    A name alone before a day is left where it is, since it could be a title (회의록 2025.06.27), unless a bar, a
    counter or a time of day shows that it is a byline, or it is an office (홍보팀).
    """
    if not any(character.isdigit() for character in text):
        return
    rest, found = FURNITURE.subn("|", text)
    parts = [part for part in BAR.split(rest) if part.strip(" ,·/[]()-")]
    kept = [part for part in parts if not NAME.fullmatch(part) or DEADLINE.search(part)]
    if not kept:
        return
    is_byline = found > 0 or len(kept) < len(parts)
    if is_byline:
        yield " | ".join(kept)
    for before in (OFFICE_BEFORE, OTHER_LABEL, NAME_BEFORE):
        match = before.match(kept[0])
        if match is None or DEADLINE.search(match[0]):
            continue
        bare = kept[0][match.end() :]
        if is_byline or before is not NAME_BEFORE or STAMP.match(bare):
            yield " | ".join([bare, *kept[1:]])
