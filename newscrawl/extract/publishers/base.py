"""What a publisher's file says about its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(slots=True, frozen=True)
class Layout:
    """How a publisher's pages look since a day: `since` is that on which its oldest page was seen.

    `article`: CSS selectors by field (title, author, category, published, modified, views, comments, body), as in a
    board's definition. `leave_out`: selectors of what stands within the text and is none of it.
    """

    since: date
    article: Mapping[str, str] = field(default_factory=dict)
    leave_out: tuple[str, ...] = ()


@dataclass(slots=True, frozen=True)
class Publisher:
    """One publisher whose articles are not read right by what holds for all.

    `name` is what the articles' publisher is called where a page does not say; `hosts` are its domains, those beneath
    them included. `layouts` are all kept, the newest first: an archive holds pages of each.
    """

    name: str
    hosts: tuple[str, ...]
    layouts: tuple[Layout, ...]
