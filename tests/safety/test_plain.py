"""What came from outside is shown, and never obeyed: on a terminal, in a log line, in JSON."""

from __future__ import annotations

import gzip
import io
import json
import logging
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.archive import Archive, read
from newscrawl.cli.terminal import _plain_console, cell, table
from newscrawl.logs import JsonFormatter, PlainFormatter
from newscrawl.plain import masked, one_line, plain_json, plain_text
from newscrawl.unread import keep_page
from newscrawl.warc import Fetch

OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ud800-\udfff]"
)
TRICKS = "\x1b]0;제목\x07\x1b[2J\x9b31m\u202e\u2066\r\x08\x00\u2028"
anything = st.text(st.characters() | st.sampled_from(TRICKS))


@given(anything)
def test_nothing_that_a_terminal_obeys_is_left(text):
    assert not OBEYED.search(plain_text(text))
    assert not re.search(r"[\t\n]", one_line(text))
    assert not OBEYED.search(plain_json({"x": text}))
    assert json.loads(plain_json([text])) == [text]


def test_plain_text_stays_as_it_is():
    text = "솔마을 소식 6호\t(2025-06-11)\n둘째 줄 👍 é"
    assert plain_text(text) == text


@settings(deadline=None)
@given(anything)
def test_the_console_shows_it_wherever_it_stands(text):
    console = _plain_console()(file=(shown := io.StringIO()), width=80, force_terminal=False)
    made = table("제목")
    made.add_row(cell(text))
    console.print(made)
    console.print(text, markup=False)
    assert not OBEYED.search(shown.getvalue())


def log_line(formatter: logging.Formatter, message: str) -> str:
    record = logging.LogRecord("newscrawl", logging.INFO, __file__, 1, "read %s", (message,), None)
    record.run = 7
    return formatter.format(record)


@given(anything)
def test_a_log_line_is_one_line(text):
    plain = log_line(PlainFormatter(), text)
    assert len(plain.splitlines()) == 1
    assert not OBEYED.search(plain)
    assert json.loads(log_line(JsonFormatter(), text))["message"] == masked(f"read {text}")


@pytest.mark.parametrize("formatter", [PlainFormatter(), JsonFormatter()])
def test_a_password_in_an_address_is_not_told(formatter):
    line = log_line(formatter, "https://user:p@ss@board.example.kr/list and postgresql://me:geheim@db/x")
    assert "p@ss" not in line
    assert "geheim" not in line
    assert "board.example.kr/list" in line
    assert masked("솔바람 <a@b.kr> https://example.kr/@user:1") == "솔바람 <a@b.kr> https://example.kr/@user:1"


def test_a_header_makes_no_second_header_in_the_archive_and_no_password_is_kept(tmp_path):
    fetch = Fetch(
        url="https://example.kr/a\r\nWARC-Type: x",
        at=datetime.now(UTC),
        status=200,
        headers=[("X-A\r\nWARC-Target-URI", "1\r\nX-B: 2\r\n\r\nWARC/1.1"), ("Content-Type", "text/html")],
        body=b"<p>1</p>",
        request_headers=[("Authorization", "Basic c2VjcmV0"), ("Cookie", "id=1"), ("Accept", "*/*")],
        board="news\r\nX: y",
        key="1\nX: y",
    )
    archive = Archive(tmp_path)
    place = archive.store(fetch)
    archive.close()
    kept = read(tmp_path, place)
    assert kept.body == b"<p>1</p>"
    assert {name for name, _ in kept.headers} == {"X-AWARC-Target-URI", "Content-Type"}
    text = gzip.decompress((tmp_path / place.file).read_bytes()).decode()
    assert "c2VjcmV0" not in text
    assert "\nX" not in text.replace("\nX-AWARC", "")


@given(st.text())
def test_no_name_from_outside_is_a_path(text):
    with tempfile.TemporaryDirectory() as folder:
        for address in (text, f"../../{text}", "가" * 300 + text):
            kept = keep_page(Path(folder), address, b"<p>")
            assert kept is not None
            assert kept.parent == Path(folder) / "unread"
