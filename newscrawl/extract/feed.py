"""Feeds: RSS 0.9 to 2.0, RDF, Atom, JSON Feed, sitemaps and news sitemaps, plain or gzipped, from bytes to entries.

Element names are matched without their namespaces: feeds in the wild bind the right prefix to the wrong address as
often as not.
"""

from __future__ import annotations

import gzip
import html
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any, Literal
from urllib.parse import urljoin

from lxml import etree

from newscrawl.dates import Moment, parse_date
from newscrawl.extract.encoding import decode

MAX_BYTES = 50 * 1024 * 1024
"""A sitemap's limit by its own protocol (sitemaps.org); what unpacks to more is cut there."""

# What XML, and so lxml, cannot hold.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

# CDATA is left as it is; a number is XML's own; a name may be HTML's, which libxml2 drops, as it does a lone ampersand.
AMPERSAND = re.compile(r"<!\[CDATA\[.*?\]\]>|&#(?:\d{1,7}|[xX][0-9a-fA-F]{1,6});|&(?:([A-Za-z]\w{1,30});)?", re.DOTALL)
XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})

TITLES = ("title",)
LINKS = ("link", "loc", "url")
IDS = ("guid", "id")
DATES = (
    "pubdate",
    "published",
    "publication_date",
    "date",
    "date_published",
    "issued",
    "updated",
    "lastmod",
    "modified",
)
AUTHORS = ("author", "creator", "dc:creator")
CATEGORIES = ("category", "subject", "genres")


@dataclass(slots=True, frozen=True)
class Entry:
    """One entry as the feed shows it; `guid` is the feed's own id for it, where it has one."""

    url: str
    title: str = ""
    guid: str | None = None
    author: str | None = None
    category: str | None = None
    published: Moment | None = None


@dataclass(slots=True)
class Feed:
    """A feed. `parts` are further sitemaps, where it is an index of such: their addresses, and when they last changed
    as it shows that (None where it does not)."""

    kind: Literal["rss", "atom", "json", "sitemap"]
    entries: list[Entry] = field(default_factory=list)
    parts: dict[str, str | None] = field(default_factory=dict)
    title: str = ""


def read_feed(
    body: bytes, url: str, *, now: datetime, timezone: str = "Asia/Seoul", content_type: str | None = None
) -> Feed | None:
    """Read a feed; None for what is none. Never raises on any bytes.

    What it says of its encoding (`content_type` is the response's header) is believed where it fits, as with pages.
    """
    # What this changes is nothing that feeds are made of, and XML cannot hold.
    text = CONTROL.sub(" ", decode(_unpacked(body), content_type)[0]).lstrip("\ufeff \t\r\n")
    if text.startswith("{"):
        return _read_json(text, url, now, timezone)
    if not text.startswith("<"):
        return None
    return _read_xml(text, url, now, timezone)


def _unpacked(body: bytes) -> bytes:
    if body[:2] != b"\x1f\x8b":
        return body
    try:
        with gzip.GzipFile(fileobj=BytesIO(body)) as packed:
            return packed.read(MAX_BYTES)
    except (OSError, EOFError, zlib.error):
        return b""


def _read_xml(text: str, url: str, now: datetime, timezone: str) -> Feed | None:
    parser = etree.XMLParser(encoding="utf-8", recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(AMPERSAND.sub(_whole, text).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    name = _tag(root)
    if name in {"rss", "rdf"}:
        channel = next((child for child in root if _tag(child) == "channel"), root)
        feed = Feed("rss", title=_first(_fields(channel), TITLES) or "")
        items = [*_children(channel, "item"), *(_children(root, "item") if channel is not root else ())]
    elif name == "feed":
        feed = Feed("atom", title=_first(_fields(root), TITLES) or "")
        items = list(_children(root, "entry"))
    elif name == "urlset":
        feed, items = Feed("sitemap"), list(_children(root, "url"))
    elif name == "sitemapindex":
        found = [_fields(part) for part in _children(root, "sitemap")]
        named = ((_address(_first(fields, LINKS) or "", url), _first(fields, ("lastmod",))) for fields in found)
        return Feed("sitemap", parts={address: at for address, at in named if address})
    else:
        return None
    for item in items:
        fields = _fields(item)
        if feed.kind == "sitemap":
            fields.pop("lastmod", None)  # when the page changed, which is not when it was published
        entry = _entry(fields, url, now, timezone)
        if entry is not None:
            feed.entries.append(entry)
    return feed


def _whole(match: re.Match[str]) -> str:
    """An ampersand as XML has it: HTML's own entities as their letters, and one that begins none as what it is."""
    found, name = match[0], match[1]
    if name is None:
        return "&amp;" if found == "&" else found
    if name in XML_ENTITIES:
        return found
    letters = html.unescape(found)
    return letters if letters != found else f"&amp;{found[1:]}"


def _children(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in parent if _tag(child) == name)


def _tag(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _fields(item: etree._Element) -> dict[str, list[str]]:
    """Every named value of an item. A news sitemap's fields stand one level down, an Atom author's name too."""
    fields: dict[str, list[str]] = {}
    for child in item:
        name = _tag(child)
        if name == "news":
            for key, values in _fields(child).items():
                fields.setdefault(key, []).extend(values)
            continue
        if name == "publication":
            continue
        text = "".join(child.itertext()).strip()
        if name == "link" and child.get("href"):
            text = child.get("href", "") if child.get("rel", "alternate") == "alternate" else ""
        elif name == "author" and len(child):
            text = _first(_fields(child), ("name",)) or text
        elif name == "category" and not text:
            text = child.get("term", "")
        elif name == "guid" and child.get("isPermaLink", "true") == "true":
            fields.setdefault("permalink", []).append(text)
        if text:
            fields.setdefault(name, []).append(text)
    return fields


def _first(fields: dict[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next((value.strip() for name in names for value in fields.get(name, ()) if value.strip()), None)


def _entry(fields: dict[str, list[str]], base: str, now: datetime, timezone: str) -> Entry | None:
    link = _first(fields, LINKS) or _first(fields, ("permalink",))
    if not link:
        return None
    address = _address(link, base)
    if address is None:
        return None
    shown = _first(fields, DATES)
    return Entry(
        url=address,
        title=_tidy(_first(fields, TITLES)) or "",
        guid=_first(fields, IDS),
        author=_name(_tidy(_first(fields, AUTHORS))),
        category=_tidy(_first(fields, CATEGORIES)),
        published=parse_date(shown, now=now, timezone=timezone) if shown else None,
    )


def _address(link: str, base: str) -> str | None:
    """Where a link leads; None for what is no http or https address. Gnuboard escapes the links of its feed twice."""
    if not link:
        return None
    try:
        address = urljoin(base, html.unescape(link.strip()))
    except ValueError:
        return None
    return address if address.startswith(("http://", "https://")) else None


def _name(author: str | None) -> str | None:
    """A writer without the mail address that RSS wants before the name: `a@b.kr (홍길동)`."""
    if author is None or "@" not in author:
        return author
    named = re.search(r"\(([^()]+)\)", author) or re.match(r"([^<>@]+?)\s*<[^<>]*@", author)
    return named[1].strip() or None if named else None


def _tidy(text: str | None) -> str | None:
    """Text without the markup and entities that feeds put into CDATA."""
    if not text:
        return None
    return " ".join(html.unescape(re.sub(r"<[^<>]{1,200}>", "", text)).split()) or None


def _read_json(text: str, url: str, now: datetime, timezone: str) -> Feed | None:
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        return None
    feed = Feed("json", title=str(data.get("title") or ""))
    for item in data["items"]:
        if not isinstance(item, dict):
            continue
        fields = {name: [str(value)] for name, value in item.items() if isinstance(value, str | int)}
        authors = item.get("authors")
        author = item.get("author") or (authors[0] if isinstance(authors, list) and authors else None)
        if isinstance(author, dict) and author.get("name"):
            fields["author"] = [str(author["name"])]
        entry = _entry(fields, url, now, timezone)
        if entry is not None:
            feed.entries.append(entry)
    return feed
