"""Settle what identifies each post, and merge repeats within a crawl.

Boards repeat posts: notices stand on every page, and rows come again on the next page when a post is inserted
meanwhile. What stands in the database already is the writer's business; here a repeat is dropped only if it says
nothing that was not said in this crawl, so that nothing is lost by merging.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Self

from itemadapter import ItemAdapter
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newscrawl.identity import settle_key
from newscrawl.items import DocumentItem, ListingItem, Post

REMEMBERED = 10_000
"""How many posts are remembered. Repeats stand near each other; a bound keeps memory flat in a crawl of millions."""


class DedupePipeline:
    """Drops rows of a listing that this crawl has seen with the same content, and foreign items seen before."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._seen: OrderedDict[tuple[str, str], int] = OrderedDict()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        if isinstance(item, ListingItem):
            merged: dict[str, Post] = {}
            for post in item.posts:
                merged[post.key] = post
            item.posts = list(merged.values())
            if not item.keys_move:  # there a row is looked for again to see that it is still there
                item.posts = [post for post in item.posts if self._is_news(item.board.address, post.key, repr(post))]
        elif not isinstance(item, DocumentItem) and ItemAdapter.is_item(item):
            self._check_foreign(ItemAdapter(item))
        return item

    def _check_foreign(self, adapter: ItemAdapter) -> None:
        key = settle_key(adapter.get("key"), adapter.get("number"), adapter.get("url"))
        board = str(adapter.get("board") or "")
        if key is not None and not self._is_news(board, str(key), repr(adapter.asdict())):
            raise DropItem(f"{key} was seen before in this crawl")

    def _is_news(self, board: str, key: str, content: str) -> bool:
        """Remember the post; False where it was seen with this very content."""
        digest = hash(content)
        known = self._seen.pop((board, key), None)
        self._seen[board, key] = digest
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        if known == digest:
            self.crawler.stats.inc_value("newscrawl/repeats_merged")
        return known != digest
