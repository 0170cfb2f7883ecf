"""A definition that `probe --save` proposes reads the same list, as it is written and with every "#" taken away."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newscrawl.demo import DemoBoard, DemoServer
from newscrawl.expectations import check
from newscrawl.extract.page import PageRequest
from newscrawl.fetch import Fetched
from newscrawl.proposal import definition_text
from newscrawl.reading import fetch_for, read
from newscrawl.sites import from_url, parse

SKINS = ["rhymix", "gnuboard5", "egov", "zeroboard", "mobile"]


def listing_of(definition, url):
    fetched = fetch_for(definition, PageRequest(url), "newscrawl")
    return fetched, read(fetched, definition)


def shown(row):
    return row.to_dict() | {"request": row.request is not None}  # a form's token differs in every answer


@pytest.mark.parametrize("skin", SKINS)
def test_what_is_proposed_reads_the_same_list(skin):
    board = DemoBoard(posts=30, seed=3, name="news", skin=skin)
    with DemoServer([board]) as server:
        url = server.url_of(board)
        fetched, page = listing_of(from_url(url), url)
        text = definition_text(url, page, fetched)
        bare = re.sub(
            r"^# (?=(?:row|page_parameter|number|title|author|published|views|votes) = )", "", text, flags=re.MULTILINE
        )
        assert bare != text
        for each in (text, bare):
            definition = parse(each, "saved", Path("saved.toml"))
            again = listing_of(definition, url)[1].listing
            assert [shown(row) for row in again.rows] == [shown(row) for row in page.listing.rows]
            assert again.next_url == page.listing.next_url
            assert check(definition, "newscrawl").shortfalls == ()


@pytest.mark.parametrize(
    ("expected", "shortfall"),
    [
        ('[list]\nkey = "nttId"', "key = 'nttId' fits no row's link; the posts' ids come from: no"),
        ("min_rows = 99", "rows, 99 are expected"),
        ('columns = ["title", "category", "votes"]', "no category"),
        ('article = ["title", "modified"]', "no modified in the post at http://127.0.0.1"),
    ],
)
def test_a_board_that_falls_short_is_told_in_words(expected, shortfall):
    board = DemoBoard(posts=30, seed=3, name="news", skin="zeroboard")
    with DemoServer([board]) as server:
        text = f'url = "{server.url_of(board)}"\n[expect]\n{expected}'
        assert shortfall in " ".join(check(parse(text, "saved", Path("saved.toml")), "newscrawl").shortfalls)


def test_a_page_without_a_list_falls_short_and_says_what_it_is():
    with DemoServer([DemoBoard(posts=3, seed=3, name="news")]) as server:
        definition = parse(f'url = "{server.url}/about"', "saved", Path("saved.toml"))
        assert "no list of posts was found: titled '소개'" in check(definition, "newscrawl").shortfalls[0]


def test_quotes_in_an_address_stay_what_they_are():
    fetched = Fetched("https://x.kr/", 200, None, b"<p>x", datetime(2025, 7, 1, tzinfo=UTC))
    page = read(fetched, from_url("https://x.kr/"))
    text = definition_text('https://x.kr/list?name="a"', page, fetched)
    assert parse(text, "saved", Path("saved.toml")).url == 'https://x.kr/list?name="a"'
