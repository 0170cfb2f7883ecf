"""What must stay as it is while crawls get longer and boards more: memory, the start, and the use of both cores."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench.crawl import measure, static_server
from newscrawl.demo import DemoBoard, DemoServer
from newscrawl.store import Store

SHORT, LONG = 5_000, 50_000
QUICK_SHORT, QUICK_LONG = 500, 2_500
"""Pages of the crawls whose memory is compared."""

BOARD, QUICK_BOARD = 600, 200
"""Posts of each of the two boards that are crawled at once."""

COMMAND = [sys.executable, "-m", "newscrawl"]


def run(rounds: int, *, quick: bool) -> dict[str, Any]:
    """Memory of a long crawl, CPU of the start, and pages a second of two hosts at once."""
    short, long = (QUICK_SHORT, QUICK_LONG) if quick else (SHORT, LONG)
    return {
        "memory": memory(short, long),
        "start": start(rounds),
        "hosts": hosts(rounds, QUICK_BOARD if quick else BOARD),
    }


def memory(short: int, long: int) -> dict[str, Any]:
    """Peak memory of first crawls of so many documents, each of a page of its own."""
    peaks = {}
    for posts in (short, long):
        served = DemoBoard(posts=posts, name="news", notices=0, secret_every=0)
        with DemoServer([served]) as server, tempfile.TemporaryDirectory() as folder:
            command = [*COMMAND, "crawl", server.url_of(served), "-s", "LOG_LEVEL=ERROR"]
            peaks[posts] = measure(command, posts, _home(folder), folder).memory
            with Store(f"sqlite:///{folder}/newscrawl.db").open() as store:
                stored = store.count_posts()
        if stored != posts:
            raise SystemExit(f"{stored:,} posts of {posts:,} were stored")
    return {
        "short": short,
        "long": long,
        "mib_short": peaks[short],
        "mib_long": peaks[long],
        "ratio": peaks[long] / peaks[short],
    }


def start(rounds: int) -> dict[str, float]:
    """CPU seconds of `--help`, and of a crawl of a board that has nothing new: all but its one page is the start."""
    spent: dict[str, list[float]] = {"help": [], "crawl": []}
    with static_server(60) as (base, _), tempfile.TemporaryDirectory() as folder:
        crawl = [*COMMAND, "crawl", f"{base}/news", "-s", "LOG_LEVEL=ERROR"]
        measure(crawl, 0, _home(folder), folder)
        for _ in range(rounds):
            spent["help"].append(measure([*COMMAND, "--help"], 0, _home(folder), folder).cpu)
            spent["crawl"].append(measure(crawl, 1, _home(folder), folder).cpu)
    return {name: statistics.median(each) for name, each in spent.items()}


def hosts(rounds: int, posts: int) -> dict[str, Any]:
    """Pages a second of `newscrawl run` over two boards on two hosts, one after the other and both at once."""
    rates: dict[int, list[float]] = {1: [], 2: []}
    with ExitStack() as stack:
        servers = [stack.enter_context(static_server(posts, host)) for host in ("127.0.0.1", "127.0.0.2")]
        pages = sum(count for _, count in servers)
        for _ in range(rounds):
            for jobs, found in rates.items():
                with boards([base for base, _ in servers]) as folder:
                    began = time.perf_counter()
                    measure([*COMMAND, "run", "--jobs", str(jobs)], pages, _home(folder), folder)
                    found.append(pages / (time.perf_counter() - began))
                    with Store(f"sqlite:///{folder}/newscrawl.db").open() as store:
                        if store.count_posts() != 2 * posts:
                            raise SystemExit(f"{store.count_posts():,} posts of {2 * posts:,} were stored")
    ratios = [two / one for one, two in zip(rates[1], rates[2], strict=True)]
    return {
        "pages": pages,
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "one": statistics.median(rates[1]),
        "two": statistics.median(rates[2]),
        "ratio": statistics.median(ratios),
        "low": min(ratios),
        "high": max(ratios),
    }


@contextmanager
def boards(addresses: list[str]) -> Iterator[str]:
    """A data folder with a definition for each board."""
    with tempfile.TemporaryDirectory() as folder:
        sites = Path(folder, "sites")
        sites.mkdir()
        for number, address in enumerate(addresses):
            Path(sites, f"board{number}.toml").write_text(f'url = "{address}/news"\n[schedule]\nevery = "1h"\n')
        yield folder


def _home(folder: str) -> dict[str, str]:
    return {"NEWSCRAWL_DATA_DIR": folder, "NEWSCRAWL_DATABASE_URL": ""}


def show(found: dict[str, Any]) -> None:
    """Print the figures."""
    grown, began, both = found["memory"], found["start"], found["hosts"]
    print("growth:")
    peaks = f"{grown['mib_short']:.0f} and {grown['mib_long']:.0f} MiB, ratio {grown['ratio']:.2f}"
    print(f"  peak memory of {grown['short']:,} and {grown['long']:,} pages: {peaks}")
    print(f"  start: --help {began['help']:.2f} s of CPU, a crawl with nothing new {began['crawl']:.2f} s")
    rates = f"{both['one']:.0f} pages/s one after the other, {both['two']:.0f} at once"
    ratio = f"ratio {both['ratio']:.2f} ({both['low']:.2f} to {both['high']:.2f})"
    print(f"  two hosts: {rates}, {ratio}; {both['cores']} cores under a load of {both['load']:.1f}")
