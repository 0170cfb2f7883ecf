"""Other addresses of one article lead to one post, in whatever order they come."""

from __future__ import annotations

from dataclasses import replace

from newscrawl.items import Board, DocumentItem, ListingItem, Post
from tests.store.conftest import NOW

PRESS = Board("articles", "articles/press", "https://x.kr/1", "press", "articles")
OWN, AMP, SHORT = "https://x.kr/1", "https://x.kr/1/amp", "https://x.kr/s/1"


def listed(*keys: str) -> ListingItem:
    return ListingItem(PRESS, PRESS.url, NOW, [Post(key=key, url=key, title="") for key in keys])


def document(key: str, text: str = "솔마을 도서관이 문을 연다.", canonical: str = OWN) -> DocumentItem:
    post = Post(key=key, url=canonical, title="솔마을 소식", body_text=text)
    return DocumentItem(PRESS, key, key, NOW, post=post, canonical_key=canonical)


def texts(store) -> dict[str, str | None]:
    return {post.url: post.body_text for post in store.posts()}


def test_the_articles_own_page_is_stored_whichever_comes_first(store):
    run = store.begin_run(PRESS)
    run.write([listed(AMP, OWN, SHORT)])
    run.write([document(AMP, "짧은 쪽")])
    assert texts(store) == {OWN: "짧은 쪽", SHORT: None}  # in case that its own page cannot be had
    run.write([document(OWN), document(SHORT, "다른 쪽")])
    assert texts(store) == {OWN: "솔마을 도서관이 문을 연다."}
    assert run.known([AMP, OWN, SHORT, "https://x.kr/2"]) == {AMP: OWN, OWN: OWN, SHORT: OWN}
    assert [change.kind for change in store.changes()] == ["new"]
    assert [post.version for post in store.posts()] == [1]
    assert [hit.post.url for hit in store.search("도서관")] == [OWN]
    assert {each.post_id for each in store.outcomes(run.id, [AMP, OWN, SHORT])} == {next(store.posts()).id}


def test_an_address_that_is_never_asked_for_is_known_by_the_one_that_was(store):
    run = store.begin_run(PRESS)
    run.write([listed(AMP, SHORT)])
    run.write([document(AMP), document(SHORT)])
    assert run.known([OWN, SHORT]) == {OWN: AMP, SHORT: AMP}
    run.write([listed(OWN, SHORT)])
    assert run.wanted_count() == 0
    assert texts(store) == {OWN: "솔마을 도서관이 문을 연다."}
    run.write([listed("https://x.kr/9")])  # its number may be one that was given back
    run.write([replace(document("https://x.kr/9", "아홉째 글", "https://x.kr/9"))])
    assert len(texts(store)) == 2


def test_a_post_that_the_change_feed_has_told_of_is_taken_for_deleted(store):
    first = store.begin_run(PRESS)
    first.write([listed(OWN, AMP), document(OWN)])
    first.write([DocumentItem(PRESS, AMP, AMP, NOW, "forbidden")])
    first.finish("partial")
    again = store.begin_run(PRESS)
    again.want_again([AMP], NOW.replace(year=2100))
    again.write([document(AMP)])
    assert texts(store) == {OWN: "솔마을 도서관이 문을 연다."}
    assert [change.kind for change in store.changes()] == ["new", "new", "deleted"]
