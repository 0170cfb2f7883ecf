"""Show on a terminal what was read from a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.cli.terminal import cell, table

if TYPE_CHECKING:
    from rich.console import Console

    from newscrawl.extract.page import Article, Listing, Page

SAMPLE = 300
"""Characters of an article's text that are shown."""


def show_page(page: Page, console: Console, *, rows: int | None = None) -> None:
    """Everything that was understood; of a listing the first `rows` rows."""
    console.print(page.url, style="bold", markup=False, soft_wrap=True)
    console.print(f"  encoding  {page.encoding}\n  engine    {page.engine or 'not recognised'}", markup=False)
    if page.says is not None:
        console.print(f"  it says   {page.says.kind}: {page.says.words}", markup=False)
    if page.elsewhere is not None:
        console.print(f"  list from {page.elsewhere.method} {page.elsewhere.url}", markup=False, soft_wrap=True)
    if page.listing is not None:
        _show_listing(page.listing, console, rows)
    if page.article is not None:
        _show_article(page.article, console)
    if page.listing is None and page.article is None and page.says is None:
        console.print("  nothing   no list of posts, no article", markup=False)
    for doubt in page.doubts:
        console.print(f"  doubt     {doubt}", markup=False)


def _show_listing(listing: Listing, console: Console, rows: int | None) -> None:
    total = f", {listing.total:,} posts in all" if listing.total is not None else ""
    console.print(
        f"  listing   {len(listing.rows)} rows, page {listing.page or '?'} of {listing.last_page or '?'}{total}; "
        f"keys from {listing.key_source or 'nothing'}; sure to {listing.score:.0%}",
        markup=False,
    )
    console.print(f"  because   {'; '.join(listing.evidence)}", markup=False, soft_wrap=True)
    console.print(f"  next      {listing.next_url or 'no further page'}", markup=False, soft_wrap=True)
    made = table(
        "no", "key", ("title", {"ratio": 1, "min_width": 30}), "author", "published", ("views", {"justify": "right"})
    )
    for row in listing.rows[:rows]:
        signs = "".join(
            sign for sign, there in (("공지 ", row.is_notice), ("비밀 ", row.is_secret), ("↳ ", row.is_reply)) if there
        )
        comments = f" ({row.comments})" if row.comments else ""
        published = row.published.isoformat()[:16].replace("T", " ") if row.published else None
        values = (row.number, row.key, f"{signs}{row.title}{comments}", row.author, published, row.views)
        made.add_row(*(cell(value) for value in values))
    console.print(made)


def _show_article(article: Article, console: Console) -> None:
    console.print("  article", markup=False)
    published = f"{article.published.isoformat()} ({article.published.precision})" if article.published else None
    facts = {
        "title": article.title,
        "author": article.author,
        "publisher": article.publisher,
        "published": published,
        "key": article.key,
        "views": article.views,
        "files": ", ".join(each.name for each in article.attachments) or None,
        "images": len(article.images) or None,
    }
    for name, value in facts.items():
        if value is not None:
            console.print(f"    {name:<10}{value}", markup=False)
    text = " ".join(article.body_text.split())
    console.print(
        f"    {'text':<10}{text[:SAMPLE]}{'…' if len(text) > SAMPLE else ''} ({len(article.body_text):,} characters)",
        markup=False,
    )
