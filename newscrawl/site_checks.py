"""The keys of a board's definition, and what is wrong with one, with the line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from cssselect import SelectorError
from lxml.cssselect import CSSSelector

from newscrawl.address import canonical_address
from newscrawl.errors import ConfigurationError
from newscrawl.guard import split_host

T = TypeVar("T")

TABLES: dict[str, dict[str, type | tuple[type, ...]]] = {
    "": {
        "url": str,
        "timezone": str,
        "encoding": str,
        "list": dict,
        "article": dict,
        "crawl": dict,
        "schedule": dict,
        "expect": dict,
    },
    "list": {
        "row": str,
        "notice": str,
        "key": str,
        "link": str,
        "date_format": str,
        "page_parameter": str,
        "pages": str,
        "first_page": int,
        "page_step": int,
        "request": dict,
        "columns": dict,
    },
    "list.request": {"url": str, "method": str, "form": dict},
    "list.columns": dict.fromkeys(
        ("number", "title", "author", "published", "views", "votes", "comments", "category"), str
    ),
    "article": dict.fromkeys(
        ("title", "author", "published", "modified", "views", "votes", "comments", "category", "body"), str
    ),
    "crawl": {
        "delay": (int, float),
        "timeout": (int, float),
        "retries": int,
        "cookies": bool,
        "obey_robots": bool,
        "user_agent": str,
        "headers": dict,
        "browser": bool,
        "sweep": int,
        "sweep_pages": int,
        "budget": int,
        "newest": str,
        "hosts": list,
    },
    "schedule": {
        "every": str,
        "slowest": str,
        "at": (str, list),
        "cron": str,
        "limit": str,
        "paused": bool,
        "backfill": int,
    },
    "expect": {"columns": list, "min_rows": int, "article": list},
}
"""Every key of a definition, by table, with its type."""


def not_toml(path: Path, text: str, words: str) -> ConfigurationError:
    """What is wrong with a text that is no TOML, its line first: tomllib puts it last, or says "end of document"."""
    told = re.fullmatch(r"(.*?) \(at (?:line (\d+), column \d+|end of document)\)", words, re.DOTALL)
    line = (told[2] if told else None) or max(1, len(text.splitlines()))
    return ConfigurationError(
        f"{path}, line {line}: not valid TOML: {told[1] if told else words}.",
        'Texts stand in quotes (key = "nttId"); docs/definitions.md has examples.',
    )


class Check:
    """Says what is wrong with a definition, and in which line. Keys are named with their table: `list.row`."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines = _lines_of(text)

    def table(self, table: str, data: Any) -> None:
        """Only known keys, each of its type."""
        known = TABLES[table]
        if not isinstance(data, dict):
            return  # named as a key of the table around it
        for key, value in data.items():
            place = f"{table}.{key}".lstrip(".")
            self.known(place, key, known)
            wanted = known[key]
            # In Python a bool is an int as well; in a definition it is not.
            if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
                names = " or ".join(TYPES[each] for each in (wanted if isinstance(wanted, tuple) else (wanted,)))
                raise self.error(place, f"{key} must be {names}, not {TYPES.get(type(value), 'a date')}")

    def known(self, place: str, name: Any, names: Iterable[str]) -> None:
        """Only names that mean something; the nearest is offered for one that does not."""
        if name in names:
            return
        table = place.rpartition(".")[0]
        near = get_close_matches(str(name), names, 1, 0.6)
        elsewhere = [other for other, keys in TABLES.items() if name in keys and other not in {"", table}]
        hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(names)}"
        hint = f"it belongs under [{elsewhere[0]}]" if elsewhere and not near else hint
        raise self.error(place, f"{name!r} is not known {f'in [{table}]' if table else 'here'}; {hint}")

    def that(self, place: str, right: bool, complaint: str) -> None:
        if not right:
            raise self.error(place, f"{place.rpartition('.')[2]} {complaint}")

    def reads(self, place: str, read: Callable[[str], T], text: Any) -> Any:
        """The value as `read` makes it of the text; None for none."""
        try:
            return None if text is None else read(text)
        except ValueError as error:
            raise self.error(place, str(error)) from error

    def error(self, place: str, complaint: str) -> ConfigurationError:
        """An error at the line of a key, or of the table around it."""
        while place and place not in self.lines:
            place = place.rpartition(".")[0]
        line = self.lines.get(place, 1)
        end = "" if complaint.endswith("?") else "."
        return ConfigurationError(
            f"{self.path}, line {line}: {complaint}{end}", "docs/definitions.md describes every key."
        )


TYPES: dict[type, str] = {
    str: "a text in quotes",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list in [ ]",
    dict: "a table",
}
"""What a definition's author calls a type."""

_HEADER = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]")

_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")

_INLINE = re.compile(r"""[{,]\s*([\w-]+|"[^"]*"|'[^']*')\s*=""")


def _lines_of(text: str) -> dict[str, int]:
    """The line at which each key and table of a TOML text stands, by its dotted name; the first where one repeats."""
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _dotted(header[1])
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            name = f"{table}.{_dotted(key[1])}".lstrip(".")
            lines.setdefault(name, number)
            for inner in _INLINE.findall(line[key.end() :]):
                lines.setdefault(f"{name}.{_dotted(inner)}", number)
    return lines


def _dotted(name: str) -> str:
    return ".".join(part.strip(" \t\"'") for part in name.split("."))


def is_address(url: str) -> bool:
    try:
        canonical_address(url)
    except ConfigurationError:
        return False
    return True


def is_host(named: Any) -> bool:
    try:
        return isinstance(named, str) and bool(split_host(named))
    except ValueError:
        return False


def is_zone(zone: str | None) -> bool:
    try:
        return zone is None or bool(ZoneInfo(zone))
    except (ValueError, OSError, KeyError):
        return False


def is_format(form: str | None) -> bool:
    if form is None:
        return True
    try:
        datetime.strptime(datetime(2025, 6, 27).strftime(form), form)  # noqa: DTZ001, DTZ007 - only its form is looked at
    except ValueError:
        return False
    return "%" in form


def is_pattern(key: str | None) -> bool:
    if key is None or re.fullmatch(r"[\w-]+", key):
        return True
    try:
        return re.compile(key).groups == 1
    except re.error:
        return False


def is_css(selector: str | None) -> bool:
    try:
        return selector is None or bool(CSSSelector(selector))
    except (SelectorError, ValueError, SyntaxError):
        return False
