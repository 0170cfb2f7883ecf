"""newscrawl crawl: a board into the database."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.options import LogFormat, LogOptions, OwnLog, Quiet, Settings
from newscrawl.cli.terminal import err, is_interactive
from newscrawl.errors import ConfigurationError, NewscrawlError

if TYPE_CHECKING:
    from newscrawl.config import Config
    from newscrawl.crawl import CrawlOptions
    from newscrawl.items import Board
    from newscrawl.sites import Definition

EPILOG = (
    "Example: newscrawl crawl https://www.example.go.kr/board/list.do?bbsId=B001 --since 2025-01-01 --output posts.csv"
)

CRAWLED = frozenset({0, 1})
"""Exit codes of a crawl after which there are posts to export."""

# A host's name stands before the path of what is meant as an address: www.example.kr/board.
HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?(/|$)")


def register(app: typer.Typer) -> None:
    app.command(epilog=EPILOG)(crawl)


def crawl(
    targets: Annotated[
        list[str],
        typer.Argument(metavar="TARGET", help="A board's address, or the name of a definition in data/sites/."),
    ],
    pages: Annotated[int | None, typer.Option(min=1, metavar="N", help="Read at most N listing pages.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Read no posts older than this day.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="Read at most N posts.")] = None,
    full: Annotated[bool, typer.Option("--full", help="Read every listing page again, however little is new.")] = False,
    sweep: Annotated[
        bool, typer.Option("--sweep", help="Also read the next older pages again, from where the last sweep ended.")
    ] = False,
    sweep_pages: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="How many older pages a sweep reads at most (10).")
    ] = None,
    recheck: Annotated[
        int | None, typer.Option(min=1, metavar="DAYS", help="Look again at documents published in the last DAYS days.")
    ] = None,
    confirm_deletions: Annotated[
        bool, typer.Option("--confirm-deletions", help="With --full: believe it where most of a board is gone.")
    ] = False,
    no_articles: Annotated[bool, typer.Option("--no-articles", help="Rows only, no documents.")] = False,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Afterwards export the board to FILE (.csv or .jsonl).")
    ] = None,
    setting: Settings = None,
    quiet: Quiet = False,
    log_format: OwnLog = LogFormat.PLAIN,
) -> None:
    """Crawl boards into the database.

    A board's first crawl reads it whole, unless bounded; later ones read what is new or changed.
    """
    from newscrawl.leash import wear

    wear()
    from newscrawl.cli.options import parse_day, parse_settings
    from newscrawl.config import Config
    from newscrawl.crawl import CrawlOptions

    config = Config.from_environment()
    if output is not None:
        from newscrawl.export import check_output

        check_output(output)
    options = CrawlOptions(
        pages=pages,
        since=parse_day(since),
        limit=limit,
        full=full,
        articles=not no_articles,
        sweep=sweep,
        sweep_pages=sweep_pages,
        recheck=recheck,
        confirm_deletions=confirm_deletions,
        settings=parse_settings(setting or []),
    )
    log = LogOptions(log_format, quiet=quiet)
    if len(targets) == 1:
        code, boards = run(find_definition(targets[0], config), options, config, log)
    else:
        code, boards = _each_in_turn(targets, options, config, log)
    if output is not None and boards:
        code = max(code, _export(boards, config, output))
    raise typer.Exit(code)


def find_definition(target: str, config: Config) -> Definition:
    """The definition that TARGET names, or one of its address alone."""
    from newscrawl.sites import from_url, load

    if "://" in target:
        return from_url(target)
    if HOST.match(target) and not (config.sites_dir / f"{target}.toml").exists():
        raise ConfigurationError(
            f"{target!r} is neither an address nor a definition.", f"Did you mean https://{target} ?"
        )
    return load(target, config.sites_dir)


def run(
    definition: Definition,
    options: CrawlOptions,
    config: Config,
    log: LogOptions,
    *,
    always_next: bool = False,
) -> tuple[int, list[Board]]:
    """Crawl one board and tell how it went; gives the exit code, and the board where a run of it was recorded.

    What to do next is told to people, not to logs in which nothing is new, unless `always_next`.
    """
    from newscrawl.cli.progress import shown_progress
    from newscrawl.cli.summary import forget_mistyped, show_next, show_report
    from newscrawl.crawl import crawl as crawl_board

    with shown_progress(definition.url, str(options.settings.get("LOG_LEVEL", "INFO")), log) as tell:
        report = crawl_board(definition, options, config, progress=tell)
    if not log.quiet or report.run is None:
        show_report(report, config)
    forgotten = forget_mistyped(report, definition.board, config)
    if not log.quiet and (always_next or is_interactive() or report.new or report.exit_code):
        show_next(report, [*_words(options, LogOptions()), "--", definition.name or definition.url])
    return report.exit_code, [definition.board] if report.run is not None and not forgotten else []


def _export(boards: Sequence[Board], config: Config, output: Path) -> int:
    from newscrawl.export import export_posts
    from newscrawl.store import Store

    try:
        with Store(config.database_url).open() as store:
            posts = (store.posts(board=board.name or board.address, site=board.site) for board in boards)
            count = export_posts(chain.from_iterable(posts), output)
    except NewscrawlError as error:
        err().print(f"newscrawl: {error} The posts are safe in the database.", markup=False)
        return 1
    err().print(f"{count:,} posts were written to {output}.", markup=False)
    return 0


def _each_in_turn(
    targets: Sequence[str], options: CrawlOptions, config: Config, log: LogOptions
) -> tuple[int, list[Board]]:
    """Several boards: each in a process of its own, so that none takes the others along. Gives the worst exit code."""
    worst, boards = 0, []
    for target in targets:
        err().print(f"== {target}", markup=False)
        code = run_apart([*_words(options, log), "--", target])
        worst = max(worst, code)
        if code in CRAWLED:
            boards.append(find_definition(target, config).board)
    return worst, boards


def _words(options: CrawlOptions, log: LogOptions) -> list[str]:
    """The options as they are written on the command line."""
    values = {name: getattr(options, name) for name in ("pages", "since", "limit", "sweep_pages", "recheck")}
    values["log_format"] = log.format.value if log.format is not LogFormat.PLAIN else None
    words = [f"--{name.replace('_', '-')}={value}" for name, value in values.items() if value is not None]
    flags = {"full": options.full, "sweep": options.sweep, "confirm-deletions": options.confirm_deletions}
    flags |= {"no-articles": not options.articles, "quiet": log.quiet}
    words += [f"--{name}" for name, given in flags.items() if given]
    return words + [word for name, value in options.settings.items() for word in ("-s", f"{name}={value}")]


def run_apart(words: Sequence[str], command: str = "crawl") -> int:
    """A command in a process of its own; gives its exit code, 1 for one that was killed.

    Ctrl-C reaches that process too: it is waited for, so that it writes its verdict.
    """
    process = subprocess.Popen([sys.executable, "-m", "newscrawl", command, *words])  # noqa: S603 - our own command
    try:
        code = process.wait()
    except KeyboardInterrupt:
        process.wait()
        raise
    return code if code >= 0 else 1
