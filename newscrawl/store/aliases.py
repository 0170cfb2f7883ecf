"""Other addresses of one article: tracked links, AMP and mobile twins, http beside https lead to one post.

Where a post's address identifies it (collections of articles, feeds), its page may name another address as its own.
That one is kept as an alias of the post, so that whatever comes by it finds the post. Where it has a post already,
the asked address becomes an alias of that post, and its own row, which has never had a document, goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from newscrawl.store import search
from newscrawl.store.batch import Batch, clean_key
from newscrawl.store.schema import alias, post

CHUNK = 500
Stored = dict[str, dict[str, Any]]
"""What is stored of posts, by key."""


def find(connection: Connection, board_id: int, keys: Iterable[str]) -> dict[str, int]:
    """The ids of the posts of which these keys are aliases."""
    wanted, found = sorted(set(keys)), {}
    for start in range(0, len(wanted), CHUNK):
        query = select(alias.c.key, alias.c.post_id).where(
            alias.c.board_id == board_id, alias.c.key.in_(wanted[start : start + CHUNK])
        )
        found.update({row.key: row.post_id for row in connection.execute(query)})
    return found


def drop_rows(connection: Connection, board_id: int, batch: Batch) -> None:
    """Leave out rows that are shown under an address which is an alias of a post: the post's own row tells of it."""
    addressed = [key for key, (item, _) in batch.rows.items() if item.board.kind != "board"]
    for key in find(connection, board_id, addressed) if addressed else ():
        del batch.rows[key]


def merge(
    connection: Connection,
    board_id: int,
    batch: Batch,
    stored: Stored,
    read: Callable[[Sequence[str]], Stored],
    delete_post: Callable[[dict[str, Any]], None],
) -> int:
    """Settle the documents that name another address as their own; gives how many were of posts that are stored.

    `read` gives what is stored of posts, `delete_post` takes a post for deleted that the change feed has told of.
    """
    named = {
        key: clean_key(item.canonical_key)
        for key, item in batch.documents.items()
        if item.canonical_key is not None and item.post is not None and clean_key(item.canonical_key) != key
    }
    if not named:
        return 0
    known = find(connection, board_id, named.values())
    stored |= read([each for each in set(named.values()) if each not in stored])
    stored |= read(_keys(connection, set(known.values()) - {each["id"] for each in stored.values()}))
    by_id = {each["id"]: key for key, each in stored.items()}
    fresh: dict[str, int] = {}
    merged = 0
    for key, canonical in named.items():
        own = stored.get(key)
        if own is None:
            continue
        target = stored.get(canonical) or stored.get(by_id.get(known.get(canonical, fresh.get(canonical, 0)), ""))
        if target is None:
            fresh[canonical] = own["id"]
        elif target["id"] != own["id"] and own["document_state"] != "ok":
            document = batch.documents.pop(key)
            del stored[key]
            _give_way(connection, board_id, own, target["id"], delete_post)
            fresh = {name: target["id"] if to == own["id"] else to for name, to in fresh.items()}
            merged += 1
            if target["document_state"] != "ok":
                # It serves in case that the post's own page cannot be had.
                mine = replace(document, key=target["key"], is_stand_in=target["wanted_reason"] is not None)
                batch.documents.setdefault(target["key"], mine)
    new = [{"board_id": board_id, "key": name, "post_id": to} for name, to in fresh.items() if name not in known]
    if new:
        connection.execute(insert(alias), new)
    return merged


def _keys(connection: Connection, ids: Iterable[int]) -> list[str]:
    wanted = sorted(ids)
    return list(connection.scalars(select(post.c.key).where(post.c.id.in_(wanted)))) if wanted else []


def _give_way(
    connection: Connection,
    board_id: int,
    own: dict[str, Any],
    target: int,
    delete_post: Callable[[dict[str, Any]], None],
) -> None:
    """A post's address becomes an alias of another post, and the post goes."""
    mine = (alias.c.board_id == board_id, alias.c.key == own["key"])
    connection.execute(delete(alias).where(*mine))
    connection.execute(update(alias).where(alias.c.post_id == own["id"]).values(post_id=target))
    connection.execute(insert(alias).values(board_id=board_id, key=own["key"], post_id=target))
    if own["announced"]:
        delete_post(own)
        return
    if own["indexed"] != 1:
        gone = update(post).where(post.c.id == own["id"])
        connection.execute(gone.values(deleted_at=own["last_seen_at"], wanted_reason=None))
        return
    search.take_out(connection, own["id"], own["indexed"], own["title"])
    connection.execute(delete(post).where(post.c.id == own["id"]))
