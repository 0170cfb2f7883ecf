"""Write posts to a file: CSV that Excel opens with Korean intact, or JSON Lines.

A file is written beside its place and moved there when it is whole, so that a broken export leaves no half file.
"""

from __future__ import annotations

import csv
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from newscrawl.errors import ConfigurationError, NewscrawlError
from newscrawl.store.records import PostRecord

COLUMNS = tuple(PostRecord.__slots__)
"""The columns of the view `posts`, in its order."""

FORMATS = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl"}

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What Excel takes for the start of a formula (OWASP, CSV Injection); an apostrophe before it keeps it text."""


def format_of(path: Path, kind: str | None = None) -> str:
    """The format that a file's ending, or `kind`, asks for. Raises ConfigurationError for others."""
    found = kind or FORMATS.get(path.suffix.lower()) or ("csv" if not path.suffix else None)
    if found not in {"csv", "jsonl"}:
        raise ConfigurationError(
            f"newscrawl does not write {found or path.suffix!r} files.", "It writes .csv and .jsonl."
        )
    return found


def export_posts(
    posts: Iterable[PostRecord],
    output: Path | None,
    *,
    columns: Sequence[str] | None = None,
    kind: str | None = None,
) -> int:
    """Write posts to `output`, or to standard output for None and "-"; gives how many.

    Raises ConfigurationError for an unknown column or format, and NewscrawlError where the file cannot be written.
    """
    chosen = tuple(columns or COLUMNS)
    unknown = [name for name in chosen if name not in COLUMNS]
    if unknown:
        raise ConfigurationError(f"There is no column {', '.join(unknown)}.", f"There are: {', '.join(COLUMNS)}.")
    if output is None or str(output) == "-":
        write = WRITERS[format_of(Path("-"), kind or "csv")]
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
        return write(posts, sys.stdout, chosen)
    write = WRITERS[format_of(output, kind)]
    try:
        with _whole_file(output) as file:
            return write(posts, file, chosen)
    except OSError as error:
        raise NewscrawlError(
            f"{output} could not be written: {error.strerror or error}.",
            "Choose another place, or make room, and export again.",
        ) from error


@contextmanager
def _whole_file(path: Path) -> Iterator[TextIO]:
    """A file that takes its place only when it is whole. Devices and pipes are written as they are."""
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline="") as file:
            yield file
        return
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _write_csv(posts: Iterable[PostRecord], file: TextIO, columns: Sequence[str]) -> int:
    # Excel takes a file without a byte order mark for the system's own encoding.
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow(columns)
    count = 0
    for post in posts:
        writer.writerow([_csv_cell(getattr(post, name)) for name in columns])
        count += 1
    return count


def _write_jsonl(posts: Iterable[PostRecord], file: TextIO, columns: Sequence[str]) -> int:
    count = 0
    for post in posts:
        file.write(json.dumps({name: _json_value(getattr(post, name)) for name in columns}, ensure_ascii=False) + "\n")
        count += 1
    return count


WRITERS: dict[str, Callable[[Iterable[PostRecord], TextIO, Sequence[str]], int]] = {
    "csv": _write_csv,
    "jsonl": _write_jsonl,
}


def _csv_cell(value: Any) -> str | int:
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, list):
        return "\n".join(str(each.get("url") or each.get("name") or "") for each in value)
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _json_value(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
