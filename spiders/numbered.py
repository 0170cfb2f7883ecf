"""Boards whose only id is 번호: telling whether it moves, and keeping to the right posts where it does.

An address such as `javascript:view(380)` names another post after every deletion. So a document is held against what
the list showed before it is stored, and asked for at lower 번호 where another post stands in its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newscrawl.extract.page import Article, PageRequest
from newscrawl.faces import Face, day_shown, normal, repeated, same_day
from newscrawl.items import Board, Post
from newscrawl.seen import Standing, Step
from newscrawl.store.diff import face_of
from newscrawl.store.records import Wanted
from newscrawl.walk import Walk

if TYPE_CHECKING:
    from newscrawl.store.session import Session

MOST_STEPS = 5
"""How many 번호 below the one that the list showed a post is looked for: so many deletions since the list was read."""


@dataclass(slots=True)
class Numbered:
    """What a crawl knows of the rows it has read on a board whose only id is 번호.

    `seen` are the 번호 of posts on the pages read one after another since something moved, and `above` is the page
    before. `is_only_id` where 번호 is the key of the last page's rows.
    """

    board: Board
    session: Session | None = None
    seen: dict[str, int] = field(default_factory=dict)
    above: list[Face] = field(default_factory=list)
    page: int = 0
    is_only_id: bool = False

    async def settle(self, walk: Walk, page: int, posts: list[Post], standings: Sequence[Standing]) -> bool:
        """Give rows the keys of the posts that they show, where 번호 moves; False where keys stay as they are."""
        ordinary = [post for post in posts if not post.is_notice and post.number is not None]
        self.is_only_id = all(post.key == str(post.number) for post in ordinary)
        if self.session is None or not self.is_only_id:
            return False
        if not walk.keys_move and ordinary and "changed" in standings:
            walk.keys_move = await self.session.call(self.session.run.has_moved, ordinary, self.board.timezone)
        if not walk.keys_move:
            return False
        if page != self.page + 1:
            self.seen, self.above = {}, []
        # A notice may stand among the ordinary rows too, under the same key.
        single = list({post.key: post for post in posts}.values())
        faces = [face_of(post) for post in single if not post.is_notice]
        repeats = _repeats(self.above, faces, single)
        keys = await self.session.call(
            self.session.run.recognise, single, self.board.timezone, dict(self.seen), repeats
        )
        names = {post.key: key for post, key in zip(single, keys, strict=True)}
        for place, post in enumerate(posts):
            posts[place] = replace(post, key=names[post.key])
        self.page, self.above = page, faces
        self.seen |= {post.key: post.number for post in posts if post.number is not None}
        return True

    def turned(self, step: Step) -> None:
        """What was seen says nothing any more where pages are read again."""
        if step.again:
            self.page, self.seen, self.above = 0, {}, []

    def is_numbered(self, wanted: Wanted, walk: Walk) -> bool:
        """Whether the post's address stands for a 번호."""
        return wanted.number is not None and (walk.keys_move or wanted.key == str(wanted.number))

    async def is_another(self, article: Article, wanted: Wanted) -> bool:
        """Whether the document is not the one that the list showed, but another post's that stands there now."""
        assert self.session is not None
        shown, listed = day_shown(article.published), day_shown(wanted.listed)
        title, known = normal(article.title), normal(wanted.title)
        days = same_day(shown, listed)
        if not title or not known:
            return False
        if _is_same_title(known, title):
            return not days and await self._is_elsewhere(wanted, article.title, shown)
        authors = not article.author or not wanted.author or normal(article.author) == normal(wanted.author)
        return not days or not authors or await self._is_elsewhere(wanted, article.title, shown)

    def is_it(self, article: Article | None, wanted: Wanted) -> bool:
        """Whether the document found at another 번호 is the one that the list showed."""
        return article is not None and shows(article, wanted.title, wanted.author, day_shown(wanted.listed))

    async def has_twin(self, wanted: Wanted) -> bool:
        """Whether another stored post shows the same title and day."""
        return await self._is_elsewhere(wanted, wanted.title, day_shown(wanted.listed))

    async def _is_elsewhere(self, wanted: Wanted, title: str, day: str | None) -> bool:
        assert self.session is not None
        return await self.session.call(self.session.run.is_shown_elsewhere, wanted.key, title, day)


def _repeats(above: Sequence[Face], faces: Sequence[Face], posts: Sequence[Post]) -> int:
    """How many of the page's rows, notices among them, came down from the page above."""
    count = repeated(above, faces)
    if not count:
        return 0
    ordinary = [place for place, post in enumerate(posts) if not post.is_notice]
    return ordinary[count - 1] + 1


def shows(article: Article, title: str, author: str | None, day: str | None) -> bool:
    """Whether a document is of the post that a list shows so; `day` as `day_shown` gives it."""
    if not _is_same_title(normal(title), normal(article.title)) or not same_day(day_shown(article.published), day):
        return False
    return not article.author or not author or normal(article.author) == normal(author)


def _is_same_title(listed: str, shown: str) -> bool:
    """Whether a document's title is the list's, which may be cut."""
    short = listed.rstrip(".…‥ ")
    return short in shown or shown in listed


def lower(wanted: Wanted, steps: int) -> PageRequest | None:
    """The request for the document so many 번호 below; None where the address does not show where its 번호 stands."""
    assert wanted.number is not None
    number = wanted.number - steps
    if number < 1:
        return None
    request = wanted.request or PageRequest(wanted.url)
    fields = [place for place, (_, value) in enumerate(request.form) if value == str(wanted.number)]
    if len(fields) == 1:
        form = list(request.form)
        form[fields[0]] = (form[fields[0]][0], str(number))
        return replace(request, form=tuple(form))
    before, host, path = request.url.partition(urlsplit(request.url).netloc)
    there = re.findall(shown := rf"(?<![\w.-]){wanted.number}(?![\w.-])", path)
    if fields or len(there) != 1:
        return None
    return replace(request, url=before + host + re.sub(shown, str(number), path))
