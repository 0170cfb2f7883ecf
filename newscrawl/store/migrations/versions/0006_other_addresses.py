"""Other addresses of an article."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from newscrawl.store.columns import BigId, Key

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MARIADB: dict[str, Any] = {
    "mariadb_engine": "InnoDB",
    "mariadb_charset": "utf8mb4",
    "mariadb_collate": "utf8mb4_nopad_bin",
}


def upgrade() -> None:
    op.create_table(
        "alias",
        sa.Column("board_id", BigId, autoincrement=False, nullable=False),
        sa.Column("key", Key, nullable=False, comment="as that address would identify a post of its own"),
        sa.Column("post_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_alias_board_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_alias_post_id")),
        sa.PrimaryKeyConstraint("board_id", "key", name=op.f("pk_alias")),
        **MARIADB,
    )
    op.create_index(op.f("ix_alias_post_id"), "alias", ["post_id"])
