"""A run: one crawl's hold on one board, through which all its reading and writing goes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, bindparam, delete, func, insert, select, update
from sqlalchemy.engine import URL

from newscrawl.dates import Moment
from newscrawl.extract.page import PageRequest
from newscrawl.faces import normal
from newscrawl.items import Item, Post
from newscrawl.seen import Standing
from newscrawl.store import attempts, diff, feed, fetches, lease, outcomes, recognising
from newscrawl.store.batch import clean_key
from newscrawl.store.delivery import Delivery
from newscrawl.store.feed import Change
from newscrawl.store.history import Past, past
from newscrawl.store.opening import told, write_transaction
from newscrawl.store.reading import run_by_id
from newscrawl.store.records import FetchRecord, RunRecord, Wanted, Written
from newscrawl.store.schema import board, listing, post, run
from newscrawl.store.statements import CHUNK, KNOWN, stored_posts
from newscrawl.store.text import clean_json, clean_line

BY_WANTED = "FORCE INDEX (ix_post_wanted)"
"""MariaDB counts posts that no longer wait among those that do until it comes to purge them, and reads the table."""

DIED = "Its process ended without a word: killed, or the machine went down. What it had committed is safe."
"""Said of a run that has not ended when the board's next one begins."""


class Run:
    """A run that has begun and holds its board's lease.

    Every method may raise DatabaseUnavailableError, and those that write LeaseLostError.
    """

    def __init__(
        self,
        engine: Engine,
        url: URL,
        run_id: int,
        board_id: int,
        token: int,
        now: Callable[[], datetime],
        length: timedelta = lease.LEASE,
    ) -> None:
        self.id = run_id
        self.board_id = board_id
        self._engine = engine
        self._url = url
        self._token = token
        self._now = now
        self._length = length
        self._delivery = Delivery(run_id, board_id, self._writing, now)
        self._resting: dict[int, int] | None = None

    def write(self, items: Sequence[Item]) -> Written:
        """Write items in one transaction; gives what they changed.

        An item or row that the database refuses is set aside as a problem, and the rest is written. The same items may
        be written again after DatabaseUnavailableError: what was committed although its answer was lost counts once.
        """
        with told(self._url):
            return self._delivery.write(list(items))

    def compare(self, posts: Sequence[Post]) -> list[Standing]:
        """For each row: `new` (not stored), `changed` (title, category, comments or secrecy differ, or it was taken for
        deleted), or `known`."""
        keys = list({clean_key(each.key) for each in posts})
        with told(self._url), self._engine.connect() as connection:
            found = stored_posts(connection, self.board_id, keys, ("key", "listed_hash", "deleted_at"))
            stored = {row.key: (row.listed_hash, row.deleted_at) for row in found}
        standings: list[Standing] = []
        for each in posts:
            known = stored.get(clean_key(each.key))
            if known is None:
                standings.append("new")
            else:
                standings.append("known" if known == (diff.listed_hash(each), None) else "changed")
        return standings

    def known(self, keys: Collection[str]) -> dict[str, str]:
        """Those of these keys under which, or as aliases of which, posts are stored; and those posts' own keys."""
        by_stored = {clean_key(key): key for key in keys}
        with told(self._url), self._engine.connect() as connection:
            found = outcomes.stored_keys(connection, self.board_id, list(by_stored))
        return {by_stored[key]: own for key, own in found.items()}

    def want_again(self, keys: Collection[str], before: datetime) -> int:
        """Want the documents of these posts once more that were last had before then; gives how many."""
        with told(self._url), self._engine.connect() as connection:
            ids = outcomes.ids_of(connection, self.board_id, [clean_key(key) for key in keys])
        count = 0
        for start in range(0, len(ids), CHUNK):
            some = post.c.id.in_(ids[start : start + CHUNK])
            count += self._want("recheck", some, post.c.wanted_reason.is_(None), post.c.document_at < before)
        return count

    def showing_others(self, posts: Sequence[Post], timezone: str) -> int:
        """How many of these rows show another post than the one that is stored under their key."""
        keys = list({clean_key(each.key) for each in posts})
        with told(self._url), self._engine.connect() as connection:
            found = stored_posts(connection, self.board_id, keys, KNOWN)
            stored = {row.key: dict(zip(KNOWN, row, strict=True)) for row in found}
        pairs = ((stored.get(clean_key(each.key)), each) for each in posts)
        return sum(old is not None and diff.is_another_post(old, each, timezone) for old, each in pairs)

    def has_moved(self, posts: Sequence[Post], timezone: str) -> bool:
        """Whether 번호, which is these rows' key, names other posts than it did when they were stored."""
        with told(self._url), self._engine.connect() as connection:
            return recognising.has_moved(connection, self.board_id, posts, timezone)

    def recognise(self, posts: Sequence[Post], timezone: str, seen: Mapping[str, int], repeats: int) -> list[str]:
        """The keys of these rows' posts, told by title, author and day; see `newscrawl.faces.pair`."""
        with told(self._url), self._engine.connect() as connection:
            return recognising.recognise(connection, self.board_id, posts, timezone, seen, repeats)

    def is_shown_elsewhere(self, key: str, title: str, day: str | None) -> bool:
        """Whether another live post than that of `key` is stored with this title and day."""
        with told(self._url), self._engine.connect() as connection:
            return recognising.is_shown_elsewhere(connection, self.board_id, key, title, day)

    def under_other_keys(self, posts: Sequence[Post], timezone: str) -> int:
        """How many of these rows are stored, alike in title, author and day, under a key that is not theirs."""
        zone = ZoneInfo(timezone)
        shown = {_face(each.title, each.author, _day(each.published)) for each in posts if _day(each.published)}
        days = [datetime.combine(day, time(), zone) for _, _, day in shown if day is not None]
        if not days:
            return 0
        query = select(post.c.listed_title, post.c.listed_author, post.c.published_at).where(
            post.c.board_id == self.board_id,
            post.c.published_at >= min(days),
            post.c.published_at < max(days) + timedelta(days=1),
            post.c.key.not_in([clean_key(each.key) for each in posts]),
            post.c.deleted_at.is_(None),
        )
        with told(self._url), self._engine.connect() as connection:
            stored = {
                _face(row.listed_title, row.listed_author, row.published_at.astimezone(zone).date())
                for row in connection.execute(query.limit(CHUNK))
            }
        return len(shown & stored)

    def wanted(
        self,
        limit: int,
        *,
        skip: Collection[str] = (),
        after: int | None = None,
        seen_since: datetime | None = None,
    ) -> list[Wanted]:
        """Posts whose documents are to be fetched, newest first, without those that failed in this run already, that
        rest after earlier failures, or that were given up (store/attempts.py).

        With `after` they come in the order of their ids, behind that one; with `seen_since` only those come that the
        list has shown since then.
        """
        query = select(post, board.c.timezone).join(board).where(*self._is_wanted()).limit(limit + len(skip))
        query = query.with_hint(post, BY_WANTED, "mariadb")
        if seen_since is not None:
            query = query.where(post.c.last_seen_at >= seen_since)
        if after is None:
            query = query.order_by(post.c.number.is_(None), post.c.number.desc(), post.c.id)
        else:
            query = query.where(post.c.id > after).order_by(post.c.id)
        skipped = {clean_key(key) for key in skip}
        with told(self._url), self._engine.connect() as connection:
            rows = [row for row in connection.execute(query).mappings() if row["key"] not in skipped]
        return [
            Wanted(
                row["id"],
                row["key"],
                row["url"],
                PageRequest.from_dict(row["request"]) if row["request"] else None,
                _moment(
                    row["published_at"],
                    row["published_precision"],
                    row["published_raw"],
                    row["year_assumed"],
                    row["timezone"],
                ),
                row["wanted_reason"],
                row["listed_title"] or "",
                row["listed_author"],
                row["number"],
                row["is_secret"],
                row["attempts"],
            )
            for row in rows[:limit]
        ]

    def wanted_count(self) -> int:
        """How many documents are still to be fetched, those that failed in this run or rest included."""
        return self._count(*self._waits(), ~attempts.is_given_up(), hint=BY_WANTED)

    def given_up_count(self) -> int:
        """How many documents of live posts were asked for so often in vain that they are asked for no more."""
        return self._count(*self._waits(), attempts.is_given_up(), post.c.deleted_at.is_(None), hint=BY_WANTED)

    def untried_count(self, keys: Collection[str] | None = None) -> int:
        """How many documents are still to be fetched in this run, of the posts with these keys, if any are given."""
        return self._count_of(keys, *self._is_wanted())

    def resting_count(self, keys: Collection[str] | None = None) -> int:
        """How many documents failed before and are left for a later run, of the posts with these keys, if given."""
        is_due = attempts.is_due(self.id, self._rests())
        tried_here = post.c.tried_run_id.is_not(None) & (post.c.tried_run_id == self.id)
        return self._count_of(keys, *self._waits(), ~attempts.is_given_up(), ~is_due, ~tried_here)

    def live_count(self) -> int:
        """How many ordinary posts (no notices) are stored and not deleted."""
        return self._count(post.c.board_id == self.board_id, post.c.deleted_at.is_(None), post.c.is_notice.is_(False))

    def requests_since(self, since: datetime) -> int:
        """How many requests the board's runs made that began since then, of those that have ended in good order."""
        query = select(run.c.evidence).where(run.c.board_id == self.board_id, run.c.started_at >= since)
        with told(self._url), self._engine.connect() as connection:
            return sum((evidence or {}).get("requests", 0) for evidence in connection.execute(query).scalars())

    def past(self) -> Past:
        """What is usual on this board."""
        with told(self._url), self._engine.connect() as connection:
            return past(connection, self.board_id)

    def walk(self) -> dict[str, Any] | None:
        """The state of the last walk over this board, as stored with its last page; None before the first."""
        with told(self._url), self._engine.connect() as connection:
            state: dict[str, Any] | None = connection.execute(
                select(board.c.walk).where(board.c.id == self.board_id)
            ).scalar_one()
        return state

    def keep_walk(self, state: dict[str, Any]) -> None:
        """Keep the walk's state where no page carries it: after its last page."""
        with told(self._url), self._writing() as connection:
            connection.execute(update(board).where(board.c.id == self.board_id).values(walk=state))

    def oldest_page_at(self) -> datetime | None:
        """When the listing page was read that was read the longest ago; None before the first."""
        with told(self._url), self._engine.connect() as connection:
            query = select(func.min(listing.c.at)).where(listing.c.board_id == self.board_id)
            oldest: datetime | None = connection.execute(query).scalar_one()
        return oldest

    def forget_pages_below(self, page: int) -> None:
        """Forget listing pages that the board no longer has: `page` was its last one."""
        with told(self._url), self._writing() as connection:
            connection.execute(delete(listing).where(listing.c.board_id == self.board_id, listing.c.page > page))

    def last_fetch(self, key: str) -> FetchRecord | None:
        """The last archived response for a post's document, that holds its body."""
        with told(self._url), self._engine.connect() as connection:
            return fetches.last_of(connection, self.board_id, clean_key(key))

    def forget_files(self, names: Sequence[str]) -> int:
        """Forget what stood in files of the archive that are gone; gives how many records."""
        with told(self._url), write_transaction(self._engine) as connection:
            return fetches.forget(connection, names)

    def want_missing(self) -> int:
        """Want the documents of posts whose document was never asked for; gives how many."""
        return self._want(
            "new", post.c.document_state.is_(None), post.c.wanted_reason.is_(None), post.c.deleted_at.is_(None)
        )

    def want_recent(self, since: datetime) -> int:
        """Want the documents of posts published since then once more, to see whether they were edited."""
        return self._want(
            "recheck",
            post.c.document_state == "ok",
            post.c.wanted_reason.is_(None),
            post.c.deleted_at.is_(None),
            post.c.published_at >= since,
        )

    def unseen_count(self, since: datetime) -> int:
        """How many live posts no listing has shown since."""
        return self._count(post.c.board_id == self.board_id, post.c.last_seen_at < since, post.c.deleted_at.is_(None))

    def mark_unseen_wanted(self, since: datetime) -> int:
        """Want the documents of live posts that no listing has shown since; gives how many.

        Only a walk that has read the whole board without a hole may ask for this.
        """
        # One that waits for this very reason keeps the count of its attempts.
        waits = post.c.wanted_reason.is_not(None) & (post.c.wanted_reason == "unseen")
        return self._want("unseen", post.c.last_seen_at < since, post.c.deleted_at.is_(None), ~waits)

    def follows(self, run_id: int) -> bool:
        """Whether no other run of this board began between that one and this."""
        between = select(func.max(run.c.id)).where(run.c.board_id == self.board_id, run.c.id < self.id)
        with told(self._url), self._engine.connect() as connection:
            return bool(connection.execute(between).scalar_one() == run_id)

    def seen_at(self, keys: Collection[str]) -> dict[str, tuple[datetime, datetime | None]]:
        """When the list last showed these posts, and when the document was last had; by key, without unknown ones."""
        wanted = sorted({clean_key(key) for key in keys})
        with told(self._url), self._engine.connect() as connection:
            found = stored_posts(connection, self.board_id, wanted, ("key", "last_seen_at", "document_at"))
            return {row.key: (row.last_seen_at, row.document_at) for row in found}

    def renew(self) -> None:
        """Renew the lease."""
        with self._writing():
            pass

    def finish(
        self,
        verdict: str,
        *,
        reason: str = "",
        complete_to: str | None = None,
        evidence: dict[str, Any] | None = None,
    ) -> RunRecord:
        """End the run with its verdict and give the lease back.

        Posts whose document was asked for in vain get their entry in the change feed now.
        """
        with told(self._url):
            with self._writing() as connection:
                connection.execute(
                    update(run)
                    .where(run.c.id == self.id)
                    .values(
                        finished_at=self._now(),
                        verdict=verdict,
                        reason=clean_line(reason) or "",
                        complete_to=complete_to,
                        evidence=clean_json(evidence),
                    )
                )
                lease.release(connection, self.board_id, self._token)
                self._announce_failed(connection)
            with self._engine.connect() as connection:
                return run_by_id(connection, self.id)

    def _announce_failed(self, connection: Connection) -> None:
        late = (
            post.c.board_id == self.board_id,
            post.c.wanted_reason.is_not(None),
            post.c.announced.is_(False),
            post.c.attempts > 0,
        )
        query = select(post.c.id, post.c.version).where(*late).with_hint(post, BY_WANTED, "mariadb")
        rows = connection.execute(query).all()
        if rows:
            settled = update(post).where(post.c.id == bindparam("_id")).values(announced=True)
            connection.execute(settled, [{"_id": row.id} for row in rows])
        feed.record(connection, [Change("new", row.id, row.version) for row in rows], self._now())

    def _waits(self) -> tuple[Any, ...]:
        return post.c.board_id == self.board_id, post.c.wanted_reason.is_not(None)

    def _is_wanted(self) -> tuple[Any, ...]:
        return *self._waits(), attempts.is_due(self.id, self._rests())

    def _rests(self) -> dict[int, int]:
        """See `newscrawl.store.attempts.rests`; asked once, so that a long run does not ask twice for one document."""
        if self._resting is None:
            with told(self._url), self._engine.connect() as connection:
                self._resting = attempts.rests(connection, self.board_id, self._now())
        return self._resting

    def _count_of(self, keys: Collection[str] | None, *conditions: Any) -> int:
        if keys is None:
            return self._count(*conditions, hint=BY_WANTED)
        cleaned = [clean_key(key) for key in keys]
        chunks = (cleaned[start : start + CHUNK] for start in range(0, len(cleaned), CHUNK))
        return sum(self._count(*conditions, post.c.key.in_(some)) for some in chunks)

    def _count(self, *conditions: Any, hint: str = "") -> int:
        query = select(func.count()).select_from(post).where(*conditions).with_hint(post, hint, "mariadb")
        with told(self._url), self._engine.connect() as connection:
            return int(connection.execute(query).scalar_one())

    def _want(self, reason: str, *conditions: Any) -> int:
        with told(self._url), self._writing() as connection:
            result = connection.execute(
                update(post)
                # An address with "#" is the list's own: such a post has no document.
                .where(post.c.board_id == self.board_id, post.c.url.not_like("%#%"), *conditions)
                .values(wanted_reason=reason, attempts=0, tried_run_id=None)
            )
        return int(result.rowcount)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that begins with the proof that this run still holds its board."""
        with write_transaction(self._engine) as connection:
            lease.renew(connection, self.board_id, self._token, self._now(), self._length)
            yield connection


def _face(title: str | None, author: str | None, day: date | None) -> tuple[str, str, date | None]:
    """What a person would know a post by."""
    return normal(title), normal(author), day


def _day(shown: Moment | str | None) -> date | None:
    if not isinstance(shown, Moment):
        return None
    return shown.value.date() if isinstance(shown.value, datetime) else shown.value


def _moment(at: datetime | None, precision: Any, raw: str | None, year_assumed: bool, timezone: str) -> Moment | None:
    """A stored date as it was shown."""
    if at is None:
        return None
    local = at.astimezone(ZoneInfo(timezone))
    return Moment(local.date() if precision == "day" else local, precision, raw or "", year_assumed)


def begin(
    engine: Engine,
    url: URL,
    board_id: int,
    mode: str,
    owner: str,
    now: Callable[[], datetime],
    length: timedelta = lease.LEASE,
) -> Run:
    """Take the board's lease and begin a run. Raises BoardBusyError where another run holds it."""
    with write_transaction(engine) as connection:
        token = lease.take(connection, board_id, owner, now(), length)
        # Whoever held it before and had not ended its run will not do so any more.
        ended = {"finished_at": now(), "verdict": "failed", "reason": DIED}
        connection.execute(update(run).where(run.c.board_id == board_id, run.c.finished_at.is_(None)).values(**ended))
        result = connection.execute(insert(run).values(board_id=board_id, mode=mode, started_at=now(), reason=""))
        key = result.inserted_primary_key
        assert key is not None
    return Run(engine, url, int(key[0]), board_id, token, now, length)
