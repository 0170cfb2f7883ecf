"""A definition as `probe --save` proposes it: what was understood of a board's page, for a person to read and correct.

What newscrawl finds by itself stands behind "#", with the selectors that find the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newscrawl.extract import Hints, Page
from newscrawl.extract.page import Listing, PageRequest, Row
from newscrawl.fetch import Fetched
from newscrawl.plain import one_line, plain_json
from newscrawl.selectors import COLUMNS, find_selectors

EXPECTED_ARTICLE = ("title", "author", "published", "views", "body")
SHOWN = 40
"""Characters of an example."""
PLAIN_NAME = re.compile(r"[A-Za-z_][\w-]*")


def definition_text(
    url: str,
    page: Page,
    fetched: Fetched | None = None,
    sample: Page | None = None,
    request: PageRequest | None = None,
) -> str:
    """A definition as a file's text.

    `page` is the board's list as it was read, `fetched` its bytes, of which selectors are made; `sample` a post of it;
    `request` what brought the list, where the board's own address did not.
    """
    listing = page.listing
    hints = find_selectors(fetched, listing) if fetched is not None and listing is not None else Hints()
    lines = [
        f"# {page.engine or 'A board of unknown make'}, as newscrawl understood it; docs/definitions.md has every key.",
        '# What stands behind "#" is found without it: take the "#" away to correct it.',
        f"url = {_quoted(url)}",
        '# timezone = "Asia/Seoul"',
        f"# encoding = {_quoted(page.encoding)}",
        "",
        "[list]",
        *_list_lines(listing, hints),
        *_request_lines(request),
        "",
        "[article]",
        "# CSS within a document: title, author, published, modified, views, votes, comments, category, body",
        '# body = "div.view_content"',
        "",
        "[crawl]",
        "# delay = 2.0                # seconds between two requests to the host",
        "# cookies = true             # where a board gives its pages only to readers who keep cookies",
        "# browser = true             # where only a browser can show the list: pip install 'newscrawl[browser]'",
        "",
        "[expect]                     # held against the board by: newscrawl sites check",
        *_expected_lines(listing, sample),
    ]
    # What a page holds stands beside a key as an example; it must not begin a line of its own.
    return "\n".join(map(one_line, lines)) + "\n"


def _list_lines(listing: Listing | None, hints: Hints) -> Iterator[str]:
    """The table [list], with an example beside each line."""
    first = _example(listing)
    if listing is None:
        yield '# row = "table.board tbody tr"   # CSS of the rows'
        return
    if hints.row is not None:
        yield f"# row = {_quoted(hints.row)}"
    key = listing.key_source or ""
    example = f"   # of the first post: {first.key}" if first is not None and first.key else ""
    if PLAIN_NAME.fullmatch(key) and key not in {"path", "number", "url", "script", "attribute", "json"}:
        yield f"key = {_quoted(key)}{example}"
    else:
        yield f"# The posts' ids were found here: {key or 'nowhere'}.{example.replace('   #', ' Id')}"
        yield '# key = "nttId"   # the name of a parameter, or a regular expression: "view\\\\(\'(\\\\d+)\'\\\\)"'
    if listing.pager is not None and listing.pager.field:
        yield f"# page_parameter = {_quoted(listing.pager.field)}"
    elif listing.pager is not None:
        yield f"# pages = {_quoted(listing.pager.template.url)}"
    else:
        yield '# page_parameter = "page"   # no way to further pages was found'
    if listing.rows and all(row.url is None for row in listing.rows):
        yield '# link = "/view.do?id={key}"   # a post\'s address: the rows name none'
    if hints.columns:
        yield ""
        yield "[list.columns]"
        for name, selector in hints.columns.items():
            value = _shown(first, name)
            yield f"# {name} = {_quoted(selector)}" + (f"   # {value}" if value else "")


def _request_lines(request: PageRequest | None) -> Iterator[str]:
    """The table [list.request], where the list came from elsewhere."""
    if request is None:
        return
    yield ""
    yield "# [list.request]   # the list was found to come from here"
    yield f"# url = {_quoted(request.url)}"
    if request.method == "POST":
        pairs = ", ".join(f"{_quoted(name)} = {_quoted(value)}" for name, value in request.form)
        yield f"# form = {{ {pairs} }}"


def _expected_lines(listing: Listing | None, sample: Page | None) -> Iterator[str]:
    columns = [name for name in listing.columns if name in COLUMNS] if listing is not None else []
    yield f"columns = {_list(columns)}"
    yield f"min_rows = {max(1, len(listing.rows) // 2) if listing is not None else 1}"
    article = sample.article if sample is not None else None
    if article is not None:
        values = {name: article.body_text if name == "body" else getattr(article, name) for name in EXPECTED_ARTICLE}
        yield f"article = {_list([name for name, value in values.items() if value not in (None, '')])}"


def _example(listing: Listing | None) -> Row | None:
    """The first ordinary row."""
    rows = listing.rows if listing is not None else []
    return next((row for row in rows if not row.is_notice), rows[0] if rows else None)


def _shown(row: Row | None, name: str) -> str:
    value = getattr(row, name, None) if row is not None else None
    text = value.raw if name == "published" and value is not None else "" if value is None else str(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _list(names: Sequence[str]) -> str:
    return f"[{', '.join(_quoted(name) for name in names)}]"


def _quoted(text: str) -> str:
    """A TOML basic string."""
    return plain_json(text)
