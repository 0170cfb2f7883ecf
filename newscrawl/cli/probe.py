"""newscrawl probe: what newscrawl understands of a page, before any crawl."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.terminal import err, out
from newscrawl.errors import ConfigurationError, NotUnderstoodError

if TYPE_CHECKING:
    from newscrawl.extract.page import Page, PageRequest

SHOWN_ROWS = 8


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: newscrawl probe https://www.example.go.kr/board/list.do?bbsId=B001 --save notices")(
        probe
    )


def probe(
    page: Annotated[str, typer.Argument(metavar="URL|FILE", help="A board's address, or a saved page.")],
    url: Annotated[str | None, typer.Option(help="The address that a saved page came from.")] = None,
    save: Annotated[
        str | None, typer.Option(metavar="NAME", help="Write a definition to data/sites/NAME.toml.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a definition of that name.")] = False,
) -> None:
    """Show what is understood of a board's page: engine, columns, rows, pager, keys, an article, doubts."""
    from newscrawl.cli.extract import get
    from newscrawl.cli.pages import show_page
    from newscrawl.extract import extract

    if save is not None:
        _check_saving(save, force=force)
    fetched = get(page, url, None)
    read = extract(fetched.body, fetched.url, content_type=fetched.content_type, now=fetched.at)
    show_page(read, out(), rows=SHOWN_ROWS)
    if "://" in page and read.listing is None and read.elsewhere is not None:
        read = _follow(read.elsewhere, read)
        show_page(read, out(), rows=SHOWN_ROWS)
    if "://" in page:
        _show_sample(read)
    if read.listing is None and read.article is None:
        raise NotUnderstoodError(f"No list of posts and no article was found at {fetched.url}.", _what_next(read))
    if save is not None:
        path = _save(save, page if "://" in page else url, read)
        err().print(f"The definition is in {path}. To crawl it: newscrawl crawl {save}", markup=False)


def _what_next(page: Page) -> str:
    if page.says is not None:
        return f"The page says: {page.says.words!r}."
    if page.elsewhere is not None:
        return f"Its list comes from {page.elsewhere.url}; try that address."
    return "Is it the board's list? Open it in a browser, go to the list, and copy that address."


def _follow(request: PageRequest, page: Page) -> Page:
    """The page with the list that the page itself asks for; the page where that cannot be had."""
    from newscrawl.config import Config
    from newscrawl.errors import NewscrawlError
    from newscrawl.extract import extract
    from newscrawl.fetch import fetch

    form = request.form if request.method == "POST" else None
    try:
        fetched = fetch(request.url, Config.from_environment().user_agent, form=form)
    except NewscrawlError as error:
        err().print(f"The list could not be had from there: {error}", markup=False)
        return page
    return extract(fetched.body, fetched.url, content_type=fetched.content_type, now=fetched.at)


def _show_sample(page: Page) -> None:
    """Fetch and show the first post that anyone may read."""
    from newscrawl.config import Config
    from newscrawl.errors import NewscrawlError
    from newscrawl.extract import extract
    from newscrawl.fetch import fetch

    if page.listing is None or page.article is not None:
        return
    row = next(
        (
            row
            for row in page.listing.rows
            if row.url and not row.is_secret and not row.is_notice and row.request is None
        ),
        None,
    )
    if row is None or row.url is None:
        return
    try:
        fetched = fetch(row.url, Config.from_environment().user_agent)
    except NewscrawlError as error:
        err().print(f"A sample article could not be had: {error}", markup=False)
        return
    sample = extract(fetched.body, fetched.url, content_type=fetched.content_type, now=fetched.at)
    show_page_of_sample = replace(sample, listing=None)
    from newscrawl.cli.pages import show_page

    show_page(show_page_of_sample, out())


def _check_saving(name: str, *, force: bool) -> Path:
    from newscrawl.config import Config
    from newscrawl.sites import check_name

    check_name(name)
    path = Config.from_environment().sites_dir / f"{name}.toml"
    if path.exists() and not force:
        raise ConfigurationError(f"{path} is there already.", "Choose another name, or overwrite it with --force.")
    return path


def _save(name: str, url: str | None, page: Page) -> Path:
    from newscrawl.sites import definition_text

    if url is None:
        raise ConfigurationError("A definition needs the board's address.", "Give it with --url https://….")
    path = _check_saving(name, force=True)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(definition_text(url, page), encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {error.strerror}.") from error
    return path
