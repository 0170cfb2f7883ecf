"""What reading one page costs, without a crawl around it."""

from __future__ import annotations

import statistics
import time

from bench.server import render
from newscrawl.extract import extract

PAGES = 200
ROUNDS = 5


def run() -> dict[str, dict[str, float]]:
    """CPU milliseconds of `extract` on listing and document pages of the demo board, median of rounds."""
    pages = render(PAGES)
    kinds = {
        "listing": {path: body for path, body in pages.items() if path.count("/") == 1},
        "document": {path: body for path, body in pages.items() if path.count("/") == 2},
    }
    return {kind: _measure(chosen) for kind, chosen in kinds.items()}


def _measure(pages: dict[str, bytes]) -> dict[str, float]:
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for path, body in pages.items():
            extract(body, f"http://127.0.0.1{path}", content_type="text/html; charset=utf-8")
        times.append((time.process_time() - start) / len(pages) * 1000)
    return {"ms": statistics.median(times), "kib": sum(map(len, pages.values())) / len(pages) / 1024}


def show(found: dict[str, dict[str, float]]) -> None:
    """Print the figures."""
    print("extraction alone:")
    for name, figures in found.items():
        print(f"  {name:<12} {figures['kib']:6.1f} KiB                {figures['ms']:6.2f} ms CPU a page")
