"""Where the archive keeps each response; what a text measures, and which texts are alike."""

import sqlalchemy as sa
from alembic import op

from newscrawl.store.columns import BigId, Key, LongText, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fetch",
        sa.Column("id", BigId, nullable=False),
        sa.Column("board_id", BigId, nullable=False),
        sa.Column("key", Key, nullable=True, comment="of the post whose document it is"),
        sa.Column("url", LongText, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False, comment="of the body as it came"),
        sa.Column("file", sa.String(length=100), nullable=False),
        sa.Column("offset", BigId, nullable=False),
        sa.Column("length", BigId, nullable=False),
        sa.Column("same_as", BigId, nullable=True, comment="the fetch that holds the body, where it was the same"),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_fetch_board_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fetch")),
        sa.UniqueConstraint("file", "offset", name=op.f("uq_fetch_file_offset")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_nopad_bin",
        mariadb_engine="InnoDB",
    )
    op.create_index(op.f("ix_fetch_board_id_key_id"), "fetch", ["board_id", "key", "id"])
    op.add_column("post", sa.Column("modified_precision", sa.String(length=8), nullable=True))
    op.add_column(
        "post",
        sa.Column(
            "reading_length", sa.Integer(), nullable=True, comment="characters of the text, white space left out"
        ),
    )
    op.add_column(
        "post",
        sa.Column(
            "content_hash",
            sa.String(length=64),
            nullable=True,
            comment="SHA-256 of title and text, white space folded",
        ),
    )
    op.add_column(
        "post", sa.Column("similarity", sa.String(length=64), nullable=True, comment="see newscrawl.similarity")
    )
    op.add_column(
        "post",
        sa.Column(
            "is_cut",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="the page holds but a part of the text",
        ),
    )
    op.create_index("ix_post_similarity", "post", ["similarity"])
