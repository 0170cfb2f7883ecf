"""Write posts to a file: CSV that Excel opens with Korean intact, JSON Lines, Parquet, an Excel book, SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from newscrawl.errors import ConfigurationError, NewscrawlError
from newscrawl.export import excel, parquet, sqlite, text
from newscrawl.export.place import standard_output, whole_file
from newscrawl.store.frames import COLUMNS, chosen_columns
from newscrawl.store.records import PostRecord

__all__ = ["COLUMNS", "ENDINGS", "FORMATS", "check_output", "export_posts", "format_of"]

FORMATS: dict[str, Callable[[Iterable[PostRecord], BinaryIO, Sequence[str]], int]] = {
    "csv": text.write_csv,
    "jsonl": text.write_jsonl,
    "parquet": parquet.write_parquet,
    "xlsx": excel.write_xlsx,
    "sqlite": sqlite.write_sqlite,
}

ENDINGS = {
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
}
"""Endings of files, and their formats."""

TELL_EVERY = 200
"""Posts between two reports of progress."""


def format_of(path: Path, kind: str | None = None) -> str:
    """The format that a file's ending, or `kind`, asks for. Raises ConfigurationError for others."""
    found = kind or ENDINGS.get(path.suffix.lower()) or ("csv" if not path.suffix else None)
    if found not in FORMATS:
        raise ConfigurationError(
            f"newscrawl does not write {found or path.suffix!r} files.",
            "It writes .csv, .jsonl, .parquet, .xlsx and .sqlite.",
        )
    return found


def check_output(path: Path, kind: str | None = None) -> None:
    """Raises ConfigurationError for a file that could never be written, before the work for it is done."""
    format_of(path, kind)
    if path.is_dir():
        raise ConfigurationError(f"{path} is a folder.", f"Give a file's name, such as {path / 'posts.csv'}.")
    if not path.parent.is_dir():
        raise ConfigurationError(f"The folder {path.parent} is not there.", "Make it first, or choose another.")


def export_posts(
    posts: Iterable[PostRecord],
    output: Path | None,
    *,
    columns: Sequence[str] | None = None,
    kind: str | None = None,
    tell: Callable[[int], None] | None = None,
) -> int:
    """Write posts to `output`, or to standard output for None and "-"; gives how many.

    A file takes its place when it is whole. `tell` is told from time to time how many posts are written. Raises
    ConfigurationError for an unknown column or format and for a format whose library is not installed, and
    NewscrawlError where the file cannot be written.
    """
    chosen = chosen_columns(columns)
    target = None if output is None or str(output) == "-" else output
    write = FORMATS[format_of(target or Path("-"), kind)]
    if target is not None:
        check_output(target, kind)
    # A board that is not known, or a database that is not there, is told before the first line is written.
    posts = iter(posts)
    posts = chain(list(islice(posts, 1)), posts)
    counted = posts if tell is None else _counted(posts, tell)
    try:
        with standard_output() if target is None else whole_file(target) as file:
            return write(counted, file, chosen)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise NewscrawlError(
            f"{target or 'standard output'} could not be written: {error.strerror or error}.",
            "Choose another place, or make room, and export again.",
        ) from error


def _counted(posts: Iterable[PostRecord], tell: Callable[[int], None]) -> Iterator[PostRecord]:
    count = 0
    for count, post in enumerate(posts, 1):
        yield post
        if count % TELL_EVERY == 0:
            tell(count)
    tell(count)
