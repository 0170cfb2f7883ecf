"""What a board's definition says about its pages, where they are not understood without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from newscrawl.extract.page import PageRequest


@dataclass(slots=True, frozen=True)
class Hints:
    """Overrides for reading a board's pages; each is optional.

    `encoding`: the pages' codec, whatever they declare. `row`: a CSS selector for a listing's rows; `notice`: one for
    those that are notices, or for a sign in them. `columns` and `article`: CSS selectors by field (title, author,
    published, number, views, votes, category, comments; for documents also modified and body); where a list comes as
    JSON, `columns` and `key` are names of its objects' fields. `key`: the name of the parameter that holds a post's
    permanent id, or a regular expression with one group, applied to the row's link and script. `link`: a post's
    address with `{key}` in it, for rows that name none. `date_format`: a strptime format for dates that are not read
    otherwise.

    How pages are asked for: `page_parameter` is the parameter that says which, or `pages` the address with `{page}` in
    it; what is sent for page n is `first_page + (n - 1) * page_step`. `request` brings the list where the board's own
    address does not.
    """

    encoding: str | None = None
    row: str | None = None
    notice: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    key: str | None = None
    link: str | None = None
    date_format: str | None = None
    page_parameter: str | None = None
    pages: str | None = None
    first_page: int = 1
    page_step: int = 1
    request: PageRequest | None = None
    article: Mapping[str, str] = field(default_factory=dict)
