"""The view `posts` shows the source that a repost names: views are made anew with every version."""

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
