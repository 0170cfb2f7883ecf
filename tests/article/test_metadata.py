"""What pages say of themselves, in all the shapes that they say it in."""

from __future__ import annotations

import pytest
from lxml.html import fromstring

from newscrawl.extract.metadata import Metadata, read_metadata


def metadata(head: str) -> Metadata:
    return read_metadata(fromstring(f"<html><head>{head}</head><body></body></html>"))


def graph(json: str) -> Metadata:
    return metadata(f'<script type="application/ld+json">{json}</script>')


@pytest.mark.parametrize(
    "json",
    [
        '{"@type":"NewsArticle","headline":"제목","author":"이도담"}',
        '[{"@type":"WebSite"},{"@type":"NewsArticle","headline":"제목","author":["이도담"]}]',
        '{"@graph":[{"@type":"NewsArticle","headline":"제목","author":{"name":"이도담"}}]}',
        '{"@type":"WebPage","mainEntity":{"@type":["Thing","NewsArticle"],"headline":"제목","author":[{"name":"이도담"}]}}',
        '{"@type":"http://schema.org/NewsArticle","headline":"제목","author":{"@type":"Person","name":"이도담"},}',
        '{"@type":"NewsArticle","headline":"제\\u0020목","author":"이도담"}'.replace("제\\u0020목", "제목"),
        '\n//<![CDATA[\n{"@type":"NewsArticle","headline":"제목","author":"이도담"}\n//]]>\n',
        '{"@type":"NewsArticle","headline":"제목","description":"줄\n바꿈","author":"이도담"}',
    ],
)
def test_every_shape_of_json_is_read(json: str) -> None:
    found = graph(json)
    assert (found.title, found.author, found.is_news) == ("제목", "이도담", True)


@pytest.mark.parametrize(
    "json", ["", "{", "null", "[]", '{"@type":7}', '{"@graph":{"@graph":[]}}', "[" * 5000, '{"a":' * 3000]
)
def test_broken_json_is_passed_over(json: str) -> None:
    assert graph(json).is_article is False


@pytest.mark.parametrize(
    "name", ["article:published_time", "og:article:published_time", "dable:published_time", "datePublished", "pubdate"]
)
def test_the_time_is_found_under_its_names(name: str) -> None:
    assert (
        metadata(f'<meta property="{name}" content="2026-10-02T09:41:07+09:00">').published
        == "2026-10-02T09:41:07+09:00"
    )


def test_an_address_is_no_author() -> None:
    assert metadata('<meta property="article:author" content="https://www.facebook.com/x">').author is None


def test_escaped_twice_is_read_once() -> None:
    assert metadata('<meta property="og:title" content="가 &amp;amp; 나">').title == "가 & 나"
