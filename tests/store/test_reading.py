"""Reading: every question that people ask is answered from an index, in pages and in streams."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, text

from newscrawl.dates import Moment
from newscrawl.errors import ConfigurationError
from newscrawl.extract.page import Attachment, Image
from newscrawl.items import Board, ListingItem, Post
from newscrawl.store import Run, Store
from newscrawl.store.opening import make_engine, parse_url
from tests.store.conftest import BOARD, NOW, document, rows

LONG_URL = "https://example.kr/view?" + "&".join(f"p{number}={'값' * 40}" for number in range(60))


def day(number: int) -> Moment:
    return Moment(date(2025, 1, 1) + timedelta(days=number), "day", "x")


def fill(store: Store, count: int = 600, boards: int = 3) -> Run:
    """Boards whose posts have authors, categories and days; every tenth has none of these."""
    for number in range(boards):
        board = Board("example.kr", f"example.kr/b{number}", f"https://example.kr/b{number}")
        posts = [
            Post(
                str(key),
                f"https://example.kr/b{number}/{key}",
                f"제목 {key}",
                number=key,
                author=f"글쓴이{key % 40}" if key % 10 else None,
                category=f"분류{key % 15}" if key % 10 else None,
                published=day(key % 200) if key % 10 else None,
            )
            for key in range(count)
        ]
        run = store.begin_run(board)
        run.write([ListingItem(board, board.url, NOW, posts, want_documents=False)])
    return run


QUESTIONS = {
    "the latest": {},
    "of a board": {"board": "example.kr/b1"},
    "of a time": {"since": datetime(2025, 3, 1, tzinfo=UTC), "until": datetime(2025, 3, 3, tzinfo=UTC)},
    "of a board and a time": {"board": "example.kr/b1", "since": datetime(2025, 3, 1, tzinfo=UTC)},
    "of an author": {"author": "글쓴이7"},
    "of a category": {"board": "example.kr/b1", "category": "분류3"},
    "by its address": {"url": "https://example.kr/b2/77"},
    "deleted": {"deleted": True},
}

FULL_SCANS = ("SCAN post", "SCAN body", "Seq Scan on post", "Seq Scan on body")
SORTS = ("TEMP B-TREE", "Sort Key: post.published_at", "filesort")
SORTED_AFTER = {"of an author", "of a category", "by its address", "deleted", "of a time"}
"""Where few posts are found, an engine may sort them itself."""


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_answered_from_an_index(indexed, question):
    store, _, plans = indexed
    plans.clear()
    found = list(store.posts(limit=20, **QUESTIONS[question]))
    assert found or question == "deleted"
    assert plans
    for plan in plans:
        assert not any(scan in plan for scan in FULL_SCANS), plan
        if question not in SORTED_AFTER:
            assert not any(sort in plan for sort in SORTS), plan


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "mariadb"])
def indexed(request, tmp_path_factory):
    from tests.store.conftest import fresh_database

    with fresh_database(request.param, tmp_path_factory.mktemp("indexed")) as url, Store(url).open() as store:
        run = fill(store)
        engine = store._opened()
        with engine.connect() as connection:
            for table in ("post", "body", "board"):
                connection.execute(text({"mariadb": "ANALYZE TABLE {}"}.get(request.param, "ANALYZE {}").format(table)))
                connection.commit()
        plans: list[str] = []
        explaining = make_engine(parse_url(url))

        @event.listens_for(engine, "before_cursor_execute")
        def explain(_connection, _cursor, statement, parameters, _context, _many):
            if " post.id" not in statement.partition(",")[0]:
                return
            words = "EXPLAIN QUERY PLAN " if request.param == "sqlite" else "EXPLAIN "
            with explaining.connect() as other:
                if request.param == "postgresql":
                    # So few rows are read and sorted sooner; what counts is whether the index answers the question.
                    other.exec_driver_sql("SET enable_seqscan = off")
                    other.exec_driver_sql("SET enable_sort = off")
                lines = other.exec_driver_sql(words + statement, parameters)
                plans.append("\n".join(tell(row) for row in lines.mappings()))

        yield store, run, plans
        explaining.dispose()


def tell(row) -> str:
    """A line of a plan, in words that are alike for all three engines."""
    if "detail" in row:
        return row["detail"]
    if "QUERY PLAN" in row:
        return row["QUERY PLAN"]
    whole = "SCAN " if row["type"] in {"ALL", "index"} and row["key"] != "ix_post_published" else ""
    return f"{whole}{row['table']} {row['type']} {row['key']} {row['Extra']}"


@pytest.mark.parametrize(
    "wanted", [{"author": "글쓴이7"}, {"category": "분류3"}, {"text": "제목 59"}, {"site": "example.kr"}]
)
def test_filters_give_what_they_say(indexed, wanted):
    store, *_ = indexed
    every = list(store.posts())
    name, value = next(iter(wanted.items()))
    column = {"text": "title"}.get(name, name)
    expected = [post for post in every if (value in post.title if name == "text" else getattr(post, column) == value)]
    assert list(store.posts(**wanted)) == expected
    assert store.count_posts(**wanted) == len(expected)


def test_pages_hold_while_posts_are_written(indexed):
    store, run, _ = indexed
    before = [post.id for post in store.posts(board="example.kr/b2")]
    paged, last = [], None
    for number in range(20):
        page = list(store.posts(board="example.kr/b2", after=last, limit=37))
        if not page:
            break
        paged += [post.id for post in page]
        last = page[-1]
        new = Post(f"late{number}", "", "늦은 글", published=day(500 + number))
        run.write([ListingItem(BOARD, "", NOW, [new], want_documents=False)])
    assert paged == before


def test_an_address_of_any_length_is_found(store):
    item = rows(1, 2)
    item.posts[0].url = LONG_URL
    store.begin_run(BOARD).write([item])
    assert len(LONG_URL) > 2000
    assert [post.key for post in store.posts(url=LONG_URL)] == ["1"]


def test_names_are_compared_letter_by_letter(store):
    item = rows(1, 2, 3, 4)
    for post, author in zip(item.posts, ["Kim", "kim", "kim ", "킴"], strict=True):
        post.author = author
    store.begin_run(BOARD).write([item])
    assert [post.key for post in store.posts(author="kim")] == ["2"]


def test_an_unknown_filter_is_a_mistake_of_the_program(store):
    with pytest.raises(TypeError, match="writer"):
        list(store.posts(writer="x"))
    with pytest.raises(ConfigurationError, match="no board"):
        list(store.posts(board="nowhere"))


def test_a_stream_takes_constant_memory(store):
    run = store.begin_run(BOARD)
    run.write([rows(*range(3000))])
    run.write([document(key, "본문 " * 500) for key in range(3000)])
    tracemalloc.start()
    try:
        count = sum(1 for _ in store.posts())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 3000
    # Some 7 MB of texts for every 1,000 posts that are held at a time.
    assert peak < 16_000_000


def test_times_are_utc_whatever_the_server_thinks(store):
    run = store.begin_run(BOARD)
    minute = Moment(datetime.fromisoformat("2025-06-27T09:41:00+09:00"), "minute", "x")
    run.write([replace(rows(1, published=minute), fetched_at=NOW)])
    engine = make_engine(store._url)
    zone = {"postgresql": "SET TIME ZONE 'America/New_York'", "mariadb": "SET time_zone = '-05:00'"}
    with engine.connect() as connection:
        if engine.dialect.name in zone:
            connection.execute(text(zone[engine.dialect.name]))
        published, seen = connection.execute(text("SELECT published_at, first_seen_at FROM posts")).one()
    engine.dispose()
    assert (str(published)[:19], str(seen)[:19]) == ("2025-06-27 00:41:00", "2025-06-27 03:00:00")


def test_where_a_repost_was_published_first_is_shown(store):
    run = store.begin_run(BOARD)
    run.write([rows(2, 1), document(2, source_url="https://news.example.kr/9"), document(1)])
    assert {post.key: post.source_url for post in store.posts()} == {"2": "https://news.example.kr/9", "1": None}


def test_every_text_of_a_post_may_hold_letters_of_any_plane(store):
    odd = "🚇𠮷 한글"
    texts = dict.fromkeys(("title", "author", "category", "publisher", "body_text", "body_html"), odd)
    lists = {"images": [Image("https://example.kr/a.png", odd)], "attachments": [Attachment(odd, None, None)]}
    run = store.begin_run(BOARD)
    run.write(
        [rows(1, title=odd, author=odd, category=odd), document(1, **texts, **lists, source_url=f"https://x.kr/{odd}")]
    )
    (post,) = store.posts(author=odd, category=odd, text="𠮷 한")
    assert {name: getattr(post, name) for name in texts} == texts
    assert (post.images[0]["caption"], post.attachments[0]["name"]) == (odd, odd)
    assert str(post.source_url).startswith("https://x.kr/🚇𠮷")
