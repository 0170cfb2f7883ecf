"""What spiders yield, and pipelines pass on: typed classes, used through itemadapter.

A listing page is one item however many rows it holds: an item costs the crawler more than a row does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from newscrawl.dates import Moment
from newscrawl.extract.page import Attachment, Image, PageRequest, SaysKind

DocumentState = Literal["ok"] | SaysKind
"""How the request for a document ended: with the document, or with what the site says in its place."""

Stage = Literal["fetch", "extract", "date", "settle", "store"]
"""Where on its way a page or post met a problem; `settle`: two places say a field differently, and one was chosen."""


@dataclass(slots=True, frozen=True)
class Board:
    """Which board a post belongs to.

    `address` is canonical (`host/path?naming=parameters`, no scheme, no port) and identifies the board together with
    `name`, the name of its definition; either one finds it again. `url` is where a crawl starts.
    """

    site: str
    address: str
    url: str
    name: str | None = None
    kind: Literal["board", "feed", "articles"] = "board"
    timezone: str = "Asia/Seoul"


@dataclass(slots=True)
class Post:
    """A post as a listing row or its own document showed it.

    A field is None where that page does not show it. `published` and `modified` may be text as shown; the dates
    pipeline makes a `Moment` of it.
    """

    key: str
    url: str
    title: str
    number: int | None = None
    author: str | None = None
    category: str | None = None
    publisher: str | None = None
    published: Moment | str | None = None
    modified: Moment | str | None = None
    views: int | None = None
    votes: int | None = None
    comments: int | None = None
    is_notice: bool = False
    is_secret: bool = False
    is_reply: bool = False
    has_attachment: bool = False
    title_is_cut: bool = False
    request: PageRequest | None = None
    body_text: str | None = None
    body_html: str | None = None
    source_url: str | None = None
    language: str | None = None
    is_cut: bool = False
    images: list[Image] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)

    @property
    def has_document(self) -> bool:
        """False where only the list shows the post: its address is then the list's with the key behind "#"."""
        return self.request is not None or "#" not in self.url


@dataclass(slots=True)
class ProblemItem:
    """Something that was not fetched, not understood or not stored, said so that a person can act on it.

    `reason` says what is wrong, `advice` what to do next. `key` is set where it concerns one post.
    """

    board: Board
    url: str
    at: datetime
    stage: Stage
    reason: str
    advice: str = ""
    key: str | None = None


@dataclass(slots=True)
class ListingItem:
    """One listing page of a board: its rows, and what the page says about the whole.

    `walk` is the state of the walk over the board's pages after this one. The store keeps it in the transaction that
    stores the rows, so that a crawl that is killed goes on from exactly the rows that are safe. With `keys_move` the
    posts' addresses hold a 번호 that moves, and are brought up to date. `problems` are what
    the pipelines found wrong with the rows.
    """

    board: Board
    url: str
    fetched_at: datetime
    posts: list[Post]
    page: int | None = None
    last_page: int | None = None
    total: int | None = None
    walk: dict[str, Any] | None = None
    want_documents: bool = True
    keys_move: bool = False
    problems: list[ProblemItem] = field(default_factory=list)


@dataclass(slots=True)
class DocumentItem:
    """The outcome of asking for one post's document. `post` is None where `state` is not "ok".

    With `from_archive` it was read again from a response that was kept: it says nothing of the post's state now.
    `canonical_key` is the key of the address that the page names as its own, where a post's address identifies it.
    `is_stand_in`: another address of the article gave it; its own page is still to be asked for.
    """

    board: Board
    key: str
    url: str
    fetched_at: datetime
    state: DocumentState = "ok"
    words: str = ""
    post: Post | None = None
    listed: Moment | None = None
    problems: list[ProblemItem] = field(default_factory=list)
    from_archive: bool = False
    canonical_key: str | None = None
    is_stand_in: bool = False


@dataclass(slots=True)
class FetchItem:
    """A response that the archive keeps: where its record stands. `key` is of the post whose document it is.

    `same_as` is the id of the stored fetch that holds the body, where this one's was the same.
    """

    board: Board
    url: str
    at: datetime
    status: int
    digest: str
    file: str
    offset: int
    length: int
    key: str | None = None
    same_as: int | None = None


Item = ListingItem | DocumentItem | ProblemItem | FetchItem
