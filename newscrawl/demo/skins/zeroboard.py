"""Zeroboard 4, as left running since 2003: tables in tables, and a 번호 that is the post's permanent id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.demo.frame import Frame, frame_of
from newscrawl.demo.post import Block, DemoPost
from newscrawl.demo.skins.base import (
    Skin,
    cut_title,
    download,
    is_new,
    is_token,
    meta_charset,
    page_block,
    page_of,
    text,
    token,
)
from newscrawl.demo.skins.markup import zeroboard as markup
from newscrawl.demo.wire import Answer, Request

if TYPE_CHECKING:
    from newscrawl.demo.board import DemoBoard
    from newscrawl.demo.sheet import Sheet

_PAGER = 10
_FOLDER = "/zboard/"
_PAGES = ("/zboard/zboard.php", "/zboard/view.php")

_GONE = "선택하신 게시물이 존재하지 않습니다"
_FORBIDDEN = "사용권한이 없습니다"
_NO_BOARD = "생성되지 않은 게시판입니다"


class Zeroboard(Skin):
    name = "zeroboard"
    number_is_key = True

    def list_path(self, board: DemoBoard) -> str:
        return f"{_PAGES[0]}?id={board.name}"

    def document_path(self, board: DemoBoard, key: str) -> str:
        return f"{_PAGES[0]}?id={board.name}&no={key}"

    def answer(self, board: DemoBoard, request: Request) -> Answer | None:
        if not request.path.startswith(_FOLDER) or request.value("id") != board.name:
            return None
        key, page = request.value("no"), max(1, request.number("page"))
        if request.path == f"{_FOLDER}download.php":
            return _download(board, request, key)
        if request.path not in _PAGES:
            return None
        if not key:
            frame = frame_of(board)
            return _page(board, board.title, _listing(board, board.sheet(page), None), frame)
        post = board.find(key)
        if post is None or post.is_forbidden:
            return _error(board, _GONE if post is None else _FORBIDDEN)
        if post.is_secret:
            locked = markup.LOCKED.format(board_name=board.name, key=post.key)
            return _page(board, board.title, locked, frame_of(board))
        board.viewed(post, request)
        return _document(board, post, page)

    def stray(self, board: DemoBoard, request: Request) -> Answer | None:
        return _error(board, _NO_BOARD) if request.path in _PAGES else None


def _page(board: DemoBoard, title: str, content: str, frame: Frame) -> Answer:
    charset = meta_charset(board, '<meta http-equiv=Content-Type content="text/html; charset={}">\n')
    return page_of(board, markup.PAGE.format(charset=charset, title=text(title), frame=frame, content=content))


def _error(board: DemoBoard, words: str) -> Answer:
    return _page(board, board.title, markup.ERROR.format(words=words), frame_of(board))


def _address(board: DemoBoard, post: DemoPost, page: int) -> str:
    """Links carry the list's whole state, with its ampersands as they are."""
    return (
        f"zboard.php?id={board.name}&page={page}&sn1=&divpage=1&sn=off&ss=on&sc=on"
        f"&select_arrange=headnum&desc=asc&no={post.key}"
    )


def _listing(board: DemoBoard, sheet: Sheet, reading: DemoPost | None) -> str:
    rows = [_row(board, sheet, post, markup.ICON.format("notice_head"), reading) for post in sheet.notices]
    rows += [_row(board, sheet, post, str(number), reading) for number, post in sheet.rows]
    url = f"zboard.php?id={board.name}&page="
    turn = f"<a href='{url}{sheet.page - 1}'>이전페이지</a> " if sheet.page > 1 else ""
    turn += f"<a href='{url}{sheet.page + 1}'>다음페이지</a>" if sheet.page < sheet.last_page else ""
    block = page_block(sheet, _PAGER)
    pages = [
        f"<font style=font-size:8pt><b>{page}</b></font>"
        if page == sheet.page
        else f"<a href='{url}{page}'>[{page}]</a>"
        for page in block
    ]
    if sheet.page > _PAGER:
        pages[:0] = [f"<a href='{url}1'>[1]</a>.. <a href='{url}{block.start - 1}'>[이전 {_PAGER}개]</a>"]
    if block and block.stop <= sheet.last_page:
        pages.append(f"<a href='{url}{block.stop}'>[다음 {_PAGER}개]</a> ..<a href='{url}{sheet.last_page}'>[끝]</a>")
    return markup.LIST.format(
        sheet=sheet,
        board_name=board.name,
        sort=f"zboard.php?id={board.name}&page={sheet.page}&desc=desc&select_arrange=",
        rows="".join(rows),
        list_path=board.skin.list_path(board),
        turn=turn,
        pager=" ".join(pages),
    )


def _row(board: DemoBoard, sheet: Sheet, post: DemoPost, mark: str, reading: DemoPost | None) -> str:
    if reading is not None and reading.serial == post.serial:
        mark = markup.ICON.format("arrow")
    icon = "secret_head" if post.is_secret else "new_head" if is_new(board, post) else "old_head"
    return markup.ROW.format(
        kind="list_notice" if post.is_notice else "list",
        mark=mark,
        indent="&nbsp;&nbsp;" if post.is_reply else "",
        icon=markup.ICON.format("reply_head" if post.is_reply else icon),
        category=f"<font class=list_cate>[{text(post.category)}]</font> " if post.category else "",
        address=_address(board, post, sheet.page),
        title=text(cut_title(post.title, board.cut)),
        count=markup.COUNT.format(post.comments) if post.comments else "",
        post=post,
        author=text(post.author),
    )


def _document(board: DemoBoard, post: DemoPost, page: int) -> Answer:
    frame = frame_of(board)
    around = zip(("윗글", "아랫글"), board.neighbours(post), strict=True)
    content = markup.DOCUMENT.format(
        category=f"[{text(post.category)}] " if post.category else "",
        title=text(post.title),
        author=text(post.author),
        post=post,
        files=_files(board, post, frame),
        body="<br>\n<br>\n".join(_html(block) for block in board.body(post)),
        comments="".join(
            markup.COMMENT.format(author=text(comment.author), words=text(comment.text), at=comment.at)
            for comment in board.comments(post)
        ),
        list_path=board.skin.list_path(board),
        board_name=board.name,
        around="".join(
            markup.AROUND.format(label=label, address=_address(board, near, page), title=text(near.title))
            for label, near in around
            if near is not None
        ),
        listing=_listing(board, board.sheet(page), post) if board.beneath else "",
    )
    return _page(board, post.title, content, frame)


def _html(block: Block) -> str:
    """What people typed into a text field: lines with breaks between, and tags only where they wrote HTML."""
    if block.kind in ("p", "h", "publisher"):
        return text(block.text).replace("\n", "<br>\n")
    return block.html


def _files(board: DemoBoard, post: DemoPost, frame: Frame) -> str:
    return "".join(
        markup.FILE.format(
            number=number,
            board_name=board.name,
            key=post.key,
            token=token(post, frame.salt),
            name=text(file.name),
            size=file.size / 1024,
            times=number + 4,
        )
        for number, file in enumerate(post.files, 1)
    )


def _download(board: DemoBoard, request: Request, key: str) -> Answer:
    post = board.find(key)
    if post is None or not is_token(post, request.value("t")):
        return _error(board, _GONE if post is None else _FORBIDDEN)
    return download(post, request.number("filenum", 0) - 1) or _error(board, _GONE)
