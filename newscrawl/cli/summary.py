"""What is printed when a crawl has ended."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from newscrawl.cli.terminal import advised, err

if TYPE_CHECKING:
    from newscrawl.config import Config
    from newscrawl.crawl import CrawlReport
    from newscrawl.items import Board
    from newscrawl.store.records import RunRecord

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
    """Posts, verdict, time and problems."""
    console = err()
    if report.run is None or report.verdict is None:
        console.print(f"newscrawl: {report.message}", markup=False)
        return
    run = report.run
    console.print(f"{run.site}{run.board}" if run.board.startswith("/") else run.board, style="bold", markup=False)
    if run.pages:
        counts = f"{report.new:,} new, {report.edited:,} edited, {report.unchanged:,} unchanged"
        deleted = f", {report.deleted:,} deleted" if report.deleted else ""
        console.print(f"  posts     {counts}{deleted}", markup=False)
    console.print(f"  verdict   [{COLOURS[report.verdict]}]{report.verdict}[/]", end=": ")
    console.print(report.message, markup=False)
    counts = f"{_count(report.requests, 'request')}, {_count(run.pages, 'listing page')}"
    console.print(f"  took      {report.seconds:.1f} s, {counts}", markup=False)
    if report.problems:
        _show_problems(report, config)


def forget_mistyped(report: CrawlReport, board: Board, config: Config) -> bool:
    """Leave nothing of an address behind that is no board: it would be listed and audited for ever."""
    from newscrawl.store import Store

    if report.run is None or report.run.pages or report.exit_code == 0:
        return False
    with Store(config.database_url).open() as store:
        forgotten = store.forget_unread(board)
    if forgotten:
        err().print("  kept      nothing, since no page of it was ever understood", markup=False)
    return forgotten


def _show_problems(report: CrawlReport, config: Config) -> None:
    """The latest problems. Where the verdict has told the only one, just what to do about it."""
    from newscrawl.store import Store

    assert report.run is not None
    console = err()
    with Store(config.database_url).open() as store:
        problems = store.problems(run=report.run.id, limit=SHOWN_PROBLEMS)
    if report.problems == 1 and not report.run.pages:
        console.print(f"  advice    {problems[0].advice}", markup=False)
        return
    console.print(f"  problems  {report.problems:,}", markup=False)
    for problem in problems:
        console.print(f"    {problem.url}\n      {advised(problem.reason, problem.advice)}", markup=False)
    if report.problems > len(problems):
        console.print(f"    … all of them: {program()} problems --run {report.run.id}", markup=False)


def show_next(report: CrawlReport, again: Sequence[str] = ()) -> None:
    """What one would do next, where there are posts to look at: first, where something is left, crawl on.

    `again` is the command line of this crawl, behind the name of its command.
    """
    if report.run is None or not report.run.pages:
        return
    name = shlex.quote(report.run.board)
    console = err()
    console.print("next:", markup=False)
    if again and _goes_on(report.run):
        console.print(f"  {program()} crawl {shlex.join(again)}   (goes on from here)", markup=False, soft_wrap=True)
    console.print(f"  {program()} posts --board {name}", markup=False)
    console.print(f"  {program()} export --board {name} --output posts.csv", markup=False)
    console.print(f"  {program()} crawl https://…   (the address of your own board)", markup=False)


def _goes_on(run: RunRecord) -> bool:
    """Whether the run left something that the same command would fetch: it was stopped, or came to a bound."""
    walk = (run.evidence or {}).get("walk") or {}
    return run.verdict == "partial" or bool(walk.get("places"))


def program() -> str:
    """How to call this program from here: by its name where the shell finds it, else by its place."""
    if shutil.which("newscrawl"):
        return "newscrawl"
    there = Path(sys.argv[0])
    if there.name != "newscrawl":
        return f"{sys.executable} -m newscrawl"
    try:
        return str(there.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(there)


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
