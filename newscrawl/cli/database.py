"""newscrawl db: care for the database."""

from __future__ import annotations

import typer

from newscrawl.cli.terminal import err

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
