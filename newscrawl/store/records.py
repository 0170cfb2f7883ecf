"""What the store gives back: one frozen value a row, with the views' column names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from newscrawl.dates import Moment
from newscrawl.extract.page import PageRequest


@dataclass(slots=True, frozen=True)
class PostRecord:
    """A row of the view `posts`; docs/schema.md says what each column means."""

    id: int
    site: str
    board: str
    key: str
    number: int | None
    is_notice: bool
    title: str
    author: str | None
    category: str | None
    publisher: str | None
    published_at: datetime | None
    published_precision: str | None
    published_raw: str | None
    views: int | None
    votes: int | None
    comments: int | None
    url: str
    body_text: str | None
    body_html: str | None
    images: list[dict[str, Any]]
    attachments: list[dict[str, Any]]
    language: str | None
    version: int
    first_seen_at: datetime
    last_seen_at: datetime
    changed_at: datetime
    deleted_at: datetime | None
    modified_at: datetime | None = None
    modified_precision: str | None = None
    reading_length: int | None = None
    content_hash: str | None = None
    similarity: str | None = None
    is_cut: bool = False
    timezone: str = "Asia/Seoul"
    source_url: str | None = None


class PostFilter(TypedDict, total=False):
    """What posts are found by; None, and what is left out, asks for nothing.

    `board`: its name, address or site; `since` (inclusive) and `until` (exclusive): when it was published; `author`,
    `category`, `url`: exactly; `text`: somewhere in title or body, as it stands, capital letters aside; `deleted`:
    False (the default) for live posts, True for deleted ones, None for both.
    """

    board: str | None
    site: str | None
    since: datetime | None
    until: datetime | None
    author: str | None
    category: str | None
    url: str | None
    text: str | None
    deleted: bool | None


Span = tuple[int, int]
"""Where a word stands in a text: its first letter, and the one behind its last."""


@dataclass(slots=True, frozen=True)
class SearchHit:
    """A post that a search has found: where its words stand in the title, and in a piece of its text."""

    post: PostRecord
    title_marks: list[Span]
    snippet: str
    snippet_marks: list[Span]


@dataclass(slots=True, frozen=True)
class ChangeRecord:
    """A row of the view `changes`."""

    seq: int
    kind: str
    post_id: int
    site: str
    board: str
    key: str
    version: int
    at: datetime


@dataclass(slots=True, frozen=True)
class RunRecord:
    """A row of the view `runs`, and what else is kept of a run."""

    id: int
    site: str
    board: str
    started_at: datetime
    finished_at: datetime | None
    verdict: str | None
    pages: int
    posts_new: int
    posts_edited: int
    posts_deleted: int
    problems: int
    complete_to: str | None
    mode: str
    reason: str
    posts_unchanged: int
    posts_restored: int
    documents: int
    evidence: dict[str, Any] | None


@dataclass(slots=True, frozen=True)
class BoardRecord:
    """A board and what is stored of it. `posts` counts live ones, `waiting` documents that are still to be fetched."""

    id: int
    site: str
    board: str
    address: str
    name: str | None
    kind: str
    url: str
    posts: int
    waiting: int
    walk: dict[str, Any] | None


@dataclass(slots=True, frozen=True)
class VersionRecord:
    """One version of a post; the newest is what `posts` shows."""

    post_id: int
    version: int
    title: str
    author: str | None
    category: str | None
    published_at: datetime | None
    published_precision: str | None
    body_text: str | None
    body_html: str | None
    since: datetime
    until: datetime | None


@dataclass(slots=True, frozen=True)
class ProblemRecord:
    """Something that was not fetched, not understood or not stored."""

    id: int
    run_id: int
    board: str
    key: str | None
    url: str
    stage: str
    reason: str
    advice: str
    item: dict[str, Any] | None
    at: datetime


@dataclass(slots=True, frozen=True)
class Wanted:
    """A post whose document is to be fetched, with what its list showed; `listed` is the date, and `attempts` says how
    many runs have asked in vain."""

    post_id: int
    key: str
    url: str
    request: PageRequest | None
    listed: Moment | None
    reason: str
    title: str = ""
    author: str | None = None
    number: int | None = None
    is_secret: bool = False
    attempts: int = 0


@dataclass(slots=True, frozen=True)
class FetchRecord:
    """A response that the archive keeps, and where its record stands. `listed_…` is what the list shows of the post."""

    id: int
    key: str | None
    url: str
    at: datetime
    status: int
    digest: str
    file: str
    offset: int
    length: int
    listed_title: str | None = None
    listed_author: str | None = None
    listed_day: str | None = None


@dataclass(slots=True, frozen=True)
class Outcome:
    """What became of one address that was to be fetched: the post it led to, and how that stands.

    `state` is that of the post's document (`ok`, or what the site says in its place; None: not had yet), `at` when it
    was had. `attempts` counts requests in vain since it is wanted. `tried` is about the
    run that asks; `reason` and `advice` are the run's last problem with it. `timezone` is the board's.
    """

    post_id: int
    key: str
    url: str
    title: str
    published_at: datetime | None
    state: str | None
    at: datetime | None
    first_seen_at: datetime
    changed_at: datetime
    version: int
    wanted: bool
    tried: bool
    is_cut: bool
    attempts: int = 0
    reason: str = ""
    advice: str = ""
    published_precision: str | None = None
    timezone: str = "UTC"


@dataclass(slots=True)
class Written:
    """What a transaction did, counted in posts (`pages` in listing pages, `documents` in outcomes of requests)."""

    new: int = 0
    edited: int = 0
    unchanged: int = 0
    deleted: int = 0
    restored: int = 0
    documents: int = 0
    pages: int = 0
    problems: int = 0

    def __add__(self, other: Written) -> Written:
        return Written(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


@dataclass(slots=True, frozen=True)
class AlertRecord:
    """How a board is: `state` since when, found by how many crawls in a row; what people were told last, and when."""

    state: str
    reason: str
    since: datetime
    seen: int
    told_state: str | None
    told_at: datetime | None
