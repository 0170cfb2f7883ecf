"""make bench: every measurement, printed, kept in bench/results/ as figures and as a picture."""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from bench import crawl, extraction, growth, incremental, picture, store

RESULTS = Path(__file__).parent / "results"

PARTS: dict[str, tuple[ModuleType, Callable[[int, bool], Any]]] = {
    "crawl": (crawl, lambda rounds, quick: crawl.run(rounds, quick=quick)),
    "extraction": (extraction, lambda _rounds, _quick: extraction.run()),
    "growth": (growth, lambda rounds, quick: growth.run(rounds, quick=quick)),
    "incremental": (incremental, lambda rounds, quick: incremental.run(rounds, quick=quick)),
    "store": (store, lambda _rounds, quick: store.run(quick=quick)),
}


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    ask.add_argument("--rounds", type=int, help="how often each side is measured (default 5; quick 1)")
    ask.add_argument("--quick", action="store_true", help="fewer pages and rounds, for a first look")
    ask.add_argument("--only", action="append", choices=PARTS, help="this part alone; may be given more than once")
    options = ask.parse_args()
    rounds = options.rounds or (1 if options.quick else 5)
    now = datetime.now(UTC)
    found: dict[str, Any] = {
        "machine": {
            "python": platform.python_version(),
            "machine": platform.machine(),
            "cores": os.cpu_count(),
            "load": os.getloadavg(),
            "at": now.isoformat(),
        }
    }
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{now:%Y%m%dT%H%M%S}.json"
    for name, (part, measure) in PARTS.items():
        if options.only and name not in options.only:
            continue
        found[name] = measure(rounds, options.quick)
        part.show(found[name])
        # What is measured is kept, whatever comes of the next part.
        file.write_text(json.dumps(found, indent=2) + "\n")
    print(f"kept in {file}")
    if "crawl" in found:
        file.with_suffix(".svg").write_text(picture.svg_of(found))
        print(f"drawn in {file.with_suffix('.svg')}")


if __name__ == "__main__":
    main()
