"""What a definition says goes over what would be found: given this page and this definition, these rows."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newscrawl.extract.page import PageRequest
from newscrawl.fetch import Fetched
from newscrawl.reading import read
from newscrawl.sites import parse

NOW = datetime(2025, 7, 1, tzinfo=UTC)
ROW = (
    '<tr class="{kind}"><td>{n}</td><td><a href="/view?a={a}&b={n}">솔마을 소식 {n}호</a></td><td>솔바람</td>'
    "<td>{day:02}/06/25</td><td><b>{n}1</b></td></tr>"
)
ROWS = "".join(ROW.format(n=n, a=900 + n * 7, day=n, kind="top" if n > 8 else "") for n in range(9, 3, -1))
LIST = f"<html><body><table><tr><th>번호<th>제목<th>부서<th>날짜<th>조회</tr>{ROWS}</table></body></html>"
JSON = '{"cnt": 2, "rows": [{"x1": "가을 소식", "x2": "2025-06-27", "x3": 5}, {"x1": "봄 소식", "x2": "2025-06-26", "x3": 4}]}'
DOCUMENT = """<html><head><title>솔마을</title></head><body><div class="one"><h3>봄 소식</h3><p class="who">가람</p>
<p class="when">27/06/25</p></div><div class="two"><p>첫째 문장이다. 길고 긴 문장이 이어지고 또 이어진다.</p></div>
<div class="three"><p>둘째 문장이다. 이것이 글이다.</p></div></body></html>"""


def page(definition: str, body: str | bytes = LIST, url: str = "https://x.kr/list?m=1"):
    told = parse(f'url = "https://x.kr/list?m=1"\n{definition}', "notices", Path("notices.toml"))
    data = body if isinstance(body, bytes) else body.encode()
    return read(Fetched(url, 200, "text/html", data, NOW), told)


def first(definition: str, **kwargs):
    listing = page(definition, **kwargs).listing
    assert listing is not None
    return listing.rows[0]


def test_the_key_is_the_named_parameter():
    assert first("").key != first('list.key = "b"').key
    assert first('list.key = "b"').key == "9"
    assert first('list.key = "a=(\\\\d+)"').key == "963"


def test_the_rows_are_those_that_the_selector_finds():
    listing = page('list.row = "tr.top"').listing
    assert listing is not None
    assert [row.number for row in listing.rows] == [9]


def test_notices_are_those_that_the_selector_finds():
    listing = page('list.notice = "tr.top"').listing
    assert listing is not None
    assert [row.is_notice for row in listing.rows] == [True, *[False] * 5]


def test_columns_are_read_where_the_selectors_say():
    row = first('[list.columns]\nauthor = "td:nth-child(5) b"\nviews = "td:nth-child(1)"')
    assert (row.author, row.views) == ("91", 9)


def test_dates_are_read_in_the_named_form():
    assert first("").published is None or first("").published.isoformat() != "2025-06-09"
    assert first('list.date_format = "%d/%m/%y"').published.isoformat() == "2025-06-09"


def test_times_are_in_the_named_zone():
    document = DOCUMENT.replace("27/06/25", "2025-06-27 09:41")
    told = 'timezone = "America/New_York"\n[article]\ntitle = "h3"\nbody = "div.three"\npublished = "p.when"'
    assert page(told, document).article.published.isoformat() == "2025-06-27T09:41:00-04:00"


def test_the_encoding_is_forced():
    body = LIST.replace("솔바람", "가").encode("utf-8")
    assert page('encoding = "latin-1"', body).encoding == "iso8859-1"
    assert page('encoding = "euc-kr"', LIST.encode("cp949")).encoding == "cp949"


@pytest.mark.parametrize(
    ("definition", "url", "place", "onward"),
    [
        ('list.page_parameter = "p"', "https://x.kr/list?m=1", 1, "https://x.kr/list?m=1&p=2"),
        ('list.page_parameter = "p"', "https://x.kr/list?m=1&p=4", 4, "https://x.kr/list?m=1&p=5"),
        ("list.page_parameter = 'o'\nlist.first_page = 0\nlist.page_step = 6", "https://x.kr/list?m=1", 1, "https://x.kr/list?m=1&o=6"),
        ("list.page_parameter = 'o'\nlist.first_page = 0\nlist.page_step = 6", "https://x.kr/list?m=1&o=12", 3, "https://x.kr/list?m=1&o=18"),
        ('list.pages = "/list/{page}"', "https://x.kr/list?m=1", 1, "https://x.kr/list/2"),
        ('list.pages = "/list/{page}"', "https://x.kr/list/7", 7, "https://x.kr/list/8"),
    ],
)  # fmt: skip
def test_the_next_page_is_asked_for_as_the_definition_says(definition, url, place, onward):
    listing = page(definition, url=url).listing
    assert (listing.page, listing.next_url) == (place, onward)


def test_an_address_is_made_of_the_key():
    assert first('list.key = "b"\nlist.link = "/read/{key}.html"').url == "https://x.kr/read/9.html"


def test_the_list_is_where_the_definition_says():
    told = '[list.request]\nurl = "/ajax/list.do"\nform = { bbsId = "B1", pageIndex = 1 }'
    found = page(told, "<html><body><p>아무것도 없다</p></body></html>")
    assert found.elsewhere == PageRequest("https://x.kr/ajax/list.do", "POST", (("bbsId", "B1"), ("pageIndex", "1")))
    assert page(told, url="https://x.kr/ajax/list.do").listing is not None


def test_fields_of_json_are_named_by_the_definition():
    assert page("", JSON, "https://x.kr/api").listing is None
    told = 'list.key = "x3"\nlist.link = "/v/{key}"\n[list.columns]\ntitle = "x1"\npublished = "x2"'
    row = first(told, body=JSON, url="https://x.kr/api")
    assert (row.title, row.key, row.url) == ("가을 소식", "5", "https://x.kr/v/5")
    assert row.published.isoformat() == "2025-06-27"


def test_the_parts_of_an_article_are_where_the_definition_says():
    told = '[article]\ntitle = "h3"\nauthor = "p.who"\npublished = "p.when"\nbody = "div.three"'
    article = page(f'list.date_format = "%d/%m/%y"\n{told}', DOCUMENT, "https://x.kr/view?b=3").article
    assert article is not None
    assert (article.title, article.author, article.published.isoformat()) == ("봄 소식", "가람", "2025-06-27")
    assert article.body_text == "둘째 문장이다. 이것이 글이다."
