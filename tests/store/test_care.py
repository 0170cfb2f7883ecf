"""Care: what is wrong is found and named, and a copy is whole although a crawl writes."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import Insert, create_engine, insert, text

from newscrawl.errors import ConfigurationError
from newscrawl.store import Store
from newscrawl.store.care import dump_command
from newscrawl.store.described import MEANINGS, markdown
from newscrawl.store.opening import parse_url
from newscrawl.store.schema import fetch
from newscrawl.store.views import VIEWS
from tests.store.conftest import BOARD, NOW, document, rows


@pytest.fixture
def filled(store):
    run = store.begin_run(BOARD)
    run.write([rows(3, 2, 1)])
    run.write([document(3, "하나"), document(2), document(1)])
    run.write([document(3, "둘")])
    return store


def faults(store: Store, folder: Path | None = None) -> dict[str, str]:
    return {each.check: each.words for each in store.check(folder) if each.faults}


def harm(store: Store, *statements: str | Insert) -> None:
    """What no program of ours does."""
    engine = create_engine(store._url)
    with engine.begin() as connection:
        if engine.dialect.name == "mariadb":
            connection.exec_driver_sql("SET foreign_key_checks = 0")
        for statement in statements:
            connection.execute(text(statement) if isinstance(statement, str) else statement)
    engine.dispose()


def test_a_healthy_database_has_no_fault(filled, tmp_path):
    assert faults(filled, tmp_path) == {}
    assert {"change feed", "versions", "archive", "post → board"} <= {each.check for each in filled.check(tmp_path)}


@pytest.mark.parametrize(
    ("statement", "check", "words"),
    [
        ("DELETE FROM post_change WHERE seq = 2", "change feed", "3 changes of 4 are there; missing from 2 on"),
        ("DELETE FROM post_change WHERE seq = 4", "change feed", "3 changes of 4"),
        ("DELETE FROM post_change WHERE seq = 1", "posts in the feed", "1 posts have no entry"),
        ("DELETE FROM revision", "versions", "1 posts lack"),
    ],
)
def test_what_is_lost_is_named(filled, statement, check, words):
    harm(filled, statement)
    assert words in faults(filled)[check]


@pytest.mark.parametrize("database_url", ["sqlite", "mariadb"], indirect=True)
def test_rows_that_belong_to_none_are_named(filled):
    harm(filled, "DELETE FROM board")
    assert "3 rows of post belong to none" in faults(filled)["post → board"]


def test_an_archive_file_that_is_gone_is_named(filled, tmp_path):
    named = {
        "id": 1,
        "board_id": 1,
        "key": "3",
        "url": "",
        "at": NOW,
        "status": 200,
        "digest": "x",
        "file": "a.warc.gz",
    }
    harm(filled, insert(fetch).values(named | {"offset": 100, "length": 50}))
    assert faults(filled, tmp_path)["archive"] == "a.warc.gz is not there"
    (tmp_path / "a.warc.gz").write_bytes(b"x" * 120)
    assert "ends at 120, before byte 150" in faults(filled, tmp_path)["archive"]
    (tmp_path / "a.warc.gz").write_bytes(b"x" * 150)
    assert faults(filled, tmp_path) == {}


def test_the_search_index_is_made_again(filled):
    if filled._url.drivername.startswith("mariadb"):
        assert filled.index_search(anew=True) == 0
        return
    harm(filled, "UPDATE post SET indexed = 0 WHERE number = 3")
    assert "1 posts are not in it" in faults(filled)["search index"]
    assert filled.index_search() == 1
    assert filled.index_search(anew=True) == 3
    assert faults(filled) == {}
    assert [hit.post.key for hit in filled.search("둘")] == ["3"]


def test_stats_count_what_is_there(filled):
    found = filled.stats()
    assert (found.boards, found.posts, found.documents, found.versions) == (1, 3, 3, 1)
    assert (found.changes, found.last_change, found.runs, found.unfinished_runs) == (4, 4, 1, 1)
    assert found.bytes


def test_a_backup_is_whole_while_a_crawl_writes(tmp_path):
    url = f"sqlite:///{tmp_path / 'newscrawl.db'}"
    done = threading.Event()

    def write() -> None:
        with Store(url).open() as store:
            run = store.begin_run(BOARD)
            page = 0
            while not done.is_set():
                page += 1
                run.write([rows(*range(page * 10, page * 10 + 10), page=page)])
                run.write([document(key) for key in range(page * 10, page * 10 + 10)])

    thread = threading.Thread(target=write)
    thread.start()
    try:
        with Store(url).open() as store:
            while not store.count_posts():
                pass
            for number in range(3):
                copy = tmp_path / f"copy{number}.db"
                store.backup(copy)
                with Store(f"sqlite:///{copy}").open() as copied:
                    assert faults(copied) == {}
                    assert copied.count_posts() % 10 == 0
    finally:
        done.set()
        thread.join()


def test_servers_are_backed_up_with_their_own_program_and_no_password_is_shown():
    for url, program in (
        ("postgresql://u:geheim@h:5433/name", "pg_dump"),
        ("mariadb://u:geheim@h/name", "mariadb-dump"),
    ):
        command = dump_command(parse_url(url))
        assert command.startswith(program)
        assert "geheim" not in command
        with pytest.raises(ConfigurationError, match=program):
            Store(url).backup(Path("x"))


def test_every_column_of_every_view_is_described():
    for view, query in VIEWS.items():
        assert {column.name for column in query.selected_columns} == MEANINGS[view].keys()


def test_the_page_of_the_schema_is_current():
    page = Path(__file__).parents[2] / "docs" / "schema.md"
    assert page.read_text(encoding="utf-8") == markdown(), "newscrawl db schema > docs/schema.md"
