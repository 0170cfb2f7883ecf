"""An incremental crawl of a board of which much is stored, against one of which little is: it must not cost more."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import Connection, select, text, update

from newscrawl.demo import DemoBoard, DemoServer
from newscrawl.store import Store
from newscrawl.store.opening import make_engine, parse_url
from newscrawl.store.schema import board, post

FEW, MANY = 10_000, 1_000_000
QUICK_MANY = 100_000
NEW = 5
"""Posts that come before each crawl."""


def crawl(
    server: DemoServer, served: DemoBoard, folder: Path, *words: str
) -> tuple[float, float, float, dict[str, int]]:
    """Crawl in a process of its own; gives seconds, CPU seconds, peak MiB, and how much was asked for and new."""
    server.clear()
    command = [sys.executable, "-m", "newscrawl", "crawl", server.url_of(served), "-s", "LOG_LEVEL=ERROR", *words]
    environment = os.environ | {"NEWSCRAWL_DATA_DIR": str(folder), "NEWSCRAWL_DATABASE_URL": ""}
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    with Store(f"sqlite:///{folder / 'newscrawl.db'}").open() as store:
        run = store.runs(limit=1)[0]
    if os.waitstatus_to_exitcode(status) != 0 and not words:
        raise SystemExit(f"the crawl failed: {run.verdict}: {run.reason}")
    counts = {"requests": len(server.served), "new": run.posts_new}
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, counts


def fill(folder: Path, posts: int) -> None:
    """Store the rest of the board as copies of its first post, and the walk as one that has read it whole."""
    engine = make_engine(parse_url(f"sqlite:///{folder / 'newscrawl.db'}"))
    with engine.begin() as connection:
        stored = connection.execute(select(post.c.id)).scalars().all()
        _copy(connection, stored[0], posts - len(stored))
        row = connection.execute(select(board.c.id, board.c.walk)).one()
        whole = row.walk | {"places": [], "gaps": [], "end": "list_end", "page_limit": None, "expected": posts}
        connection.execute(update(board).where(board.c.id == row.id).values(walk=json.loads(json.dumps(whole))))
    engine.dispose()


def _copy(connection: Connection, post_id: int, count: int) -> None:
    made = {
        "key": "'old' || n",
        "number": "n",
        "published_at": "strftime('%Y-%m-%d %H:%M:%S.000000', published_at, '-' || n || ' minutes')",
    }
    names = [column.name for column in post.columns if column.name != "id"]
    values = ", ".join(made.get(name, f'"{name}"') for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    connection.execute(
        text(
            f"WITH RECURSIVE seq(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < :count) "  # noqa: S608 - our own names
            f"INSERT INTO post ({listed}) SELECT {values} FROM seq, post WHERE post.id = :id"
        ),
        {"count": count, "id": post_id},
    )


def run(rounds: int, *, quick: bool) -> dict[str, object]:
    """Crawl both boards in turns, five new posts before each crawl, and give medians and their ratios."""
    many = QUICK_MANY if quick else MANY
    figures: dict[int, list[tuple[float, float, float, dict[str, int]]]] = {FEW: [], many: []}
    with tempfile.TemporaryDirectory() as root:
        boards = {posts: DemoBoard(posts=posts, name=f"b{posts}", notices=0, secret_every=0) for posts in figures}
        with DemoServer(list(boards.values())) as server:
            for posts, served in boards.items():
                Path(root, str(posts)).mkdir()
                # Some real pages, beneath which no crawl reads on.
                crawl(server, served, Path(root, str(posts)), "--pages", "5")
                fill(Path(root, str(posts)), posts)
            for number in range(rounds):
                for posts, served in boards.items():
                    for each in range(NEW):
                        served.insert(title=f"새 글 {number}-{each}")
                    figures[posts].append(crawl(server, served, Path(root, str(posts))))
    result: dict[str, object] = {"few": FEW, "many": many}
    for at, name in enumerate(("seconds", "cpu", "mib")):
        few_, many_ = (statistics.median(run[at] for run in figures[posts]) for posts in (FEW, many))  # type: ignore[misc]
        result |= {f"{name}_few": few_, f"{name}_many": many_, f"{name}_ratio": many_ / few_}
    return result | {"requests": figures[many][-1][3]["requests"], "new": figures[many][-1][3]["new"]}


def show(figures: dict[str, object]) -> None:
    """Print what `run` has measured."""
    print(f"incremental crawl, {figures['new']} new posts, {figures['requests']} requests, stored before:")
    print(f"  {'':<26}{figures['few']:>12,} {figures['many']:>12,}   ratio")
    for name, words in (("seconds", "seconds"), ("cpu", "CPU seconds"), ("mib", "peak MiB")):
        few, many, ratio = (figures[f"{name}_{kind}"] for kind in ("few", "many", "ratio"))
        print(f"  {words:<26}{few:12.2f} {many:12.2f}   {ratio:.2f}")
