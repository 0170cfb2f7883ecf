"""What a batch reads and writes is found by an index, whatever statistics an engine has: none, or those of a full table.

A server makes statistics when it comes to it, and some never do (autovacuum = off); an SQLite file has them where
somebody ran ANALYZE.
"""

from __future__ import annotations

import pytest
from sqlalchemy import event, text

from newscrawl.items import ProblemItem
from newscrawl.store import Store
from newscrawl.store.opening import make_engine, parse_url
from tests.store.conftest import BOARD, NOW, document, fresh_database, rows

POSTS = 4000

ANALYZE = {"sqlite": "ANALYZE", "postgresql": "ANALYZE", "mariadb": "ANALYZE TABLE post, body, board, run"}

WHOLE = ("SCAN post", "SCAN body", "Seq Scan on post", "Seq Scan on body", "post ALL", "body ALL", "post index")
"""How the engines say that they read a whole table or index."""

BOARD_ALONE = ("(board_id=?)", "Index Cond: (board_id = $1)", "Recheck Cond: (board_id = ")
"""How they say that they look through all posts of a board."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "mariadb"])
def filled(request, tmp_path_factory):
    with fresh_database(request.param, tmp_path_factory.mktemp("plans")) as url, Store(url).open() as store:
        run = store.begin_run(BOARD)
        run.write([rows(*range(POSTS))])
        run.write([document(key) for key in range(POSTS)])
        run.finish("complete")
        yield request.param, url, store


def plans(engine: str, url: str, statements: dict[str, object]) -> dict[str, str]:
    words = "EXPLAIN QUERY PLAN " if engine == "sqlite" else "EXPLAIN "
    other = make_engine(parse_url(url))
    found = {}
    with other.connect() as connection:
        for statement, parameters in statements.items():
            lines = connection.exec_driver_sql(words + statement, parameters).mappings()
            found[statement] = "\n".join(
                row.get("detail") or row.get("QUERY PLAN") or f"{row['table']} {row['type']} {row['key']}"
                for row in lines
            )
        connection.rollback()
    other.dispose()
    return found


@pytest.mark.parametrize("statistics", ["without statistics", "with statistics"])
def test_a_batch_finds_its_posts_by_an_index(filled, statistics):
    engine, url, store = filled
    run = store.begin_run(BOARD)
    if statistics == "with statistics":
        other = make_engine(parse_url(url))
        with other.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(ANALYZE[engine])).close()
        other.dispose()
    seen: dict[str, object] = {}

    def note(_connection, _cursor, statement, parameters, _context, many) -> None:
        seen.setdefault(statement, parameters[0] if isinstance(parameters, list) else parameters)

    event.listen(store._opened(), "before_cursor_execute", note)
    new = POSTS + (100 if statistics == "with statistics" else 0)
    try:
        page = rows(*range(new, new - 7, -1))
        run.compare(page.posts)
        run.showing_others(page.posts, "Asia/Seoul")
        run.seen_at([post.key for post in page.posts])
        run.write([page])
        run.write([document(new), document(new - 1, "anders"), ProblemItem(BOARD, "", NOW, "fetch", "x", key="9")])
        run.want_missing()
        run.wanted(3)
        run.wanted_count()
        run.finish("complete")
    finally:
        event.remove(store._opened(), "before_cursor_execute", note)
    asked = {
        statement: parameters
        for statement, parameters in seen.items()
        if statement.startswith(("SELECT", "UPDATE")) and (" post" in statement or " body" in statement)
    }
    assert len(asked) >= 8
    for statement, plan in plans(engine, url, asked).items():
        assert not any(words in plan for words in (*WHOLE, *BOARD_ALONE)), f"{statement}\n{plan}"
