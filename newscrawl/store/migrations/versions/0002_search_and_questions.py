"""The search index, indexes for the questions that readers ask, and on MariaDB text compared as elsewhere."""

import hashlib

import sqlalchemy as sa
from alembic import op

from newscrawl.store import search

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NAME_LENGTH = 255
TABLES = {"board", "run", "post", "body", "revision", "post_change", "counter", "listing", "problem"}
CHUNK = 1000


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name in {"mysql", "mariadb"}:
        # The first tables had the server's own comparison: without regard to case, or of another alphabet altogether.
        other = connection.scalars(
            sa.text(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = database() "
                "AND table_collation <> 'utf8mb4_nopad_bin'"
            )
        ).all()
        for table in TABLES & set(other):
            op.execute(f"ALTER TABLE {table} CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin")
    op.add_column(
        "post",
        sa.Column("url_hash", sa.String(32), nullable=True, comment="of url, which may be too long for an index"),
    )
    op.add_column(
        "post",
        sa.Column(
            "indexed",
            sa.Integer(),
            nullable=False,
            server_default="0",
            comment="times its words were put into the search",
        ),
    )
    for name in ("author", "category"):
        # An index of PostgreSQL takes no longer ones.
        op.execute(
            f"UPDATE post SET {name} = substr({name}, 1, {NAME_LENGTH}) WHERE length({name}) > {NAME_LENGTH}"  # noqa: S608
        )
    hash_addresses(connection)
    live = sa.text("deleted_at IS NOT NULL")
    op.create_index("ix_post_author", "post", ["author", "published_at", "id"], mariadb_length={"author": NAME_LENGTH})
    op.create_index(
        "ix_post_category",
        "post",
        ["board_id", "category", "published_at", "id"],
        mariadb_length={"category": NAME_LENGTH},
    )
    op.create_index("ix_post_deleted", "post", ["deleted_at", "id"], sqlite_where=live, postgresql_where=live)
    op.create_index("ix_post_url_hash", "post", ["url_hash"])
    search.create(connection)
    search.build(connection)


def hash_addresses(connection: sa.Connection) -> None:
    last = 0
    page = sa.text("SELECT id, url FROM post WHERE id > :last ORDER BY id LIMIT :limit")
    put = sa.text("UPDATE post SET url_hash = :hash WHERE id = :id")
    while rows := connection.execute(page, {"last": last, "limit": CHUNK}).all():
        connection.execute(
            put, [{"id": row.id, "hash": hashlib.sha256(row.url.encode()).hexdigest()[:32]} for row in rows]
        )
        last = rows[-1].id
