"""Kinds of news pages that differ from a report under a headline: columns, photo news, lists of people, letters."""

from __future__ import annotations

import pytest

from newscrawl.extract import extract
from tests.article.pages import MARKUP, NOW, PARAGRAPHS, TEXT, TITLE, page, read

URL = "https://www.news.example/article/20261002/31"
TYPE = f'<meta property="og:type" content="article"><meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="솔마을신문">'
TODAY = '<div class="top"><a href="/login">로그인</a><span>2026.10.05 (월)</span><input title="검색"><a href="#">상세검색</a></div>'
OTHERS = "".join(
    f'<li><a href="/article/{n}">솔마을 소식 {n}번째 제목입니다</a> <span>10.0{n % 5 + 1} 13:4{n}</span></li>'
    for n in range(8)
)
LINKS = "".join(f'<p><a href="/article/{n}">솔마을 소식 {n}번째 제목입니다</a></p>' for n in range(8))


def news(head: str, body: str, meta: str = TYPE, after: str = "") -> str:
    return page(f"{TODAY}<h1>{TITLE}</h1>{head}{body}{after}", title=f"{TITLE} - 솔마을신문", head=meta)


def box(content: str) -> str:
    return f'<div id="articleBody">{content}</div>'


HEADS = (
    ("<p><b>제120호</b> 승인 2026.10.02 09:41</p><p>김보람 <span>| bora@news.example</span></p>", "김보람"),
    ("<p>김보람 기자 bora@news.example | 입력 : 2026-10-02 09:41 | 본지 3면</p>", "김보람"),
    (
        "<ul><li>김보람 기자</li><li>이도담 수습기자</li><li>승인 2026.10.02 09:41</li><li>제120호</li></ul>",
        "김보람, 이도담",
    ),
    ("<p><span>글 김보람</span> <span>사진 이도담</span> <span>2026-10-02 09:41</span></p>", "김보람"),
    (
        "<p>26.10.02 09:41<span>l</span>최종 업데이트 26.10.02 12:56<span>l</span><a href='#'>김보람(bora77)</a></p>",
        "김보람",
    ),
    ("<p><a>솔타임스</a><span>기사전송 <em>2026-10-02 09:41</em></span></p>", None),
    ("<p>발표 2026년 10월 2일 (금) 오전 9:41</p>", None),
    ("<p>부동산 | 2026-10-02 09:41</p>", None),
)
SIGNED = (
    f"<p>김보람 도쿄 특파원</p>{MARKUP}",
    f"<div><img src='/w.jpg'><em>김보람 솔마을대 교수·행정학</em></div>{MARKUP}<p><b>김보람 솔마을대 교수·행정학</b></p>",
    f"{MARKUP}<p>솔뉴스 김보람 (bora@news.example)</p><p>※ '당신의 제보가 뉴스가 됩니다'</p><p>[전화] 02-000-0000</p><p>[저작권자(c) 솔뉴스 무단전재, 재배포 금지]</p>",
    f"[솔뉴스=잠실, 김보람 기자] {MARKUP}",
)


@pytest.mark.parametrize(("head", "author"), HEADS)
def test_a_head_tells_who_wrote_and_nobody_else(head: str, author: str | None) -> None:
    found = read(news(head, box(MARKUP)), URL)
    assert (found.author, found.published.isoformat() if found.published else None) == (
        author,
        "2026-10-02T09:41:00+09:00",
    )


@pytest.mark.parametrize("body", SIGNED)
def test_a_text_is_signed_at_its_ends(body: str) -> None:
    found = read(news("<p>입력 2026-10-02 09:41</p>", box(body)), URL)
    assert (found.author, found.body_text) == ("김보람", TEXT)


def test_a_sites_foot_tells_no_writer_and_no_day() -> None:
    foot = '<div class="f-in user-info"><span>솔시 솔길 195 7층</span><span>제호 : 솔마을신문 등록일 : 1998-01-10</span></div>'
    found = read(news("", box(MARKUP), after=foot), URL)
    assert (found.author, found.published) == (None, None)


TIMES = (
    ("2026-10-02T09:41:00Z", "<p>입력 2026.10.02 09:41</p>", "2026-10-02T09:41:00+09:00"),
    ("2026-10-02T09:41:20Z", "<p><span>2026.10.02 09:41</span></p>", "2026-10-02T09:41:20+09:00"),
    ("2026-10-05T11:30:00Z", "", "2026-10-05T11:30:00+09:00"),  # it would be the evening of a day that is at noon
    (
        "2026-10-05T11:59:58+09:00",
        "<p><span>2026.10.02. 오전 9:41.</span></p>",
        "2026-10-02T09:41:00+09:00",
    ),  # made just now
    ("2019-03-04", "<p>김보람 기자 · [2026-10-02 09:41:16]</p>", "2026-10-02T09:41:16+09:00"),  # the site's own
)


@pytest.mark.parametrize(("told", "shown", "published"), TIMES)
def test_metadata_may_be_the_templates(told: str, shown: str, published: str) -> None:
    meta = f'{TYPE}<meta property="article:published_time" content="{told}">'
    found = read(news(shown, box(MARKUP), meta), URL).published
    assert found is not None
    assert found.isoformat() == published


def test_photo_news_are_told_under_their_pictures() -> None:
    shots = "".join(
        f'<figure><img src="/{n}.jpg"><figcaption>{line}</figcaption></figure>' for n, line in enumerate(PARAGRAPHS)
    )
    found = read(
        news(
            "<p>이도담 사진기자 2026.10.02 09:41</p>", f"<div>{shots}<p>사진 저작권은 솔마을신문에 있습니다</p></div>"
        ),
        URL,
    )
    assert (found.body_text, len(found.images)) == (TEXT, 3)


def test_short_lines_between_pictures_are_text() -> None:
    lines = (
        "솔마을 도서관이 다시 문을 열었다.",
        "책이 많지만",
        "“조용히 해요”",
        "그리고 낮잠",
        "도서관은 밤 아홉 시까지 연다.",
    )
    body = '<p><img src="/1.jpg"></p>'.join(f"<p><strong>{line}</strong></p>" for line in lines)
    found = read(
        news("<p><span>2026.10.02 오전 9:41</span><span>Photo by 이도담</span></p>", f"<div>{body}</div>"), URL
    )
    assert (found.author, found.body_text) == ("이도담", "\n".join(lines))


def test_a_list_of_people_is_text() -> None:
    lines = ("◇ 솔마을시", "◆ 국장급 승진", "△ 기획국장 김보람 △ 문화국장 이도담", "▷ 2급 전보 △ 기획조정실장 한가람")
    head = '<div id="art_info">기사입력 2026-10-02 09:41</div>'
    html = page(
        f'{TODAY}<div id="art_title">[인사] 솔마을시</div>{head}<div id="art_txt">{"<br>".join(lines)}</div><p>ⓒ 솔마을신문</p><ul>{OTHERS}</ul>',
        title="[인사] 솔마을시",
    )
    found = read(html, URL)
    assert (found.title, found.body_text) == ("[인사] 솔마을시", "\n".join(lines))


def test_an_obituary_keeps_its_lines() -> None:
    lines = (
        "▲ 김보람씨 별세, 이도담(솔마을신문 기자)씨 부친상 = 1일 오후, 솔마을병원, 발인 3일 오전 9시",
        "▲ 한가람씨 별세 = 2일, 솔숲병원 2호실, 발인 4일",
    )
    found = read(news("<p>입력 2026-10-02 09:41</p>", box("<br>".join(lines))), URL)
    assert found.body_text == "\n".join(lines)


def test_what_follows_the_copyright_line_is_no_text() -> None:
    lines = "<br><br>".join(PARAGRAPHS)
    links = "".join(f'- <a href="/article/{n}">솔마을 소식 {n}번째 제목입니다</a><br>' for n in range(6))
    body = f"<div><b>{TITLE}</b><br><span>김보람 기자 | 승인 2026.10.02 09:41</span><hr>{lines}<br><i>저작권자 ⓒ 솔마을신문, 무단 전재 및 재배포 금지</i><hr><b>최신기사</b><br>{links}</div>"
    found = read(page(f"{TODAY}{body}", title=f"{TITLE} | 솔마을신문"), URL)
    assert (found.author, found.body_text.replace("\n\n", "\n")) == ("김보람", TEXT)


def test_a_letter_sent_by_mail_is_one_table_a_paragraph() -> None:
    cells = "".join(f'<table role="presentation"><tr><td>{line}</td></tr></table>' for line in PARAGRAPHS)
    html = f"<html><head><title>{TITLE}</title></head><body><table><tr><td><table><tr><td>2026.10.02</td></tr></table><h1>{TITLE}</h1>{cells}</td></tr></table></body></html>"
    assert read(html, URL).body_text == TEXT


@pytest.mark.parametrize("name", ["top_menu", "user-snb"])
def test_a_head_in_a_box_with_a_menus_name_is_read(name: str) -> None:
    head = f'<div class="{name}"><h2>{TITLE}</h2><div>2026.10.02. 오전 9:41.</div></div>'
    found = read(page(f"{TODAY}{head}{box(MARKUP)}", title=f"{TITLE} | 솔뉴스", head=TYPE), URL)
    assert found.published is not None
    assert found.published.isoformat() == "2026-10-02T09:41:00+09:00"


def test_a_line_with_a_texts_name_is_not_the_text() -> None:
    head = f'<div><h1>{TITLE}</h1><p class="cover_text"><span>by</span><span>소금쟁이</span><span>Oct 02. 2026</span></p></div>'
    body = "".join(f"<h4>{line}</h4>" for line in (*PARAGRAPHS, *PARAGRAPHS))
    assert read(page(f"{TODAY}{head}<div>{body}</div>", title=TITLE, head=TYPE), URL).body_text == f"{TEXT}\n{TEXT}"


def test_a_page_of_an_old_paper_is_read_beside_lists_of_news() -> None:
    body = (
        f"<table><tr><td><font><b>{TITLE}</b></font></td></tr><tr><td><font>2026년 10월 2일 (금) 09:41 &nbsp; 김보람기자</font></td></tr>"
        f"<tr><td>{'<br>'.join(PARAGRAPHS * 2)}</td></tr><tr><td><a href='list.php'>목록보기</a></td></tr></table>"
    )
    found = read(
        page(f"{body}<h4>최신기사</h4><ul>{OTHERS}</ul>", title="솔마을신문"),
        "http://news.example/bbs/news_view.php?uid=31",
    )
    assert (found.title, found.author, found.body_text) == (TITLE, "김보람", f"{TEXT}\n{TEXT}")


def test_a_text_of_several_pages_beside_titles_is_no_list() -> None:
    pager = '<div class="paging"><strong>1</strong><a href="?page=2">2</a><a href="?page=3">3</a></div>'
    html = news("<p>입력 : 2026.10.02 09:41</p>", box(MARKUP * 2), after=f"{pager}<div>{LINKS}</div>")
    found = extract(html.encode(), "http://news.example/2026/10/02/2026100201234.html", now=NOW)
    assert (found.listing, found.article and found.article.body_text) == (None, f"{TEXT}\n{TEXT}")


FRAMES = (
    '<div class="ai-summary"><strong>AI 요약</strong><ul><li>도서관이 다시 문을 연다.</li><li>열람석이 늘었다.</li></ul></div>',
    '<div class="summary_box"><h4>AI가 요약한 기사</h4><p>도서관이 문을 열고 열람석이 늘었다.</p></div>',
    '<div class="ab_x"><strong>3줄 요약</strong><p>도서관이 문을 연다.</p><p>열람석이 늘었다.</p></div>',
    '<div class="ad_in"><p>Sponsored</p><a href="/go">겨울 침구 최대 70% 할인</a></div>',
    '<div class="rel-in"><b>함께 보면 좋은 기사</b><a href="/article/5">▶ 솔마을 첫눈 소식</a><a href="/article/6">▶ 솔마을 장터 열린다</a></div>',
    '<p><b>[관련기사]</b></p><p><a href="/article/5">☞ 솔마을 첫눈 소식</a></p>',
    '<table><tr><td><img src="/1.jpg"></td></tr><tr><td>▲ 새로 문을 연 도서관 ⓒ솔마을신문</td></tr></table>',
    '<div><img src="/1.jpg"><br><span style="color:#888">▲ 새로 문을 연 도서관</span></div>',
    '<div class="img_c"><img src="/1.jpg"><p class="cap">새로 문을 연 도서관. 솔마을 제공</p></div>',
)


@pytest.mark.parametrize("frame", FRAMES)
def test_what_stands_between_paragraphs_is_no_text(frame: str) -> None:
    first, *rest = (f"<p>{line}</p>" for line in PARAGRAPHS)
    found = read(news("<p>김보람 기자 입력 2026-10-02 09:41</p>", box(f"{first}{frame}{''.join(rest)}")), URL)
    assert found.body_text == TEXT
