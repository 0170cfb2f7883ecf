"""What in a reading a person should look at before a crawl: what is missing, what was guessed, what does not agree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from newscrawl.extract.page import Article, Listing, Page, Row

SURE = 0.5
"""The score of a list below which it is doubted as a whole."""

MOST = 0.5
"""The share of the rows of which something may be missing before it is a doubt."""


def doubts_of(listing: Listing) -> Iterator[str]:
    """What is doubtful in a list."""
    rows = [row for row in listing.rows if not row.is_notice] or listing.rows
    if not rows:
        yield "the list is empty"
        return
    if listing.score < SURE:
        yield "it may be no list of posts at all"
    if not any(row.key for row in rows):
        yield "nothing identifies the posts: say what does with key under [list]"
    elif listing.key_source == "number":
        yield "only 번호 identifies the posts, which on most boards changes when one is deleted"
    elif listing.key_source == "url":
        yield "the posts are told apart by their whole addresses"
    keys = [row.key for row in rows if row.key]
    if len(set(keys)) < len(keys):
        yield f"{len(keys) - len(set(keys))} rows have the key of another"
    if (undated := _share(rows, "published")) > MOST:
        yield f"{undated:.0%} of the rows show no date"
    elif any(row.published and row.published.year_assumed for row in rows):
        yield "the list shows no years: they are assumed until the documents tell them"
    if all(row.url is None for row in rows):
        yield "the rows name no addresses: only the list can be read, unless link under [list] says them"
    if listing.next_request is None and listing.pager is None and (listing.last_page or 2) > 1:
        yield "no way to further pages was found; page_parameter or pages under [list] can say one"


def doubts_of_sample(row: Row, sample: Page) -> Iterator[str]:
    """What is doubtful in a post, beside the row that led to it."""
    article = sample.article
    if article is None:
        if sample.says is None:
            yield "no article was found in it; body and title under [article] can say where they are"
        return
    if not article.body_text.strip() and not article.images and not article.attachments:
        yield "no text was found in it; body under [article] can say where it is"
    if article.published is None and row.published is None:
        yield "neither the list nor the post shows a date"
    listed, shown = _day(row), _day(article)
    if listed and shown and listed != shown and not (row.published and row.published.year_assumed):
        yield f"the list says {listed}, the post says {shown}"
    plain, other = _letters(row.title), _letters(article.title)
    if plain and other and plain not in other and other not in plain:
        yield f"the list calls it {row.title!r}"


def _share(rows: list[Row], name: str) -> float:
    return sum(getattr(row, name) is None for row in rows) / len(rows)


def _day(shown: Row | Article) -> date | None:
    value = shown.published.value if shown.published is not None else None
    return value.date() if isinstance(value, datetime) else value


def _letters(title: str) -> str:
    return "".join(letter for letter in title.rstrip("….") if letter.isalnum())
