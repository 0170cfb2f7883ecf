"""What became of each address of a list, as a file: for people as CSV, for programs as JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from newscrawl.crawl.addresses import AddressReport
from newscrawl.errors import ConfigurationError, NewscrawlError
from newscrawl.export.place import whole_file
from newscrawl.export.sheet import on_clock
from newscrawl.export.text import cell, json_value

COLUMNS = ("source", "line", "url", "came", "why", "next", "post_id", "post_url", "title", "published_at", "is_cut")
ENDINGS = frozenset({".csv", ".jsonl", ".ndjson", ".json"})


def check_report(path: Path) -> None:
    """Raises ConfigurationError for a file that could never be written, before anything is fetched for it."""
    if path.suffix.lower() not in ENDINGS:
        raise ConfigurationError(f"newscrawl writes no {path.suffix or 'such'} reports.", "Name it .csv or .jsonl.")
    if path.is_dir():
        raise ConfigurationError(f"{path} is a folder.", f"Give a file's name, such as {path / 'report.csv'}.")
    if not path.parent.is_dir():
        raise ConfigurationError(f"The folder {path.parent} is not there.", "Make it first, or choose another.")


def write_report(lines: Sequence[AddressReport], path: Path) -> None:
    """Write a report; the file takes its place when it is whole. Raises NewscrawlError where it cannot be written.

    Times in CSV are those of the collection's clock, as in exports.
    """
    try:
        with whole_file(path) as file:
            if path.suffix.lower() != ".csv":
                for row in _rows(lines):
                    value = {name: json_value(each) for name, each in row.items()}
                    file.write(json.dumps(value, ensure_ascii=False).encode() + b"\n")
                return
            text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
            writer = csv.writer(text)
            writer.writerow(COLUMNS)
            for line, row in zip(lines, _rows(lines), strict=True):
                if line.outcome is not None and isinstance(at := row["published_at"], datetime):
                    row["published_at"] = on_clock(at, line.outcome.published_precision, line.outcome.timezone)
                writer.writerow([cell(each) for each in row.values()])
            text.flush()
            text.detach()
    except OSError as error:
        raise NewscrawlError(
            f"The report {path} could not be written: {error.strerror or error}.",
            "The articles are safe in the database; the same command writes the report again.",
        ) from error


def _rows(lines: Iterable[AddressReport]) -> Iterator[dict[str, Any]]:
    for line in lines:
        row: dict[str, Any] = {name: getattr(line, name) for name in ("source", "line", "url", "came", "why", "next")}
        found = line.outcome
        had = found is not None and found.state == "ok"
        row["post_id"] = found.post_id if found else None
        row["post_url"] = found.url if found else None
        row["title"] = found.title or None if found else None
        row["published_at"] = found.published_at if found else None
        row["is_cut"] = found.is_cut if found and had else None
        yield row
