"""Apply what a board's definition says of its list as a whole: where it comes from, its posts' addresses, its pages."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlsplit

from newscrawl.extract.document import Document
from newscrawl.extract.hints import Hints
from newscrawl.extract.page import Listing, Page, Pager, PageRequest
from newscrawl.extract.pager import pager_of


def apply_hints(document: Document, page: Page) -> None:
    """Put what the definition says over what was found in the page."""
    hints = document.hints
    if hints.request is not None and not _answers(document, hints.request, page.listing):
        page.listing, page.elsewhere = None, hints.request
    listing = page.listing
    if listing is None:
        return
    told = (name for name in hints.columns if any(getattr(row, name) is not None for row in listing.rows))
    listing.columns = list(dict.fromkeys([*listing.columns, *told]))
    if hints.link is not None:
        for row in listing.rows:
            if row.key is not None:
                row.url, row.request = hints.link.replace("{key}", quote(row.key, safe="")), None
    pager = pager_told(hints, document.url)
    if pager is None:
        return
    if listing.pager is None or not _same_way(listing.pager, pager):
        listing.pager, listing.next_request, listing.steps = pager, None, {}
    listing.page = page_of(pager, document.url) or listing.page
    onward = listing.page is not None and listing.page < (listing.last_page or listing.page + 1)
    if listing.next_request is None and listing.page is not None and listing.rows and onward:
        listing.next_request = listing.pager.request(listing.page + 1)


def pager_told(hints: Hints, url: str) -> Pager | None:
    """How the definition says that a page is asked for; None where it does not say. `url` is a page of the board."""
    if hints.pages is not None:
        return Pager(PageRequest(hints.pages), "", hints.first_page, hints.page_step)
    if hints.page_parameter is not None:
        return Pager(hints.request or PageRequest(url), hints.page_parameter, hints.first_page, hints.page_step)
    return None


def page_on(listing: Listing, page: int, known: Pager | None, request: PageRequest | None) -> Pager | None:
    """The pager of a list that came another way; gives the list, its page `page`, the request for the next one.

    `known` is the pager as the definition or an earlier page tells it, `request` what brought the list where the
    board's own address did not: a fragment seldom brings its pager along, but is asked for by one. Where nothing says
    which page is the last, the one behind it will.
    """
    pager = listing.pager or known or (pager_of(request) if request is not None else None)
    onward = listing.last_page is None or page < listing.last_page
    if listing.next_request is None and pager is not None and listing.rows and onward:
        listing.next_request = pager.request(page + 1)
    return pager


def page_of(pager: Pager, url: str) -> int | None:
    """Which page an address asks for; None where it does not tell. The board's own address asks for the first."""
    if pager.template.method == "POST":
        return None
    if pager.field:
        found = dict(parse_qsl(urlsplit(url).query)).get(pager.field)
    else:
        pattern = re.escape(pager.template.url).replace(re.escape("{page}"), r"(\d{1,9})")
        match = re.fullmatch(pattern, url)
        found = match[1] if match else None
    if found is None:
        return 1
    page, rest = divmod(int(found) - pager.start, pager.step) if found.isdecimal() else (-1, 0)
    return page + 1 if page >= 0 and not rest else None


def _same_way(found: Pager, told: Pager) -> bool:
    """Whether the page's own links say what the definition says, and more: their other parameters."""
    return (
        bool(told.field)
        and found.field == told.field
        and (told.start, told.step) in {(1, 1), (found.start, found.step)}
    )


def _answers(document: Document, request: PageRequest, listing: Listing | None) -> bool:
    """Whether a page is the answer to the request that the definition names: a list, or a fragment behind its end."""
    one, other = urlsplit(document.url), urlsplit(request.url)
    return (one.netloc, one.path) == (other.netloc, other.path) and (listing is not None or document.is_fragment)
