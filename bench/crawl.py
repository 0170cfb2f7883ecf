"""The whole pipeline, from the first request to committed rows, against a spider that only downloads the same pages."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.server import ROWS

SMALL, LARGE = 60, 1000
"""Posts of the boards that are crawled: the difference between them is free of the start-up's cost."""

QUICK_LARGE = 300

STOCK = Path(__file__).with_name("stock_spider.py").resolve()


@dataclass(slots=True)
class Run:
    """One run of one crawler: CPU seconds (user and system), pages fetched, peak memory in MiB."""

    cpu: float
    pages: int
    memory: float


@contextmanager
def static_server(posts: int) -> Iterator[tuple[str, int]]:
    """Serve a board of `posts` posts; gives its address and how many pages it has."""
    command = [sys.executable, "-m", "bench.server", str(posts)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        port, pages, _ = process.stdout.readline().split()
        yield f"http://127.0.0.1:{port}", int(pages)
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


def stock(base: str, pages: int, addresses: list[str]) -> Run:
    """The peer, on the same pages."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "addresses")
        file.write_text("\n".join(base + address for address in addresses))
        command = [sys.executable, "-m", "scrapy", "runspider", str(STOCK), "-a", f"file={file}"]
        # Outside the checkout, whose scrapy.cfg would give it newscrawl's settings.
        return measure(command, pages, {}, folder)


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


def run(rounds: int, *, quick: bool) -> dict[str, object]:
    """Measure both, in turns, and give the figures."""
    posts = QUICK_LARGE if quick else LARGE
    ours, theirs, memory = [], [], 0.0
    small_addresses, large_addresses = addresses_of(SMALL), addresses_of(posts)
    with static_server(SMALL) as (small_base, small_pages), static_server(posts) as (large_base, large_pages):
        for _ in range(rounds):
            small_run, large_run = newscrawl(small_base, small_pages), newscrawl(large_base, large_pages)
            ours.append(per_page(small_run, large_run))
            memory = max(memory, large_run.memory)
            theirs.append(
                per_page(
                    stock(small_base, small_pages, small_addresses), stock(large_base, large_pages, large_addresses)
                )
            )
    ratios = [our / their for our, their in zip(ours, theirs, strict=True)]
    return {
        "pages": large_pages,
        "newscrawl_ms": statistics.median(ours),
        "stock_ms": statistics.median(theirs),
        "ratio": statistics.median(ratios),
        "ratio_low": min(ratios),
        "ratio_high": max(ratios),
        "newscrawl_peak_mib": memory,
    }
