"""Gnuboard 5: `/bbs/board.php?bo_table=…&wr_id=…`, dates without a year, alerts with status 200."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from newscrawl.demo.dice import mix
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
    redirect,
    text,
    token,
)
from newscrawl.demo.skins.markup import gnuboard5 as markup
from newscrawl.demo.wire import Answer, Request

if TYPE_CHECKING:
    from newscrawl.demo.board import DemoBoard
    from newscrawl.demo.sheet import Sheet

_PAGER = 10
_HOT = 1000  # views from which a row carries a heart
_TITLE_ON_DOCUMENT = 70  # the document's own heading is cut too; <title> holds the whole

_BOARD, _PASSWORD_PAGE, _DOWNLOAD, _FEED = "/bbs/board.php", "/bbs/password.php", "/bbs/download.php", "/bbs/rss.php"

_GONE = "글이 존재하지 않습니다.\n\n글이 삭제되었거나 이동된 경우입니다."
_FORBIDDEN = "글을 읽을 권한이 없습니다.\n\n회원이시라면 로그인 후 이용해 보십시오."
_NO_BOARD = "존재하지 않는 게시판입니다."
_DENIED = "잘못된 접근입니다."


class Gnuboard5(Skin):
    name = "gnuboard5"
    first_key = 1
    key_step = 2
    notices_take_places = True
    feed_escapes_twice = True
    beneath = False
    cut = 60

    def list_path(self, board: DemoBoard) -> str:
        return f"{_BOARD}?bo_table={board.name}"

    def document_path(self, board: DemoBoard, key: str) -> str:
        return f"{_BOARD}?bo_table={board.name}&wr_id={key}"

    def feed_path(self, board: DemoBoard) -> str:
        return f"{_FEED}?bo_table={board.name}"

    def answer(self, board: DemoBoard, request: Request) -> Answer | None:
        if request.value("bo_table") != board.name:
            return None
        answer = self._answer(board, request)
        if answer is not None and "PHPSESSID=" not in request.headers.get("cookie", ""):
            answer.headers.append(("Set-Cookie", f"PHPSESSID={mix(len(request.target)):016x}; path=/; HttpOnly"))
        return answer

    def _answer(self, board: DemoBoard, request: Request) -> Answer | None:
        key = request.value("wr_id")
        page = max(1, request.number("page"))
        if request.path == _PASSWORD_PAGE:
            form = markup.LOCKED.format(base=board.base_url, table=board.name, key=text(key))
            return _page(board, "비밀번호 입력", form)
        if request.path == _DOWNLOAD:
            return _download(board, request, key)
        if request.path != _BOARD:
            return None
        if not key:
            sca = request.value("sca")
            category = sca if sca in board.categories else None
            return _page(board, f"{board.title} {page} 페이지", _listing(board, board.sheet(page, category), None))
        post = board.find(key)
        if post is None:
            return _alert(board, _GONE, board.base_url + self.list_path(board))
        if post.is_forbidden:
            return _alert(board, _FORBIDDEN, f"{board.base_url}/bbs/login.php")
        if post.is_secret:
            return redirect(f"{board.base_url}{_PASSWORD_PAGE}?w=s&bo_table={board.name}&wr_id={key}")
        board.viewed(post, request)
        return _document(board, post, page)

    def stray(self, board: DemoBoard, request: Request) -> Answer | None:
        return _alert(board, _NO_BOARD, board.base_url) if request.path == _BOARD else None


def _page(board: DemoBoard, title: str, content: str, frame: Frame | None = None) -> Answer:
    frame = frame or frame_of(board)
    html = markup.PAGE.format(
        charset=meta_charset(board, '<meta charset="{}">'),
        title=text(title),
        base=board.base_url,
        table=board.name,
        frame=frame,
        board_title=text(board.title),
        content=content,
    )
    return page_of(board, html)


def _alert(board: DemoBoard, words: str, target: str) -> Answer:
    html = markup.ALERT.format(
        charset=meta_charset(board, '<meta charset="{}">'),
        quoted=json.dumps(words, ensure_ascii=False),
        words=words.replace("\n", "<br>"),
        target=text(target),
    )
    return page_of(board, html)


def _document(board: DemoBoard, post: DemoPost, page: int) -> Answer:
    frame = frame_of(board)
    around = zip(("btn_prv", "btn_next"), (" 이전글", " 다음글"), board.neighbours(post), strict=True)
    content = markup.DOCUMENT.format(
        base=board.base_url,
        table=board.name,
        list_url=text(board.base_url + board.skin.list_path(board)),
        category=f'<span class="bo_v_cate">{text(post.category)}</span>' if post.category else "",
        title=text(cut_title(post.title, _TITLE_ON_DOCUMENT)),
        member=_member(board, post),
        post=post,
        body="\n".join(block.html for block in board.body(post)),
        files=_files(board, post, frame),
        around="".join(
            markup.AROUND.format(
                kind=kind,
                label=label,
                address=_address(board, near),
                title=text(cut_title(near.title, board.cut)),
                post=near,
            )
            for kind, label, near in around
            if near is not None
        ),
        comments=_comments(board, post),
        listing=_listing(board, board.sheet(page), post) if board.beneath else "",
    )
    return _page(board, f"{post.title} > {board.title}", content, frame)


def _address(board: DemoBoard, post: DemoPost, tail: str = "") -> str:
    return text(f"{board.base_url}{board.skin.document_path(board, post.key)}{tail}")


def _files(board: DemoBoard, post: DemoPost, frame: Frame) -> str:
    if not post.files:
        return ""
    items = "".join(
        markup.FILE.format(
            base=board.base_url,
            table=board.name,
            key=post.key,
            at=at,
            nonce=token(post, frame.salt),
            name=text(file.name),
            size=file.size / 1024,
            times=at + 3,
            post=post,
        )
        for at, file in enumerate(post.files)
    )
    return markup.FILES.format(items=items)


def _download(board: DemoBoard, request: Request, key: str) -> Answer:
    """A file wants the token of its page and the cookie that came with it."""
    post = board.find(key)
    if post is None:
        return _alert(board, _GONE, board.base_url)
    if "PHPSESSID=" not in request.headers.get("cookie", "") or not is_token(post, request.value("nonce")):
        return _alert(board, _DENIED, board.base_url)
    return download(post, request.number("no", -1)) or _alert(board, "파일이 존재하지 않습니다.", board.base_url)


def _comments(board: DemoBoard, post: DemoPost) -> str:
    if not post.comments:
        return '<p id="bo_vc_empty">등록된 댓글이 없습니다.</p>\n'
    return "".join(
        markup.COMMENT.format(
            id=f"{post.key}{at}", author=text(comment.author), at=comment.at, words=text(comment.text)
        )
        for at, comment in enumerate(board.comments(post))
    )


def _listing(board: DemoBoard, sheet: Sheet, reading: DemoPost | None) -> str:
    rows = [_row(board, sheet, post, '<strong class="notice_icon">공지</strong>', reading) for post in sheet.notices]
    rows += [_row(board, sheet, post, str(number), reading) for number, post in sheet.rows]
    url = board.base_url + board.skin.list_path(board)
    tabs = "".join(f'<li><a href="{text(url)}&amp;sca={quote_plus(n)}">{text(n)}</a></li>' for n in board.categories)
    return markup.LIST.format(
        base=board.base_url,
        table=board.name,
        tabs=f'<nav id="bo_cate"><ul id="bo_cate_ul">{tabs}</ul></nav>\n' if tabs else "",
        sheet=sheet,
        total=sheet.total + sheet.pinned,
        board_title=text(board.title),
        sort=f"{text(url)}&amp;sop=and&amp;sod=desc&amp;page={sheet.page}&amp;sst=",
        rows="".join(rows) or '<tr><td colspan="6" class="empty_table">게시물이 없습니다.</td></tr>\n',
        pager=_pager(sheet, url),
    )


def _row(board: DemoBoard, sheet: Sheet, post: DemoPost, mark: str, reading: DemoPost | None) -> str:
    tail = f"&sca={quote_plus(sheet.category)}" if sheet.category else ""
    tail += f"&page={sheet.page}" if sheet.page > 1 else ""
    category = ""
    if post.category:
        link = text(f"{board.base_url}{board.skin.list_path(board)}&sca={quote_plus(post.category)}")
        category = f'<a href="{link}" class="bo_cate_link">{text(post.category)}</a>\n'
    before = f'<img src="{board.base_url}/img/icon_reply.gif" class="icon_reply" alt="답변글">' if post.is_reply else ""
    before += '<i class="fa fa-lock" aria-hidden="true"></i>' if post.is_secret else ""
    after = '<span class="new_icon">N<span class="sound_only">새글</span></span>' if is_new(board, post) else ""
    after += '<i class="fa fa-download" aria-hidden="true"></i>' if post.files else ""
    after += '<i class="fa fa-heart" aria-hidden="true"></i>' if post.views >= _HOT else ""
    if post.comments:
        after += f'<span class="sound_only">댓글</span><span class="cnt_cmt">{post.comments}</span>'
        after += '<span class="sound_only">개</span>'
    is_read = reading is not None and reading.serial == post.serial
    return markup.ROW.format(
        kind="bo_notice" if post.is_notice else "",
        mark='<span class="bo_current">열람중</span>' if is_read else mark,
        indent=10 if post.is_reply else 0,
        category=category,
        address=_address(board, post, tail),
        before=before,
        title=text(cut_title(post.title, board.cut)),
        after=after,
        member=_member(board, post),
        post=post,
        date=f"{post.published:%H:%M}" if post.published.date() == board.now.date() else f"{post.published:%m-%d}",
    )


def _member(board: DemoBoard, post: DemoPost) -> str:
    """Members have a hidden menu with their name in it, guests have none."""
    if post.serial % 3:
        return markup.GUEST.format(text(post.author))
    return markup.MEMBER.format(base=board.base_url, id=len(post.author), name=text(post.author))


def _pager(sheet: Sheet, url: str) -> str:
    """Blocks of ten. Beyond the last page no page is the current one."""
    address = text(url + (f"&sca={quote_plus(sheet.category)}" if sheet.category else "")) + "&amp;page="
    block = page_block(sheet, _PAGER)
    links = []
    if sheet.page > 1:
        links.append(f'<a href="{address}1" class="pg_page pg_start">처음</a>')
    if sheet.page > _PAGER:
        before = min(block.start - 1, sheet.last_page)
        links.append(f'<a href="{address}{before}" class="pg_page pg_prev">이전</a>')
    for page in block:
        if page == sheet.page:
            links.append(f'<strong class="pg_current">{page}</strong><span class="sound_only">페이지</span>')
        else:
            links.append(f'<a href="{address}{page}" class="pg_page">{page}<span class="sound_only">페이지</span></a>')
    if block and block.stop <= sheet.last_page:
        links.append(f'<a href="{address}{block.stop}" class="pg_page pg_next">다음</a>')
    if sheet.page < sheet.last_page:
        links.append(f'<a href="{address}{sheet.last_page}" class="pg_page pg_end">맨끝</a>')
    return f'<nav class="pg_wrap"><span class="pg">{"".join(links)}</span></nav>'
