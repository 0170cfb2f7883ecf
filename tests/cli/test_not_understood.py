"""Pages that people give in place of a board's list: each is told, none is taken for a board."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

HTML = "text/html; charset=utf-8"
BOXES = "".join(
    f"<div><h3>{name}</h3><ul>"
    + "".join(
        f'<li><a href="/{name}?no={90 - i}">주민 안내 {i}</a><span>2025-06-{20 - i}</span></li>' for i in range(4)
    )
    + "</ul></div>"
    for name in ("공지사항", "보도자료")
)
PAGES: dict[str, tuple[int, str, str | bytes]] = {
    "/shell": (200, HTML, '<title>솔마을</title><div id="root"></div><script src="/js/main.js"></script>'),
    "/login": (
        200,
        HTML,
        "<title>로그인</title><p>로그인이 필요한 서비스입니다.</p><form><input type=password name=pw></form>",
    ),
    "/feed": (
        200,
        HTML,
        "<title>솔마을</title><link rel=alternate type=application/rss+xml href=/rss.xml><div id=app></div>",
    ),
    "/home": (200, HTML, f"<title>솔마을에 오신 것을 환영합니다</title><body>{BOXES}<p>대표전화</p>"),
    "/guide.pdf": (200, "application/pdf", b"%PDF-1.7\n%\xe2\xe3\n1 0 obj<</Type/Catalog>>endobj"),
    "/api": (200, "application/json", '{"status": "ok", "flags": [1, 2, 3]}'),
    "/empty": (200, HTML, ""),
    "/captcha": (
        200,
        HTML,
        "<title>잠시만 기다려 주세요</title><h1>자동 등록 방지</h1><p>보안문자를 입력해 주세요. 로봇이 아님을 확인합니다.</p><form><input name=captcha></form>",
    ),
    "/frames": (200, HTML, '<title>솔마을</title><frameset><frame src="/top.html"><frame src="/main.html"></frameset>'),
    "/main.html": (200, HTML, "<p>환영합니다</p>"),
    "/firewall": (403, HTML, "<title>Request Rejected</title><p>The requested URL was rejected.</p>"),
    "/repair": (200, HTML, "<title>서비스 점검</title><h1>서비스 점검</h1><p>점검시간: 2025-06-27 00:00 ~ 06:00</p>"),
    "/gone": (200, HTML, "<title>오류</title><h1>요청하신 페이지를 찾을 수 없습니다.</h1>"),
}
WORDS = {
    "/shell": "1 script (/js/main.js), which may fill it in a browser only",
    "/login": "login",
    "/home": "8 links, 8 dates, no repeated rows that have both",
    "/guide.pdf": "it is a PDF file, not a web page",
    "/api": "it is JSON (status, flags), without a list of objects that have titles",
    "/empty": "it is empty",
    "/captcha": "blocked",
    "/frames": "its content is in 2 frames: /top.html, /main.html",
    "/firewall": "blocked",
    "/repair": "maintenance",
    "/gone": "missing",
}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            status, kind, body = PAGES.get(self.path, (404, HTML, ""))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body if isinstance(body, bytes) else body.encode())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_each_is_told_in_words(newscrawl, site):
    done = newscrawl("extract", *(f"{site}{path}" for path in WORDS), "--json")
    pages = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(pages) == len(WORDS)
    for (path, words), page in zip(WORDS.items(), pages, strict=True):
        assert page["listing"] is None, path
        assert page["article"] is None, path
        assert words in (*page["doubts"], (page["says"] or {}).get("kind")), path


@pytest.mark.parametrize(
    ("path", "file", "words"),
    [
        ("/shell", "shell.html", "browser = true under [crawl]"),
        ("/feed", "feed.html", "/rss.xml"),
        ("/guide.pdf", "guide.pdf", "Is it the board's list?"),
        ("/frames", "main.html", "No list of posts and no article was found at"),
        ("/firewall", "firewall.html", "The page says: "),
    ],
)
def test_probe_ends_with_4_and_keeps_the_page(newscrawl, site, tmp_path, path, file, words):
    done = newscrawl("probe", f"{site}{path}")
    assert done.returncode == 4
    kept = tmp_path / "data/unread" / f"127.0.0.1-{file}"
    assert str(kept) in done.stderr
    assert words in done.stderr
    body = PAGES["/main.html" if path == "/frames" else path][2]
    assert kept.read_bytes() == (body if isinstance(body, bytes) else body.encode())


def test_a_crawl_ends_with_4_and_keeps_the_page(newscrawl, site, tmp_path):
    done = newscrawl("crawl", f"{site}/home")
    assert done.returncode == 4
    assert "8 links, 8 dates, no repeated rows that have both" in done.stderr
    assert str(tmp_path / "data/unread/127.0.0.1-home.html") in done.stderr


def test_an_address_that_is_no_board_leaves_none_behind(newscrawl, site, board_url):
    assert newscrawl("crawl", board_url, "--no-articles").returncode == 0
    for address in (f"{site}/nowhere", f"{site}/home", "http://board.invalid/list"):
        done = newscrawl("crawl", address, "-s", "RETRY_TIMES=0")
        assert done.returncode in {1, 4}
        assert "nothing, since no page of it was ever understood" in done.stderr
    audited = [json.loads(line) for line in newscrawl("audit", "--json").stdout.splitlines()]
    assert [board["url"] for board in audited] == [board_url]
    assert len(newscrawl("runs", "--json").stdout.splitlines()) == 1
