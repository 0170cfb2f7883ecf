"""Where a row leads: by address, by a script's call, by data attributes or by a form."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urldefrag, urlencode, urljoin, urlsplit

from newscrawl.extract.element import DATA_ADDRESSES, Element
from newscrawl.extract.page import PageRequest

DATA_ID = re.compile(
    r"(?:[-_]|^data-)(?:id|no|seq|key|idx|num|uid|srl|sn|value|params|sno|idx_no|(?:[abdmnp]|art|article|post|doc|ntt|bbs)_?(?:id|no|seq|idx))\d?$"
)
"""Attributes in which rows carry an id for a script: data-id, data-search-no-seq, data-req-get-p-idx."""


_CALL = re.compile(r"([A-Za-z_$][\w$.]*)\s*\(([^()]{0,400})\)")
_ARGUMENT = re.compile(r"""'((?:[^'\\]|\\.){0,300})'|"((?:[^"\\]|\\.){0,300})"|(-?\d{1,20})\b""")
_LOCATION = re.compile(
    r"""location(?:\.href)?\s*=\s*['"]([^'"]{1,500})['"]|location\.(?:replace|assign)\(\s*['"]([^'"]{1,500})"""
)
_SUBMIT = re.compile(r"^\s*(?:document|this)\.(?:forms\s*(?:\[\s*['\"]|\.))?([\w$]+)(?:['\"]\s*\])?\.submit\s*\(")
"""A call that sends a form by its name: document.f640.submit()."""
ROUTE = re.compile(r"^#!?/\S*?(\d+)/?$")
"""An address within a page that a script of its own makes: #/notice/1200."""
_OPEN = re.compile(r"""window\.open\(\s*['"]([^'"]{1,500})['"]""")
PATH = re.compile(r"(?:https?://|\.{0,2}/)[\w.~%/-]*\w(?:\?\S*)?$")
"""An address among a call's arguments is where it leads: goPage('S', null, '/biz/applyInfo/3901')."""

_SEGMENT = r"[^\s#?./]+(?:\.[\w-]+)*"
_PLAIN_TAIL = rf"/(?:{_SEGMENT}(?:/{_SEGMENT})*/?)?(?:\?[^\s#]+)?$"
PLAIN_PATH = re.compile(_PLAIN_TAIL)
PLAIN_RELATIVE = re.compile(r"(?:\./)?[\w%-]+(?:\.[\w-]+)*(?:/[\w%-]+(?:\.[\w-]+)*)*/?(?:\?[^\s#]+)?$")
PLAIN_QUERY = re.compile(r"\?[^\s#]+$")
PLAIN_URL = re.compile(rf"https?://[\w.-]+{_PLAIN_TAIL}")
"""Addresses in which nothing is to be joined or tidied up: no dots for segments, no fragment, no odd scheme."""


_NO_CALLS = frozenset(
    ("return", "void", "if", "for", "while", "function", "alert", "confirm", "this.blur", "blur", "stopPropagation",
     "event.stopPropagation", "$", "jQuery", "toggle")
)  # fmt: skip


@dataclass(slots=True)
class Target:
    """Where one link leads: an address (`url`), or a script's `function` with its `arguments`, or `data` attributes.

    `request` is what a button of a form of its own sends by POST; `url` then holds its fields as a query.
    """

    url: str | None = None
    request: PageRequest | None = None
    function: str | None = None
    arguments: tuple[str, ...] = ()
    data: dict[str, str] = field(default_factory=dict)

    @property
    def leads(self) -> bool:
        return bool(self.url or self.arguments or self.data)


def target_of(element: Element, base: str) -> Target:
    """Where an element leads when it is clicked."""
    if element.tag in {"input", "button"} and (sent := _own_form(element, base)) is not None:
        return sent
    known = dict(element.items())
    if not known:
        return Target()
    href = (known.get("href") or "").strip()
    onclick = known.get("onclick") or ""
    data = {name: value for name, value in known.items() if name.startswith("data-") and _holds_id(name)}
    address = next((value for name in DATA_ADDRESSES if (value := known.get(name))), None)
    if not href and not onclick and not address:
        return Target(data=data)
    if address and not href.startswith(("http", "/")):
        return Target(url=absolute_address(address, base), data=data)
    if href and not href.startswith(("#", "javascript:", "Javascript:", "JavaScript:", "mailto:", "tel:", "data:")):
        url = absolute_address(href, base)
        # A link that only opens the list again (href="?") with a script beside it is the script's.
        if url is not None and not (onclick and urldefrag(url)[0] == urldefrag(base)[0]):
            return Target(url=url, data=data)
    if (route := ROUTE.match(href)) is not None:
        return Target(data={"data-route": route[1]} | data)
    script = href[11:] if href.lower().startswith("javascript:") else onclick
    if not _calls(script) and onclick:
        script = onclick
    if (sends := _SUBMIT.match(script)) is not None:
        form = next((each for each in element.iterancestors("form") if each.get("name") == sends[1]), None)
        if form is not None and (sent := _sent_by(form, base)) is not None:
            return sent
    for pattern in (_LOCATION, _OPEN):
        if (match := pattern.search(script)) is not None:
            return Target(url=absolute_address(next(group for group in match.groups() if group), base), data=data)
    calls = _calls(unquote(script))
    if calls:
        name, arguments = calls[0]
        path = next((each for each in arguments if PATH.match(each)), None)
        if path is not None and not any(each.isdecimal() for each in arguments):
            return Target(url=absolute_address(path, base), data=data)
        return Target(function=name, arguments=arguments, data=data)
    return Target(data=data)


@lru_cache(maxsize=1024)
def _holds_id(name: str) -> bool:
    return DATA_ID.search(name) is not None


def _own_form(button: Element, base: str) -> Target | None:
    """Where a row's own form leads, when its button is pressed; None for a button that only a script knows."""
    if (button.get("type") or "submit").lower() not in {"submit", "image"} or button.get("onclick"):
        return None
    form = next(button.iterancestors("form"), None)
    return _sent_by(form, base) if form is not None else None


def _sent_by(form: Element, base: str) -> Target | None:
    """Where a form with an id among its hidden fields leads when it is sent."""
    url = absolute_address(form.get("action") or "", base)
    if url is None:
        return None
    hidden = (each for each in form.iter("input") if (each.get("type") or "").lower() == "hidden")
    values = {name: each.get("value") or "" for each in hidden if (name := each.get("name"))}
    if not values:
        return None
    address = f"{url}{'&' if '?' in url else '?'}{urlencode({key: value for key, value in values.items() if value})}"
    is_post = (form.get("method") or "GET").upper() == "POST"
    return Target(url=address, request=PageRequest(url, "POST", tuple(values.items())) if is_post else None)


@lru_cache(maxsize=4096)
def absolute_address(href: str, base: str) -> str | None:
    """The address that a link leads to, without fragment; None for what is no http or https address.

    In a saved page of which nobody says where it came from, links lead to files.
    """
    if PLAIN_URL.match(href):
        return href
    try:
        if PLAIN_PATH.match(href) and (origin := _origin(base)):
            return origin + href  # what urljoin would say, at a tenth of its cost
        if PLAIN_RELATIVE.match(href) and (folder := _folder(base)):
            return folder + href.removeprefix("./")
        if PLAIN_QUERY.match(href) and (path := _path(base)):
            return path + href
        url = urldefrag(urljoin(base, href.replace("\n", "").replace("\r", "").replace("\t", "")))[0]
        scheme = urlsplit(url).scheme
        return url if scheme in {"http", "https"} or (scheme == "file" and base.startswith("file:")) else None
    except ValueError:
        return None


@lru_cache(maxsize=64)
def _folder(base: str) -> str:
    """What stands before a relative address."""
    return urljoin(base, "x")[:-1] if _origin(base) else ""


@lru_cache(maxsize=64)
def _path(base: str) -> str:
    """What stands before a query alone."""
    return urljoin(base, "?x")[:-2] if _origin(base) else ""


@lru_cache(maxsize=64)
def _origin(base: str) -> str:
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} else ""


@lru_cache(maxsize=4096)
def _calls(script: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = []
    for match in _CALL.finditer(script[:2000]):
        if match[1] in _NO_CALLS:
            continue
        arguments = tuple(
            next(group for group in argument.groups() if group is not None) for argument in _ARGUMENT.finditer(match[2])
        )
        if arguments:
            found.append((match[1], arguments))
    return tuple(found)


def way_of(target: Target) -> tuple[str, ...]:
    """How a link leads, apart from its numbers: those of a list's posts lead alike."""
    return _way_of_address(target.url) if target.url is not None else (target.function or "",)


@lru_cache(maxsize=4096)
def _way_of_address(url: str) -> tuple[str, ...]:
    parts = urlsplit(url)
    return (parts.netloc, re.sub(r"\d+", "0", parts.path), *sorted(name for name, _ in parameters_of(url)))


@lru_cache(maxsize=4096)
def parameters_of(url: str) -> tuple[tuple[str, str], ...]:
    """The names and values in an address's query, without those that have no value."""
    query = urlsplit(url).query
    if "%" in query or "+" in query:
        return tuple(parse_qsl(query))
    pairs = (pair.partition("=") for pair in query.split("&"))  # what parse_qsl says of it, at a third of its cost
    return tuple((name, value) for name, _, value in pairs if value)
