"""What is stored already must not make a crawl slower: every statement of an incremental crawl finds its posts by an index."""

from __future__ import annotations

import sqlite3

from sqlalchemy import Engine, event


def test_no_statement_of_an_incremental_crawl_reads_every_post(site):
    here = site(posts=45)
    here.crawl()
    here.board.insert(title="새 글")
    here.board.edit(here.board.truth()[8]["key"], title="고친 제목")
    seen: dict[str, object] = {}

    def note(_connection, _cursor, statement, parameters, _context, executemany) -> None:
        seen.setdefault(statement, parameters[0] if executemany else parameters)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert here.crawl().new == 1
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    connection = sqlite3.connect(here.config.database_url.removeprefix("sqlite:///"))
    plans = {}
    for statement, parameters in seen.items():
        if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE")) and "post" in statement:
            rows = connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            plans[statement] = [row[3] for row in rows]
    connection.close()
    assert len(plans) > 5
    whole = {
        statement: plan
        for statement, plan in plans.items()
        if any(step.startswith("SCAN") and "INDEX" not in step and " post" in f" {step}" for step in plan)
    }
    assert not whole
