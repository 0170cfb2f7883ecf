"""Read archived documents again with the present extractor, without the network, and store where the result differs."""

from __future__ import annotations

import fcntl
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes
from scrapy.settings import BaseSettings, Settings

from newscrawl.archive import SUFFIX, ArchiveError, Place, read, scan
from newscrawl.config import Config
from newscrawl.crawl.encoding import EncodingMiddleware
from newscrawl.extract import Page
from newscrawl.extract.hints import Hints
from newscrawl.items import Board, DocumentItem, FetchItem, Item, ProblemItem
from newscrawl.sites import load
from newscrawl.store import Run, Store
from newscrawl.store.records import FetchRecord, Wanted, Written
from newscrawl.warc import Fetch, digest
from pipelines.dates import DatesPipeline
from spiders.documents import DocumentSpider
from spiders.numbered import shows

BATCH = 100
"""Documents in one transaction."""


@dataclass(slots=True)
class Reparsed:
    """What reading a board again came to, counted in documents. `lost` are records that the archive no longer has."""

    board: Board
    documents: int = 0
    edited: int = 0
    unreadable: int = 0
    lost: int = 0
    recovered: int = 0
    problems: list[str] = field(default_factory=list)


def reparse(
    config: Config,
    board: str | None = None,
    since: datetime | None = None,
    *,
    progress: Callable[[Reparsed], None] | None = None,
) -> Iterator[Reparsed]:
    """Read the last archived response of each post again, board by board; yields what each came to.

    `board` is a label, every board without one; `since` leaves out what was fetched before. Raises BoardBusyError where
    a crawl holds the board, and ConfigurationError for a board that is not stored.
    """
    folder = config.archive_dir
    with Store(config.database_url).open() as store:
        wanted = store.archived_boards(board)
        lost = find_unknown(store, folder)
        gone = [name for name in sorted(store.archived_files()) if not (folder / name).is_file()]
        for each in wanted:
            reparser = _Reparser(store, each, config)
            yield reparser.read(lost.get(each.address, []), gone, since, progress)
            gone = []


def find_unknown(store: Store, folder: Path) -> dict[str, list[FetchItem]]:
    """Records of whose place the database knows nothing, by board: a killed crawl's last ones.

    Files that a crawl is writing are left alone: what it wrote last comes to the database in a moment.
    """
    found: defaultdict[str, list[FetchItem]] = defaultdict(list)
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                continue
            for start, end in _gaps(store.archived_places(path.name), path.stat().st_size):
                for place, fetch in scan(folder, path.name, start, end):
                    if fetch.board is not None and fetch.body is not None:
                        found[fetch.board].append(_item(place, fetch))
    return found


def _gaps(known: list[tuple[int, int]], size: int) -> Iterator[tuple[int, int]]:
    at = 0
    for start, end in known:
        if start > at:
            yield at, start
        at = max(at, end)
    if at < size:
        yield at, size


def _item(place: Place, fetch: Fetch) -> FetchItem:
    board = Board("", fetch.board or "", "")
    return FetchItem(
        board,
        fetch.url,
        fetch.at,
        fetch.status,
        digest(fetch.body or b""),
        place.file,
        place.offset,
        place.length,
        fetch.key,
    )


class ReparseSpider(DocumentSpider):
    """Lends its reading of documents; it never crawls.

    With `keys_move` a document's address was a 번호, at which another post may have stood when it was asked for. It is
    known by title and day, and by its writer too with `by_writer`: some lists call writers otherwise than documents do.
    """

    name = "reparse"
    keys_move = by_writer = False

    async def misplaced(self, page: Page, response: Response, wanted: Wanted) -> list[Item | Request] | None:
        article = page.article
        if not self.keys_move or article is None or not wanted.title:
            return None
        author = wanted.author if self.by_writer else None
        return None if shows(article, wanted.title, author, response.meta["listed_day"]) else []


class Unpacking(HttpCompressionMiddleware):
    """Scrapy's own unpacking of bodies, outside a crawl: it counts nothing."""

    def __init__(self, settings: BaseSettings) -> None:
        self.stats = None
        self._max_size = settings.getint("DOWNLOAD_MAXSIZE")
        self._warn_size = settings.getint("DOWNLOAD_WARNSIZE")


class _Reparser:
    """Reads one board's documents again, with the very code that a crawl reads them with."""

    def __init__(self, store: Store, board: Board, config: Config) -> None:
        self.store, self.folder = store, config.archive_dir
        self.spider = ReparseSpider(board, _hints(board, config))
        settings = Settings()
        settings.setmodule("newscrawl.settings")
        self.unpacking = Unpacking(settings)
        self.encoding = EncodingMiddleware()
        self.dates = DatesPipeline()
        self.found = Reparsed(board)

    def read(
        self,
        unknown: list[FetchItem],
        gone: list[str],
        since: datetime | None,
        progress: Callable[[Reparsed], None] | None,
    ) -> Reparsed:
        found = self.found
        run = self.store.begin_run(found.board, mode="reparse")
        self.spider.keys_move = bool((run.walk() or {}).get("keys_move"))
        verdict, reason = "failed", "It was stopped; what was read again by then is stored."
        try:
            found.lost += run.forget_files(gone)
            if unknown:
                run.write(unknown)
                found.recovered = sum(item.key is not None for item in unknown)
            batch: list[Item] = []
            for record in self.store.archived(run, since=since):
                batch += self._own(run, record)
                if len(batch) >= BATCH:
                    self._write(run, batch)
                    batch = []
                if progress is not None:
                    progress(found)
            self._write(run, batch)
            verdict = "partial" if found.lost else "complete"
            reason = f"{found.documents:,} documents were read again from the archive; {found.edited:,} differ."
        finally:
            run.finish(verdict, reason=reason)
        return found

    def _write(self, run: Run, batch: list[Item]) -> None:
        written: Written = run.write(batch) if batch else Written()
        self.found.edited += written.edited

    def _own(self, run: Run, last: FetchRecord) -> list[Item]:
        """What the last response says now that is of the post itself, and not of another that stood at its 번호."""
        for self.spider.by_writer in (True, False):
            record: FetchRecord | None = last
            while record is not None:
                if (documents := self._again(record)) is not None:
                    return documents
                record = self.store.archived_before(run, record)
        return []

    def _again(self, record: FetchRecord) -> list[Item] | None:
        """What a record's response says now: its document, nothing where that is none, None where it is another's."""
        try:
            fetch = read(self.folder, Place(record.file, record.offset, record.length))
        except ArchiveError as error:
            self.found.lost += 1
            self.found.problems.append(str(error))
            return []
        wanted = Wanted(
            0, record.key or "", record.url, None, None, "recheck", record.listed_title or "", record.listed_author
        )
        try:
            items = _all(self.spider.parse_document(self._response(fetch, record.listed_day), wanted))
        except IgnoreRequest as error:
            self.found.documents += 1
            self.found.problems.append(f"{fetch.url}: {error}")
            return []
        if not items:
            return None
        self.found.documents += 1
        documents = [item for item in items if isinstance(item, DocumentItem) and item.post is not None]
        if not documents:
            self.found.unreadable += any(isinstance(item, ProblemItem) for item in items)
            return []
        document = documents[0]
        assert document.post is not None
        document.fetched_at, document.from_archive = record.at, True
        # Counters have gone on since.
        document.post.views = document.post.votes = document.post.comments = None
        self.dates.process_item(document)
        document.problems.clear()
        return [document]

    def _response(self, fetch: Fetch, listed_day: str | None) -> Response:
        """The response as a crawl's middlewares hand it to a spider."""
        headers = Headers()
        for name, value in fetch.headers:
            headers.appendlist(name, value.encode("latin-1", "replace"))
        if b"Date" not in headers:
            headers[b"Date"] = format_datetime(fetch.at.astimezone(UTC), usegmt=True)
        request = Request(fetch.url, meta={"moved": True, "retry_times": 99, "listed_day": listed_day})
        body = fetch.body or b""
        kind = responsetypes.from_args(headers=headers, url=fetch.url, body=body)
        response: Response = kind(
            fetch.url, status=fetch.status, headers=headers, body=body, request=request, protocol=fetch.protocol
        )
        if b"Content-Encoding" in headers:
            response = self.unpacking.process_response(request, response)  # type: ignore[assignment]
        return self.encoding.process_response(request, response)


def _all(items: AsyncIterator[object]) -> list[object]:
    """Everything that a callback yields. It waits for nothing, so no event loop is needed to run it."""
    found: list[object] = []

    async def collect() -> None:
        found.extend([item async for item in items])

    collecting = collect()
    try:
        collecting.send(None)
    except StopIteration:
        return found
    collecting.close()
    raise RuntimeError("reading a document waited for something")


def _hints(board: Board, config: Config) -> Hints | None:
    """What the board's definition says, where it still has one."""
    if board.name is None or not (config.sites_dir / f"{board.name}.toml").is_file():
        return None
    return load(board.name, config.sites_dir).hints
