"""Parquet: columns of one type each, for pandas, polars, DuckDB and Spark."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from newscrawl.export.place import copy
from newscrawl.store.frames import columns_of, polars_schema
from newscrawl.store.records import PostRecord


def write_parquet(posts: Iterable[PostRecord], file: BinaryIO, columns: Sequence[str]) -> int:
    """Write Parquet in constant memory.

    Raises ConfigurationError where polars is not installed, and OSError where its file cannot be written.
    """
    polars, schema = polars_schema(columns)
    from polars.io.plugins import register_io_source

    count = 0
    broken: BaseException | None = None

    def parts(*_asked: Any) -> Iterator[Any]:
        nonlocal count, broken
        try:
            for part in columns_of(posts, columns):
                made = polars.DataFrame(part, schema=schema)
                count += made.height
                yield made
        except BaseException as error:
            broken = error
            raise

    with tempfile.TemporaryDirectory(prefix="newscrawl-") as folder:
        whole = Path(folder, "posts.parquet")
        try:
            register_io_source(parts, schema=schema).sink_parquet(whole, compression="zstd")
        except polars.exceptions.PolarsError as error:
            # polars has its own words for a full disk, and for what came from the posts.
            raise (broken or OSError(str(error))) from error
        copy(whole, file)
    return count
