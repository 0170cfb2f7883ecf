"""Posts as a data frame: columns of one type each, which polars, Parquet and pandas take alike."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, Literal

from sqlalchemy import JSON, Boolean, Integer

from newscrawl.errors import ConfigurationError
from newscrawl.store.columns import UtcDateTime
from newscrawl.store.records import PostRecord
from newscrawl.store.views import POSTS

FrameKind = Literal["polars", "pandas"]

ColumnKind = Literal["integer", "boolean", "time", "json", "text"]

COLUMNS = tuple(PostRecord.__slots__)
"""The columns of the view `posts`, in its order."""

PANDAS = {
    "integer": "Int64",
    "boolean": "boolean",
    "time": "datetime64[us, UTC]",
    "json": "string",
    "text": "string",
}
"""The types of pandas, those that know missing values."""

CHUNK = 10_000
"""Posts whose columns are made together: the records of a million would take many times the frame's memory."""


def kind_of(name: str) -> ColumnKind:
    """What a column of the view `posts` holds."""
    type_ = POSTS.selected_columns[name].type
    kinds: tuple[tuple[type, ColumnKind], ...] = (
        (Boolean, "boolean"),
        (Integer, "integer"),
        (UtcDateTime, "time"),
        (JSON, "json"),
    )
    return next((kind for known, kind in kinds if isinstance(type_, known)), "text")


def chosen_columns(columns: Sequence[str] | None) -> tuple[str, ...]:
    """The columns asked for, or all. Raises ConfigurationError for one that there is not."""
    chosen = tuple(columns or COLUMNS)
    unknown = [name for name in chosen if name not in COLUMNS]
    if unknown:
        raise ConfigurationError(f"There is no column {', '.join(unknown)}.", f"There are: {', '.join(COLUMNS)}.")
    return chosen


def columns_of(posts: Iterable[PostRecord], columns: Sequence[str]) -> Iterator[dict[str, list[Any]]]:
    """The posts' values by column, some thousand posts at a time; lists as JSON text."""
    lists = {name for name in columns if kind_of(name) == "json"}
    rest = iter(posts)
    while chunk := list(islice(rest, CHUNK)):
        values: dict[str, list[Any]] = {name: [getattr(each, name) for each in chunk] for name in columns}
        for name in lists:
            values[name] = [json.dumps(each, ensure_ascii=False) for each in values[name]]
        yield values


def frame(posts: Iterable[PostRecord], columns: Sequence[str] | None, kind: FrameKind) -> Any:
    """The posts as a frame of polars or pandas. Raises ConfigurationError where that is not installed."""
    chosen = chosen_columns(columns)
    if kind == "polars":
        return polars_frame(posts, chosen)
    try:
        import pandas as pd
    except ImportError as error:
        raise ConfigurationError(
            "pandas is not installed.", "Install it with: pip install 'newscrawl[pandas]'."
        ) from error
    none: dict[str, list[Any]] = {name: [] for name in chosen}
    parts = [
        pd.DataFrame({name: pd.Series(values, dtype=PANDAS[kind_of(name)]) for name, values in part.items()})
        for part in chain(columns_of(posts, chosen), [none])
    ]
    return pd.concat(parts, ignore_index=True)


def polars_frame(posts: Iterable[PostRecord], columns: Sequence[str]) -> Any:
    """The posts as a frame of polars."""
    polars, schema = polars_schema(columns)
    parts = [polars.DataFrame(part, schema=schema) for part in columns_of(posts, columns)]
    return polars.concat(parts) if parts else polars.DataFrame(schema=schema)


def polars_schema(columns: Sequence[str]) -> tuple[Any, dict[str, Any]]:
    """The library polars, and its types of the columns. Raises ConfigurationError where it is not installed."""
    try:
        import polars
    except ImportError as error:
        raise ConfigurationError(
            "polars, which frames and Parquet are made with, is not installed.",
            "Install it with: pip install 'newscrawl[frames]'.",
        ) from error
    types = {
        "integer": polars.Int64,
        "boolean": polars.Boolean,
        "time": polars.Datetime("us", "UTC"),
        "json": polars.String,
        "text": polars.String,
    }
    return polars, {name: types[kind_of(name)] for name in columns}
