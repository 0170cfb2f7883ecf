"""Addresses are read by shortcuts where they are plain; these say what the standard library says."""

from __future__ import annotations

from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extract.links import absolute_address, parameters_of

SEGMENTS = st.text(alphabet="ab1가-._~%:", min_size=0, max_size=5)
QUERIES = st.text(alphabet="ab1가=&?/.;%+-_", max_size=12)
PATHS = st.lists(SEGMENTS, max_size=4).map("/".join)
BASES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["https://board.example", "http://board.example:8080"]),
    st.sampled_from(["", "/"]),
    st.sampled_from(["", "bbs/list.php", "a/b/", "a/../b/list.do", "./x", "board"]),
    st.sampled_from(["", "?page=2", "?a=1&b=/x/y"]),
)
ADDRESSES = st.builds(
    "{}{}{}".format, st.sampled_from(["", "/", "./", "../"]), PATHS, QUERIES.map("?{}".format) | st.just("")
)


@given(ADDRESSES, BASES)
def test_a_relative_address_leads_where_urljoin_says(href: str, base: str) -> None:
    try:
        joined = urldefrag(urljoin(base, href))[0]
        expected = joined if urlsplit(joined).scheme in {"http", "https"} else None
    except ValueError:
        expected = None
    assert absolute_address(href, base) == expected


@given(QUERIES)
def test_a_query_holds_what_parse_qsl_says(query: str) -> None:
    assert list(parameters_of(f"https://board.example/list?{query}")) == parse_qsl(query)
