"""Many workers at one queue, on this machine: every board as its truth, no host with two crawls at once, none twice.

    python -m bench.workers --boards 60 --hosts 20 --workers 3 [--kill SECONDS] [--for SECONDS]

It needs a PostgreSQL (NEWSCRAWL_BENCH_POSTGRESQL_URL, else the usual place on loopback), and makes a database of its
own there.
With --kill one worker after the other is killed (SIGKILL) and started again, every so many seconds.
"""

from __future__ import annotations

import argparse
import os
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import create_engine, text

from newscrawl.demo import DemoBoard, DemoServer
from newscrawl.errors import DatabaseUnavailableError
from newscrawl.queue import Queue
from newscrawl.store import Store

SERVER = os.environ.get("NEWSCRAWL_BENCH_POSTGRESQL_URL", "postgresql+psycopg://postgres@127.0.0.1/postgres")


class Watched:
    """The hosts, and which crawls were seen at each at the same time."""

    def __init__(self, boards: int, hosts: int, posts: int, folder: Path, every: str, delay: float) -> None:
        self.boards = [
            DemoBoard(posts=posts, seed=n + 1, name=f"b{n}", notices=0, secret_every=0) for n in range(boards)
        ]
        self.servers = []
        for n in range(hosts):
            mine = self.boards[n::hosts]
            server = DemoServer(mine)
            server.__enter__()
            self.servers.append(server)
            for board in mine:
                definition = (
                    f'url = "{server.url_of(board)}"\n[schedule]\nevery = "{every}"\n[crawl]\ndelay = {delay}\n'
                )
                (folder / "sites").mkdir(exist_ok=True)
                (folder / "sites" / f"{board.name}.toml").write_text(definition, encoding="utf-8")

    def truth(self) -> dict[str, set[str]]:
        return {board.name: {post["key"] for post in board.truth()} for board in self.boards}

    def at_once(self) -> int:
        """Times at which a host was asked for a board, then another, then the first, all within two seconds.

        One crawl after the other does not do that: to begin alone takes a crawl longer.
        """
        count = 0
        for server in self.servers:
            asked = [(each.path.split("/")[1], each.at) for each in server.served if each.path != "/robots.txt"]
            turns = [each for at, each in enumerate(asked) if at == 0 or asked[at - 1][0] != each[0]]
            for (a, since), (b, _), (c, until) in zip(turns, turns[1:], turns[2:], strict=False):
                count += a == c != b and (until - since).total_seconds() < 2
        return count


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (
        ("boards", 60),
        ("hosts", 20),
        ("posts", 20),
        ("workers", 3),
        ("concurrency", 2),
        ("kill", 0),
    ):
        told.add_argument(f"--{name}", type=int, default=default)
    told.add_argument("--for", dest="seconds", type=int, default=0, help="go on for so long after all is stored")
    told.add_argument("--every", default="1h")
    told.add_argument("--delay", type=float, default=0)
    options = told.parse_args()
    name = f"newscrawl_bench_{secrets.token_hex(4)}"
    server = create_engine(SERVER, isolation_level="AUTOCOMMIT", pool_pre_ping=True)
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = server.url.set(database=name).render_as_string(hide_password=False)
    try:
        with tempfile.TemporaryDirectory() as folder:
            measure(options, url, Path(folder))
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def measure(options: argparse.Namespace, url: str, folder: Path) -> None:
    watched = Watched(options.boards, options.hosts, options.posts, folder, options.every, options.delay)
    environment = os.environ | {"NEWSCRAWL_DATABASE_URL": url, "NEWSCRAWL_DATA_DIR": str(folder)}
    words = [sys.executable, "-m", "newscrawl", "worker", "--concurrency", str(options.concurrency)]

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(words, env=environment, stderr=subprocess.DEVNULL)

    Store(url).open().close()
    began = time.monotonic()
    workers = [start() for _ in range(options.workers)]
    ending = threading.Event()
    kills = 0

    def kill() -> None:
        nonlocal kills
        while not ending.wait(options.kill):
            at = random.randrange(len(workers))
            workers[at].kill()
            workers[at].wait()
            workers[at] = start()
            kills += 1

    killer = threading.Thread(target=kill, daemon=True)
    if options.kill:
        killer.start()
    truth = watched.truth()
    with Store(url).open() as store, Queue(url).open() as queue:
        while stored(store) != truth or time.monotonic() - began < options.seconds:
            time.sleep(1)
        ending.set()
        took = time.monotonic() - began
        while queue.jobs():
            time.sleep(1)
        print(f"all {len(truth)} boards as their truth after {took:.0f} s")
        print(f"the queue empty after {time.monotonic() - began:.0f} s")
        for each in workers:
            each.send_signal(signal.SIGTERM)
        print("exit codes", [each.wait() for each in workers], "kills", kills)
        runs = Counter((run.board, run.verdict) for run in store.runs(limit=100_000))
        print("runs by verdict", dict(Counter(verdict for _, verdict in runs.elements())))
        print(
            "boards with more than one run that found all well",
            sum(count > 1 for (_, verdict), count in runs.items() if verdict in {"complete", "quiet"}),
        )
        print("changes", dict(Counter(change.kind for change in store.changes())))
        print("posts with another version than the first", sum(post.version != 1 for post in store.posts()))
        print("faults", [each for each in store.check() if each.faults])
        print("hosts held", [host.name for host in store.dispatch().hosts() if host.busy])
        print("two crawls at a host", watched.at_once(), "requests", sum(len(each.served) for each in watched.servers))
        print("workers left", queue.workers())


def stored(store: Store) -> dict[str, set[str]]:
    """The keys of the posts that are stored with their documents, by board; none while the server is away."""
    found: dict[str, set[str]] = {}
    try:
        for post in store.posts(deleted=False):
            if post.body_text:
                found.setdefault(post.board, set()).add(post.key)
    except DatabaseUnavailableError:
        return {}
    return found


if __name__ == "__main__":
    main()
