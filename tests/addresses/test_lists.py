"""Lists of addresses as people have them, and what identifies an article."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.address_list import read_address_file, read_addresses
from newscrawl.article_address import article_key
from newscrawl.errors import ConfigurationError

ONE, TWO = "https://news.example.kr/1", "https://news.example.kr/2"


def urls(body: bytes) -> list[str]:
    return [each.url for each in read_addresses(body, "list").listed]


@pytest.mark.parametrize(
    "body",
    [
        f"# mine\n\n{ONE}\n  {TWO}  \n{ONE}\n".encode(),
        f"\ufeff{ONE}\r\n{TWO}\r\n".encode(),
        f"{ONE}\n{TWO}\n".encode("utf-16"),
        gzip.compress(f"{ONE}\n{TWO}\n".encode(), mtime=0),
        f'제목,URL\n"솔마을, 소식",{ONE}\n둘째,{TWO}\n'.encode("cp949"),
        f"제목;주소;비고\n솔마을;{ONE};\n둘째;{TWO};x\n".encode(),
        f"no\tlink\n1\t{ONE}\n2\t{TWO}\n".encode(),
        f"솔마을,{ONE}\n둘째,{TWO}\n".encode(),
        f'"{ONE}"\n"{TWO}"\n'.encode(),
        f'{{"url": "{ONE}", "n": 1}}\n"{TWO}"\n'.encode(),
        json.dumps([{"link": ONE}, TWO]).encode(),
    ],
)
def test_addresses_are_found_in_every_kind_of_list(body):
    assert urls(body) == [ONE, TWO]


def test_each_line_is_accounted_for():
    lines = [ONE, "www.example.kr/a", "http://", f"{ONE}?utm_source=mail", "http://x.kr:99999/", "ftp://x.kr/", TWO]
    found = read_addresses("\n".join(lines).encode(), "list")
    assert [each.line for each in found.listed] == [1, 7]
    assert [each.line for each in found.repeated] == [4]
    assert [each.line for each in found.refused] == [2, 3, 5, 6]
    assert "Did you mean https://www.example.kr/a ?" in found.refused[0].why


def test_a_commas_address_is_one_address():
    assert urls(b"https://x.kr/a,1,2.html\nhttps://x.kr/b\n") == ["https://x.kr/a,1,2.html", "https://x.kr/b"]


@pytest.mark.parametrize("body", [b"", b"# nothing\n\n", b"\x1f\x8bcut", b"[1, 2", b"hello\nworld\n"])
def test_a_list_without_an_address_is_one_message(body):
    with pytest.raises(ConfigurationError):
        read_addresses(body, "list")


def test_a_file_that_is_not_there_is_one_message(tmp_path):
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_address_file(tmp_path / "no.txt")


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_any_bytes_are_a_list_or_one_message(body):
    try:
        found = read_addresses(body, "list")
    except ConfigurationError:
        return
    assert found.listed


@pytest.mark.parametrize(
    "other",
    [
        "http://news.example.kr/a?id=1",
        "https://NEWS.example.kr:443/a?id=1",
        "https://news.example.kr/a/?id=1&utm_source=naver&fbclid=x#top",
        "https://news-example-kr.cdn.ampproject.org/c/s/news.example.kr/a?id=1",
        "https://www.google.com/amp/s/news.example.kr/a?id=1",
    ],
)
def test_addresses_of_one_article_have_one_key(other):
    assert article_key(other) == article_key("https://news.example.kr/a?id=1")


@pytest.mark.parametrize(
    "other",
    [
        "https://news.example.kr/a?id=2",
        "https://news.example.kr/A?id=1",
        "https://news.example.kr/a?id=1&page=2",
        "https://example.kr/a?id=1",
    ],
)
def test_addresses_of_others_have_other_keys(other):
    assert article_key(other) != article_key("https://news.example.kr/a?id=1")


@given(st.text(max_size=200))
def test_a_key_is_its_own_key(text):
    key = article_key(text)
    assert article_key(key) == key
