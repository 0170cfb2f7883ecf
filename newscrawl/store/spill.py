"""What a crawl had in hand when the database stayed away: kept in a file, and loaded by the board's next run.

Nothing would be lost without it, since what is not committed counts as unseen; but it would have to be fetched again.
A file holds one item a line, behind a line that says which board and database they belong to.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from newscrawl.dates import Moment
from newscrawl.extract.page import Attachment, Image, PageRequest
from newscrawl.items import Board, DocumentItem, FetchItem, Item, ListingItem, Post, ProblemItem
from newscrawl.store.batch import clean_key
from newscrawl.store.records import Written
from newscrawl.store.run import Run

logger = logging.getLogger(__name__)

FOLDER = "spill"
"""Of the data folder."""

KINDS: dict[str, Any] = {
    each.__name__: each
    for each in (Board, Post, ListingItem, DocumentItem, ProblemItem, FetchItem, Moment, PageRequest, Image, Attachment)
}
"""The classes of which an item is made, by the name under which they are written."""

BATCH = 100
"""Items that are loaded in one transaction."""


@dataclass(slots=True)
class Spill:
    """The file of one run. Nothing is made before the first item comes."""

    folder: Path
    database_url: str
    board: Board
    run_id: int
    count: int = 0

    @property
    def path(self) -> Path:
        return self.folder / FOLDER / f"{mark_of(self.board.address, self.database_url)}-{self.run_id}.jsonl"

    def keep(self, items: Sequence[Item]) -> None:
        """Append the items. Raises OSError where that is not possible."""
        if not items:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        begun = self.path.exists()
        with self.path.open("a", encoding="ascii") as file:
            if not begun:
                file.write(json.dumps({"board": self.board.address, "run": self.run_id}) + "\n")
            for item in items:
                # Escaped to ASCII: an item may hold what no encoding has.
                file.write(json.dumps(plain(item)) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self.count += len(items)


def load(folder: Path, database_url: str, board: Board, run: Run) -> Written:
    """Write what earlier runs of this board have spilled, and remove their files; gives what it changed.

    A run that came in between has seen the board later: then only what is younger than the stored state counts. Raises
    what `Run.write` raises; the file then stays for the next run.
    """
    written = Written()
    for path in sorted((folder / FOLDER).glob(f"{mark_of(board.address, database_url)}-*.jsonl")):
        try:
            items = list(read(path))
        except OSError as error:
            logger.warning("%s could not be read: %s", path, error)
            continue
        spilled_by = int(path.stem.rpartition("-")[2])
        kept = items if run.follows(spilled_by) else younger(items, run)
        for start in range(0, len(kept), BATCH):
            written += run.write(kept[start : start + BATCH])
        path.unlink()
        logger.info("what run %d could not store was loaded: %d items", spilled_by, len(kept))
    return written


def younger(items: Sequence[Item], run: Run) -> list[Item]:
    """The items without rows and documents of which a later state is stored, and without the walk, which went on."""
    rows = [post.key for item in items if isinstance(item, ListingItem) for post in item.posts]
    stored = run.seen_at([*rows, *(item.key for item in items if isinstance(item, DocumentItem))])
    kept: list[Item] = []
    for item in items:
        if isinstance(item, ListingItem):
            posts = [
                post
                for post in item.posts
                if (seen := stored.get(clean_key(post.key))) is None or seen[0] < item.fetched_at
            ]
            kept.append(replace(item, posts=posts, walk=None, page=None))
        elif isinstance(item, DocumentItem):
            had = stored.get(clean_key(item.key), (None, None))[1]
            if had is None or had < item.fetched_at:
                kept.append(item)
        else:
            kept.append(item)
    return kept


def read(path: Path) -> Iterator[Item]:
    """The items of a file. A last line that was cut off by a kill is left out."""
    with path.open(encoding="ascii") as file:
        next(file, None)
        for line in file:
            try:
                yield made(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                logger.warning("a line of %s is no item (%s); it is left out", path, error)


def mark_of(address: str, database_url: str) -> str:
    """By which a board's file for one database is found, whatever user and password the database is opened with."""
    url = make_url(database_url)
    place = f"{url.get_backend_name()}|{url.host}|{url.port}|{url.database}|{address}"
    return hashlib.sha256(place.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def plain(value: Any) -> Any:
    """An item as JSON: its classes are named, so that they can be made again."""
    if is_dataclass(value) and not isinstance(value, type):
        return {"is": type(value).__name__} | {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, datetime):
        return {"is": "datetime", "as": value.isoformat()}
    if isinstance(value, date):
        return {"is": "date", "as": value.isoformat()}
    if isinstance(value, dict):
        return {"is": "dict", "of": {str(key): plain(each) for key, each in value.items()}}
    if isinstance(value, tuple):
        return {"is": "tuple", "of": [plain(each) for each in value]}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value


def made(value: Any) -> Any:
    """The value that `plain` was given."""
    if isinstance(value, list):
        return [made(each) for each in value]
    if not isinstance(value, dict):
        return value
    kind = value["is"]
    if kind == "dict":
        return {key: made(each) for key, each in value["of"].items()}
    if kind == "tuple":
        return tuple(made(each) for each in value["of"])
    if kind == "datetime":
        return datetime.fromisoformat(value["as"])
    if kind == "date":
        return date.fromisoformat(value["as"])
    return KINDS[kind](**{name: made(each) for name, each in value.items() if name != "is"})
