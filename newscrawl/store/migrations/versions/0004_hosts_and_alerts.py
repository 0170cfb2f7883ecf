"""Hosts of scheduled crawls, and what people were told."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from newscrawl.store.columns import BigId, LongText, UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MARIADB: dict[str, Any] = {
    "mariadb_engine": "InnoDB",
    "mariadb_charset": "utf8mb4",
    "mariadb_collate": "utf8mb4_nopad_bin",
}


def upgrade() -> None:
    op.create_table(
        "host",
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("lease_owner", sa.String(length=255), nullable=True),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False, comment="in a row"),
        sa.Column(
            "closed_until", UtcDateTime(), nullable=True, comment="no scheduled crawl before; the circuit breaker"
        ),
        sa.Column("reason", LongText, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_host")),
        **MARIADB,
    )
    op.create_table(
        "alert",
        sa.Column("board_id", BigId, autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", LongText, nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False, comment="crawls in a row that found this state"),
        sa.Column(
            "told_state", sa.String(length=16), nullable=True, comment="what people were told last; null: nothing yet"
        ),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_alert_board_id")),
        sa.PrimaryKeyConstraint("board_id", name=op.f("pk_alert")),
        **MARIADB,
    )
