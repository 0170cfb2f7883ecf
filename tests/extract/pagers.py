"""Pagers as boards write them: where each stands, and what it says; see test_pagers.py."""

from __future__ import annotations

from dataclasses import dataclass, field

HOST = "https://board.example.kr"


@dataclass
class Case:
    """A pager's markup and the truth about it.

    `second` and `seventh` are the requests for pages 2 and 7: an address, or (address, form) of a POST, where `form` is
    what must stand in it. None where no way to any page is shown. `following` is the page that the list names as the next.
    """

    url: str
    pager: str
    second: str | tuple[str, dict[str, str]] | None
    seventh: str | tuple[str, dict[str, str]] | None
    page: int | None = 1
    last: int | None = None
    total: int | None = None
    following: int | None = 2
    above: str = ""
    script: str = ""
    forms: dict[str, str] = field(default_factory=dict)


def links(address: str, pages: range, here: int = 1, mark: str = "<strong>{}</strong>") -> str:
    """The numbers of a pager: `address` holds {} for the page."""
    return " ".join(
        mark.format(page) if page == here else f'<a href="{address.format(page)}">{page}</a>' for page in pages
    )


def calls(call: str, pages: range, here: int = 1) -> str:
    return " ".join(
        f"<strong>{page}</strong>" if page == here else f'<a href="javascript:{call.format(page)}">{page}</a>'
        for page in pages
    )


def query(name: str, value: int | str, path: str = "/bbs/list.do?id=news") -> str:
    return f"{HOST}{path}&{name}={value}"


LIST = f"{HOST}/bbs/list.do?id=news"
TEN = range(1, 11)

STATE = (
    '<input type="hidden" name="__EVENTTARGET" value=""><input type="hidden" name="__EVENTARGUMENT" value="">'
    '<input type="hidden" name="__VIEWSTATE" value="/wEPDwUK+state=="><input type="hidden" name="__VIEWSTATEGENERATOR" value="CA0B">'
    '<input type="hidden" name="__EVENTVALIDATION" value="/wEdAA+valid=="><input type="text" name="ctl00$txtSearch" value="">'
    '<input type="submit" name="ctl00$btnSearch" value="검색">'
)


def posted(**form: str) -> tuple[str, dict[str, str]]:
    return f"{HOST}/bbs/list.do", form


def back(target: str, argument: str) -> tuple[str, dict[str, str]]:
    return (
        f"{HOST}/notice/List.aspx?b=3",
        {
            "__EVENTTARGET": target,
            "__EVENTARGUMENT": argument,
            "__VIEWSTATE": "/wEPDwUK+state==",
            "__EVENTVALIDATION": "/wEdAA+valid==",
        },
    )


def grid(target: str, pages: range, here: int, *, before: str = "", after: str = "") -> str:
    numbers = "".join(
        f"<td><span>{page}</span></td>"
        if page == here
        else f"<td><a href=\"javascript:__doPostBack('{target}','Page${page}')\">{page}</a></td>"
        for page in pages
    )
    return f'<tr class="pgr"><td colspan="5"><table border="0"><tr>{before}{numbers}{after}</tr></table></td></tr>'


PAGERS = {
    "numbers, all there are": Case(
        LIST, links("?id=news&amp;page={}", range(1, 6)), query("page", 2), query("page", 7), last=5
    ),
    "a block of ten and 다음": Case(
        LIST,
        links("?id=news&amp;page={}", TEN) + '<a href="?id=news&amp;page=11">다음</a>',
        query("page", 2),
        query("page", 7),
    ),
    "a block of ten, 다음 and 맨끝": Case(
        LIST,
        links("?id=news&page={}", TEN) + '<a href="?id=news&page=11">다음</a> <a href="?id=news&page=123">맨끝</a>',
        query("page", 2),
        query("page", 7),
        last=123,
    ),
    "the second block, with both arrows": Case(
        query("page", 13),
        '<a href="?id=news&page=1">처음</a><a href="?id=news&page=10">이전</a>'
        + links("?id=news&page={}", range(11, 21), 13)
        + '<a href="?id=news&page=21">다음</a><a href="?id=news&page=41">마지막</a>',
        query("page", 2),
        query("page", 7),
        page=13,
        last=41,
        following=14,
    ),
    "the last block": Case(
        query("page", 23),
        '<a href="?id=news&page=20">이전</a>' + links("?id=news&page={}", range(21, 25), 23),
        query("page", 2),
        query("page", 7),
        page=23,
        last=24,
        following=24,
    ),
    "the last page": Case(
        query("page", 24),
        '<a href="?id=news&page=1">«</a><a href="?id=news&page=20">‹</a>'
        + links("?id=news&page={}", range(21, 25), 24)
        + '<a class="disabled">›</a><a class="disabled">»</a>',
        query("page", 2),
        query("page", 7),
        page=24,
        last=24,
        following=None,
    ),
    "the last page whose arrows lead to itself": Case(
        query("page", 24),
        '<a href="?id=news&page=1">처음</a><a href="?id=news&page=20">이전</a>'
        + links("?id=news&page={}", range(21, 25), 24)
        + '<a href="?id=news&page=24">다음</a><a href="?id=news&page=24">끝</a>',
        query("page", 2),
        query("page", 7),
        page=24,
        last=24,
        following=None,
    ),
    "arrows drawn as pictures": Case(
        LIST,
        links("?id=news&page={}", TEN)
        + '<a href="?id=news&page=11"><img src="/n.gif" alt="다음 페이지"></a><a href="?id=news&page=88"><img src="/l.gif" alt="마지막 페이지"></a>',
        query("page", 2),
        query("page", 7),
        last=88,
    ),
    "arrows without any word": Case(
        LIST,
        links("?id=news&page={}", TEN)
        + '<a href="?id=news&page=11" class="btn_next"><i></i></a><a href="?id=news&page=88" class="btn_last"><i></i></a>',
        query("page", 2),
        query("page", 7),
        last=88,
    ),
    "one step onward and the last": Case(
        LIST,
        links("?id=news&page={}", TEN) + '<a href="?id=news&page=2">다음</a><a href="?id=news&page=88">마지막</a>',
        query("page", 2),
        query("page", 7),
        last=88,
    ),
    "one step onward": Case(
        LIST,
        links("?id=news&page={}", TEN) + '<a href="?id=news&page=2">다음 페이지</a>',
        query("page", 2),
        query("page", 7),
    ),
    "one step onward, fewer than a block": Case(
        LIST,
        links("?id=news&page={}", range(1, 5)) + '<a href="?id=news&page=2">›</a>',
        query("page", 2),
        query("page", 7),
        last=4,
    ),
    "guillemets": Case(
        LIST,
        '<a href="?id=news&page=1">«</a><a href="?id=news&page=1">‹</a>'
        + links("?id=news&page={}", range(1, 6))
        + '<a href="?id=news&page=6">›</a><a href="?id=news&page=31">»</a>',
        query("page", 2),
        query("page", 7),
        last=31,
    ),
    "double guillemets step by a block": Case(
        LIST,
        links("?id=news&page={}", TEN) + '<a href="?id=news&page=2">&gt;</a><a href="?id=news&page=11">&raquo;</a>',
        query("page", 2),
        query("page", 7),
    ),
    "numbers in brackets": Case(
        LIST,
        "<b>1</b> "
        + " ".join(f'<a href="?id=news&page={page}">[{page}]</a>' for page in range(2, 11))
        + '<a href="?id=news&page=11">[다음 10 개]</a>',
        query("page", 2),
        query("page", 7),
    ),
    "brackets outside of the links": Case(
        LIST,
        "[<b>1</b>] " + " ".join(f'[<a href="?id=news&page={page}">{page}</a>]' for page in range(2, 5)),
        query("page", 2),
        query("page", 7),
        last=4,
    ),
    "dots and the last number": Case(
        LIST,
        links("?id=news&page={}", range(1, 6))
        + ' … <a href="?id=news&page=62">62</a><a href="?id=news&page=2">Next</a>',
        query("page", 2),
        query("page", 7),
        last=62,
    ),
    "dots at both sides": Case(
        query("page", 30),
        '<a href="?id=news&page=1">1</a> … '
        + links("?id=news&page={}", range(28, 33), 30)
        + ' … <a href="?id=news&page=62">62</a>',
        query("page", 2),
        query("page", 7),
        page=30,
        last=62,
        following=31,
    ),
    "dots that are a link to the next block": Case(
        LIST,
        links("?id=news&page={}", range(1, 11)) + '<a href="?id=news&page=11">...</a>',
        query("page", 2),
        query("page", 7),
    ),
    "the block before the last has one page less": Case(
        query("page", 11),
        '<a href="?id=news&page=10">이전</a>'
        + links("?id=news&page={}", range(11, 21), 11)
        + '<a href="?id=news&page=21">다음</a><a href="?id=news&page=21">맨끝</a>',
        query("page", 2),
        query("page", 7),
        page=11,
        last=21,
        following=12,
    ),
    "only two pages": Case(LIST, links("?id=news&page={}", range(1, 3)), query("page", 2), query("page", 7), last=2),
    "the current page is a link too": Case(
        query("page", 3),
        "<ul>"
        + "".join(
            f'<li class="{"active" if page == 3 else ""}"><a href="?id=news&page={page}">{page}</a></li>'
            for page in range(1, 6)
        )
        + "</ul>",
        query("page", 2),
        query("page", 7),
        page=3,
        last=5,
        following=4,
    ),
    "aria-current": Case(
        f"{HOST}/board/news/3",
        '<nav aria-label="pagination">'
        + "".join(
            f'<a href="/board/news/{page}"{" aria-current=page" if page == 3 else ""}>{page}</a>'
            for page in range(1, 6)
        )
        + "</nav>",
        f"{HOST}/board/news/2",
        f"{HOST}/board/news/7",
        page=3,
        last=5,
        following=4,
    ),
    "hidden words for screen readers": Case(
        LIST,
        '<strong><span class="blind">현재 페이지</span>1</strong>'
        + "".join(
            f'<a href="?id=news&page={page}">{page}<span class="blind">페이지</span></a>' for page in range(2, 11)
        )
        + '<a href="?id=news&page=11"><span class="blind">다음 10페이지로 이동</span></a><a href="?id=news&page=45"><span class="blind">마지막 페이지로 이동</span></a>',
        query("page", 2),
        query("page", 7),
        last=45,
    ),
    "titles say which page": Case(
        LIST,
        "<em>1</em>"
        + "".join(f'<a href="?id=news&page={page}" title="{page}페이지로 이동">{page}</a>' for page in range(2, 11))
        + '<a href="?id=news&page=11" title="다음 10페이지"></a><a href="?id=news&page=45" title="끝 페이지"></a>',
        query("page", 2),
        query("page", 7),
        last=45,
    ),
    "page 3 of 120": Case(
        query("page", 3),
        '<a href="?id=news&page=2">Previous</a> Page 3 of 120 <a href="?id=news&page=4">Next</a>',
        query("page", 2),
        query("page", 7),
        page=3,
        last=120,
        following=4,
    ),
    "1/25 페이지 and the count": Case(
        LIST,
        links("?id=news&page={}", TEN) + '<a href="?id=news&page=11">다음</a>',
        query("page", 2),
        query("page", 7),
        above='<p class="total">총 <strong>245</strong>건 (1/25 페이지)</p>',
        last=25,
        total=245,
    ),
    "전체 1,204건 현재 페이지 1/81": Case(
        LIST,
        links("?id=news&page={}", TEN) + '<a href="?id=news&page=11">다음</a>',
        query("page", 2),
        query("page", 7),
        above="<div>전체 <b>1,204</b>건, 현재 페이지 <b>1</b>/81</div>",
        last=81,
        total=1204,
    ),
    "Total: 57 and pages": Case(
        LIST,
        links("?id=news&page={}", range(1, 5)),
        query("page", 2),
        query("page", 7),
        above="<div>Total : 57, Page : 1 / 4</div>",
        last=4,
        total=57,
    ),
    "the count without pages": Case(
        LIST,
        links("?id=news&page={}", TEN) + '<a href="?id=news&page=11">다음</a>',
        query("page", 2),
        query("page", 7),
        above="<p>총 <em>312</em>개의 게시물이 있습니다.</p>",
        total=312,
    ),
    "게시물 count and 쪽": Case(
        LIST,
        links("?id=news&page={}", TEN) + '<a href="?id=news&page=11">다음</a>',
        query("page", 2),
        query("page", 7),
        above="<p>게시물 <b>312</b>건 [ <b>1</b> / 32 쪽 ]</p>",
        last=32,
        total=312,
    ),
    "전체 게시물 수, 현재 페이지 / 전체 페이지": Case(
        LIST,
        links("?id=news&page={}", TEN) + '<a href="?id=news&page=11">다음</a>',
        query("page", 2),
        query("page", 7),
        above="<ul><li>전체 게시물 수 : <span>312</span></li><li>현재 페이지 <span>1</span> / 전체 페이지 <span>32</span></li></ul>",
        last=32,
        total=312,
    ),
    "총 32페이지": Case(
        LIST,
        links("?id=news&page={}", TEN) + '<a href="?id=news&page=11">다음</a>',
        query("page", 2),
        query("page", 7),
        above="<p>총 312건, 총 32페이지</p>",
        last=32,
        total=312,
    ),
    "a box of pages to go to": Case(
        LIST,
        '<select name="page" onchange="location.href=this.value">'
        + "".join(f'<option value="?id=news&page={page}">{page}</option>' for page in range(1, 33))
        + "</select> / 32",
        query("page", 2),
        query("page", 7),
        last=32,
    ),
    "a box of pages in a form": Case(
        LIST,
        '<form action="/bbs/list.do"><input type="hidden" name="id" value="news"><select name="page" onchange="this.form.submit()">'
        + "".join(f'<option value="{page}">{page} 페이지</option>' for page in range(1, 13))
        + "</select></form>",
        query("page", 2),
        query("page", 7),
        last=12,
    ),
    "a field for the page between arrows": Case(
        LIST,
        '<a href="?id=news&page=1">이전</a><input type="text" value="1"> / <span>32</span><a href="?id=news&page=2">다음</a>',
        query("page", 2),
        query("page", 7),
        last=32,
    ),
    "pageIndex": Case(
        LIST,
        links("/bbs/list.do?id=news&pageIndex={}", TEN)
        + '<a href="/bbs/list.do?id=news&pageIndex=11">다음</a><a href="/bbs/list.do?id=news&pageIndex=14">마지막</a>',
        query("pageIndex", 2),
        query("pageIndex", 7),
        last=14,
    ),
    "cpage": Case(
        LIST,
        links("?id=news&cpage={}", range(1, 8)),
        query("cpage", 2),
        query("cpage", 7),
        last=7,
    ),
    "p": Case(LIST, links("?id=news&p={}", range(1, 8)), query("p", 2), query("p", 7), last=7),
    "a name that nobody knows": Case(
        LIST,
        links("?id=news&nPg={}", range(1, 8)),
        query("nPg", 2),
        query("nPg", 7),
        last=7,
    ),
    "another number beside the page": Case(
        LIST,
        links("?id=news&size=10&page={}", TEN) + '<a href="?id=news&size=10&page=11">다음</a>',
        query("size", 10) + "&page=2",
        query("size", 10) + "&page=7",
    ),
    "the page in two parameters": Case(
        LIST,
        " ".join(f'<a href="?id=news&page={page}&block={(page - 1) // 5}">{page}</a>' for page in range(2, 6))
        + "<b>1</b>",
        query("page", 2) + "&block=0",
        query("page", 7) + "&block=0",
        last=5,
    ),
    "pages from 0": Case(
        LIST,
        "<b>1</b>"
        + " ".join(f'<a href="?id=news&page={page - 1}">{page}</a>' for page in range(2, 7))
        + '<a href="?id=news&page=1">다음</a><a href="?id=news&page=17">마지막</a>',
        query("page", 1),
        query("page", 6),
        last=18,
    ),
    "offset by rows": Case(
        LIST,
        "<b>1</b>"
        + " ".join(f'<a href="?id=news&offset={(page - 1) * 15}">{page}</a>' for page in range(2, 11))
        + '<a href="?id=news&offset=150">다음</a><a href="?id=news&offset=615">마지막</a>',
        query("offset", 15),
        query("offset", 90),
        last=42,
    ),
    "offset by rows on a later page": Case(
        query("article.offset", 30),
        " ".join(
            f'<a href="?id=news&articleLimit=10&article.offset={(page - 1) * 10}"{" class=active" if page == 4 else ""}>{page}</a>'
            for page in range(1, 11)
        )
        + '<a href="?id=news&articleLimit=10&article.offset=100">›</a><a href="?id=news&articleLimit=10&article.offset=320">»</a>',
        query("articleLimit", 10) + "&article.offset=10",
        query("articleLimit", 10) + "&article.offset=60",
        page=4,
        last=33,
        following=5,
    ),
    "only onward, by rows": Case(
        LIST,
        '<a href="?id=news&start=15">다음</a>',
        query("start", 15),
        query("start", 90),
    ),
    "/page/3": Case(
        f"{HOST}/notice",
        "<span class='current'>1</span>"
        + links("/notice/page/{}", range(2, 5))
        + '<a href="/notice/page/31">31</a><a class="next" href="/notice/page/2">Next »</a>',
        f"{HOST}/notice/page/2",
        f"{HOST}/notice/page/7",
        last=31,
    ),
    "/page/3/ on a middle page": Case(
        f"{HOST}/notice/page/3/",
        '<a href="/notice/">1</a><a href="/notice/page/2/">2</a><span class="page-numbers current">3</span><a href="/notice/page/4/">4</a><span>…</span><a href="/notice/page/31/">31</a><a href="/notice/page/4/">다음</a>',
        f"{HOST}/notice/page/2/",
        f"{HOST}/notice/page/7/",
        page=3,
        last=31,
        following=4,
    ),
    "/list/3": Case(
        f"{HOST}/board/12/list/1",
        links("/board/12/list/{}", TEN) + '<a href="/board/12/list/11">다음</a><a href="/board/12/list/40">끝</a>',
        f"{HOST}/board/12/list/2",
        f"{HOST}/board/12/list/7",
        last=40,
    ),
    "/list_3.html": Case(
        f"{HOST}/news/list_1.html",
        links("/news/list_{}.html", TEN) + '<a href="/news/list_11.html">다음</a>',
        f"{HOST}/news/list_2.html",
        f"{HOST}/news/list_7.html",
    ),
    "the page within the path": Case(
        f"{HOST}/board/p/1/list.do?id=news",
        links("/board/p/{}/list.do?id=news", range(1, 6)),
        f"{HOST}/board/p/2/list.do?id=news",
        f"{HOST}/board/p/7/list.do?id=news",
        last=5,
    ),
    "the page in a path with its name": Case(
        f"{HOST}/board/news/page=1",
        links("/board/news/page={}", range(1, 6)),
        f"{HOST}/board/news/page=2",
        f"{HOST}/board/news/page=7",
        last=5,
    ),
    "a script that goes to an address": Case(
        LIST,
        calls("goPage({})", TEN) + '<a href="javascript:goPage(11)">다음</a><a href="javascript:goPage(37)">마지막</a>',
        query("page", 2),
        query("page", 7),
        script='function goPage(n) { location.href = "/bbs/list.do?id=news&page=" + n; }',
        last=37,
    ),
    "a script with more behind the page": Case(
        LIST,
        calls("goPage({})", TEN),
        f"{HOST}/bbs/list.do?page=2&id=news",
        f"{HOST}/bbs/list.do?page=7&id=news",
        script="function goPage(n){ document.location.href='./list.do?page='+n+'&id=news'; }",
        last=10,
    ),
    "a script with the page in a path": Case(
        f"{HOST}/notice/list/1",
        calls("movePage({})", TEN),
        f"{HOST}/notice/list/2",
        f"{HOST}/notice/list/7",
        script="function movePage(no) { window.location = '/notice/list/' + no; }",
        last=10,
    ),
    "a script with a template": Case(
        LIST,
        calls("goPage({})", TEN),
        query("page", 2),
        query("page", 7),
        script="const goPage = (page) => { location.href = `/bbs/list.do?id=news&page=${page}`; };",
        last=10,
    ),
    "a script without semicolons": Case(
        LIST,
        calls("goPage('{}')", TEN),
        query("page", 2),
        query("page", 7),
        script="var goPage = function(page) {\n  var url = '/bbs/list.do?id=news'\n  url += '&page=' + page\n  location.href = url\n}",
        last=10,
    ),
    "onclick": Case(
        LIST,
        "<strong>1</strong>"
        + "".join(f'<a href="#" onclick="linkPage({page}); return false;">{page}</a>' for page in range(2, 11))
        + '<a href="#" onclick="linkPage(11); return false;">다음</a><a href="#" onclick="linkPage(62); return false;">마지막</a>',
        posted(id="news", pageIndex="2", searchWrd=""),
        posted(id="news", pageIndex="7", searchWrd=""),
        forms={
            "listForm": '<form name="listForm" action="/bbs/list.do" method="post"><input type="hidden" name="id" value="news"><input type="hidden" name="pageIndex" value="1"><input type="text" name="searchWrd" value=""></form>'
        },
        script="function linkPage(pageNo) { document.listForm.pageIndex.value = pageNo; document.listForm.action = '/bbs/list.do'; document.listForm.submit(); }",
        last=62,
    ),
    "a form by jQuery": Case(
        LIST,
        calls("fn_page({})", TEN),
        posted(id="news", pageIndex="2"),
        posted(id="news", pageIndex="7"),
        forms={
            "frm": '<form id="frm" method="post"><input type="hidden" name="id" value="news"><input type="hidden" name="pageIndex" id="pageIndex" value="1"></form>'
        },
        script="function fn_page(no){ $('#pageIndex').val(no); $('#frm').attr('action', '/bbs/list.do').submit(); }",
        last=10,
    ),
    "a form by its number among others": Case(
        LIST,
        calls("fn_page({})", TEN),
        posted(id="news", curPage="2"),
        posted(id="news", curPage="7"),
        forms={
            "search": '<form name="search" action="/search.do"><input type="text" name="q"></form>',
            "frm": '<form name="frm" method="post" action="/bbs/list.do"><input type="hidden" name="id" value="news"><input type="hidden" name="curPage" value="1"></form>',
        },
        script="function fn_page(no){ var f = document.frm; f.curPage.value = no; f.submit(); }",
        last=10,
    ),
    "a form by getElementById": Case(
        LIST,
        calls("fn_page({})", TEN),
        posted(id="news", curPage="2"),
        posted(id="news", curPage="7"),
        forms={
            "frm": '<form id="frm" method="post" action="/bbs/list.do"><input type="hidden" name="id" value="news"><input type="hidden" name="curPage" id="cp" value="1"></form>'
        },
        script="function fn_page(no){ document.getElementById('cp').value = no; document.getElementById('frm').submit(); }",
        last=10,
    ),
    "a form by querySelector": Case(
        LIST,
        calls("fn_page({})", TEN),
        posted(id="news", curPage="2"),
        posted(id="news", curPage="7"),
        forms={
            "frm": '<form id="frm" method="post" action="/bbs/list.do"><input type="hidden" name="id" value="news"><input type="hidden" name="curPage" value="1"></form>'
        },
        script="function fn_page(no){ document.querySelector('input[name=\"curPage\"]').value = no; document.querySelector('#frm').submit(); }",
        last=10,
    ),
    "a form with GET": Case(
        LIST,
        calls("fn_page({})", TEN),
        query("page", 2),
        query("page", 7),
        forms={
            "frm": '<form name="frm" method="get" action="/bbs/list.do"><input type="hidden" name="id" value="news"><input type="hidden" name="page" value="1"></form>'
        },
        script="function fn_page(no){ document.frm.page.value = no; document.frm.submit(); }",
        last=10,
    ),
    "a form whose function stands elsewhere": Case(
        LIST,
        calls("fn_egov_link_page({})", TEN) + '<a href="javascript:fn_egov_link_page(11)">다음</a>',
        posted(id="news", pageIndex="2"),
        posted(id="news", pageIndex="7"),
        forms={
            "frm": '<form name="frm" method="post" action="/bbs/list.do"><input type="hidden" name="id" value="news"><input type="hidden" name="pageIndex" value="1"></form>'
        },
    ),
    "a form with an offset": Case(
        LIST,
        "<b>1</b>" + "".join(f'<a href="javascript:goOffset({(page - 1) * 10})">{page}</a>' for page in range(2, 11)),
        posted(id="news", offset="10"),
        posted(id="news", offset="60"),
        forms={
            "frm": '<form name="frm" method="post" action="/bbs/list.do"><input type="hidden" name="id" value="news"><input type="hidden" name="offset" value="0"></form>'
        },
        script="function goOffset(o){ document.frm.offset.value = o; document.frm.submit(); }",
        last=10,
    ),
    "the second argument is the page": Case(
        LIST,
        calls("goPage('news', {})", TEN),
        query("page", 2),
        query("page", 7),
        script='function goPage(id, n) { location.href = "/bbs/list.do?id=" + id + "&page=" + n; }',
        last=10,
    ),
    "links with data-page and a form": Case(
        LIST,
        '<a class="on" href="#none" data-page="1">1</a>'
        + "".join(f'<a href="#none" data-page="{page}">{page}</a>' for page in range(2, 11))
        + '<a href="#none" data-page="11">다음</a><a href="#none" data-page="29">마지막</a>',
        posted(id="news", page="2"),
        posted(id="news", page="7"),
        forms={
            "frm": '<form id="frm" method="post" action="/bbs/list.do"><input type="hidden" name="id" value="news"><input type="hidden" name="page" value="1"></form>'
        },
        last=29,
    ),
    "buttons of a form": Case(
        LIST,
        '<form method="post" action="/bbs/list.do"><input type="hidden" name="id" value="news">'
        + "".join(f'<button name="page" value="{page}">{page}</button>' for page in range(1, 8))
        + "</form>",
        posted(id="news", page="2"),
        posted(id="news", page="7"),
        last=7,
    ),
    "__doPostBack of a GridView": Case(
        f"{HOST}/notice/List.aspx?b=3",
        grid(
            "ctl00$body$gvList",
            TEN,
            1,
            after="<td><a href=\"javascript:__doPostBack('ctl00$body$gvList','Page$11')\">...</a></td>",
        ),
        back("ctl00$body$gvList", "Page$2"),
        back("ctl00$body$gvList", "Page$7"),
    ),
    "__doPostBack of a GridView with its last page": Case(
        f"{HOST}/notice/List.aspx?b=3",
        grid(
            "ctl00$body$gvList",
            range(11, 21),
            13,
            before="<td><a href=\"javascript:__doPostBack('ctl00$body$gvList','Page$First')\">처음</a></td><td><a href=\"javascript:__doPostBack('ctl00$body$gvList','Page$10')\">...</a></td>",
            after="<td><a href=\"javascript:__doPostBack('ctl00$body$gvList','Page$21')\">...</a></td><td><a href=\"javascript:__doPostBack('ctl00$body$gvList','Page$Last')\">마지막</a></td>",
        ),
        back("ctl00$body$gvList", "Page$2"),
        back("ctl00$body$gvList", "Page$7"),
        page=13,
        following=14,
    ),
    "__doPostBack of a pager control with the page as argument": Case(
        f"{HOST}/notice/List.aspx?b=3",
        "<span>1</span>"
        + "".join(f"<a href=\"javascript:__doPostBack('ctl00$pager','{page}')\">{page}</a>" for page in range(2, 11))
        + "<a href=\"javascript:__doPostBack('ctl00$pager','11')\">다음</a><a href=\"javascript:__doPostBack('ctl00$pager','54')\">마지막</a>",
        back("ctl00$pager", "2"),
        back("ctl00$pager", "7"),
        last=54,
    ),
    "__doPostBack of a DataPager": Case(
        f"{HOST}/notice/List.aspx?b=3",
        '<span id="pager"><span>1</span>'
        + "".join(
            f"<a href=\"javascript:__doPostBack('ctl00$lv$pager$ctl01$ctl{page - 1:02}','')\">{page}</a>"
            for page in range(2, 6)
        )
        + "<a href=\"javascript:__doPostBack('ctl00$lv$pager$ctl01$ctl05','')\">...</a></span>",
        back("ctl00$lv$pager$ctl01$ctl01", ""),
        None,
    ),
    "more": Case(LIST, '<a class="more" href="?id=news&page=2">더보기</a>', query("page", 2), query("page", 7)),
    "more by a script": Case(
        LIST,
        '<a class="more" href="javascript:more(2)">더보기</a>',
        query("page", 2),
        query("page", 7),
        script="function more(p) { location.href = '/bbs/list.do?id=news&page=' + p; }",
    ),
    "more with its address in an attribute": Case(
        LIST,
        '<button type="button" class="more" data-next="/bbs/list.do?id=news&page=2">더 보기</button>',
        query("page", 2),
        query("page", 7),
    ),
    "more with its page in an attribute": Case(
        query("page", 1),
        '<button type="button" class="more" data-next-page="2">더보기</button>',
        query("page", 2),
        query("page", 7),
    ),
    "older posts": Case(
        f"{HOST}/notice",
        '<a href="/notice/page/2">Older posts</a>',
        f"{HOST}/notice/page/2",
        f"{HOST}/notice/page/7",
    ),
    "a mobile pager that goes on for ever": Case(
        query("p", 40),
        '<a href="?id=news&p=39">이전</a><span>40</span><a href="?id=news&p=41">다음</a>',
        query("p", 2),
        query("p", 7),
        page=40,
        following=41,
    ),
    "a mobile pager with its end": Case(
        LIST,
        '<span><b>1</b> / 101</span><a href="?id=news&p=2">다음</a>',
        query("p", 2),
        query("p", 7),
        last=101,
    ),
    "rel=next in the head alone": Case(
        LIST,
        '<link rel="next" href="/bbs/list.do?id=news&page=2">',
        query("page", 2),
        query("page", 7),
    ),
    "one page": Case(LIST, "<strong>1</strong>", None, None, last=1, following=None),
    "one page with arrows that lead to it": Case(
        LIST,
        '<a href="?id=news&page=1">처음</a><a href="?id=news&page=1">이전</a><strong>1</strong><a href="?id=news&page=1">다음</a><a href="?id=news&page=1">끝</a>',
        query("page", 2),
        query("page", 7),
        last=1,
        following=None,
    ),
}
