"""Show on a terminal what was read from a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from newscrawl.cli.terminal import cell, table

if TYPE_CHECKING:
    from rich.console import Console

    from newscrawl.extract.page import Article, Listing, Page, PageRequest, Row

SAMPLE = 300
"""Characters of an article's text that are shown."""

LABEL = 11
"""Columns of a fact's name."""


def show_page(page: Page, console: Console, *, rows: int | None = None, doubts: Sequence[str] = ()) -> None:
    """Everything that was understood; of a listing the first `rows` rows."""
    console.print(page.url, style="bold", markup=False, soft_wrap=True)
    show_fact(console, "engine", page.engine or "not recognised")
    show_fact(console, "encoding", page.encoding)
    if page.says is not None:
        show_fact(console, "it says", f"{page.says.kind}: {page.says.words}")
    if page.elsewhere is not None:
        show_fact(console, "list from", spelled(page.elsewhere))
    if page.listing is not None:
        _show_listing(page.listing, console)
    if page.article is not None:
        _show_article(page.article, console)
    if page.listing is None and page.article is None:
        if page.says is None and page.elsewhere is None:
            show_fact(console, "nothing", "no list of posts, no article")
        for sight in page.doubts if page.elsewhere is None else ():
            show_fact(console, "seen", sight)
    for doubt in doubts:
        show_fact(console, "doubt", doubt)
    if page.listing is not None and page.listing.rows:
        _show_rows(page.listing.rows[:rows], console)


def show_fact(console: Console, name: str, value: object) -> None:
    """One fact: its name, and its value beside it, wrapped under itself; an address stays in one piece."""
    text = str(value)
    if "://" in text:
        console.print(f"  {name:<{LABEL}}{text}", markup=False, soft_wrap=True)
        return
    from rich.table import Table
    from rich.text import Text

    line = Table.grid(padding=0)
    line.add_column(width=LABEL + 2, no_wrap=True)
    line.add_column(overflow="fold")
    line.add_row(Text(f"  {name}"), Text(text))
    console.print(line)


def spelled(request: PageRequest) -> str:
    """A request as a person would write it: its method, where it is no GET, its address and what it sends."""
    method = "" if request.method == "GET" else f"{request.method} "
    form = "&".join(f"{name}={value}" for name, value in request.form)
    return f"{method}{request.url}" + (f" with {form}" if form else "")


def _show_listing(listing: Listing, console: Console) -> None:
    show_fact(console, "columns", ", ".join(listing.columns) or "none known")
    total = f"; {listing.total:,} posts in all" if listing.total is not None else ""
    place = f"page {listing.page or '?'} of {listing.last_page or '?'}"
    show_fact(console, "rows", f"{len(listing.rows)} on {place}{total}")
    show_fact(console, "pager", _pager(listing))
    key = next((row.key for row in listing.rows if row.key), None)
    show_fact(console, "key", f"{listing.key_source or 'none'}" + (f", such as {key}" if key else ""))
    show_fact(console, "sure to", f"{listing.score:.0%}: {'; '.join(listing.evidence)}")


def _pager(listing: Listing) -> str:
    if listing.next_request is None:
        return "no further page" if listing.pager is None else "this is the last page"
    name = f"{listing.pager.field} in " if listing.pager is not None and listing.pager.field else ""
    return f"{name}{spelled(listing.next_request)}"


def _show_rows(rows: Sequence[Row], console: Console) -> None:
    made = table(
        "no", "key", ("title", {"ratio": 1, "min_width": 24}), "author", "published", ("views", {"justify": "right"})
    )
    for row in rows:
        signs = "".join(
            sign for sign, there in (("공지 ", row.is_notice), ("비밀 ", row.is_secret), ("↳ ", row.is_reply)) if there
        )
        comments = f" ({row.comments})" if row.comments else ""
        published = row.published.isoformat()[:16].replace("T", " ") if row.published else None
        values = (row.number, _short(row.key), f"{signs}{row.title}{comments}", row.author, published, row.views)
        made.add_row(*(cell(value) for value in values))
    console.print(made)


def _short(key: str | None) -> str | None:
    """A key that fits its column: addresses keep their end, which differs."""
    return key if key is None or len(key) <= 16 else f"…{key[-15:]}"


def _show_article(article: Article, console: Console) -> None:
    published = f"{article.published.isoformat()} ({article.published.precision})" if article.published else None
    text = " ".join(article.body_text.split())
    facts = {
        "article": article.title,
        "author": article.author,
        "publisher": article.publisher,
        "category": article.category,
        "published": published,
        "key": article.key,
        "views": article.views,
        "files": ", ".join(each.name for each in article.attachments) or None,
        "images": len(article.images) or None,
        "text": f"{text[:SAMPLE]}{'…' if len(text) > SAMPLE else ''} ({len(article.body_text):,} characters)",
    }
    for name, value in facts.items():
        if value is not None:
            show_fact(console, name, value)
