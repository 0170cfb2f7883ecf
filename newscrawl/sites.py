"""A board's definition: read from data/sites/NAME.toml, or made from an address alone.

docs/definitions.md describes the file. Everything in it is optional but `url`: what it leaves out is found by reading
the pages.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from newscrawl.address import canonical_address
from newscrawl.errors import ConfigurationError
from newscrawl.extract.encoding import is_codec
from newscrawl.extract.hints import Hints
from newscrawl.extract.page import PageRequest
from newscrawl.guard import Guard
from newscrawl.items import Board
from newscrawl.schedule import Schedule, parse_clock, parse_cron, parse_duration
from newscrawl.site_checks import TABLES, Check, is_address, is_css, is_format, is_host, is_pattern, is_zone, not_toml

DEFAULT_LIMIT = timedelta(hours=1)
"""How long a scheduled crawl of a board may take whose definition does not say."""

__all__ = ["Definition", "canonical_address", "check_name", "from_url", "load", "load_all", "names", "parse"]

NAME = re.compile(r"[A-Za-z0-9가-힣][A-Za-z0-9가-힣._-]{0,79}")
"""A definition's name: it becomes a file's, so it holds no slash and does not begin with a dot."""


@dataclass(slots=True, frozen=True)
class Definition:
    """One board: where it is, and what of its reading and crawling is not as usual.

    `settings` are Scrapy settings that follow from it; `browser` asks for an installed Chromium to render its pages;
    within `sweep_days` the whole board is read again, `sweep_pages` pages a crawl at most; `newest` is the address of a
    feed or a page of new posts; `hosts` are others that its pages may send a crawl to, wherever they are;
    `expected_columns` and `min_rows` say what its first page must show, `expected_article` what a post of it must.
    `schedule` says when `newscrawl run` and workers crawl it, unless it is `paused`, and `time_limit` how long such a
    crawl may take; workers read what was never read of it in slices of `backfill` listing pages.
    """

    url: str
    name: str | None = None
    timezone: str = "Asia/Seoul"
    hints: Hints = field(default_factory=Hints)
    settings: Mapping[str, Any] = field(default_factory=dict)
    browser: bool = False
    sweep_days: int | None = None
    sweep_pages: int | None = None
    newest: str | None = None
    hosts: tuple[str, ...] = ()
    expected_columns: tuple[str, ...] = ()
    min_rows: int = 1
    expected_article: tuple[str, ...] = ()
    schedule: Schedule = field(default_factory=Schedule)
    time_limit: timedelta = DEFAULT_LIMIT
    paused: bool = False
    backfill: int | None = None

    @property
    def board(self) -> Board:
        """The board that the definition is of."""
        site, address = canonical_address(self.url)
        return Board(site, address, self.url, self.name, timezone=self.timezone)

    @property
    def guard(self) -> Guard:
        """Which hosts a crawl of the board may ask: the operator named them here."""
        request = self.hints.request
        named = (self.url, request.url if request else None, self.newest, self.hints.pages, self.hints.link)
        return Guard.of((url for url in named if url), self.hosts)


def from_url(url: str) -> Definition:
    """A definition of nothing but an address. Raises ConfigurationError for what is none."""
    canonical_address(url)
    return Definition(url.strip())


def load(name: str, sites_dir: Path) -> Definition:
    """The definition called `name`. Raises ConfigurationError, naming file and line, for one that is not right."""
    check_name(name)
    path = sites_dir / f"{name}.toml"
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        there = names(sites_dir)
        near = get_close_matches(name, there, 1, 0.6)
        known = (
            f"Defined are: {', '.join(there)}." if there else "None is defined yet: newscrawl probe URL --save NAME."
        )
        known = f"Did you mean {near[0]}? {known}" if near else known
        raise ConfigurationError(
            f"There is no definition {name!r} in {sites_dir}, and it is no address.", known
        ) from None
    except OSError as error:
        raise ConfigurationError(f"The definition {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigurationError(f"{path}, line {line}: not UTF-8.", "Save the file as UTF-8.") from error
    return parse(text, name, path)


def load_all(sites_dir: Path) -> list[Definition]:
    """Every definition, by name. Raises ConfigurationError for the first that is not right."""
    return [load(name, sites_dir) for name in names(sites_dir)]


def names(sites_dir: Path) -> list[str]:
    """The names of the definitions that are there, right or not."""
    return sorted(path.stem for path in sites_dir.glob("*.toml")) if sites_dir.is_dir() else []


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
        raise not_toml(path, text, str(error)) from error
    check = Check(path, text)
    for table in TABLES:
        check.table(table, _inside(data, table))
    listing, article = data.get("list", {}), data.get("article", {})
    crawl, expect = data.get("crawl", {}), data.get("expect", {})
    if "url" not in data:
        raise ConfigurationError(f"{path}, line 1: url is missing.", 'Say where the board is: url = "https://…".')
    check.that("url", is_address(data["url"]), "is not an address that begins with http:// or https://")
    check.that("timezone", is_zone(data.get("timezone")), "is no IANA time zone, such as Asia/Seoul")
    check.that("encoding", "encoding" not in data or is_codec(data["encoding"]), "is no known encoding, such as cp949")
    key, form = listing.get("key"), listing.get("date_format")
    check.that("list.key", is_pattern(key), "is neither a parameter's name nor a regular expression with one group")
    check.that("list.date_format", is_format(form), "is no strptime format, such as %d/%m/%y")
    for place in ("list", "list.columns", "article"):
        for key, selector in _inside(data, place).items():
            if place != "list" or key in {"row", "notice"}:
                check.that(f"{place}.{key}", is_css(selector), "is no CSS selector")
    for key, slot, what in (("pages", "{page}", "the page's number"), ("link", "{key}", "the post's id")):
        check.that(f"list.{key}", slot in listing.get(key, slot), f"holds no {slot} where {what} goes")
    check.that("list.page_step", listing.get("page_step", 1) >= 1, "is less than 1")
    check.that("crawl.delay", crawl.get("delay", 0) >= 0, "is less than nothing")
    for key in ("sweep", "sweep_pages", "budget"):
        check.that(f"crawl.{key}", crawl.get(key, 1) >= 1, "is not a whole number of at least 1")
    check.that("schedule.backfill", data.get("schedule", {}).get("backfill", 1) >= 1, "is less than 1")
    newest = crawl.get("newest", data["url"])
    check.that("crawl.newest", is_address(newest), "is not an address that begins with http:// or https://")
    for each in crawl.get("hosts", ()):
        check.that("crawl.hosts", is_host(each), f"holds {each!r}, which is neither HOST nor HOST:PORT")
    check.that("crawl.timeout", crawl.get("timeout", 1) > 0, "is not more than nothing")
    check.that("crawl.retries", crawl.get("retries", 0) >= 0, "is less than nothing")
    for key, names in (("columns", TABLES["list.columns"]), ("article", TABLES["article"])):
        for each in expect.get(key, ()):
            check.known(f"expect.{key}", each, names)
    plan = data.get("schedule", {})
    return Definition(
        url=data["url"].strip(),
        name=name,
        timezone=data.get("timezone", "Asia/Seoul"),
        hints=Hints(
            encoding=data.get("encoding"),
            row=listing.get("row"),
            notice=listing.get("notice"),
            columns=listing.get("columns", {}),
            key=listing.get("key"),
            link=_absolute(listing.get("link"), data["url"]),
            date_format=listing.get("date_format"),
            page_parameter=listing.get("page_parameter"),
            pages=_absolute(listing.get("pages"), data["url"]),
            first_page=listing.get("first_page", 1),
            page_step=listing.get("page_step", 1),
            request=_request(listing.get("request"), data["url"], check),
            article=article,
        ),
        settings=_settings(crawl),
        browser=crawl.get("browser", False),
        sweep_days=crawl.get("sweep"),
        sweep_pages=crawl.get("sweep_pages"),
        newest=crawl.get("newest"),
        hosts=tuple(crawl.get("hosts", ())),
        expected_columns=tuple(expect.get("columns", ())),
        min_rows=expect.get("min_rows", 1),
        expected_article=tuple(expect.get("article", ())),
        schedule=_schedule(plan, data.get("timezone", "Asia/Seoul"), check),
        time_limit=check.reads("schedule.limit", parse_duration, plan.get("limit")) or DEFAULT_LIMIT,
        paused=plan.get("paused", False),
        backfill=plan.get("backfill"),
    )


def _schedule(plan: Mapping[str, Any], timezone: str, check: Check) -> Schedule:
    """What a definition's [schedule] table means."""
    ways = [way for way in ("every", "at", "cron") if way in plan]
    if len(ways) > 1:
        raise check.error(f"schedule.{ways[1]}", f"{ways[1]} cannot stand beside {ways[0]}; say one of every, at, cron")
    if "slowest" in plan and ways not in ([], ["every"]):
        raise check.error("schedule.slowest", f"slowest goes with every, not with {ways[0]}")
    times = plan.get("at", [])
    times = times if isinstance(times, list) else [times]
    return Schedule(
        every=check.reads("schedule.every", parse_duration, plan.get("every")),
        slowest=check.reads("schedule.slowest", parse_duration, plan.get("slowest")),
        at=tuple(
            check.reads("schedule.at", parse_clock, str(each))
            for each in (times if isinstance(times, list) else [times])
        ),
        cron=check.reads("schedule.cron", parse_cron, plan.get("cron")),
        timezone=timezone,
    )


def _inside(data: Mapping[str, Any], table: str) -> Any:
    """The table of that dotted name; empty where there is none."""
    inside: Any = data
    for part in table.split(".") if table else ():
        inside = inside.get(part, {}) if isinstance(inside, dict) else {}
    return inside


def _absolute(address: str | None, base: str) -> str | None:
    return urljoin(base, address) if address is not None else None


def _request(told: Mapping[str, Any] | None, base: str, check: Check) -> PageRequest | None:
    """The request that brings the list, where the board's own address does not."""
    if told is None:
        return None
    if "url" not in told:
        raise check.error("list.request", "request names no url")
    url, form = urljoin(base, told["url"]), told.get("form")
    method = told.get("method", "GET" if form is None else "POST").upper()
    check.that("list.request.url", is_address(url), "is not an address that begins with http:// or https://")
    check.that("list.request.method", method in {"GET", "POST"}, "is neither GET nor POST")
    check.that("list.request.form", form is None or method == "POST", "goes with the method POST only")
    pairs = tuple((name, str(value)) for name, value in (form or {}).items())
    return PageRequest(url, "POST" if method == "POST" else "GET", pairs)


SETTINGS = {
    "delay": "DOWNLOAD_DELAY",
    "timeout": "DOWNLOAD_TIMEOUT",
    "retries": "RETRY_TIMES",
    "cookies": "COOKIES_ENABLED",
    "obey_robots": "ROBOTSTXT_OBEY",
    "user_agent": "USER_AGENT",
    "budget": "NEWSCRAWL_BUDGET",
}
"""The Scrapy setting that a key of [crawl] means; `headers` go into each request."""


def _settings(crawl: Mapping[str, Any]) -> dict[str, Any]:
    """The Scrapy settings that a definition's [crawl] table means."""
    settings = {SETTINGS[key]: value for key, value in crawl.items() if key in SETTINGS}
    if "headers" in crawl:
        settings["DEFAULT_REQUEST_HEADERS"] = {name: str(value) for name, value in crawl["headers"].items()}
    return settings
