"""newscrawl feed: what is new in feeds and news sitemaps, into the database."""

from __future__ import annotations

from typing import Annotated

import typer

from newscrawl.cli.options import LogFormat, LogOptions, OwnLog, Quiet, Settings
from newscrawl.cli.terminal import err, is_interactive


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: newscrawl feed https://www.example.co.kr/rss/all.xml")(feed)


def feed(
    urls: Annotated[
        list[str],
        typer.Argument(metavar="URL…", help="Feeds (RSS, Atom, JSON Feed), sitemaps, or pages that name their feeds."),
    ],
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Read no entries older than this day.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="Fetch at most N articles.")] = None,
    no_articles: Annotated[bool, typer.Option("--no-articles", help="The feed's entries only, no articles.")] = False,
    setting: Settings = None,
    quiet: Quiet = False,
    log_format: OwnLog = LogFormat.PLAIN,
) -> None:
    """Read feeds, and fetch the articles that are new in them.

    A feed that has not changed since it was last read costs one request.
    """
    from newscrawl.article_address import to_address
    from newscrawl.cli.crawl import run_apart
    from newscrawl.cli.options import parse_day, parse_settings
    from newscrawl.cli.progress import shown_progress
    from newscrawl.cli.summary import show_next, show_report
    from newscrawl.config import Config
    from newscrawl.crawl.feeds import FeedOptions, crawl_feed

    addresses = [to_address(url) for url in urls]
    options = FeedOptions(limit, parse_day(since), not no_articles, parse_settings(setting or []))
    if len(addresses) > 1:
        words = [f"--since={since}"] if since is not None else []
        words += [f"--limit={limit}"] if limit is not None else []
        words += [f"--log-format={log_format.value}"]
        words += [name for name, given in {"--no-articles": no_articles, "--quiet": quiet}.items() if given]
        words += [word for each in setting or [] for word in ("-s", each)]
        worst = 0
        for address in addresses:
            err().print(f"== {address}", markup=False)
            worst = max(worst, run_apart([*words, "--", address], "feed"))
        raise typer.Exit(worst)
    config, log = Config.from_environment(), LogOptions(log_format, quiet=quiet)
    with shown_progress(addresses[0], str(options.settings.get("LOG_LEVEL", "INFO")), log, of="articles") as tell:
        report = crawl_feed(addresses[0], options, config, progress=tell)
    if not quiet or report.run is None:
        show_report(report, config)
    if not quiet and (is_interactive() or report.new or report.exit_code):
        show_next(report)
    raise typer.Exit(report.exit_code)
