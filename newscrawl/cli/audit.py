"""newscrawl audit: is each board stored without a hole, and if not, what is missing."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.crawl import run_apart
from newscrawl.cli.terminal import err, local, out, print_json
from newscrawl.errors import ConfigurationError

if TYPE_CHECKING:
    from newscrawl.store import Store
    from newscrawl.store.audit import AuditRecord, Hole


PICTURES = frozenset({".svg", ".png"})
NAMED = 5
"""So many posts of a kind are named; --json names them all."""


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: newscrawl audit notices --repair --plot notices.svg")(audit)


def audit(
    board: Annotated[
        str | None, typer.Argument(metavar="BOARD", help="Its name, address or site; all if left out.")
    ] = None,
    repair: Annotated[bool, typer.Option("--repair", help="Crawl what is missing, then audit again.")] = False,
    plot: Annotated[
        Path | None,
        typer.Option(metavar="FILE.svg|FILE.png|-", help="Draw posts per day and the holes; - for the terminal."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a board.")] = False,
) -> None:
    """Say how complete each board is, and what is missing.

    Exits 1 where anything is.
    """
    from newscrawl.config import Config
    from newscrawl.store import Store

    if plot is not None and str(plot) != "-" and plot.suffix.lower() not in PICTURES:
        raise ConfigurationError(
            f"{plot} is no name of a picture that can be drawn.",
            "Give --plot FILE.svg or FILE.png, or --plot - for here.",
        )
    with Store(Config.from_environment().database_url).open(notify=err().print) as store:
        found = store.audit(board)
        if repair:
            for each in (each for each in found if not each.is_complete):
                _crawl(each)
            found = store.audit(board)
        for each in found:
            if json:
                print_json(asdict(each) | {"is_complete": each.is_complete})
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
    run_apart([*([] if told else ["--full"]), "--", board.name or board.url])


def _show(board: AuditRecord) -> None:
    console = out()
    console.print(board.board, style="bold", markup=False)
    facts = {"complete": _complete(board), "stored": _stored(board), "identity": _identity(board)}
    if board.missing:
        facts["missing"] = f"{board.missing:,} posts that the board counts"
    if board.gaps:
        facts["gaps"] = "; ".join(map(_hole, board.gaps))
    if board.unread:
        facts["unread"] = f"older pages below page {', '.join(map(str, board.unread))}"
    documents = [f"{board.waiting:,} still to be fetched"] if board.waiting else []
    documents += [f"{board.given_up:,} given up (newscrawl retry)"] if board.given_up else []
    documents += [f"{count:,} {state}" for state, count in sorted(board.closed.items())]
    if documents:
        facts["documents"] = ", ".join(documents)
    if board.twice:
        facts["twice"] = f"{len(board.twice):,} posts that are alike in title, author and time"
    if board.oldest_at is not None:
        age = (datetime.now(UTC) - board.oldest_at).days
        oldest = f"page {board.oldest_page}, {local(board.oldest_at)} ({age} days)"
        facts["verified"] = f"{board.pages:,} listing pages; the longest ago {oldest}"
        if board.sweep_page is not None:
            facts["verified"] += f"; the sweep goes on at page {board.sweep_page}"
    for name, words in facts.items():
        style = "yellow" if name in {"missing", "gaps", "unread"} else None
        console.print(f"  {name:<10}", end="", markup=False)
        console.print(words, style=style, markup=False, soft_wrap=True)
        for each in {"documents": board.without_document, "twice": board.twice}.get(name, [])[:NAMED]:
            console.print(f"            {each.id} {each.title}: {each.why}", markup=False, soft_wrap=True)
    if not board.is_complete:
        console.print(f"  to repair newscrawl audit '{board.board}' --repair", markup=False, soft_wrap=True)


def _complete(board: AuditRecord) -> str:
    if board.complete_at is None or (board.complete_since is None and board.is_complete):
        return "not proven yet: no crawl has read it to its end without a hole"
    words = f"up to {board.complete_to}" + (f" ({board.complete_title})" if board.complete_title else "")
    words += f", as of {local(board.complete_at)} (run {board.run})"
    if board.complete_since is None:
        return f"{words}; later runs could not prove it"
    return f"{words}, without a break since {local(board.complete_since)}"


def _stored(board: AuditRecord) -> str:
    told = f"the board counts {board.expected:,}" if board.expected is not None else "the board shows no count"
    return f"{board.live:,} live posts, {board.deleted:,} deleted; {told}"


IDENTITIES = {
    None: "not known yet",
    "path": "the id in the path of the post's address",
    "number": "번호, since no link holds an id",
    "url": "the post's address, since it holds no id",
}


def _identity(board: AuditRecord) -> str:
    if board.keys_move:
        return "title, author and day together; the only id is 번호, and it names other posts after a deletion"
    source = board.identity or ""
    words = IDENTITIES.get(board.identity) or (
        f"an argument of the script {source.split(':')[1]}" if source.startswith("script:") else f"{source} in the link"
    )
    if source.startswith("path:"):
        words = IDENTITIES["path"]
    return words + ("; 번호 is a position" if board.positional else "")


def _hole(hole: Hole) -> str:
    if hole.since is None and hole.until is None:
        return hole.words
    return f"{hole.words}, published {hole.since or '…'} to {hole.until or '…'}"


def _plot(store: Store, board: AuditRecord, target: Path) -> None:
    from newscrawl.plot import bars_of, lines_of, png_of, svg_of

    bars = bars_of(store.days(board.board), [(hole.since, hole.until) for hole in board.gaps])
    if str(target) == "-":
        for line in lines_of(bars):
            out().print(f"  {line}", markup=False, soft_wrap=True)
        return
    picture = svg_of(bars, board.board)
    try:
        target.write_bytes(png_of(picture) if target.suffix.lower() == ".png" else picture.encode())
    except OSError as error:
        raise ConfigurationError(f"{target} could not be written: {error.strerror}.", "Choose another.") from error
    err().print(f"The picture is in {target}.", markup=False)
