"""What a page says goes into no definition as a setting, and what an operator says into no database as a secret."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from newscrawl.errors import ConfigurationError
from newscrawl.extract import extract
from newscrawl.proposal import definition_text
from newscrawl.sites import from_url, parse

EVIL = "%0A[crawl]%0Ahosts = [%2210.0.0.5%22]%0Aobey_robots = false%0A#\u202e\x7f"


def test_no_page_writes_a_setting_into_its_definition():
    rows = "".join(
        f"<tr><td>{n}<td><a href='/v?no={n}{EVIL}'>소식&#10;[crawl]&#10;hosts=['10.0.0.5'] {n}호</a>"
        f"<td>솔바람&#10;x=1<td>2025-06-1{n}</tr>"
        for n in range(9, 0, -1)
    )
    page = extract(
        f"<table><tr><th>번호<th>제목<th>작성자<th>등록일</tr>{rows}</table>".encode(), "http://x.kr/list?a=%0Ab"
    )
    assert page.listing is not None
    assert "\n" in (page.listing.rows[0].key or "")
    text = definition_text('http://x.kr/list?a="\n[crawl]\nhosts=["10.0.0.5"]', page)
    told = tomllib.loads(text)
    assert set(told["crawl"]) == set()
    assert parse(text, "x", Path("x.toml")).hosts == ()


def test_hosts_are_read_and_checked():
    definition = parse('url = "http://board.example.kr/"\n[crawl]\nhosts = ["10.0.0.5:8080"]\n', "x", Path("x.toml"))
    assert definition.guard.refuses("http://10.0.0.5:8080/") is None
    assert definition.guard.refuses("http://10.0.0.5/")
    with pytest.raises(
        ConfigurationError, match=r"line 3: hosts holds 'http://x', which is neither HOST nor HOST:PORT"
    ):
        parse('url = "http://board.example.kr/"\n[crawl]\nhosts = ["http://x"]\n', "x", Path("x.toml"))


def test_a_password_in_an_address_is_refused_and_not_repeated():
    with pytest.raises(ConfigurationError, match="holds a user name") as refused:
        from_url("https://user:geheim@board.example.kr/list")
    assert "geheim" not in str(refused.value)
