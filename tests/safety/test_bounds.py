"""Pages and feeds that are made to cost: each is read to its bound, and what a person could read of it stays."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import Response

from newscrawl.crawl.bounds import COOKIES, ROBOTS_BYTES, BoundedRobotParser, CookieMiddleware
from newscrawl.extract import extract
from newscrawl.extract.document import MOST_ATTRIBUTES, _thinned, parse_markup
from newscrawl.extract.feed import read_feed

NOW = datetime(2025, 6, 27, tzinfo=UTC)
ROW = "<tr><td>{0}<td><a href='/v?no={0}'>솔마을 소식 {0}호</a><td>솔바람<td>2025-06-{1:02d}<td>9</tr>"


def rows(count: int) -> str:
    head = "<tr><th>번호<th>제목<th>작성자<th>등록일<th>조회</tr>"
    return f"<table>{head}{''.join(ROW.format(n, n % 28 + 1) for n in range(count, 0, -1))}</table>"


def read(html: str):
    return extract(f"<html><body>{html}</body></html>".encode(), "http://x.kr/list?page=1", now=NOW)


@pytest.mark.parametrize(
    "crowd",
    [
        " ".join(f"a{n}=1" for n in range(50_000)),
        " ".join(f'a{n}=">"' for n in range(50_000)),
        " ".join(f"a{n}" for n in range(50_000)),
        "/".join(f"a{n}='<'" for n in range(50_000)),
        'x"' + " ".join(f"a{n}=1" for n in range(50_000)) + '"',
    ],
    ids=["values", "quoted ends", "no values", "slashes", "stray quotes"],
)
def test_a_tag_of_endless_attributes_costs_no_more_than_its_bytes(crowd):
    root = parse_markup(f"<body>{rows(9)}<p {crowd}>끝</p></body>")
    assert max(len(element.attrib) for element in root.iter()) <= MOST_ATTRIBUTES
    assert len(read(f"{rows(9)}<p {crowd}>끝</p>").listing.rows) == 9


@given(
    st.lists(st.sampled_from(["<a", " b", "=", '"', "'", ">", "/", " ", "x", "<", "소식"]), max_size=60).map("".join)
)
def test_tags_of_few_attributes_stay_as_they_are(text):
    assert _thinned(text) == text


def test_a_table_of_endless_rows_is_read_to_its_bound():
    listing = read(rows(4_000)).listing
    assert 1000 <= len(listing.rows) <= 2000
    assert listing.rows[0].number == 4_000


def test_a_cell_of_a_million_letters_hides_no_row():
    long = f"<tr><td>8<td><a href='/v?no=8'>{'가나다 ' * 250_000}</a><td>솔바람<td>2025-06-11<td>9</tr>"
    listing = read(rows(7).replace("</tr>", f"</tr>{long}", 1)).listing
    assert {row.number for row in listing.rows} == set(range(1, 9))


def test_thousands_of_links_and_pages_are_no_list_and_no_end():
    pages = "".join(f"<a href='?page={n}'>{n}</a> " for n in range(1, 5_000))
    listing = read(f"{rows(9)}<div class='paging'>{pages}</div>").listing
    assert len(listing.rows) == 9


ENTITIES = '<!DOCTYPE rss [<!ENTITY a "솔마을">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
)


@pytest.mark.parametrize(
    "doctype",
    [
        f"{ENTITIES}]>",
        '<!DOCTYPE rss [<!ENTITY m SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
    ids=["billion laughs", "file", "parameter entity", "external definition"],
)
def test_no_feed_unfolds_or_fetches_an_entity(doctype):
    item = "<item><title>소식 &m; 1호</title><link>http://x.kr/1</link><description>&m;</description></item>"
    body = f'<?xml version="1.0" encoding="utf-8"?>{doctype}<rss version="2.0"><channel>{item}</channel></rss>'
    feed = read_feed(body.encode(), "http://x.kr/rss", now=NOW)
    for entry in feed.entries if feed is not None else ():
        assert len(entry.title) < 100
        assert "root:" not in entry.title


def test_a_feed_that_unpacks_to_too_much_is_cut(monkeypatch):
    monkeypatch.setattr("newscrawl.extract.feed.MAX_BYTES", 100_000)
    item = b"<item><title>1</title><link>http://x.kr/%d</link></item>"
    body = b"<rss><channel>" + b"".join(item % n for n in range(100_000)) + b"</channel></rss>"
    feed = read_feed(gzip.compress(body, 1), "http://x.kr/rss", now=NOW)
    assert 1000 < len(feed.entries) < 3000


def test_a_robots_txt_without_end_is_read_to_its_bound():
    lines = b"User-agent: *\nDisallow: /secret\n"
    parser = BoundedRobotParser(lines + b"Disallow: /a-long-way-of-its-own\n" * (ROBOTS_BYTES // 20), None)
    assert not parser.allowed("http://x.kr/secret", "newscrawl")
    assert parser.allowed("http://x.kr/a", "newscrawl")
    stars = BoundedRobotParser(f"User-agent: *\nDisallow: /{'*a' * 1000}*b\n".encode(), None)
    assert stars.allowed("http://x.kr/" + "a" * 5000, "newscrawl")


def test_a_host_sets_no_more_cookies_than_a_browser_keeps():
    keeper, kept = CookieMiddleware(), []
    for page in range(3):
        sent = [f"c{page}-{n}=1".encode() for n in range(99)] + [b"c0-0=2", b"big=" + b"a" * 5000]
        answer = Response("http://x.kr/", headers={b"Set-Cookie": sent})
        kept += keeper.process_response(Request("http://x.kr/"), answer).headers.getlist(b"Set-Cookie")
    assert kept == [f"c0-{n}=1".encode() for n in range(COOKIES)] + [b"c0-0=2"] * 3
    other = Response("http://y.kr/", headers={b"Set-Cookie": [b"a=1"]})
    assert keeper.process_response(Request("http://y.kr/"), other).headers.getlist(b"Set-Cookie") == [b"a=1"]
