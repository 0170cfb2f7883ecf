"""The day that a list shows of a post, by which posts without an id are told apart."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "post",
        sa.Column("listed_day", sa.String(length=10), nullable=True, comment="as the list last showed it"),
    )
