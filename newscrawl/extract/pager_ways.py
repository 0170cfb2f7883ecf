"""The way in which a pager's links hold a page's number, and the requests that are made of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from urllib.parse import parse_qsl, quote, urldefrag, urlencode, urlsplit

from newscrawl.extract.document import Document
from newscrawl.extract.element import Element
from newscrawl.extract.forms import Call, Forms, fields_of
from newscrawl.extract.links import absolute_address, parameters_of
from newscrawl.extract.page import Pager, PageRequest
from newscrawl.extract.pager_links import PageLink

PAGE_NAMES = ["page", "pageindex", "cpage", "p", "pg", "pageno", "page_no", "pagenum", "pagenumber", "nowpage", "curpage", "currentpage", "current_page", "gotopage", "cp", "pn", "pageid", "mod_page", "kboard_page", "paged", "currpage", "targetpage", "nowblock"]  # fmt: skip
SURE_PAGE_NAMES = frozenset(PAGE_NAMES) - {"p", "cp", "pn", "pg"}
OFFSET_NAMES = ("offset", "start", "startpage", "article.offset", "startrow", "from", "st")

FEWEST_A_PAGE = 5
"""Rows that a step by rows is at least, where a single link tells it."""

POST_BACK = "__doPostBack"
"""What ASP.NET's links call: __doPostBack(control, argument) sends the page's form with both, and with its state."""
TARGET, ARGUMENT = "__EVENTTARGET", "__EVENTARGUMENT"
COMMAND = re.compile(r"(Page\$)?(\d{1,7})$", re.IGNORECASE)

_DIGITS = re.compile(r"\d{1,9}")
_LONE_PATH = re.compile(r"(?:^|/)(?:page|list|p)[-_/=]?(\d{1,7})/?$", re.IGNORECASE)

WayName = tuple[str, str, int, int]
"""kind, name, start, step: a `query` parameter, the `path` with {page} in it, `script` function and argument, `post`
(an ASP.NET control and what stands before the number), a `data` attribute."""


@dataclass(slots=True)
class Way:
    """How the pager's links hold a page's number; the value for page n is `start + (n - 1) * step`."""

    kind: str
    name: str
    start: int
    step: int
    example: PageLink
    links: list[PageLink] = field(default_factory=list)

    def page_of(self, link: PageLink) -> int | None:
        """The page that a link asks for; None where it does not tell."""
        value = self._value_of(link)
        if not value.isdecimal() or len(value) > 9:
            return None
        page, rest = divmod(int(value) - self.start, max(1, self.step))
        return page + 1 if not rest and page >= 0 else None

    def _value_of(self, link: PageLink) -> str:
        target = link.target
        if self.kind == "data":
            return target.data.get(self.name, "")
        if self.kind == "script":
            function, _, index = self.name.rpartition(":")
            if target.function != function or int(index) >= len(target.arguments):
                return ""
            return target.arguments[int(index)]
        if self.kind == "post":
            control, _, prefix = self.name.rpartition(":")
            if target.function != POST_BACK or target.arguments[:1] != (control,) or len(target.arguments) < 2:
                return ""
            argument = target.arguments[1]
            return argument[len(prefix) :] if argument.startswith(prefix) else ""
        if target.url is None:
            return ""
        if self.kind == "query":
            return next((value for name, value in parameters_of(target.url) if name == self.name), "")
        match = _path_pattern(self.name).fullmatch(urlsplit(target.url).path)
        return match[1] if match is not None else ""


@lru_cache(maxsize=256)
def _path_pattern(template: str) -> re.Pattern[str]:
    before, _, after = template.partition("{page}")
    return re.compile(rf"{re.escape(before)}(\d{{1,9}}){re.escape(after)}")


def find_way(links: list[PageLink], told: tuple[str, ...], url: str) -> Way | None:
    """What changes in the links with the page's number; `told` names go first. `url` is the page's own address."""
    votes: Counter[WayName] = Counter()
    example: dict[WayName, PageLink] = {}
    for link in links:
        for way in _ways(link, told, url):
            votes[way] += 1
            example.setdefault(way, link)
    if not votes:
        return None
    best = min(votes, key=lambda way: (way[1] not in told, -votes[way], _rank(way)))
    return Way(*best, example[best], links)


def _rank(way: WayName) -> int:
    name = way[1].lower()
    return PAGE_NAMES.index(name) if name in PAGE_NAMES else 50 + len(name)


def _ways(link: PageLink, told: tuple[str, ...], url: str) -> list[WayName]:
    """The ways in which a link may hold its page's number."""
    number, target = link.number, link.target
    ways: list[WayName] = []
    if target.url is not None:
        ways += _in_query(link, told, url)
        ways += _in_path(target.url, number)
    if target.function == POST_BACK and len(target.arguments) > 1:
        match = COMMAND.match(target.arguments[1])
        if match is not None and (number is None or int(match[2]) == number):
            ways.append(("post", f"{target.arguments[0]}:{match[1] or ''}", 1, 1))
    elif target.function is not None and number is not None:
        ways += (
            ("script", f"{target.function}:{index}", *steps)
            for index, argument in enumerate(target.arguments)
            if (steps := _steps(argument, number)) is not None
        )
    elif target.function is not None and link.leads_on:
        numbers = [index for index, argument in enumerate(target.arguments) if argument.isdecimal()]
        ways += [("script", f"{target.function}:{numbers[0]}", 1, 1)] if len(numbers) == 1 else []
    ways += (
        ("data", name, 1, 1)
        for name, value in target.data.items()
        if value.isdecimal() and (int(value) == number or (number is None and "page" in name))
    )
    return ways


def _steps(value: str, number: int) -> tuple[int, int] | None:
    """Start and step of the values of which page `number` has this one; None where it fits none."""
    if not value.isdecimal() or len(value) > 9:
        return None
    if int(value) == number:
        return 1, 1
    step, rest = divmod(int(value), max(1, number - 1))
    return (0, step) if number > 1 and not rest and step >= FEWEST_A_PAGE else None


def _in_query(link: PageLink, told: tuple[str, ...], url: str) -> list[WayName]:
    ways: list[WayName] = []
    number = link.number
    for name, value in parameters_of(link.target.url or ""):
        plain = "page" if name in told else name.lower()
        if not value.isdecimal() or len(value) > 9:
            continue
        by_rows = plain in OFFSET_NAMES or "offset" in plain or "start" in plain
        if (number is not None and int(value) == number and (plain in PAGE_NAMES or "page" in plain or number > 1)) or (
            number is None and plain in PAGE_NAMES
        ):
            ways.append(("query", name, 1, 1))
            if number is None and value == "1" and "next" in (link.element.get("rel") or "").split():
                ways[-1] = ("query", name, 0, 1)  # what the page itself calls next is no first page
        elif number is not None and number > 1 and by_rows:
            step, rest = divmod(int(value), number - 1)
            if step > 1 and not rest:
                ways.append(("query", name, 0, step))
        elif number is not None and int(value) == number - 1 and plain in PAGE_NAMES and number > 1:
            ways.append(("query", name, 0, 1))
        elif number is None and by_rows and link.leads_on:
            here = dict(parse_qsl(urlsplit(url).query)).get(name, "0")
            step = int(value) - int(here) if here.isdecimal() and len(here) < 10 else 0
            if step >= FEWEST_A_PAGE and not int(here) % step:
                ways.append(("query", name, 0, step))
    return ways


def _in_path(url: str, number: int | None) -> list[WayName]:
    path = urlsplit(url).path
    if number is None:
        match = _LONE_PATH.search(path)
        return [("path", f"{path[: match.start(1)]}{{page}}{path[match.end(1) :]}", 1, 1)] if match is not None else []
    if number < 2:
        return []
    ways: list[WayName] = []
    for digits in _DIGITS.finditer(path):
        steps = _steps(digits[0], number)
        if steps is not None and (steps[1] == 1 or digits.end() == len(path.rstrip("/"))):
            ways.append(("path", f"{path[: digits.start()]}{{page}}{path[digits.end() :]}", *steps))
    return ways[-3:]


class Paging:
    """Makes requests of what a pager's links say: knows the page's forms and the functions of its scripts."""

    def __init__(self, document: Document, told: tuple[str, ...]) -> None:
        self._document = document
        self._told = told
        self._forms = Forms(document)

    @cached_property
    def usual(self) -> Pager | None:
        """The form that holds a page's number, for functions that stand in a script elsewhere."""
        root = self._document.root
        assert root is not None
        for form in root.iter("form"):
            values = fields_of(form)
            name = next((name for name in values if name in self._told or name.lower() in SURE_PAGE_NAMES), None)
            if name is not None and (pager := self._of_form(form, values, name)) is not None:
                return pager
        return None

    def pager_of(self, way: Way) -> Pager | None:
        """How any page is asked for in this way."""
        document = self._document
        url = way.example.target.url or document.url
        if way.kind == "query":
            return Pager(PageRequest(url), way.name, way.start, way.step)
        if way.kind == "path":
            return Pager(PageRequest(urlsplit(url)._replace(path=way.name).geturl()), "", way.start, way.step)
        if way.kind == "post":
            request = self.post_back(way.example)
            if request is None:
                return None
            return Pager(request, ARGUMENT, way.start, way.step, prefix=way.name.rpartition(":")[2])
        found = self._of_button(way) if way.name == "value" else self._of_script(way) if way.kind == "script" else None
        found = found or self.usual or self._of_address()
        return replace(found, start=way.start, step=way.step) if found is not None else None

    def post_back(self, link: PageLink) -> PageRequest | None:
        """What ASP.NET's page sends when a link is followed: its form, with the state of the page just read."""
        target = link.target
        if target.function != POST_BACK or not target.arguments:
            return None
        if self._state is None:
            return None
        url, state = self._state
        argument = target.arguments[1] if len(target.arguments) > 1 else ""
        values = state | {TARGET: target.arguments[0], ARGUMENT: argument}
        return PageRequest(url, "POST", tuple(values.items()))

    @cached_property
    def _state(self) -> tuple[str, dict[str, str]] | None:
        """Where ASP.NET's form is sent to, and its fields."""
        root = self._document.root
        assert root is not None
        state = next((each for each in root.iter("input") if each.get("name") in {"__VIEWSTATE", TARGET}), None)
        form = next(state.iterancestors("form"), None) if state is not None else None
        url = self._action(form) if form is not None else None
        return (url, fields_of(form)) if form is not None and url is not None else None

    def _of_script(self, way: Way) -> Pager | None:
        """fn_link_page(3): follow the function to the form that it submits or to the address that it makes."""
        function, _, index = way.name.rpartition(":")
        call = self._forms.call(function)
        if call is None:
            return None
        position, arguments = int(index), way.example.target.arguments
        if position in call.placed:
            others = [each if at != position else "{page}" for at, each in enumerate(arguments)]
            url = absolute_address(call.address(others).replace("{page}", "987654321"), self._document.base_url)
            if url is None or call.filled:
                return None
            return Pager(PageRequest(url.replace("987654321", "{page}")), "")
        name = next((field for field, at in call.filled.items() if at == position), None)
        return self._of_call(call, name, arguments) if name is not None else None

    def _of_call(self, call: Call, name: str, arguments: Sequence[str]) -> Pager | None:
        values = dict(call.form)
        for field_name, at in call.filled.items():
            if field_name != name and at < len(arguments):
                values[field_name] = arguments[at]
        document = self._document
        action = call.address(arguments) or document.url
        url = absolute_address(action, document.base_url) or urldefrag(document.url)[0]
        if call.method == "POST":
            values.setdefault(name, "1")
            return Pager(PageRequest(url, "POST", tuple(values.items())), name)
        return Pager(PageRequest(_with_query(url, values, name)), name)

    def _of_button(self, way: Way) -> Pager | None:
        """<button name="page" value="3"> in a form."""
        button = way.example.element
        form = next(button.iterancestors("form"), None)
        name = button.get("name")
        return self._of_form(form, fields_of(form), name) if form is not None and name else None

    def _of_form(self, form: Element, values: dict[str, str], name: str) -> Pager | None:
        url = self._action(form)
        if url is None:
            return None
        if (form.get("method") or "GET").upper() == "POST":
            return Pager(PageRequest(url, "POST", tuple((values | {name: "1"}).items())), name)
        return Pager(PageRequest(_with_query(url.partition("?")[0] if form.get("action") else url, values, name)), name)

    def _of_address(self) -> Pager | None:
        """The page's own address, where it says which page it is: what another function makes of it is known."""
        url = self._document.url
        names = [name for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)]
        name = next((name for name in names if name in self._told or name.lower() in SURE_PAGE_NAMES), None)
        return Pager(PageRequest(url), name) if name is not None else None

    def of_select(self, box: Element, options: Sequence[str]) -> Pager | None:
        """How a page is asked for by a box of pages to go to, whose options' values are these."""
        document = self._document
        if any(re.search("[/?=]", value) for value in options):
            pairs = ((absolute_address(value, document.base_url), number) for number, value in enumerate(options, 1))
            for url, number in pairs:
                if url is not None and number > 1:
                    parts = parse_qsl(urlsplit(url).query)
                    name = next((name for name, value in parts if value == str(number)), None)
                    return Pager(PageRequest(url), name) if name is not None else None
            return None
        form, name = next(box.iterancestors("form"), None), box.get("name")
        return self._of_form(form, fields_of(form), name) if form is not None and name else None

    def _action(self, form: Element) -> str | None:
        action = (form.get("action") or "").strip()
        return absolute_address(action, self._document.base_url) if action else urldefrag(self._document.url)[0]


def _with_query(url: str, values: dict[str, str], name: str) -> str:
    """An address with the filled fields of a form, but the one that says which page."""
    query = urlencode({key: value for key, value in values.items() if value and key != name}, quote_via=quote)
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url
