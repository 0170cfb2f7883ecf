"""What a board's own past says of a crawl that seems well: columns that vanished, a list that is empty, silence.

The most expensive crawl is the one that succeeds with nothing for weeks. Pure; the past is handed in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from newscrawl.items import Post
from newscrawl.schedule import shown as in_words

FIELDS = ("number", "author", "published", "views")
"""What a board's rows go on showing; categories, votes and comments come and go."""

RUNS_COMPARED = 3
"""Healthy runs that must have shown a field before its absence means anything."""

ALWAYS, HARDLY = 0.9, 0.1
"""Share of rows from which on a field was always there, and up to which it has vanished."""

FEWEST_ROWS = 3

FEWEST_POSTS = 20
"""Posts from which a board's pace can be told."""

UNUSUAL = 3.0
"""A silence is unusual when it is so many times as long as the longest one among the latest posts."""

SHORTEST_SILENCE = timedelta(days=1)


def shares(posts: Sequence[Post]) -> dict[str, float]:
    """The share of a page's ordinary rows that show each field; nothing for too few rows to tell."""
    rows = [post for post in posts if not post.is_notice]
    if len(rows) < FEWEST_ROWS:
        return {}
    return {name: round(sum(getattr(row, name) is not None for row in rows) / len(rows), 2) for name in FIELDS}


def drift(past: Sequence[Mapping[str, float]], now: Mapping[str, float]) -> str | None:
    """Which fields have vanished that earlier healthy runs always showed, in words; None where none has."""
    if len(past) < RUNS_COMPARED or not now:
        return None
    always = [name for name in FIELDS if min(each.get(name, 0.0) for each in past) >= ALWAYS]
    gone = [name for name in always if now.get(name, 0.0) <= HARDLY]
    if not gone:
        return None
    words = " and ".join(WORDS[name] for name in gone)
    return f"The list no longer shows {words}, as it always did: the site has changed."


WORDS = {"number": "번호", "author": "the author", "published": "a date that can be read", "views": "the views"}


def silence(times: Sequence[datetime], watched: datetime, now: datetime) -> str | None:
    """Whether the board has been silent for unusually long, in words; None where it has not.

    `times` are when its latest posts were published, newest first; `watched` is since when it is crawled: a board that
    was silent before has done nothing new.
    """
    if len(times) < FEWEST_POSTS or times[0] < watched:
        return None
    longest = max(newer - older for newer, older in pairwise(times))
    since = now - times[0]
    if since <= max(UNUSUAL * longest, SHORTEST_SILENCE):
        return None
    return (
        f"There was no new post for {_rounded(since)}, on a board whose latest {len(times)} posts never were more than "
        f"{_rounded(longest)} apart: the list may be an old copy, or have moved."
    )


def _rounded(duration: timedelta) -> str:
    unit = timedelta(days=1) if duration >= timedelta(days=2) else timedelta(hours=1)
    return in_words(max(round(duration / unit), 1) * unit)
