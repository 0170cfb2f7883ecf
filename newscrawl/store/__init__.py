"""The database: every post once, its versions, the change feed, the runs.

with Store("sqlite:///data/newscrawl.db").open() as store:
    for post in store.posts(board="news", limit=10):
        print(post.published_at, post.title)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Self, TypeVar, Unpack

from sqlalchemy import Engine

from newscrawl import items
from newscrawl.store import (
    audit,
    beside,
    boards,
    care,
    fetches,
    finding,
    lease,
    outcomes,
    overview,
    reading,
    retry,
    search,
)
from newscrawl.store.audit import AuditRecord
from newscrawl.store.batch import clean_key
from newscrawl.store.care import CheckRecord, StatsRecord
from newscrawl.store.dispatch import Dispatch
from newscrawl.store.frames import FrameKind, frame
from newscrawl.store.lease import LeaseLostError
from newscrawl.store.opening import make_engine, parse_url, told, write_transaction
from newscrawl.store.records import (
    BoardRecord,
    ChangeRecord,
    FetchRecord,
    Outcome,
    PostFilter,
    PostRecord,
    ProblemRecord,
    RunRecord,
    SearchHit,
    VersionRecord,
)
from newscrawl.store.run import Run, begin
from newscrawl.store.upgrading import newest_version, upgrade, version_of

__all__ = ["AuditRecord", "Dispatch", "LeaseLostError", "Run", "Store"]

T = TypeVar("T")


class Store:
    """A newscrawl database. Nothing is connected before `open`. Once it is, several threads may read by it at once.

    `database_url` is an SQLAlchemy URL for SQLite, PostgreSQL or MariaDB; ConfigurationError is raised for any other.
    Every method may raise DatabaseUnavailableError, and those that take a board's label ConfigurationError for one that
    is not stored.
    """

    def __init__(self, database_url: str, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._url = parse_url(database_url)
        self._now = now
        self._engine: Engine | None = None

    def open(self, *, notify: Callable[[str], None] | None = None) -> Self:
        """Connect; create the tables in an empty database, and migrate an older one, saying so to `notify`.

        Raises DatabaseUnavailableError for a database that cannot be reached or opened, and ConfigurationError for one
        that a newer newscrawl has written.
        """
        self._engine = make_engine(self._url)
        try:
            with told(self._url):
                upgrade(self._engine, self._url, notify)
        except BaseException:
            self.close()
            raise
        return self

    def close(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def __enter__(self) -> Self:
        return self if self._engine is not None else self.open()

    def __exit__(self, *error: object) -> None:
        self.close()

    def version(self) -> tuple[str | None, str]:
        """The version of the database's schema (None for an empty one), and the newest that this program knows."""
        engine = self._engine or make_engine(self._url)
        with told(self._url), engine.connect() as connection:
            return version_of(connection), newest_version()

    def posts(
        self,
        *,
        newest_first: bool = True,
        after: PostRecord | None = None,
        limit: int | None = None,
        **wanted: Unpack[PostFilter],
    ) -> Iterator[PostRecord]:
        """Posts that fit all that is wanted (see `PostFilter`), by time of publication, those without a date last.

        `after` is the last post of the page before: pages neither miss nor repeat a post, whatever is written
        meanwhile. Streams in constant memory.
        """
        return self._stream(finding.posts, wanted, newest_first=newest_first, after=after, limit=limit)

    def count_posts(self, **wanted: Unpack[PostFilter]) -> int:
        """How many posts fit all that is wanted."""
        return self._read(reading.count_posts, wanted)

    def frame(
        self, columns: Sequence[str] | None = None, *, kind: FrameKind = "polars", **wanted: Unpack[PostFilter]
    ) -> Any:
        """The posts that fit all that is wanted as a data frame of polars or pandas; lists are JSON text in it.

        Raises ConfigurationError for an unknown column, and where the library is not installed.
        """
        return frame(self.posts(**wanted), columns, kind)

    def search(
        self, query: str, *, after: PostRecord | None = None, limit: int = 20, **wanted: Unpack[PostFilter]
    ) -> list[SearchHit]:
        """The newest posts that fit and whose title and text hold every word of `query`, also inside of longer words.

        `after` is the last post of the page before. Raises ConfigurationError for a query without a word.
        """
        return self._read(finding.search, query, wanted, after=after, limit=limit)

    def post(self, post_id: int) -> PostRecord | None:
        """One post by its id, deleted or not; None where there is none."""
        return self._read(reading.post_by_id, post_id)

    def versions(self, post_id: int) -> list[VersionRecord]:
        """Every version of a post, oldest first."""
        return self._read(reading.versions, post_id)

    def changes(self, *, after: int = 0, limit: int | None = None) -> Iterator[ChangeRecord]:
        """The change feed behind number `after`. Who keeps the last `seq` misses nothing and sees nothing twice."""
        return self._stream(reading.changes, after=after, limit=limit)

    def runs(self, *, board: str | None = None, limit: int = 20) -> list[RunRecord]:
        """The latest runs, newest first."""
        return self._read(reading.runs, board_label=board, limit=limit)

    def run(self, run_id: int) -> RunRecord:
        """One run. Raises ConfigurationError where there is none of this number."""
        return self._read(reading.run_by_id, run_id)

    def boards(self) -> list[BoardRecord]:
        """Every board that is stored."""
        return self._read(reading.boards)

    def audit(self, board: str | None = None, *, named: bool = True) -> list[AuditRecord]:
        """What is stored of each board held against what it showed: the proof that none is missing, or what is.

        Without `named` no single posts are named, which takes a look at all of them.
        """
        return self._read(audit.audit, board, named=named)

    def days(self, board: str) -> Counter[date]:
        """How many live posts of a board were published on each day."""
        return self._read(audit.days, board)

    def overview(self) -> list[overview.Glance]:
        """Every board at a glance: its latest run, when it last went well, when its newest post was published."""
        return self._read(overview.overview)

    def live(self, board_id: int) -> int:
        """How many live posts of a board are stored, notices included."""
        return self._read(overview.live, board_id)

    def per_day(self, board_id: int, timezone: str) -> Counter[date]:
        """How many live posts of a board were published on each day of a time zone."""
        return self._read(overview.per_day, board_id, timezone)

    def days_of(self, **wanted: Unpack[PostFilter]) -> Counter[date]:
        """How many of the posts that fit were published on each day in Seoul."""
        return self._read(overview.days_of, wanted)

    def titles(self, since: datetime, until: datetime) -> Iterator[str]:
        """The titles of the live posts that were published in a time."""
        return self._stream(overview.titles, since, until)

    def fetched(self, post_id: int, *, limit: int = 20) -> list[FetchRecord]:
        """The archived responses of a post's document, newest first."""
        return self._read(beside.fetched, post_id, limit)

    def copies(self, post: PostRecord, *, limit: int = 20) -> list[PostRecord]:
        """Live posts whose texts are nearly the same as this one's, the likest first (see docs/schema.md)."""
        return self._read(beside.copies, post, limit)

    def problems(self, *, run: int | None = None, board: str | None = None, limit: int = 50) -> list[ProblemRecord]:
        """The latest problems, newest first."""
        return self._read(reading.problems, run_id=run, board_label=board, limit=limit)

    def archived_files(self) -> set[str]:
        """The archive's files that hold a known record."""
        return self._read(fetches.files)

    def archived_places(self, file: str) -> list[tuple[int, int]]:
        """The known records of one of the archive's files: where each begins and ends, in order."""
        return self._read(fetches.places, file)

    def archived_boards(self, label: str | None = None) -> list[items.Board]:
        """The boards that `label` names, all without one, as a run begins on them."""
        ids = None if label is None else self._read(reading.known_board_ids, label)
        return self._read(fetches.boards, ids)

    def archived(self, run: Run, *, since: datetime | None = None) -> Iterator[FetchRecord]:
        """The last archived response for each post of a run's board, fetched since then, oldest first."""
        return self._stream(fetches.latest, board_id=run.board_id, since=since)

    def archived_before(self, run: Run, record: FetchRecord) -> FetchRecord | None:
        """The archived response of the same post that came before this one; None where there is none."""
        return self._read(fetches.before, run.board_id, record)

    def check(self, archive: Path | None = None) -> list[CheckRecord]:
        """Look at everything that must hold in the database, and in the files of its archive in that folder."""
        return self._read(care.check, archive)

    def stats(self) -> StatsRecord:
        """How much is in the database."""
        return self._read(care.stats, self._url)

    def backup(self, target: Path) -> None:
        """Copy an SQLite database to a file, as of one moment, while crawls write.

        Raises ConfigurationError for a server, with the command that does it, and NewscrawlError where the copy cannot
        be written.
        """
        care.backup(self._url, target)

    def index_search(self, *, anew: bool = False) -> int:
        """Put every post that is not in the search index there, or all of them into a new one; gives how many."""
        with told(self._url), write_transaction(self._opened()) as connection:
            return search.build(connection, anew=anew)

    def outcomes(self, run: int, keys: Sequence[str]) -> list[Outcome | None]:
        """What became of the article of each key, by this run and those before; None where nothing is known of it."""
        cleaned = [clean_key(key) for key in keys]
        found = self._read(outcomes.of, run, cleaned)
        return [found.get(key) for key in cleaned]

    def forget_unread(self, board: items.Board) -> bool:
        """Forget a board of which no page was ever understood; gives whether it was one. See docs/completeness.md."""
        with told(self._url), write_transaction(self._opened()) as connection:
            board_id = boards.find_board(connection, board)
            return board_id is not None and boards.forget_unread(connection, board_id)

    def begin_run(
        self,
        board: items.Board,
        *,
        mode: str = "crawl",
        owner: str | None = None,
        hold: timedelta = lease.LEASE,
    ) -> Run:
        """Begin a run on a board and hold it, `hold` long without being renewed.

        Raises BoardBusyError while another run holds it.
        """
        engine = self._opened()
        with told(self._url):
            with write_transaction(engine) as connection:
                board_id = boards.settle_board(connection, board, self._now())
            return begin(engine, self._url, board_id, mode, owner or lease.this_process(), self._now, hold)

    def retry(self, *, run: int | None = None, board: str | None = None) -> list[BoardRecord]:
        """Give what failed another chance at the next crawl; gives the boards that have such posts or pages."""
        with told(self._url), write_transaction(self._opened()) as connection:
            found = retry.retry(connection, run_id=run, board_label=board)
            return [each for each in reading.boards(connection) if each.id in found]

    def dispatch(self) -> Dispatch:
        """Which boards scheduled crawls take, and how their hosts are."""
        return Dispatch(self._opened(), self._url, self._now)

    def _opened(self) -> Engine:
        if self._engine is None:
            self.open()
        assert self._engine is not None
        return self._engine

    def _read(self, query: Callable[..., T], *args: Any, **options: Any) -> T:
        with told(self._url), self._opened().connect() as connection:
            return query(connection, *args, **options)

    def _stream(self, query: Callable[..., Iterator[T]], *args: Any, **options: Any) -> Iterator[T]:
        with told(self._url), self._opened().connect() as connection:
            yield from query(connection, *args, **options)
