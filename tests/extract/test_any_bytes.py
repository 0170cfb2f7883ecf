"""Any bytes make a Page, soon, without an exception: broken markup, other files, floods of tags, deep nesting."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.extract import Page, extract

URL = "https://board.example.kr/list?id=news&page=2"
MEGABYTE = 1_000_000
SECONDS = 1.0  # CPU a megabyte, and for anything smaller
SLACK = 2.0
LOOP = 0.05  # CPU seconds that `slowness`'s loop takes where a megabyte takes about half a second

TAGS = (
    "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th>번호</th>", "<th>제목</th>", "<th>작성일</th>", "<ul>", "</ul>", "<li>",
    "</li>", "<div class='title'>", "</div>", "<a href='?no=1'>", "<a onclick=\"view('7')\">", "</a>", "<form method=post>", "<dl>", "<dt>",
    "<script>", "</script>", "<!--", "-->", "2025-06-27", "14:03", "[3]", "공지", "글쓴이", "조회 12", "<img alt=제목>", "<iframe src=x>",
    "<base href='//[x'>", "&#0;", "&#xD800;", "\x00", "다.", "</html>", "<p>", "<br>", "<input type=password>", "alert('없습니다')",
)  # fmt: skip


@given(st.binary(max_size=3000), st.text(max_size=60), st.none() | st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_bytes_at_any_address(body, url, content_type):
    page = extract(body, url, content_type=content_type)
    assert isinstance(page, Page)
    assert page.to_dict()["encoding"]


@given(st.lists(st.sampled_from(TAGS), max_size=400))
@settings(max_examples=400, deadline=None)
def test_any_markup(pieces):
    page = extract("".join(pieces).encode("utf-8", "replace"), URL)
    assert isinstance(page.to_dict(), dict)


ROW = (
    '<tr><td>{0}</td><td><a href="/v?no={0}">제목 {0} 입니다</a></td><td>솔바람</td><td>2025-01-01</td><td>12</td></tr>'
)
LIST = (
    "<ul>"
    + "".join(f'<li><a href="/v?no={n}">제목 {n} 입니다</a> <em>2025-01-01</em></li>' for n in range(10))
    + "</ul>"
)

FLOODS = {
    "100,000 nested tags": "<div>" * 100_000 + "x" + "</div>" * 100_000,
    "nested tables": "<table><tr><td>" * 30_000,
    "nested links": "<a href=1>" * 100_000,
    "nested lists with dates": "<ul><li>2025-01-01 " * 50_000,
    "10,000 rows": "<table><tr><th>번호<th>제목<th>작성자<th>날짜<th>조회</tr>"
    + "".join(ROW.format(n) for n in range(10_000)),
    "2,000 lists": LIST * 2_000,
    "50,000 page links": "".join(f'<a href="?page={n}">{n}</a>' for n in range(50_000)),
    "one class of 100 KB": f'<div class="{"a-" * 50_000}">x</div>',
    "one script of 700 KB": "<script>" + "function a(b){document.f.x.value=b;" * 20_000 + "</script>" + LIST,
    "brackets": "(" * 200_000 + "[1]" * 100_000 + "<" * 500_000,
    "6,000 tables": f"<table><tr><th>번호<th>제목<th>작성일</tr>{ROW.format(1)}</table>" * 6_000,
    "cells without rows": "<table>" + "<td>1" * 150_000 + "</table>",
    "labels and values": "<dl>" + "<dt>작성자</dt><dd>솔바람</dd><dt>등록일</dt><dd>2025-02-03</dd>" * 12_000 + "</dl>",
    "30,000 fields for a password": "<form>비밀글" + "<input type=password name=p>" * 30_000 + "</form>",
    "calls for pages": "".join(f'<a href="javascript:go({n})">{n}</a>' for n in range(25_000)),
    "one address put together for ever": "<script>function go(n){"
    + "u+=u;" * 100_000
    + "location.href=u+n}</script><a href='javascript:go(2)'>2</a><a href='javascript:go(3)'>3</a>"
    + LIST,
    "prose": "<p>오늘은 날씨가 좋다고 밝혔다. 그렇다. 2025-01-01</p>" * 15_000,
}


def slowness() -> float:
    """How much slower this machine is just now than the one on which the bound was set; at least 1."""
    start = time.process_time()
    sum(number % 7 for number in range(1_000_000))
    return max(1.0, (time.process_time() - start) / LOOP)


def cpu_of(body: bytes) -> float:
    start = time.process_time()
    assert isinstance(extract(body, URL), Page)
    return time.process_time() - start


@pytest.mark.parametrize("html", FLOODS.values(), ids=FLOODS)
def test_a_flood_is_read_within_a_second_a_megabyte(html):
    body = html.encode()
    assert cpu_of(body) < slowness() * SLACK * SECONDS * max(1.0, len(body) / MEGABYTE)


def test_a_page_of_50_megabytes():
    body = ("<p>오늘은 날씨가 좋다고 밝혔다. 그렇다. 2025-01-01</p>\n".encode() * 800_000)[: 50 * MEGABYTE]
    assert cpu_of(body) < slowness() * SLACK * SECONDS * 50
