"""The three views that applications read: posts, changes and runs. Their columns only ever grow, and keep their order.

Each view is one select, from which its definition is made for every engine, and on which the library's own reading
is built: there is one truth about what a post is.
"""

from __future__ import annotations

from sqlalchemy import Connection, Select, func, select, text

from newscrawl.store.schema import board, body, post, post_change, run

LABEL = func.coalesce(board.c.name, func.substr(board.c.address, func.length(board.c.site) + 1)).label("board")
"""A board is called by its definition's name, else by its address without the host."""

POSTS: Select[tuple[object, ...]] = select(
    post.c.id,
    board.c.site,
    LABEL,
    post.c.key,
    post.c.number,
    post.c.is_notice,
    post.c.title,
    post.c.author,
    post.c.category,
    post.c.publisher,
    post.c.published_at,
    post.c.published_precision,
    post.c.published_raw,
    post.c.views,
    post.c.votes,
    post.c.comments,
    post.c.url,
    body.c.body_text,
    body.c.body_html,
    body.c.images,
    body.c.attachments,
    post.c.language,
    post.c.version,
    post.c.first_seen_at,
    post.c.last_seen_at,
    post.c.changed_at,
    post.c.deleted_at,
    post.c.modified_at,
    post.c.modified_precision,
    post.c.reading_length,
    post.c.content_hash,
    post.c.similarity,
    post.c.is_cut,
    board.c.timezone,
    body.c.source_url,
).select_from(post.join(board, board.c.id == post.c.board_id).outerjoin(body, body.c.post_id == post.c.id))

CHANGES: Select[tuple[object, ...]] = select(
    post_change.c.seq,
    post_change.c.kind,
    post_change.c.post_id,
    board.c.site,
    LABEL,
    post.c.key,
    post_change.c.version,
    post_change.c.at,
).select_from(post_change.join(post, post.c.id == post_change.c.post_id).join(board, board.c.id == post.c.board_id))

RUNS: Select[tuple[object, ...]] = select(
    run.c.id,
    board.c.site,
    LABEL,
    run.c.started_at,
    run.c.finished_at,
    run.c.verdict,
    run.c.pages,
    run.c.posts_new,
    run.c.posts_edited,
    run.c.posts_deleted,
    run.c.problems,
    run.c.complete_to,
).select_from(run.join(board, board.c.id == run.c.board_id))

VIEWS = {"posts": POSTS, "changes": CHANGES, "runs": RUNS}


def drop_views(connection: Connection) -> None:
    """Drop the views, so that a migration can change the tables beneath them."""
    for name in VIEWS:
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))


def create_views(connection: Connection) -> None:
    """Create the views as this version of the program defines them, or replace those of an older one."""
    create = "CREATE VIEW" if connection.dialect.name == "sqlite" else "CREATE OR REPLACE VIEW"
    for name, query in VIEWS.items():
        definition = query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        # The driver takes % in a statement for a placeholder; no literal here holds one.
        connection.exec_driver_sql(f"{create} {name} AS {definition}")
