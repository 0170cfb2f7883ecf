"""A board's definition: read from data/sites/NAME.toml, or made from an address alone.

docs/definitions.md describes the file. Everything in it is optional but `url`: what it leaves out is found by reading
the pages.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit
from zoneinfo import ZoneInfo

from cssselect import SelectorError
from lxml.cssselect import CSSSelector

from newscrawl.errors import ConfigurationError
from newscrawl.extract.hints import Hints
from newscrawl.extract.links import PAGE_STATE
from newscrawl.extract.page import Page
from newscrawl.items import Board

NAME = re.compile(r"[A-Za-z0-9가-힣][A-Za-z0-9가-힣._-]{0,79}")
"""A definition's name: it becomes a file's, so it holds no slash and does not begin with a dot."""

DOCUMENT_PARAMETERS = frozenset(
    ("wr_id", "document_srl", "nttid", "nttno", "articleid", "articleno", "article_no", "seq", "idx", "uid", "bbsseq",
     "comment_srl", "cpage")
)  # fmt: skip
"""Parameters that name a post; the board's address is the same without them."""

# A path that ends in a post's number belongs to a board whose address is the rest (Rhymix: /news/5738).
_POST_PATH = re.compile(r"^(/[A-Za-z][\w-]*)/\d+$")

TABLES: dict[str, dict[str, type | tuple[type, ...]]] = {
    "": {"url": str, "timezone": str, "encoding": str, "list": dict, "article": dict, "crawl": dict, "expect": dict},
    "list": {"row": str, "key": str, "date_format": str, "page_parameter": str, "columns": dict},
    "article": {"title": str, "author": str, "published": str, "views": str, "category": str, "body": str},
    "crawl": {"delay": (int, float), "cookies": bool, "obey_robots": bool, "user_agent": str, "browser": bool},
    "expect": {"columns": list, "min_rows": int},
}
"""Every key of a definition, by table, with its type."""

COLUMNS = frozenset({"number", "title", "author", "published", "views", "votes", "comments", "category"})


@dataclass(slots=True, frozen=True)
class Definition:
    """One board: where it is, and what of its reading and crawling is not as usual.

    `settings` are Scrapy settings that follow from it; `browser` asks for an installed Chromium to render its pages;
    `expected_columns` and `min_rows` say what its first page must show.
    """

    url: str
    name: str | None = None
    timezone: str = "Asia/Seoul"
    hints: Hints = field(default_factory=Hints)
    settings: Mapping[str, Any] = field(default_factory=dict)
    browser: bool = False
    expected_columns: tuple[str, ...] = ()
    min_rows: int = 1

    @property
    def board(self) -> Board:
        """The board that the definition is of."""
        site, address = canonical_address(self.url)
        return Board(site, address, self.url, self.name, timezone=self.timezone)


def canonical_address(url: str) -> tuple[str, str]:
    """A board's (site, address): the host, and the host with the path and the parameters that name the board.

    Scheme, port, trailing slash, page state, post ids, search and session are no part of it, so that one board has one
    address. Raises ConfigurationError for what is no http or https address.
    """
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in {"http", "https"}:
        raise ConfigurationError(
            f"{url!r} is not the address of a board.", "Give one that begins with http:// or https://."
        )
    try:
        site = host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        site = host.lower()
    query = parse_qsl(parts.query, keep_blank_values=False)
    naming = sorted({(name, value) for name, value in query if _names_board(name)})
    path = unquote(re.sub(r"/{2,}", "/", parts.path))
    path = re.sub(r";jsessionid=[^/?]*", "", path, flags=re.IGNORECASE)
    mid = dict(naming).get("mid")
    if mid and path in {"/", "/index.php", ""}:
        # XE and Rhymix: /index.php?mid=news is /news.
        path, naming = f"/{mid}", [pair for pair in naming if pair[0] != "mid"]
    if (post := _POST_PATH.match(path)) is not None:
        path = post[1]
    path = quote(path.rstrip("/"), safe="/:@!$&'()*+,;=~-._가-힣")
    return site, f"{site}{path}{'?' if naming else ''}{urlencode(naming)}"


def _names_board(name: str) -> bool:
    plain = name.lower()
    menu = plain in {"menuno", "menuid", "menucd", "mn", "mcode", "siteid"}
    return menu or not (plain in PAGE_STATE or plain in DOCUMENT_PARAMETERS)


def from_url(url: str) -> Definition:
    """A definition of nothing but an address. Raises ConfigurationError for what is none."""
    canonical_address(url)
    return Definition(url.strip())


def load(name: str, sites_dir: Path) -> Definition:
    """The definition called `name`. Raises ConfigurationError, naming file and line, for one that is not right."""
    check_name(name)
    path = sites_dir / f"{name}.toml"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        there = sorted(each.stem for each in sites_dir.glob("*.toml")) if sites_dir.is_dir() else []
        known = (
            f"Defined are: {', '.join(there)}." if there else "None is defined yet: newscrawl probe URL --save NAME."
        )
        raise ConfigurationError(
            f"There is no definition {name!r} in {sites_dir}, and it is no address.", known
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"The definition {path} cannot be read: {error}.") from error
    return parse(text, name, path)


def load_all(sites_dir: Path) -> list[Definition]:
    """Every definition, by name. Raises ConfigurationError for the first that is not right."""
    return [load(path.stem, sites_dir) for path in sorted(sites_dir.glob("*.toml"))]


def check_name(name: str) -> None:
    """Raises ConfigurationError for a name that could not be a definition's."""
    if not NAME.fullmatch(name):
        raise ConfigurationError(
            f"{name!r} cannot be a definition's name.",
            "Use letters, digits, '-', '_' and '.'; begin with a letter or digit.",
        )


def parse(text: str, name: str, path: Path) -> Definition:
    """Read a definition's text. Raises ConfigurationError, naming file and line, for what is not right in it."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(
            f"{path} is not valid TOML: {error}.", "Correct it there; docs/definitions.md has examples."
        ) from error
    check = _Check(path, text)
    check.table("", data)
    for table in ("list", "article", "crawl", "expect"):
        check.table(table, data.get(table, {}))
    listing, article = data.get("list", {}), data.get("article", {})
    columns = listing.get("columns", {})
    if "url" not in data:
        raise ConfigurationError(f"{path}, line 1: url is missing.", 'Say where the board is: url = "https://…".')
    check.that("url", _is_address(data["url"]), "is not an address that begins with http:// or https://")
    check.that("timezone", _is_zone(data.get("timezone")), "is no IANA time zone, such as Asia/Seoul")
    check.that("encoding", _is_codec(data.get("encoding")), "is no known encoding, such as cp949")
    check.that(
        "key", _is_pattern(listing.get("key")), "is neither a parameter's name nor a regular expression with one group"
    )
    for key, selector in [("row", listing.get("row")), *columns.items(), *article.items()]:
        check.that(key, isinstance(selector, str | None) and _is_css(selector), "is no CSS selector")
    for key in columns:
        check.that(key, key in COLUMNS, f"is no column; they are {', '.join(sorted(COLUMNS))}")
    crawl, expect = data.get("crawl", {}), data.get("expect", {})
    check.that("delay", crawl.get("delay", 0) >= 0, "is less than nothing")
    return Definition(
        url=data["url"].strip(),
        name=name,
        timezone=data.get("timezone", "Asia/Seoul"),
        hints=Hints(
            encoding=data.get("encoding"),
            row=listing.get("row"),
            columns=columns,
            key=listing.get("key"),
            date_format=listing.get("date_format"),
            page_parameter=listing.get("page_parameter"),
            article=article,
        ),
        settings=_settings(crawl),
        browser=crawl.get("browser", False),
        expected_columns=tuple(expect.get("columns", ())),
        min_rows=expect.get("min_rows", 1),
    )


def _settings(crawl: Mapping[str, Any]) -> dict[str, Any]:
    """The Scrapy settings that a definition's [crawl] table means."""
    names = {
        "delay": "DOWNLOAD_DELAY",
        "cookies": "COOKIES_ENABLED",
        "obey_robots": "ROBOTSTXT_OBEY",
        "user_agent": "USER_AGENT",
    }
    return {names[key]: value for key, value in crawl.items() if key in names}


class _Check:
    """Says what is wrong with a definition, and in which line."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines = text.splitlines()

    def table(self, table: str, data: Any) -> None:
        """Only known keys, each of its type."""
        known = TABLES[table]
        if not isinstance(data, dict):
            raise self.error(table, f"[{table}] must be a table")
        for key, value in data.items():
            if key not in known:
                raise self.error(key, f"{key!r} is not known here; known are {', '.join(sorted(known))}")
            wanted = known[key]
            # In Python a bool is an int as well; in a definition it is not.
            if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
                names = " or ".join(each.__name__ for each in (wanted if isinstance(wanted, tuple) else (wanted,)))
                raise self.error(key, f"{key} must be of type {names}, not {type(value).__name__}")

    def that(self, key: str, right: bool, complaint: str) -> None:
        if not right:
            raise self.error(key, f"{key} {complaint}")

    def error(self, key: str, complaint: str) -> ConfigurationError:
        pattern = re.compile(rf"""^\s*\[*\s*["']?{re.escape(key)}["']?\s*(?:=|\]|\.)""")
        line = next((number for number, text in enumerate(self.lines, 1) if pattern.match(text)), 1)
        return ConfigurationError(f"{self.path}, line {line}: {complaint}.", "docs/definitions.md describes every key.")


def _is_address(url: str) -> bool:
    try:
        canonical_address(url)
    except ConfigurationError:
        return False
    return True


def _is_zone(zone: str | None) -> bool:
    try:
        return zone is None or bool(ZoneInfo(zone))
    except (ValueError, OSError, KeyError):
        return False


def _is_codec(name: str | None) -> bool:
    try:
        return name is None or isinstance("".encode(name), bytes)
    except (LookupError, ValueError):
        return False


def _is_pattern(key: str | None) -> bool:
    if key is None or re.fullmatch(r"[\w-]+", key):
        return True
    try:
        return re.compile(key).groups == 1
    except re.error:
        return False


def _is_css(selector: str | None) -> bool:
    try:
        return selector is None or bool(CSSSelector(selector))
    except (SelectorError, ValueError, SyntaxError):
        return False


def definition_text(url: str, page: Page) -> str:
    """A definition as a file's text, with what was understood of the board's page for a person to correct."""
    listing = page.listing
    columns = listing.columns if listing else []
    key = listing.key_source if listing and listing.key_source and re.fullmatch(r"\w+", listing.key_source) else None
    lines = [
        f"# {page.engine or 'a board of unknown make'}, as newscrawl understood it; see docs/definitions.md.",
        f"url = {_quoted(url)}",
        '# timezone = "Asia/Seoul"',
        f"# encoding = {_quoted(page.encoding)}",
        "",
        "[list]",
        '# row = "table.board tbody tr"       # CSS of the rows, where they are not found',
        f"{'' if key and key not in {'path', 'number', 'url'} else '# '}key = {_quoted(key or 'seq')}",
        '# columns = { title = "td.subject a", published = "td:nth-child(4)" }',
        "",
        "[crawl]",
        "# delay = 2.0                        # seconds between requests",
        "# cookies = false",
        "",
        "[expect]                            # held against the page by: newscrawl sites check",
        f"columns = [{', '.join(_quoted(name) for name in columns)}]",
        "min_rows = 1",
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML basic string."""
    return json.dumps(text, ensure_ascii=False)
