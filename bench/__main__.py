"""make bench: every measurement, printed as a table and kept in bench/results/."""

from __future__ import annotations

import argparse
import json
import platform
from datetime import UTC, datetime
from pathlib import Path

from bench import crawl, extraction, incremental, store

RESULTS = Path(__file__).parent / "results"


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    ask.add_argument("--rounds", type=int, default=5, help="how often each side is measured (default 5)")
    ask.add_argument("--quick", action="store_true", help="fewer pages, for a first look")
    options = ask.parse_args()
    whole = crawl.run(options.rounds, quick=options.quick)
    reading = extraction.run()
    print(f"whole pipeline, {whole['pages']} pages, {options.rounds} rounds in turns:")
    print(f"  newscrawl, to committed rows        {whole['newscrawl_ms']:6.2f} ms CPU a page")
    print(f"  stock Scrapy, pages thrown away     {whole['stock_ms']:6.2f} ms CPU a page")
    spread = f"({whole['ratio_low']:.2f} to {whole['ratio_high']:.2f})"
    print(f"  ratio                               {whole['ratio']:6.2f}  {spread}")
    print(f"  newscrawl's peak memory             {whole['newscrawl_peak_mib']:6.0f} MiB")
    print("extraction alone:")
    for name, figures in reading.items():
        print(f"  {name:<12} {figures['kib']:6.1f} KiB                {figures['ms']:6.2f} ms CPU a page")
    again = incremental.run(options.rounds, quick=options.quick)
    incremental.show(again)
    database = store.run(quick=options.quick)
    store.show(database)
    RESULTS.mkdir(exist_ok=True)
    machine = {"python": platform.python_version(), "machine": platform.machine(), "at": datetime.now(UTC).isoformat()}
    file = RESULTS / f"{datetime.now(UTC):%Y%m%dT%H%M%S}.json"
    file.write_text(
        json.dumps(
            {"machine": machine, "crawl": whole, "extraction": reading, "incremental": again, "store": database},
            indent=2,
        )
        + "\n"
    )
    print(f"kept in {file}")


if __name__ == "__main__":
    main()
