"""newscrawl db: care for the database."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from newscrawl.cli.terminal import err, local, out, print_json

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Care for the database.")


def register(parent: typer.Typer) -> None:
    parent.add_typer(app, name="db", epilog="Example: newscrawl db upgrade")


@app.command(epilog="Example: newscrawl db upgrade")
def upgrade() -> None:
    """Create the database, or bring it to this version's schema."""
    from newscrawl.config import Config
    from newscrawl.store import Store

    with Store(Config.from_environment().database_url).open(notify=err().print) as store:
        err().print(f"The database's schema is {store.version()[0]}, the newest.", markup=False)


@app.command(epilog="Example: newscrawl db current")
def current() -> None:
    """Show the version of the database's schema, and the newest that this program knows."""
    from newscrawl.config import Config
    from newscrawl.store import Store

    there, newest = Store(Config.from_environment().database_url).version()
    typer.echo(f"database: {there or 'empty'}, newest: {newest}")


@app.command(epilog="Example: newscrawl db check")
def check(json: Annotated[bool, typer.Option("--json", help="One JSON object a check.")] = False) -> None:
    """Look for orphans, holes in the change feed, lost versions, archive files that are gone; exit 1 for any."""
    from newscrawl.config import Config
    from newscrawl.store import Store

    config = Config.from_environment()
    with Store(config.database_url).open(notify=err().print) as store:
        found = store.check(config.archive_dir)
    for each in found:
        if json:
            print_json(asdict(each))
        else:
            out().print(f"{'ok' if not each.faults else 'FAULT':<7}{each.check:<24}{each.words}".rstrip(), markup=False)
    if any(each.faults for each in found):
        raise typer.Exit(1)


@app.command(epilog="Example: newscrawl db backup /backup/newscrawl.db")
def backup(
    target: Annotated[Path | None, typer.Argument(metavar="FILE", help="Where an SQLite file's copy goes.")] = None,
) -> None:
    """Copy the database while crawls write; for a server, show the command that does it."""
    from newscrawl.config import Config
    from newscrawl.store.care import backup as copy
    from newscrawl.store.care import dump_command
    from newscrawl.store.opening import parse_url

    url = parse_url(Config.from_environment().database_url)
    if url.drivername != "sqlite":
        typer.echo(dump_command(url))
        return
    if target is None:
        raise typer.BadParameter("Where to? newscrawl db backup FILE", param_hint="FILE")
    copy(url, target)
    err().print(f"The copy is {target}, {target.stat().st_size:,} bytes.", markup=False)


@app.command(epilog="Example: newscrawl db stats")
def stats(json: Annotated[bool, typer.Option("--json", help="As a JSON object.")] = False) -> None:
    """Show how much is in the database."""
    from newscrawl.config import Config
    from newscrawl.store import Store

    with Store(Config.from_environment().database_url).open(notify=err().print) as store:
        found = asdict(store.stats())
    if json:
        print_json(found)
        return
    for name, value in found.items():
        shown = local(value) if isinstance(value, datetime) else f"{value:,}" if isinstance(value, int) else "-"
        out().print(f"{name.replace('_', ' '):<18}{shown:>20}", markup=False)


@app.command(epilog="Example: newscrawl db index --anew")
def index(anew: Annotated[bool, typer.Option("--anew", help="Make the whole search index again.")] = False) -> None:
    """Put posts that are not in the search index there."""
    from newscrawl.config import Config
    from newscrawl.store import Store

    with Store(Config.from_environment().database_url).open(notify=err().print) as store:
        err().print(f"{store.index_search(anew=anew):,} posts were indexed.", markup=False)


@app.command(epilog="Example: newscrawl db schema > schema.md")
def schema() -> None:
    """Print what every view and column means, as Markdown."""
    from newscrawl.store.described import markdown

    typer.echo(markdown(), nl=False)
