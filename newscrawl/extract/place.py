"""Where a page's article stands, and whether it has one.

Title, head and text are looked for together, since each is told by the others. Whether the page is a document at all
is weighed: a board's name over a list looks much like a title over a text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lxml.cssselect import CSSSelector, SelectorError

from newscrawl.dates import Moment
from newscrawl.extract.boxes import Box, find_after, find_named_body, find_prose
from newscrawl.extract.byline import publisher_of
from newscrawl.extract.document import Document
from newscrawl.extract.element import Element
from newscrawl.extract.facts import Facts
from newscrawl.extract.head import Head, find_heads, is_fact
from newscrawl.extract.metadata import Metadata
from newscrawl.extract.publishers.base import Publisher
from newscrawl.extract.scan import Part, Scan, holds
from newscrawl.extract.titles import find_title, free_title

ENOUGH = 5.0  # evidence that a page is a document
CERTAIN_TITLE = 9.0  # certainty of a title that the page's own title names too, above a head
SURE_TITLE = 5.0  # certainty of a title from which on its box is none of the text
LONG_TEXT = 150  # characters of prose that speak for a document
MUCH_TEXT = 500  # characters of prose that make a document by themselves where the address names a post
LIST_REACH = 150  # texts after a title that are looked at for the dates of a list
MANY_DATES = 5
NEIGHBOURS = re.compile(
    r"\W{0,2}(?:(?:이전|다음)\s?글.{0,4}|(?:전체\s?)?목록\s?(?:보기|으로|가기|으로\s?가기)?|(?:글|게시물)\s?목록|리스트|list)\W{0,2}",
    re.IGNORECASE,
)
"""What links and buttons beneath a post say."""
FEW_TEXTS = 3
FEW_LETTERS = 60
LONG_HEAD = 12  # texts; a head with more is the heads of several rows
MANY_HEADS = 5
CARDS = 3
HEAD_BEFORE = 14  # texts before a title that may hold its category or its date
HEAD_AFTER = 30  # texts after a text that may hold what the head does not
NEAR = 6  # texts between a title and a date that stands alone
HEAD_ALONE = 60  # texts after a title in which the facts stand, where no text was found
FILE_REACH = 150  # texts after a text in which its files may be named


@dataclass(slots=True)
class Place:
    """Where the article stands. `certainty` is the title's, `sure_body` is True where the text's box bears a name.

    `heads` is how many heads the page has, `alike` how many state the same kinds of facts as this one: cards in a list do.
    """

    title: Part | None
    certainty: float = 0.0
    body: Part | None = None
    sure_body: bool = False
    head: Head | None = None
    alike: int = 0
    heads: int = 0
    drop: list[Element] = field(default_factory=list)

    def zones(self, scan: Scan) -> Sequence[tuple[int, int]]:
        """The ranges of texts in which the facts are looked for, best first."""
        title, body, end = self.title, self.body, len(scan.texts)
        if title is None and body is None:
            return ()
        if title is None:
            assert body is not None
            return ((max(0, body.first - 40), body.first), (body.last, min(end, body.last + HEAD_AFTER)))
        before = (max(0, title.first - HEAD_BEFORE), title.first)
        if body is None:
            return ((title.last, min(end, title.last + HEAD_ALONE)), before)
        if holds(body, title) or body.first < title.last:
            first = self.head.last if self.head is not None and self.head.first >= title.last else title.last
            return ((title.last, min(end, first + 6)), before)
        zones = [(title.last, body.first), before, (body.last, min(end, body.last + HEAD_AFTER))]
        if self.head is not None and self.head.first < title.first:
            # What stands behind a title is its own; before it, a site's head may show today's date.
            both = self.head.last > title.last
            zones.insert(1 if both else 0, (self.head.first, min(self.head.last, body.first)))
        return zones

    def reach(self) -> tuple[int, int]:
        """The texts among which a post's files are named: from a little before its title to a while after its text."""
        marks = [part for part in (self.title, self.body) if part is not None]
        if not marks:
            return 0, 0
        return max(0, min(part.first for part in marks) - HEAD_BEFORE), max(part.last for part in marks) + FILE_REACH


def rules_of(document: Document, publisher: Publisher | None = None) -> dict[str, tuple[str, ...]]:
    """CSS of fields, best first: the board's own definition's, then the publisher's, then the engine's."""
    rules: dict[str, tuple[str, ...]] = {}
    sources = [document.engine.article] if document.engine is not None else []
    sources += [layout.article for layout in reversed(publisher.layouts)] if publisher is not None else []
    for source in (*sources, document.hints.article):
        for name, css in source.items():
            rules[name] = (css, *rules.get(name, ()))
    return rules


def select(scan: Scan, rules: Sequence[str] | None) -> Part | None:
    """The first part that one of the rules names, outside the list and the comments."""
    for css in rules or ():
        for element in elements_of(scan, css):
            part = scan.by_element.get(element)
            if part is not None and not part.comment:
                return part
    return None


def elements_of(scan: Scan, css: str) -> list[Element]:
    """What a rule names on the page; nothing where it is no selector."""
    try:
        return list(_selector(css)(scan.parts[0].element))
    except (SelectorError, ValueError):
        return []


@lru_cache(maxsize=512)
def _selector(css: str) -> CSSSelector:
    return CSSSelector(css, translator="html")


def find_place(scan: Scan, meta: Metadata, rules: Mapping[str, tuple[str, ...]], key: str | None) -> Place:
    """Find title, head and text."""
    free_title(scan, meta.titles)
    heads = find_heads(scan)
    ruled = select(scan, rules.get("body"))
    title, certainty = find_title(scan, meta.titles, heads, ruled, key)
    named = ruled or find_named_body(scan, title if certainty >= SURE_TITLE else None)
    if named is not None and ruled is None and (certainty < SURE_TITLE or (title and title.first >= named.last)):
        title, certainty = find_title(scan, meta.titles, heads, named, key)
    chosen = select(scan, rules.get("title"))
    if chosen is not None and chosen.last > chosen.first:
        title, certainty = chosen, 8.0
    place = Place(title, certainty, head=_head_of(heads, title))
    place.heads = sum(1 + (head.last - head.first) // LONG_HEAD for head in heads if head.is_strong)
    place.alike = sum(place.head is not None and head.kinds == place.head.kinds for head in heads)
    if ruled is None and named is not None and title is not None and holds(named, title):
        named = None
    _find_body(scan, place, named, heads)
    return place


def _head_of(heads: Sequence[Head], title: Part | None) -> Head | None:
    """The head that belongs to the title: the next after it, or the last before it; a date alone only if near."""
    strong = [head for head in heads if head.is_strong]
    if title is None:
        return strong[0] if strong else None
    for choice, reach, back in ((strong, HEAD_AFTER, HEAD_BEFORE), (heads, NEAR, NEAR)):
        after = next((head for head in choice if head.last > title.last), None)
        if after is not None and after.first - title.last <= reach:
            return after
        before = [head for head in choice if head.last <= title.first and title.first - head.last <= back]
        if before:
            return before[-1]
    return None


def _find_body(scan: Scan, place: Place, named: Part | None, heads: Sequence[Head]) -> None:
    prose = find_prose(scan)
    if named is not None and not (named.prose or named.images) and prose is not None and prose.prose >= LONG_TEXT:
        named = None if named.last - named.first < FEW_TEXTS else named
    if named is not None and _is_of_head(named, place.head) and prose is not None and prose.prose >= LONG_TEXT:
        named = None
    if named is not None and (inner := _beneath_head(scan, named, place)) is not None:
        place.body, place.drop, place.sure_body = inner.part, inner.drop, True
        return
    if named is not None and (prose is None or prose.prose <= 3 * named.prose + 400 or holds(prose, named)):
        place.body, place.sure_body = named, True
        return
    head = place.head
    if head is None and place.title is not None:
        head = Head(place.title.first, place.title.last, frozenset())
    if head is not None:
        if place.title is not None and head.last <= place.title.first:
            head = Head(head.first, place.title.last, head.kinds)
        following = (h.first for h in heads if h.is_full and "title" not in h.kinds and h.first > head.last)
        next_head = next(following, len(scan.texts))
        box = find_after(scan, head, next_head)
        behind = prose
        if prose is not None and prose.first < head.last:
            boxes = [part for part in scan.parts if head.last <= part.first < next_head]
            behind = find_prose(scan, max(boxes, key=lambda part: part.prose, default=None))
        elsewhere = (
            behind is not None
            and head.last <= behind.first < next_head
            and behind.prose >= LONG_TEXT
            and not _is_discussion(scan, behind)
        )
        if box is not None and not (elsewhere and behind is not None and box.part.prose < 0.5 * behind.prose):
            place.body, place.drop = box.part, box.drop
            return
        if elsewhere:
            prose = behind
    place.body = prose


def _beneath_head(scan: Scan, named: Part, place: Place) -> Box | None:
    """The text within a box that holds the line that says who and when, too: a forum's `postbody`."""
    head = place.head
    if head is None or not head.is_full or not named.first <= head.first + 1 <= named.first + FEW_TEXTS + 1:
        return None
    if head.last >= named.last:
        return None
    box = find_after(scan, head, named.last)
    return box if box is not None and holds(named, box.part) and box.part.first >= head.last else None


def _is_of_head(box: Part, head: Head | None) -> bool:
    """Whether a box named like a text holds no more than the line that says who and when."""
    short = box.prose < FEW_LETTERS and not box.images
    return short and head is not None and head.first <= box.first < head.last


def _is_discussion(scan: Scan, box: Part) -> bool:
    """Whether a box holds several dated texts: comments, or other articles."""
    return (
        sum(is_fact(text, dates_only=True) for text in scan.texts[box.first : box.last] if len(text.text) < 40) >= CARDS
    )


def weigh(
    scan: Scan, place: Place, facts: Facts, meta: Metadata, published: Moment | None, key: str | None, listed: bool
) -> float:
    """How much speaks for the page being one post's: a list has dates and a heading too, but many and no text.

    `listed` is True where the page holds a board's list.
    """
    body = place.body
    labelled = facts.labelled & {"author", "views", "published", "department"}
    valued = facts.valued & {"author", "views", "published", "department", *(("modified",) if key else ())}
    if published is None and not labelled and not meta.is_article:
        if _is_bare_text(scan, place, key):
            return ENOUGH
        if not _is_dateless_post(scan, place, facts, key):
            return 0.0
    if not key and not meta.is_article and ((listed and len(valued) < 3) or place.heads >= MANY_HEADS):
        return 0.0
    score = min(place.certainty, 6.0) / 2
    score += 1.0 if place.certainty >= CERTAIN_TITLE else 0.0
    score += 2.0 if published is not None else 0.0
    score += 1.0 if facts.author else 0.0
    score += 1.0 if facts.views is not None else 0.0
    score += 1.0 if labelled & {"author", "published"} else 0.0
    score += 1.0 if len(valued) >= 2 else 0.0
    score += 2.0 if meta.is_news else 1.0 if meta.is_article else 0.0
    if not key:
        score -= 4.0 if listed and not meta.is_article else 2.0
    if published is None and not labelled and not meta.is_article:
        score += 1.5  # what was found instead of a date
    if place.sure_body:
        score += 1.5
    elif body is None or (body.prose < 60 and not body.images and len(valued) < 2 and place.head is None):
        score -= 2.5
    if body is not None:
        score += 1.5 if body.prose >= LONG_TEXT else 0.5 if body.prose else 0.0
    if place.alike >= CARDS and place.certainty < SURE_TITLE and not place.sure_body:
        score -= 3.0
    if len(valued) >= 2 or _is_long_text(place) or _dates_after(scan, place) < MANY_DATES:
        return score
    return score - (1.5 if place.sure_body and place.certainty >= SURE_TITLE else 3.0)


def _is_long_text(place: Place) -> bool:
    """Whether much prose stands beneath one line that says who and when: the dates behind it are other articles'."""
    head, body = place.head, place.body
    enough = LONG_TEXT if place.alike == 1 else 2 * LONG_TEXT
    return head is not None and head.is_full and place.alike < CARDS and body is not None and body.prose >= enough


def _is_bare_text(scan: Scan, place: Place, key: str | None) -> bool:
    """Whether a page shows nothing of its post but the text: prose that its publisher signs, or a lot of it.

    Boards that collect news show such pages: the head is left to the list beneath, and a publisher stands at the end.
    """
    body = place.body
    if body is None or body.prose < LONG_TEXT:
        return False
    last = [text.text for text in scan.texts[max(body.first, body.last - 2) : body.last + 1]]
    return any(publisher_of(text) is not None for text in last) or (key is not None and body.prose >= MUCH_TEXT)


def _is_dateless_post(scan: Scan, place: Place, facts: Facts, key: str | None) -> bool:
    """Whether a page without dates is a post all the same: title and text are marked, its neighbours or list linked."""
    body = place.body
    if key is None or body is None or not (body.prose or body.images):
        return False
    marked = place.sure_body or "title" in facts.valued or "attachments" in facts.labelled
    return marked and _leads_back(scan, body)


def _leads_back(scan: Scan, body: Part) -> bool:
    """Whether the post's neighbours or its list are linked beneath its text, in words or by a picture of them."""
    after = scan.texts[body.last : body.last + FILE_REACH]
    if any(NEIGHBOURS.fullmatch(text.text) for text in after):
        return True
    root = scan.parts[0].element
    signs = ((image.get("alt") or "") for image in root.iter("img"))
    buttons = ((button.get("value") or "") for button in root.iter("input"))
    return any(NEIGHBOURS.fullmatch(word) for words in (signs, buttons) for word in words)


def _dates_after(scan: Scan, place: Place) -> int:
    """How many short texts with dates follow the title outside the text: many make a list."""
    first = place.title.last if place.title is not None else 0
    body = place.body
    skip = (body.first, body.last) if body is not None and (place.sure_body or body.prose) else (0, 0)
    return sum(
        1
        for at in range(first, min(len(scan.texts), first + LIST_REACH))
        if not skip[0] <= at < skip[1] and is_fact(scan.texts[at], dates_only=True)
    )
