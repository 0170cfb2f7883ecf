"""Say in words what stands in a page that was not understood: its kind, its title, and what a board would have had."""

from __future__ import annotations

from newscrawl.extract.document import Document
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


def describe(document: Document, body: bytes) -> list[str]:
    """What was seen, as a few phrases that join with commas; made only where neither list nor article was found."""
    if not body.strip():
        return ["it is empty"]
    start = body[:512].lstrip()
    for magic, kind in KINDS:
        if start.startswith(magic):
            return [f"it is {kind}, not a web page"]
    if start[:1] in {b"{", b"["}:
        return ["it is JSON, not a web page"]
    root = document.root
    if root is None:
        return ["it holds no markup"]
    if start.startswith(b"<?xml") or start[:4].lower() in {b"<rss", b"<fee"}:
        return ["it is XML, perhaps a feed, not a web page"]
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
    scripts = sum(1 for _ in root.iter("script"))
    seen = f"{links:,} links, {dates:,} dates, no repeated rows that have both"
    words = [f"titled {title[:SHOWN_TITLE]!r}" if title else "without a title", seen]
    if scripts and links < 5 and not dates:
        words.append(f"{scripts} scripts, which may fill it in a browser only")
    return words
