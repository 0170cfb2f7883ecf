"""The whole pipeline, from the first request to committed rows, beside peers on the same pages."""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.peers import python_of
from bench.server import ROWS

SMALL, LARGE = 60, 1000
"""Posts of the boards that are crawled: the difference between them is free of the start-up's cost."""

QUICK_LARGE = 300

SIDES = {
    "newscrawl": "newscrawl, to committed rows",
    "stock": "stock Scrapy, pages thrown away",
    "tutorial": "tutorial project, an ORM session an item",
    "raw": "aiohttp alone, pages thrown away",
}

PEERS = {"scrapy": ("Scrapy==2.19.0",), "tutorial": ("Scrapy==2.19.0", "SQLAlchemy==2.1.9")}
"""What the peers' environments hold. Scrapy brings aiohttp, which is the raw client."""

HERE = Path(__file__).resolve().parent


@dataclass(slots=True)
class Run:
    """One run of one crawler: CPU seconds (user and system), pages fetched, peak memory in MiB."""

    cpu: float
    pages: int
    memory: float


@contextmanager
def static_server(posts: int, host: str = "127.0.0.1") -> Iterator[tuple[str, int]]:
    """Serve a board of `posts` posts; gives its address and how many pages it has."""
    command = [sys.executable, "-m", "bench.server", str(posts), host]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        port, pages, _ = process.stdout.readline().split()
        yield f"http://{host}:{port}", int(pages)
    finally:
        process.stdin.close()
        process.wait()


def measure(command: list[str], pages: int, environment: dict[str, str], folder: str) -> Run:
    """Run a command in a folder to its end and read what it used from the kernel."""
    process = subprocess.Popen(
        command, cwd=folder, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{errors.decode(errors='replace')[-2000:]}")
    return Run(usage.ru_utime + usage.ru_stime, pages, usage.ru_maxrss / 1024)


def newscrawl(base: str, pages: int) -> Run:
    """A first crawl of the whole board into a fresh database."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "newscrawl", "crawl", f"{base}/news", "-s", "LOG_LEVEL=ERROR"]
        return measure(command, pages, {"NEWSCRAWL_DATA_DIR": folder, "NEWSCRAWL_DATABASE_URL": ""}, folder)


def downloads(peer: str, command: list[str], base: str, pages: int, addresses: list[str]) -> Run:
    """A peer that only downloads the pages; `command` goes on with the file of their addresses."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "addresses")
        file.write_text("\n".join(base + address for address in addresses))
        # Outside the checkout, whose scrapy.cfg would give it newscrawl's settings.
        return measure([_python(peer), *command[:-1], command[-1] + str(file)], pages, {}, folder)


def stock(base: str, pages: int, addresses: list[str]) -> Run:
    """Scrapy as it comes, with a spider that throws the pages away."""
    command = ["-m", "scrapy", "runspider", str(HERE / "stock_spider.py"), "-a", "file="]
    return downloads("scrapy", command, base, pages, addresses)


def raw(base: str, pages: int, addresses: list[str]) -> Run:
    """A client for HTTP and nothing else."""
    return downloads("scrapy", [str(HERE / "raw_client.py"), ""], base, pages, addresses)


def tutorial(base: str, pages: int, addresses: list[str]) -> Run:
    """The project that people write first, with selectors for this very board; it finds the addresses by itself."""
    with tempfile.TemporaryDirectory() as folder:
        spider = str(HERE / "tutorial_spider.py")
        command = [_python("tutorial"), "-m", "scrapy", "runspider", spider, "-a", f"url={base}/news"]
        run = measure(command, pages, {}, folder)
        with sqlite3.connect(Path(folder, "posts.db")) as database:
            whole, stored = database.execute("SELECT count(body), count(*) FROM posts WHERE title <> ''").fetchone()
        documents = sum(address.count("/") == 2 for address in addresses)
        if not whole == stored == documents:
            raise SystemExit(f"the tutorial project stored {stored} posts of {documents}, {whole} with a text")
        return run


def _python(peer: str) -> str:
    python, reason = python_of(peer, PEERS[peer])
    if reason:
        raise SystemExit(f"{peer} could not be installed: {reason}")
    return python


def addresses_of(posts: int) -> list[str]:
    """The pages that a crawl of the board fetches."""
    from newscrawl.demo import DemoBoard

    board = DemoBoard(
        posts=posts, seed=8, name="news", skin="rhymix", rows=ROWS, notices=0, weight="real", secret_every=0
    )
    last = -(-posts // ROWS)
    documents = [post["url"][post["url"].index("/news") :] for post in board.truth()]
    return ["/news", *(f"/news?page={page}" for page in range(2, last + 1)), *documents]


def per_page(small: Run, large: Run) -> float:
    """CPU milliseconds a page, free of start-up."""
    return (large.cpu - small.cpu) / (large.pages - small.pages) * 1000


def run(rounds: int, *, quick: bool) -> dict[str, Any]:
    """Measure all, in turns; gives each round's figures, their medians, and the ratios to the peers."""
    posts = QUICK_LARGE if quick else LARGE
    sides: dict[str, Callable[[str, int, list[str]], Run]] = {
        "newscrawl": lambda base, pages, _: newscrawl(base, pages),
        "stock": stock,
        "tutorial": tutorial,
        "raw": raw,
    }
    spent: dict[str, list[float]] = {name: [] for name in sides}
    memory: dict[str, float] = dict.fromkeys(sides, 0.0)
    start: list[float] = []
    small_addresses, large_addresses = addresses_of(SMALL), addresses_of(posts)
    with static_server(SMALL) as (small_base, small_pages), static_server(posts) as (large_base, large_pages):
        for _ in range(rounds):
            for name, side in sides.items():
                small = side(small_base, small_pages, small_addresses)
                large = side(large_base, large_pages, large_addresses)
                spent[name].append(per_page(small, large))
                memory[name] = max(memory[name], large.memory)
                if name == "newscrawl":
                    start.append(small.cpu - small.pages * spent[name][-1] / 1000)
    return {
        "pages": large_pages,
        "rounds": rounds,
        "ms": {name: statistics.median(each) for name, each in spent.items()},
        "ms_of_rounds": spent,
        "peak_mib": memory,
        "start_seconds": statistics.median(start),
        "against": {name: spread(spent["newscrawl"], spent[name]) for name in ("stock", "tutorial", "raw")},
    }


def spread(ours: list[float], theirs: list[float]) -> dict[str, float]:
    """The ratio of each round, as median, lowest and highest."""
    ratios = [our / their for our, their in zip(ours, theirs, strict=True)]
    return {"median": statistics.median(ratios), "low": min(ratios), "high": max(ratios)}


def show(found: dict[str, Any]) -> None:
    """Print the figures."""
    print(f"whole pipeline, {found['pages']} pages, {found['rounds']} rounds in turns, CPU a page:")
    for name, words in SIDES.items():
        ratio = found["against"].get(name)
        told = "" if ratio is None else f"   ratio {ratio['median']:.2f} ({ratio['low']:.2f} to {ratio['high']:.2f})"
        print(f"  {words:<42}{found['ms'][name]:7.2f} ms{found['peak_mib'][name]:6.0f} MiB{told}")
    print(f"  {'a crawl before its first page':<42}{found['start_seconds']:7.2f} s of CPU")
