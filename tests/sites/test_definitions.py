"""Definitions are read strictly, and their mistakes are named with file and line."""

from __future__ import annotations

import pytest

from newscrawl.config import Config
from newscrawl.crawl import CrawlOptions
from newscrawl.crawl.start import crawl_settings
from newscrawl.errors import ConfigurationError
from newscrawl.sites import load

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
    ('url = "x', "line 1: not valid TOML"),
    ('url = "http://x.kr/"\n[list]\nkey = nttId', "line 3: not valid TOML"),
    ('url = "nowhere"', "line 1: url is not an address"),
    ('url = "http://x.kr/"\nurls = "y"', "line 2: 'urls' is not known here; did you mean 'url'?"),
    ('url = "http://x.kr/"\ntimezone = "Asia/Soul"', "line 2: timezone is no IANA time zone"),
    ('url = "http://x.kr/"\nencoding = "hangul"', "line 2: encoding is no known encoding"),
    ('url = "http://x.kr/"\nlist = "tr"', "line 2: list must be a table, not a text in quotes"),
    ('url = "http://x.kr/"\n[list]\nrow = "tr["', "line 3: row is no CSS selector"),
    ('url = "http://x.kr/"\n[list]\nnotice = "..x"', "line 3: notice is no CSS selector"),
    ('url = "http://x.kr/"\n[list]\nkey = "view(("', "line 3: key is neither"),
    ('url = "http://x.kr/"\n[list]\ndate_format = "yy.mm.dd"', "line 3: date_format is no strptime format"),
    ('url = "http://x.kr/"\n[list]\nlink = "/view"', "line 3: link holds no {key}"),
    ('url = "http://x.kr/"\n[list]\npages = "/list"', "line 3: pages holds no {page}"),
    ('url = "http://x.kr/"\n[list]\npage_step = 0', "line 3: page_step is less than 1"),
    ('url = "http://x.kr/"\n[list]\nrequest = {form = {a = 1}}', "line 3: request names no url"),
    (
        'url = "http://x.kr/"\n[list.request]\nurl = "/a"\nmethod = "PUT"',
        "line 4: method is neither GET nor POST",
    ),
    ('url = "http://x.kr/"\n[list.columns]\ntitel = "a"', "line 3: 'titel' is not known in [list.columns]; did you"),
    ('url = "http://x.kr/"\n[crawl]\ndelay = "slow"', "line 3: delay must be a whole number or a number, not a text"),
    ('url = "http://x.kr/"\n[crawl]\ndelay = -1', "line 3: delay is less than nothing"),
    ('url = "http://x.kr/"\n[crawl]\nretries = -1', "line 3: retries is less than nothing"),
    ('url = "http://x.kr/"\n[crawl]\ntimeout = 0', "line 3: timeout is not more than nothing"),
    ('url = "http://x.kr/"\n[list]\ndelay = 3', "line 3: 'delay' is not known in [list]; it belongs under [crawl]"),
    ('url = "http://x.kr/"\n[expect]\nmin_rows = true', "line 3: min_rows must be a whole number, not true or false"),
    ('url = "http://x.kr/"\n[expect]\ncolumns = ["date"]', "line 3: 'date' is not known in [expect]; known are"),
    # The same key stands in several tables: the line is that of the one that is wrong.
    (
        'url = "http://x.kr/"\n[list.columns]\ntitle = "a"\nviews = "b"\n\n[article]\nbody = "p"\ntitle = "h1["',
        "line 8: title is no CSS selector",
    ),
    ('url = "http://x.kr/"\n[list]\ncolumns = { title = "a[" }\n[article]\ntitle = "a"', "line 3: title is no CSS"),
    ('url = "http://x.kr/"\nlist.row = "tr["', "line 2: row is no CSS selector"),
    ('# a board\n\n"url" = "http://x.kr/"\n\n[ crawl ]\n"delay" = -1', "line 6: delay is less than nothing"),
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


def test_a_file_that_is_not_utf8_is_named_with_its_line(tmp_path):
    (tmp_path / "notices.toml").write_bytes('url = "http://x.kr/"\n# 공지\n'.encode("cp949"))
    with pytest.raises(ConfigurationError, match=r"notices\.toml, line 2: not UTF-8"):
        load("notices", tmp_path)


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    (tmp_path / "notices.toml").write_bytes(b'\xef\xbb\xbfurl = "http://x.kr/"\n')
    assert load("notices", tmp_path).url == "http://x.kr/"


def test_its_headers_go_over_those_that_are_always_sent(tmp_path):
    definition = load("notices", write(tmp_path, 'url = "http://x.kr/"\ncrawl.headers = { Referer = "http://x.kr/" }'))
    settings = crawl_settings(Config("sqlite://", tmp_path), definition, CrawlOptions())
    assert settings.getdict("DEFAULT_REQUEST_HEADERS").keys() == {"Accept", "Accept-Language", "Referer"}


def test_a_name_that_is_nearly_right_is_offered(tmp_path):
    with pytest.raises(ConfigurationError, match=r"Did you mean notices\?"):
        load("notice", write(tmp_path, WHOLE))


def test_the_manners_become_settings(tmp_path):
    crawl = '[crawl]\ndelay = 0.5\ntimeout = 9\nretries = 1\nobey_robots = false\nuser_agent = "x"\nheaders = { Referer = "http://x.kr/" }'
    assert load("notices", write(tmp_path, f'url = "http://x.kr/"\n{crawl}')).settings == {
        "DOWNLOAD_DELAY": 0.5,
        "DOWNLOAD_TIMEOUT": 9,
        "RETRY_TIMES": 1,
        "ROBOTSTXT_OBEY": False,
        "USER_AGENT": "x",
        "DEFAULT_REQUEST_HEADERS": {"Referer": "http://x.kr/"},
    }
