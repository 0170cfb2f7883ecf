"""What a board's definition says about its pages, where they are not understood without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True, frozen=True)
class Hints:
    """Overrides for reading a board's pages; each is optional.

    `row`: a CSS selector for a listing's rows. `columns` and `article`: CSS selectors by field (title, author,
    published, number, views, category, comments; for documents also body). `key`: the name of the parameter that holds
    a post's permanent id, or a regular expression with one group, applied to the row's link and script.
    `date_format`: a strptime format for dates that are not read otherwise. `page_parameter`: the name of the parameter
    that asks for a page.
    """

    encoding: str | None = None
    row: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    key: str | None = None
    date_format: str | None = None
    page_parameter: str | None = None
    article: Mapping[str, str] = field(default_factory=dict)
