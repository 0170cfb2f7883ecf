"""What every skin is, and the small things that all of them write."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import timedelta
from html import escape as _escape
from typing import TYPE_CHECKING

from newscrawl.demo.dice import mix
from newscrawl.demo.files import file_bytes
from newscrawl.demo.post import DemoPost
from newscrawl.demo.wire import Answer, Request

if TYPE_CHECKING:
    from newscrawl.demo.board import DemoBoard
    from newscrawl.demo.sheet import Sheet


def text(value: str) -> str:
    """Text for HTML, between tags or inside double quotes."""
    return _escape(value, quote=True).replace("&#x27;", "'")


class Skin(ABC):
    """One board software: its addresses, its pages, and what it says when there is no post."""

    name: str
    first_key = 0
    key_step = 1
    """Ids of posts begin above `first_key` and are `key_step` apart, more or less."""
    number_is_key = False
    """번호 is the permanent id, not the place in the list."""
    notices_take_places = False
    """Notices stand on page 1 only, in the places of ordinary rows."""
    feed_escapes_twice = False
    """Links in the feed are escaped once too often."""
    beneath = True
    """Documents carry the list; skins that never do ignore a board's wish for it."""
    cut = 0
    """Lists cut titles after this many characters; 0: never."""

    @abstractmethod
    def list_path(self, board: DemoBoard) -> str:
        """Where the board begins."""

    @abstractmethod
    def document_path(self, board: DemoBoard, key: str) -> str:
        """The address of a post that a person would share."""

    @abstractmethod
    def answer(self, board: DemoBoard, request: Request) -> Answer | None:
        """The answer to a request that is this board's business, else None."""

    def stray(self, board: DemoBoard, request: Request) -> Answer | None:
        """What this software says to a request for a board that it does not have; None for another's address."""
        return None

    def feed_path(self, board: DemoBoard) -> str | None:
        """Where the board's RSS is, if this software has one."""
        return None


def page_of(board: DemoBoard, html: str, status: int = 200) -> Answer:
    """A page in the board's encoding; what that cannot hold becomes a character reference, as browsers post it."""
    charset = "euc-kr" if board.encoding == "cp949" else "utf-8"
    said = f"; charset={charset}" if board.declare in ("both", "header") else ""
    body = html.encode(board.encoding, "xmlcharrefreplace")
    return Answer(status, body, f"text/html{said}")


def meta_charset(board: DemoBoard, form: str) -> str:
    """The line of the head that names the encoding: `form` holds `{}` for its name. Empty where the board hides it."""
    if board.declare not in ("both", "meta"):
        return ""
    return form.format("euc-kr" if board.encoding == "cp949" else "utf-8")


def cut_title(title: str, length: int) -> str:
    """The title as a list shows it: cut after `length` characters, 0 for never."""
    return title[:length] + "…" if length and len(title) > length else title


def page_numbers(sheet: Sheet, shown: int) -> range:
    """The pages that a pager offers: `shown` of them around the current one."""
    first = max(1, min(sheet.page - shown // 2, sheet.last_page - shown + 1))
    return range(first, min(first + shown, sheet.last_page + 1))


def page_block(sheet: Sheet, shown: int) -> range:
    """The pages that a pager offers where it turns in blocks: 1 to 10, 11 to 20, …"""
    first = (sheet.page - 1) // shown * shown + 1
    return range(first, min(first + shown, sheet.last_page + 1))


def is_new(board: DemoBoard, post: DemoPost) -> bool:
    """Whether the list marks a post as new: for a day."""
    return board.now - post.published < timedelta(days=1)


def token(post: DemoPost, salt: int) -> str:
    """What a download link carries: another one on every page, good for this post only."""
    return f"{salt:08x}{mix(int(post.key) * 1_000_003 + salt):016x}"


def is_token(post: DemoPost, value: str) -> bool:
    try:
        return value == token(post, int(value[:8], 16))
    except ValueError:
        return False


def download(post: DemoPost, at: int) -> Answer | None:
    """The bytes of a post's file number `at` (from 0), None where it has no such file."""
    if not 0 <= at < len(post.files):
        return None
    file = post.files[at]
    content_type, data = file_bytes(file, post.serial)
    name = file.name.encode().decode("latin-1").replace('"', "")
    return Answer(200, data, content_type, [("Content-Disposition", f'attachment; filename="{name}"')])


def redirect(location: str) -> Answer:
    return Answer(302, headers=[("Location", location)])
