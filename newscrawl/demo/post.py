"""What one post of the demo board is, and the body that it shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Literal


@dataclass(slots=True, frozen=True)
class Block:
    """A piece of a body: `text` for all kinds but `rows` (a table's cells) and `items` (a list's lines).

    A `publisher` stands alone at the end of a body and is no part of its text.
    """

    kind: Literal["p", "h", "quote", "pre", "image", "table", "list", "link", "publisher"]
    text: str = ""
    address: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    items: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        """What a person reads, one line a line."""
        if self.kind == "table":
            return "\n".join(" ".join(row) for row in self.rows)
        if self.kind == "list":
            return "\n".join(self.items)
        if self.kind in ("image", "publisher"):
            return ""
        return "\n".join(" ".join(line.split()) for line in self.text.splitlines())

    @property
    def html(self) -> str:
        if self.kind in ("p", "publisher"):
            return f"<p>{escape(self.text, quote=False).replace(chr(10), '<br />')}</p>"
        if self.kind == "image":
            return f'<p><img src="{escape(self.address)}" alt="{escape(self.text)}" width="640" height="360" /></p>'
        if self.kind == "link":
            return f'<p><a href="{escape(self.address)}" target="_blank">{escape(self.text, quote=False)}</a></p>'
        if self.kind == "table":
            cells = "".join(
                "<tr>" + "".join(f"<td>{escape(cell, quote=False)}</td>" for cell in row) + "</tr>" for row in self.rows
            )
            return f'<table border="1" cellspacing="0"><tbody>{cells}</tbody></table>'
        if self.kind == "list":
            return "<ul>" + "".join(f"<li>{escape(item, quote=False)}</li>" for item in self.items) + "</ul>"
        tag = {"h": "h3", "quote": "blockquote", "pre": "pre"}[self.kind]
        return f"<{tag}>{escape(self.text, quote=False)}</{tag}>"


def plain_text(blocks: tuple[Block, ...]) -> str:
    """The text of a body, its lines without white space around them."""
    return "\n".join(text for block in blocks if (text := block.plain))


def blocks_of(text: str) -> tuple[Block, ...]:
    """A body from plain text: one paragraph a line."""
    return tuple(Block("p", line.strip()) for line in text.splitlines() if line.strip())


@dataclass(slots=True, frozen=True)
class File:
    """An attached file: its name as the writer gave it, and its size in bytes."""

    name: str
    size: int


@dataclass(slots=True, frozen=True)
class Comment:
    author: str
    text: str
    at: datetime


@dataclass(slots=True, frozen=True)
class DemoPost:
    """One post as it stands now. `published` and `modified` are aware."""

    serial: int
    key: str
    title: str
    author: str
    category: str | None
    published: datetime
    modified: datetime | None = None
    views: int = 0
    votes: int = 0
    comments: int = 0
    files: tuple[File, ...] = ()
    is_notice: bool = False
    is_secret: bool = False
    is_forbidden: bool = False
    is_reply: bool = False
    is_bold: bool = False
    body: str | None = None
    """The body as a test gave it; None where it is computed."""
