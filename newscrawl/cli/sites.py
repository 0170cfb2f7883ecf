"""newscrawl sites: the boards that are defined."""

from __future__ import annotations

import typer

from newscrawl.cli.terminal import cell, err, out, table

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The boards that are defined in data/sites/.")


def register(parent: typer.Typer) -> None:
    parent.add_typer(app, name="sites", epilog="Example: newscrawl sites check")


@app.command("list", epilog="Example: newscrawl sites list")
def list_() -> None:
    """List the definitions."""
    from newscrawl.config import Config
    from newscrawl.sites import load_all

    definitions = load_all(Config.from_environment().sites_dir)
    if not definitions:
        err().print("No board is defined. To define one: newscrawl probe https://… --save NAME", markup=False)
        return
    made = table("name", "address")
    for definition in definitions:
        made.add_row(cell(definition.name), cell(definition.url))
    out().print(made)


@app.command(epilog="Example: newscrawl sites check")
def check() -> None:
    """Read the first page of every definition and hold it against what it expects; exit 1 where one falls short."""
    from newscrawl.config import Config
    from newscrawl.errors import NewscrawlError
    from newscrawl.fetch import fetch
    from newscrawl.reading import read
    from newscrawl.sites import load

    config = Config.from_environment()
    wrong = 0
    for name in sorted(path.stem for path in config.sites_dir.glob("*.toml")):
        try:
            definition = load(name, config.sites_dir)
            listing = read(fetch(definition.url, config.user_agent), definition).listing
            missing = [name for name in definition.expected_columns if listing is None or name not in listing.columns]
            count = len(listing.rows) if listing else 0
            words = f"{count} rows" + (f", without {', '.join(missing)}" if missing else "")
            good = not missing and count >= definition.min_rows
        except NewscrawlError as error:
            good, words = False, str(error)
        wrong += not good
        out().print(f"{'ok   ' if good else 'WRONG'} {name}: {words}", markup=False, soft_wrap=True)
    if wrong:
        raise typer.Exit(1)
