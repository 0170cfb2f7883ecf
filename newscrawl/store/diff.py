"""What a row or a document changes in a stored post: pure, from the stored values and the new ones.

A version is made when title, category, author, date or body change after normalisation. Counters, attachments,
images and markup are brought up to date without one. A day that becomes a minute, a cut title that becomes whole and a
body that comes for the first time complete a version; they are no edits.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher
from typing import Any
from zoneinfo import ZoneInfo

from newscrawl.dates import Moment, starts_at
from newscrawl.faces import ALIKE, Face, StoredFace, day_shown, normal
from newscrawl.items import Post
from newscrawl.similarity import content_hash, reading_length, similarity_key
from newscrawl.store.text import clean_json, clean_line, clean_name, clean_text

PRECISIONS = {None: 0, "day": 1, "minute": 2, "second": 3}

LENGTHS = {"day": timedelta(days=1), "minute": timedelta(minutes=1), "second": timedelta(seconds=1)}

SAME_TITLE_BY_ANOTHER = 0.85
"""Likeness of two titles (difflib's ratio) from which on one is an edit of the other, by another writer."""

ROW_COUNTERS = ("number", "views", "votes", "comments")


def digest(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass")).hexdigest()


def listed_hash(post: Post) -> str:
    """A hash of what makes a listing row worth a look at its document. No date: Gnuboard's text changes at midnight."""
    # A page on which no row has a comment does not show that it counts them.
    return digest(normal(post.title), normal(post.category), post.comments or 0, post.is_secret)


def published_values(moment: Moment | str | None, timezone: str) -> dict[str, Any]:
    """The columns of a date; text that no pipeline has read counts as none."""
    if not isinstance(moment, Moment):
        return {"published_at": None, "published_precision": None, "published_raw": None, "year_assumed": False}
    return {
        "published_at": starts_at(moment, timezone),
        "published_precision": moment.precision,
        "published_raw": clean_line(moment.raw),
        "year_assumed": moment.year_assumed,
    }


def row_values(post: Post, timezone: str) -> dict[str, Any]:
    """The columns that a listing row gives a new post."""
    return (
        {
            "number": post.number,
            "is_notice": post.is_notice,
            "is_secret": post.is_secret,
            "is_reply": post.is_reply,
            "title": clean_line(post.title) or "",
            "author": clean_name(post.author),
            "category": clean_name(post.category),
            "publisher": clean_line(post.publisher),
            "views": post.views,
            "votes": post.votes,
            "comments": post.comments,
            "url": clean_line(post.url) or "",
            "request": clean_json(post.request.to_dict()) if post.request else None,
            "listed_title": clean_line(post.title),
            "listed_author": clean_line(post.author),
            "listed_day": day_shown(post.published),
            "listed_hash": listed_hash(post),
        }
        | published_values(post.published, timezone)
        | text_values(post)
    )


def text_values(post: Post) -> dict[str, Any]:
    """The columns that a text's measures fill."""
    text = post.body_text
    return {
        "language": clean_line(post.language),
        "reading_length": reading_length(text),
        "content_hash": content_hash(post.title, text) if text else None,
        "similarity": similarity_key(text),
        "is_cut": post.is_cut,
    }


def body_values(post: Post) -> dict[str, Any]:
    """The columns of a document's text and what belongs to it."""
    return {
        "body_text": clean_text(post.body_text),
        "body_html": clean_text(post.body_html),
        "source_url": clean_line(post.source_url),
        "images": clean_json([image.to_dict() for image in post.images]),
        "attachments": clean_json([attachment.to_dict() for attachment in post.attachments]),
    }


def row_update(old: Mapping[str, Any], post: Post) -> dict[str, Any]:
    """The columns that a row of a known post brings up to date without making a version."""
    update: dict[str, Any] = {
        "is_notice": post.is_notice,
        "listed_title": clean_line(post.title),
        "listed_author": clean_line(post.author),
        "listed_day": day_shown(post.published) or old["listed_day"],
    }
    if post.is_notice and not old["is_notice"]:
        update["number"] = None
    for name in ROW_COUNTERS:
        value = getattr(post, name)
        if value is not None:
            update[name] = value
    request = clean_json(post.request.to_dict()) if post.request else None
    if request != old["request"]:
        update["request"] = request
    return {name: value for name, value in update.items() if value != old[name]}


def is_another_post(old: Mapping[str, Any], post: Post, timezone: str) -> bool:
    """Whether a key that is stored now names another post: title, author and date have all changed together.

    Some sites use an id again after a deletion (SQLite gives out the highest once more), and 번호 that was taken for
    permanent may be a position. An edit changes a title or corrects a date; it does not change the writer as well.
    Where the list shows no writers, title and date must do.
    """
    author, title, known_author = normal(post.author), normal(post.title), normal(old["listed_author"])
    if author == known_author if author else known_author:
        return False
    shown = published_values(post.published, timezone)
    if shown["published_at"] is None or old["published_at"] is None:
        return False
    if _contains(old, shown) or _contains(shown, old):
        return False
    known = normal(old["listed_title"] or old["title"])
    likeness = SequenceMatcher(None, known, title, autojunk=False).ratio()
    return likeness < (SAME_TITLE_BY_ANOTHER if author else ALIKE)


def face_of(post: Post) -> Face:
    """What a row shows of its post that does not move."""
    return Face(normal(post.title), normal(post.author), day_shown(post.published), post.number)


def stored_face(old: Mapping[str, Any], timezone: ZoneInfo) -> StoredFace:
    """A stored post as its list last showed it; its own date where that was not kept."""
    day, at = old["listed_day"], old["published_at"]
    if day is None and at is not None:
        day = at.astimezone(timezone).date().isoformat()
        day = f"-{day[4:]}" if old["year_assumed"] else day
    title = normal(old["listed_title"] or old["title"])
    return StoredFace(
        old["key"], Face(title, normal(old["listed_author"]), day, old["number"]), old["deleted_at"] is None
    )


def edited_by_row(old: Mapping[str, Any], post: Post) -> dict[str, Any]:
    """The columns that a row changes where no document will say more (rows only, secret posts)."""
    title = clean_line(post.title) or ""
    if post.title_is_cut and old["title"].startswith(title.rstrip("….‥ ")):
        title = old["title"]
    shown: dict[str, str | None] = {
        "title": title,
        "category": clean_name(post.category),
        "author": clean_name(post.author),
    }
    return {name: value for name, value in shown.items() if value is not None and normal(value) != normal(old[name])}


def document_update(old: Mapping[str, Any], post: Post, timezone: str) -> tuple[dict[str, Any], bool]:
    """The columns that a document changes, and whether that is an edit. `old` holds the body's columns too."""
    update: dict[str, Any] = {}
    edited = False
    first = old["document_state"] != "ok"
    for name, clean in (("title", clean_line), ("category", clean_name), ("author", clean_name)):
        value = clean(getattr(post, name))
        if value is None or value == old[name]:
            continue
        update[name] = value
        edited = edited or (not first and normal(value) != normal(old[name]))
    for name in ("publisher", "views", "votes", "comments"):
        value = getattr(post, name)
        if value is not None and value != old[name]:
            update[name] = clean_line(value) if isinstance(value, str) else value
    if post.is_secret and not old["is_secret"]:
        update["is_secret"] = True
    update |= {name: value for name, value in text_values(post).items() if value != old[name]}
    shown = published_values(post.published, timezone)
    if shown["published_at"] is not None and shown != {name: old[name] for name in shown}:
        if not (_contains(old, shown) or _contains(shown, old)):
            edited = edited or not first
            update |= shown
        elif PRECISIONS[shown["published_precision"]] > PRECISIONS[old["published_precision"]] or old["year_assumed"]:
            update |= shown
    if isinstance(post.modified, Moment):
        modified = starts_at(post.modified, timezone)
        if (modified, post.modified.precision) != (old["modified_at"], old["modified_precision"]):
            update |= {"modified_at": modified, "modified_precision": post.modified.precision}
    if not first and _lasting(post.body_text) != _lasting(old["body_text"]):
        edited = True
    return update, edited


COUNTER = r"(?:조회|추천|비추천|반대|좋아요|싫어요|공감|댓글|스크랩|공유|hits?|views?|likes?|votes?|read)"
COUNTERS = re.compile(rf"(?:{COUNTER} ?수? ?[:：]? ?[\d,.]+ ?[회건개만천kKmM]? ?[|·/,]? ?)+", re.IGNORECASE)
"""A line that holds nothing but counters: some skins show them inside the text's own box."""


def _lasting(text: str | None) -> str:
    """A text as it counts for comparisons: normal, without lines of counters."""
    return normal("\n".join(line for line in (text or "").splitlines() if not COUNTERS.fullmatch(normal(line))))


def _contains(coarse: Mapping[str, Any], fine: Mapping[str, Any]) -> bool:
    """True where two dates are one, shown with different precision: the finer lies within the coarser."""
    start: datetime | None = coarse["published_at"]
    if start is None:
        return True
    instant: datetime | None = fine["published_at"]
    if instant is None:
        return True
    within = (
        start.astimezone(UTC)
        <= instant.astimezone(UTC)
        < start.astimezone(UTC) + LENGTHS[coarse["published_precision"]]
    )
    return within or bool(coarse["year_assumed"])
