"""newscrawl demo: a board that runs on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.terminal import err
from newscrawl.errors import ConfigurationError

if TYPE_CHECKING:
    from newscrawl.demo import DemoBoard

EPILOG = "Example: newscrawl demo --skin gnuboard5 --posts 2000 --port 8017"


def register(app: typer.Typer) -> None:
    app.command(epilog=EPILOG)(demo)


def demo(
    skin: Annotated[str, typer.Option(metavar="SKIN", help="rhymix, gnuboard5, egov, zeroboard or mobile.")] = "rhymix",
    encoding: Annotated[str, typer.Option(metavar="NAME", help="utf-8 or cp949.")] = "utf-8",
    posts: Annotated[int, typer.Option(min=0, max=1_000_000, metavar="N", help="How many posts it begins with.")] = 200,
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="N", help="The port on 127.0.0.1; 0: a free one.")
    ] = 8017,
    seed: Annotated[int, typer.Option(metavar="N", help="The same seed makes the same posts.")] = 1,
    state: Annotated[Path | None, typer.Option(metavar="FILE", help="Keep what changes in this file.")] = None,
    control: Annotated[bool, typer.Option("--control", help="Let /_demo/… change it and make it fail.")] = False,
    crawl: Annotated[bool, typer.Option("--crawl", help="Crawl it into the database, then stop.")] = False,
) -> None:
    """Serve a demo board on this machine.

    It is there to try newscrawl on, and to see how it takes trouble.
    """
    from newscrawl.demo import SKINS, DemoBoard

    if skin not in SKINS:
        raise ConfigurationError(f"There is no skin {skin!r}.", f"There are: {', '.join(SKINS)}.")
    if encoding not in {"utf-8", "cp949"}:
        raise ConfigurationError(f"The demo board does not speak {encoding!r}.", "It speaks utf-8 and cp949.")
    board = DemoBoard(posts=posts, seed=seed, name="news", skin=skin, encoding=encoding, state=state)
    if crawl:
        raise typer.Exit(_crawl(board))
    from newscrawl.demo import serve

    def ready(url: str) -> None:
        err().print(f"The demo board is at {url} (Ctrl-C stops it).", markup=False)

    serve([board], port, control=control, ready=ready)


def _crawl(board: DemoBoard) -> int:
    """Serve the board on a free port for as long as a crawl of it takes."""
    from newscrawl.cli.crawl import run
    from newscrawl.cli.options import LogOptions
    from newscrawl.config import Config
    from newscrawl.crawl import CrawlOptions
    from newscrawl.demo import DemoServer
    from newscrawl.sites import from_url

    with DemoServer([board], port=0) as server:
        url = server.url_of(board)
        err().print(f"The demo board is at {url} while it is crawled.", markup=False)
        return run(from_url(url), CrawlOptions(), Config.from_environment(), LogOptions(), always_next=True)[0]
