"""CSV and JSON Lines, written post by post."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, BinaryIO

from newscrawl.export.sheet import shown, written
from newscrawl.store.records import PostRecord

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What Excel takes for the start of a formula (OWASP, CSV Injection); an apostrophe before it keeps it text."""


def write_csv(posts: Iterable[PostRecord], file: BinaryIO, columns: Sequence[str]) -> int:
    """Write CSV with a byte order mark, without which Excel takes a file for the system's own encoding.

    Times are those of the board's clock, a day is a day.
    """
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(columns)
    count = 0
    for post in posts:
        writer.writerow([cell(shown(post, name)) for name in columns])
        count += 1
    text.flush()
    text.detach()
    return count


def write_jsonl(posts: Iterable[PostRecord], file: BinaryIO, columns: Sequence[str]) -> int:
    """Write one JSON object a line."""
    count = 0
    for post in posts:
        line = json.dumps({name: json_value(getattr(post, name)) for name in columns}, ensure_ascii=False)
        file.write(line.encode() + b"\n")
        count += 1
    return count


def cell(value: Any) -> str | int:
    """A value for a spreadsheet: lists as addresses on lines, nothing that is taken for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value
    if isinstance(value, date):
        return written(value)
    if isinstance(value, list):
        return defused(lines(value))
    return defused(str(value))


def lines(values: list[dict[str, Any]]) -> str:
    """Images or attachments as their addresses, one a line."""
    return "\n".join(str(each.get("url") or each.get("name") or "") for each in values)


def defused(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def json_value(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
