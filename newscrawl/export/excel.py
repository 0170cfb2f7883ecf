"""An Excel book with one sheet, written row by row."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

from newscrawl.errors import ConfigurationError, NewscrawlError
from newscrawl.export.sheet import shown
from newscrawl.export.text import cell, lines
from newscrawl.store.records import PostRecord

ROWS = 1_048_576
"""Rows that a sheet takes, its head among them."""

LETTERS = 32_767
"""Letters that a cell takes."""

WIDTHS = {"title": 60, "url": 40, "body_text": 60, "published_at": 19, "author": 14}


def write_xlsx(posts: Iterable[PostRecord], file: BinaryIO, columns: Sequence[str]) -> int:
    """Write an Excel book in constant memory; times are the board's, as dates of Excel; texts are never formulas.

    Raises ConfigurationError where xlsxwriter is not installed, and NewscrawlError for more posts than a sheet takes.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise ConfigurationError(
            "xlsxwriter, which Excel books are made with, is not installed.",
            "Install it with: pip install 'newscrawl[excel]', or export .csv.",
        ) from error
    with tempfile.TemporaryDirectory(prefix="newscrawl-") as folder:
        book = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": folder, "strings_to_urls": False})
        head, time = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("posts")
        sheet.freeze_panes(1, 0)
        for number, name in enumerate(columns):
            sheet.set_column(number, number, WIDTHS.get(name, 12))
            sheet.write_string(0, number, name, head)
        count = 0
        for count, post in enumerate(posts, 1):
            if count >= ROWS:
                raise NewscrawlError(
                    f"An Excel sheet takes {ROWS - 1:,} posts, and there are more.",
                    "Bound them with --since, or export .csv or .parquet.",
                )
            for number, name in enumerate(columns):
                _write(sheet, count, number, shown(post, name), time, day)
        book.close()
    return count


def _write(sheet: Any, row: int, column: int, value: Any, time: Any, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, date):
        # Excel's calendar begins with 1900.
        if value.year >= 1900:
            sheet.write_datetime(row, column, value, time if isinstance(value, datetime) else day)
            return
        value = cell(value)
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int) and abs(value) < 2**53:
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, (lines(value) if isinstance(value, list) else str(value))[:LETTERS])
