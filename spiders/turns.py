"""Which document is asked for next where they stand on many hosts: the hosts take turns, and a dead one is given up.

A host is asked for one page at a time, a second apart. What waits for one host must not keep those of others
from being asked for, neither a long row of its own in a list nor a host that answers nobody.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from urllib.parse import urlsplit

from newscrawl.items import Post
from newscrawl.store.records import Wanted

AT_ONCE = 4
"""Documents of one host that are handed to the downloader: the next one is there when the host may be asked again."""

FRUITLESS = 5
"""Requests to a host in a row that bring no answer, after which it is left alone for this run."""


def host_of(url: str) -> str:
    """What politeness is about: the host and port of an address."""
    try:
        return urlsplit(url).netloc.lower().rpartition("@")[2]
    except ValueError:
        return ""


def in_turns(posts: Iterable[Post]) -> Iterator[Post]:
    """The posts in an order in which their hosts take turns."""
    rows: dict[str, list[Post]] = {}
    for post in posts:
        rows.setdefault(host_of(post.url), []).append(post)
    for turn in zip_longest(*rows.values()):
        yield from (post for post in turn if post is not None)


class Turns:
    """The documents that wait, by host, and how each host answers.

    `given_up` says of a host that is left alone why; `waiting` counts documents whose turn comes, `left_alone` those of
    hosts that are given up.
    """

    def __init__(self) -> None:
        self.given_up: dict[str, str] = {}
        self.left_alone = 0
        self.waiting = 0
        self._rows: OrderedDict[str, deque[Wanted]] = OrderedDict()
        self._in_flight: dict[str, int] = {}
        self._host: dict[str, str] = {}
        self._fruitless: dict[str, int] = {}

    def add(self, wanted: Iterable[Wanted]) -> None:
        """Let documents wait for their hosts' turns; those of hosts that are given up are left alone."""
        for each in wanted:
            host = host_of(each.url)
            if host in self.given_up:
                self.left_alone += 1
                continue
            self.waiting += 1
            self._rows.setdefault(host, deque()).append(each)

    def next(self) -> Wanted | None:
        """The document whose turn it is; None where every host is busy, or nothing waits."""
        host = next((host for host in self._rows if self._in_flight.get(host, 0) < AT_ONCE), None)
        if host is None:
            return None
        row = self._rows[host]
        wanted = row.popleft()
        self.waiting -= 1
        if row:
            self._rows.move_to_end(host)
        else:
            del self._rows[host]
        self._in_flight[host] = self._in_flight.get(host, 0) + 1
        self._host[wanted.key] = host
        return wanted

    def land(self, key: str) -> None:
        """A document is settled."""
        host = self._host.pop(key, None)
        if host is not None:
            self._in_flight[host] -= 1

    def answered(self, url: str) -> None:
        """A host has given an answer."""
        self._fruitless.pop(host_of(url), None)

    def failed(self, url: str, why: str) -> bool:
        """A host has given none; True where it is given up with this."""
        host = host_of(url)
        self._fruitless[host] = self._fruitless.get(host, 0) + 1
        if self._fruitless[host] < FRUITLESS or host in self.given_up:
            return False
        self.give_up(host, why)
        return True

    def give_up(self, host: str, why: str) -> None:
        """Leave a host alone."""
        self.given_up[host] = why
        rest = len(self._rows.pop(host, ()))
        self.waiting -= rest
        self.left_alone += rest
