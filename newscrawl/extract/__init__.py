"""From a page's bytes to what it says: a listing, an article, or a message in their place.

Pure functions: no Scrapy, no database, no clock but the `now` that is passed in.

    page = extract(body, "https://example.kr/board?page=2", content_type="text/html; charset=euc-kr")
"""

from __future__ import annotations

from datetime import datetime

from newscrawl.extract.article import read_article
from newscrawl.extract.barred import is_firewall, questions_in
from newscrawl.extract.document import Document, parse_document
from newscrawl.extract.elsewhere import find_elsewhere
from newscrawl.extract.engines import recognise
from newscrawl.extract.feed_list import read_feed_list
from newscrawl.extract.glance import is_full
from newscrawl.extract.hints import Hints
from newscrawl.extract.json_list import fragment_of, parse_json, read_json_list, total_of
from newscrawl.extract.listing import find_empty, find_listing
from newscrawl.extract.page import Article, Listing, Page
from newscrawl.extract.says import read_json_says, read_says
from newscrawl.extract.scan import scan_page
from newscrawl.extract.sight import describe
from newscrawl.extract.told import apply_hints

__all__ = ["Hints", "Page", "extract"]

IN_PLACE_OF_ALL = frozenset({"deleted", "forbidden", "moved", "blocked", "maintenance", "missing"})
"""What a page says in place of everything: such a page holds neither a list nor an article."""

SURE, MANY_ROWS = 0.7, 6
"""The score and the rows of a list from which on the page has nothing else to say."""

FOREWORD, ROW_FACTS = 20, 20
"""Characters of text beside a list, and of the facts of each of its rows, in a document that holds it."""

MOST_HELD = 300
"""Rows of a list that may stand within a document's text."""

WHOLE_TEXT = 300
"""Characters of a text that stands where a message would."""

LONG_TEXT = 150
"""Characters of a text beside which a list of titles alone is none of a board."""

DOUBTFUL = 0.4
"""The score of a list below which an article that is found without it is the likelier reading."""


def extract(
    body: bytes,
    url: str,
    *,
    content_type: str | None = None,
    now: datetime | None = None,
    timezone: str = "Asia/Seoul",
    hints: Hints | None = None,
    listing_only: bool = False,
) -> Page:
    """Read a page. Never raises on any bytes.

    `content_type` is the response's header, `now` when the page was fetched (the present if left out), `timezone` the
    site's IANA zone, `hints` what the board's definition says. With `listing_only` an article is not looked for where
    the page's list is sure: a fifth of the time, which a crawl saves on each page of its list.
    """
    document = parse_document(body, url, content_type, now, timezone, hints)
    page = _read(document, body, listing_only=listing_only)
    if hints is not None:
        apply_hints(document, page)
    return page


def _read(document: Document, body: bytes, *, listing_only: bool = False) -> Page:
    page = Page(url=document.url, encoding=document.encoding)
    if (listing := read_feed_list(document, body)) is not None:
        page.listing = listing
        return page
    if (data := parse_json(document.html)) is not None:
        if (fragment := fragment_of(data)) is None:
            page.listing = read_json_list(data, document)
            page.says = read_json_says(data, document.url) if page.listing is None else None
            page.doubts += [] if page.listing or page.says else describe(document, body)
            return page
        document.replace(fragment)
    if document.root is None:
        page.doubts += describe(document, body)
        return page
    document.engine = recognise(document)
    page.engine = document.engine.name if document.engine else None
    found = find_listing(document)
    listing, box = found if found is not None else (None, None)
    if listing is not None and listing.total is None and data is not None:
        listing.total = total_of(data)
    sure = listing is not None and listing.score >= SURE and len(listing.rows) >= MANY_ROWS
    if sure and listing_only:
        page.listing = listing
        return page
    scan = scan_page(document.root, box)
    page.article = read_article(document, box, scan)
    if not sure or "password" in document.html:
        page.says = read_says(document, is_full=_is_whole(page.article) or is_full(scan))
    if page.article is None and listing is not None and listing.score < DOUBTFUL:
        # A few dated lines within a document (comments, files, its neighbours) may look like a list.
        page.article = read_article(document, None)
        listing = listing if page.article is None else None
    if listing is not None and (_is_undated(listing) or not _has_pager(listing)) and len(listing.rows) <= MOST_HELD:
        article = read_article(document, None)
        if article is not None and (_holds(article, listing) or _is_beside(article, listing)):
            page.article, listing = article, None
    page.listing = listing
    if page.says is not None and page.says.kind in IN_PLACE_OF_ALL:
        _settle_message(document, page)
    if page.article is not None and (questions := questions_in(document, page.article)):
        page.article = None
        page.doubts.append(f"it is a form that asks {questions} questions, no post")
    if page.listing is None and page.article is None:
        page.listing = _listing_in_scripts(document)
    if page.listing is None and page.article is None and page.says is None:
        page.listing = find_empty(document)
    if page.listing is None and page.article is None:
        page.elsewhere = find_elsewhere(document)
        page.doubts += describe(document, body)
    return page


def _listing_in_scripts(document: Document) -> Listing | None:
    """The list that a page carries as JSON for its own script to show."""
    assert document.root is not None
    for script in document.root.iter("script"):
        if "json" in (script.get("type") or "") and "ld+json" not in (script.get("type") or ""):
            data = parse_json(script.text or "")
            if data is not None and (listing := read_json_list(data, document)) is not None:
                return listing
    return None


def _is_whole(article: Article | None) -> bool:
    """Whether a document says who wrote it and when, and has a text: such a page says nothing in its place."""
    if article is None or article.published is None or (article.author is None and article.views is None):
        return False
    return len(article.body_text) >= WHOLE_TEXT


def _has_pager(listing: Listing) -> bool:
    return listing.pager is not None or listing.next_request is not None or (listing.last_page or 0) > 1


def _is_undated(listing: Listing) -> bool:
    """Whether the rows are titles alone."""
    return not any(row.published or row.author or row.number or row.views is not None for row in listing.rows)


def _is_beside(article: Article, listing: Listing) -> bool:
    """Whether a list of titles alone stands beside a news text: the news of the day. A pager leads through the text then."""
    if article.published is None or len(article.body_text) < LONG_TEXT or not _is_undated(listing):
        return False
    return not any(row.title in article.body_text for row in listing.rows)


def _holds(article: Article, listing: Listing) -> bool:
    """Whether a list stands within a document's text: a document with a writer and a day of its own."""
    titles = [row.title for row in listing.rows]
    if article.published is None or article.author is None or not titles or article.title in titles:
        return False
    return all(title in article.body_text for title in titles) and len(article.body_text) > FOREWORD + sum(
        len(title) + len(row.author or "") + ROW_FACTS for title, row in zip(titles, listing.rows, strict=True)
    )


def _settle_message(document: Document, page: Page) -> None:
    """A page either says something in place of its post, or is one that speaks of such things (서버 점검 안내).

    A message has no dated text with a writer or a counter of views, no files, and no list that is sure. A firewall's has
    a day and what looks like a writer: when, and from where, it was asked.
    """
    assert page.says is not None
    if is_firewall(document, page.says):
        page.article = page.listing = None
        return
    article, listing = page.article, page.listing
    is_post = article is not None and article.published is not None and bool(article.body_text)
    is_post = is_post and article is not None and (article.author is not None or article.views is not None)
    is_post |= article is not None and bool(article.attachments)
    is_list = listing is not None and listing.score >= DOUBTFUL
    if is_post or is_list:
        page.says = None
    else:
        page.article = page.listing = None
