"""Keeps each response worth keeping as it came over the wire, before anything reads it."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response

from newscrawl.archive import Archive, ArchiveError, Limits
from newscrawl.errors import ConfigurationError, NewscrawlError
from newscrawl.items import FetchItem, ProblemItem
from newscrawl.store.session import Session
from newscrawl.warc import Fetch, digest
from pipelines.database import DatabasePipeline

logger = logging.getLogger(__name__)

KEPT = frozenset({"documents", "all"})
PASSING = frozenset({304, 408, 429})
"""Answers besides redirects and servers' faults that say nothing of a page."""


class ArchiveMiddleware:
    """Writes requests and responses to WARC files, in a thread of its own, and their places to the database.

    `NEWSCRAWL_ARCHIVE` says what is kept: "documents" (of posts), "all" (listing pages and feeds too) or "off". A
    record is written before its response is read, so that whatever is stored can be read again. Where the archive
    cannot be written, archiving ends with one problem, and the crawl goes on.
    """

    def __init__(self, crawler: Crawler, archive: Archive, *, everything: bool) -> None:
        self.crawler = crawler
        self.archive = archive
        self.everything = everything
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="newscrawl-archive")
        self._writes: set[asyncio.Task[None]] = set()
        self._file = ""
        self._ended = False
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        settings = crawler.settings
        kept = (settings["NEWSCRAWL_ARCHIVE"] or "off").lower()
        if kept == "off":
            raise NotConfigured
        if kept not in KEPT:
            raise ConfigurationError(f"NEWSCRAWL_ARCHIVE is {kept!r}.", "It is documents, all or off.")
        limits = Limits(
            settings.getint("NEWSCRAWL_ARCHIVE_FILE_SIZE"),
            settings.getint("NEWSCRAWL_ARCHIVE_SIZE"),
            settings.getint("NEWSCRAWL_ARCHIVE_DAYS"),
            settings.getint("NEWSCRAWL_ARCHIVE_FREE"),
        )
        folder = Path(settings["NEWSCRAWL_DATA_DIR"] or "data") / "archive"
        return cls(crawler, Archive(folder, limits), everything=kept == "all")

    async def process_response(self, request: Request, response: Response) -> Response:
        wanted = request.cb_kwargs.get("wanted")
        session = self._session()
        if self._ended or session is None or not (wanted or self.everything) or not worth_keeping(response):
            return response
        board = getattr(self.crawler.spider, "board", None)
        key = wanted.key if wanted else None
        fetch = as_fetch(request, response, getattr(board, "address", None), key)
        try:
            before = None
            if wanted is not None and wanted.reason != "new":
                before = await self._same(session, wanted.key, fetch)
            same_as = (before.url, before.at) if before else None
            place = await self._call(self.archive.store, fetch, same_as)
        except NewscrawlError as error:
            self._end(session, error)
            return response
        if board is not None:
            self._write(
                session,
                FetchItem(
                    board,
                    request.url,
                    fetch.at,
                    response.status,
                    digest(response.body),
                    place.file,
                    place.offset,
                    place.length,
                    key,
                    before.id if before else None,
                ),
            )
        self.crawler.stats.inc_value("newscrawl/archived")
        self.crawler.stats.inc_value("newscrawl/archived_bytes", place.length)
        if place.file != self._file:
            # A new file: the archive's bounds hold within a long crawl too.
            self._file = place.file
            try:
                await self._prune(session)
            except NewscrawlError as error:
                self._end(session, error)
        return response

    async def spider_closed(self) -> None:
        if self._writes:
            await asyncio.gather(*self._writes)
        self.archive.close()
        self._thread.shutdown(wait=False)

    def _session(self) -> Session | None:
        pipeline = self.crawler.get_item_pipeline(DatabasePipeline)
        return pipeline.session if pipeline is not None else None

    async def _prune(self, session: Session) -> None:
        removed = await self._call(self.archive.prune)
        if removed:
            if self._writes:
                await asyncio.gather(*self._writes)  # places in these files may still wait for their batch
            gone = await session.call(session.run.forget_files, removed)
            logger.info("the archive's bounds were reached: %d old files with %d pages removed", len(removed), gone)

    async def _same(self, session: Session, key: str, fetch: Fetch) -> Any:
        """The stored fetch with the same body, if it will be kept for a while yet."""
        before = await session.call(session.run.last_fetch, key)
        if before is None or before.digest != digest(fetch.body or b""):
            return None
        days = self.archive.limits.days
        if days and fetch.at - before.at > timedelta(days=days / 2):
            return None  # its file will be removed before this one's
        return before if (self.archive.folder / before.file).is_file() else None

    async def _call(self, function: Any, *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, function, *args)

    def _write(self, session: Session, item: FetchItem | ProblemItem) -> None:
        """Hand an item to the next batch, without waiting for it: its document goes with it."""

        async def write() -> None:
            try:
                await session.write(item)
            except NewscrawlError as error:
                logger.debug("the place of an archived page was not stored: %s", error)

        task = asyncio.ensure_future(write())
        self._writes.add(task)
        task.add_done_callback(self._writes.discard)

    def _end(self, session: Session, error: NewscrawlError) -> None:
        if self._ended:
            return
        self._ended = True
        logger.error("%s", error)
        board = getattr(self.crawler.spider, "board", None)
        if isinstance(error, ArchiveError) and board is not None:
            folder = str(self.archive.folder)
            self._write(session, ProblemItem(board, folder, datetime.now(UTC), "store", error.message, error.advice))


def worth_keeping(response: Response) -> bool:
    """Whether a response says something of its page; what cannot be had now is asked for again."""
    return (
        bool(response.body)
        and not 300 <= response.status < 400
        and response.status < 500
        and (response.status not in PASSING)
    )


def as_fetch(request: Request, response: Response, board: str | None, key: str | None) -> Fetch:
    """A request and its response, as the archive keeps them."""
    return Fetch(
        url=request.url,
        at=datetime.now(UTC),
        status=response.status,
        headers=_pairs(response.headers),
        body=response.body,
        method=request.method,
        request_headers=_pairs(request.headers),
        request_body=request.body,
        protocol=response.protocol if response.protocol in ("HTTP/1.0", "HTTP/1.1") else "HTTP/1.1",
        ip=str(response.ip_address) if response.ip_address else None,
        board=board,
        key=key,
    )


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values]
