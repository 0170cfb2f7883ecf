"""Say in words what stands in a page that was not understood: its kind, its title, and what a board would have had."""

from __future__ import annotations

from collections.abc import Iterator

from newscrawl.extract.document import Document
from newscrawl.extract.element import Element
from newscrawl.extract.json_list import parse_json
from newscrawl.extract.newest import feed_addresses
from newscrawl.extract.parts import UNSEEN
from newscrawl.extract.words import DATE_LIKE

KINDS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office or HWP file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "gzip-compressed data"),
)
"""How files begin that people give by mistake for a board's page."""

SHOWN_TITLE = 60
SHOWN_NAMES = 3
FEW_LINKS = 5
NAMES_FEED = "it names a feed: "
"""How a phrase begins that tells the feeds of a page."""


def describe(document: Document, body: bytes) -> list[str]:
    """What was seen, as a few phrases that join with commas; made only where neither list nor article was found."""
    if not body.strip():
        return ["it is empty"]
    start = body[:512].lstrip()
    for magic, kind in KINDS:
        if start.startswith(magic):
            return [f"it is {kind}, not a web page"]
    if start[:1] in {b"{", b"["}:
        return [_json(document)]
    root = document.root
    if root is None:
        return ["it holds no markup"]
    if start.startswith(b"<?xml") or start[:4].lower() in {b"<rss", b"<fee"}:
        return ["it is XML, perhaps a feed without titles or a sitemap, not a web page"]
    title = " ".join((root.findtext(".//title") or "").split())
    texts = [
        text
        for element in root.iter()
        if isinstance(element.tag, str) and element.tag not in UNSEEN
        for text in (element.text, element.tail)
        if text and len(text) <= 120
    ]
    dates = sum(DATE_LIKE.search(text) is not None for text in texts)
    links = sum(1 for link in root.iter("a") if link.get("href"))
    seen = f"{counted(links, 'link')}, {counted(dates, 'date')}, no repeated rows that have both"
    return [
        f"titled {title[:SHOWN_TITLE]!r}" if title else "without a title",
        seen,
        *_frames(root),
        *_feeds(document),
        *(_scripts(root) if links < FEW_LINKS and not dates else ()),
    ]


def counted(count: int, thing: str) -> str:
    """`1 link`, `2 links`."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def _json(document: Document) -> str:
    data = parse_json(document.html)
    if data is None:
        return "it looks like JSON and is broken"
    names = ", ".join(str(name) for name in list(data)[:SHOWN_NAMES]) if isinstance(data, dict) else "an array"
    return f"it is JSON ({names}), without a list of objects that have titles"


def _frames(root: Element) -> Iterator[str]:
    sources = [source for frame in root.iter("frame", "iframe") if (source := frame.get("src"))]
    if sources:
        yield f"its content is in {counted(len(sources), 'frame')}: {', '.join(sources[:SHOWN_NAMES])}"


def _feeds(document: Document) -> Iterator[str]:
    feeds = feed_addresses(document.html, document.url)
    if feeds:
        yield f"{NAMES_FEED}{', '.join(feeds[:SHOWN_NAMES])}"


def _scripts(root: Element) -> Iterator[str]:
    scripts = list(root.iter("script"))
    if scripts:
        sources = [source for script in scripts if (source := script.get("src"))]
        names = f" ({', '.join(sources[:SHOWN_NAMES])})" if sources else ""
        yield f"{counted(len(scripts), 'script')}{names}, which may fill it in a browser only"
