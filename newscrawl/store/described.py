"""What every column of the views means: the text of docs/schema.md, made from the views themselves.

newscrawl db schema > docs/schema.md
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import JSON, Boolean, Integer
from sqlalchemy.types import TypeEngine

from newscrawl.store.columns import UtcDateTime
from newscrawl.store.views import VIEWS


@dataclass(slots=True, frozen=True)
class Meaning:
    """What a column holds. `unit` is empty where there is none; `since` is the schema that brought the column."""

    words: str
    unit: str = ""
    since: str = "0001"


ALIKE = {
    "site": Meaning("the board's host"),
    "board": Meaning("the name of the board's definition, else its address without the host"),
    "key": Meaning("the post's permanent id within the board, else its 번호, else its address"),
}
"""Columns that mean the same in every view."""

MEANINGS: dict[str, dict[str, Meaning]] = {
    "posts": ALIKE
    | {
        "id": Meaning("the post, for ever"),
        "number": Meaning("번호 as last shown; on most boards a position that changes"),
        "is_notice": Meaning("pinned above the list (공지)"),
        "title": Meaning("as shown, at most 10,000 characters"),
        "author": Meaning("as shown, at most 255 characters; NULL where not shown"),
        "category": Meaning("as shown, at most 255 characters; NULL where not shown"),
        "publisher": Meaning("who published it first, where that is said"),
        "published_at": Meaning(
            "the instant at which the shown day, minute or second begins (a day: in the site's time zone)", "UTC"
        ),
        "published_precision": Meaning("`day`, `minute` or `second`; NULL where no date is shown"),
        "published_raw": Meaning("the date as shown"),
        "views": Meaning("조회, as last shown", "views"),
        "votes": Meaning("추천, as last shown", "votes"),
        "comments": Meaning("as last shown", "comments"),
        "url": Meaning("the post's own address, at most 10,000 characters"),
        "body_text": Meaning("the document's text, paragraphs as lines; NULL until it was fetched"),
        "body_html": Meaning("the same as sanitised HTML, safe to show"),
        "images": Meaning('list of `{"url", "caption"}`; NULL until the document was fetched'),
        "attachments": Meaning('list of `{"name", "url", "size"}`; NULL until the document was fetched', "size: bytes"),
        "language": Meaning("of the text, where known", "ISO 639-1"),
        "version": Meaning("from 1; grows when title, category, author, date or text change"),
        "first_seen_at": Meaning("when a listing first showed it", "UTC"),
        "last_seen_at": Meaning("when a listing last showed it", "UTC"),
        "changed_at": Meaning("when its present version was stored", "UTC"),
        "deleted_at": Meaning("when it was found to be gone; NULL while it is there", "UTC"),
        "modified_at": Meaning("when the site says that it was changed last", "UTC", "0003"),
        "modified_precision": Meaning("as `published_precision`", since="0003"),
        "reading_length": Meaning("of the text, white space left out", "characters", "0003"),
        "content_hash": Meaning("SHA-256 of title and text; the same where both are", since="0003"),
        "similarity": Meaning(
            "which texts are nearly the same, see below; NULL for texts of a few words", since="0003"
        ),
        "is_cut": Meaning("the page holds but a part of the text (paywall, excerpt)", since="0003"),
        "timezone": Meaning("the board's, in which the shown dates are meant", unit="IANA name", since="0008"),
        "source_url": Meaning("where a repost says that it was published first; NULL where not said", since="0009"),
    },
    "changes": ALIKE
    | {
        "seq": Meaning("in the order of commits, without holes within a database"),
        "kind": Meaning("`new`, `edited`, `deleted` or `restored`"),
        "post_id": Meaning("`posts.id`"),
        "version": Meaning("the post's version after the change"),
        "at": Meaning("when it was written", "UTC"),
    },
    "runs": {
        "site": ALIKE["site"],
        "board": ALIKE["board"],
        "id": Meaning("the run"),
        "started_at": Meaning("when it began", "UTC"),
        "finished_at": Meaning("when it ended; NULL while it runs, and for ever where it was killed", "UTC"),
        "verdict": Meaning("`complete`, `quiet`, `partial`, `changed`, `blocked` or `failed`; NULL without an end"),
        "pages": Meaning("listing pages read", "pages"),
        "posts_new": Meaning("posts that it stored first", "posts"),
        "posts_edited": Meaning("posts of which it stored a further version", "posts"),
        "posts_deleted": Meaning("posts that it found to be gone", "posts"),
        "problems": Meaning("what was not fetched, not understood or not stored", "problems"),
        "complete_to": Meaning("the key of the newest post up to which nothing is missing, where that is proven"),
    },
}

HEAD = """\
# What applications read

Three views, the same on SQLite, PostgreSQL and MariaDB. Their columns only ever grow, and keep their order; the tables
behind them may change with a version. `since` is the schema's version that brought the column (`newscrawl db current`).
Texts are Unicode of any plane, without NUL, and are compared letter by letter on every engine, capital letters and
trailing spaces included. All times are UTC, without a zone in the database: SQLite has them as text,
`2025-06-27 00:41:00.000000`. This page is made from the code: `newscrawl db schema`.
"""

BEFORE = {
    "posts": "One row a post of a board, deleted ones included.",
    "changes": """\
One row a change, numbered in the order of commits. A reader that keeps the last `seq` it saw and asks for `seq > last`
again and again misses nothing and sees nothing twice, while crawls are writing.""",
    "runs": "One row a crawl of a board.",
}

AFTER = {
    "posts": """\
One wire story stands in many boards, with small changes. `similarity` is 8 numbers of 8 hexadecimal digits; each is
equal in two texts with the probability that is the share of word pairs which they have in common. `GROUP BY
substr(similarity, 1, 8)` puts most copies of a text together; `newscrawl.similarity.groups` puts together those of
which at least 5 numbers are equal:

```python
from newscrawl.similarity import groups

with Store(url).open() as store:
    copies = groups((post.id, post.similarity) for post in store.posts() if post.similarity)  # [[17, 4023], …]
```

These questions are answered from an index, newest first: by board, by time, by author, by board and category, by
address (`Store.posts(url=…)`, for addresses of any length), what was deleted. Pages: `Store.posts(after=last)`, or in
SQL `WHERE published_at < :last OR (published_at = :last AND id < :last_id) ORDER BY published_at DESC, id DESC`.
`Store.frame()` gives a data frame of polars (`pip install 'newscrawl[frames]'`), `Store.frame(kind="pandas")` one of
pandas (`pip install 'newscrawl[pandas]'`): numbers, booleans and times keep their types where values are missing, lists
are JSON.

Words are searched with `newscrawl search` and `Store.search`. The index behind it, `post_grams`, holds every pair of
neighbouring letters of title and text: on PostgreSQL `grams text[]` under a GIN index, so that
`post_id IN (SELECT post_id FROM post_grams WHERE grams @> ARRAY['교대', '대역'])` finds what may hold 교대역; on SQLite
an FTS5 table whose `rowid >> 16` is the post's id. MariaDB searches the texts themselves.""",
    "changes": """\
A post's `new` comes when its document is stored, or when it is known that there is none to be had, so that a reader
gets the whole post. What makes no version (counters, attachments, markup) makes no change either.

Three ways to follow it, each of which may be stopped and started at any time:

```sql
SELECT seq, kind, post_id, version FROM changes WHERE seq > :last ORDER BY seq LIMIT 1000;
```

```python
for change in store.changes(after=last):
    post = store.post(change.post_id)  # as it is now; a later change may be in it already
```

```
newscrawl changes --after 1200 --follow --json
```

Keep the last `seq` in the transaction that stores what you made of the changes: then nothing is lost or done twice when
your program is killed. `examples/mirror.py` does so, with another database.""",
    "runs": "",
}


def markdown() -> str:
    """The text of docs/schema.md."""
    parts = [HEAD]
    for view, query in VIEWS.items():
        parts.append(f"## {view}\n\n{BEFORE[view]}\n")
        rows = ["| column | type | unit | since | meaning |", "|---|---|---|---|---|"]
        for column in query.selected_columns:
            meaning = MEANINGS[view][column.name]
            words = f"{column.name} | {type_of(column.type)} | {meaning.unit} | {meaning.since} | {meaning.words}"
            rows.append(f"| {words.replace('|  |', '| |')} |")
        parts.append("\n".join(rows) + "\n")
        if AFTER[view]:
            parts.append(f"{AFTER[view]}\n")
    return "\n".join(parts)


def type_of(type_: TypeEngine[object]) -> str:
    """A type in words that hold on all three engines."""
    kinds = ((Boolean, "boolean"), (Integer, "integer"), (UtcDateTime, "time"), (JSON, "JSON"))
    return next((words for kind, words in kinds if isinstance(type_, kind)), "text")
