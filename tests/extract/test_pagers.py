"""Pagers of all kinds: how each of their pages is asked for, which the last one is, and where the list goes on."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from newscrawl.extract import extract
from newscrawl.extract.page import Listing, PageRequest
from tests.extract.pagers import PAGERS, STATE, Case

HEAD = "<tr><th>번호</th><th>제목</th><th>작성자</th><th>작성일</th><th>조회</th></tr>"
ROWS = "".join(
    f'<tr><td>{number}</td><td><a href="/bbs/view.do?id=news&no={number * 3}">고운 마을 소식 {number}</a></td>'
    f"<td>솔바람</td><td>2025-06-{number % 28 + 1:02}</td><td>{number * 7 % 50}</td></tr>"
    for number in range(160, 115, -3)  # no positions, which would count the board
)


def page_with(case: Case) -> str:
    below = case.pager if case.pager.startswith("<tr") else ""
    pager = "" if below else f'<div class="paging">{case.pager}</div>'
    content = f"{case.above}<table>{HEAD}{ROWS}{below}</table>{pager}{''.join(case.forms.values())}"
    if "__doPostBack" in case.pager:
        content = f'<form method="post" action="./List.aspx?b=3" id="form1">{STATE}{content}</form>'
    script = f"<script>{case.script}</script>" if case.script else ""
    return f"<!DOCTYPE html><html><head><title>새 소식</title>{script}</head><body><div>{content}</div></body></html>"


def listing_of(case: Case) -> Listing:
    listing = extract(page_with(case).encode(), case.url).listing
    assert listing is not None
    assert len(listing.rows) == 15
    return listing


def asks_for(request: PageRequest | None, wanted: str | tuple[str, dict[str, str]]) -> bool:
    if request is None:
        return False
    if isinstance(wanted, str):
        return request.method == "GET" and plain(request.url) == plain(wanted)
    address, form = wanted
    given = dict(request.form)
    return request.method == "POST" and plain(request.url) == plain(address) and form.items() <= given.items()


def plain(url: str) -> tuple[str, list[tuple[str, str]]]:
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}", sorted(parse_qsl(parts.query))


@pytest.mark.parametrize("name", PAGERS)
def test_a_pager_is_read_as_it_is(name: str) -> None:
    case = PAGERS[name]
    listing = listing_of(case)
    assert (listing.page or 1, listing.last_page, listing.total) == (case.page, case.last, case.total)
    for page, wanted in ((2, case.second), (7, case.seventh)):
        if wanted is None:
            continue
        request = listing.pager.request(page) if listing.pager is not None else None
        if page == case.following and request is None:
            request = listing.next_request
        assert asks_for(request, wanted), f"page {page}: {request}"
    if case.following is None:
        assert listing.next_request is None
    else:
        assert listing.next_request is not None
        if listing.pager is not None:
            assert asks_for(listing.next_request, as_wanted(listing.pager.request(case.following)))


def as_wanted(request: PageRequest) -> str | tuple[str, dict[str, str]]:
    return request.url if request.method == "GET" else (request.url, dict(request.form))
