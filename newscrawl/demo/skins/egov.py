"""An eGovFrame board: pages and documents are asked for by a form's POST, links are `fn_…(n)` calls."""

from __future__ import annotations

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
    page_block,
    page_of,
    text,
    token,
)
from newscrawl.demo.skins.markup import egov as markup
from newscrawl.demo.wire import Answer, Request

if TYPE_CHECKING:
    from newscrawl.demo.board import DemoBoard
    from newscrawl.demo.sheet import Sheet

_PAGER = 10
_LIST, _DOCUMENT = "/portal/bbs/selectBoardList.do", "/portal/bbs/selectBoardArticle.do"
_FILE, _FEED = "/cmm/fms/FileDown.do", "/portal/bbs/rss.do"

_GONE = "삭제되었거나 존재하지 않는 게시물입니다."
_FORBIDDEN = "해당 게시물을 열람할 권한이 없습니다."
_SECRET = "비밀글입니다. 작성자만 열람할 수 있습니다."  # noqa: S105 - what the page says, no password
_NO_FILE = "파일이 존재하지 않습니다."


class Egov(Skin):
    name = "egov"
    first_key = 10_000
    key_step = 7
    beneath = False
    cut = 45

    def list_path(self, board: DemoBoard) -> str:
        return f"{_LIST}?bbsId={_id(board)}"

    def document_path(self, board: DemoBoard, key: str) -> str:
        return f"{_DOCUMENT}?bbsId={_id(board)}&nttId={key}"

    def feed_path(self, board: DemoBoard) -> str:
        return f"{_FEED}?bbsId={_id(board)}"

    def answer(self, board: DemoBoard, request: Request) -> Answer | None:
        if request.path == _FILE:
            return _download(board, request)
        if request.value("bbsId") != _id(board):
            return None
        if request.path == _LIST:
            return _listing(board, board.sheet(max(1, request.number("pageIndex"))))
        if request.path != _DOCUMENT:
            return None
        post = board.find(request.value("nttId"))
        if post is None:
            return _alert(board, _GONE)
        if post.is_forbidden or post.is_secret:
            return _alert(board, _FORBIDDEN if post.is_forbidden else _SECRET)
        board.viewed(post, request)
        return _document(board, post, max(1, request.number("pageIndex")))


def _id(board: DemoBoard) -> str:
    return f"BBSMSTR_{board.name}"


def _page(board: DemoBoard, title: str, content: str, frame: Frame) -> Answer:
    html = markup.PAGE.format(
        charset=meta_charset(board, '<meta http-equiv="Content-Type" content="text/html; charset={}" />'),
        title=text(f"{title} - {frame.site}"),
        frame=frame,
        list_path=_LIST,
        document_path=_DOCUMENT,
        file_path=_FILE,
        board_title=text(board.title),
        content=content,
    )
    return page_of(board, html)


def _form(board: DemoBoard, frame: Frame, page: int, key: str = "") -> str:
    return markup.FORM.format(list_path=_LIST, frame=frame, board_id=_id(board), key=key, page=page)


def _alert(board: DemoBoard, words: str) -> Answer:
    charset = meta_charset(board, '<meta http-equiv="Content-Type" content="text/html; charset={}" />')
    return page_of(board, markup.ALERT.format(charset=charset, words=words, target=board.skin.list_path(board)))


def _listing(board: DemoBoard, sheet: Sheet) -> Answer:
    frame = frame_of(board)
    rows = [_row(board, post, "<strong>공지</strong>") for post in sheet.notices]
    rows += [_row(board, post, str(number)) for number, post in sheet.rows]
    columns = 7 if board.categories else 6
    content = markup.LIST.format(
        form=_form(board, frame, sheet.page),
        sheet=sheet,
        board_title=text(board.title),
        col='<col width="10%" />' if board.categories else "",
        category='<th scope="col">구분</th>\n' if board.categories else "",
        rows="".join(rows) or markup.EMPTY.format(columns=columns),
        pager=_pager(sheet),
    )
    return _page(board, board.title, content, frame)


def _row(board: DemoBoard, post: DemoPost, mark: str) -> str:
    after = f' <span class="cmt">({post.comments})</span>' if post.comments else ""
    after += markup.LOCK_ICON if post.is_secret else ""
    after += markup.NEW_ICON if is_new(board, post) else ""
    return markup.ROW.format(
        notice=' class="notice"' if post.is_notice else "",
        mark=mark,
        category=f"<td>{text(post.category or '')}</td>\n" if board.categories else "",
        reply=markup.REPLY_ICON if post.is_reply else "",
        post=post,
        title=text(cut_title(post.title, board.cut)),
        after=after,
        author=text(post.author),
        file=markup.FILE_ICON if post.files else "",
    )


def _pager(sheet: Sheet) -> str:
    link = '<a href="#LINK" onclick="fn_egov_select_linkPage({});return false; ">{}</a>&#160;'
    block = page_block(sheet, _PAGER)
    links = []
    if sheet.last_page > _PAGER:
        links.append(link.format(1, '<img src="/images/first.gif" alt="처음" />'))
        links.append(link.format(max(1, block.start - 1), '<img src="/images/prev.gif" alt="이전" />'))
    links += [f"<strong>{page}</strong>&#160;" if page == sheet.page else link.format(page, page) for page in block]
    if sheet.last_page > _PAGER:
        after = min(block.start + _PAGER, sheet.last_page)
        links.append(link.format(after, '<img src="/images/next.gif" alt="다음" />'))
        links.append(link.format(sheet.last_page, '<img src="/images/last.gif" alt="마지막" />'))
    return "".join(links)


def _document(board: DemoBoard, post: DemoPost, page: int) -> Answer:
    frame = frame_of(board)
    around = zip(("다음글", "이전글"), board.neighbours(post), strict=True)
    content = markup.DOCUMENT.format(
        form=_form(board, frame, page, post.key),
        board_title=text(board.title),
        category=markup.CATEGORY.format(text(post.category)) if post.category else "",
        title=text(post.title),
        author=text(post.author),
        post=post,
        modified=markup.MODIFIED.format(at=post.modified) if post.modified else "",
        files=_files(post, frame),
        body="\n".join(block.html for block in board.body(post)),
        around="".join(
            markup.AROUND.format(label=label, key=near.key, title=text(cut_title(near.title, board.cut)))
            if near is not None
            else markup.NO_NEIGHBOUR.format(label=label)
            for label, near in around
        ),
        comments=_comments(board, post),
    )
    return _page(board, f"{post.title} | {board.title}", content, frame)


def _files(post: DemoPost, frame: Frame) -> str:
    if not post.files:
        return ""
    file_id = f"FILE_{post.key}_{token(post, frame.salt)}"
    items = "".join(
        markup.FILE.format(id=file_id, at=at, name=text(file.name), size=file.size)
        for at, file in enumerate(post.files)
    )
    return markup.FILES.format(items=items)


def _download(board: DemoBoard, request: Request) -> Answer | None:
    """Files name no board: the post that the id holds does."""
    key, _, value = request.value("atchFileId").removeprefix("FILE_").partition("_")
    post = board.find(key)
    if post is None:
        return None
    if not is_token(post, value):
        return _alert(board, _FORBIDDEN)
    return download(post, request.number("fileSn", -1)) or _alert(board, _NO_FILE)


def _comments(board: DemoBoard, post: DemoPost) -> str:
    if not post.comments:
        return ""
    items = "".join(
        markup.COMMENT.format(author=text(comment.author), at=comment.at, words=text(comment.text))
        for comment in board.comments(post)
    )
    return markup.COMMENTS.format(post=post, items=items)
