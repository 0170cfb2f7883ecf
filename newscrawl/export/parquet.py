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
    """Write Parquet in constant memory. Raises ConfigurationError where polars is not installed."""
    polars, schema = polars_schema(columns)
    from polars.io.plugins import register_io_source

    count = 0

    def parts(*_asked: Any) -> Iterator[Any]:
        nonlocal count
        for part in columns_of(posts, columns):
            made = polars.DataFrame(part, schema=schema)
            count += made.height
            yield made

    with tempfile.TemporaryDirectory(prefix="newscrawl-") as folder:
        whole = Path(folder, "posts.parquet")
        register_io_source(parts, schema=schema).sink_parquet(whole, compression="zstd")
        copy(whole, file)
    return count
