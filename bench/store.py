"""The database: rows a second of the batch writer beside one commit a row, and searches in Korean beside LIKE."""

from __future__ import annotations

import argparse
import os
import random
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from operator import truediv
from pathlib import Path
from typing import Any

from sqlalchemy import column, create_engine, or_, select, table, text
from sqlalchemy.exc import SQLAlchemyError

from newscrawl.dates import Moment
from newscrawl.items import Board, DocumentItem, ListingItem, Post
from newscrawl.store import Store

SERVERS = {
    "postgresql": os.environ.get("NEWSCRAWL_TEST_POSTGRESQL_URL", "postgresql+psycopg://postgres@127.0.0.1/postgres"),
    "mariadb": os.environ.get("NEWSCRAWL_TEST_MARIADB_URL", "mariadb+pymysql://root@127.0.0.1/test"),
}

BOARD = Board("example.kr", "example.kr/bench", "https://example.kr/bench")
BEGIN = datetime(2015, 1, 1, tzinfo=UTC)

ENGINES = ("sqlite", "postgresql", "mariadb")

BATCH = 500

FEW = 20_000
"""Posts up to which all that a search finds is held against LIKE."""

SINGLE_SECONDS = 0.5
"""How long one commit a row is measured behind each tenth, so that both sides meet the same machine and table."""

AIMS = {"sqlite": 10, "postgresql": 5, "mariadb": 5}
"""How many times as many rows a second batches should write as one commit a row."""

FLAT = 0.7
"""Of the first three tenths' rate, what the last three should still have; a busy machine makes that much noise."""

SYLLABLES = "가나다라마바사아자차카타파하교대역도서관휴안내축제소식주민센터공고접수신청결과변경노선버스환경청소예산회의"
COMPOUNDS = ("교대역", "가스공사", "서초구청", "도서관", "주민센터", "버스노선", "환경미화", "예산안")
QUERIES = ("교대", "가스", "교대역", "서초 도서관", "구청", "버스노선 예산", "휴관", "민센")


@contextmanager
def database(engine: str) -> Iterator[str | None]:
    """A new database of an engine; None where there is no server."""
    if engine == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{Path(folder, 'newscrawl.db')}"
        return
    server = create_engine(SERVERS[engine], isolation_level="AUTOCOMMIT")
    name = f"newscrawl_bench_{secrets.token_hex(4)}"
    try:
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except (SQLAlchemyError, ImportError):
        yield None
        return
    try:
        yield server.url.set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name}"))
        server.dispose()


def rows(first: int, count: int) -> ListingItem:
    """A listing page of posts as a board shows them."""
    posts = [
        Post(
            str(key),
            f"https://example.kr/bench/{key}",
            f"{key}번째 소식: 교대역 {key % 97}번 출구 안내",
            number=key,
            author=f"글쓴이{key % 500}",
            category=f"분류{key % 7}",
            published=Moment(BEGIN + timedelta(minutes=key), "minute", "2015.01.01 09:00"),
            views=key % 1000,
            comments=0,
        )
        for key in range(first, first + count)
    ]
    return ListingItem(BOARD, BOARD.url, datetime.now(UTC), posts, want_documents=False)


def writing(engine: str, wanted: int, tell: Callable[[str], None] = lambda _: None) -> dict[str, Any] | None:
    """Rows a second: in batches, in each tenth of `wanted` rows, and with one commit a row."""
    with database(engine) as url:
        if url is None:
            return None
        with Store(url).open() as store:
            run = store.begin_run(BOARD)
            tenths, singles, single = [], [], 0
            step = max(BATCH, wanted // 10 // BATCH * BATCH)
            for start in range(0, step * 10, step):
                began = time.perf_counter()
                for first in range(start, start + step, BATCH):
                    run.write([rows(first, BATCH)])
                tenths.append(step / (time.perf_counter() - began))
                began, count = time.perf_counter(), single
                while (spent := time.perf_counter() - began) < SINGLE_SECONDS:
                    run.write([rows(10**9 + single, 1)])
                    single += 1
                singles.append((single - count) / spent)
                tell(f"{engine}: {start + step:,} rows, {tenths[-1]:,.0f} and {singles[-1]:,.0f} rows/s")
            stored = store.count_posts()
    if stored != step * 10 + single:
        raise SystemExit(f"{engine}: {step * 10 + single:,} rows were written, {stored:,} are stored")
    return {
        "rows": step * 10,
        "batch_rows_per_second": statistics.median(tenths),
        "tenths": tenths,
        "flat": statistics.median(tenths[-3:]) / statistics.median(tenths[:3]),
        "one_commit_a_row": statistics.median(singles),
        "ratio": statistics.median(map(truediv, tenths, singles)),
        "aim": AIMS[engine],
    }


def body(chance: random.Random) -> str:
    """A text of words and compounds with particles."""
    words = []
    for _ in range(chance.randint(40, 120)):
        if chance.random() < 0.03:
            words.append(chance.choice(COMPOUNDS) + chance.choice(("", "에서", "은", "의")))
        else:
            words.append("".join(chance.choices(SYLLABLES, k=chance.randint(2, 5))))
    return " ".join(words)


def searching(engine: str, posts: int) -> dict[str, Any] | None:
    """Milliseconds of a search, and of LIKE over the same posts; how many of the posts that LIKE finds were found."""
    chance = random.Random(4)
    with database(engine) as url:
        if url is None:
            return None
        with Store(url).open() as store:
            run = store.begin_run(BOARD)
            for first in range(0, posts, BATCH):
                page = rows(first, BATCH)
                run.write([page])
                run.write(
                    [
                        DocumentItem(
                            BOARD,
                            each.key,
                            each.url,
                            page.fetched_at,
                            post=Post(each.key, each.url, each.title, body_text=body(chance)),
                        )
                        for each in page.posts
                    ]
                )
            return {"posts": posts} | asked(store, url)


def asked(store: Store, url: str) -> dict[str, Any]:
    """Every query some times, its first page; and once all that it finds, held against what LIKE finds."""
    times, like, recall = [], [], []
    for query in QUERIES:
        for _ in range(3):
            began = time.perf_counter()
            store.search(query)
            times.append((time.perf_counter() - began) * 1000)
    other = create_engine(url)
    view = table("posts", column("id"), column("title"), column("body_text"))
    with other.connect() as connection:
        for query in QUERIES:
            holds = (or_(view.c.title.contains(word), view.c.body_text.contains(word)) for word in query.split())
            began = time.perf_counter()
            expected = set(connection.scalars(select(view.c.id).where(*holds)))
            like.append((time.perf_counter() - began) * 1000)
            if 0 < len(expected) <= FEW:
                found = {hit.post.id for hit in store.search(query, limit=10**9)}
                recall.append(len(found & expected) / len(expected))
    other.dispose()
    return {
        "median_ms": statistics.median(times),
        "slowest_ms": max(times),
        "like_median_ms": statistics.median(like),
        "recall": min(recall) if recall else None,
    }


def run(
    *,
    quick: bool,
    wanted: int | None = None,
    posts: int | None = None,
    engines: Sequence[str] = ENGINES,
    tell: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Every engine that is there; `wanted` rows are written, `posts` searched, none of them for 0."""
    wanted = (20_000 if quick else 100_000) if wanted is None else wanted
    posts = (5_000 if quick else 20_000) if posts is None else posts
    return {
        "writing": {each: found for each in engines if wanted and (found := writing(each, wanted, tell))},
        "searching": {each: found for each in engines if posts and (found := searching(each, posts))},
    }


def show(found: dict[str, Any]) -> None:
    """Print the figures."""
    print("rows into the database, in batches and with one commit a row:")
    for engine, each in found["writing"].items():
        good = each["ratio"] >= each["aim"]
        flat = "flat" if each["flat"] >= FLAT else "NOT FLAT, or the machine was busier"
        rate = f"{each['batch_rows_per_second']:8,.0f} rows/s, {each['ratio']:5.1f} × {each['one_commit_a_row']:,.0f}"
        aim = f"(aim {each['aim']} ×, {'reached' if good else 'MISSED'})"
        print(f"  {engine:<12} {rate} {aim}; {each['rows']:,} rows, last to first {each['flat']:.2f}, {flat}")
        print(f"{'':15}by tenths: {', '.join(f'{tenth:,.0f}' for tenth in each['tenths'])}")
    print("searches:")
    for engine, each in found["searching"].items():
        own = f"{each['median_ms']:8.1f} ms median, {each['slowest_ms']:.0f} slowest, {each['posts']:,} posts"
        print(f"  {engine:<12} {own}; LIKE {each['like_median_ms']:,.0f} ms; recall {each['recall']}")


def say(words: str) -> None:
    """Progress, for whoever waits for a million rows."""
    print(words, file=sys.stderr, flush=True)


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m bench.store", description=__doc__)
    ask.add_argument("--quick", action="store_true", help="fewer rows, for a first look")
    ask.add_argument("--rows", type=int, help="how many rows are written (default 100,000)")
    ask.add_argument("--posts", type=int, help="how many posts are searched (default 20,000)")
    ask.add_argument("--engine", action="append", help="only this one (sqlite, postgresql, mariadb)")
    options = ask.parse_args()
    show(
        run(quick=options.quick, wanted=options.rows, posts=options.posts, engines=options.engine or ENGINES, tell=say)
    )


if __name__ == "__main__":
    main()
