"""How far a crawl is: a bar on a terminal, a line a minute in a log."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from newscrawl.cli.options import LogFormat, LogOptions
from newscrawl.cli.terminal import err, is_interactive
from newscrawl.logs import log_lines

if TYPE_CHECKING:
    from newscrawl.crawl import Progress

LOG_EVERY = 60.0
"""Seconds between two lines of a log."""

logger = logging.getLogger("newscrawl")


@contextmanager
def shown_progress(
    address: str, level: str, log: LogOptions, *, of: str = "documents"
) -> Iterator[Callable[[Progress], None]]:
    """Gives the function that a crawl of `address` tells its progress to; `level` is the log's, `of` says of what."""
    watched = is_interactive() and log == LogOptions()
    with _bar(of) if watched else _log(address, level, log, of) as tell:
        yield tell


@contextmanager
def _log(address: str, level: str, log: LogOptions, of: str) -> Iterator[Callable[[Progress], None]]:
    log_lines("CRITICAL" if log.format is LogFormat.NONE else level, log.format.value)
    if log == LogOptions():
        # The verdict is told once, by the report.
        logging.getLogger("newscrawl.crawl.record").setLevel("WARNING")
    logger.info("crawling %s", address)
    told_at = time.monotonic()

    def tell(progress: Progress) -> None:
        nonlocal told_at
        if time.monotonic() - told_at >= LOG_EVERY:
            told_at = time.monotonic()
            parts = [f"{progress.documents} of {progress.posts} {of}", f"{progress.problems} problems"]
            if progress.pages:
                parts.insert(0, f"{progress.pages} of {progress.last_page or '?'} listing pages")
            logger.info("%s", ", ".join(parts))

    yield tell


@contextmanager
def _bar(of: str) -> Iterator[Callable[[Progress], None]]:
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    log_lines("ERROR")
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=err(), transient=True) as bar:
        pages = bar.add_task("listing pages", total=None, visible=of == "documents")
        documents = bar.add_task(of, total=None)

        def tell(progress: Progress) -> None:
            bar.update(pages, completed=progress.pages, total=progress.last_page or progress.pages)
            bar.update(documents, completed=progress.documents, total=progress.posts or None)

        yield tell
