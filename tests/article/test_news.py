"""News pages: what they say of themselves, bylines, times, and what stands around the text."""

from __future__ import annotations

from tests.article.pages import MARKUP, TEXT, TITLE, page, read

JSON = (
    '<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebPage"},{"@type":["NewsArticle"],'
    f'"headline":"{TITLE}","datePublished":"2026-10-02T09:41:07+09:00","dateModified":"2026-10-02T11:02:00+09:00",'
    '"author":[{"@type":"Person","name":"이도담"},{"@type":"Person","name":"한가람"}],"publisher":{"@type":"Organization","name":"솔마을신문"},'
    '"articleSection":"문화",}]}</script>'
)
METAS = (
    f'<meta property="og:type" content="article"><meta property="og:title" content="{TITLE} - 솔마을신문">'
    '<meta property="og:site_name" content="솔마을신문"><meta property="article:published_time" content="2026-10-02T00:41:07Z">'
    '<meta property="dable:author" content="이도담"><link rel="canonical" href="https://www.news.example/news/read?idxno=31">'
)
CONTENT = (
    f'<h1 class="headline">{TITLE}</h1><div class="info"><span>이도담 기자</span> <span>입력 2026.10.02 09:41</span> <span>수정 2026.10.02 11:02</span></div>'
    f'<div class="sns"><a href="#">공유</a></div><div id="articleBody"><figure><img src="/p.jpg"><figcaption>새 도서관. 솔마을 제공</figcaption></figure>'
    f"<p>(솔마을=솔마을신문) 이도담 기자 = {MARKUP[3:]}"
    "<p>이도담 기자 dodam@news.example</p><p>▶ 솔마을신문 구독하기</p><p>ⓒ 솔마을신문, 무단전재 및 재배포 금지</p></div>"
    '<div class="relation_news"><h4>관련기사</h4><ul><li><a href="/2">도서관 공사 시작하다</a></li></ul></div>'
)
URL = "https://m.news.example/news/read?idxno=31"
GRAPH = page(CONTENT, title=f"{TITLE} - 솔마을신문", head=JSON)
TAGS = page(CONTENT, title=f"{TITLE} - 솔마을신문", head=METAS)


def test_a_graph_tells_the_authors() -> None:
    assert read(GRAPH, URL).author == "이도담, 한가람"


def test_a_graph_tells_the_publisher() -> None:
    assert read(GRAPH, URL).publisher == "솔마을신문"


def test_the_more_precise_of_two_times_that_agree_is_taken() -> None:
    published = read(GRAPH, URL).published
    assert published is not None
    assert published.isoformat() == "2026-10-02T09:41:07+09:00"


def test_a_time_of_another_zone_is_the_same_time() -> None:
    published = read(TAGS, URL).published
    assert published is not None
    assert published.value.timestamp() == 1790901667  # type: ignore[union-attr]


def test_what_people_see_wins_where_the_two_disagree() -> None:
    published = read(TAGS.replace("2026-10-02T00:41:07Z", "2020-01-01T00:00:00Z"), URL).published
    assert published is not None
    assert published.isoformat() == "2026-10-02T09:41:00+09:00"


def test_the_change_is_read() -> None:
    modified = read(TAGS, URL).modified
    assert modified is not None
    assert modified.isoformat() == "2026-10-02T11:02:00+09:00"


def test_tags_tell_the_author() -> None:
    assert read(TAGS, URL).author == "이도담"


def test_a_byline_tells_the_author_where_nothing_else_does() -> None:
    html = page(CONTENT.replace("<span>이도담 기자</span> ", ""), title=TITLE)
    assert read(html, URL).author == "이도담"


def test_the_site_is_no_part_of_the_title() -> None:
    assert read(TAGS, URL).title == TITLE


def test_the_text_comes_without_its_frame() -> None:
    assert read(TAGS, URL).body_text == TEXT


def test_a_caption_stays_with_its_picture() -> None:
    assert read(TAGS, URL).images[0].caption == "새 도서관. 솔마을 제공"


def test_a_mobile_page_names_its_main_address() -> None:
    assert read(TAGS, URL).url == "https://www.news.example/news/read?idxno=31"


def test_an_address_of_another_post_is_not_believed() -> None:
    assert read(TAGS.replace('idxno=31"', 'idxno=99"'), URL).url == URL


def test_a_publisher_is_no_author() -> None:
    html = page(CONTENT, title=TITLE, head=METAS.replace('content="이도담"', 'content="솔마을신문"'))
    assert read(html, URL).author == "이도담"
