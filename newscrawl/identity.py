"""What identifies a post within its board.

The permanent id in a post's link does. 번호 does only where a board shows no such id (links by a script without one,
hand-made boards): elsewhere it is a position, and names another post after every deletion. The address is the last
resort.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote, urlsplit

from newscrawl.extract.links import shared_url


def settle_key(key: str | None, number: int | None, url: str | None) -> str | None:
    """The post's key: its permanent id, else its 번호, else its address; None where it has none of them."""
    if key:
        return key
    if number is not None:
        return str(number)
    return url or None


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
