"""Lists of addresses as people have them: plain text, CSV with a column of them, JSON lines."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from newscrawl.article_address import article_key, to_address
from newscrawl.errors import ConfigurationError

COLUMNS = ("url", "link", "address", "주소", "링크", "기사url", "기사주소", "href", "loc", "canonical")
"""What a column or a JSON field of addresses is called, the surest first; capitals and spaces aside."""

SEPARATORS = ",\t;|"
PLAIN = re.compile(r"https?://[!-~]+$")
MOST_BYTES = 512 * 1024**2
"""A list that is longer is no list of articles."""

csv.field_size_limit(1_000_000)


@dataclass(slots=True, frozen=True)
class Listed:
    """One line of a list: where it stands (`source` and `line`, from 1), the address as written, and its key."""

    source: str
    line: int
    url: str
    key: str


@dataclass(slots=True, frozen=True)
class Refused:
    """A line that holds no address, and why."""

    source: str
    line: int
    text: str
    why: str


@dataclass(slots=True)
class AddressList:
    """The addresses of one or several lists, in order. `repeated` are lines whose article stands further up already."""

    listed: list[Listed] = field(default_factory=list)
    repeated: list[Listed] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    _keys: set[str] = field(default_factory=set)

    def add(self, source: str, line: int, text: str) -> None:
        try:
            url = to_address(text)
        except ConfigurationError as error:
            self.refused.append(Refused(source, line, text.strip()[:200], str(error)))
            return
        one = Listed(source, line, url, article_key(url))
        if one.key in self._keys:
            self.repeated.append(one)
        else:
            self._keys.add(one.key)
            self.listed.append(one)


def read_address_file(path: Path, into: AddressList | None = None) -> AddressList:
    """Read a file of addresses. Raises ConfigurationError for a file that cannot be read, or holds no address."""
    try:
        with path.open("rb") as file:
            body = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ConfigurationError(
            f"The file of addresses {path} cannot be read: {error.strerror or error}.",
            "An address itself begins with http:// or https://.",
        ) from error
    return read_addresses(body, str(path), into)


def read_addresses(body: bytes, source: str, into: AddressList | None = None) -> AddressList:
    """Read a list of addresses from its bytes; `source` is what it is called in messages.

    Plain text: one address a line; empty lines and lines that begin with # are left out. CSV (also with semicolons,
    tabs or bars between): the column that is called url, link or 주소, or the first that holds addresses. JSON: one
    object or text a line, or one array of them. Any of them gzipped. Raises ConfigurationError where no address is.
    """
    found = into if into is not None else AddressList()
    if len(body) > MOST_BYTES:
        raise ConfigurationError(f"{source} is larger than {MOST_BYTES // 1024**2} MiB.", "Give it in parts.")
    before = len(found.listed) + len(found.repeated), len(found.refused)
    text = _text(_unpacked(body, source))
    first = next((line.strip() for line in text.splitlines() if line.strip() and not _is_comment(line)), "")
    if first.startswith(("{", "[", '"')) and _is_json(first):
        lines: Iterable[tuple[int, str]] = _json_lines(text, source, found)
    elif (table := _table(text, first)) is not None:
        lines = table
    else:
        lines = ((number, line) for number, line in enumerate(text.splitlines(), 1) if not _is_comment(line))
    for number, line in lines:
        if line.strip():
            found.add(source, number, line)
    if len(found.listed) + len(found.repeated) == before[0]:
        refused = found.refused[before[1] :]
        why = f"Line {refused[0].line}: {refused[0].why}" if refused else "Write one a line."
        raise ConfigurationError(f"{source} holds no address.", why)
    return found


def _unpacked(body: bytes, source: str) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as packed:
            return packed.read(MOST_BYTES)
    except (OSError, EOFError) as error:
        raise ConfigurationError(f"{source} is a gzip file that is broken: {error}.") from error


def _text(body: bytes) -> str:
    """Text as Excel, editors and other programs write it."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp949", "replace")


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


# -- JSON -------------------------------------------------------------------------------------------------------------


def _is_json(first: str) -> bool:
    """Whether a list's first line begins JSON, rather than a quoted cell of a table."""
    if first.startswith("["):
        return True
    try:
        json.loads(first)
    except ValueError:
        return first == "{"
    return True


def _json_lines(text: str, source: str, found: AddressList) -> Iterator[tuple[int, str]]:
    if text.lstrip().startswith("["):
        try:
            values = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ConfigurationError(f"{source} begins as a JSON array and is none: {error}.") from error
        places = list(enumerate(values, 1))
    else:
        places = []
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip() or _is_comment(line):
                continue
            try:
                places.append((number, json.loads(line)))
            except (ValueError, RecursionError) as error:
                found.refused.append(Refused(source, number, line.strip()[:200], f"The line is no JSON: {error}."))
    for number, value in places:
        address = _address_in(value)
        if address is None:
            why = f"It has no address: a field {COLUMNS[0]!r} or {COLUMNS[1]!r} is looked for."
            found.refused.append(Refused(source, number, str(value)[:200], why))
        else:
            yield number, address


def _address_in(value: object) -> str | None:
    if isinstance(value, str):
        return value
    if not isinstance(value, dict):
        return None
    names = {_plain(str(name)): each for name, each in value.items() if isinstance(each, str) and each.strip()}
    return next((names[name] for name in COLUMNS if name in names), None)


# -- tables -----------------------------------------------------------------------------------------------------------


def _table(text: str, first: str) -> Iterator[tuple[int, str]] | None:
    """The cells of a table's column of addresses, with their lines; None for what is no table."""
    for separator in SEPARATORS:
        cells = next(csv.reader([first], delimiter=separator), [])
        names = [_plain(cell) for cell in cells]
        column = next((names.index(name) for name in COLUMNS if name in names), None)
        if column is not None:
            return _cells(text, separator, column, header=True)
        if len(cells) > 1 and sum(map(_is_whole_address, cells)) == 1 and not PLAIN.match(first):
            return _cells(text, separator, next(i for i, cell in enumerate(cells) if _is_whole_address(cell)))
    # An address may hold commas of its own; a quoted one is a table's.
    return _cells(text, ",", 0) if first.startswith('"') else None


def _cells(text: str, separator: str, column: int, *, header: bool = False) -> Iterator[tuple[int, str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 0
    while True:
        start = line + 1
        try:
            row = next(reader, None)
        except csv.Error:
            row = []
        if row is None:
            return
        line = reader.line_num
        if not any(cell.strip() for cell in row) or _is_comment(row[0]):
            continue
        if header:
            header = False
            continue
        yield start, row[column] if len(row) > column and row[column].strip() else separator.join(row)


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]", "", name).lower()


def _is_whole_address(text: str) -> bool:
    return re.fullmatch(r"\s*https?://[^\s,;|]+\s*", text) is not None
