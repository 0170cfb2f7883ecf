"""Find where a page's list comes from when it is not in the page: a frame, a request that a script makes, a feed.

A script's request is taken only where all of it stands in the page: its address as a literal, its data as literals or as
a form that is in the page. What a browser would have to work out is not guessed at.
"""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urlsplit

from newscrawl.extract.document import Document
from newscrawl.extract.element import Element
from newscrawl.extract.forms import fields_of
from newscrawl.extract.links import absolute_address
from newscrawl.extract.page import PageRequest

MOST_HOPS = 2
"""How far a list may be from the board's page: from a frameset to its frame, from there to what a script loads."""

LISTS = re.compile(r"list|board|bbs|article|notice|news|ajax|search|select|post|items?|data", re.IGNORECASE)
"""What the addresses of lists are called."""

NO_LISTS = re.compile(
    r"(?:comment|reply|login|log\b|count|hit|banner|popup|menu|captcha|vote|like|file|upload|download|session|check|insert|update|delete|"
    r"save|regist|weather|visit|stat|analytics|google|facebook|kakao|youtube|maps?\b|doubleclick|adservice)",
    re.IGNORECASE,
)
_QUOTED = r"""["'`]([^"'`\s]{2,400})["'`]"""
AJAX = re.compile(r"\$\.ajax\s*\(\s*\{(.{0,1500}?)\}\s*\)\s*;?", re.DOTALL)
CALLS = re.compile(
    rf"(?:\$|jQuery|axios|http|api)\.(get|post|getJSON|load)\s*\(\s*{_QUOTED}\s*(?:,\s*(\{{[^{{}}]{{0,600}}\}}|\$\([^)]{{1,60}}\)\.serialize\(\)))?",
)
LOAD = re.compile(rf"\)\.load\s*\(\s*{_QUOTED}\s*(?:,\s*(\{{[^{{}}]{{0,600}}\}}|\$\([^)]{{1,60}}\)\.serialize\(\)))?")
FETCH = re.compile(rf"\bfetch\s*\(\s*{_QUOTED}(.{{0,600}}?)\)", re.DOTALL)
XHR = re.compile(
    rf"""\.open\s*\(\s*["'](GET|POST)["']\s*,\s*{_QUOTED}(?:.{{0,600}}?\.send\s*\(\s*(["'][^"']{{0,400}}["'])?)?""",
    re.DOTALL | re.IGNORECASE,
)
URL_OF = re.compile(rf"""\burl\s*:\s*{_QUOTED}""")
METHOD_OF = re.compile(r"""\b(?:type|method)\s*:\s*["'](\w+)["']""", re.IGNORECASE)
DATA_OF = re.compile(
    r"""\b(?:data|body)\s*:\s*(\{[^{}]{0,600}\}|\$\([^)]{1,60}\)\.serialize\(\)|["'][^"']{0,400}["'])"""
)
FORM_OF = re.compile(r"""\$\(\s*["'](?:form)?[#.]?([\w-]+)|\$\(\s*["']form\[name=['"]?([\w-]+)""")
PAIR = re.compile(r"""["']?([A-Za-z_][\w.]*)["']?\s*:\s*(?:["']([^"']{0,200})["']|(-?\d{1,12})\b|(true|false))""")
TEXT_PAIR = re.compile(r"([A-Za-z_][\w.]*)=([^&\"']*)")

MAIN_FRAME = re.compile(r"main|body|content|cont\b|center|list|board|bbs", re.IGNORECASE)
SIDE_FRAME = re.compile(r"top|left|menu|head|foot|bottom|hidden|blank|banner|navi", re.IGNORECASE)
FEED_KIND = re.compile(r"rss|atom|feed\+json", re.IGNORECASE)
MOST_LINKS_OF_A_SHELL = 5

MAX_SCRIPT = 200_000


def find_elsewhere(document: Document) -> PageRequest | None:
    """The request that brings the page's list, or None where the page names none."""
    root = document.root
    if root is None:
        return None
    here = urldefrag(document.url)[0]
    for found in (
        [*_from_scripts(document, root), *_from_frames(document, root)],
        _from_frameset(document, root),
        _from_feeds(document, root),
    ):
        others = [request for request in found if request.url != here or request.method == "POST"]
        if others:
            return min(others, key=_doubt)
    return None


def _doubt(request: PageRequest) -> int:
    """How little an address looks like a list's: words in its last part tell more than those in its path."""
    parts = urlsplit(request.url)
    last = parts.path.rpartition("/")[2]
    return 0 if re.search(r"list", last, re.IGNORECASE) else 1 if LISTS.search(last) else 2


def _is_list(address: str) -> bool:
    """Whether an address is called like a list's; its host may be called so too (board.example.kr), and says nothing."""
    parts = urlsplit(address)
    return bool(LISTS.search(f"{parts.path}?{parts.query}")) and not NO_LISTS.search(parts.path) and "${" not in address


def _from_frames(document: Document, root: Element) -> list[PageRequest]:
    """The addresses of frames on the same site that are called like a list's."""
    host = ".".join((urlsplit(document.url).hostname or "").split(".")[-2:])
    found = []
    for frame in root.iter("iframe", "frame"):
        url = absolute_address(frame.get("src") or frame.get("data-src") or "", document.base_url)
        if url and (urlsplit(url).hostname or "").endswith(host) and _is_list(url):
            found.append(PageRequest(url))
    return found


def _from_frameset(document: Document, root: Element) -> list[PageRequest]:
    """The frame that holds a site whose pages are all shown in frames, or the one iframe that is all of a page."""
    frames = [frame for frame in root.iter("frame", "iframe") if frame.get("src")]
    if next(root.iter("frameset"), None) is None and (len(frames) != 1 or next(root.iter("a"), None) is not None):
        return []
    names = [" ".join(frame.get(name) or "" for name in ("name", "id", "src")) for frame in frames]
    main = [frame for frame, name in zip(frames, names, strict=True) if MAIN_FRAME.search(name)]
    rest = [frame for frame, name in zip(frames, names, strict=True) if not SIDE_FRAME.search(name)]
    urls = [absolute_address(frame.get("src") or "", document.base_url) for frame in main or rest[-1:]]
    return [PageRequest(url) for url in urls if url is not None][:1]


def _from_feeds(document: Document, root: Element) -> list[PageRequest]:
    """The feed that a page names, where a script fills it: a page with content of its own is no list's shell."""
    if sum(1 for _ in root.iter("a")) > MOST_LINKS_OF_A_SHELL or next(root.iter("script"), None) is None:
        return []
    links = (link for link in root.iter("link") if FEED_KIND.search(link.get("type") or ""))
    named = (link for link in links if not NO_LISTS.search(f"{link.get('href')} {link.get('title')}"))
    urls = (absolute_address(link.get("href") or "", document.base_url) for link in named)
    return [PageRequest(url) for url in urls if url is not None][:1]


def _from_scripts(document: Document, root: Element) -> list[PageRequest]:
    """The requests that the page's own scripts make as they stand."""
    found = []
    for script in root.iter("script"):
        text = (script.text or "")[:MAX_SCRIPT]
        for match in AJAX.finditer(text):
            address, method = URL_OF.search(match[1]), METHOD_OF.search(match[1])
            data = DATA_OF.search(match[1])
            if address is not None:
                found.append((address[1], method[1] if method else "GET", data[1] if data else ""))
        found += [(match[2], "POST" if match[1] == "post" else "GET", match[3] or "") for match in CALLS.finditer(text)]
        # jQuery's load() posts where it is given an object.
        found += [
            (match[1].partition(" ")[0], "POST" if match[2] else "GET", match[2] or "") for match in LOAD.finditer(text)
        ]
        found += [(match[2], match[1], match[3] or "") for match in XHR.finditer(text)]
        for match in FETCH.finditer(text):
            method, data = METHOD_OF.search(match[2]), DATA_OF.search(match[2])
            found.append((match[1], method[1] if method else "GET", data[1] if data else ""))
    requests = (_request(document, root, *each) for each in found if _is_list(each[0]))
    return [request for request in requests if request is not None]


def _request(document: Document, root: Element, address: str, method: str, data: str) -> PageRequest | None:
    url = absolute_address(address, document.base_url)
    if url is None:
        return None
    values = _values(root, data)
    if method.upper() == "POST":
        return PageRequest(url, "POST", tuple(values.items()))
    if not values:
        return PageRequest(url)
    query = "&".join(f"{name}={value}" for name, value in values.items())
    return PageRequest(f"{url}{'&' if '?' in url else '?'}{query}")


def _values(root: Element, data: str) -> dict[str, str]:
    """What a request sends: an object's literals, a text of pairs, or the fields of a form in the page."""
    if "serialize" in data:
        named = FORM_OF.search(data)
        name = next((group for group in named.groups() if group), "") if named is not None else ""
        forms = [form for form in root.iter("form") if name in {form.get("id"), form.get("name"), form.get("class")}]
        return fields_of(forms[0]) if forms else {}
    if data[:1] in {'"', "'"}:
        return {match[1]: match[2] for match in TEXT_PAIR.finditer(data)}
    return {
        match[1]: next((group for group in match.groups()[1:] if group is not None), "")
        for match in PAIR.finditer(data)
    }
