"""Read a list's pager: which page this is, how many there are, how another is asked for, and the board's own count."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import parse_qsl, urldefrag, urlsplit

from newscrawl.extract.document import Document
from newscrawl.extract.element import Element, text_of
from newscrawl.extract.page import Pager, PageRequest
from newscrawl.extract.pager_links import (
    BLOCK_WORDS,
    DOTS,
    LAST_SIGNS,
    LAST_WORDS,
    MORE,
    NEXT_WORDS,
    PageLink,
    group_of,
    links_around,
    page_links,
    words_of,
)
from newscrawl.extract.pager_texts import read_texts
from newscrawl.extract.pager_ways import SURE_PAGE_NAMES, Paging, Way, find_way

BLOCK = 5
"""Pagers go on by blocks of five or ten pages: [다음] on page 1 leads to page 6 or 11."""

CURRENT = re.compile(
    r"(?:^|[\s_-])(?:on|active|current|now|sel(?:ected)?|this|cur|pg_current|here|select)(?:$|[\s_-])", re.IGNORECASE
)
PAGER_NAME = re.compile(
    r"pag(?:ing|er|inat)|page[-_]?(?:list|nav|num|wrap|box|area|navi)|(?:^|[\s_-])page(?:$|[\s_-])", re.IGNORECASE
)
"""Names of boxes that hold a pager."""


@dataclass(slots=True)
class PagerReading:
    """What the page says of its place among the list's pages."""

    page: int | None = None
    last_page: int | None = None
    total: int | None = None
    next_request: PageRequest | None = None
    pager: Pager | None = None
    steps: dict[int, PageRequest] = field(default_factory=dict)
    leads_on: bool = False

    @property
    def found(self) -> bool:
        return self.pager is not None or self.next_request is not None or (self.last_page or 0) > 1


def read_pager(document: Document, box: Element, inside: Set[Element] = frozenset()) -> PagerReading:
    """Read the pager that belongs to the list in `box`; the links `inside` its rows are none of it."""
    reading = PagerReading()
    links = page_links(document, inside)
    numbered = [link for link in links if link.number is not None]
    told = _names_of_pages(document)
    paging = Paging(document, told)
    way = find_way(numbered or links, told, document.url)
    if way is not None:
        reading.pager = paging.pager_of(way)
    elif document.hints.page_parameter:
        reading.pager = Pager(PageRequest(document.url), document.hints.page_parameter)
    marked = _current(document, numbered, reading.pager)
    _read_shown(box, links, numbered, marked, reading)
    reading.page = reading.page or marked
    if not numbered:
        _read_select(document, paging, reading)
    around = links_around(document, numbered, inside) if numbered else links
    _find_last(numbered, around, way, reading)
    _find_next(document, numbered, around, way, paging, reading)
    if reading.pager is None or way is None or way.kind == "post":
        _find_steps(numbered, around, way, paging, reading)
    here = reading.page or 1
    beyond = any((_page_of(link, way) or 0) > here for link in numbered) if way is not None else False
    reading.leads_on = reading.next_request is not None or beyond
    if not links and reading.last_page is None and _is_alone(box):
        reading.page = reading.last_page = 1
    return reading


def pager_of(request: PageRequest) -> Pager | None:
    """The pager of a request that asks for a page by a parameter of a usual name; None for another."""
    names = [name for name, _ in (*request.form, *parse_qsl(urlsplit(request.url).query, keep_blank_values=True))]
    name = next((name for name in names if name.lower() in SURE_PAGE_NAMES), None)
    return Pager(request, name) if name is not None else None


def has_page_numbers(document: Document) -> bool:
    """Whether the page has links that show the numbers of pages: 2 and 3 at least."""
    root = document.root
    assert root is not None
    shown = {text.strip(" []") for link in root.iter("a", "button") if len(text := text_of(link).strip()) < 8}
    return {"2", "3"} <= shown


def _names_of_pages(document: Document) -> tuple[str, ...]:
    """The parameters that ask for a page here, as the definition and the engine say."""
    told = (document.hints.page_parameter,) if document.hints.page_parameter else ()
    return told + (document.engine.page_parameters if document.engine is not None else ())


def _read_shown(
    box: Element, links: list[PageLink], numbered: list[PageLink], marked: int | None, reading: PagerReading
) -> None:
    """The board's own count, and "1/62 페이지", from the texts around the list.

    Two numbers with a stroke and no word are the pages only where the pager does not say otherwise.
    """
    shown = read_texts(box)
    reading.total = shown.total
    top = max((link.number for link in numbered if link.number is not None), default=0)
    fits = top <= (shown.last_page or 0) and shown.page == marked if numbered else bool(links)
    if shown.is_named or (shown.last_page is not None and fits):
        reading.page, reading.last_page = shown.page, shown.last_page


def _current(document: Document, numbered: list[PageLink], pager: Pager | None) -> int | None:
    """The page that is shown: as the page's own address says, else marked in the pager, else the first."""
    if pager is not None and pager.field:
        for name, value in parse_qsl(urlsplit(document.url).query):
            if name == pager.field and value.isdecimal() and len(value) < 10:
                page, rest = divmod(int(value) - pager.start, max(1, pager.step))
                return page + 1 if not rest and page >= 0 else None
    if not numbered:
        return None
    group = group_of(numbered)
    linked = {link.element for link in numbered}
    numbers = {link.number for link in numbered if link.number is not None}
    plain: list[int] = []
    for element in group.iter("strong", "b", "em", "span", "li", "a", "font", "td", "button", "i", "p"):
        text = re.sub(r"\D", "", words_of(element))
        if not text or len(text) > 6 or int(text) > max(numbers, default=0) + 1:
            continue
        if element.tag in {"strong", "b", "em"} or _is_marked(element):
            return int(text)
        if (
            not len(element)
            and words_of(element) == text
            and not linked & {element, *element.iterancestors("a", "button")}
        ):
            plain.append(int(text))
    plain += [int(text) for each in (None, *group) if (text := _own_text(group, each)).isdecimal() and len(text) < 7]
    alone = {page for page in plain if page not in numbers}
    if len(alone) == 1:
        return alone.pop()
    if (left_out := _page_left_out(numbers)) is not None:
        return left_out
    return None if pager is None else 1


def _is_marked(element: Element) -> bool:
    return bool(CURRENT.search(element.get("class") or "") or element.get("aria-current"))


def _own_text(group: Element, before: Element | None) -> str:
    """A text that stands in the pager itself, behind one of its elements or before all: [2] 3 [4]."""
    return ((group.text if before is None else before.tail) or "").strip(" \t\r\n[]|·")


def _page_left_out(numbers: Set[int | None]) -> int | None:
    """The one number that is missing between the numbers: the page that is shown, drawn or styled in a way of its own."""
    shown = sorted(number for number in numbers if number is not None)
    gaps = [low + 1 for low, high in pairwise(shown) if high - low == 2]
    return gaps[0] if len(gaps) == 1 and len(shown) > 2 else None


def _read_select(document: Document, paging: Paging, reading: PagerReading) -> None:
    """A box of pages to go to: its options are all pages there are."""
    root = document.root
    assert root is not None
    for box in root.iter("select"):
        options = list(box.iter("option"))
        texts = [
            re.sub(r"\s*(?:페이지|쪽|page|/\s*\d+)\s*", "", " ".join(text_of(each).split()), flags=re.IGNORECASE)
            for each in options
        ]
        if len(texts) < 2 or texts != [str(number) for number in range(1, len(texts) + 1)]:
            continue
        values = [each.get("value") or text for each, text in zip(options, texts, strict=True)]
        named = " ".join(box.get(name) or "" for name in ("name", "id", "class", "title", "aria-label", "onchange"))
        if re.search("page|페이지", f"{named} {values[-1]}", re.IGNORECASE) is None:
            continue
        reading.last_page = reading.last_page or len(texts)
        here = next((at for at, each in enumerate(options, 1) if each.get("selected") is not None), 1)
        reading.page = reading.page or here
        reading.pager = reading.pager or paging.of_select(box, values)
        return


def _is_alone(box: Element) -> bool:
    """Whether a pager that holds nothing but page 1 stands near the list."""
    near: Element = box
    for _ in range(3):
        following = near.getnext()
        while following is not None:
            for each in following.iter("div", "p", "ul", "nav", "td", "span"):
                if PAGER_NAME.search(f"{each.get('class') or ''} {each.get('id') or ''}") is not None:
                    return words_of(each) == "1"
            following = following.getnext()
        parent = near.getparent()
        if parent is None or parent.tag == "body":
            return False
        near = parent
    return False


def _find_last(numbered: list[PageLink], around: list[PageLink], way: Way | None, reading: PagerReading) -> None:
    """The last page: what an arrow behind the numbers leads to, if it is not the next block's; else the last number."""
    if reading.last_page is not None:
        return
    shown = sorted({link.number for link in numbered if link.number is not None})
    pages = [(link, page) for link in around if link.number is None and (page := _page_of(link, way)) is not None]
    arrows = {page for link, page in pages if not BLOCK_WORDS.match(link.text) and link.text not in DOTS}
    blocks = {page for link, page in pages if NEXT_WORDS.match(link.text)}
    words = {page for link, page in pages if LAST_WORDS.match(link.text) and link.text not in LAST_SIGNS}
    signs = {page for link, page in pages if link.text in LAST_SIGNS}
    top = max(shown, default=reading.page or 1)
    beyond = sorted(page for page in arrows if page > top)
    is_block = len(beyond) == 1 and beyond[0] % BLOCK == 1 and beyond[0] not in words
    is_block = is_block and (beyond[0] in blocks) != (beyond[0] in signs)
    told = words | signs
    if beyond and not is_block and (len(beyond) > 1 or beyond[0] > top + 1 or beyond[0] in told):
        reading.last_page = beyond[-1]
    elif told and not beyond and not (signs and max(told) < top):
        # Of a page out of range the address says 102 where the last is 101: the link is right.
        reading.last_page = max(*told, top)
    elif shown and not beyond:
        onward = any(link.leads_on or (link.text in DOTS and _is_behind(link, numbered)) for link in around)
        gap = len(shown) > 1 and shown[-1] - shown[-2] > 1 and shown[-1] - 1 != reading.page
        stays = bool(arrows) and max(arrows) <= top and not _is_block(shown, reading.page)
        if not onward or gap or top < (reading.page or 1) or stays:
            reading.last_page = max(top, reading.page or 1)


def _is_block(shown: list[int], page: int | None) -> bool:
    """Whether the numbers are a block of which more may follow, though an arrow leads one page on only."""
    pages = sorted({*shown, page or 1})
    return pages[-1] % BLOCK == 0 and (page or 1) < pages[-1]


def _is_behind(link: PageLink, numbered: list[PageLink]) -> bool:
    """Whether a link stands behind the numbers."""
    elements = list(group_of(numbered).iter("a", "button"))
    last = numbered[-1].element
    return link.element in elements and last in elements and elements.index(link.element) > elements.index(last)


def _page_of(link: PageLink, way: Way | None) -> int | None:
    """The page that a link asks for."""
    if link.number is not None:
        return link.number
    return way.page_of(link) if way is not None else None


def _leads_elsewhere(url: str, text: str, here: str) -> bool:
    """Whether a link that may lead on leads elsewhere: to this page itself, or («더보기» above a box of latest posts) to a list."""
    if urldefrag(url)[0] == urldefrag(here)[0]:
        return True
    parts, own = urlsplit(url), urlsplit(here)
    values = [value for _, value in parse_qsl(parts.query)] + parts.path.split("/")
    return text in MORE and parts.path != own.path and not any(value.isdecimal() for value in values)


def _find_next(
    document: Document,
    numbered: list[PageLink],
    around: list[PageLink],
    way: Way | None,
    paging: Paging,
    reading: PagerReading,
) -> None:
    """The request for the next page, as the page itself names it."""
    page = reading.page or 1
    onward = [link for link in around if link.leads_on]
    for link in [*numbered, *onward]:
        wanted = _page_of(link, way)
        if wanted is None and link.number is None and link.target.url is not None:
            wanted = page + 1 if not _leads_elsewhere(link.target.url, link.text, document.url) else None
        if wanted != page + 1:
            continue
        if link.target.url is not None and not link.target.data and link.target.request is None:
            reading.next_request = PageRequest(link.target.url)
            return
        if reading.pager is not None:
            reading.next_request = reading.pager.request(wanted)
            return
        if (request := paging.post_back(link)) is not None:
            reading.next_request = request
            return
    if reading.pager is None and numbered:
        # A control of its own for each page, and one that leads to the next of them.
        dots = [link for link in around if link.text in DOTS and _is_behind(link, numbered)]
        following = next((each for link in [*onward, *dots] if (each := paging.post_back(link)) is not None), None)
        if following is not None and page >= max(link.number or 0 for link in numbered):
            reading.next_request = following
        return
    beyond = any((_page_of(link, way) or 0) > page for link in around)
    if reading.pager is not None and (beyond or (reading.last_page or 0) > page):
        reading.next_request = reading.pager.request(page + 1)


def _find_steps(
    numbered: list[PageLink], around: list[PageLink], way: Way | None, paging: Paging, reading: PagerReading
) -> None:
    """The pages that ASP.NET answers for from here: it refuses (event validation) what the page just read has no link for.

    Dots behind the numbers lead to the page behind the last of them.
    """
    top = max((link.number or 0 for link in numbered), default=0)
    top = max(top, reading.page or 0) if top else 0
    for link in around:
        page = _page_of(link, way)
        if page is None and link.text in DOTS and top and _is_behind(link, numbered):
            page = top + 1
        if page is not None and page not in reading.steps and (request := paging.post_back(link)) is not None:
            reading.steps[page] = request
