"""Read a list's pager: which page this is, how many there are, how another is asked for, and the board's own count."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from urllib.parse import parse_qsl, quote, urldefrag, urlsplit

from lxml import etree

from newscrawl.extract.document import Document
from newscrawl.extract.element import Element, text_of
from newscrawl.extract.forms import Forms, fields_of
from newscrawl.extract.links import Target, target_of
from newscrawl.extract.page import Pager, PageRequest

PAGE_NAMES = ["page", "pageindex", "cpage", "p", "pg", "pageno", "page_no", "pagenum", "pagenumber", "nowpage", "curpage", "currentpage", "current_page", "gotopage", "cp", "pn", "pageid", "mod_page", "kboard_page", "paged", "currpage", "targetpage", "nowblock"]  # fmt: skip
SURE_PAGE_NAMES = frozenset(PAGE_NAMES) - {"p", "cp", "pn", "pg"}
OFFSET_NAMES = ("offset", "start", "startpage", "article.offset", "startrow", "from", "st")

NEXT_WORDS = re.compile(
    r"^(?:다음(?:\s*페이지)?(?:로)?|next(?:\s*page)?|›|>|→|▶|▷|더보기|more|다음\s*목록|older)$", re.IGNORECASE
)
MORE = frozenset({"더보기", "more", "MORE", "More"})
LAST_WORDS = re.compile(
    r"^(?:맨?\s*끝(?:\s*페이지)?(?:으로)?|마지막(?:\s*페이지)?(?:로)?|맨\s*뒤(?:로)?|맨\s*마지막|last(?:\s*page)?|»|>>|≫|▶▶|끝으로)$",
    re.IGNORECASE,
)
BLOCK_WORDS = re.compile(r"다음\s*\d+|next\s*\d+|다음\s*블록|다음\s*10", re.IGNORECASE)

_COUNT = r"(\d{1,3}(?:,\d{3})+|\d{1,9})(?!\d|,\d)"
TOTALS = (
    re.compile(
        rf"(?:전체\s*게시물?(?:\s*수)?|총\s*게시물?(?:\s*수)?|전체\s*글|전체글|총\s*글|글\s*수|자료\s*수|total(?:\s*(?:posts|articles|count))?|전체|총|검색\s*결과)\s*[:：]?\s*(?:<[^>]{{0,80}}>|\s|\(|\[)*{_COUNT}\s*(?:</[^>]{{0,20}}>|\s)*(?:건|개|posts|articles|의|$|[\])/,|.])",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:total|전체\s*게시물(?:\s*수)?|총\s*게시물(?:\s*수)?|총\s*건수|게시물\s*수|글\s*수|자료\s*수|전체\s*글?)\s*[:：]?\s*{_COUNT}(?![.]\d|\s*(?:/|페이지|page|쪽))",
        re.IGNORECASE,
    ),
    re.compile(rf"{_COUNT}\s*(?:건|개)의?\s*(?:게시물|게시글|글|자료)", re.IGNORECASE),
)
PAGES = re.compile(
    r"(?:페이지|page)\s*[:：]?\s*\[?\s*(\d{1,7})\s*(?:/|of|\|)\s*(\d{1,7})|(\d{1,7})\s*/\s*(\d{1,7})\s*(?:페이지|쪽|pages?\b)|\(\s*(\d{1,7})\s*/\s*(\d{1,7})\s*\)",
    re.IGNORECASE,
)

PAGE_IN_PATH = re.compile(r"(\d+)(?:/|\.html?)?$")
MOST_PAGES = 10_000_000
BLOCK = 5
"""Pagers go on by blocks of five or ten pages: [다음] on page 1 leads to page 6 or 11."""

MOST_LINKS = 60
"""Links that a pager may have."""

LONGEST_WORDS = 14

PAGES_ALONE = re.compile(r"(\d{1,7})\s*/\s*(\d{1,7})")
"""What a mobile pager shows between its arrows: 1 / 101."""

CURRENT = re.compile(
    r"(?:^|[\s_-])(?:on|active|current|now|sel(?:ected)?|this|cur|pg_current|here|select)(?:$|[\s_-])", re.IGNORECASE
)


@dataclass(slots=True)
class PagerReading:
    """What the page says of its place among the list's pages."""

    page: int | None = None
    last_page: int | None = None
    total: int | None = None
    next_request: PageRequest | None = None
    pager: Pager | None = None

    @property
    def found(self) -> bool:
        return self.pager is not None or self.next_request is not None or (self.last_page or 0) > 1


@dataclass(slots=True)
class _Link:
    """A link that may ask for another page: its words, where it leads, and the number that it shows."""

    element: Element
    text: str
    target: Target
    number: int | None


@dataclass(slots=True)
class _Way:
    """How the pager's links hold a page's number: in a `query` parameter, the `path`, or a `script` call's argument."""

    kind: str
    name: str
    start: int
    step: int
    example: _Link
    links: list[_Link]


def read_pager(document: Document, box: Element, inside: Set[Element] = frozenset()) -> PagerReading:
    """Read the pager that belongs to the list in `box`; the links `inside` its rows are none of it."""
    reading = PagerReading()
    links = _page_links(document, inside)
    numbered = [link for link in links if link.number is not None]
    way = _find_way(numbered or links, _names_of_pages(document))
    if way is not None:
        reading.pager = _pager_of(document, way)
    elif document.hints.page_parameter:
        reading.pager = Pager(PageRequest(document.url), document.hints.page_parameter)
    _read_texts(document, box, reading)
    reading.page = reading.page or _current(document, numbered, reading)
    around = _links_around(document, numbered, inside) if numbered else links
    _find_last(numbered, around, way, reading)
    _find_next(document, numbered, around, way, reading)
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


def _page_links(document: Document, inside: Set[Element]) -> list[_Link]:
    """Links that look like a pager's: numbers and words like 다음, around the list."""
    root = document.root
    assert root is not None
    found = []
    for element in root.iter("a", "button"):
        if element in inside:
            continue
        text = _words(element)
        if _is_of_pager(text) and (link := _link_of(element, text, document.base_url)) is not None:
            found.append(link)
    return found


@lru_cache(maxsize=4096)
def _is_of_pager(text: str) -> bool:
    """Whether a link's words are a page's number, or lead on to other pages."""
    if len(text) > LONGEST_WORDS:
        return False
    return _number(text) is not None or any(words.match(text) for words in (NEXT_WORDS, LAST_WORDS, BLOCK_WORDS))


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and 0 < int(text) < MOST_PAGES else None


def _link_of(element: Element, text: str, base: str) -> _Link | None:
    """The link with these words, where it is short enough for a pager's and leads somewhere."""
    if len(text) > LONGEST_WORDS:
        return None
    target = target_of(element, base)
    return _Link(element, text, target, _number(text)) if target.leads else None


def _links_around(document: Document, numbered: list[_Link], inside: Set[Element]) -> list[_Link]:
    """All links of the element that holds the numbers, and of the one around it: arrows without a word too."""
    group = _group(numbered)
    parent = group.getparent()
    if parent is not None and parent.tag != "body" and sum(1 for _ in parent.iter("a", "button")) <= MOST_LINKS:
        group = parent
    links = (each for each in group.iter("a", "button") if each not in inside)
    found = (_link_of(each, _words(each), document.base_url) for each in links)
    return [link for link in found if link is not None]


def _words(element: Element) -> str:
    """A pager link's words: its text, else that of its picture, else its title."""
    text = " ".join(text_of(element).split())
    if len(text) > 60:
        return text
    if not text:
        text = " ".join((image.get("alt") or image.get("title") or "") for image in element.iter("img")).strip()
    return _plain(text or element.get("title") or element.get("aria-label") or "")


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """A pager link's words without what is said for screen readers, and without brackets."""
    text = re.sub(r"^[.…·\s]*[\[(]\s*|\s*[\])]$", "", text.strip())
    if (match := re.fullmatch(r"(\d{1,7})\s*(?:페이지(?:로\s*이동)?|page)?", text, re.IGNORECASE)) is not None:
        return match[1]
    if (match := re.fullmatch(r"(?:page|페이지)\s*(\d{1,7})", text, re.IGNORECASE)) is not None:
        return match[1]
    text = re.sub(r"\s+", " ", text)
    for pattern in (LAST_WORDS, NEXT_WORDS):
        for part in [text, *text.split(" ")]:
            # «공지 더보기» is another list's.
            if pattern.match(part) and (part == text or part not in MORE):
                return part
    return text


def _names_of_pages(document: Document) -> tuple[str, ...]:
    """The parameters that ask for a page here, as the definition and the engine say."""
    told = (document.hints.page_parameter,) if document.hints.page_parameter else ()
    return told + (document.engine.page_parameters if document.engine is not None else ())


def _find_way(links: list[_Link], told: tuple[str, ...]) -> _Way | None:
    """The parameter, path segment or script argument that changes with the page's number; `told` names go first."""
    votes: Counter[tuple[str, str, int, int]] = Counter()
    example: dict[tuple[str, str, int, int], _Link] = {}
    for link in links:
        for way in _ways(link, link.number, told):
            votes[way] += 1
            example.setdefault(way, link)
    if not votes:
        return None
    best = min(votes, key=lambda way: (way[1] not in told, -votes[way], _rank(way)))
    return _Way(*best, example[best], links)


def _pager_of(document: Document, way: _Way) -> Pager | None:
    if way.kind == "script":
        return _script_pager(document, way.links)
    url = way.example.target.url or document.url
    if way.kind == "query":
        return Pager(PageRequest(url), way.name, way.start, way.step)
    parts = urlsplit(url)
    path = re.sub(rf"{way.example.text}(/|\.html?)?$", r"{page}\1", parts.path)
    return Pager(PageRequest(parts._replace(path=path).geturl()), "", way.start, way.step)


def _rank(way: tuple[str, str, int, int]) -> int:
    name = way[1].lower()
    return PAGE_NAMES.index(name) if name in PAGE_NAMES else 50 + len(name)


def _ways(link: _Link, number: int | None, told: tuple[str, ...] = ()) -> list[tuple[str, str, int, int]]:
    """The ways in which a link may hold its page's number: (kind, name, start, step)."""
    ways = []
    target = link.target
    if target.url is not None:
        parts = urlsplit(target.url)
        for name, value in parse_qsl(parts.query):
            plain = "page" if name in told else name.lower()
            if not value.isdecimal():
                continue
            if (
                number is not None and int(value) == number and (plain in PAGE_NAMES or "page" in plain or number > 1)
            ) or (number is None and plain in PAGE_NAMES):
                ways.append(("query", name, 1, 1))
                if number is None and value == "1" and "next" in (link.element.get("rel") or "").split():
                    ways[-1] = ("query", name, 0, 1)  # what the page itself calls next is no first page
            elif number is not None and number > 1 and (plain in OFFSET_NAMES or "offset" in plain or "start" in plain):
                step, rest = divmod(int(value), number - 1)
                if step > 1 and not rest:
                    ways.append(("query", name, 0, step))
            elif number is not None and int(value) == number - 1 and plain in PAGE_NAMES and number > 1:
                ways.append(("query", name, 0, 1))
        if number is not None and number > 1 and re.search(rf"(?:/|page[-_]?|/p){number}(?:/|\.html?)?$", parts.path):
            ways.append(("path", "", 1, 1))
    for index, argument in enumerate(target.arguments):
        if number is not None and argument == str(number):
            ways.append(("script", f"{target.function}:{index}", 1, 1))
    return ways


def _script_pager(document: Document, links: list[_Link]) -> Pager | None:
    """fn_link_page(3): follow the function to the form that it submits, or take the form with a field for the page."""
    forms = Forms(document)
    for link in links:
        target = link.target
        if target.function is None:
            continue
        index = next((i for i, argument in enumerate(target.arguments) if argument == link.text), None)
        if index is None:
            continue
        call = forms.call(target.function)
        if call is None:
            if (usual := _usual_form(document)) is not None:
                return usual
            continue
        name = next((field for field, position in call.filled.items() if position == index), None)
        if name is None:
            continue
        values = dict(call.form)
        for field, position in call.filled.items():
            if field != name and position < len(target.arguments):
                values[field] = target.arguments[position]
        url = target_of(_anchor(call.action or document.url), document.base_url).url or urldefrag(document.url)[0]
        if call.method == "POST":
            values.setdefault(name, "1")
            return Pager(PageRequest(url, "POST", tuple(values.items())), name)
        query = "&".join(f"{key}={value}" for key, value in values.items() if value and key != name)
        joint = "&" if "?" in url else "?"
        return Pager(PageRequest(url + joint + query if query else url), name)
    return None


def _usual_form(document: Document) -> Pager | None:
    """The form that holds a page number, for functions that stand in a script elsewhere."""
    root = document.root
    assert root is not None
    for form in root.iter("form"):
        values = fields_of(form)
        name = next((name for name in values if name.lower() in SURE_PAGE_NAMES), None)
        url = target_of(_anchor(form.get("action") or document.url), document.base_url).url
        if name is None or url is None:
            continue
        if (form.get("method") or "GET").upper() == "POST":
            return Pager(PageRequest(url, "POST", tuple((values | {name: "1"}).items())), name)
        query = "&".join(f"{key}={quote(value)}" for key, value in values.items() if value and key != name)
        joint = "&" if "?" in url else "?"
        return Pager(PageRequest(url + joint + query if query else url), name)
    return None


def _anchor(href: str) -> Element:
    return etree.Element("a", href=href)


def _read_texts(document: Document, box: Element, reading: PagerReading) -> None:
    """The board's own count, and "1/62 페이지", from the texts around the list."""
    near: Element = box
    for _ in range(4):
        parent = near.getparent()
        if parent is None or parent.tag == "html":
            break
        near = parent
    pieces = _texts_outside(near, box)
    text = " ".join(pieces)
    for pattern in TOTALS:
        for match in pattern.finditer(text):
            digits = match[1].replace(",", "")
            if digits.isdecimal():
                reading.total = int(digits)
                break
        if reading.total is not None:
            break
    beside = (f"{one} {other}" for one, other in pairwise(pieces) if "/" in other)  # <b>1</b> / 24
    pages = PAGES.search(text) or next(filter(None, map(PAGES_ALONE.fullmatch, chain(pieces, beside))), None)
    if pages is not None:
        current, last = (int(group) for group in pages.groups() if group is not None)
        if current > last and current == reading.total:
            last = 0  # «전체 118 / 1 페이지» has the count and the page
        elif current > last:
            current, last = last, current
        if 1 <= last < MOST_PAGES:
            reading.page, reading.last_page = current, last


def _texts_outside(near: Element, box: Element) -> list[str]:
    """The short texts around the list in reading order, without the list's own."""
    found: list[str] = []
    stack: list[tuple[Element, bool]] = [(near, False)]
    while stack and len(found) < 600:
        element, closing = stack.pop()
        if closing:
            if element.tail and element.tail.strip():
                found.append(element.tail.strip())
            continue
        if element is not near:
            stack.append((element, True))
        if element is box or not isinstance(element.tag, str) or element.tag in {"script", "style", "select"}:
            continue
        if element.text and element.text.strip():
            found.append(element.text.strip())
        stack.extend((child, False) for child in reversed(element))
    return found


def _current(document: Document, numbered: list[_Link], reading: PagerReading) -> int | None:
    """The page that is shown: marked in the pager, else as the page's own address says, else the first."""
    pager = reading.pager
    if pager is not None and pager.field:
        for name, value in parse_qsl(urlsplit(document.url).query):
            if name == pager.field and value.isdecimal():
                page, rest = divmod(int(value) - pager.start, max(1, pager.step))
                return page + 1 if not rest and page >= 0 else None
    if numbered:
        group = _group(numbered)
        for element in group.iter("strong", "b", "em", "span", "li", "a", "font", "td", "button"):
            text = re.sub(r"\D", "", _words(element))
            if (
                text
                and len(text) < 7
                and (
                    element.tag in {"strong", "b", "em"}
                    or CURRENT.search(element.get("class") or "")
                    or element.get("aria-current")
                )
            ):
                return int(text)
        return None if reading.pager is None else 1
    return reading.page


def _group(numbered: list[_Link]) -> Element:
    """The smallest element around most of the numbers."""
    around: Counter[Element] = Counter()
    for link in numbered:
        for depth, each in enumerate(link.element.iterancestors()):
            if depth > 4:
                break
            around[each] += 1
    most = max(around.values())
    return next(each for each in numbered[0].element.iterancestors() if around[each] == most)


def _find_last(numbered: list[_Link], around: list[_Link], way: _Way | None, reading: PagerReading) -> None:
    """The last page: what an arrow behind the numbers leads to, if it is not the next block's; else the last number."""
    if reading.last_page is not None:
        return
    shown = sorted({link.number for link in numbered if link.number is not None})
    arrows = {
        page
        for link in around
        if link.number is None and not BLOCK_WORDS.match(link.text) and (page := _page_of(link, way)) is not None
    }
    blocks = {page for link in around if NEXT_WORDS.match(link.text) and (page := _page_of(link, way)) is not None}
    told = [page for link in around if LAST_WORDS.match(link.text) and (page := _page_of(link, way)) is not None]
    top = max(shown, default=reading.page or 1)
    beyond = sorted(page for page in arrows if page > top)
    is_block = len(beyond) == 1 and beyond[0] in blocks and beyond[0] % BLOCK == 1
    if beyond and not is_block and (len(beyond) > 1 or beyond[0] > top + 1 or beyond[0] in told):
        reading.last_page = beyond[-1]
    elif told and not beyond:
        # Of a page out of range the address says 102 where the last is 101: the link is right.
        reading.last_page = max(*told, top)
    elif shown and not beyond:
        onward = any(NEXT_WORDS.match(link.text) or BLOCK_WORDS.match(link.text) for link in around)
        gap = len(shown) > 1 and shown[-1] - shown[-2] > 1
        if not onward or gap or top < (reading.page or 1) or (arrows and max(arrows) <= top):
            reading.last_page = max(top, reading.page or 1)


def _page_of(link: _Link, way: _Way | None) -> int | None:
    """The page that a link asks for."""
    if link.number is not None:
        return link.number
    if way is None:
        return None
    target = link.target
    if way.kind == "script":
        function, _, index = way.name.rpartition(":")
        if target.function != function or int(index) >= len(target.arguments):
            return None
        value = target.arguments[int(index)]
    elif target.url is None:
        return None
    elif way.kind == "query":
        value = next((value for name, value in parse_qsl(urlsplit(target.url).query) if name == way.name), "")
    else:
        match = PAGE_IN_PATH.search(urlsplit(target.url).path)
        example = PAGE_IN_PATH.sub("", urlsplit(way.example.target.url or "").path)
        value = match[1] if match is not None and match.string[: match.start()] == example else ""
    if not value.isdecimal() or len(value) > 9:
        return None
    page, rest = divmod(int(value) - way.start, max(1, way.step))
    return page + 1 if not rest and page >= 0 else None


def _find_next(
    document: Document, numbered: list[_Link], around: list[_Link], way: _Way | None, reading: PagerReading
) -> None:
    """The request for the next page, as the page itself names it."""
    page = reading.page or 1
    onward = [link for link in around if NEXT_WORDS.match(link.text) or BLOCK_WORDS.match(link.text)]
    for link in [*numbered, *onward]:
        wanted = _page_of(link, way)
        if wanted is None and link.number is None and link.target.url is not None:
            wanted = page + 1 if urldefrag(link.target.url)[0] != urldefrag(document.url)[0] else None
        if wanted == page + 1 and link.target.url is not None:
            reading.next_request = PageRequest(link.target.url)
            return
        if wanted == page + 1 and reading.pager is not None:
            reading.next_request = reading.pager.request(wanted)
            return
    beyond = any((_page_of(link, way) or 0) > page for link in around)
    if reading.pager is not None and (beyond or (reading.last_page or 0) > page):
        reading.next_request = reading.pager.request(page + 1)
