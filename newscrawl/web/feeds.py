"""Feeds of any board and any search: Atom (RFC 4287) and JSON Feed 1.1, with ids that last and answers of 304."""

from __future__ import annotations

import hashlib
import json
import mimetypes
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import NAMESPACE_URL, uuid5

from lxml import etree
from starlette.requests import Request
from starlette.responses import Response

from newscrawl.plain import one_line
from newscrawl.store.overview import Glance
from newscrawl.store.records import PostRecord
from newscrawl.web import asked
from newscrawl.web.asked import Asked
from newscrawl.web.bodies import shown_body
from newscrawl.web.site import Site

PAGE, MOST = 50, 200
ATOM = "http://www.w3.org/2005/Atom"
BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without a post was last changed."""

SETTLED = timedelta(seconds=2)
"""Changes within one second look alike in Last-Modified: it is left out until they are over."""

NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom(request: Request) -> Response:
    return _feed(request, _atom, "application/atom+xml; charset=utf-8")


def json_feed(request: Request) -> Response:
    return _feed(request, _json, "application/feed+json; charset=utf-8")


class Feed:
    """What a feed says, whatever its format."""

    def __init__(
        self, request: Request, question: Asked, posts: Sequence[PostRecord], boards: Sequence[Glance]
    ) -> None:
        self.base = str(request.base_url).rstrip("/")
        self.query = question.query()
        self.url = f"{self.base}{request.url.path}" + (f"?{self.query}" if self.query else "")
        self.posts = posts[: question.limit]
        more = len(posts) > question.limit
        limit = question.limit if question.limit != PAGE else None
        next_query = question.query(after=self.posts[-1].id, limit=limit) if more else ""
        self.next_url = f"{self.base}{request.url.path}?{next_query}" if more else None
        self._addresses = {(each.site, each.board): each.address for each in boards}
        board = question.board
        page = f"/boards/{board.id}" if board is not None else "/search"
        # The board's own parameter stands in the path of its page.
        self.home = f"{self.base}{page}" + (f"?{self.query}" if question.is_narrowed else "")
        about = [board.name or f"{board.site}{board.board}"] if board is not None else []
        about += [value for name, value in question.given.items() if name != "board"]
        self.title = " · ".join(["newscrawl", *about])
        self.updated = max((post.changed_at for post in self.posts), default=BEGIN)
        asked_for = f"newscrawl:{board.address if board else ''}?{question.query(board=None)}"
        self.id = f"urn:uuid:{uuid5(NAMESPACE_URL, asked_for)}"

    def id_of(self, post: PostRecord) -> str:
        """The same in every database that holds the post's board, and whatever the board is called."""
        address = self._addresses.get((post.site, post.board), post.site)
        return f"urn:uuid:{uuid5(NAMESPACE_URL, f'newscrawl:{address}#{post.key}')}"

    def url_of(self, post: PostRecord) -> str:
        """Where the post stands at its site; here, where its address is none."""
        return _web_address(post.url) or f"{self.base}/posts/{post.id}"


def _feed(request: Request, write: Callable[[Feed], bytes], media: str) -> Response:
    site: Site = request.app.state.site
    boards = site.store.overview()
    question = asked.read(request.query_params, site.store, boards, limit=PAGE, most=MOST)
    more = question.limit + 1
    if question.words:
        hits = site.store.search(question.words, after=question.after, limit=more, **question.wanted)
        posts = [hit.post for hit in hits]
    else:
        posts = list(site.store.posts(after=question.after, limit=more, **question.wanted))
    body = write(Feed(request, question, posts, boards))
    headers = {
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        "Cache-Control": "private, no-cache",
        "Vary": "Host",
    }
    modified = _modified(boards, question, site.now())
    if modified is not None:
        headers["Last-Modified"] = format_datetime(modified, usegmt=True)
    if _is_known(request, headers["ETag"], modified):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media, headers=headers)


def _modified(boards: Sequence[Glance], question: Asked, now: datetime) -> datetime | None:
    """When the boards of a feed were last written to; None where that is going on, or was just now."""
    chosen = [each for each in boards if question.board is None or each.id == question.board.id]
    ends = [each.last_run.finished_at for each in chosen if each.last_run is not None]
    known = [end for end in ends if end is not None]
    if not known or len(known) < len(ends) or now - max(known) < SETTLED:
        return None
    return max(known).replace(microsecond=0)


def _is_known(request: Request, tag: str, modified: datetime | None) -> bool:
    """Whether the reader has this very feed (RFC 9110, 13.1): a tag counts before a date."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or tag in {each.strip().removeprefix("W/") for each in tags.split(",")}
    since = request.headers.get("if-modified-since")
    if since is None or modified is None:
        return False
    try:
        known = parsedate_to_datetime(since)
    except ValueError:
        return False
    return modified <= (known if known.tzinfo else known.replace(tzinfo=UTC))


def _atom(feed: Feed) -> bytes:
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", _rfc3339(feed.updated))
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.url)
    _add(root, "link", rel="alternate", type="text/html", href=feed.home)
    if feed.next_url:
        _add(root, "link", rel="next", type="application/atom+xml", href=feed.next_url)
    _add(_add(root, "author"), "name", "newscrawl")
    _add(root, "generator", "newscrawl")
    for post in feed.posts:
        entry = _add(root, "entry")
        _add(entry, "id", feed.id_of(post))
        _add(entry, "title", one_line(post.title) or "—")
        _add(entry, "updated", _rfc3339(post.changed_at))
        if post.published_at is not None:
            _add(entry, "published", _rfc3339(post.published_at))
        if post.author:
            _add(_add(entry, "author"), "name", one_line(post.author))
        if post.category:
            _add(entry, "category", term=post.category)
        _add(entry, "link", rel="alternate", href=feed.url_of(post))
        _add(entry, "link", rel="related", type="text/html", href=f"{feed.base}/posts/{post.id}")
        for name, url, kind, size in _files(post):
            _add(
                entry,
                "link",
                rel="enclosure",
                href=url,
                title=name,
                type=kind,
                **({"length": str(size)} if size else {}),
            )
        content = str(shown_body(post.body_html, post.body_text, "picture"))
        if content:
            _add(entry, "content", content, type="html")
        else:
            _add(entry, "summary", one_line(post.title) or "—")
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return text


def _json(feed: Feed) -> bytes:
    items = []
    for post in feed.posts:
        item: dict[str, Any] = {
            "id": feed.id_of(post),
            "url": feed.url_of(post),
            "title": one_line(post.title) or "—",
            "content_html": str(shown_body(post.body_html, post.body_text, "picture")),
            "date_modified": _rfc3339(post.changed_at),
        }
        if post.published_at is not None:
            item["date_published"] = _rfc3339(post.published_at)
        if post.author:
            item["authors"] = [{"name": post.author}]
        if post.category:
            item["tags"] = [post.category]
        if post.language:
            item["language"] = post.language
        files = [
            {"url": url, "title": name, "mime_type": kind} | ({"size_in_bytes": size} if size else {})
            for name, url, kind, size in _files(post)
        ]
        if files:
            item["attachments"] = files
        items.append(item)
    whole: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "authors": [{"name": "newscrawl"}],
        "items": items,
    }
    if feed.next_url:
        whole["next_url"] = feed.next_url
    return json.dumps(whole, ensure_ascii=False).encode("utf-8", "replace")


def _files(post: PostRecord) -> list[tuple[str, str, str, int | None]]:
    """Name, address, media type and bytes of the files that have an address."""
    found = []
    for each in post.attachments:
        name, url = each.get("name") or "", _web_address(each.get("url"))
        if url:
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            found.append((name, url, kind, each.get("size")))
    return found


def _web_address(url: str | None) -> str | None:
    """An address as feeds may hold it (RFC 3986); None for what leads nowhere on the web."""
    if not url or not url.startswith(("http://", "https://")):
        return None
    try:
        if not urlsplit(url).hostname:
            return None
    except ValueError:
        return None
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]-._", errors="replace")


def _add(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
    made = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    for key, value in attributes.items():
        made.set(key, NO_XML.sub("\ufffd", value))
    if text is not None:
        made.text = NO_XML.sub("\ufffd", text)
    return made


def _rfc3339(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
