"""Every skin shows the board as it is, in its own software's manner."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin

import pytest
from lxml.html import HtmlElement, tostring

from newscrawl.demo import SKINS, DemoBoard, DemoServer
from newscrawl.demo.content import SEOUL

from .conftest import Reply, ask

NOW = datetime(2025, 6, 28, 9, 30, tzinfo=SEOUL)
Served = Callable[..., DemoServer]


@dataclass
class Manner:
    """Where a skin's pages show things, and what it says: written down apart from the skin."""

    page: str  # parameter of the list's pages
    row: str
    key: str  # pattern with the key, in a row's HTML
    number: str | None
    title: str
    author: str
    date: str
    shown: str  # how a day long past is shown
    heading: str
    body: str
    minute: str  # how a document shows its time
    gone: tuple[int, str]
    secret: tuple[int, str]
    forbidden: tuple[int, str]


MANNERS = {
    "rhymix": Manner(
        "page",
        "#board_list tbody tr",
        r"/news/(\d+)",
        "td.no",
        "td.title a:first-child",
        "td.author",
        "td.time",
        "%Y.%m.%d",
        ".read_header h1",
        ".xe_content",
        "%Y.%m.%d %H:%M",
        (404, "대상을 찾을 수 없습니다."),
        (403, "비밀글입니다. 비밀번호를 입력하세요."),
        (403, "권한이 없습니다."),
    ),
    "gnuboard5": Manner(
        "page",
        "#bo_list tbody tr",
        r"wr_id=(\d+)",
        "tr:not(.bo_notice) td.td_num2",
        ".bo_tit a",
        "td.td_name",
        "td.td_datetime",
        "%m-%d",
        ".bo_v_tit",
        "#bo_v_con",
        "%y-%m-%d %H:%M",
        (200, 'alert("글이 존재하지 않습니다.'),
        (302, ""),
        (200, 'alert("글을 읽을 권한이 없습니다.'),
    ),
    "egov": Manner(
        "pageIndex",
        "table.board_list tbody tr",
        r"fn_egov_select_noticeInq\('(\d+)'\)",
        "tr:not(.notice) td:first-child",
        "td.tit a",
        "td:nth-child(3)",
        "td:nth-child(4)",
        "%Y-%m-%d",
        "table.board_view tr:first-child td",
        "td.view_cont",
        "%Y-%m-%d %H:%M:%S",
        (200, "삭제되었거나 존재하지 않는 게시물입니다."),
        (200, "비밀글입니다."),
        (200, "권한이 없습니다."),
    ),
    "zeroboard": Manner(
        "page",
        "tr.list, tr.list_notice",
        r"&amp;no=(\d+)",
        "tr.list td.no",
        "td[align=left] a",
        "td:nth-child(3)",
        "td:nth-child(4)",
        "%Y/%m/%d",
        "td.view_title1 b",
        "td.list_han",
        "%Y/%m/%d %H:%M",
        (200, "선택하신 게시물이 존재하지 않습니다"),
        (200, "비밀글입니다."),
        (200, "사용권한이 없습니다"),
    ),
    "mobile": Manner(
        "p",
        "ul.post_list li",
        r"seq=(\d+)",
        None,
        "strong.tit",
        "span.name",
        "span.date",
        "%Y.%m.%d",
        ".view_top h1",
        ".view_body",
        "%Y.%m.%d.",
        (404, "삭제되었거나 없는 게시글입니다."),
        (403, "비밀글입니다."),
        (403, "권한이 없습니다."),
    ),
}


def read(server: DemoServer, board: DemoBoard, page: int) -> Reply:
    url = server.url_of(board)
    if board.skin.name == "egov":
        return ask(url.partition("?")[0], form={"bbsId": f"BBSMSTR_{board.name}", "pageIndex": str(page)})
    return ask(f"{url}{'&' if '?' in url else '?'}{MANNERS[board.skin.name].page}={page}")


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def html(element: HtmlElement) -> str:
    return tostring(element, encoding="unicode")


def rows(reply: Reply, manner: Manner) -> list[dict[str, str | None]]:
    found = []
    for row in reply.page.cssselect(manner.row):
        key = re.search(manner.key, html(row))
        if key is None:
            continue
        number = row.cssselect(manner.number) if manner.number else []
        found.append(
            {
                "key": key[1],
                "number": words(number[0]) if number else None,
                "title": words(row.cssselect(manner.title)[0]),
                "author": words(row.cssselect(manner.author)[0]),
                "date": words(row.cssselect(manner.date)[0]),
            }
        )
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
@pytest.mark.parametrize("skin", SKINS)
def test_the_list_shows_every_post_once(served: Served, skin: str, encoding: str) -> None:
    board = DemoBoard(posts=53, skin=skin, encoding=encoding, cut=0, clock=lambda: NOW + timedelta(days=300))
    server, manner = served(board), MANNERS[skin]
    board.delete(board.truth()[20]["key"])
    board.insert(title='새 "글" <하나> & 둘')
    seen = {row["key"]: row for page in range(1, 5) for row in rows(read(server, board, page), manner)}
    truth = {post["key"]: post for post in board.truth()}
    assert seen.keys() == truth.keys()
    for key, row in seen.items():
        post = truth[key]
        assert (row["title"], post["author"] in row["author"]) == (post["title"], True)
        if manner.number and not post["is_notice"]:
            assert row["number"] == str(post["number"])
        if post["published"] < NOW - timedelta(days=1):
            assert row["date"] == f"{post['published']:{manner.shown}}"


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
@pytest.mark.parametrize("skin", SKINS)
def test_documents_show_their_post(served: Served, skin: str, encoding: str) -> None:
    board = DemoBoard(posts=40, skin=skin, encoding=encoding, secret_every=0, categories=True)
    served(board)
    manner = MANNERS[skin]
    for post in board.truth():
        page = ask(post["url"]).page
        shown = words(page.cssselect(manner.heading)[0]).removeprefix(f"[{post['category']}]").strip()
        cut = shown.removesuffix("…")
        assert post["title"].startswith(cut)
        assert len(cut) >= min(70, len(post["title"]))
        body = next(box for box in page.cssselect(manner.body) if "Download" not in words(box))
        wanted = f"{post['body_text']}{post['publisher'] or ''}"
        assert words(body).replace(" ", "") == "".join(wanted.split())
        text = words(page)
        assert f"{post['published']:{manner.minute}}" in text
        assert all(name in text for name in post["attachments"])


@pytest.mark.parametrize("skin", SKINS)
def test_each_software_says_in_its_own_way_that_there_is_no_post(served: Served, skin: str) -> None:
    board = DemoBoard(posts=20, skin=skin)
    served(board)
    manner = MANNERS[skin]
    gone, secret, forbidden = board.truth()[5:8]
    board.delete(gone["key"])
    board.edit(secret["key"], is_secret=True)
    board.edit(forbidden["key"], is_secret=False, is_forbidden=True)
    for post, (status, said) in ((gone, manner.gone), (secret, manner.secret), (forbidden, manner.forbidden)):
        reply = ask(post["url"])
        assert (reply.status, said in reply.text) == (status, True)
        assert gone["title"] not in reply.text or skin == "rhymix"
        if status == 302:
            assert "비밀번호를 입력하세요" in ask(reply.headers["Location"]).text


@pytest.mark.parametrize("skin", SKINS)
def test_beyond_the_last_page_there_are_no_ordinary_rows(served: Served, skin: str) -> None:
    board = DemoBoard(posts=20, skin=skin, rows=10)
    server = served(board)
    notices = {post["key"] for post in board.truth() if post["is_notice"]}
    reply = read(server, board, 9)
    found = {row["key"] for row in rows(reply, MANNERS[skin])}
    assert reply.status == 200
    assert found == (set() if skin == "gnuboard5" else notices)
    if skin == "mobile":
        assert "p=10" in reply.text


@pytest.mark.parametrize("skin", SKINS)
def test_attachments_can_be_had_with_the_token_of_the_page(served: Served, skin: str) -> None:
    board = DemoBoard(posts=10, skin=skin, secret_every=0)
    server = served(board)
    key = board.insert(title="자료", files=[("표 & 글.xlsx", 5000), ("안내.pdf", 700)])
    url = next(post["url"] for post in board.truth() if post["key"] == key)
    reply = ask(url)
    cookie = (reply.headers["Set-Cookie"] or "").partition(";")[0]
    if skin == "egov":
        calls = re.findall(r"fn_egov_downFile\('(\w+)','(\d)'\)", reply.text)
        links = [f"{server.url}/cmm/fms/FileDown.do?atchFileId={file}&fileSn={at}" for file, at in calls]
    else:
        pattern = r"procFileDownload|download\.php|down\.do"
        links = [urljoin(url, link) for link in reply.page.xpath("//a/@href") if re.search(pattern, link)]
    files = [ask(link, Cookie=cookie) for link in links]
    assert [len(file.body) for file in files] == [5000, 700]
    assert files[0].body[:2] == b"PK"
    assert files[1].body[:5] == b"%PDF-"
    assert "attachment" in files[0].headers["Content-Disposition"]
    spoiled = re.sub(r"[0-9a-f]{20,}", "0" * 24, links[0])
    assert ask(spoiled, Cookie=cookie).headers.get_content_type() == "text/html"
    assert ask(url).text != reply.text


def test_gnuboard_gives_files_only_to_those_who_bring_the_cookie(served: Served) -> None:
    board = DemoBoard(posts=5, skin="gnuboard5", secret_every=0)
    served(board)
    board.insert(files=[("표.xlsx", 5000)])
    reply = ask(board.truth()[3]["url"])
    link = reply.page.xpath("//a[@class='view_file_download']/@href")[0]
    assert "잘못된 접근입니다" in ask(link).text


@pytest.mark.parametrize("skin", ["rhymix", "gnuboard5", "zeroboard"])
def test_the_list_beneath_marks_the_post_that_is_read(served: Served, skin: str) -> None:
    board = DemoBoard(posts=45, skin=skin, beneath=True, secret_every=0)
    served(board)
    manner = MANNERS[skin]
    for post in board.truth()[3:8]:
        found = rows(ask(post["url"]), manner)
        assert len(found) >= 20
        number = next(row["number"] for row in found if row["key"] == post["key"])
        assert number in ("»", "열람중", "")


def test_rhymix_shows_the_page_that_the_reader_came_from(served: Served) -> None:
    board = DemoBoard(posts=90, notices=0, secret_every=0)
    server = served(board)
    url = board.truth()[45]["url"]
    assert rows(ask(url), MANNERS["rhymix"])[0]["number"] == "90"
    assert rows(ask(url, Referer=f"{server.url}/news?page=3"), MANNERS["rhymix"])[0]["number"] == "50"
    assert rows(ask(f"{url}?page=2"), MANNERS["rhymix"])[0]["number"] == "70"
    links = read(server, board, 3).page.xpath("//td[@class='title']/a[1]/@href")
    assert all(link.endswith("?page=3") for link in links)


def test_rhymix_has_many_addresses_for_one_post(served: Served) -> None:
    board = DemoBoard(posts=20, secret_every=0)
    server = served(board)
    key, title = board.truth()[4]["key"], board.truth()[4]["title"]
    for path in (f"/news/{key}", f"/index.php?mid=news&document_srl={key}", f"/?document_srl={key}"):
        assert words(ask(server.url + path).page.cssselect(".read_header h1")[0]) == title
    assert ask(f"{server.url}/news?page=-1").status == 500
    assert ask(f"{server.url}/news", method="HEAD").status == 405


def test_gnuboard_shows_the_time_for_today_and_no_year_ever(served: Served) -> None:
    board = DemoBoard(posts=5, skin="gnuboard5", clock=lambda: NOW)
    server = served(board)
    board.insert(published=NOW.replace(hour=8, minute=5))
    board.insert(published=NOW - timedelta(days=420))
    dates = [row["date"] for row in rows(ask(server.url_of(board)), MANNERS["gnuboard5"])][3:5]
    assert dates == ["05-04", "08:05"]


def test_mobile_dates_tell_how_long_ago(served: Served) -> None:
    board = DemoBoard(posts=0, notices=0, skin="mobile", clock=lambda: NOW)
    server = served(board)
    for age in (timedelta(days=200), timedelta(days=3), timedelta(hours=5), timedelta(minutes=3), timedelta(seconds=9)):
        board.insert(published=NOW - age)
    dates = [row["date"] for row in rows(ask(server.url_of(board)), MANNERS["mobile"])]
    assert dates == ["방금", "3분 전", "5시간 전", "06.25", "2024.12.10"]


def test_gnuboard_cuts_long_titles_and_has_them_whole_in_the_head(served: Served) -> None:
    board = DemoBoard(posts=3, notices=0, skin="gnuboard5", secret_every=0)
    server = served(board)
    title = "가나다라마" * 20
    board.insert(title=title)
    assert rows(ask(server.url_of(board)), MANNERS["gnuboard5"])[0]["title"] == title[:60] + "…"
    page = ask(board.truth()[0]["url"]).page
    assert words(page.cssselect(".bo_v_tit")[0]) == title[:70] + "…"
    assert page.findtext(".//title") == f"{title} > 새 소식 | 한빛마을"


@pytest.mark.parametrize("skin", ["rhymix", "gnuboard5", "mobile"])
def test_categories_have_lists_of_their_own(served: Served, skin: str) -> None:
    board = DemoBoard(posts=120, notices=0, skin=skin, categories=True)
    server = served(board)
    page = ask(server.url_of(board)).page
    link = next(a for a in page.xpath("//ul//a | //div[@class='tabs']/a") if words(a) == "경제").get("href")
    found = rows(ask(urljoin(server.url, link)), MANNERS[skin])
    wanted = [post["key"] for post in board.truth() if post["category"] == "경제"]
    assert [row["key"] for row in found] == wanted[:20]


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize(
    ("declare", "header", "meta"), [("header", True, False), ("meta", False, True), ("none", False, False)]
)
def test_the_encoding_is_said_where_the_board_says_it(
    served: Served, skin: str, declare: str, header: bool, meta: bool
) -> None:
    board = DemoBoard(posts=3, skin=skin, encoding="cp949", declare=declare)
    reply = ask(served(board).url_of(board))
    assert ("euc-kr" in reply.headers["Content-Type"]) == header
    assert (b"euc-kr" in reply.body) == meta
    assert "새 소식" in reply.body.decode("cp949")


def test_what_cp949_cannot_hold_becomes_a_reference(served: Served) -> None:
    board = DemoBoard(posts=3, encoding="cp949")
    server = served(board)
    board.insert(title="🐳 고래와 똠얌")
    reply = ask(server.url_of(board))
    assert b"&#128051;" in reply.body
    assert rows(reply, MANNERS["rhymix"])[3]["title"] == "🐳 고래와 똠얌"


@pytest.mark.parametrize("skin", SKINS)
def test_pages_of_real_weight(served: Served, skin: str) -> None:
    board = DemoBoard(posts=40, skin=skin, weight="real")
    reply = ask(served(board).url_of(board))
    assert 27_000 < len(reply.body) < 45_000
    assert len(rows(reply, MANNERS[skin])) >= 20


@pytest.mark.parametrize(
    ("skin", "path"), [("gnuboard5", "/bbs/board.php?bo_table=x"), ("zeroboard", "/zboard/zboard.php?id=x")]
)
def test_a_board_that_does_not_exist(served: Served, skin: str, path: str) -> None:
    reply = ask(served(DemoBoard(posts=3, skin=skin)).url + path)
    assert reply.status == 200
    assert "게시판입니다" in reply.text
