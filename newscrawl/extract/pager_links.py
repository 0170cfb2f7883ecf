"""The links of a page that may be its pager's: their words, and where they lead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from newscrawl.extract.document import Document
from newscrawl.extract.element import Element, text_of
from newscrawl.extract.links import Target, absolute_address, target_of
from newscrawl.extract.pager_texts import MOST_PAGES

NEXT_WORDS = re.compile(
    r"^(?:다음(?:\s*페이지)?(?:로)?|next(?:\s*page)?|›|>|→|▶|▷|더\s?보기|more|다음\s*목록|older)$", re.IGNORECASE
)
MORE = frozenset({"더보기", "더 보기", "more", "MORE", "More"})
LAST_WORDS = re.compile(
    r"^(?:맨?\s*끝(?:\s*페이지)?(?:으로)?|마지막(?:\s*페이지)?(?:로)?|맨\s*뒤(?:로)?|맨\s*마지막|last(?:\s*page)?|»|>>|≫|▶▶|끝으로)$",
    re.IGNORECASE,
)
LAST_SIGNS = frozenset({"»", ">>", "≫", "▶▶"})
"""Signs that lead to the last page on some boards, and to the next block of pages on others."""
BLOCK_WORDS = re.compile(r"다음\s*\d+|next\s*\d+|다음\s*블록|다음\s*10", re.IGNORECASE)
DOTS = frozenset({"...", "…", "···", "‥"})

MOST_LINKS = 60
"""Links that a pager may have."""

MOST_FOUND = 1000
"""Links of a page that look like a pager's, of which no more are read."""

LONGEST_WORDS = 14
MOST_WORDS, LONGEST_SOURCE = 60, 300
"""Characters from which on a link's words are no pager's, and what they may be with the blanks of the source."""

NEXT_ADDRESSES = ("data-next", "data-next-url", "data-next-href")
DATA_PAGE = re.compile(
    r"^data-(?:.*[-_])?(?:p|pg|page|pageno|pagenum|pageindex|page[-_](?:no|num|index|number)|paging)$"
)
"""Attributes in which a pager's links carry a page for a script: data-page, data-next-page, data-page-no."""


@dataclass(slots=True, eq=False)
class PageLink:
    """A link that may ask for another page: its words, where it leads, and the number that it shows."""

    element: Element
    text: str
    target: Target
    number: int | None

    @property
    def leads_on(self) -> bool:
        return bool(NEXT_WORDS.match(self.text) or BLOCK_WORDS.match(self.text))


def page_links(document: Document, inside: Set[Element]) -> list[PageLink]:
    """Links that look like a pager's: numbers and words like 다음, around the list; last what the page calls its next."""
    root = document.root
    assert root is not None
    found = []
    for element in root.iter("a", "button"):
        if element in inside:
            continue
        text = _words(element)
        if (
            len(text) <= LONGEST_WORDS
            and _is_of_pager(text)
            and (link := _link_of(element, text, document.base_url)) is not None
        ):
            found.append(link)
            if len(found) == MOST_FOUND:
                break
    if not found:
        found += _told_next(document, root)
    return found


def links_around(document: Document, numbered: list[PageLink], inside: Set[Element]) -> list[PageLink]:
    """All links of the element that holds the numbers, and of the one around it: arrows without a word too."""
    group = group_of(numbered)
    parent = group.getparent()
    if parent is not None and parent.tag != "body" and sum(1 for _ in parent.iter("a", "button")) <= MOST_LINKS:
        group = parent
    known = {link.element: link for link in numbered}
    links = (each for each in group.iter("a", "button") if each not in inside)
    found = (known.get(each) or _link_of(each, _words(each), document.base_url) for each in links)
    return [link for link in found if link is not None]


def group_of(numbered: list[PageLink]) -> Element:
    """The smallest element around most of the numbers."""
    around = Counter(each for link in numbered for each in islice(link.element.iterancestors(), 5))
    most = max(around.values())
    return next(each for each in numbered[0].element.iterancestors() if around[each] == most)


def words_of(element: Element) -> str:
    """What a pager's element says, without brackets and what is said for screen readers."""
    return _words(element)


def _told_next(document: Document, root: Element) -> Iterator[PageLink]:
    """<link rel="next">, where no link that a person sees leads on."""
    for element in root.iter("link"):
        if "next" in (element.get("rel") or "").lower().split():
            url = absolute_address((element.get("href") or "").strip(), document.base_url)
            if url is not None:
                yield PageLink(element, "next", Target(url=url), None)


@lru_cache(maxsize=4096)
def _is_of_pager(text: str) -> bool:
    """Whether a link's words are a page's number, or lead on to other pages."""
    return _number(text) is not None or any(words.match(text) for words in (NEXT_WORDS, LAST_WORDS, BLOCK_WORDS))


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and 0 < int(text) < MOST_PAGES else None


def _link_of(element: Element, text: str, base: str) -> PageLink | None:
    """The link with these words, where it is short enough for a pager's and leads somewhere."""
    if len(text) > LONGEST_WORDS:
        return None
    if element.tag == "button" and element.get("name") and (value := element.get("value") or "").isdecimal():
        return PageLink(element, text, Target(data={"value": value}), _number(text))
    target = target_of(element, base)
    if target.url is None:
        target = _by_attributes(element, base, target)
    return PageLink(element, text, target, _number(text)) if target.leads else None


def _by_attributes(element: Element, base: str, target: Target) -> Target:
    """Where the attributes of a link without an address lead: data-next="/list?page=2", data-page="2"."""
    if target.function is not None:
        return target
    address = next(
        (value for name in NEXT_ADDRESSES if (value := element.get(name)) and re.search("[/?]", value)), None
    )
    if address is not None:
        return Target(url=absolute_address(address, base), data=target.data)
    pages = {name: value for name, value in element.attrib.items() if DATA_PAGE.match(name) and value.isdecimal()}
    return Target(target.url, target.request, data=pages | target.data) if pages else target


def _words(element: Element) -> str:
    """A pager link's words: its text, else that of its picture, else its title."""
    text = text_of(element)
    if not text or text.isspace():
        text = " ".join((image.get("alt") or image.get("title") or "") for image in element.iter("img")).strip()
        text = text or element.get("title") or element.get("aria-label") or ""
    if len(text) > LONGEST_SOURCE and len(text := " ".join(text.split())) > MOST_WORDS:
        return text
    return _plain(text)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """A pager link's words without what is said for screen readers, and without brackets."""
    text = " ".join(text.split())
    if len(text) > MOST_WORDS:
        return text
    text = re.sub(r"^[.…·\s]*[\[(]\s*|\s*[\])]$", "", text.strip())
    if (match := re.fullmatch(r"(\d{1,7})\s*(?:페이지(?:로\s*이동)?|page)?", text, re.IGNORECASE)) is not None:
        return match[1]
    if (match := re.fullmatch(r"(?:page|(?:현재\s*)?페이지)\s*(\d{1,7})", text, re.IGNORECASE)) is not None:
        return match[1]
    text = re.sub(r"\s+", " ", text)
    for pattern in (LAST_WORDS, NEXT_WORDS):
        for part in [text, *text.split(" ")]:
            # «공지 더보기» is another list's.
            if pattern.match(part) and (part == text or (part not in MORE and any(map(str.isalpha, part)))):
                return part
    return text
