"""newscrawl articles: articles by their addresses, one or ten thousand, into the database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.options import LogFormat, LogOptions, OwnLog, Settings
from newscrawl.cli.terminal import err

if TYPE_CHECKING:
    from newscrawl.address_list import AddressList
    from newscrawl.config import Config
    from newscrawl.crawl.addresses import ArticlesReport, Came

SHORT: dict[Came, str] = {"failed": "failed", "waiting": "not yet", "refused": "refused"}
"""What addresses came to that are not stored, and how that is called in the report."""

SHOWN_REASONS = 5
"""Reasons of failures that are told, the most frequent first."""


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: newscrawl articles addresses.txt --report report.csv")(articles)


def articles(
    targets: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE|-|URL…]",
            help="Addresses, or files of them: one a line, CSV with a column url, or JSON lines; - for standard input. "
            "Without any: what waits in the collection.",
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="The collection they are stored in (articles).")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="Fetch at most N articles.")] = None,
    recheck: Annotated[
        str | None,
        typer.Option(metavar="AGE", help="Fetch again what was fetched longer ago than that (6h, 2d; 1s: all)."),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what became of each address to FILE (.csv or .jsonl).")
    ] = None,
    setting: Settings = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="No report at the end; the exit code, the log and --report tell.")
    ] = False,
    log_format: OwnLog = LogFormat.PLAIN,
) -> None:
    """Fetch articles by their addresses into the database, each once.

    Stopped or killed, the same command goes on with what is not stored yet. Addresses of one article (tracked links,
    AMP and mobile pages, http and https) lead to one post.
    """
    from newscrawl.cli.options import parse_age, parse_settings
    from newscrawl.cli.progress import shown_progress
    from newscrawl.cli.summary import show_report
    from newscrawl.config import Config
    from newscrawl.crawl.address_report import check_report, write_report
    from newscrawl.crawl.addresses import ArticleOptions, fetch_articles
    from newscrawl.errors import ConfigurationError

    config = Config.from_environment()
    if report is not None:
        check_report(report)
    options = ArticleOptions(name, limit, parse_age(recheck), parse_settings(setting or []))
    addresses = read_targets(targets) if targets else None
    if addresses is None and name is None:
        raise ConfigurationError("Which articles?", "Give addresses, a file of them, or the --name of a collection.")
    log = LogOptions(log_format, quiet=quiet)
    what = f"{len(addresses.listed):,} articles" if addresses else f"what waits in {name}"
    with shown_progress(what, str(options.settings.get("LOG_LEVEL", "INFO")), log, of="articles") as tell:
        done = fetch_articles(addresses, options, config, progress=tell)
    if report is not None and done.lines:
        write_report(done.lines, report)
    if addresses is None:
        show_report(done.crawl, config)
    elif not quiet or done.crawl.run is None:
        show(done, config, report)
    raise typer.Exit(done.exit_code)


def read_targets(targets: list[str]) -> AddressList:
    """The addresses that the command's words are, or that the files they name hold."""
    from newscrawl.address_list import AddressList, read_address_file, read_addresses

    found = AddressList()
    for at, target in enumerate(targets, 1):
        if target == "-":
            read_addresses(sys.stdin.buffer.read(), "standard input", found)
        elif "://" in target:
            found.add("command line", at, target)
        else:
            read_address_file(Path(target), found)
    if not found.listed:
        from newscrawl.errors import ConfigurationError

        raise ConfigurationError(*(each.why for each in found.refused[:1]))
    return found


def show(done: ArticlesReport, config: Config, report: Path | None) -> None:
    """What was stored, what failed and why, and where it is told of each address."""
    from newscrawl.cli.summary import COLOURS, program

    console = err()
    crawled = done.crawl
    if crawled.run is None or crawled.verdict is None:
        console.print(f"newscrawl: {crawled.message}", markup=False)
        return
    counts = done.counts
    shown = [f"{counts[came]:,} {came}" for came in ("stored", "edited", "unchanged", "failed") if counts[came]]
    shown += [f"{counts['waiting']:,} not asked for yet"] if counts["waiting"] else []
    shown += [f"{counts['refused']:,} lines are no addresses"] if counts["refused"] else []
    console.print(crawled.run.board, style="bold", markup=False)
    console.print(f"  articles  {', '.join(shown)}", markup=False)
    console.print(f"  verdict   [{COLOURS[crawled.verdict]}]{crawled.verdict}[/]", end=": ")
    console.print(crawled.message, markup=False)
    pace = crawled.requests / crawled.seconds if crawled.seconds else 0
    requests = f"{crawled.requests:,} requests, {pace:.1f} a second"
    console.print(f"  took      {crawled.seconds:.1f} s, {requests}", markup=False)
    for came, label in SHORT.items():
        for why, number, example in done.reasons(came)[:SHOWN_REASONS]:
            console.print(f"  {label:9} {number:,}: {why}\n            such as {example}", markup=False)
    if done.exit_code and report is None:
        console.print("  next      --report FILE.csv tells of each address why, and what to do", markup=False)
    elif report is not None and done.lines:
        console.print(f"  report    {report}", markup=False)
    if counts["stored"]:
        console.print(f"  posts     {program()} posts --board {crawled.run.board}", markup=False)
