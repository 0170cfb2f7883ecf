"""What an engine file says about one board software."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True, frozen=True)
class Engine:
    """One board software.

    `marks`: texts of which one in a page's source gives the software away (compared in lower case); `url_marks`:
    regular expressions on the page's address that do. `key_parameters`: query parameters that hold a post's permanent
    id, best first. `key_path`: a regular expression on a link's path whose one group is the id. `board_parameters`:
    those that name the board. `page_parameters`: those that ask for a page. `article`: CSS selectors for a document's
    parts (title, author, published, views, category, body), where its own skins put them.
    """

    name: str
    marks: tuple[str, ...] = ()
    url_marks: tuple[re.Pattern[str], ...] = ()
    key_parameters: tuple[str, ...] = ()
    key_path: re.Pattern[str] | None = None
    board_parameters: tuple[str, ...] = ()
    page_parameters: tuple[str, ...] = ()
    article: Mapping[str, str] = field(default_factory=dict)

    def is_at(self, url: str) -> bool:
        """True where the address alone gives the software away."""
        return any(mark.search(url) for mark in self.url_marks)

    def has_marks(self, source: str) -> bool:
        """True where the page's markup, in lower case, does."""
        return any(mark in source for mark in self.marks)
