"""Where our own reading of an article finds next to no text, trafilatura is asked; and the address that a page names."""

from __future__ import annotations

import subprocess
import sys

import pytest

from newscrawl.extract import extract

TITLE = "솔마을 도서관, 밤에도 연다"
TEXT = (
    "<p>솔마을 도서관은 이번 달부터 저녁 아홉 시까지 문을 연다고 밝혔다.</p><p>주민들은 크게 반겼다. 관장 이도담은 책을 더 "
    "들이겠다고 말했다.</p><p>새 책은 다음 달 초에 들어온다. 아이들을 위한 방도 새로 꾸민다.</p><p>도서관은 화요일마다 문을 닫는다.</p>"
    "<script>alert(1)</script>"
)


def page(body: str, head: str = "") -> bytes:
    return (
        f'<html><head><title>{TITLE}</title><meta property="og:type" content="article"><meta property="og:title" content="{TITLE}">'
        f'<meta property="article:published_time" content="2026-10-02T09:41:00+09:00">{head}</head><body><h1>{TITLE}</h1>'
        f"<p>입력 2026-10-02 09:41</p><main>{body}</main></body></html>"
    ).encode()


def test_a_text_in_a_box_that_is_named_like_frame_is_found():
    article = extract(page(f'<div class="print">{TEXT}</div>'), "https://news.example.kr/1").article
    assert article.body_text.startswith("솔마을 도서관은")
    assert "화요일마다" in article.body_text
    assert "script" not in article.body_html


def test_it_is_not_loaded_where_the_text_is_found():
    program = (
        "import sys; from newscrawl.extract import extract\n"
        f"article = extract({page(f'<div class=article_body>{TEXT}</div>')!r}, 'https://news.example.kr/1').article\n"
        "sys.exit('화요일마다' not in article.body_text or 'trafilatura' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


ADDRESSES = [
    ("https://m.news.example.co.kr/article/20261002", "https://www.news.example.co.kr/article/20261002", True),
    ("https://news.example.co.kr/amp/20261002", "https://news.example.co.kr/20261002", True),
    ("https://example.co.kr/culture/library-open-late/amp/", "https://example.co.kr/culture/library-open-late", True),
    (
        "https://example.co.kr/culture/library-open-late.amp.html",
        "https://example.co.kr/culture/library-open-late",
        True,
    ),
    ("https://example.co.kr/culture/library-open-late", "https://example.co.kr/culture", False),
    ("https://example.co.kr/culture/library-open-late", "https://example.co.kr/", False),
    ("https://one.co.kr/article/20261002", "https://two.co.kr/article/20261002", False),
]


@pytest.mark.parametrize(("asked", "named", "believed"), ADDRESSES)
def test_the_canonical_address_is_believed_of_the_same_article_on_the_same_site(asked, named, believed):
    body = f"<div class='article_body'>{TEXT}</div>"
    article = extract(page(body, f'<link rel="canonical" href="{named}">'), asked).article
    assert article.url == (named if believed else asked)
