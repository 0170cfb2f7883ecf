"""Write a batch of items in one transaction: read what is stored of them, see what differs, write the difference.

The lease makes this run the only writer of its board, so nothing changes between the reading and the writing; the
unique key of (board, key) backs it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, update

from newscrawl.items import Board, DocumentItem, ListingItem, Post, ProblemItem
from newscrawl.store import aliases, diff, feed, search
from newscrawl.store.attempts import GIVEN_UP_ADVICE, GIVEN_UP_REASON, MOST_ATTEMPTS
from newscrawl.store.batch import Batch, clean_key, flaws
from newscrawl.store.columns import KEY_LENGTH
from newscrawl.store.feed import Change, Kind
from newscrawl.store.recognising import FEWEST_MOVED, MOVED_SHARE
from newscrawl.store.records import Written
from newscrawl.store.schema import body, fetch, listing, post, problem, revision
from newscrawl.store.statements import (
    BODIES,
    BODY_COLUMNS,
    CHUNK,
    COUNT,
    COUNTS,
    KNOWN,
    NO_BODY,
    SEEN,
    WALK,
    insert_unknown,
    stored_posts,
    update_post,
    upsert,
)
from newscrawl.store.text import clean_json, clean_line, clean_text, url_hash

GONE = frozenset({"deleted", "missing"})
"""Outcomes that say that the document is no longer there."""

CLOSED = frozenset({"secret", "forbidden", "login"})
"""Outcomes that say that the document is there, but not for us."""


MOVED_WORDS = "{} rows show other posts under keys that are stored: what was taken for a permanent id moves here."
MOVED_ADVICE = "Say in a definition which parameter holds the permanent id: key = …, in [list]."

REVISION_COLUMNS = ("title", "author", "category", "published_at", "published_precision", "body_text", "body_html")


@dataclass(slots=True)
class Writer:
    """Writes one batch for a run; `new_keys` are the posts that this batch stored first."""

    connection: Connection
    run_id: int
    board_id: int
    now: datetime
    written: Written = field(default_factory=Written)
    changes: list[Change] = field(default_factory=list)
    new_keys: set[str] = field(default_factory=set)
    kept: list[tuple[ProblemItem, dict[str, Any]]] = field(default_factory=list)
    given_up: list[ProblemItem] = field(default_factory=list)

    @property
    def dialect(self) -> str:
        return self.connection.dialect.name

    def write(self, batch: Batch) -> Written:
        aliases.drop_rows(self.connection, self.board_id, batch)
        stored = self._stored(batch.keys)
        self._part_reused(batch, stored)
        self._insert_new(batch, stored)
        self._update_known(batch, stored)
        self.written.documents += aliases.merge(
            self.connection, self.board_id, batch, stored, self._stored, self._take_for_deleted
        )
        self._write_documents(batch, stored)
        self._write_problems(batch, stored)
        self._write_pages(batch)
        self._write_fetches(batch)
        self._count()
        feed.record(self.connection, self.changes, self.now)
        return self.written

    def _stored(self, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        """What is stored of these posts, by key."""
        found = stored_posts(self.connection, self.board_id, keys, KNOWN)
        return {row.key: dict(zip(KNOWN, row, strict=True)) for row in found}

    def _part_reused(self, batch: Batch, stored: dict[str, dict[str, Any]]) -> None:
        """Keep apart posts that came to share a key: the old one is deleted under a key of its own, the new one is new.

        Where many rows of a batch changed so, the keys are no identity at all (번호 that moved): nothing is written of
        these rows, and a problem says so.
        """
        reused = [
            key
            for key, (item, shown) in batch.rows.items()
            if key in stored and diff.is_another_post(stored[key], shown, item.board.timezone)
        ]
        known = sum(key in stored for key in batch.rows)
        if len(reused) >= FEWEST_MOVED and len(reused) > known * MOVED_SHARE:
            item = batch.rows[reused[0]][0]
            for key in reused:
                del batch.rows[key]
            batch.problems.append(
                ProblemItem(
                    item.board, item.url, item.fetched_at, "store", MOVED_WORDS.format(len(reused)), MOVED_ADVICE
                )
            )
            return
        for key in reused:
            old = stored.pop(key)
            own = clean_key(f"{key}~{old['id']}")
            # What was fetched under the key is the old post's.
            self.connection.execute(
                update(fetch).where(fetch.c.board_id == self.board_id, fetch.c.key == key).values(key=own)
            )
            gone = {"key": own, "deleted_at": self.now, "wanted_reason": None}
            self._apply([(old, gone if old["deleted_at"] is None else {"key": own, "wanted_reason": None})])
            if "deleted_at" in gone and old["announced"]:
                self._change("deleted", old, old["version"])
                self.written.deleted += 1

    def _insert_new(self, batch: Batch, stored: dict[str, dict[str, Any]]) -> None:
        """Insert posts that are not stored yet, and add them to `stored`."""
        fresh = [
            self._new_post(key, each, item.board, item.fetched_at, wanted=item.want_documents and each.has_document)
            for key, (item, each) in batch.rows.items()
            if key not in stored
        ]
        fresh += [
            self._new_post(key, item.post, item.board, item.fetched_at, wanted=True)
            for key, item in batch.documents.items()
            if key not in stored and key not in batch.rows and item.post is not None
        ]
        if not fresh:
            return
        ids = self._insert(fresh)
        for values in fresh:
            stored[values["key"]] = values | {"id": ids[values["key"]]}
        search.index(self.connection, [(ids[each["key"]], 1, each["title"], None) for each in fresh])
        self.new_keys.update(ids)
        self.written.new += len(fresh)
        self.changes += [Change("new", ids[each["key"]], 1) for each in fresh if each["announced"]]

    def _insert(self, fresh: Sequence[dict[str, Any]]) -> dict[str, int]:
        """Insert posts; gives their ids by key."""
        # One statement with the values of all rows, which it takes to have ids back, costs more than asking for them.
        self.connection.execute(insert(post), fresh)
        keys = [values["key"] for values in fresh]
        return {row.key: row.id for row in stored_posts(self.connection, self.board_id, keys, ("id", "key"))}

    def _new_post(self, key: str, shown: Post, of: Board, seen_at: datetime, *, wanted: bool) -> dict[str, Any]:
        self.kept += flaws(of, shown, seen_at)
        values = diff.row_values(shown, of.timezone)
        return values | {
            "board_id": self.board_id,
            "key": key,
            "url_hash": url_hash(values["url"]),
            "modified_at": None,
            "modified_precision": None,
            "version": 1,
            "first_seen_at": seen_at,
            "last_seen_at": seen_at,
            "changed_at": self.now,
            "deleted_at": None,
            "announced": not wanted,
            "document_state": None,
            "document_at": None,
            "wanted_reason": "new" if wanted else None,
            "attempts": 0,
            "tried_run_id": None,
            "indexed": 1,
        }

    def _update_known(self, batch: Batch, stored: dict[str, dict[str, Any]]) -> None:
        edited: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}
        updates = []
        for key, (item, shown) in batch.rows.items():
            old = stored[key]
            if key in self.new_keys:
                continue
            update_ = diff.row_update(old, shown) | {"last_seen_at": item.fetched_at}
            if old["wanted_reason"] == "unseen":
                update_["wanted_reason"] = None
            if item.keys_move and "number" in update_:
                # Its address holds its 번호, or stands for a form that does.
                update_ |= {"url": clean_line(shown.url) or "", "url_hash": url_hash(clean_line(shown.url) or "")}
            if old["deleted_at"] is not None:
                update_["deleted_at"] = None
                self._change("restored", old, old["version"])
                self.written.restored += 1
            if diff.listed_hash(shown) != old["listed_hash"]:
                update_ |= {"listed_hash": diff.listed_hash(shown), "is_secret": shown.is_secret}
                wanted = item.want_documents and shown.has_document
                if wanted and old["wanted_reason"] != "new":
                    update_ |= {"wanted_reason": "changed", "attempts": 0, "tried_run_id": None}
                if not wanted or old["document_state"] != "ok":
                    changed = diff.edited_by_row(old, shown)
                    update_ |= changed
                    if changed and old["announced"]:
                        edited[old["id"]] = (old, update_)
            if old["id"] not in edited:
                self.written.unchanged += 1
            updates.append((old, update_))
        self._make_versions(edited)
        self._reindex([(old, update_, None) for old, update_ in updates if "title" in update_])
        self._apply(updates)

    def _write_documents(self, batch: Batch, stored: dict[str, dict[str, Any]]) -> None:
        known = {key: item for key, item in batch.documents.items() if key in stored}
        had = self._bodies([stored[key]["id"] for key in known if stored[key]["document_state"] is not None])
        updates, bodies, words = [], [], []
        edited: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}
        for key, item in known.items():
            stored_body = had.get(stored[key]["id"], NO_BODY)
            old = stored[key] | stored_body
            self.written.documents += 1
            if item.post is not None and item.state == "ok":
                update_, is_edit = diff.document_update(old, item.post, item.board.timezone)
                late = old["announced"] and old["document_state"] != "ok" and bool(item.post.body_text)
                if is_edit:
                    edited[old["id"]] = (old, update_)
                elif late:
                    # Its reader was told of the post when it had no text: it is told again, but nothing was edited.
                    update_["changed_at"] = self.now
                    self._change("edited", old, old["version"])
                if is_edit or old["document_state"] != "ok":
                    self.kept += flaws(item.board, item.post, item.fetched_at)
                values = diff.body_values(item.post)
                if values != stored_body:
                    bodies.append({"post_id": old["id"]} | values)
                if "title" in update_ or values["body_text"] != stored_body["body_text"]:
                    words.append((old, update_, values["body_text"]))
                if item.board.kind != "board" and item.post.url:
                    # The address that the page names as its own: a person would share that one.
                    url = clean_line(item.post.url) or ""
                    update_ |= {"url": url, "url_hash": url_hash(url)}
                if item.is_stand_in:
                    updates.append((old, update_))
                    continue
                if not (item.from_archive and old["document_state"] == "ok"):
                    update_ |= self._settled("ok", item.fetched_at)
                if old["deleted_at"] is not None and not item.from_archive:
                    update_["deleted_at"] = None
                    self._change("restored", old, old["version"])
                    self.written.restored += 1
                self._announce(old, update_)
            else:
                update_ = self._outcome(old, item)
            updates.append((old, update_))
        self._make_versions(edited)
        self._reindex(words)
        self._apply(updates)
        if bodies:
            self.connection.execute(upsert(body, self.dialect), bodies)

    def _reindex(self, texts: Sequence[tuple[dict[str, Any], dict[str, Any], str | None]]) -> None:
        """Put posts whose words have changed into the search index: what is stored, what changes, the new text."""
        if not texts or not search.is_indexed(self.connection):
            return
        stored = self._bodies([old["id"] for old, _, text in texts if text is None and old["document_state"]])
        entries = []
        for old, update_, text in texts:
            update_["indexed"] = old["indexed"] + 1
            if text is None:
                text = stored.get(old["id"], NO_BODY)["body_text"]
            entries.append((old["id"], update_["indexed"], update_.get("title", old["title"]), text))
        search.index(self.connection, entries)

    def _outcome(self, old: dict[str, Any], item: DocumentItem) -> dict[str, Any]:
        """What a document that could not be had means for its post."""
        if item.state in GONE:
            update_ = self._settled(item.state, item.fetched_at)
            self._announce(old, update_)
            if old["wanted_reason"] == "unseen":
                update_["deleted_at"] = item.fetched_at
                self._change("deleted", old, old["version"])
                self.written.deleted += 1
            return update_
        if item.state in CLOSED:
            update_ = self._settled(item.state, item.fetched_at)
            if item.state == "secret":
                update_["is_secret"] = True
            self._announce(old, update_)
            return update_
        return self._failed(old, item)

    def _failed(self, old: Mapping[str, Any], item: DocumentItem | ProblemItem) -> dict[str, Any]:
        """A document was asked for in vain; where that was the last time, a problem says so."""
        tried: int = old["attempts"] + 1
        if tried == MOST_ATTEMPTS and old["wanted_reason"] is not None:
            words = GIVEN_UP_REASON.format(item.reason if isinstance(item, ProblemItem) else item.words)
            told = ProblemItem(item.board, item.url, self.now, "fetch", words, GIVEN_UP_ADVICE, item.key)
            self.given_up.append(told)
        return {"attempts": tried, "tried_run_id": self.run_id}

    def _take_for_deleted(self, old: dict[str, Any]) -> None:
        self._apply([(old, {"deleted_at": self.now, "wanted_reason": None})])
        self._change("deleted", old, old["version"])
        self.written.deleted += 1

    def _settled(self, state: str, at: datetime) -> dict[str, Any]:
        return {
            "document_state": state,
            "document_at": at,
            "wanted_reason": None,
            "attempts": 0,
            "tried_run_id": None,
        }

    def _announce(self, old: dict[str, Any], update_: dict[str, Any]) -> None:
        """The first entry of a post in the feed, now that its document's outcome is known."""
        if not old["announced"]:
            update_["announced"] = True
            self._change("new", old, old["version"])

    def _change(self, kind: Kind, old: Mapping[str, Any], version: int) -> None:
        self.changes.append(Change(kind, old["id"], version))

    def _make_versions(self, edited: Mapping[int, tuple[dict[str, Any], dict[str, Any]]]) -> None:
        """Keep the old versions, and put the new version's number into the updates."""
        if not edited:
            return
        texts = self._bodies(
            [id_ for id_, (old, _) in edited.items() if "body_text" not in old and old["document_state"] is not None]
        )
        kept = []
        for post_id, (old, update_) in edited.items():
            whole = old | texts.get(post_id, {})
            kept.append(
                {name: whole.get(name) for name in REVISION_COLUMNS}
                | {"post_id": post_id, "version": old["version"], "since": old["changed_at"], "until": self.now}
            )
            update_ |= {"version": old["version"] + 1, "changed_at": self.now}
            self._change("edited", old, old["version"] + 1)
        self.connection.execute(insert(revision), kept)
        self.written.edited += len(kept)

    def _bodies(self, post_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        """The bodies that are stored of these posts. There is none before a document's first outcome."""
        found: dict[int, dict[str, Any]] = {}
        for start in range(0, len(post_ids), CHUNK):
            for row in self.connection.execute(BODIES, {"post_ids": list(post_ids[start : start + CHUNK])}):
                found[row.post_id] = {name: getattr(row, name) for name in BODY_COLUMNS}
        return found

    def _apply(self, updates: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> None:
        """Update posts, those with the same columns together; `stored` values are brought along."""
        alike: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        seen: defaultdict[datetime, list[int]] = defaultdict(list)
        for old, update_ in updates:
            if len(update_) == 1 and "last_seen_at" in update_:
                seen[update_["last_seen_at"]].append(old["id"])
            elif update_:
                alike[tuple(sorted(update_))].append({"_id": old["id"]} | {f"_{k}": v for k, v in update_.items()})
            old |= update_
        for names, rows in alike.items():
            self.connection.execute(update_post(names), rows)
        for at, ids in seen.items():
            for start in range(0, len(ids), CHUNK):
                self.connection.execute(SEEN, {"at": at, "ids": ids[start : start + CHUNK]})

    def _write_problems(self, batch: Batch, stored: dict[str, dict[str, Any]]) -> None:
        failed = {each.key: each for each in batch.problems if each.key and each.stage in {"fetch", "extract"}}
        self._apply(
            [
                (old, self._failed(old, each))
                for key, each in failed.items()
                if (old := stored.get(clean_key(key))) is not None
            ]
        )
        found = [self._problem(each) for each in batch.problems] + [self._problem(*each) for each in self.kept]
        found += [self._problem(each) for each in self.given_up]
        if found:
            self.connection.execute(insert(problem), found)
            self.written.problems += len(found)

    def _problem(self, item: ProblemItem, poison: Any = None) -> dict[str, Any]:
        return {
            "run_id": self.run_id,
            "board_id": self.board_id,
            "key": clean_text(item.key, KEY_LENGTH),
            "url": clean_line(item.url) or "",
            "stage": item.stage,
            "reason": clean_line(item.reason) or "",
            "advice": clean_line(item.advice) or "",
            "item": clean_json(poison),
            "at": item.at,
        }

    def set_aside(self, item: ProblemItem, poison: dict[str, Any]) -> Written:
        """Keep an item that cannot be stored, with the reason, so that the rest of its batch can be.

        A document counts as failed in this run, which would ask for it for ever.
        """
        if item.key is not None:
            stored = self._stored([clean_key(item.key)]).values()
            self._apply([(old, self._failed(old, item)) for old in stored if old["wanted_reason"] is not None])
        found = [self._problem(item, poison), *map(self._problem, self.given_up)]
        self.connection.execute(insert(problem), found)
        self.written.problems += len(found)
        self._count()
        return self.written

    def _write_pages(self, batch: Batch) -> None:
        walks = [each.walk for each in batch.pages if each.walk is not None]
        if walks:
            self.connection.execute(WALK, {"_id": self.board_id, "_walk": walks[-1]})
        self.written.pages += sum(each.page is not None for each in batch.pages)
        pages = {each.page: each for each in batch.pages if each.page is not None}
        if not pages:
            return
        self.connection.execute(
            upsert(listing, self.dialect), [self._page(number, item) for number, item in pages.items()]
        )

    def _write_fetches(self, batch: Batch) -> None:
        rows = [
            {
                "board_id": self.board_id,
                "key": clean_key(each.key) if each.key is not None else None,
                "url": clean_line(each.url) or "",
                "at": each.at,
                "status": each.status,
                "digest": each.digest,
                "file": each.file,
                "offset": each.offset,
                "length": each.length,
                "same_as": each.same_as,
            }
            for each in batch.fetches
        ]
        if rows:
            # A file of what a run could not store may be loaded a second time.
            self.connection.execute(insert_unknown(fetch, self.dialect), rows)

    def _page(self, number: int, item: ListingItem) -> dict[str, Any]:
        numbers = [each.number for each in item.posts if each.number is not None]
        return {
            "board_id": self.board_id,
            "page": number,
            "run_id": self.run_id,
            "url": clean_line(item.url) or "",
            "first_number": numbers[0] if numbers else None,
            "last_number": numbers[-1] if numbers else None,
            "row_count": len(item.posts),
            "new_count": sum(clean_key(each.key) in self.new_keys for each in item.posts),
            "total": item.total,
            "at": item.fetched_at,
        }

    def _count(self) -> None:
        """The run's counts grow in the transactions that they count, so that a killed run keeps them."""
        counted = {f"_{column}": getattr(self.written, name) for column, name in COUNTS.items()}
        self.connection.execute(COUNT, {"_id": self.run_id} | counted)
