"""Whatever a page is made of, reading it ends, and soon."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import fromstring

from newscrawl.extract.article import read_article
from newscrawl.extract.body import MAX_HTML, MAX_TEXT, read_body
from newscrawl.extract.document import parse_document
from newscrawl.extract.metadata import read_metadata
from newscrawl.extract.says import read_says
from tests.article.pages import MARKUP, NOW, PARAGRAPHS, TITLE, page

TAGS = (
    "div",
    "p",
    "table",
    "tr",
    "td",
    "th",
    "a",
    "span",
    "h1",
    "ul",
    "li",
    "form",
    "img",
    "br",
    "pre",
    "article",
    "figure",
    "iframe",
    "b",
    "dl",
    "dt",
)
WORDS = (
    "제목",
    "작성자",
    "솔바람",
    "2026-10-02 09:41",
    "조회 31",
    "첨부파일",
    "배치도.pdf",
    "댓글",
    "목록",
    "비밀글입니다.",
    "&#0;",
    "\x00",
    "…",
    *PARAGRAPHS,
)
NAMES = (
    "",
    ' class="title"',
    ' id="bo_v_con"',
    ' class="comment"',
    ' class="view_content"',
    ' href="http://[x"',
    ' src="//:"',
    ' onclick="f(1)"',
)


@st.composite
def trees(draw: st.DrawFn) -> str:
    pieces: list[str] = []
    for _ in range(draw(st.integers(0, 40))):
        tag = draw(st.sampled_from(TAGS))
        pieces.append(
            draw(st.sampled_from((f"<{tag}{draw(st.sampled_from(NAMES))}>", f"</{tag}>", draw(st.sampled_from(WORDS)))))
        )
    return "".join(pieces)


def read_all(body: bytes, url: str = "https://x.kr/read?no=31") -> None:
    document = parse_document(body, url, "text/html", NOW)
    read_says(document)
    read_says(document, 404)
    read_article(document, None)
    if document.root is not None:
        read_metadata(document.root)
        for box in document.root.iter("table", "ul"):
            read_article(document, box)
            break


@given(st.binary(max_size=2000))
@settings(deadline=None)
def test_any_bytes_are_read(body: bytes) -> None:
    read_all(body)


@given(trees())
@settings(deadline=None, max_examples=200)
def test_any_tree_is_read(html: str) -> None:
    read_all(html.encode())


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_text_is_read_as_a_body(text: str) -> None:
    clean = "".join(char for char in text if char >= " " and not "\ud800" <= char <= "\udfff")
    element = fromstring("<div><p></p></div>")
    try:
        element[0].text = clean
    except ValueError:
        return
    read_body(element, "https://x.kr/")


@pytest.mark.parametrize("url", ["", "http://[", "x", "https://x.kr/%00", "javascript:1", "https://x.kr/" + "a" * 5000])
def test_any_address_will_do(url: str) -> None:
    read_all(page(f"<h1>{TITLE}</h1>{MARKUP}").encode(), url)


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "a", "span", "ul><li", "form", "pre"])
def test_deep_nesting_is_read(tag: str) -> None:
    read_all((f"<{tag}>" * 100_000 + "글이다.").encode())


@pytest.mark.parametrize(
    "piece",
    [
        "<p>문장이다. 또 문장이다.</p>",
        "<a href=x>",
        "<br>",
        "작성자 : ",
        "2026-10-02 ",
        "<td>제목</td>",
        "(",
        "[",
        "댓글 ",
        "<div class='comment'>",
        "&amp;",
        "<script>alert('",
    ],
)
def test_a_page_of_one_piece_repeated_is_read(piece: str) -> None:
    read_all((piece * 20_000).encode())


def test_a_long_text_is_bounded() -> None:
    body = read_body(fromstring("<div>" + "<p>긴 글이다.</p>" * 300_000 + "</div>"), "https://x.kr/")
    assert len(body.text) <= MAX_TEXT + 100
    assert len(body.html) <= MAX_HTML + 100
