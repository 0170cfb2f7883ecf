"""Definitions are read strictly, and their mistakes are named with file and line."""

from __future__ import annotations

import pytest

from newscrawl.errors import ConfigurationError
from newscrawl.extract import extract
from newscrawl.sites import definition_text, load, load_all

WHOLE = """
url = "https://www.example.kr/list.do?bbsId=1"
timezone = "Asia/Seoul"
encoding = "cp949"

[list]
row = "table tr"
key = "nttId"
columns = { title = "td.subject a" }

[article]
body = "div.content"

[crawl]
delay = 2
cookies = true

[expect]
columns = ["number", "title"]
min_rows = 5
"""


def write(folder, text, name="notices"):
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_whole_definition_is_read(tmp_path):
    definition = load("notices", write(tmp_path, WHOLE))
    assert definition.name == "notices"
    assert definition.board.address == "www.example.kr/list.do?bbsId=1"
    assert definition.hints.key == "nttId"
    assert definition.hints.columns == {"title": "td.subject a"}
    assert definition.settings == {"DOWNLOAD_DELAY": 2, "COOKIES_ENABLED": True}
    assert definition.expected_columns == ("number", "title")


MISTAKES = [
    ("", "line 1: url is missing"),
    ('url = "x', "not valid TOML"),
    ('url = "nowhere"', "line 1: url is not an address"),
    ('url = "http://x.kr/"\nurls = "y"', "line 2: 'urls' is not known"),
    ('url = "http://x.kr/"\ntimezone = "Asia/Soul"', "line 2: timezone is no IANA time zone"),
    ('url = "http://x.kr/"\nencoding = "hangul"', "line 2: encoding is no known encoding"),
    ('url = "http://x.kr/"\n[list]\nrow = "tr["', "line 3: row is no CSS selector"),
    ('url = "http://x.kr/"\n[list]\nkey = "view(("', "line 3: key is neither"),
    ('url = "http://x.kr/"\n[list.columns]\ntitel = "a"', "line 3: titel is no column"),
    ('url = "http://x.kr/"\n[crawl]\ndelay = "slow"', "line 3: delay must be of type int or float"),
    ('url = "http://x.kr/"\n[crawl]\ndelay = -1', "line 3: delay is less than nothing"),
    ('url = "http://x.kr/"\n[expect]\nmin_rows = true', "line 3: min_rows must be of type int"),
]


@pytest.mark.parametrize(("text", "complaint"), MISTAKES)
def test_a_mistake_is_named_with_file_and_line(tmp_path, text, complaint):
    with pytest.raises(ConfigurationError) as caught:
        load("notices", write(tmp_path, text))
    assert "notices.toml" in str(caught.value)
    assert complaint in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("name", ["../passwd", "a/b", ".hidden", ""])
def test_a_name_cannot_be_a_path(tmp_path, name):
    with pytest.raises(ConfigurationError, match="cannot be a definition's name"):
        load(name, tmp_path)


def test_a_missing_definition_names_those_that_are_there(tmp_path):
    with pytest.raises(ConfigurationError, match="Defined are: notices"):
        load("news", write(tmp_path, WHOLE))


def test_what_probe_writes_can_be_read(tmp_path):
    page = extract(b"<table><tr><th>no</th></tr></table>", "https://x.kr/list?id=1")
    write(tmp_path, definition_text('https://x.kr/list?id=1&name="a"', page), "saved")
    assert [definition.name for definition in load_all(tmp_path)] == ["saved"]
