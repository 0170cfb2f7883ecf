"""Opening a database: made when empty, refused when newer, and every failure said in one sentence."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, literal_column, select, table, text

from newscrawl.errors import ConfigurationError, DatabaseUnavailableError
from newscrawl.store import Store
from newscrawl.store.opening import make_engine, parse_url
from newscrawl.store.schema import metadata
from tests.store.conftest import BOARD


def test_the_migrations_make_the_tables_that_the_code_describes(database_url):
    Store(database_url).open().close()
    engine = make_engine(parse_url(database_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        # The search index has a table of its own on each engine.
        differences = [each for each in compare_metadata(context, metadata) if "post_grams" not in str(each)]
    engine.dispose()
    assert differences == []


VIEWS = {
    "posts": "id site board key number is_notice title author category publisher published_at published_precision "
    "published_raw views votes comments url body_text body_html images attachments language version first_seen_at "
    "last_seen_at changed_at deleted_at modified_at modified_precision reading_length content_hash similarity is_cut",
    "changes": "seq kind post_id site board key version at",
    "runs": "id site board started_at finished_at verdict pages posts_new posts_edited posts_deleted problems "
    "complete_to",
}


@pytest.mark.parametrize("view", VIEWS)
def test_the_views_have_the_columns_that_applications_rely_on(database_url, view):
    Store(database_url).open().close()
    engine = make_engine(parse_url(database_url))
    with engine.connect() as connection:
        assert (
            list(connection.execute(select(literal_column("*")).select_from(table(view))).keys()) == VIEWS[view].split()
        )
    engine.dispose()


def test_a_second_opening_changes_nothing_and_says_nothing(database_url):
    Store(database_url).open().close()
    said: list[str] = []
    Store(database_url).open(notify=said.append).close()
    assert said == []


def test_a_database_of_a_newer_version_is_refused(database_url):
    Store(database_url).open().close()
    engine = make_engine(parse_url(database_url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(ConfigurationError, match="newer newscrawl"):
        Store(database_url).open()


def test_a_file_that_is_no_database_is_named(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("this is no database, but it is long enough to be taken for one" * 20)
    with pytest.raises(DatabaseUnavailableError, match=r"notes\.txt"):
        Store(f"sqlite:///{path}").open()


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseUnavailableError, match="file"):
        Store(f"sqlite:///{tmp_path / 'file' / 'newscrawl.db'}").open()


def test_a_server_that_is_not_there_is_said_without_the_password():
    with pytest.raises(DatabaseUnavailableError) as caught:
        Store("postgresql+psycopg://someone:geheim@127.0.0.1:9/newscrawl").open()
    assert "geheim" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)


@pytest.mark.parametrize("url", ["nonsense", "oracle://host/name", ""])
def test_what_is_no_database_url_is_a_wrong_configuration(url):
    with pytest.raises(ConfigurationError):
        Store(url)


def test_what_was_written_is_there_after_kill_9(tmp_path):
    url = f"sqlite:///{tmp_path / 'newscrawl.db'}"
    program = textwrap.dedent(
        f"""
        import os, signal
        from newscrawl.store import Store
        from tests.store.conftest import BOARD, document, rows
        run = Store({url!r}).open().begin_run(BOARD)
        for page in range(5):
            run.write([rows(*range(page * 10 + 10, page * 10, -1), page=page + 1)])
        run.write([document(50), document(49)])
        os.kill(os.getpid(), signal.SIGKILL)
        """
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == -9
    with Store(url).open() as store:
        assert len(list(store.posts())) == 50
        assert [change.seq for change in store.changes()] == [1, 2]
        run = store.begin_run(BOARD)
        assert run.walk() == {"page": 5}
        assert run.wanted_count() == 48


def test_every_query_of_a_crawl_uses_an_index(tmp_path):
    url = f"sqlite:///{tmp_path / 'newscrawl.db'}"
    Store(url).open().close()
    engine = create_engine(url)
    queries = {
        "compare": "SELECT key FROM post WHERE board_id = 1 AND key IN ('a', 'b')",
        "wanted": "SELECT id FROM post WHERE board_id = 1 AND wanted_reason IS NOT NULL",
        "missing": "SELECT id FROM post WHERE board_id = 1 AND document_state IS NULL AND wanted_reason IS NULL",
        "live": "SELECT count(*) FROM post WHERE board_id = 1 AND deleted_at IS NULL AND is_notice IS 0",
        "unseen": "SELECT id FROM post WHERE board_id = 1 AND last_seen_at < '2025-01-01'",
        "latest": "SELECT id FROM post WHERE board_id = 1 ORDER BY published_at DESC, id DESC LIMIT 20",
    }
    with engine.connect() as connection:
        for name, query in queries.items():
            plan = " ".join(row[3] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {query}")))
            assert "USING" in plan, name
            assert "SCAN" not in plan, f"{name}: {plan}"
    engine.dispose()
