"""Rhymix and XE: `/{mid}/{document_srl}`, the list beneath each document, » in place of its 번호 there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newscrawl.demo.frame import Frame, frame_of
from newscrawl.demo.post import DemoPost
from newscrawl.demo.skins.base import (
    Skin,
    cut_title,
    download,
    is_new,
    is_token,
    meta_charset,
    page_numbers,
    page_of,
    text,
    token,
)
from newscrawl.demo.skins.markup import rhymix as markup
from newscrawl.demo.wire import Answer, Request

if TYPE_CHECKING:
    from newscrawl.demo.board import DemoBoard
    from newscrawl.demo.sheet import Sheet

_PAGER = 10  # page numbers shown at once

_GONE = "대상을 찾을 수 없습니다."
_FORBIDDEN = "권한이 없습니다."
_DENIED = "잘못된 요청입니다."


class Rhymix(Skin):
    name = "rhymix"
    first_key = 210
    key_step = 3

    def list_path(self, board: DemoBoard) -> str:
        return f"/{board.name}"

    def document_path(self, board: DemoBoard, key: str) -> str:
        return f"/{board.name}/{key}"

    def feed_path(self, board: DemoBoard) -> str:
        return f"/{board.name}/rss"

    def answer(self, board: DemoBoard, request: Request) -> Answer | None:
        mid, key, category = _asked(board, request)
        if mid != board.name:
            return None
        if request.method not in ("GET", "POST"):
            return Answer(405)
        if request.query.get("act") == "procFileDownload":
            return _download(board, request)
        page = request.number("page", 0)
        if page < 0:
            return Answer(500, b"<h1>Internal Server Error</h1>")
        chosen = board.category_named(category)
        if not key:
            listing = _listing(board, board.sheet(max(page, 1), chosen), None)
            return _page(board, board.title, f'<div class="board">\n{listing}</div>\n')
        post = board.find(key)
        if post is None:
            return _message(board, _GONE, 404)
        if post.is_forbidden:
            return _message(board, _FORBIDDEN, 403)
        board.viewed(post, request)
        return _document(board, post, page or _page_of_reader(request), chosen)


def _asked(board: DemoBoard, request: Request) -> tuple[str, str, str]:
    """Which board, document and category a request names: `/mid/srl`, or `/?mid=…&document_srl=…`."""
    query = request.query
    category = query.get("category", "")
    if request.path in ("/", "/index.php"):
        mid, key = query.get("mid", ""), query.get("document_srl", "")
        owner = key or query.get("file_srl", "").partition(".")[0]
        if not mid and owner and board.find(owner):
            mid = board.name
        return mid, key, category
    parts = request.path.strip("/").split("/")
    if parts[1:2] == ["category"] and len(parts) == 3:
        return parts[0], "", parts[2]
    return parts[0], parts[1] if len(parts) > 1 else query.get("document_srl", ""), category


def _page_of_reader(request: Request) -> int:
    """The list beneath a document is the page that the reader came from, where the browser tells it."""
    came = re.search(r"[?&]page=(\d{1,6})", request.headers.get("referer", ""))
    return int(came[1]) if came else 1


def _page(board: DemoBoard, title: str, content: str, status: int = 200, frame: Frame | None = None) -> Answer:
    frame = frame or frame_of(board)
    html = markup.PAGE.format(
        charset=meta_charset(board, '<meta charset="{}">'),
        frame=frame,
        title=text(f"{frame.site} - {title}"),
        base=board.base_url,
        mid=board.name,
        board_title=text(board.title),
        content=content,
    )
    return page_of(board, html, status)


def _message(board: DemoBoard, words: str, status: int) -> Answer:
    return _page(board, board.title, markup.MESSAGE.format(words=words), status)


def _document(board: DemoBoard, post: DemoPost, page: int, chosen: str | None) -> Answer:
    frame = frame_of(board)
    category = ""
    if post.category:
        address = f"/{board.name}/category/{board.category_id(post.category)}"
        category = f'<a href="{address}" class="category">[{text(post.category)}]</a> '
    if post.is_secret:
        body = markup.LOCKED.format(mid=board.name, key=post.key)
    else:
        body = markup.BODY.format(key=post.key, inner="\n".join(block.html for block in board.body(post)))
    content = markup.DOCUMENT.format(
        category=category,
        url=f"{board.base_url}/{board.name}/{post.key}",
        title=text(post.title),
        member=_member(post.author),
        post=post,
        mid=board.name,
        body=body,
        files="" if post.is_secret else _files(post, frame),
        comments="" if post.is_secret else _comments(board, post),
        listing=_listing(board, board.sheet(page, chosen), post) if board.beneath else "",
    )
    return _page(board, post.title, content, 403 if post.is_secret else 200, frame)


def _files(post: DemoPost, frame: Frame) -> str:
    if not post.files:
        return ""
    sid = token(post, frame.salt)
    items = "".join(
        markup.FILE.format(key=post.key, at=at, sid=sid, name=text(file.name), size=file.size / 1024, times=at + 2)
        for at, file in enumerate(post.files)
    )
    return markup.FILES.format(count=len(post.files), items=items)


def _download(board: DemoBoard, request: Request) -> Answer:
    key, _, at = request.query.get("file_srl", "").partition(".")
    post = board.find(key)
    if post is None or not at.isdecimal():
        return _message(board, _GONE, 404)
    if not is_token(post, request.query.get("sid", "")):
        return _message(board, _DENIED, 403)
    return download(post, int(at)) or _message(board, _GONE, 404)


def _comments(board: DemoBoard, post: DemoPost) -> str:
    items = "".join(
        markup.COMMENT.format(
            id=f"{post.key}{at}", author=text(comment.author), at=comment.at, words=text(comment.text)
        )
        for at, comment in enumerate(board.comments(post))
    )
    return markup.COMMENTS.format(post=post, items=items)


def _listing(board: DemoBoard, sheet: Sheet, reading: DemoPost | None) -> str:
    state = f"category={board.category_id(sheet.category)}&amp;" if sheet.category else ""
    here = f"{state}page={sheet.page}" if sheet.page > 1 else state.removesuffix("&amp;")
    tail = f"?{here}" if here else ""
    rows = [_row(board, post, "공지", "notice", tail, reading) for post in sheet.notices]
    rows += [_row(board, post, str(number), "no", tail, reading) for number, post in sheet.rows]
    tabs = "".join(
        f'<li><a href="/{board.name}/category/{at}">{text(name)}</a></li>'
        for at, name in enumerate(board.categories, 1)
    )
    pages = "".join(
        f"<strong>{page}</strong> " if page == sheet.page else f'<a href="/{board.name}?{state}page={page}">{page}</a> '
        for page in page_numbers(sheet, _PAGER)
    )
    return markup.LIST.format(
        tabs=f'<ul class="cTab"><li><a href="/{board.name}">전체</a></li>{tabs}</ul>\n' if tabs else "",
        category='<th scope="col"><span>분류</span></th>' if board.categories else "",
        mid=board.name,
        rows="".join(rows),
        first=f"?{state.removesuffix('&amp;')}" if state else "",
        pages=pages,
        state=state,
        last=sheet.last_page,
    )


def _row(board: DemoBoard, post: DemoPost, mark: str, kind: str, tail: str, reading: DemoPost | None) -> str:
    address = f"/{board.name}/{post.key}{tail}"
    title = text(cut_title(post.title, board.cut))
    marks = {"secret": post.is_secret, "new": is_new(board, post), "file": bool(post.files)}
    count = f'<a href="{address}#comment" class="replyNum" title="Replies">[{post.comments}]</a>'
    return markup.ROW.format(
        notice=' class="notice"' if kind == "notice" else "",
        kind=kind,
        mark="&raquo;" if reading is not None and reading.serial == post.serial else mark,
        category=f'<td class="cate"><span>{text(post.category or "")}</span></td>' if board.categories else "",
        address=address,
        title=f'<span style="font-weight:bold">{title}</span>' if post.is_bold else title,
        count=count if post.comments else "",
        icons="".join(markup.ICON.format(name) for name, shown in marks.items() if shown),
        member=_member(post.author),
        post=post,
    )


def _member(author: str) -> str:
    return markup.MEMBER.format(len(author), text(author))
