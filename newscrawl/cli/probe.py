"""newscrawl probe: what newscrawl understands of a page, before any crawl."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.pages import spelled
from newscrawl.cli.terminal import err, out
from newscrawl.errors import ConfigurationError, NewscrawlError, NotUnderstoodError

if TYPE_CHECKING:
    from newscrawl.extract.page import Page, PageRequest
    from newscrawl.fetch import Fetched
    from newscrawl.sites import Definition

SHOWN_ROWS = 8


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: newscrawl probe https://www.example.go.kr/board/list.do?bbsId=B001 --save notices")(
        probe
    )


def probe(
    page: Annotated[
        str, typer.Argument(metavar="URL|FILE|NAME", help="A board's address, a saved page, a definition.")
    ],
    url: Annotated[str | None, typer.Option(metavar="URL", help="The address that a saved page came from.")] = None,
    save: Annotated[
        str | None, typer.Option(metavar="NAME", help="Write a definition to data/sites/NAME.toml.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a definition of that name.")] = False,
) -> None:
    """Show what is understood of a board's page.

    It tells the engine, columns, rows, pager and key, an article, and doubts.

    With a definition's name the board is read as the definition says.
    """
    from newscrawl.cli.doubts import doubts_of
    from newscrawl.cli.extract import get
    from newscrawl.cli.pages import show_page
    from newscrawl.expectations import key_not_found
    from newscrawl.extract.elsewhere import MOST_HOPS
    from newscrawl.extract.page import PageRequest

    path = _path_of(save, force=force) if save is not None else None
    definition = _definition_of(page, url)
    fetched = _fetch(PageRequest(definition.url), definition) if definition.name else get(page, url, None)
    is_live = definition.name is not None or "://" in page
    address = definition.url if _is_address(definition.url) else fetched.url
    if path is not None and not _is_address(address):
        raise ConfigurationError("A definition needs the board's address.", "Give it with --url https://….")
    read = _read(fetched, definition)
    origin = None
    for _ in range(MOST_HOPS if is_live else 0):
        if read.listing is None and read.elsewhere is not None:
            show_page(read, out())
            origin = read.elsewhere
            fetched, read = _follow(fetched, read, definition)
    doubts = list(doubts_of(read.listing)) if read.listing is not None else []
    if read.listing is not None and (wrong := key_not_found(definition, read.listing)) is not None:
        doubts.insert(0, wrong)
    show_page(read, out(), rows=SHOWN_ROWS, doubts=doubts)
    if read.listing is None and read.article is None:
        raise _not_understood(fetched, read)
    sample = _show_sample(read, definition) if is_live else None
    if path is not None:
        from newscrawl.proposal import definition_text

        _write(path, definition_text(address, read, fetched, sample, origin))
        err().print(f"The definition is in {path}. To crawl it: newscrawl crawl {save}", markup=False, soft_wrap=True)


def _definition_of(page: str, url: str | None) -> Definition:
    """The definition that is meant, or one of nothing but the page's address."""
    from newscrawl.cli.extract import NO_ADDRESS
    from newscrawl.config import Config
    from newscrawl.sites import Definition, from_url, load, names

    if "://" in page:
        return from_url(page)
    sites_dir = Config.from_environment().sites_dir
    if not Path(page).exists() and page in names(sites_dir):
        return load(page, sites_dir)
    return from_url(url) if url is not None else Definition(NO_ADDRESS)


def _is_address(url: str) -> bool:
    return url.startswith(("http://", "https://"))


def _read(fetched: Fetched, definition: Definition) -> Page:
    from newscrawl.reading import read

    return read(fetched, definition)


def _not_understood(fetched: Fetched, page: Page) -> NotUnderstoodError:
    """What to say of a page that was not understood; one that was fetched is kept."""
    from newscrawl.config import Config
    from newscrawl.sites import canonical_address
    from newscrawl.unread import keep_page

    where = ""
    if _is_address(fetched.url):
        kept = keep_page(Config.from_environment().data_dir, canonical_address(fetched.url)[1], fetched.body)
        where = f" It is kept in {kept}." if kept else ""
    return NotUnderstoodError(
        f"No list of posts and no article was found at {fetched.url}.{where}", _what_next(fetched, page)
    )


def _what_next(fetched: Fetched, page: Page) -> str:
    from newscrawl.extract.sight import NAMES_FEED

    if page.says is not None:
        return f"The page says: {page.says.words!r} ({page.says.kind})."
    if page.elsewhere is not None:
        return f"Its list comes from {spelled(page.elsewhere)}; try that address."
    if (feeds := next((doubt for doubt in page.doubts if doubt.startswith(NAMES_FEED)), None)) is not None:
        feed = feeds.removeprefix(NAMES_FEED).partition(", ")[0]
        return f"It names a feed, which shows the latest posts only: newscrawl feed {shlex.quote(feed)}"
    if any("in a browser only" in doubt for doubt in page.doubts):
        return "If a browser shows the list, define the board with browser = true under [crawl]: docs/definitions.md."
    if fetched.status >= 400:
        return f"The site answers HTTP {fetched.status}."
    return "Is it the board's list? Open it in a browser, go to the list, and copy that address."


def _fetch(request: PageRequest, definition: Definition) -> Fetched:
    from newscrawl.config import Config
    from newscrawl.reading import fetch_for

    return fetch_for(definition, request, Config.from_environment().user_agent)


def _follow(fetched: Fetched, page: Page, definition: Definition) -> tuple[Fetched, Page]:
    """The page with the list that the page itself asks for; the page without that way where it cannot be had."""
    from newscrawl.extract.told import page_on, pager_told

    assert page.elsewhere is not None
    try:
        there = _fetch(page.elsewhere, definition)
    except NewscrawlError as error:
        err().print(f"The list could not be had from there: {error}", markup=False)
        return fetched, replace(page, elsewhere=None)
    read = _read(there, definition)
    if read.listing is not None:
        told = pager_told(definition.hints, definition.url)
        read.listing.pager = page_on(read.listing, 1, told, page.elsewhere)
    return there, read


def _show_sample(page: Page, definition: Definition) -> Page | None:
    """Fetch and show the first post that anyone may read."""
    from newscrawl.cli.doubts import doubts_of_sample
    from newscrawl.cli.pages import show_page
    from newscrawl.expectations import first_readable
    from newscrawl.extract.page import PageRequest

    row = first_readable(page.listing) if page.listing is not None else None
    if row is None or row.url is None:
        return None
    try:
        fetched = _fetch(row.request or PageRequest(row.url), definition)
    except NewscrawlError as error:
        err().print(f"A post could not be had: {error}", markup=False)
        return None
    sample = replace(_read(fetched, definition), listing=None)
    show_page(sample, out(), doubts=list(doubts_of_sample(row, sample)))
    return sample


def _path_of(name: str, *, force: bool) -> Path:
    """Where a new definition of that name goes. Raises ConfigurationError where it must not."""
    from newscrawl.config import Config
    from newscrawl.sites import check_name

    check_name(name)
    path = Config.from_environment().sites_dir / f"{name}.toml"
    if path.exists() and not force:
        raise ConfigurationError(f"{path} is there already.", "Choose another name, or overwrite it with --force.")
    return path


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {error.strerror}.") from error
