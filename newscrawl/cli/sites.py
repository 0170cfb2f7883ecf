"""newscrawl sites: the boards that are defined."""

from __future__ import annotations

from typing import Annotated

import typer

from newscrawl.cli.terminal import cell, err, out, table
from newscrawl.errors import ConfigurationError

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The boards that are defined in data/sites/.")

NONE_DEFINED = "No board is defined. To define one: newscrawl probe https://… --save NAME"


def register(parent: typer.Typer) -> None:
    parent.add_typer(app, name="sites", epilog="Example: newscrawl sites check")


@app.command("list", epilog="Example: newscrawl sites list")
def list_() -> None:
    """List the definitions."""
    from newscrawl.config import Config
    from newscrawl.sites import load_all

    definitions = load_all(Config.from_environment().sites_dir)
    if not definitions:
        err().print(NONE_DEFINED, markup=False)
        return
    made = table("name", "address")
    for definition in definitions:
        made.add_row(cell(definition.name), cell(definition.url))
    out().print(made)


@app.command(epilog="Example: newscrawl sites check notices news")
def check(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME…]", help="These only (default: all).")] = None,
) -> None:
    """Read the first page of each definition's board and hold it against what the definition expects.

    Ends with 1 where a board falls short or cannot be had, with 2 where a definition is wrong.
    """
    from newscrawl import sites
    from newscrawl.config import Config
    from newscrawl.errors import NewscrawlError
    from newscrawl.expectations import Outcome
    from newscrawl.expectations import check as hold

    config = Config.from_environment()
    chosen = names or sites.names(config.sites_dir)
    if not chosen:
        err().print(NONE_DEFINED, markup=False)
    exit_code, failed = 0, []
    for name in chosen:
        try:
            outcome = hold(sites.load(name, config.sites_dir), config.user_agent)
        except NewscrawlError as error:
            outcome = Outcome("", (str(error),))
            exit_code = max(exit_code, 2 if isinstance(error, ConfigurationError) else 1)
        if outcome.shortfalls:
            failed.append(name)
            exit_code = max(exit_code, 1)
        words = "; ".join(outcome.shortfalls) or outcome.seen
        out().print(f"{'FAILED' if outcome.shortfalls else 'ok    '} {name}: {words}", markup=False, soft_wrap=True)
    if failed:
        err().print(f"{len(failed)} of {len(chosen)} definitions fail: {', '.join(failed)}", markup=False)
        raise typer.Exit(exit_code)
