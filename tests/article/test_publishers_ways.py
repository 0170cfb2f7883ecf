"""What publishers do besides: teasers that call themselves articles, texts in scripts, today's date in the head."""

from __future__ import annotations

import json

from newscrawl.extract.language import language_of
from newscrawl.extract.people import people_of
from tests.article.pages import MARKUP, PARAGRAPHS, TEXT, TITLE, page, read

URL = "https://www.news.example/news/articleView.html?idxno=31"


def ld(*nodes: dict) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)


def node(title: str, **more: object) -> dict:
    return {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title} | more


HEAD = f'<meta property="og:title" content="{TITLE}"><link rel="canonical" href="{URL}">'
VIEW = f'<h1>{TITLE}</h1><div class="info"><span>이도담 기자</span><span>입력 2026.10.02 09:41</span></div><div class="article-body">{{}}</div>'
CONTENT = VIEW.format(MARKUP)


def test_of_several_articles_in_the_metadata_the_page_s_own_is_read() -> None:
    head = HEAD + ld(
        node(
            "다른 기사",
            url="https://www.news.example/1",
            author={"name": "한가람"},
            datePublished="2026-09-01T10:00:00+09:00",
        ),
        node(
            TITLE,
            mainEntityOfPage={"@id": URL},
            author={"name": "이도담 기자"},
            datePublished="2026-10-02T09:41:07+09:00",
        ),
    )
    found = read(page(CONTENT, head=head), URL)
    assert found.author == "이도담"
    assert found.published is not None
    assert found.published.isoformat() == "2026-10-02T09:41:07+09:00"


def test_an_author_may_be_named_elsewhere_in_the_graph() -> None:
    graph = {"@graph": [node(TITLE, author={"@id": "#dodam"}), {"@type": "Person", "@id": "#dodam", "name": "이도담"}]}
    assert read(page(CONTENT.replace("이도담 기자", ""), head=HEAD + ld(graph)), URL).author == "이도담"


def test_today_s_date_in_the_site_s_head_is_no_date_of_the_article() -> None:
    content = f'<header><span class="today">2026.10.05 (월)</span></header>{CONTENT}'
    published = read(page(content, head=HEAD), URL).published
    assert published is not None
    assert published.isoformat() == "2026-10-02T09:41:00+09:00"


def test_a_time_stands_beside_its_day() -> None:
    content = CONTENT.replace("입력 2026.10.02 09:41", "2026.10.02.</span><span>09:41")
    published = read(page(content, head=HEAD), URL).published
    assert published is not None
    assert (published.isoformat(), published.precision) == ("2026-10-02T09:41:00+09:00", "minute")


def test_a_text_that_only_a_script_shows_is_read_from_its_data() -> None:
    story = {"type": "story", "content_elements": [{"type": "text", "content": line} for line in PARAGRAPHS]}
    fusion = f'<script>window.Fusion=window.Fusion||{{}};Fusion.globalContent={json.dumps(story)};Fusion.x="y"</script>'
    head = HEAD + ld(node(TITLE, datePublished="2026-10-02T09:41:07+09:00"))
    assert read(page(VIEW.format('<div class="skeleton"></div>') + fusion, head=head), URL).body_text == TEXT
    props = {"props": {"pageProps": {"detail": {"contentHtml": MARKUP}}}}
    data = f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(props)}</script>'
    assert read(page(VIEW.format("") + data, head=head), URL).body_text == TEXT


def test_a_short_text_is_read_whatever_long_ones_stand_beside_it() -> None:
    short = VIEW.format("<p>솔마을 도서관이 다시 문을 열었다.</p>")
    terms = f'<div style="display:none"><p>{"회사는 이름과 주소를 모읍니다. " * 30}</p></div>'
    comments = f"<ul class='rp'>{''.join(f'<li><b>이웃</b> <i>26.10.0{day} 10:10</i><p>{PARAGRAPHS[1]}</p></li>' for day in (3, 4, 5))}</ul>"
    assert read(page(terms + short + comments, head=HEAD), URL).body_text == "솔마을 도서관이 다시 문을 열었다."


def test_a_line_under_the_title_is_not_the_title() -> None:
    content = f"<div><div>{TITLE}</div><div>주민 설명회 잇따라</div><div>작성자 : 박유진 작성일 : 2026-10-02 09:41</div><div>{MARKUP}</div></div>"
    assert read(page(content, title="솔마을신문"), URL).title == TITLE


def test_a_paywalled_article_is_marked_as_cut() -> None:
    assert read(page(CONTENT, head=HEAD + ld(node(TITLE, isAccessibleForFree=False))), URL).is_cut
    more = "<div class='more'>이 기사의 전문을 보시려면 구독이 필요합니다.</div>"
    assert read(page(CONTENT + more, head=HEAD), URL).is_cut
    assert not read(page(CONTENT, head=HEAD), URL).is_cut


def test_a_disagreement_about_the_date_is_told() -> None:
    head = HEAD + '<meta property="article:published_time" content="2020-01-01T00:00:00+09:00">'
    (doubt,) = read(page(CONTENT, head=head), URL).doubts
    assert "2020-01-01" in doubt
    assert "2026.10.02" in doubt
    assert read(page(CONTENT, head=HEAD), URL).doubts == []


def test_bylines_give_names() -> None:
    lines = {
        "조가람 기자": "조가람",
        "도쿄=국시온 특파원": "국시온",
        "솔마을신문 최동욱 선임기자": "최동욱",
        "김보람·이도담 기자": "김보람, 이도담",
        "김보람 기자, 이도담 인턴기자": "김보람, 이도담",
        "Kim Min-ji, staff reporter": "Kim Min-ji",
        "온라인스포츠팀": "온라인스포츠팀",
        "정책기자단": "정책기자단",
    }
    assert {line: people_of(line) for line in lines} == lines


def test_languages_are_told_by_their_script() -> None:
    assert language_of(TEXT) == "ko"
    assert language_of("The library of the village opens again in the next month, and it is open to all of us.") == "en"
    assert language_of("図書館は来月ふたたび開きます。だれでも使えます。本をゆっくり読めます。") == "ja"
    assert language_of("Thư viện làng sẽ mở cửa lại vào tháng sau cho tất cả mọi người", "vi") == "vi"
    assert language_of("123 456") is None


def test_the_date_of_the_last_change_is_compared_too() -> None:
    head = HEAD + '<meta property="article:modified_time" content="2026-10-09T10:00:00+09:00">'
    shown = CONTENT.replace("</h1>", "</h1><p>수정 2026-10-03 11:30</p>", 1)
    article = read(page(shown, head=head), URL)
    assert any("last change" in doubt for doubt in article.doubts)
    assert article.modified.isoformat().startswith("2026-10-03T11:30")
