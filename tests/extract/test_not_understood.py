"""What is said of a page in which neither a list nor an article was found."""

from __future__ import annotations

import pytest

from newscrawl.extract import extract

CASES = [
    (b"", "it is empty"),
    (b"  \n", "it is empty"),
    (b"%PDF-1.7\n%\xe2\xe3", "it is a PDF file, not a web page"),
    (b"PK\x03\x04\x14\x00", "it is a ZIP archive or an Office file, not a web page"),
    (b'{"status": 1, "list": []}', "it is JSON (status, list), without a list of objects that have titles"),
    (b'{"list": [', "it looks like JSON and is broken"),
    (
        b'<?xml version="1.0"?><rss><channel/></rss>',
        "it is XML, perhaps a feed without titles or a sitemap, not a web page",
    ),
    (b"just words", "it holds no markup"),
    ("<title>솔마을</title><a href=/a>소개</a>".encode(), "titled '솔마을'"),
]


@pytest.mark.parametrize(("body", "words"), CASES)
def test_says_what_it_saw(body: bytes, words: str) -> None:
    page = extract(body, "https://board.example.kr/")
    assert page.listing is None
    assert page.article is None
    assert page.doubts[0] == words


def test_says_what_a_board_would_have_had() -> None:
    page = extract(b"<title>x</title><a href=/a>a</a><p>2025-06-27</p>", "https://board.example.kr/")
    assert page.doubts[1] == "1 link, 1 date, no repeated rows that have both"


def test_says_that_scripts_may_fill_the_page() -> None:
    page = extract(b"<title>x</title><div id=app></div><script src=/app.js></script>", "https://board.example.kr/")
    assert page.doubts[-1] == "1 script (/app.js), which may fill it in a browser only"


def test_says_where_the_frames_are() -> None:
    page = extract(b"<frameset><frame src=/top.html><frame src=/main.html></frameset>", "https://board.example.kr/")
    assert page.doubts[-1] == "its content is in 2 frames: /top.html, /main.html"
    assert page.elsewhere is not None
    assert page.elsewhere.url == "https://board.example.kr/main.html"


def test_a_post_about_maintenance_whose_writer_is_not_read_stays_a_post():
    html = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>공지: 서버 점검 (11/30 02:00~06:00) - 새 소식</title></head>
    <body><main><article class="view"><div class="view_top"><h1>공지: 서버 점검 (11/30 02:00~06:00)</h1>
    <div class="by"><span class="name">20241</span> <time>2025.06.26. 오후 5:09</time>
    <span class="hit">조회 32,462</span></div></div>
    <div class="view_body"><p>자세한 일정은 뒤에 붙인 표를 보면 된다. 담당 부서는 이달 말까지 점검을 마치겠다고 밝혔다.</p>
    <p>바람이 잦아들면서 배편은 오후부터 차례로 다시 다니기 시작했다.</p></div></article></main></body></html>"""
    page = extract(html.encode(), "https://example.kr/m/view.do?code=news&seq=544")
    assert page.says is None
    assert page.article is not None
    assert page.article.title == "공지: 서버 점검 (11/30 02:00~06:00)"
