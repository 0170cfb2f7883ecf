"""The first schema."""

import sqlalchemy as sa
from alembic import op

from newscrawl.store.columns import BigId, Json, Key, LongText, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "board",
        sa.Column("id", BigId, nullable=False),
        sa.Column("site", sa.String(length=255), nullable=False),
        sa.Column("address", Key, nullable=False, comment="canonical: host, path and naming parameters"),
        sa.Column("name", sa.String(length=100), nullable=True, comment="of its definition, where it has one"),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("url", LongText, nullable=False, comment="where a crawl starts"),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("walk", Json, nullable=True, comment="state of the last walk over its listing pages"),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("lease_owner", sa.String(length=255), nullable=True),
        sa.Column("lease_token", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board")),
        sa.UniqueConstraint("address", name=op.f("uq_board_address")),
        sa.UniqueConstraint("name", name=op.f("uq_board_name")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_nopad_bin",
        mariadb_engine="InnoDB",
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", BigId, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_nopad_bin",
        mariadb_engine="InnoDB",
    )
    op.create_table(
        "post",
        sa.Column("id", BigId, nullable=False),
        sa.Column("board_id", BigId, nullable=False),
        sa.Column("key", Key, nullable=False, comment="permanent id, else 번호, else the address"),
        sa.Column("number", BigId, nullable=True, comment="번호 as last shown"),
        sa.Column("is_notice", sa.Boolean(), nullable=False),
        sa.Column("is_secret", sa.Boolean(), nullable=False),
        sa.Column("is_reply", sa.Boolean(), nullable=False),
        sa.Column("title", LongText, nullable=False),
        sa.Column("author", LongText, nullable=True),
        sa.Column("category", LongText, nullable=True),
        sa.Column("publisher", LongText, nullable=True),
        sa.Column(
            "published_at",
            UtcDateTime(),
            nullable=True,
            comment="the instant at which the shown day, minute or second begins",
        ),
        sa.Column("published_precision", sa.String(length=8), nullable=True),
        sa.Column("published_raw", LongText, nullable=True),
        sa.Column("year_assumed", sa.Boolean(), nullable=False),
        sa.Column("modified_at", UtcDateTime(), nullable=True),
        sa.Column("views", BigId, nullable=True),
        sa.Column("votes", BigId, nullable=True),
        sa.Column("comments", BigId, nullable=True),
        sa.Column("url", LongText, nullable=False),
        sa.Column(
            "request", Json, nullable=True, comment="how the document is asked for, where a GET of url does not do it"
        ),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "listed_title",
            LongText,
            nullable=True,
            comment="as the list last showed it; the document may show a longer one",
        ),
        sa.Column("listed_author", LongText, nullable=True),
        sa.Column(
            "listed_hash",
            sa.String(length=64),
            nullable=True,
            comment="of what the list showed of title, category, comments, secret",
        ),
        sa.Column("first_seen_at", UtcDateTime(), nullable=False),
        sa.Column("last_seen_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("announced", sa.Boolean(), nullable=False, comment="the change feed has its first entry"),
        sa.Column(
            "document_state", sa.String(length=16), nullable=True, comment="how the last request for the document ended"
        ),
        sa.Column("document_at", UtcDateTime(), nullable=True),
        sa.Column(
            "wanted_reason",
            sa.String(length=16),
            nullable=True,
            comment="new, changed, unseen or recheck; null: no document is to be fetched",
        ),
        sa.Column(
            "attempts", sa.Integer(), nullable=False, comment="failed requests for the document since it is wanted"
        ),
        sa.Column("tried_run_id", BigId, nullable=True, comment="the run that last failed to get the document"),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_post_board_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("board_id", "key", name=op.f("uq_post_board_id_key")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_nopad_bin",
        mariadb_engine="InnoDB",
    )
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.create_index("ix_post_board_published", ["board_id", "published_at", "id"], unique=False)
        batch_op.create_index("ix_post_document", ["board_id", "document_state", "wanted_reason"], unique=False)
        batch_op.create_index("ix_post_live", ["board_id", "deleted_at", "is_notice"], unique=False)
        batch_op.create_index("ix_post_published", ["published_at", "id"], unique=False)
        batch_op.create_index("ix_post_unseen", ["board_id", "last_seen_at"], unique=False)
        batch_op.create_index("ix_post_wanted", ["board_id", "wanted_reason", "number", "id"], unique=False)

    op.create_table(
        "run",
        sa.Column("id", BigId, nullable=False),
        sa.Column("board_id", BigId, nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("verdict", sa.String(length=16), nullable=True),
        sa.Column("reason", LongText, server_default="", nullable=False),
        sa.Column("pages", sa.Integer(), server_default="0", nullable=False),
        sa.Column("posts_new", sa.Integer(), server_default="0", nullable=False),
        sa.Column("posts_edited", sa.Integer(), server_default="0", nullable=False),
        sa.Column("posts_unchanged", sa.Integer(), server_default="0", nullable=False),
        sa.Column("posts_deleted", sa.Integer(), server_default="0", nullable=False),
        sa.Column("posts_restored", sa.Integer(), server_default="0", nullable=False),
        sa.Column("documents", sa.Integer(), server_default="0", nullable=False),
        sa.Column("problems", sa.Integer(), server_default="0", nullable=False),
        sa.Column("complete_to", Key, nullable=True),
        sa.Column("evidence", Json, nullable=True),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_run_board_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_nopad_bin",
        mariadb_engine="InnoDB",
    )
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_run_board_id_id"), ["board_id", "id"], unique=False)

    op.create_table(
        "body",
        sa.Column("post_id", BigId, autoincrement=False, nullable=False),
        sa.Column("body_text", LongText, nullable=True),
        sa.Column("body_html", LongText, nullable=True),
        sa.Column("source_url", LongText, nullable=True),
        sa.Column("images", Json, nullable=False),
        sa.Column("attachments", Json, nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_body_post_id")),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_body")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_nopad_bin",
        mariadb_engine="InnoDB",
    )
    op.create_table(
        "listing",
        sa.Column("board_id", BigId, autoincrement=False, nullable=False),
        sa.Column("page", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("run_id", BigId, nullable=False),
        sa.Column("url", LongText, nullable=False),
        sa.Column("first_number", BigId, nullable=True),
        sa.Column("last_number", BigId, nullable=True),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("new_count", sa.Integer(), nullable=False),
        sa.Column("total", BigId, nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_listing_board_id")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_listing_run_id")),
        sa.PrimaryKeyConstraint("board_id", "page", name=op.f("pk_listing")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_nopad_bin",
        mariadb_engine="InnoDB",
    )
    op.create_table(
        "post_change",
        sa.Column("seq", BigId, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("post_id", BigId, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_change_post_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_post_change")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_nopad_bin",
        mariadb_engine="InnoDB",
    )
    with op.batch_alter_table("post_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_change_post_id"), ["post_id"], unique=False)

    op.create_table(
        "problem",
        sa.Column("id", BigId, nullable=False),
        sa.Column("run_id", BigId, nullable=False),
        sa.Column("board_id", BigId, nullable=False),
        sa.Column("key", Key, nullable=True),
        sa.Column("url", LongText, nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("reason", LongText, nullable=False),
        sa.Column("advice", LongText, nullable=False),
        sa.Column("item", Json, nullable=True, comment="what could not be stored"),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_problem_board_id")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_problem_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_nopad_bin",
        mariadb_engine="InnoDB",
    )
    with op.batch_alter_table("problem", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_problem_board_id_id"), ["board_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_problem_run_id"), ["run_id"], unique=False)

    op.create_table(
        "revision",
        sa.Column("post_id", BigId, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", LongText, nullable=False),
        sa.Column("author", LongText, nullable=True),
        sa.Column("category", LongText, nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("published_precision", sa.String(length=8), nullable=True),
        sa.Column("body_text", LongText, nullable=True),
        sa.Column("body_html", LongText, nullable=True),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_revision_post_id")),
        sa.PrimaryKeyConstraint("post_id", "version", name=op.f("pk_revision")),
        mariadb_charset="utf8mb4",
        mariadb_collate="utf8mb4_nopad_bin",
        mariadb_engine="InnoDB",
    )
    counter = sa.table("counter", sa.column("name"), sa.column("value"))
    op.execute(sa.insert(counter).values(name="change", value=0))
