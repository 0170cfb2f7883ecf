"""A mobile board: `ul/li` without 번호, dates like 3분 전, and a link to the next page for ever."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from newscrawl.demo.frame import Frame, frame_of
from newscrawl.demo.post import DemoPost
from newscrawl.demo.skins.base import (
    Skin,
    cut_title,
    download,
    is_token,
    meta_charset,
    page_of,
    text,
    token,
)
from newscrawl.demo.skins.markup import mobile as markup
from newscrawl.demo.wire import Answer, Request

if TYPE_CHECKING:
    from newscrawl.demo.board import DemoBoard
    from newscrawl.demo.sheet import Sheet

_LIST, _DOCUMENT, _FILE = "/m/list.do", "/m/view.do", "/m/down.do"

_GONE = "삭제되었거나 없는 게시글입니다."
_FORBIDDEN = "이 글을 볼 권한이 없습니다."
_SECRET = "비밀글입니다. 작성자와 관리자만 볼 수 있습니다."  # noqa: S105 - what the page says, no password


class Mobile(Skin):
    name = "mobile"
    first_key = 500
    key_step = 5
    beneath = False
    cut = 40

    def list_path(self, board: DemoBoard) -> str:
        return f"{_LIST}?code={board.name}"

    def document_path(self, board: DemoBoard, key: str) -> str:
        return f"{_DOCUMENT}?code={board.name}&seq={key}"

    def answer(self, board: DemoBoard, request: Request) -> Answer | None:
        if request.path not in (_LIST, _DOCUMENT, _FILE) or request.value("code") != board.name:
            return None
        if request.path == _LIST:
            category = request.value("cate")
            sheet = board.sheet(max(1, request.number("p")), category if category in board.categories else None)
            return _page(board, board.title, _listing(board, sheet), frame_of(board))
        post = board.find(request.value("seq"))
        if post is None:
            return _message(board, _GONE, 404)
        if post.is_forbidden or post.is_secret:
            return _message(board, _FORBIDDEN if post.is_forbidden else _SECRET, 403)
        if request.path == _FILE:
            if not is_token(post, request.value("k")):
                return _message(board, _FORBIDDEN, 403)
            return download(post, request.number("n", -1)) or _message(board, _GONE, 404)
        board.viewed(post, request)
        return _document(board, post)


def _page(board: DemoBoard, title: str, content: str, frame: Frame, status: int = 200) -> Answer:
    charset = meta_charset(board, '<meta charset="{}">')
    html = markup.PAGE.format(charset=charset, title=text(f"{title} : {frame.site}"), frame=frame, content=content)
    return page_of(board, html, status)


def _message(board: DemoBoard, words: str, status: int) -> Answer:
    content = markup.MESSAGE.format(words=words, list_path=text(board.skin.list_path(board)))
    return _page(board, board.title, content, frame_of(board), status)


def _shown_date(at: datetime, now: datetime) -> str:
    """How long ago, for a day; then month and day, with the year if it is another one."""
    age = now - at
    if timedelta(0) <= age < timedelta(days=1):
        minutes = int(age.total_seconds() // 60)
        return "방금" if minutes < 1 else f"{minutes}분 전" if minutes < 60 else f"{minutes // 60}시간 전"
    return f"{at:%m.%d}" if at.year == now.year else f"{at:%Y.%m.%d}"


def _listing(board: DemoBoard, sheet: Sheet) -> str:
    path = text(board.skin.list_path(board))
    state = f"&amp;cate={quote(sheet.category)}" if sheet.category else ""
    rows = [_row(board, post) for post in [*sheet.notices, *(post for _, post in sheet.rows)]]
    tabs = "".join(f'<a href="{path}&amp;cate={quote(name)}">{text(name)}</a>' for name in board.categories)
    return markup.LIST.format(
        list_path=path + state,
        board_title=text(board.title),
        sheet=sheet,
        tabs=f'<div class="tabs"><a href="{path}">전체</a>{tabs}</div>\n' if tabs else "",
        rows="".join(rows) or markup.EMPTY,
        before=max(1, sheet.page - 1),
        after=sheet.page + 1,
    )


def _row(board: DemoBoard, post: DemoPost) -> str:
    address = text(board.skin.document_path(board, post.key))
    icons = '<i class="ico lock"><span class="blind">비밀글</span></i>' if post.is_secret else ""
    icons += '<i class="ico file"><span class="blind">첨부</span></i>' if post.files else ""
    return markup.ROW.format(
        notice=' class="notice"' if post.is_notice else "",
        address=address,
        badge=markup.NOTICE if post.is_notice else "",
        title=text(cut_title(post.title, board.cut)),
        category=f'<span class="cate">{text(post.category)}</span>' if post.category else "",
        author=text(post.author),
        date=_shown_date(post.published, board.now),
        post=post,
        icons=icons,
        count=markup.COUNT.format(address=address, count=post.comments) if post.comments else "",
    )


def _document(board: DemoBoard, post: DemoPost) -> Answer:
    frame = frame_of(board)
    half = "오전" if post.published.hour < 12 else "오후"
    content = markup.DOCUMENT.format(
        category=f'<span class="cate">{text(post.category)}</span>' if post.category else "",
        title=text(post.title),
        author=text(post.author),
        date=f"{post.published:%Y.%m.%d.} {half} {(post.published.hour + 11) % 12 + 1}:{post.published:%M}",
        post=post,
        body="\n".join(block.html for block in board.body(post)),
        files=_files(board, post, frame),
        comments="".join(
            markup.COMMENT.format(
                author=text(comment.author), date=_shown_date(comment.at, board.now), words=text(comment.text)
            )
            for comment in board.comments(post)
        ),
        list_path=text(board.skin.list_path(board)),
    )
    return _page(board, f"{post.title} - {board.title}", content, frame)


def _files(board: DemoBoard, post: DemoPost, frame: Frame) -> str:
    if not post.files:
        return ""
    items = "".join(
        markup.FILE.format(
            board_name=board.name,
            key=post.key,
            at=at,
            token=token(post, frame.salt),
            name=text(file.name),
            size=file.size / 1024,
        )
        for at, file in enumerate(post.files)
    )
    return markup.FILES.format(count=len(post.files), items=items)
