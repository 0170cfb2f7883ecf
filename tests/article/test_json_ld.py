"""JSON-LD that publishers' templates broke: what can be read of it is read, and nothing that stands there raises."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.extract import extract
from newscrawl.extract.json_ld import read_blocks
from tests.article.test_metadata import graph

WHOLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "그는 아니다라고 말했다",
    "author": [{"@type": "Person", "name": "이도담"}, {"@type": "Person", "name": "김보람"}],
    "datePublished": "2026-10-02T09:41:07+09:00",
    "description": "줄\n바꿈",
}

BROKEN = {
    "quotation marks that nobody escaped": '{"@type":"NewsArticle","headline":"그는 "아니다"라고 말했다","author":"이도담"}',
    "and commas after them": '{"@type":"NewsArticle","headline":"그는 "아니다", "맞다"라고 말했다","author":"이도담"}',
    "commas at the end": '{"@type":"NewsArticle","headline":"그는 말했다","author":[{"name":"이도담",},],}',
    "no comma": '{"@type":"NewsArticle"\n"headline":"그는 말했다"\n"author":"이도담"}',
    "an HTML comment around it": '<!-- {"@type":"NewsArticle","headline":"그는 말했다","author":"이도담"} -->',
    "comments": '/* 기사 */ {"@type":"NewsArticle", // 제목\n"headline":"그는 말했다","author":"이도담"}',
    "a semicolon": '{"@type":"NewsArticle","headline":"그는 말했다","author":"이도담"};',
    "several objects": '{"@type":"Organization","name":"솔마을신문"}\n{"@type":"NewsArticle","headline":"그는 말했다","author":"이도담"}',
    "several with commas": '{"@type":"WebSite"},{"@type":"NewsArticle","headline":"그는 말했다","author":"이도담"},',
    "one whole, one broken": '{"@type":"WebSite"}{"@type":"NewsArticle","headline":"그는 "말"했다","author":"이도담"}',
    "a block that is cut": '{"@type":"NewsArticle","headline":"그는 말했다","author":{"@type":"Person","name":"이도담"',
    "single quotation marks": "{'@type':'NewsArticle','headline':'그는 말했다','author':'이도담'}",
    "entities": "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;그는 말했다&quot;,&quot;author&quot;:&quot;이도담&quot;}",
    "a bad escape": '{"@type":"NewsArticle","headline":"그는 \\\'말\\\'했다","author":"이도담"}',
    "values left undefined": '{"@type":"NewsArticle","headline":"그는 말했다","dateModified":undefined,"author":"이도담"}',
    "control characters": '{"@type":"NewsArticle","headline":"그는\t말했다\r\n","author":"이도담"}',
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_broken_is_read_all_the_same(what):
    found = graph(BROKEN[what])
    assert found.is_news
    assert found.author == "이도담"
    assert found.title.startswith("그는")


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """A whole block with some pieces taken out, doubled or put in."""
    text = json.dumps(WHOLE, ensure_ascii=False)
    for _ in range(draw(st.integers(1, 4))):
        at, length = draw(st.integers(0, len(text))), draw(st.integers(0, 20))
        piece = draw(
            st.sampled_from(["", '"', ",", "{", "}", "[", "]", ":", "\\", "\x00", "\n", "null", "-->", "'", "가"])
        )
        text = text[:at] + piece + text[at + length :]
    return text


@settings(deadline=None)
@given(spoilt() | st.text(max_size=100))
def test_nothing_raises(text):
    for value in read_blocks([text]):
        json.dumps(value)
    page = f'<html><head><title>가</title><script type="application/ld+json">{text}</script></head><body><p>나</p></body></html>'
    extract(page.encode("utf-8", "replace"), "https://news.example.kr/1")


@settings(deadline=None)
@given(spoilt())
def test_metadata_of_any_values_are_texts(text):
    for name in ("title", "author", "published", "section", "publisher"):
        value = getattr(graph(text.replace("\x00", "").replace("<", "")), name)
        assert value is None or isinstance(value, str)


@pytest.mark.parametrize(
    "text", ["[" * 200_000, '{"a":' * 80_000, '{"a":"' + '"x" ' * 100_000, '"' * 400_000, "{" + "'" * 400_000]
)
def test_what_was_made_to_take_long_is_cut_short(text):
    assert isinstance(read_blocks([text] * 20), list)  # within minutes, were there no bound
