"""Indexes of the few posts that wait for something; a run counts its transactions."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FEW = {
    "ix_post_wanted": (["board_id", "wanted_reason", "number", "id"], "wanted_reason IS NOT NULL"),
    "ix_post_document": (["board_id", "document_state", "wanted_reason"], "document_state IS NULL"),
}


def upgrade() -> None:
    op.add_column(
        "run",
        sa.Column(
            "batches",
            sa.Integer(),
            nullable=False,
            server_default="0",
            comment="transactions that these counts hold",
        ),
    )
    if op.get_bind().dialect.name in {"mysql", "mariadb"}:
        return  # Its indexes hold all rows.
    for name, (columns, few) in FEW.items():
        op.drop_index(name, "post")
        op.create_index(name, "post", columns, sqlite_where=sa.text(few), postgresql_where=sa.text(few))
