"""Opening a database: made when empty, refused when newer, and every failure said in one sentence."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import textwrap

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event, literal_column, select, table, text

from newscrawl.errors import ConfigurationError, DatabaseUnavailableError
from newscrawl.store import Store
from newscrawl.store.opening import make_engine, parse_url, shown, write_transaction
from newscrawl.store.schema import metadata
from newscrawl.store.upgrading import alembic_config, newest_version, upgrade, version_of
from newscrawl.store.views import create_views
from tests.store.conftest import BOARD, document, rows


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
    "last_seen_at changed_at deleted_at modified_at modified_precision reading_length content_hash similarity is_cut "
    "timezone source_url",
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


def test_the_newest_version_is_that_of_the_last_migration():
    assert newest_version() == ScriptDirectory.from_config(alembic_config()).get_current_head()


def test_opening_a_database_that_is_up_to_date_needs_no_alembic(tmp_path):
    url = f"sqlite:///{tmp_path / 'newscrawl.db'}"
    Store(url).open().close()
    program = f"import sys, newscrawl.store; newscrawl.store.Store({url!r}).open(); sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


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


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "oracle://host/name",
        "",
        "postgres:geheim@127.0.0.1",
        "postgresql://u:geheim@127.0.0.1:port/name",
        "postgresql://u:x@geheim@127.0.0.1/name",
    ],
)
def test_what_is_no_database_url_is_a_wrong_configuration(url):
    with pytest.raises(ConfigurationError) as caught:
        Store(url)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["mysql://root:geheim@127.0.0.1:9/x", "postgresql://127.0.0.1:9/x?user=u&password=geheim"]
)
def test_a_password_is_never_shown_wherever_it_stands(url):
    assert "geheim" not in shown(parse_url(url))
    with pytest.raises(DatabaseUnavailableError) as caught:
        Store(url).open()
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("database_url", ["mariadb"], indirect=True)
def test_a_wrong_password_is_told_and_not_shown(database_url, tmp_path):
    """PostgreSQL's server for tests trusts everybody; the words come by the same way."""
    wrong = database_url.replace("root@", "root:geheim@")
    assert "geheim" in wrong
    environment = os.environ | {"NEWSCRAWL_DATA_DIR": str(tmp_path), "NEWSCRAWL_DATABASE_URL": wrong}
    words = [sys.executable, "-m", "newscrawl", "crawl", "http://127.0.0.1:9/list"]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 5
    assert "Access denied" in done.stderr
    assert "Check user and password" in done.stderr
    assert "geheim" not in done.stdout + done.stderr


FIRST = """
INSERT INTO board (id, site, address, kind, url, timezone, created_at)
    VALUES (1, 'example.kr', 'example.kr/news', 'board', 'https://example.kr/news', 'Asia/Seoul', '2025-06-01 00:00:00');
INSERT INTO run (id, board_id, mode, started_at, reason) VALUES (1, 1, 'crawl', '2025-06-01 00:00:00', '');
INSERT INTO post (id, board_id, {key}, number, is_notice, is_secret, is_reply, title, author, published_at,
    published_precision, year_assumed, url, version, first_seen_at, last_seen_at, changed_at, announced, attempts)
    VALUES (1, 1, '77', 77, {no}, {no}, {no}, '교대역 가스 공사', '{long}', '2025-06-01 00:00:00', 'day', {no},
    'https://example.kr/news/77', 1, '2025-06-01 00:00:00', '2025-06-01 00:00:00', '2025-06-01 00:00:00', {yes}, 0);
INSERT INTO body (post_id, body_text, images, attachments) VALUES (1, '이모지 🚇 본문', '[]', '[]');
INSERT INTO post_change (seq, kind, post_id, version, at) VALUES (1, 'new', 1, 1, '2025-06-01 00:00:00');
UPDATE counter SET value = 1 WHERE name = 'change'
"""


def first_data(dialect: str) -> list[str]:
    """What a crawl of the first version left, as statements for an engine."""
    server = dialect == "postgresql"
    words = {
        "key": "`key`" if dialect == "mariadb" else '"key"',
        "no": "false" if server else "0",
        "yes": "true" if server else "1",
        "long": "김" * 3000,
    }
    return FIRST.format(**words).split(";")


def test_a_database_of_the_first_version_is_brought_up_with_its_data(database_url):
    engine = make_engine(parse_url(database_url))
    config = alembic_config()
    server = engine.dialect.name == "postgresql"
    with write_transaction(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        if engine.dialect.name == "mariadb":
            # The first tables had the server's own comparison of texts.
            for table_name in ("post", "board"):
                connection.execute(
                    text(f"ALTER TABLE {table_name} CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci")
                )
        for statement in first_data(engine.dialect.name):
            connection.exec_driver_sql(statement)
        if server:
            for each in ("board", "run", "post"):
                connection.exec_driver_sql(f"SELECT nextval('{each}_id_seq')")
    engine.dispose()
    told: list[str] = []
    with Store(database_url).open(notify=told.append) as store:
        assert "from schema 0001" in told[0]
        (post,) = store.posts()
        assert (post.key, post.title, post.body_text) == ("77", "교대역 가스 공사", "이모지 🚇 본문")
        assert [hit.post.key for hit in store.search("교대 🚇")] == ["77"]
        assert [each.key for each in store.posts(url="https://example.kr/news/77")] == ["77"]
        assert [change.seq for change in store.changes()] == [1]
        run = store.begin_run(BOARD)
        run.write([rows(78), document(78)])
        assert [change.seq for change in store.changes()] == [1, 2]


COUNT_POSTS = text("SELECT count(*) FROM post")


class Killed(BaseException):
    """What a kill does to a migration."""


@pytest.mark.parametrize("database_url", ["mariadb"], indirect=True)
def test_a_migration_that_is_killed_goes_on_and_keeps_the_data(database_url):
    """MariaDB commits before each change of a table: what was done stays, and what was not is done by the next opening."""
    engine = make_engine(parse_url(database_url))
    left, kills = [0], 0

    def kill(connection, _cursor, statement, *_rest) -> None:
        left[0] -= statement.lstrip().startswith(("CREATE", "ALTER", "DROP"))
        if left[0] == 0:
            connection.invalidate()
            raise Killed

    event.listen(engine, "after_cursor_execute", kill)
    for bound in itertools.count(1):
        left[0] = bound
        try:
            upgrade(engine, parse_url(database_url), None)
            break
        except Killed:
            kills += 1
        left[0] = -1
        with engine.begin() as connection:
            is_empty = connection.dialect.has_table(connection, "post") and not connection.scalar(COUNT_POSTS)
            if is_empty and version_of(connection) == "0001":
                for statement in first_data("mariadb"):
                    connection.exec_driver_sql(statement)
    event.remove(engine, "after_cursor_execute", kill)
    assert kills > 20
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []
    engine.dispose()
    with Store(database_url).open() as store:
        store.begin_run(BOARD).write([rows(1), document(1)])
        assert [change.seq for change in store.changes()] == [1, 2]
        (post,) = store.posts(url="https://example.kr/news/77")
        assert (post.title, post.author, post.body_text) == ("교대역 가스 공사", "김" * 255, "이모지 🚇 본문")
        assert not [each for each in store.check(None) if each.faults]


@pytest.mark.parametrize("database_url", ["mariadb"], indirect=True)
def test_every_table_of_mariadb_takes_any_letter_and_compares_all_of_it(database_url):
    Store(database_url).open().close()
    engine = make_engine(parse_url(database_url))
    with engine.connect() as connection:
        query = "SELECT table_name, table_collation FROM information_schema.tables WHERE table_schema = database()"
        found = dict(tuple(row) for row in connection.execute(text(f"{query} AND table_type = 'BASE TABLE'")))
    engine.dispose()
    found.pop("alembic_version")
    assert set(found.values()) == {"utf8mb4_nopad_bin"}, found


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_rights_on_a_view_outlive_its_next_version(database_url):
    Store(database_url).open().close()
    engine = make_engine(parse_url(database_url))
    with engine.begin() as connection:
        connection.execute(text("GRANT SELECT ON posts TO PUBLIC"))
        create_views(connection)
    with engine.connect() as connection:
        granted = "SELECT count(*) FROM information_schema.role_table_grants WHERE table_name = 'posts' AND grantee = 'PUBLIC'"
        assert connection.execute(text(granted)).scalar_one() == 1
    engine.dispose()


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
