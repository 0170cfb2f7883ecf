"""One board has one address, however it is reached."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.errors import ConfigurationError
from newscrawl.sites import canonical_address

ALIKE = [
    [
        "http://board.kr/bbs/board.php?bo_table=news",
        "https://board.kr:8443/bbs/board.php?bo_table=news&page=3",
        "http://BOARD.kr/bbs/board.php?page=2&bo_table=news&sfl=wr_subject&stx=가",
        "http://board.kr/bbs//board.php?bo_table=news&wr_id=12#c_3",
    ],
    [
        "http://x.kr/news",
        "http://x.kr/news/",
        "http://x.kr/news?page=2",
        "http://x.kr/news/5738",
        "http://x.kr/index.php?mid=news",
    ],
    [
        "https://www.city.go.kr/portal/bbs/list.do?bbsId=B001&menuNo=200",
        "https://www.city.go.kr/portal/bbs/list.do;jsessionid=A1?menuNo=200&bbsId=B001&pageIndex=7&searchKeyword=",
    ],
]


@pytest.mark.parametrize("urls", ALIKE)
def test_these_are_one_board(urls):
    assert len({canonical_address(url) for url in urls}) == 1


def test_these_are_different_boards():
    urls = [
        "http://x.kr/bbs/board.php?bo_table=news",
        "http://x.kr/bbs/board.php?bo_table=free",
        "http://y.kr/bbs/board.php?bo_table=news",
        "http://x.kr/news",
        "http://x.kr/list.do?bbsId=1&menuNo=1",
        "http://x.kr/list.do?bbsId=1&menuNo=2",
    ]
    assert len({canonical_address(url) for url in urls}) == len(urls)


@pytest.mark.parametrize("url", ["", "news", "ftp://x.kr/", "http://", "javascript:alert(1)", "http://[::1"])
def test_what_is_no_address_is_refused(url):
    with pytest.raises(ConfigurationError):
        canonical_address(url)


@given(
    path=st.from_regex(r"/[a-z]{1,8}(/[a-z]{1,8}){0,2}", fullmatch=True),
    board=st.integers(1, 99),
    page=st.integers(1, 999),
    port=st.integers(1, 65535),
)
def test_port_scheme_and_page_are_no_part_of_it(path, board, page, port):
    plain = canonical_address(f"http://board.kr{path}?bbsId={board}")
    assert canonical_address(f"https://board.kr:{port}{path}/?pageIndex={page}&bbsId={board}") == plain
