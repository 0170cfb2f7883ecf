"""What a page says: the values that `extract` gives back, and their JSON.

Every field holds what the page shows, tidied but not judged: whether two rows are one post, or a date is
believable, is decided later, by those who know more than one page.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from newscrawl.dates import Moment

SaysKind = Literal["deleted", "forbidden", "secret", "login", "moved", "blocked", "maintenance", "missing"]
"""What a page can say instead of a post.

`deleted`: the post is gone; `forbidden`: the reader lacks a right; `secret`: a password is wanted; `login`: an
account is wanted; `moved`: it leads elsewhere (`Says.target`); `blocked`: robots are turned away (captcha, firewall);
`maintenance`: the site is closed for now; `missing`: there is no such page or board.
"""

KeySource = str
"""Where keys were found: the name of a query parameter (`wr_id`), `path`, `script`, `attribute`, `number` or `url`."""


@dataclass(slots=True, frozen=True)
class PageRequest:
    """How to ask for a page: a plain GET, or a form's POST with its fields in order."""

    url: str
    method: Literal["GET", "POST"] = "GET"
    form: tuple[tuple[str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {"url": self.url, "method": self.method, "form": [list(pair) for pair in self.form]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> PageRequest:
        return cls(data["url"], data["method"], tuple((name, value) for name, value in data["form"]))


@dataclass(slots=True)
class Row:
    """One line of a listing.

    `url` is the address a person would share: for a row opened by a form it is the form's action with the row's
    fields as a query; `request` is how the document is really fetched, and None where a GET of `url` does it.
    `comments` is None where the list shows no comment counts at all.
    """

    title: str
    key: str | None = None
    number: int | None = None
    url: str | None = None
    author: str | None = None
    category: str | None = None
    published: Moment | None = None
    views: int | None = None
    votes: int | None = None
    comments: int | None = None
    is_notice: bool = False
    is_secret: bool = False
    is_reply: bool = False
    has_attachment: bool = False
    title_is_cut: bool = False
    request: PageRequest | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "key": self.key,
            "url": self.url,
            "title": self.title,
            "author": self.author,
            "category": self.category,
            "published": self.published.to_dict() if self.published else None,
            "views": self.views,
            "votes": self.votes,
            "comments": self.comments,
            "is_notice": self.is_notice,
            "is_secret": self.is_secret,
            "is_reply": self.is_reply,
            "has_attachment": self.has_attachment,
            "title_is_cut": self.title_is_cut,
            "request": self.request.to_dict() if self.request else None,
        }


def _put(fields: tuple[tuple[str, str], ...], name: str, value: str) -> tuple[tuple[str, str], ...]:
    """The fields with one of them set: in its place where it stands, at the end where it does not."""
    if any(key == name for key, _ in fields):
        return tuple((key, value if key == name else old) for key, old in fields)
    return (*fields, (name, value))


@dataclass(slots=True, frozen=True)
class Pager:
    """How page n of a listing is asked for: `template` with the page number (or row offset) put into one field.

    `field` names the query parameter or form field, or is "" where `template.url` holds `{page}` in its path.
    The value sent for page n is `start + (n - 1) * step` (`step` 1 for page numbers, rows a page for offsets), behind
    `prefix` (`Page$` for an ASP.NET table).
    """

    template: PageRequest
    field: str
    start: int = 1
    step: int = 1
    prefix: str = ""

    def request(self, page: int) -> PageRequest:
        """The request for page `page` (1 is the first). Raises ValueError for a page below 1."""
        if page < 1:
            raise ValueError(f"pages are counted from 1, not {page}")
        value = f"{self.prefix}{self.start + (page - 1) * self.step}"
        if not self.field:
            return replace(self.template, url=self.template.url.replace("{page}", value))
        if self.template.method == "POST":
            return replace(self.template, form=_put(self.template.form, self.field, value))
        parts = urlsplit(self.template.url)
        query = urlencode(_put(tuple(parse_qsl(parts.query, keep_blank_values=True)), self.field, value))
        return replace(self.template, url=urlunsplit(parts._replace(query=query)))

    def to_dict(self) -> dict[str, Any]:
        values = {"template": self.template.to_dict(), "field": self.field, "start": self.start, "step": self.step}
        return values | ({"prefix": self.prefix} if self.prefix else {})

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Pager:
        template = PageRequest.from_dict(data["template"])
        return cls(template, data["field"], data["start"], data["step"], data.get("prefix", ""))


@dataclass(slots=True)
class Listing:
    """A board's list as one page shows it.

    `pager` asks for any page by number and is None where the page shows no way to do so; `next_request` is the way
    to the next page that the page itself names (None on the last page). `next_url` is its address. `leads_on` is true
    where the pager shows that more pages follow, whether or not it tells how they are asked for. `steps` are the
    pages that can be asked for from this one, where only its own links are answered (ASP.NET); else it is empty.
    `key_source` says where the rows' keys come from. `score` is how sure the reading is, 0 to 1, and `evidence` why, in words.
    """

    rows: list[Row]
    columns: list[str] = field(default_factory=list)
    page: int | None = None
    last_page: int | None = None
    total: int | None = None
    next_request: PageRequest | None = None
    pager: Pager | None = None
    steps: dict[int, PageRequest] = field(default_factory=dict)
    leads_on: bool = False
    key_source: KeySource | None = None
    score: float = 1.0
    evidence: list[str] = field(default_factory=list)

    @property
    def is_cut_off(self) -> bool:
        """True where more pages follow, and nothing tells how they are asked for."""
        return self.leads_on and self.next_request is None and self.pager is None

    @property
    def next_url(self) -> str | None:
        return self.next_request.url if self.next_request else None

    def to_dict(self) -> dict[str, Any]:
        return {
            "columns": self.columns,
            "page": self.page,
            "last_page": self.last_page,
            "total": self.total,
            "next_url": self.next_url,
            "next_request": self.next_request.to_dict() if self.next_request else None,
            "key_source": self.key_source,
            "score": self.score,
            "evidence": self.evidence,
            "rows": [row.to_dict() for row in self.rows],
        }


@dataclass(slots=True, frozen=True)
class Image:
    url: str
    caption: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {"url": self.url, "caption": self.caption}


@dataclass(slots=True, frozen=True)
class Attachment:
    """A file that a post offers. `size` is in bytes, as far as the page shows it."""

    name: str
    url: str | None
    size: int | None = None

    def to_dict(self) -> dict[str, Any]:
        return {"name": self.name, "url": self.url, "size": self.size}


@dataclass(slots=True)
class Article:
    """One post's own page. `body_html` is sanitised: it is safe to show inside any page.

    `language` is the text's, where it tells; `is_cut` says that the page holds but a part of the text (a paywall);
    `doubts` are what the page says in two ways that cannot both be right.
    """

    title: str
    key: str | None = None
    url: str | None = None
    author: str | None = None
    publisher: str | None = None
    category: str | None = None
    published: Moment | None = None
    modified: Moment | None = None
    views: int | None = None
    votes: int | None = None
    comments: int | None = None
    body_text: str = ""
    body_html: str = ""
    source_url: str | None = None
    images: list[Image] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    is_secret: bool = False
    is_cut: bool = False
    language: str | None = None
    doubts: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "url": self.url,
            "title": self.title,
            "author": self.author,
            "publisher": self.publisher,
            "category": self.category,
            "published": self.published.to_dict() if self.published else None,
            "modified": self.modified.to_dict() if self.modified else None,
            "views": self.views,
            "votes": self.votes,
            "comments": self.comments,
            "body_text": self.body_text,
            "body_html": self.body_html,
            "source_url": self.source_url,
            "images": [image.to_dict() for image in self.images],
            "attachments": [attachment.to_dict() for attachment in self.attachments],
            "is_secret": self.is_secret,
            "is_cut": self.is_cut,
            "language": self.language,
            "doubts": self.doubts,
        }


@dataclass(slots=True, frozen=True)
class Says:
    """A page that stands in place of a post or a list: what it says, in its own words."""

    kind: SaysKind
    words: str
    target: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "words": self.words, "target": self.target}


@dataclass(slots=True)
class Page:
    """One page, read. `listing` and `article` are None where the page has none; `says` what it says instead.

    `engine` names the board software where it was recognised (`rhymix`, `gnuboard5`, …). `elsewhere` is a request
    that the page itself makes for its list (an iframe, a script's POST), where the list is not in the page.
    """

    url: str
    encoding: str
    listing: Listing | None = None
    article: Article | None = None
    says: Says | None = None
    engine: str | None = None
    elsewhere: PageRequest | None = None
    doubts: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """The page as JSON values; the shape is documented in docs/extract.md and only ever grows."""
        return {
            "url": self.url,
            "encoding": self.encoding,
            "engine": self.engine,
            "listing": self.listing.to_dict() if self.listing else None,
            "article": self.article.to_dict() if self.article else None,
            "says": self.says.to_dict() if self.says else None,
            "elsewhere": self.elsewhere.to_dict() if self.elsewhere else None,
            "doubts": self.doubts,
        }
