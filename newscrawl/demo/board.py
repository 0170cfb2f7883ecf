"""A board that can be changed while it is read, and that always knows the truth about itself."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from newscrawl.demo import words
from newscrawl.demo.content import SEOUL, Content
from newscrawl.demo.keys import Keys
from newscrawl.demo.order import Order
from newscrawl.demo.post import Block, Comment, DemoPost, plain_text
from newscrawl.demo.sheet import Sheet, last_page_of, places
from newscrawl.demo.skins import skin_named
from newscrawl.demo.state import State, checked, read_state, write_state
from newscrawl.demo.wire import Request
from newscrawl.errors import ConfigurationError

ENCODINGS = ("utf-8", "cp949")

FILTERED = 10_000
"""A category's list reaches back over this many posts, as Gnuboard's parts do; more would be slow at a million."""


NOTICE_IDS = 90_000_000
"""Notices of boards without ids have ids of their own, above any 번호."""


class DemoBoard:
    """A board of `posts` ordinary posts and `notices` notices, computed from `seed`.

    Ordinary posts are listed `rows` a page in the manner of `skin`. `clock` gives the present as an aware datetime.
    `encoding` is what pages are written in; `declare` says where that is said ("both", "header", "meta", "none").
    `weight` "real" adds the menus and scripts of a real site to each page. Titles are cut after `cut` characters in
    lists (None: the skin's habit, 0: never). `beneath` puts the list beneath documents (None: the skin's habit).
    About every `secret_every`-th post is secret (0: none). `state` is a file that keeps all changes between runs.
    `reuse_ids` gives a new post the id of the newest one if that was deleted, as Gnuboard on SQLite does.
    With `positions` links hold the present 번호 for an id, as some hand-made boards do (skin zeroboard): it is the
    key of an ordinary post, and of another one after a deletion.
    `count_views` adds a view for each fetch of a document by a browser.

    May be used from any thread. Raises ConfigurationError for values that make no board.
    """

    def __init__(
        self,
        posts: int = 400,
        seed: int = 1,
        name: str = "news",
        skin: str = "rhymix",
        encoding: str = "utf-8",
        rows: int = 20,
        notices: int = 3,
        *,
        title: str = "새 소식",
        categories: bool = False,
        secret_every: int = 60,
        declare: Literal["both", "header", "meta", "none"] = "both",
        weight: Literal["light", "real"] = "light",
        cut: int | None = None,
        beneath: bool | None = None,
        reuse_ids: bool = False,
        positions: bool = False,
        count_views: bool = False,
        clock: Callable[[], datetime] | None = None,
        state: Path | None = None,
    ) -> None:
        if encoding not in ENCODINGS:
            raise ConfigurationError(f"The demo board cannot be written in {encoding!r}.", "Use utf-8 or cp949.")
        if not 0 <= posts <= 1_000_000 or rows < 1 or notices < 0:
            raise ConfigurationError(
                "A demo board has 0 to 1,000,000 posts, at least 1 row a page, and no fewer than 0 notices."
            )
        if not name.isascii() or not name.replace("_", "").isalnum():
            raise ConfigurationError(f"{name!r} cannot name a demo board.", "Use letters, digits and _.")
        if positions and skin != "zeroboard":
            raise ConfigurationError("Only the skin zeroboard can have positions for ids.")
        self.name, self.title, self.rows, self.encoding, self.declare = name, title, rows, encoding, declare
        self.weight, self.count_views = weight, count_views
        self.skin = skin_named(skin)
        self.cut = self.skin.cut if cut is None else cut
        self.beneath = self.skin.beneath if beneath is None else beneath
        self.categories = words.CATEGORIES if categories else ()
        self.clock = clock or (lambda: datetime.now(SEOUL))
        self.base_url = ""
        self.lock = threading.RLock()
        self._reuse_ids = reuse_ids
        self._positions = positions
        self.number_is_key = self.skin.number_is_key and not positions
        base = posts + notices
        self._keys = Keys(self.skin.first_key, self.skin.key_step, seed)
        self._notices = [base - at * (base // max(notices, 1)) - base // (2 * max(notices, 1)) for at in range(notices)]
        self._content = Content(
            seed=seed,
            base=base,
            notices=tuple(self._notices),
            encoding=encoding,
            categories=self.categories,
            secret_every=secret_every,
            image_path=f"/files/images/{name}",
        )
        self._identity = {"posts": posts, "seed": seed, "skin": skin, "notices": notices}
        self._state = state
        self._made = self._base = base
        self._changes: dict[int, dict[str, Any]] = {}
        self._views: dict[int, int] = {}
        edges = [base + 1, *self._notices, 0]
        self._order = Order((above - 1, below + 1) for above, below in pairwise(edges))
        if state is not None:
            self._load(state)

    # reading

    @property
    def total(self) -> int:
        """Live ordinary posts: 번호 of the newest, where 번호 is a position."""
        return len(self._order)

    @property
    def now(self) -> datetime:
        return self.clock().astimezone(SEOUL)

    def sheet(self, page: int, category: str | None = None) -> Sheet:
        """Page `page` of the list as the skin's software would cut it; beyond the last one it has no rows."""
        with self.lock:
            if category is not None:
                return self._sheet_of(category, page)
            total, pinned = len(self._order), len(self._notices)
            at = places(page, self.rows, total, pinned, notices_take_places=self.skin.notices_take_places)
            rows = [
                (serial if self.number_is_key else number, self._post(serial))
                for number, serial in zip(
                    range(total - at.start, 0, -1), self._order.part(at.start, at.stop), strict=False
                )
            ]
            notices = [self._post(serial) for serial in self._notices[at.notices]]
            return Sheet(page, at.last_page, total, notices, rows, pinned)

    def _sheet_of(self, category: str, page: int) -> Sheet:
        """A category's list has its own 번호, and its notices on page 1 only."""
        chosen = [post for post in map(self._post, self._order.part(0, FILTERED)) if post.category == category]
        total, start = len(chosen), (page - 1) * self.rows
        rows = list(zip(range(total - start, 0, -1), chosen[start : start + self.rows], strict=False))
        notices = [self._post(serial) for serial in self._notices] if page == 1 else []
        return Sheet(page, last_page_of(total, self.rows), total, notices, rows, 0, category)

    def newest(self, count: int) -> list[DemoPost]:
        """The ordinary posts that were written last, wherever they stand in the list; then those at its top."""
        with self.lock:
            written = range(self._made, max(self._base, self._made - count), -1)
            serials = dict.fromkeys([*(each for each in written if each in self._order), *self._order.part(0, count)])
            return [self._post(serial) for serial in list(serials)[:count]]

    def category_named(self, number: str) -> str | None:
        """The category that links call `number`, counted from 1."""
        at = int(number) if number.isdecimal() and len(number) < 5 else 0
        return self.categories[at - 1] if 0 < at <= len(self.categories) else None

    def category_id(self, category: str) -> int:
        """What links call a category; 0 for one that the board does not have."""
        return self.categories.index(category) + 1 if category in self.categories else 0

    def find(self, key: str) -> DemoPost | None:
        """The live post with this key."""
        with self.lock:
            serial = self._serial(key)
            return self._post(serial) if serial is not None and self._is_live(serial) else None

    def body(self, post: DemoPost) -> tuple[Block, ...]:
        return self._content.body(post, self._source(post.serial))

    def comments(self, post: DemoPost) -> list[Comment]:
        return self._content.comments(post)

    def neighbours(self, post: DemoPost) -> tuple[DemoPost | None, DemoPost | None]:
        """The newer and the older post beside one in the list; (None, None) for a notice."""
        with self.lock:
            if post.serial not in self._order:
                return None, None
            at = self._order.position(post.serial)
            newer = self._order.part(at - 1, at) if at else []
            older = self._order.part(at + 1, at + 2)
            return (self._post(newer[0]) if newer else None), (self._post(older[0]) if older else None)

    def truth(self) -> list[dict[str, Any]]:
        """Every live post as a guest can read it, notices first, then in the list's order.

        Titles have their white space folded, as a reader sees them. `body_text` and `attachments` are None for posts
        that a guest cannot open. `url` is absolute once the board is served.
        """
        with self.lock:
            numbers = {} if self.number_is_key else {s: len(self._order) - at for at, s in enumerate(self._order)}
            return [
                self._truth_of(self._post(serial), numbers.get(serial, serial))
                for serial in [*self._notices, *self._order]
            ]

    def _truth_of(self, post: DemoPost, number: int) -> dict[str, Any]:
        closed = post.is_secret or post.is_forbidden
        body = self.body(post)
        return {
            "key": post.key,
            "number": None if post.is_notice else number,
            "url": self.base_url + self.skin.document_path(self, post.key),
            "title": " ".join(post.title.split()),
            "author": post.author,
            "category": post.category,
            "published": post.published,
            "modified": post.modified,
            "body_text": None if closed else plain_text(body),
            "publisher": None if closed else next((block.text for block in body if block.kind == "publisher"), None),
            "views": post.views,
            "votes": post.votes,
            "comments": post.comments,
            "attachments": None if closed else [file.name for file in post.files],
            "is_notice": post.is_notice,
            "is_secret": post.is_secret,
            "is_forbidden": post.is_forbidden,
            "is_reply": post.is_reply,
        }

    def _key(self, serial: int) -> str:
        """What links call a post: its id, or its place from the oldest on."""
        if self._positions and serial in self._order:
            return str(len(self._order) - self._order.position(serial))
        return self._keys.key(serial if not self._positions else serial + NOTICE_IDS)

    def _serial(self, key: str) -> int | None:
        """The serial of the post that links call so now; None for none."""
        serial = self._keys.serial(key)
        if not self._positions or serial is None:
            return serial
        if serial > NOTICE_IDS:
            return serial - NOTICE_IDS
        at = len(self._order) - serial
        return self._order.part(at, at + 1)[0] if at >= 0 else None

    def _is_live(self, serial: int) -> bool:
        return serial in self._order or serial in self._notices

    def _source(self, serial: int) -> int:
        """The serial that a post's content is computed from: its own, unless the id was used again."""
        return int(self._changes.get(serial, {}).get("source", serial))

    def _post(self, serial: int) -> DemoPost:
        post = self._content.post(self._source(serial), self._key(serial))
        if serial in self._notices:
            post = replace(post, is_notice=True)
        if serial in self._changes:
            values = {name: value for name, value in self._changes[serial].items() if name != "source"}
            post = replace(post, serial=serial, **values)
        if serial in self._views:
            post = replace(post, views=post.views + self._views[serial])
        return post

    # changing

    def insert(self, *, position: int = 0, reply_to: str | None = None, **values: Any) -> str:
        """Write a new post and give its key.

        It stands at the top, or below `position` posts, or right below the post it replies to. Fields that are not
        given are computed; `body` is plain text, one paragraph a line; `published` is now unless given.
        """
        with self.lock:
            values = checked(values)
            self._made += 1
            serial = self._made
            if self._reuse_ids:
                serial = max(self._order.highest, *self._notices, 0) + 1
            if reply_to is not None:
                parent = self._live(reply_to)
                position = self._order.position(parent) + 1
                values = {"title": f"Re: {self._post(parent).title}", "is_reply": True} | values
            fresh: dict[str, Any] = {"published": self.now.replace(microsecond=0), "modified": None, "views": 0}
            fresh |= {"comments": 0, "is_secret": False} | values
            self._changes[serial] = fresh if serial == self._made else fresh | {"source": self._made}
            self._order.insert(serial, position)
            self._save()
            return self._key(serial)

    def delete(self, *keys: str) -> None:
        """Delete live posts. Raises KeyError for any other key, as the methods below do."""
        with self.lock:
            serials = {self._live(key) for key in keys}
            self._order.remove(*serials.difference(self._notices))
            self._notices = [serial for serial in self._notices if serial not in serials]
            for serial in serials:
                self._changes.pop(serial, None)
            self._save()

    def restore(self, key: str) -> None:
        """Put a deleted post back where its age puts it. Raises KeyError for a key that no post ever had."""
        with self.lock:
            serial = self._serial(key)
            if serial is None:
                raise KeyError(key)
            if not self._is_live(serial):
                self._order.insert(serial, self._order.place_of(serial))
            self._save()

    def edit(self, key: str, **values: Any) -> None:
        """Change fields of a post. A changed title or body is marked as modified now, unless `modified` is given."""
        with self.lock:
            serial = self._live(key)
            values = checked(values)
            if values.keys() & {"title", "body"}:
                values = {"modified": self.now.replace(microsecond=0)} | values
            self._changes.setdefault(serial, {}).update(values)
            self._save()

    def pin(self, key: str) -> None:
        """Make a post a notice."""
        with self.lock:
            serial = self._live(key)
            if serial not in self._notices:
                self._order.remove(serial)
                self._notices.insert(0, serial)
            self._save()

    def unpin(self, key: str) -> None:
        """Make a notice an ordinary post again, where its age puts it."""
        with self.lock:
            serial = self._live(key)
            if serial in self._notices:
                self._notices.remove(serial)
                self._order.insert(serial, self._order.place_of(serial))
            self._save()

    def move(self, key: str, position: int = 0) -> None:
        """Put an ordinary post elsewhere in the list; 0 is the top."""
        with self.lock:
            serial = self._live(key)
            self._order.remove(serial)
            self._order.insert(serial, position)
            self._save()

    def viewed(self, post: DemoPost, request: Request) -> None:
        """Count a view, if views are counted and a browser asks. That is no change worth keeping."""
        if self.count_views and request.headers.get("user-agent", "").startswith("Mozilla/"):
            with self.lock:
                self._views[post.serial] = self._views.get(post.serial, 0) + 1

    def _live(self, key: str) -> int:
        serial = self._serial(key)
        if serial is None or not self._is_live(serial):
            raise KeyError(key)
        return serial

    # keeping

    def _load(self, path: Path) -> None:
        state = read_state(path, self._identity)
        if state is not None:
            self._made, self._notices, self._changes = state.made, state.notices, state.changes
            self._order = Order(state.runs)
        self._save()  # a place where nothing can be kept is told now, not at the first change

    def _save(self) -> None:
        if self._state is not None:
            state = State(self._identity, self._made, self._notices, self._order.runs, self._changes)
            write_state(self._state, state)
