"""The search index: every two neighbouring letters of a text, so that a Korean word is found inside a compound.

Korean joins words and particles: whoever looks for 교대 means 교대역 and 교대역에서 too, and neither an index of
words nor one of three letters finds them. Pairs of letters (bigrams) do: what holds a word holds all its pairs. The few
texts that hold the pairs apart from each other are sorted out when they are read. The pairs are made here, so that no
extension of a database is needed: SQLite keeps them in FTS5, PostgreSQL in an array under a GIN index. MariaDB has
nothing that fits; there the texts themselves are searched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from operator import add
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, bindparam, column, func, select, table, text

from newscrawl.store.schema import post

DOCUMENTS = 16
"""Bits of an SQLite index entry's number that count a post's entries.

An entry is never taken out: FTS5 could do that only if it were given the very text that went in. A post whose text has
changed gets a further entry, and one whose words are no longer there is sorted out with the other false ones.
"""

CREATE = {
    "sqlite": (
        """CREATE VIRTUAL TABLE IF NOT EXISTS post_grams USING fts5(grams, content='', detail='none', columnsize=0,
           tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'")""",
        "INSERT INTO post_grams (post_grams, rank) VALUES ('automerge', 8)",
    ),
    "postgresql": (
        """CREATE TABLE IF NOT EXISTS post_grams (
           post_id bigint PRIMARY KEY REFERENCES post (id), grams text[] NOT NULL)""",
        "CREATE INDEX IF NOT EXISTS ix_post_grams ON post_grams USING gin (grams)",
    ),
}

INSERT = {
    "sqlite": "INSERT INTO post_grams (rowid, grams) VALUES (:entry, :grams)",
    "postgresql": "INSERT INTO post_grams (post_id, grams) VALUES (%(post_id)s, string_to_array(%(grams)s, ' ')) "
    "ON CONFLICT (post_id) DO UPDATE SET grams = EXCLUDED.grams",
}
"""As the drivers take them: SQLAlchemy would take longer over the parameters of a batch than SQLite does."""

MATCHING = f"SELECT rowid >> {DOCUMENTS} AS id FROM post_grams WHERE post_grams MATCH :grams"  # noqa: S608

POST_GRAMS = table("post_grams", column("post_id", BigInteger), column("grams"))
"""PostgreSQL's index, as statements name it."""

BACKLOG = 500
"""Posts that are put into the index together where it is made anew."""


def folded(value: str) -> str:
    """Text as it is compared: composed, in lower case, with single spaces."""
    if not value.isascii() and not unicodedata.is_normalized("NFC", value):
        value = unicodedata.normalize("NFC", value)
    return " ".join(value.lower().split())


def grams(*texts: str | None) -> str:
    """The pairs of neighbouring letters of the texts, as words between spaces. A last letter stands alone."""
    whole = folded(" ".join(each for each in texts if each))
    # Three letters for each of the text's: itself, the next one, a space. Five times as fast as pair by pair.
    made = bytearray(b" \0\0\0" * (3 * len(whole)))
    letters, places = memoryview(whole.encode("utf-32-le")).cast("I"), memoryview(made).cast("I")
    places[0::3] = letters
    places[1:-3:3] = letters[1:]
    return made.decode("utf-32-le")


def create(connection: Connection) -> None:
    """Make the index's table, where the engine has one for it."""
    for statement in CREATE.get(connection.dialect.name, ()):
        connection.exec_driver_sql(statement)


def is_indexed(connection: Connection) -> bool:
    """Whether the engine keeps an index."""
    return connection.dialect.name in CREATE


def index(connection: Connection, texts: Iterable[tuple[int, int, str, str | None]]) -> None:
    """Put posts into the index: id, the count of its entries with this one, title and body of each."""
    statement = INSERT.get(connection.dialect.name)
    if statement is None:
        return
    entries = [
        {"post_id": post_id, "entry": post_id << DOCUMENTS | count % (1 << DOCUMENTS), "grams": grams(title, body)}
        for post_id, count, title, body in texts
    ]
    if connection.dialect.name == "postgresql":
        for each in entries:
            each["grams"] = " ".join(dict.fromkeys(str(each["grams"]).split()))
    if entries:
        connection.exec_driver_sql(statement, entries)


def take_out(connection: Connection, post_id: int, count: int, title: str) -> None:
    """Take a post that never had a text out of the index: its number may be given to another one."""
    name = connection.dialect.name
    if name == "postgresql":
        connection.execute(text("DELETE FROM post_grams WHERE post_id = :post_id"), {"post_id": post_id})
    elif name == "sqlite":
        put = text("INSERT INTO post_grams (post_grams, rowid, grams) VALUES ('delete', :entry, :grams)")
        entry = post_id << DOCUMENTS | count % (1 << DOCUMENTS)
        connection.execute(put, {"entry": entry, "grams": grams(title, None)})


def candidates(connection: Connection, words: Iterable[str]) -> Select[Any] | None:
    """The ids of all posts that hold all the words, and of few others; None where the index cannot help."""
    words = list(words)
    if connection.dialect.name == "postgresql":
        held = holding(words)
        return None if held is None else select(POST_GRAMS.c.post_id.label("id")).where(held)
    pairs, letters = _pairs(words)
    if connection.dialect.name != "sqlite" or not pairs | letters:
        return None
    wanted = " AND ".join([*map(_quoted, sorted(pairs)), *(f"{_quoted(each)}*" for each in sorted(letters))])
    found = text(MATCHING).bindparams(bindparam("grams", wanted)).columns(post.c.id).subquery()
    return select(found.c.id)


def holding(words: Iterable[str]) -> ColumnElement[bool] | None:
    """Whether a row of POST_GRAMS holds all pairs of the words; None for words of one letter, which have none."""
    pairs, _ = _pairs(words)
    wanted = " ".join(sorted(pairs))
    return POST_GRAMS.c.grams.op("@>", is_comparison=True)(func.string_to_array(wanted, " ")) if pairs else None


def _pairs(words: Iterable[str]) -> tuple[set[str], set[str]]:
    """The pairs of letters in the words, and the words of one letter."""
    pairs: set[str] = set()
    letters: set[str] = set()
    for word in words:
        pairs.update(map(add, word, word[1:]))
        if len(word) == 1:
            letters.add(word)
    return pairs, letters


def _quoted(gram: str) -> str:
    escaped = gram.replace('"', '""')
    return f'"{escaped}"'


def words_of(query: str) -> list[str]:
    """The words of a query; a text fits where it holds all of them."""
    return list(dict.fromkeys(folded(query).split()))


def pattern_of(words: Iterable[str]) -> re.Pattern[str]:
    """An expression that finds any of the words, longer ones first."""
    return re.compile("|".join(re.escape(each) for each in sorted(words, key=len, reverse=True)), re.IGNORECASE)


def fits(words: Iterable[str], *texts: str | None) -> bool:
    """Whether the texts together hold all the words."""
    whole = folded("\n".join(each for each in texts if each))
    return all(each in whole for each in words)


def build(connection: Connection, *, anew: bool = False) -> int:
    """Index every post that is not in the index yet, or all of them `anew`; gives how many."""
    if not is_indexed(connection):
        return 0
    if anew:
        connection.exec_driver_sql("DROP TABLE IF EXISTS post_grams")
        create(connection)
        connection.exec_driver_sql("UPDATE post SET indexed = 0 WHERE indexed <> 0")
    page = text(
        "SELECT post.id, post.title, body.body_text FROM post LEFT JOIN body ON body.post_id = post.id "
        "WHERE post.indexed = 0 AND post.id > :last ORDER BY post.id LIMIT :limit"
    )
    done, last = 0, 0
    while rows := connection.execute(page, {"last": last, "limit": BACKLOG}).all():
        index(connection, [(row.id, 1, row.title, row.body_text) for row in rows])
        first, last = rows[0].id, rows[-1].id
        connection.execute(
            text("UPDATE post SET indexed = 1 WHERE indexed = 0 AND id >= :first AND id <= :last"),
            {"first": first, "last": last},
        )
        done += len(rows)
    return done
