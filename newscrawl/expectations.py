"""Hold a board against what its definition expects of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from newscrawl.extract import Page
from newscrawl.extract.elsewhere import MOST_HOPS
from newscrawl.extract.page import Article, Listing, PageRequest, Row
from newscrawl.reading import fetch_for, read
from newscrawl.sites import Definition


@dataclass(slots=True, frozen=True)
class Outcome:
    """What was seen of a board, in words, and in what it falls short of its definition; nothing where it does not."""

    seen: str
    shortfalls: tuple[str, ...] = ()


def check(definition: Definition, user_agent: str) -> Outcome:
    """Read the board's first page, and a post where one is expected. Raises NewscrawlError where it cannot be had."""
    page = _ask(definition, PageRequest(definition.url), user_agent)
    for _ in range(MOST_HOPS):
        if page.listing is None and page.elsewhere is not None:
            page = _ask(definition, page.elsewhere, user_agent)
    listing = page.listing
    if listing is None:
        said = f"the page says {page.says.words!r}" if page.says is not None else ", ".join(page.doubts)
        return Outcome("no list of posts", (f"no list of posts was found: {said}" if said else "no list was found",))
    seen = f"{len(listing.rows)} rows with {', '.join(listing.columns)}"
    shortfalls = list(_of_listing(definition, listing))
    if definition.expected_article:
        shortfalls += _of_article(definition, listing, user_agent)
    return Outcome(seen, tuple(shortfalls))


def first_readable(listing: Listing) -> Row | None:
    """The first post of a list that anyone may read, an ordinary one if there is one."""
    rows = [row for row in listing.rows if row.url and not row.is_secret]
    return next((row for row in rows if not row.is_notice), rows[0] if rows else None)


def _ask(definition: Definition, request: PageRequest, user_agent: str) -> Page:
    return read(fetch_for(definition, request, user_agent), definition)


def key_not_found(definition: Definition, listing: Listing) -> str | None:
    """What is wrong with the definition's `key`, where no row's link holds it: the ids then come from elsewhere."""
    key = definition.hints.key
    if key is None or not listing.rows or listing.key_source in {key, "json"}:
        return None
    return f"key = {key!r} fits no row's link; the posts' ids come from: {listing.key_source or 'nowhere'}"


def _of_listing(definition: Definition, listing: Listing) -> Iterator[str]:
    if (wrong := key_not_found(definition, listing)) is not None:
        yield wrong
    missing = [name for name in definition.expected_columns if not _shows(listing, name)]
    if missing:
        yield f"no {', '.join(missing)} in the list"
    if len(listing.rows) < definition.min_rows:
        yield f"{len(listing.rows)} rows, {definition.min_rows} are expected"


def _shows(listing: Listing, name: str) -> bool:
    return name in listing.columns and any(getattr(row, name) is not None for row in listing.rows)


def _of_article(definition: Definition, listing: Listing, user_agent: str) -> Iterator[str]:
    row = first_readable(listing)
    if row is None or row.url is None:
        yield "the list names no post that could be read"
        return
    article = _ask(definition, row.request or PageRequest(row.url), user_agent).article
    if article is None:
        yield f"no article was found at {row.url}"
        return
    missing = [name for name in definition.expected_article if not _holds(article, name)]
    if missing:
        yield f"no {', '.join(missing)} in the post at {row.url}"


def _holds(article: Article, name: str) -> bool:
    value = article.body_text if name == "body" else getattr(article, name)
    return value not in (None, "")
