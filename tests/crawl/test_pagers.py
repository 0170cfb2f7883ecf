"""Lists whose pages are asked for in every way that boards have, and that answer in every way behind their last page."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from newscrawl.config import Config
from newscrawl.crawl import CrawlOptions, CrawlReport, crawl_in_loop
from newscrawl.sites import from_url
from newscrawl.store import Store

ROWS, PAGES = 6, 11
HEAD = "<tr><th>제목</th><th>작성자</th><th>작성일</th><th>조회</th></tr>"


def rows_of(page: int) -> str:
    keys = range((PAGES - page + 1) * ROWS, (PAGES - page) * ROWS, -1)
    return "".join(
        f"<tr><td><a href='/view?seq={700 + key * 3}'>마을 소식 {key}번째</a></td><td>솔바람</td>"
        f"<td>2025-03-{key % 28 + 1:02}</td><td>{key * 13 % 90}</td></tr>"
        for key in keys
    )


def block(page: int, link: Callable[[int, str], str], *, dots: bool = False) -> str:
    """Numbers by blocks of five, with an arrow or dots to the blocks beside."""
    first = (page - 1) // 5 * 5 + 1
    numbers = [f"<b>{n}</b>" if n == page else link(n, str(n)) for n in range(first, min(first + 5, PAGES + 1))]
    before = [link(first - 1, "..." if dots else "이전")] if first > 1 else []
    after = [link(first + 5, "..." if dots else "다음")] if first + 5 <= PAGES else []
    return " ".join([*before, *numbers, *after])


def go(address: str) -> Callable[[int], str]:
    return lambda page: block(page, lambda n, text: f'<a href="{address.format(n=n, at=(n - 1) * ROWS)}">{text}</a>')


def call(page: int) -> str:
    return block(page, lambda n, text: f'<a href="javascript:goPage({n})">{text}</a>')


STATE = '<input type="hidden" name="__VIEWSTATE" value="{0}"><input type="hidden" name="__EVENTVALIDATION" value="{0}">'


def post_back(page: int) -> str:
    link = "<a href=\"javascript:__doPostBack('ctl00$list','Page${}')\">{}</a>"
    return STATE.format(page) + block(page, lambda n, text: link.format(n, text), dots=True)


def controls(page: int) -> str:
    """A control of its own for each place in the pager, whatever page stands there."""
    first = (page - 1) // 5 * 5
    link = "<a href=\"javascript:__doPostBack('ctl00$pager$ctl{:02}','')\">{}</a>"
    return STATE.format(page) + block(page, lambda n, text: link.format(n - first, text), dots=True)


KINDS: dict[str, Callable[[int], str]] = {
    "parameter": go("?page={n}"),
    "rows": go("?offset={at}"),
    "path": go("/path/{n}"),
    "script": lambda page: (
        f"<script>function goPage(n) {{ location.href = '/script/list?p=' + n; }}</script>{call(page)}"
    ),
    "form": lambda page: (
        "<script>function goPage(n) { document.f.pageIndex.value = n; document.f.submit(); }</script>"
        f"<form name=f method=post action=/form/list><input type=hidden name=pageIndex value={page}></form>{call(page)}"
    ),
    "postback": post_back,
    "controls": controls,
    "more": lambda page: f"<a class=more href='?page={page + 1}'>더보기</a>" if page < PAGES else "",
    "attribute": lambda page: f"<button data-next='?page={page + 1}'>더보기</button>" if page < PAGES else "",
    "unknown": lambda page: call(page).replace("goPage", "fnPage"),
    "endless": lambda page: f"<a href='?page={max(1, page - 1)}'>이전</a> {page} <a href='?page={page + 1}'>다음</a>",
}
BEYOND = {
    "the last page again": ("repeats", {"repeats"}),
    "the first page again": ("first", {"repeats"}),
    "an empty list": ("empty", {"list_end"}),
    "not found": ("404", {"list_end"}),
    "an alert": ("alert", {"list_end"}),
}


class Handler(BaseHTTPRequestHandler):
    asked: list[str]
    beyond = "empty"

    def log_message(self, *_args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.answer({})

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode(), keep_blank_values=True)
        self.answer({name: values[-1] for name, values in form.items()})

    def answer(self, form: dict[str, str]) -> None:
        parts = urlsplit(self.path)
        kind = parts.path.split("/")[1]
        if kind not in KINDS:
            return self.send(404, "<h1>404 Not Found</h1>")
        page = page_asked(kind, self.path, form)
        if page is None:
            return self.send(500, "<h1>Invalid postback or callback argument.</h1>")
        self.asked.append(f"{kind} {page}")
        if page > PAGES:
            if self.beyond == "404":
                return self.send(404, "<h1>404 Not Found</h1>")
            if self.beyond == "alert":
                return self.send(200, "<script>alert('존재하지 않는 페이지입니다.');history.back();</script>")
        shown = {"repeats": PAGES, "first": 1}.get(self.beyond, page) if page > PAGES else page
        rows = rows_of(shown) if shown <= PAGES else "<tr><td colspan=4>등록된 게시물이 없습니다.</td></tr>"
        form_at = "<form method=post action=./list>" if "__VIEWSTATE" in KINDS[kind](1) else "<div>"
        content = f"{form_at}<table>{HEAD}{rows}</table><div class=paging>{KINDS[kind](page)}</div>"
        return self.send(200, f"<html><head><title>마을 소식</title></head><body>{content}</body></html>")

    def send(self, status: int, html: str) -> None:
        body = html.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def page_asked(kind: str, path: str, form: dict[str, str]) -> int | None:
    """The page that a request is for; None where ASP.NET would refuse it: the page before had no such control."""
    if kind in {"postback", "controls"} and form:
        before = int(form["__VIEWSTATE"])
        assert form["__EVENTVALIDATION"] == form["__VIEWSTATE"]
        target, argument = form["__EVENTTARGET"], form["__EVENTARGUMENT"]
        if f"('{target}','{argument}')" not in KINDS[kind](before):
            return None
        return int(argument[5:]) if kind == "postback" else (before - 1) // 5 * 5 + int(target[-2:])
    if kind == "form":
        return int(form.get("pageIndex", "1"))
    query = {name: values[-1] for name, values in parse_qs(urlsplit(path).query).items()}
    if kind == "rows":
        return int(query.get("offset", "0")) // ROWS + 1
    number = re.search(r"/(\d+)$", urlsplit(path).path)
    return int(number[1]) if number else int(query.get("page") or query.get("p") or "1")


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, type[Handler]]]:
    Handler.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", Handler
    server.shutdown()
    server.server_close()


def crawl(url: str, folder: Path, pages: int | None = None) -> tuple[CrawlReport, set[str]]:
    config = Config(f"sqlite:///{folder / 'newscrawl.db'}", folder)
    options = CrawlOptions(articles=False, pages=pages, settings={"NEWSCRAWL_RETRY_PAUSE": 0.01})
    report = asyncio.run(crawl_in_loop(from_url(url), options, config))
    with Store(config.database_url).open() as store:
        return report, {post.key for post in store.posts()}


STEPS = (1, 6, 8, 9, 10, 11)
ALL = {str(700 + key * 3) for key in range(1, ROWS * PAGES + 1)}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"endless", "unknown"}])
def test_each_page_is_read_once_to_the_last(served, tmp_path: Path, kind: str) -> None:
    url, handler = served
    handler.asked.clear()
    report, stored = crawl(f"{url}/{kind}/list", tmp_path)
    assert stored == ALL
    assert report.exit_code == 0, report.message
    assert handler.asked == [f"{kind} {page}" for page in range(1, PAGES + 1)]


@pytest.mark.parametrize(
    ("kind", "pages"), [("parameter", (1, 8, 9, 10, 11)), ("postback", STEPS), ("controls", STEPS)]
)
def test_a_walk_goes_on_at_a_far_page(served, tmp_path: Path, kind: str, pages: tuple[int, ...]) -> None:
    """ASP.NET refuses a page whose link was not on the page before (event validation): there, links lead to it."""
    url, handler = served
    crawl(f"{url}/{kind}/list", tmp_path, pages=8)
    handler.asked.clear()
    report, stored = crawl(f"{url}/{kind}/list", tmp_path)
    assert stored == ALL
    assert report.exit_code == 0, report.message
    assert handler.asked == [f"{kind} {page}" for page in pages]


@pytest.mark.parametrize("what", BEYOND)
def test_a_pager_that_goes_on_for_ever_ends_behind_the_last_page(served, tmp_path: Path, what: str) -> None:
    url, handler = served
    handler.beyond, ends = BEYOND[what]
    handler.asked.clear()
    report, stored = crawl(f"{url}/endless/list", tmp_path)
    assert stored == ALL
    assert len(handler.asked) <= PAGES + 4
    assert report.exit_code == 0, report.message
    assert report.run.evidence["walk"]["end"] in ends


def test_a_pager_that_nothing_explains_is_no_end_of_the_list(served, tmp_path: Path) -> None:
    url, _ = served
    report, stored = crawl(f"{url}/unknown/list", tmp_path)
    assert len(stored) == ROWS
    assert (report.exit_code, report.verdict) == (1, "partial")
    with Store(f"sqlite:///{tmp_path / 'newscrawl.db'}").open() as store:
        assert any("nothing in the page tells" in problem.reason for problem in store.problems())
