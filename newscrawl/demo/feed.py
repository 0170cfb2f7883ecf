"""The newest posts as RSS, Atom and a news sitemap: with seconds, which no list shows."""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

from newscrawl.demo.post import DemoPost, plain_text

if TYPE_CHECKING:
    from newscrawl.demo.board import DemoBoard

_ITEMS = 20


def _newest(board: DemoBoard) -> list[DemoPost]:
    return [post for post in board.newest(_ITEMS) if not post.is_secret and not post.is_forbidden]


def _address(board: DemoBoard, post: DemoPost) -> str:
    return board.base_url + board.skin.document_path(board, post.key)


def rss(board: DemoBoard) -> bytes:
    """RSS 2.0 of the newest posts. A skin may escape links twice, as Gnuboard does."""
    items = []
    for post in _newest(board):
        link = escape(_address(board, post))
        if board.skin.feed_escapes_twice:
            link = escape(link)
        items.append(
            f'<item><title>{escape(post.title)}</title><link>{link}</link><guid isPermaLink="true">{link}</guid>'
            f"<dc:creator>{escape(post.author)}</dc:creator>"
            f"<description>{escape(plain_text(board.body(post))[:200])}</description>"
            f"<pubDate>{format_datetime(post.published)}</pubDate></item>\n"
        )
    home = escape(board.base_url + board.skin.list_path(board))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>{escape(board.title)}</title><link>{home}</link>"
        f"<description>{escape(board.title)}</description><language>ko</language>\n{''.join(items)}</channel></rss>\n"
    ).encode()


def atom(board: DemoBoard) -> bytes:
    """Atom 1.0 of the newest posts."""
    entries = "".join(
        f"<entry><title>{escape(post.title)}</title><id>{escape(_address(board, post))}</id>"
        f'<link rel="alternate" type="text/html" href="{escape(_address(board, post))}"/>'
        f"<author><name>{escape(post.author)}</name></author><published>{post.published.isoformat()}</published>"
        f"<updated>{(post.modified or post.published).isoformat()}</updated></entry>\n"
        for post in _newest(board)
    )
    home = escape(board.base_url + board.skin.list_path(board))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>{escape(board.title)}'
        f"</title><id>{home}</id><updated>{board.now.isoformat()}</updated>\n{entries}</feed>\n"
    ).encode()


def news_sitemap(boards: Iterable[DemoBoard]) -> str:
    """The newest posts of all boards, as news sites list them for search engines."""
    urls = "".join(
        f"<url><loc>{escape(_address(board, post))}</loc><news:news><news:publication><news:name>{escape(board.title)}"
        f"</news:name><news:language>ko</news:language></news:publication><news:publication_date>"
        f"{post.published.isoformat()}</news:publication_date><news:title>{escape(post.title)}</news:title></news:news></url>\n"
        for board in boards
        for post in _newest(board)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{urls}</urlset>\n'
    )
