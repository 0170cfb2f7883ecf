"""newscrawl crawl: a board into the database."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.options import LogFormat
from newscrawl.cli.terminal import err, is_interactive
from newscrawl.errors import ConfigurationError, NewscrawlError

if TYPE_CHECKING:
    from newscrawl.config import Config
    from newscrawl.crawl import CrawlOptions, CrawlReport, Progress
    from newscrawl.sites import Definition

EPILOG = (
    "Example: newscrawl crawl https://www.example.go.kr/board/list.do?bbsId=B001 --since 2025-01-01 --output posts.csv"
)


def register(app: typer.Typer) -> None:
    app.command(epilog=EPILOG)(crawl)


def crawl(
    targets: Annotated[
        list[str],
        typer.Argument(metavar="TARGET…", help="A board's address, or the name of a definition in data/sites/."),
    ],
    pages: Annotated[int | None, typer.Option(min=1, help="Read at most N listing pages.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Read no posts older than this day.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Read at most N posts.")] = None,
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
    setting: Annotated[list[str] | None, typer.Option("-s", metavar="NAME=VALUE", help="Set a Scrapy setting.")] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="No report at the end; the exit code and the log tell.")
    ] = False,
    log_format: Annotated[
        LogFormat, typer.Option(help="The log, where there is no progress bar: plain lines, json lines or none.")
    ] = LogFormat.PLAIN,
) -> None:
    """Crawl boards into the database.

    A board's first crawl reads it whole, unless bounded; later ones read what is new or changed.
    """
    if len(targets) > 1:
        raise typer.Exit(_each_in_turn(targets))
    from newscrawl.cli.options import parse_day, parse_settings
    from newscrawl.config import Config
    from newscrawl.crawl import CrawlOptions

    config = Config.from_environment()
    definition = find_definition(targets[0], config)
    if output is not None:
        from newscrawl.export import format_of

        format_of(output)
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
    raise typer.Exit(run(definition, options, config, output, log_format, quiet=quiet))


def find_definition(target: str, config: Config) -> Definition:
    """The definition that TARGET names, or one of its address alone."""
    from newscrawl.sites import from_url, load

    if "://" in target:
        return from_url(target)
    if "." in target.partition("/")[0] and not (config.sites_dir / f"{target}.toml").exists():
        raise ConfigurationError(
            f"{target!r} is neither an address nor a definition.", f"Did you mean https://{target} ?"
        )
    return load(target, config.sites_dir)


def run(
    definition: Definition,
    options: CrawlOptions,
    config: Config,
    output: Path | None = None,
    log_format: LogFormat = LogFormat.PLAIN,
    *,
    quiet: bool = False,
) -> int:
    """Crawl one board, tell how it went, export it where that was asked for; gives the exit code."""
    from newscrawl.cli.summary import show_report
    from newscrawl.crawl import crawl as crawl_board

    level = str(options.settings.get("LOG_LEVEL", "INFO"))
    with _progress(level, log_format, quiet=quiet) as tell:
        report = crawl_board(definition, options, config, progress=tell)
    if not quiet or report.run is None:
        show_report(report, config)
    code = report.exit_code
    if output is not None and report.run is not None:
        code = max(code, _export(report, config, output))
    return code


def _export(report: CrawlReport, config: Config, output: Path) -> int:
    from newscrawl.export import export_posts
    from newscrawl.store import Store

    assert report.run is not None
    try:
        with Store(config.database_url).open() as store:
            count = export_posts(store.posts(board=report.run.board, site=report.run.site), output)
    except NewscrawlError as error:
        err().print(f"newscrawl: {error} The posts are safe in the database.", markup=False)
        return 1
    err().print(f"{count:,} posts were written to {output}.", markup=False)
    return 0


def _each_in_turn(targets: Sequence[str]) -> int:
    """Several boards: each in a process of its own, so that none takes the others along. Gives the worst exit code."""
    words = [word for word in sys.argv[1:] if word not in targets]
    codes = []
    for target in targets:
        err().print(f"== {target}", markup=False)
        codes.append(subprocess.run([sys.executable, "-m", "newscrawl", *words, target], check=False).returncode)  # noqa: S603 - our own command
    return max(codes)


@contextmanager
def _progress(level: str, log_format: LogFormat, *, quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """A progress bar on a terminal; else log lines, and nothing that moves."""
    from newscrawl.logs import log_lines

    if quiet or log_format is not LogFormat.PLAIN or not is_interactive():
        log_lines("CRITICAL" if log_format is LogFormat.NONE else level, log_format.value)
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    log_lines("ERROR")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=err(), transient=True) as bar:
        pages = bar.add_task("listing pages", total=None)
        documents = bar.add_task("documents", total=None)

        def tell(progress: Progress) -> None:
            bar.update(pages, completed=progress.pages, total=progress.last_page or progress.pages)
            bar.update(documents, completed=progress.documents, total=progress.posts or None)

        yield tell
