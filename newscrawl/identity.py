"""What identifies a post within its board.

The permanent id in a post's link does. 번호 does only where a board shows no such id (links by a script without one,
hand-made boards): elsewhere it is a position, and names another post after every deletion. The address is the last
resort.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl, unquote, urlsplit

from newscrawl.extract.keys import shared_url
from newscrawl.items import Post

FEWEST_IN_TURN = 3
"""Rows that show that 번호 falls by one from row to row."""


def settle_key(key: str | None, number: int | None, url: str | None) -> str | None:
    """The post's key: its permanent id, else its 번호, else its address; None where it has none of them."""
    if key:
        return key
    if number is not None:
        return str(number)
    return url or None


def number_open_post(posts: Sequence[Post], url: str) -> None:
    """Give the post whose own page `url` is its 번호 in the list beneath it, where » stands in its place.

    The rows beside it tell, where 번호 falls by one from row to row: without it the list would seem to have a hole, or
    to count one post less.
    """
    rows = [post for post in posts if not post.is_notice]
    open_rows = [at for at, post in enumerate(rows) if post.number is None]
    if len(open_rows) != 1 or len(rows) < FEWEST_IN_TURN:
        return
    at = open_rows[0]
    if re.search(rf"(?<![\w-]){re.escape(rows[at].key)}(?![\w-])", unquote(url)) is None:
        return
    first = next((post.number + place for place, post in enumerate(rows) if post.number is not None), 0)
    if all(post.number in {None, first - place} for place, post in enumerate(rows)) and first > at:
        rows[at].number = first - at


class Addresses:
    """How the addresses of one board's posts are made, learned from posts whose keys are known.

    It finds the key in an address that stands outside the board's list (in a feed, on a page of the whole site's new
    posts), and tells other boards' posts apart.
    """

    def __init__(self) -> None:
        self._forms: set[tuple[str, str, frozenset[tuple[str, str]], str]] = set()

    def learn(self, posts: Iterable[tuple[str, str]]) -> None:
        """Learn from (key, address) pairs; addresses that do not hold their key teach nothing."""
        for key, url in posts:
            host, path, fields = _parts(url)
            places = [name for name, value in fields if value == key]
            if len(places) == 1:
                others = frozenset((name, value) for name, value in fields if name != places[0])
                self._forms.add((host, re.escape(path), others, places[0]))
            elif not places and len(found := re.findall(rf"(?<![\w-]){re.escape(key)}(?![\w-])", path)) == 1:
                before, _, after = path.rpartition(found[0])
                some = r"(\d+)" if key.isdecimal() else r"([\w-]+)"
                self._forms.add((host, re.escape(before) + some + re.escape(after), frozenset(fields), ""))

    def key_of(self, url: str) -> str | None:
        """The key of the board's post at this address; None where it is no address of one."""
        host, path, fields = _parts(url)
        for form_host, form_path, others, place in self._forms:
            if host != form_host or (match := re.fullmatch(form_path, path)) is None:
                continue
            if frozenset(pair for pair in fields if pair[0] != place) != others:
                continue
            key = next((value for name, value in fields if name == place), None) if place else match[1]
            if key:
                return key
        return None


def _parts(url: str) -> tuple[str, str, list[tuple[str, str]]]:
    """Host, path and fields of an address, without what it carries along from a list."""
    parts = urlsplit(shared_url(url) or url)
    return parts.netloc.lower(), unquote(parts.path), parse_qsl(parts.query)
