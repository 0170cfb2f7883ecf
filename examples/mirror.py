"""Follow newscrawl's change feed and keep a copy of its posts in another database.

    python examples/mirror.py SOURCE_URL TARGET_URL [--follow] [--pause SECONDS]

The place in the feed is kept in the target, in the transaction that stores the posts: whenever this program, the
target or the source is stopped or killed, it goes on from there, and nothing is missing or done twice. It reads the
views only, so it would work with any other client of the database just as well.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    column,
    create_engine,
    delete,
    func,
    insert,
    select,
    table,
    update,
)
from sqlalchemy.dialects import mysql
from sqlalchemy.exc import DBAPIError

BATCH = 500
"""Changes that are taken over in one transaction."""

BIG = BigInteger().with_variant(Integer(), "sqlite")
LONG = Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
TIME = DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")

MINE = MetaData()

MIRROR = Table(
    "mirrored_post",
    MINE,
    Column("id", BIG, primary_key=True, autoincrement=False),
    Column("site", String(255)),
    Column("board", LONG),
    Column("key", LONG),
    Column("title", LONG),
    Column("author", LONG),
    Column("category", LONG),
    Column("published_at", TIME),
    Column("url", LONG),
    Column("body_text", LONG),
    Column("attachments", JSON),
    Column("is_notice", Boolean),
    Column("version", Integer),
    Column("deleted_at", TIME),
    mariadb_charset="utf8mb4",
)

PLACE = Table(
    "mirror_place",
    MINE,
    Column("name", String(32), primary_key=True),
    Column("seq", BIG, nullable=False),
    Column("applied", BIG, nullable=False, comment="changes that were taken over, each counted once"),
)

POSTS = table("posts", *(column(each.name, each.type) for each in MIRROR.columns))
CHANGES = table("changes", *(column(name) for name in ("seq", "kind", "post_id")))


def take_over(source: Connection, target: Connection) -> int:
    """Take the next changes over, in one transaction of the target; gives how many there were."""
    place = target.execute(select(PLACE.c.seq).where(PLACE.c.name == "posts").with_for_update()).scalar_one_or_none()
    if place is None:
        target.execute(insert(PLACE).values(name="posts", seq=0, applied=0))
        place = 0
    changes = source.execute(
        select(CHANGES.c.seq, CHANGES.c.post_id).where(CHANGES.c.seq > place).order_by(CHANGES.c.seq).limit(BATCH)
    ).all()
    if not changes:
        return 0
    # The posts as they are now: where one has changed again meanwhile, that change comes again later and finds it done.
    ids = {change.post_id for change in changes}
    posts = [dict(row) for row in source.execute(select(POSTS).where(POSTS.c.id.in_(ids))).mappings()]
    target.execute(delete(MIRROR).where(MIRROR.c.id.in_(ids)))
    target.execute(insert(MIRROR), posts)
    target.execute(
        update(PLACE).where(PLACE.c.name == "posts").values(seq=changes[-1].seq, applied=PLACE.c.applied + len(changes))
    )
    return len(changes)


def run(source: Engine, target: Engine, *, follow: bool, pause: float) -> None:
    """Take over all changes; with `follow` wait for further ones, and for a database that is away."""
    ready = False
    while True:
        try:
            if not ready:
                MINE.create_all(target)
                ready = True
            with source.connect() as reading, target.begin() as writing:
                count = take_over(reading, writing)
        except DBAPIError as error:
            if not follow:
                raise
            print(f"waiting: {error.orig}", file=sys.stderr, flush=True)
            count = 0
        if count == 0:
            if not follow:
                return
            time.sleep(pause)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("source", help="the database that newscrawl writes, as an SQLAlchemy URL")
    ask.add_argument("target", help="the database of the copy")
    ask.add_argument("--follow", action="store_true", help="wait for further changes")
    ask.add_argument("--pause", type=float, default=1.0, help="seconds between two looks (default 1)")
    options = ask.parse_args()
    engines = [create_engine(url, pool_pre_ping=True) for url in (options.source, options.target)]
    with contextlib.suppress(KeyboardInterrupt):
        run(*engines, follow=options.follow, pause=options.pause)
    with engines[1].connect() as connection:
        print(f"{connection.execute(select(func.count()).select_from(MIRROR)).scalar_one():,} posts are mirrored.")


if __name__ == "__main__":
    main()
