"""The view `posts` shows the board's time zone: views are made anew with every version."""

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
