"""newscrawl audit: is each board stored without a hole, and if not, what is missing."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.terminal import err, local, out, print_json
from newscrawl.errors import ConfigurationError

if TYPE_CHECKING:
    from newscrawl.store import Store
    from newscrawl.store.audit import AuditRecord


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: newscrawl audit notices --repair --plot notices.svg")(audit)


def audit(
    board: Annotated[
        str | None, typer.Argument(metavar="BOARD", help="Its name, address or site; all if left out.")
    ] = None,
    repair: Annotated[bool, typer.Option("--repair", help="Crawl what is missing, then audit again.")] = False,
    plot: Annotated[
        Path | None, typer.Option(metavar="FILE.svg|-", help="Draw posts per day and the holes; - for the terminal.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a board.")] = False,
) -> None:
    """Say up to which post each board is complete, and what is missing; exit 1 where anything is."""
    from newscrawl.config import Config
    from newscrawl.store import Store

    if plot is not None and str(plot) != "-" and plot.suffix.lower() != ".svg":
        raise ConfigurationError(f"{plot} is no name of an SVG picture.", "Give --plot FILE.svg, or --plot - for here.")
    with Store(Config.from_environment().database_url).open(notify=err().print) as store:
        found = store.audit(board)
        if repair:
            for each in (each for each in found if not each.is_complete):
                _crawl(each)
            found = store.audit(board)
        for each in found:
            if json:
                print_json(asdict(each) | {"missing": each.missing, "is_complete": each.is_complete})
            else:
                _show(each)
            if plot is not None:
                _plot(store, each, plot)
    if not found:
        err().print("No board is stored. To get one: newscrawl crawl https://…", markup=False)
    if not all(each.is_complete for each in found):
        raise typer.Exit(1)


def _crawl(board: AuditRecord) -> None:
    """Fill a board's gaps: the next crawl goes on at each; the whole board is read where only the count says so."""
    told = bool(board.gaps or board.unread or board.waiting)
    command = [sys.executable, "-m", "newscrawl", "crawl", board.name or board.url, *([] if told else ["--full"])]
    subprocess.run(command, check=False)  # noqa: S603 - our own command


def _show(board: AuditRecord) -> None:
    console = out()
    console.print(board.board, style="bold", markup=False)
    facts = {"complete": _complete(board), "stored": _stored(board)}
    if board.missing:
        facts["missing"] = f"{board.missing:,} posts that the board counts"
    if board.gaps:
        facts["gaps"] = "; ".join(_gap(*gap) for gap in board.gaps)
    if board.unread:
        facts["unread"] = f"older pages below page {', '.join(map(str, board.unread))}"
    documents = [f"{board.waiting:,} still to be fetched"] if board.waiting else []
    documents += [f"{count:,} {state}" for state, count in sorted(board.closed.items())]
    if documents:
        facts["documents"] = ", ".join(documents)
    if board.twice:
        facts["twice"] = f"{board.twice:,} posts that are alike in title, author and time"
    if board.oldest_at is not None:
        age = (datetime.now(UTC) - board.oldest_at).days
        oldest = f"page {board.oldest_page}, {local(board.oldest_at)} ({age} days)"
        facts["verified"] = f"{board.pages:,} listing pages; the longest ago {oldest}"
    for name, words in facts.items():
        console.print(f"  {name:<10}{words}", markup=False, soft_wrap=True)
    if not board.is_complete:
        console.print(f"  to repair newscrawl audit '{board.board}' --repair", markup=False, soft_wrap=True)


def _complete(board: AuditRecord) -> str:
    if board.complete_at is None:
        return "not proven yet: no crawl has read it to its end without a hole"
    words = f"up to {board.complete_to}" + (f" ({board.complete_title})" if board.complete_title else "")
    return f"{words}, as of {local(board.complete_at)} (run {board.run})"


def _stored(board: AuditRecord) -> str:
    told = f"the board counts {board.expected:,}" if board.expected is not None else "the board shows no count"
    return f"{board.live:,} live posts, {board.deleted:,} deleted; {told}"


def _gap(page: int, low: int | None, high: int | None) -> str:
    return f"page {page} could not be read" if low is None else f"번호 {low} to {high} above page {page}"


def _plot(store: Store, board: AuditRecord, target: Path) -> None:
    from newscrawl.plot import bars_of, lines_of, svg_of

    bars = bars_of(store.days(board.board))
    if str(target) == "-":
        for line in lines_of(bars):
            out().print(f"  {line}", markup=False, soft_wrap=True)
        return
    try:
        target.write_text(svg_of(bars, board.board), encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{target} could not be written: {error.strerror}.", "Choose another.") from error
    err().print(f"The picture is in {target}.", markup=False)
