"""Which stored posts the rows of a page show where 번호 is all that identifies them, and whether 번호 moves there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from newscrawl.faces import Face, StoredFace, alike, made_key, pair, same_day
from newscrawl.items import Post
from newscrawl.store.batch import clean_key
from newscrawl.store.diff import face_of, is_another_post, stored_face
from newscrawl.store.schema import post
from newscrawl.store.text import clean_line

FEWEST_MOVED, MOVED_SHARE = 3, 0.3
"""So many rows of one page, and this share of those that are known, do not change writer, date and title by chance."""

FACE = (
    post.c.key,
    post.c.number,
    post.c.title,
    post.c.listed_title,
    post.c.listed_author,
    post.c.listed_day,
    post.c.published_at,
    post.c.published_precision,
    post.c.year_assumed,
    post.c.deleted_at,
)


def has_moved(connection: Connection, board_id: int, posts: Sequence[Post], timezone: str) -> bool:
    """Whether 번호, which is these rows' key, names other posts than it did.

    It does where a row shows in title, author and day a post that is stored under another 번호; where a title changed
    beyond an edit and the day with it; and where several rows changed in all three.
    """
    zone = ZoneInfo(timezone)
    stored = {row["key"]: row for row in _rows(connection, board_id, post.c.key.in_([clean_key(p.key) for p in posts]))}
    pairs = [(face_of(each), each, stored[clean_key(each.key)]) for each in posts if clean_key(each.key) in stored]
    others = [(face, each, old) for face, each, old in pairs if stored_face(old, zone).face.title != face.title]
    if not others:
        return False
    elsewhere = _with_titles(connection, board_id, [each for _, each, _ in others], zone)
    changed = 0
    for face, each, old in others:
        known = stored_face(old, zone)
        if any(other.key != known.key and other.live and _is_one(other.face, face) for other in elsewhere):
            return True
        another = is_another_post(old, each, timezone)
        if not another and not alike(known.face.title, face.title) and not same_day(known.face.day, face.day):
            return True
        changed += another
    return changed >= FEWEST_MOVED and changed > len(pairs) * MOVED_SHARE


def recognise(
    connection: Connection,
    board_id: int,
    posts: Sequence[Post],
    timezone: str,
    seen: Mapping[str, int],
    repeats: int,
) -> list[str]:
    """The keys of these rows' posts: those they are stored under, else new ones; see `newscrawl.faces.pair`."""
    zone, shown = ZoneInfo(timezone), [face_of(each) for each in posts]
    stored = {each.key: each for each in _with_titles(connection, board_id, posts, zone)}
    keys = pair(shown, list(stored.values()), seen, repeats)
    if None in keys and any(keys):
        # Edits stand where their posts stood: between the 번호 that these had.
        numbers = [stored[key].face.number or 0 for key in keys if key is not None]
        near = post.c.number.between(min(numbers) - len(posts), max(numbers) + len(posts))
        stored |= {each["key"]: stored_face(each, zone) for each in _rows(connection, board_id, near)}
        keys = pair(shown, list(stored.values()), seen, repeats)
    taken = set(stored)
    for place, key in enumerate(keys):
        if key is None:
            keys[place] = made_key(shown[place], taken)
        taken.add(str(keys[place]))
    return [str(key) for key in keys]


def is_shown_elsewhere(connection: Connection, board_id: int, key: str, title: str, day: str | None) -> bool:
    """Whether another live post than that of `key` is stored with this title and day."""
    rows = _rows(connection, board_id, post.c.listed_title == clean_line(title))
    faces = (stored_face(row, ZoneInfo("UTC")) for row in rows if row["key"] != clean_key(key))
    return any(each.live and same_day(each.face.day, day) for each in faces)


def _is_one(face: Face, other: Face) -> bool:
    return face.words == other.words and same_day(face.day, other.day)


def _with_titles(connection: Connection, board_id: int, posts: Sequence[Post], zone: ZoneInfo) -> list[StoredFace]:
    titles = {clean_line(each.title) for each in posts}
    return [stored_face(row, zone) for row in _rows(connection, board_id, post.c.listed_title.in_(titles))]


def _rows(connection: Connection, board_id: int, condition: Any) -> list[dict[str, Any]]:
    found = connection.execute(select(*FACE).where(post.c.board_id == board_id, condition))
    return [dict(row) for row in found.mappings()]
