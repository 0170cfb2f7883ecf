"""Write items to the database. `process_item` returns when the item's transaction is committed, and not before."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from itemadapter import ItemAdapter
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DropItem

from newscrawl.dates import Moment
from newscrawl.errors import NewscrawlError
from newscrawl.identity import settle_key
from newscrawl.items import Board, DocumentItem, Item, ListingItem, Post, ProblemItem
from newscrawl.logs import set_run
from newscrawl.store.lease import LEASE
from newscrawl.store.session import PATIENCE_SECONDS, Session

logger = logging.getLogger(__name__)


class DatabasePipeline:
    """Begins a run when the spider opens and writes every item in batches.

    A spider says which board it crawls through an attribute `board`, and gets the session through an attribute
    `session`, if it has them; for a spider of another project the board is named after the spider. A run that cannot
    begin, and a database that cannot be written, close the spider; `error` then holds why.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.session: Session | None = None
        self.error: NewscrawlError | None = None
        self._beginning = asyncio.Lock()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def open_spider(self) -> None:
        self.error = getattr(self.crawler.spider, "argument_error", None)
        if self.error is None and isinstance(getattr(self.crawler.spider, "board", None), Board):
            await self._begin()

    async def _begin(self) -> None:
        spider = self.crawler.spider
        mode = getattr(spider, "mode", "crawl")
        settings = self.crawler.settings
        folder = settings["NEWSCRAWL_DATA_DIR"]
        try:
            self.session = await Session.begin(
                settings["NEWSCRAWL_DATABASE_URL"],
                self._board(),
                mode=mode,
                folder=Path(folder) if folder else None,
                patience=settings.getfloat("NEWSCRAWL_DATABASE_PATIENCE", PATIENCE_SECONDS),
                hold=timedelta(seconds=settings.getfloat("NEWSCRAWL_LEASE", LEASE.total_seconds())),
            )
        except NewscrawlError as error:
            self.error = error
            logger.error("%s", error)
            raise CloseSpider("not_begun") from error
        self.session.when_lost = self._lost
        if hasattr(spider, "session"):
            setattr(spider, "session", self.session)  # noqa: B010 - an attribute that only some spiders have
        set_run(self.session.run.id, self._board().name or self._board().address)
        self.crawler.stats.set_value("newscrawl/run_id", self.session.run.id)

    async def close_spider(self) -> None:
        if self.session is not None:
            await self.session.flush()

    async def process_item(self, item: Any) -> Any:
        if self.session is None and self.error is None:
            async with self._beginning:
                # A spider of another project (or none, in the shell) begins its run with its first item.
                if self.session is None:
                    await self._begin()
        if self.session is None:
            raise DropItem("the database could not be opened")
        items = self._items(item)
        try:
            await asyncio.gather(*(self.session.write(each) for each in items))
        except NewscrawlError as error:
            raise DropItem(str(error), log_level="DEBUG") from error
        return item

    def _lost(self, error: NewscrawlError) -> None:
        """Close the spider: the database stays away, or another run has taken the board over."""
        if self.error is None:
            self.error = error
            logger.error("%s", error)
            engine = self.crawler.engine
            asyncio.ensure_future(engine.close_spider_async(reason="database"))  # noqa: RUF006 - the engine keeps it

    def _board(self) -> Board:
        spider = self.crawler.spider
        assert spider is not None
        board = getattr(spider, "board", None)
        return board if isinstance(board, Board) else Board(spider.name, f"spider:{spider.name}", "", spider.name)

    def _items(self, item: Any) -> list[Item]:
        if isinstance(item, ListingItem | DocumentItem):
            return [item, *item.problems]
        if isinstance(item, ProblemItem):
            return [item]
        return foreign_items(ItemAdapter(item), self._board())


def foreign_items(adapter: ItemAdapter, board: Board) -> list[Item]:
    """Another project's item as newscrawl's: its row, and its document where it holds a text.

    Read are the fields of `Post` by their names, `date` for `published` and `body`, `text` or `content` for
    `body_text`. Raises DropItem for an item that nothing identifies.
    """
    given = {name: adapter.get(name) for name in adapter.field_names()}
    key = settle_key(given.get("key"), given.get("number"), given.get("url"))
    if key is None:
        raise DropItem("an item needs a key, a number or a url to be stored")
    published = given.get("published", given.get("published_at", given.get("date")))
    body = next((given[name] for name in ("body_text", "body", "text", "content") if given.get(name)), None)
    same = Post.__dataclass_fields__.keys() & given.keys() - {"key", "url", "title", "published", "modified"}
    fields: dict[str, Any] = {name: given[name] for name in same} | {"body_text": body}
    post = Post(
        key=str(key),
        url=given.get("url") or "",
        title=given.get("title") or "",
        published=published if isinstance(published, Moment) else None,
        **fields,
    )
    now = datetime.now(UTC)
    row = ListingItem(board, post.url, now, [post], want_documents=body is not None)
    return [row] if body is None else [row, DocumentItem(board, post.key, post.url, now, post=post)]
