"""What a list or a feed and the document itself say differently, and which of them is stored (docs/articles.md)."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from newscrawl.items import Post
from newscrawl.store.records import Wanted

CUT_END = re.compile(r"\s*(?:…|\.{2,3}|‥)$")

SAME_STORY = 0.5
"""Likeness of two titles (difflib's ratio) from which on one is the other, edited."""


def settle_row(wanted: Wanted, post: Post) -> None:
    """Put the better title and writer into a board's post, of the list's row and of the document."""
    post.title = settle(wanted.title, post.title) or post.title
    post.author = settle(wanted.author, post.author)


def settle(listed: str | None, shown: str | None) -> str | None:
    """The better of a title or a name in the list and in the document.

    The document's is whole where the list's is cut. Where the two have nothing in common, the list's stands: its place
    in a column is surer than any search in a page (a post may be titled 공지, or written by a member called 20241).
    """
    if not listed or not shown:
        return shown or listed
    short, long = (" ".join(CUT_END.sub("", text).split()) for text in (listed, shown))
    return shown if short in long or long in short else listed


def settle_entry(wanted: Wanted, post: Post) -> list[str]:
    """Put the better title and writer into a post that a feed names; gives what the two say differently, in words.

    The page says last: it is edited when the feed is not. Only a page whose title has nothing in common with the feed's
    may not be the article at all, and the feed's stands. The writer is the page's; of feeds half name the publisher.
    """
    told = []
    if wanted.title and post.title and not _one_in_other(wanted.title, post.title):
        likeness = SequenceMatcher(None, _folded(wanted.title), _folded(post.title), autojunk=False).ratio()
        stored = "page's" if likeness >= SAME_STORY else "feed's"
        titles = f"The feed's title is {wanted.title[:100]!r}, the page's {post.title[:100]!r}"
        told.append(f"{titles}; the {stored} is stored.")
        post.title = post.title if likeness >= SAME_STORY else wanted.title
    post.title = post.title or wanted.title
    if wanted.author and post.author and not _one_in_other(wanted.author, post.author):
        if not (post.publisher and _one_in_other(wanted.author, post.publisher)):
            names = f"The feed's writer is {wanted.author[:60]!r}, the page's {post.author[:60]!r}"
            told.append(f"{names}; the page's is stored.")
    post.author = post.author or wanted.author
    return told


def _one_in_other(one: str, other: str) -> bool:
    one, other = _folded(one), _folded(other)
    return one in other or other in one


def _folded(text: str) -> str:
    """A title as it is compared: without the mark of a cut, space, quotation marks and other signs."""
    return re.sub(r"[^\w]", "", CUT_END.sub("", text)).lower()
