"""Where a page says that a site's newest posts are: its feeds, and its page of new posts (새글).

Both show a reply to an old thread on the day it is written, however deep in the board it stands.
"""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin, urlsplit

TAG = re.compile(r"<(link|a)\b([^<>]{0,1000})>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})
FEED_ADDRESS = re.compile(r"(?:^|[/._-])(?:rss|atom|feed)(?:$|[/._?-])", re.IGNORECASE)
NEW_POSTS_ADDRESS = re.compile(r"/bbs/new\.php$|/new_?posts?(?:$|[/.])", re.IGNORECASE)
NEW_POSTS_WORDS = re.compile(r"\s*(?:<[^<>]{0,200}>\s*)*(?:새\s?글|최신\s?글|새\s?게시물)\s*<")

COMMENTS = re.compile(r"comment|댓글|reply", re.IGNORECASE)

MOST_FEEDS = 20
"""So many of a page's feeds are read: a newspaper has one for each of its sections."""

MOST = 3
"""So many are read at most: a site may offer a feed for every board it has, and the board's own comes first."""


def feed_addresses(text: str, url: str) -> list[str]:
    """The feeds that a page's head names (link rel=alternate), on whatever host; those of comments left out."""
    found: dict[str, None] = {}
    for match in TAG.finditer(text):
        attributes = _attributes(match[2])
        if match[1].lower() != "link" or not _is_feed(attributes):
            continue
        if COMMENTS.search(f"{attributes.get('title', '')} {attributes['href']}"):
            continue
        try:
            address = urljoin(url, attributes["href"]).partition("#")[0]
        except ValueError:
            continue
        if address.startswith(("http://", "https://")) and address != url:
            found[address] = None
    return list(found)[:MOST_FEEDS]


def newest_addresses(text: str, url: str) -> list[str]:
    """The addresses of feeds and of a page of new posts that a page names, the likeliest first, on its own host.

    `text` is the page's HTML, `url` its address.
    """
    feeds, pages = [], []
    for match in TAG.finditer(text):
        attributes = _attributes(match[2])
        href = attributes.get("href", "")
        if not href or href.startswith(("#", "javascript:", "mailto:")):
            continue
        if match[1].lower() == "link":
            if _is_feed(attributes):
                feeds.append(href)
        elif FEED_ADDRESS.search(urlsplit(href).path):
            feeds.append(href)
        elif not urlsplit(href).query and (
            # With a query it is one member's new posts.
            NEW_POSTS_ADDRESS.search(urlsplit(href).path) or NEW_POSTS_WORDS.match(text, match.end())
        ):
            pages.append(href)
    host = urlsplit(url).hostname
    found = dict.fromkeys(urljoin(url, href).partition("#")[0] for href in [*feeds, *pages])
    return [address for address in found if urlsplit(address).hostname == host and address != url][:MOST]


def _attributes(markup: str) -> dict[str, str]:
    return {
        name.lower(): html.unescape(first or second or third)
        for name, first, second, third in ATTRIBUTE.findall(markup)
    }


def _is_feed(attributes: dict[str, str]) -> bool:
    named = "alternate" in attributes.get("rel", "").lower() and bool(attributes.get("href"))
    return named and attributes.get("type", "").lower() in FEED_TYPES
