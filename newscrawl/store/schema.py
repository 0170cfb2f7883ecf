"""The tables. Applications read the views (views.py); these may change with a migration."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
    text,
)

from newscrawl.store.columns import COLLATION, NAME_LENGTH, BigId, Json, Key, LongText, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

MARIADB: dict[str, Any] = {
    "mariadb_engine": "InnoDB",
    "mariadb_charset": "utf8mb4",
    "mariadb_collate": COLLATION,
}
"""Said of every table: the server's own defaults may be anything."""

board = Table(
    "board",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("site", String(255), nullable=False),
    Column("address", Key, nullable=False, unique=True, comment="canonical: host, path and naming parameters"),
    Column("name", String(100), unique=True, comment="of its definition, where it has one"),
    Column("kind", String(16), nullable=False),
    Column("url", LongText, nullable=False, comment="where a crawl starts"),
    Column("timezone", String(64), nullable=False),
    Column("walk", Json, comment="state of the last walk over its listing pages"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("lease_owner", String(255)),
    Column("lease_token", Integer, nullable=False, server_default="0"),
    Column("lease_until", UtcDateTime),
    **MARIADB,
)

run = Table(
    "run",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("board_id", ForeignKey("board.id"), nullable=False),
    Column("mode", String(16), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("verdict", String(16)),
    Column("reason", LongText, nullable=False, server_default=""),
    Column("pages", Integer, nullable=False, server_default="0"),
    Column("posts_new", Integer, nullable=False, server_default="0"),
    Column("posts_edited", Integer, nullable=False, server_default="0"),
    Column("posts_unchanged", Integer, nullable=False, server_default="0"),
    Column("posts_deleted", Integer, nullable=False, server_default="0"),
    Column("posts_restored", Integer, nullable=False, server_default="0"),
    Column("documents", Integer, nullable=False, server_default="0"),
    Column("problems", Integer, nullable=False, server_default="0"),
    Column("batches", Integer, nullable=False, server_default="0", comment="transactions that these counts hold"),
    Column("complete_to", Key),
    Column("evidence", Json),
    Index(None, "board_id", "id"),
    **MARIADB,
)

post = Table(
    "post",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("board_id", ForeignKey("board.id"), nullable=False),
    Column("key", Key, nullable=False, comment="permanent id, else 번호, else the address"),
    Column("number", BigId, comment="번호 as last shown"),
    Column("is_notice", Boolean, nullable=False),
    Column("is_secret", Boolean, nullable=False),
    Column("is_reply", Boolean, nullable=False),
    Column("title", LongText, nullable=False),
    Column("author", LongText),
    Column("category", LongText),
    Column("publisher", LongText),
    Column("published_at", UtcDateTime, comment="the instant at which the shown day, minute or second begins"),
    Column("published_precision", String(8)),
    Column("published_raw", LongText),
    Column("year_assumed", Boolean, nullable=False),
    Column("modified_at", UtcDateTime),
    Column("modified_precision", String(8)),
    Column("views", BigId),
    Column("votes", BigId),
    Column("comments", BigId),
    Column("url", LongText, nullable=False),
    Column("url_hash", String(32), comment="of url, which may be too long for an index"),
    Column("request", Json, comment="how the document is asked for, where a GET of url does not do it"),
    Column("language", String(16)),
    Column("reading_length", Integer, comment="characters of the text, white space left out"),
    Column("content_hash", String(64), comment="SHA-256 of title and text, white space folded"),
    Column("similarity", String(64), comment="see newscrawl.similarity"),
    Column("is_cut", Boolean, nullable=False, server_default=false(), comment="the page holds but a part of the text"),
    Column("version", Integer, nullable=False),
    Column("listed_title", LongText, comment="as the list last showed it; the document may show a longer one"),
    Column("listed_author", LongText),
    Column("listed_day", String(10), comment="as the list last showed it"),
    Column("listed_hash", String(64), comment="of what the list showed of title, category, comments, secret"),
    Column("first_seen_at", UtcDateTime, nullable=False),
    Column("last_seen_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("deleted_at", UtcDateTime),
    Column("announced", Boolean, nullable=False, comment="the change feed has its first entry"),
    Column("document_state", String(16), comment="how the last request for the document ended"),
    Column("document_at", UtcDateTime),
    Column("wanted_reason", String(16), comment="new, changed, unseen or recheck; null: no document is to be fetched"),
    Column("attempts", Integer, nullable=False, comment="failed requests for the document since it is wanted"),
    Column("tried_run_id", BigId, comment="the run that last failed to get the document"),
    Column("indexed", Integer, nullable=False, server_default="0", comment="times its words were put into the search"),
    UniqueConstraint("board_id", "key"),
    # Of posts that wait for something there are few: an index of them alone is small, and SQLite, which is told by
    # ANALYZE how many posts an index holds for a board, does not take it for one of all posts and read the table.
    Index(
        "ix_post_wanted",
        "board_id",
        "wanted_reason",
        "number",
        "id",
        sqlite_where=text("wanted_reason IS NOT NULL"),
        postgresql_where=text("wanted_reason IS NOT NULL"),
    ),
    Index("ix_post_live", "board_id", "deleted_at", "is_notice"),
    Index("ix_post_board_published", "board_id", "published_at", "id"),
    Index("ix_post_published", "published_at", "id"),
    Index("ix_post_author", "author", "published_at", "id", mariadb_length={"author": NAME_LENGTH}),
    Index("ix_post_category", "board_id", "category", "published_at", "id", mariadb_length={"category": NAME_LENGTH}),
    Index(
        "ix_post_deleted",
        "deleted_at",
        "id",
        sqlite_where=text("deleted_at IS NOT NULL"),
        postgresql_where=text("deleted_at IS NOT NULL"),
    ),
    Index("ix_post_url_hash", "url_hash"),
    Index("ix_post_unseen", "board_id", "last_seen_at"),
    Index(
        "ix_post_document",
        "board_id",
        "document_state",
        "wanted_reason",
        sqlite_where=text("document_state IS NULL"),
        postgresql_where=text("document_state IS NULL"),
    ),
    Index("ix_post_similarity", "similarity"),
    **MARIADB,
)

body = Table(
    "body",
    metadata,
    # Apart from the post: SQLite rewrites a whole row when one counter of it changes.
    Column("post_id", ForeignKey("post.id"), primary_key=True, autoincrement=False),
    Column("body_text", LongText),
    Column("body_html", LongText),
    Column("source_url", LongText),
    Column("images", Json, nullable=False),
    Column("attachments", Json, nullable=False),
    **MARIADB,
)

alias = Table(
    "alias",
    metadata,
    # Other addresses of an article: what its page names as canonical, and addresses that turned out to lead to it.
    Column("board_id", ForeignKey("board.id"), primary_key=True, autoincrement=False),
    Column("key", Key, primary_key=True, comment="as that address would identify a post of its own"),
    Column("post_id", ForeignKey("post.id"), nullable=False),
    Index(None, "post_id"),
    **MARIADB,
)

revision = Table(
    "revision",
    metadata,
    # Versions of a post that a newer one has replaced.
    Column("post_id", ForeignKey("post.id"), primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("title", LongText, nullable=False),
    Column("author", LongText),
    Column("category", LongText),
    Column("published_at", UtcDateTime),
    Column("published_precision", String(8)),
    Column("body_text", LongText),
    Column("body_html", LongText),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    **MARIADB,
)

post_change = Table(
    "post_change",
    metadata,
    # Numbered from the counter under its lock, at the end of the transaction: numbers are in the order of commits.
    Column("seq", BigId, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("post_id", ForeignKey("post.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "post_id"),
    **MARIADB,
)

counter = Table(
    "counter",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", BigId, nullable=False),
    **MARIADB,
)

listing = Table(
    "listing",
    metadata,
    # Listing pages as last read: the memory from which an audit tells what was verified when.
    Column("board_id", ForeignKey("board.id"), primary_key=True, autoincrement=False),
    Column("page", Integer, primary_key=True, autoincrement=False),
    Column("run_id", ForeignKey("run.id"), nullable=False),
    Column("url", LongText, nullable=False),
    Column("first_number", BigId),
    Column("last_number", BigId),
    Column("row_count", Integer, nullable=False),
    Column("new_count", Integer, nullable=False),
    Column("total", BigId),
    Column("at", UtcDateTime, nullable=False),
    **MARIADB,
)

host = Table(
    "host",
    metadata,
    # Hosts that scheduled crawls go to: who is crawling one now, and whether it is left alone after failures.
    Column("name", String(255), primary_key=True),
    Column("lease_owner", String(255)),
    Column("lease_until", UtcDateTime),
    Column("failures", Integer, nullable=False, server_default="0", comment="in a row"),
    Column("closed_until", UtcDateTime, comment="no scheduled crawl before; the circuit breaker"),
    Column("reason", LongText, nullable=False, server_default=""),
    **MARIADB,
)

alert = Table(
    "alert",
    metadata,
    # What people were last told of each board, so that they are told of changes only.
    Column("board_id", ForeignKey("board.id"), primary_key=True, autoincrement=False),
    Column("state", String(16), nullable=False),
    Column("reason", LongText, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("seen", Integer, nullable=False, comment="crawls in a row that found this state"),
    Column("told_state", String(16), comment="what people were told last; null: nothing yet"),
    Column("told_at", UtcDateTime),
    **MARIADB,
)

problem = Table(
    "problem",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("run_id", ForeignKey("run.id"), nullable=False),
    Column("board_id", ForeignKey("board.id"), nullable=False),
    Column("key", Key),
    Column("url", LongText, nullable=False),
    Column("stage", String(16), nullable=False),
    Column("reason", LongText, nullable=False),
    Column("advice", LongText, nullable=False),
    Column("item", Json, comment="what could not be stored"),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "run_id"),
    Index(None, "board_id", "id"),
    **MARIADB,
)

fetch = Table(
    "fetch",
    metadata,
    # Where the archive keeps a response: the bytes of its record in a WARC file, and those of its request behind it.
    Column("id", BigId, primary_key=True),
    Column("board_id", ForeignKey("board.id"), nullable=False),
    Column("key", Key, comment="of the post whose document it is"),
    Column("url", LongText, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("status", Integer, nullable=False),
    Column("digest", String(64), nullable=False, comment="of the body as it came"),
    Column("file", String(100), nullable=False),
    Column("offset", BigId, nullable=False),
    Column("length", BigId, nullable=False),
    Column("same_as", BigId, comment="the fetch that holds the body, where it was the same"),
    UniqueConstraint("file", "offset"),
    Index(None, "board_id", "key", "id"),
    **MARIADB,
)
