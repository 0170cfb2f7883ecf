"""What is printed when a crawl has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.cli.terminal import err

if TYPE_CHECKING:
    from newscrawl.config import Config
    from newscrawl.crawl import CrawlReport

SHOWN_PROBLEMS = 5

COLOURS = {
    "complete": "green",
    "quiet": "green",
    "partial": "yellow",
    "changed": "red",
    "blocked": "red",
    "failed": "red",
}


def show_report(report: CrawlReport, config: Config) -> None:
    """Posts, verdict, problems, time, and what a newcomer would do next."""
    console = err()
    if report.run is None or report.verdict is None:
        console.print(f"newscrawl: {report.message}", markup=False)
        return
    run = report.run
    console.print(f"{run.site}{run.board}" if run.board.startswith("/") else run.board, style="bold", markup=False)
    counts = f"{report.new:,} new, {report.edited:,} edited, {report.unchanged:,} unchanged"
    console.print(f"  posts     {counts}" + (f", {report.deleted:,} deleted" if report.deleted else ""), markup=False)
    console.print(f"  verdict   [{COLOURS[report.verdict]}]{report.verdict}[/]", end=": ")
    console.print(report.message, markup=False)
    console.print(
        f"  took      {report.seconds:.1f} s, {report.requests:,} requests, {run.pages:,} listing pages", markup=False
    )
    if report.problems:
        _show_problems(report, config)
    if report.exit_code in {0, 1} and (report.new or run.pages):
        name = f"'{run.board}'" if any(character in run.board for character in "?&= ") else run.board
        console.print("next:", markup=False)
        console.print(f"  newscrawl posts --board {name}", markup=False)
        console.print(f"  newscrawl export --board {name} --output posts.csv", markup=False)
        console.print("  newscrawl crawl https://…   (the address of your own board)", markup=False)


def _show_problems(report: CrawlReport, config: Config) -> None:
    from newscrawl.store import Store

    assert report.run is not None
    console = err()
    with Store(config.database_url).open() as store:
        problems = store.problems(run=report.run.id, limit=SHOWN_PROBLEMS)
    console.print(f"  problems  {report.problems:,}", markup=False)
    for problem in problems:
        console.print(f"    {problem.url}\n      {problem.reason} {problem.advice}".rstrip(), markup=False)
    if report.problems > len(problems):
        console.print(f"    … all of them: newscrawl problems --run {report.run.id}", markup=False)
