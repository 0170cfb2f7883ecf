"""newscrawl extract: what a page says, without a database."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.terminal import err, out, print_json
from newscrawl.errors import ConfigurationError, NewscrawlError

if TYPE_CHECKING:
    from newscrawl.fetch import Fetched

NO_ADDRESS = "file:///page.html"

SAVED_REACH = 20_000
SAVED_FROM = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rb"<!--\s*saved from url=\(\d+\)(https?://[^\s>]{1,2000})",
        rb"<link[^>]{0,200}?rel=[\"']?canonical[\"']?[^>]{0,200}?href=[\"'](https?://[^\"']{1,2000})",
        rb"<link[^>]{0,200}?href=[\"'](https?://[^\"']{1,2000})[\"'][^>]{0,200}?rel=[\"']?canonical",
        rb"<meta[^>]{0,200}?property=[\"']og:url[\"'][^>]{0,200}?content=[\"'](https?://[^\"']{1,2000})",
    )
)
"""Where a saved page names its address, the surest first."""


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: newscrawl extract saved.html --url https://example.kr/board?page=2 --json")(extract)


def extract(
    pages: Annotated[
        list[str], typer.Argument(metavar="FILE|URL", help="Saved pages, or addresses; - is standard input.")
    ],
    url: Annotated[
        str | None, typer.Option(metavar="URL", help="The address that saved pages came from (default: what they say).")
    ] = None,
    now: Annotated[str | None, typer.Option(metavar="ISO", help="When the page was fetched (default: now).")] = None,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="The pages' encoding, where it is found wrong.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a page, one a line.")] = False,
) -> None:
    """Read pages and print what they say.

    It is a listing, an article, both, or what stands in their place.
    """
    from newscrawl.extract import Hints
    from newscrawl.extract import extract as read_page
    from newscrawl.extract.encoding import is_codec

    if encoding is not None and not is_codec(encoding):
        raise ConfigurationError(f"--encoding {encoding!r} is no known encoding.", "Known are utf-8, cp949 and others.")
    hints = Hints(encoding=encoding)
    seen_at = parse_now(now)
    failed = understood = 0
    for page in pages:
        try:
            fetched = get(page, url, seen_at)
        except NewscrawlError as error:
            failed = max(failed, error.exit_code)
            err().print(f"newscrawl: {error}", markup=False)
            continue
        read = read_page(fetched.body, fetched.url, content_type=fetched.content_type, now=fetched.at, hints=hints)
        understood += read.listing is not None or read.article is not None or read.says is not None
        if json:
            print_json(read.to_dict())
        else:
            from newscrawl.cli.pages import show_page

            show_page(read, out())
    if failed or not understood:
        if not failed:
            err().print("newscrawl: nothing was understood: no list of posts, no article.", markup=False)
        raise typer.Exit(failed or 4)


def get(page: str, url: str | None, seen_at: datetime | None) -> Fetched:
    """A page from a file or an address. Raises NewscrawlError, saying why, where it cannot be had."""
    from newscrawl.config import Config
    from newscrawl.fetch import Fetched, fetch

    if "://" in page:
        fetched = fetch(page, Config.from_environment().user_agent)
        if fetched.status >= 400:
            err().print(f"{page} answers HTTP {fetched.status}.", markup=False)
        return fetched
    try:
        body = sys.stdin.buffer.read() if page == "-" else Path(page).read_bytes()
    except OSError as error:
        raise ConfigurationError(
            f"{page} cannot be read: {error.strerror}.", "Give a saved page, or an address with http:// or https://."
        ) from error
    told = url or saved_from(body) or (NO_ADDRESS if page == "-" else Path(page).resolve().as_uri())
    return Fetched(told, 200, None, body, seen_at or datetime.now(UTC))


def saved_from(body: bytes) -> str | None:
    """The address that a saved page says it came from: the browser's own remark, or the page's canonical address."""
    match = next((match for form in SAVED_FROM if (match := form.search(body[:SAVED_REACH]))), None)
    return unescape(match[1].decode("utf-8", "replace")) if match is not None else None


def parse_now(text: str | None) -> datetime | None:
    """The moment --now names; without a zone it is Seoul's. Raises ConfigurationError for what is none."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigurationError(
            f"--now {text!r} is not an ISO time.", "Write it like 2025-06-27T09:41:00+09:00."
        ) from None
    from newscrawl.cli.terminal import SEOUL

    return moment if moment.tzinfo else moment.replace(tzinfo=SEOUL)
