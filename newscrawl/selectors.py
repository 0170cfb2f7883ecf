"""Find CSS that reads a list as it was read without it: tried on the page, so that what is proposed is true."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from newscrawl.extract import Hints, extract
from newscrawl.extract.document import parse_document
from newscrawl.extract.element import Element, select, text_of
from newscrawl.extract.page import Listing, Row
from newscrawl.fetch import Fetched

COLUMNS = ("number", "category", "title", "author", "published", "views", "votes", "comments")

LINK = 'a, [onclick], [href^="javascript:"]'
PLAIN_NAME = re.compile(r"[A-Za-z_][\w-]*")


def find_selectors(fetched: Fetched, listing: Listing) -> Hints:
    """CSS of the rows and of the parts of a row that reads the same list; without those parts for which none does."""
    document = parse_document(fetched.body, fetched.url, fetched.content_type, fetched.at)
    rows = _row_elements(document.root, listing.rows) if document.root is not None else []
    if not rows:
        return Hints()
    hints = next((each for css in _row_css(rows) if _reads_same(fetched, listing, each := Hints(row=css))), None)
    if hints is None:
        return Hints()
    for name in COLUMNS:
        css = _part_css(rows, listing.rows, name)
        more = replace(hints, columns={**hints.columns, name: css}) if css is not None else None
        if more is not None and _reads_same(fetched, listing, more):
            hints = more
    return hints


def _reads_same(fetched: Fetched, listing: Listing, hints: Hints) -> bool:
    again = extract(fetched.body, fetched.url, content_type=fetched.content_type, now=fetched.at, hints=hints).listing
    return again is not None and [_values(row) for row in again.rows] == [_values(row) for row in listing.rows]


def _values(row: Row) -> tuple[object, ...]:
    return (row.key, row.url, *(getattr(row, name) for name in COLUMNS))


def _row_elements(root: Element, rows: Sequence[Row]) -> list[Element]:
    """The elements that hold the rows, in order; none where they are not siblings or not all found."""
    stems = [row.title.rstrip("….").strip() for row in rows]
    links = [link for link in select(root, LINK) if len(text_of(link)) < 1000]
    texts = {link: " ".join(text_of(link).split()) for link in links}
    at, found = 0, []
    for stem in stems:
        place = next((place for place in range(at, len(links)) if stem and stem in texts[links[place]]), None)
        if place is None:
            return []
        found.append(links[place])
        at = place + 1
    if len(found) < 2:
        return []
    above = [[*reversed(list(link.iterancestors())), link] for link in found]
    depth = 0
    while all(depth < len(each) and each[depth] is above[0][depth] for each in above):
        depth += 1
    elements = [each[depth] for each in above if depth < len(each)]
    return elements if len(set(elements)) == len(rows) else []


def _row_css(rows: Sequence[Element]) -> Iterator[str]:
    """CSS that may find the rows: their tag, and classes that all bear, within the nearest elements with a name."""
    box, tag = rows[0].getparent(), str(rows[0].tag)
    shared = set.intersection(*(_classes(row) for row in rows))
    own = [f"{tag}.{name}" for name in sorted(shared)] + [tag]
    within = _name_of(box) if box is not None else ""
    around = next((_name_of(each) for each in (box.iterancestors() if box is not None else ()) if _is_named(each)), "")
    for each in own:
        if box is not None and _is_named(box):
            yield f"{within} > {each}"
        if around:
            yield f"{around} {within} > {each}"
        yield f"{within} > {each}"
        yield f"{within} > {each}:has(td)"


def _classes(element: Element) -> set[str]:
    return {name for name in (element.get("class") or "").split() if PLAIN_NAME.fullmatch(name)}


def _is_named(element: Element) -> bool:
    return bool(_classes(element)) or PLAIN_NAME.fullmatch(element.get("id") or "") is not None


def _name_of(element: Element) -> str:
    """`div#list`, `table.board`, `ul`."""
    own = element.get("id") or ""
    if PLAIN_NAME.fullmatch(own):
        return f"{element.tag}#{own}"
    classes = [name for name in (element.get("class") or "").split() if name in _classes(element)]
    return ".".join([str(element.tag), *classes[:2]])


def _part_css(elements: Sequence[Element], rows: Sequence[Row], name: str) -> str | None:
    """CSS that finds a field in the most rows that show it, of the tightest elements that hold it alone."""
    votes: Counter[str] = Counter()
    wanted = 0
    for element, row in zip(elements, rows, strict=True):
        value = getattr(row, name)
        if value is None:
            continue
        wanted += 1
        shown = value.raw if name == "published" else str(value)
        held = [each for each in element.iterdescendants() if isinstance(each.tag, str) and _shows(each, shown)]
        votes.update({css for each in held for css in _css_within(each, element)})
    if not votes or wanted < 2:
        return None
    css, count = max(votes.items(), key=lambda each: (each[1], ":nth-child" not in each[0], -len(each[0])))
    return css if count >= wanted * 0.6 else None


def _shows(element: Element, text: str) -> bool:
    whole = " ".join(text_of(element).split())
    return whole == text or whole.replace(",", "") == text


def _css_within(element: Element, row: Element) -> Iterator[str]:
    """What may find an element within its row: a class of its own, else its place among its siblings."""
    for name in sorted(_classes(element)):
        css = f"{element.tag}.{name}"
        if select(row, css)[:1] == [element]:
            yield css
    parent = element.getparent()
    if parent is row and parent is not None:
        place = [each for each in parent if isinstance(each.tag, str)].index(element) + 1
        yield f"{element.tag}:nth-child({place})"
    elif parent is not None and parent.getparent() is row:
        place = [each for each in row if isinstance(each.tag, str)].index(parent) + 1
        css = f"{parent.tag}:nth-child({place}) {element.tag}"
        if select(row, css)[:1] == [element]:
            yield css
