"""Documents of boards made by hand: no names that tell, labels in the title's own text, no date, words in pieces."""

from __future__ import annotations

from urllib.request import urlopen

import pytest

from newscrawl.demo import DemoBoard, DemoServer
from newscrawl.extract import extract
from tests.article.pages import FOOT, MARKUP, MENU, NOW, PARAGRAPHS, TEXT, TITLE, article, page, read

FACTS = "<ul><li>작성자 : 솔바람</li><li>등록일 : 2026-10-02</li><li>조회 : 31</li></ul>"
BOARD = "기업지원 공고"


def _menu(content: str) -> str:
    """A page that is titled as its board is, which its menu and its heading name, too."""
    return page(
        f"<nav><a href='/biz'>{BOARD}</a></nav><h2 class='tit'>{BOARD}</h2>{content}", title=f"{BOARD} | 솔마을"
    )


def test_a_title_is_not_the_boards_name_that_menu_and_page_title_have() -> None:
    found = read(
        _menu(f"<div class='v_area'><h3 class='title'>{TITLE}</h3>{FACTS}<div class='editor'>{MARKUP}</div></div>")
    )
    assert (found.title, found.author, found.body_text) == (TITLE, "솔바람", TEXT)


def test_a_label_in_the_titles_own_text_is_none_of_it() -> None:
    cells = "<th>작성자</th><td>솔바람</td><th>등록일</th><td>2026-10-02</td><th>조회수</th><td>31</td>"
    table = f"<table><tr><th colspan=6><button>완료</button> 제 목 : {TITLE}</th></tr><tr>{cells}</tr><tr><td colspan=6>{MARKUP}</td></tr></table>"
    assert read(_menu(table)).title == TITLE


def test_the_value_of_another_label_is_no_title() -> None:
    cells = "<tr><th>분야</th><td class='category'>기술 개발</td></tr><tr><th>작성자</th><td>솔바람</td><th>등록일</th><td>2026-10-02</td></tr>"
    head = f"<thead><tr><th colspan=4 class='title'>{TITLE} <span class='x1'>온라인</span></th></tr></thead>"
    found = read(_menu(f"<table>{head}<tbody>{cells}<tr><td colspan=4>{MARKUP}</td></tr></tbody></table>"))
    assert (found.title, found.category) == (TITLE, "기술 개발")


def test_a_table_of_terms_within_a_text_is_the_texts() -> None:
    terms = "<table><tr><td>공고명</td><td>솔마을 도서관 서가 구매</td></tr><tr><td>개찰일시</td><td>2026년 9월 22일 11:00</td></tr><tr><td>장소</td><td>3층 회의실</td></tr></table>"
    found = read(
        page(
            f"<h2>{TITLE}</h2>{FACTS}<div class='q7'><p>{PARAGRAPHS[0]}</p>{terms}<p>{PARAGRAPHS[2]}</p></div>",
            title="솔마을",
        )
    )
    assert found.title == TITLE
    assert found.body_text.split("\n")[0] == PARAGRAPHS[0]
    assert "3층 회의실" in found.body_text
    assert found.body_text.split("\n")[-1] == PARAGRAPHS[2]


def test_a_line_in_pieces_is_prose() -> None:
    lines = "".join("<p>" + "".join(f"<span>{word} </span>" for word in line.split()) + "</p>" for line in PARAGRAPHS)
    note = "<p class='site-txt'>이 누리집은 솔마을이 운영하는 공식 누리집입니다.</p>"
    found = read(page(f"{note}<h2>{TITLE}</h2>{FACTS}<div class='q7-cont'>{lines}</div>", title="솔마을"))
    assert found.body_text == TEXT


def test_a_document_without_a_date_is_one_that_leads_back_to_its_list() -> None:
    body = f"<div class='q-title'><strong>{TITLE}</strong></div><ul><li>첨부 파일1 : <a href='/down?f=1'>배치도.pdf</a></li></ul><div class='q-memo'>{MARKUP}</div>"
    found = read(_menu(f"{body}<a href='/list'>목록보기</a>"))
    assert (found.title, found.published, found.body_text) == (TITLE, None, TEXT)
    assert [file.name for file in found.attachments] == ["배치도.pdf"]
    drawn = _menu(f"{body}<a href='/list'><img src='b.gif' alt='목록'></a>")
    assert read(drawn).title == TITLE
    assert article(_menu(body)) is None
    assert article(drawn, "https://board.example.kr/intro") is None


def test_a_document_with_files_is_no_message_whatever_its_words() -> None:
    words = "<p>이번 주 토요일에는 시스템 점검을 실시합니다. 서비스 점검 중에는 접속할 수 없습니다.</p>"
    body = f"<div class='q-title'><strong>{TITLE}</strong></div><ul><li>첨부파일 : <a href='/down?f=1'>배치도.pdf</a></li></ul><div class='q-memo'>{words}</div>"
    html = f"<title>{BOARD}</title>{MENU}{body}<a href='/list'>목록</a>{FOOT}"
    found = extract(
        html.encode(), "https://board.example.kr/read?no=31", content_type="text/html; charset=utf-8", now=NOW
    )
    assert found.says is None
    assert found.article is not None


def test_todays_date_in_a_sites_head_brings_no_writer() -> None:
    head = "<header><span>2026.10.05 (월)</span><a href='/login'>로그인</a><a href='/paper'>지면보기</a></header>"
    found = read(
        page(
            f"{head}<h3>{TITLE}</h3><p><span>이보름 기자</span> <span>승인 2026.10.02 13:55</span></p><div class='q7'>{MARKUP}</div>"
        )
    )
    assert (found.author, found.published and found.published.raw) == ("이보름", "2026.10.02 13:55")


def test_a_file_is_no_writer_and_a_department_goes_over_a_bare_name() -> None:
    facts = "<dl><dt>등록일</dt><dd>2026.10.02</dd><dt>담당부서</dt><dd>문화과</dd></dl><p>누리공고문.hwpx</p>"
    assert read(page(f"<h3>{TITLE}</h3>{facts}<div class='q7'>{MARKUP}</div>")).author == "문화과"
    facts = "<p>글 : 솔바람</p><p>2026.10.02</p>"
    assert read(page(f"<h3>{TITLE}</h3>{facts}<div class='q7'>{MARKUP}</div>")).author == "솔바람"


def test_a_counter_is_read_whatever_it_is_named_after() -> None:
    facts = "<p><span class='name'>솔바람</span> <span>2026.10.02 13:50</span> <span>조회 33</span> <span class='post_reply_num'>추천 45</span></p>"
    comments = "<div class='comment'><strong>댓글 • [3]</strong></div>"
    found = read(
        page(
            f"<h3><span class='headtext'>[잡담]</span> <span>{TITLE}</span></h3>{facts}<div class='q7'>{MARKUP}</div>{comments}"
        )
    )
    assert (found.votes, found.comments, found.category) == (45, 3, "잡담")


def test_files_are_read_from_an_aside_and_beside_their_buttons() -> None:
    beside = "<ul><li><span>배치도.pdf</span><a href='/d?f=1'>다운로드</a></li><li><span>명단.hwp</span><a href='/d?f=2'>내려받기</a></li></ul>"
    aside = "<aside class='view-file-box'><strong>첨부파일</strong><a href='/download?f=3'>안내.pdf</a></aside>"
    found = read(
        page(f"<h3>{TITLE}</h3>{FACTS}<div class='attfile'>{beside}</div>{aside}<div class='q7'>{MARKUP}</div>")
    )
    assert [(file.name, (file.url or "")[-4:]) for file in found.attachments] == [
        ("배치도.pdf", "?f=1"),
        ("명단.hwp", "?f=2"),
        ("안내.pdf", "?f=3"),
    ]


def test_a_boards_name_in_the_path_above_is_no_title() -> None:
    way = "<p class='loc'><a href='/'>홈</a> &gt; <a href='/a'>알림마당</a> &gt; <strong>가정통신문</strong></p><h2>가정통신문</h2>"
    found = read(
        page(
            f"{way}<div><h3>가정통신문 제12호</h3>{FACTS}<div class='q7'>{MARKUP}</div></div>",
            title="가정통신문 | 솔초등학교",
        )
    )
    assert found.title == "가정통신문 제12호"
    way = f"<p><a href='/'>홈</a> &gt; 소식 &gt; {TITLE[:15]}</p>"
    assert (
        read(page(f"{way}<h3>{TITLE[:15]}</h3>{FACTS}<div class='q7'>{MARKUP}</div>", title=TITLE[:15])).title
        == TITLE[:15]
    )


def test_a_question_is_read_with_who_asked_and_when() -> None:
    asked = "<dl><dt>신청인</dt><dd>노**</dd><dt>신청일</dt><dd>2026-10-01 08:14</dd><dt>조회</dt><dd>33</dd></dl>"
    answer = "<div class='a'><h4>답변</h4><dl><dt>담당부서</dt><dd>공원과</dd><dt>답변일</dt><dd>2026-10-03</dd></dl><p>고쳤습니다. 고맙습니다.</p></div>"
    found = read(
        page(
            f"<div class='q'><h3><span class='ic'>질문</span>{TITLE}</h3>{asked}<div class='t'>{MARKUP}</div></div>{answer}",
            title="시장실",
        )
    )
    assert (found.title, found.author, found.published and found.published.raw) == (TITLE, "노**", "2026-10-01 08:14")


def test_a_forums_first_post_is_read_and_no_member_since() -> None:
    def post(name: str, day: int, text: str) -> str:
        profile = f"<dl><dt>{name}</dt><dd>가입일: 2019-04-02</dd></dl>"
        line = f"<p class='author'>글쓴이: <b>{name}</b> » 2026-10-0{day} 23:40</p>"
        return f"<div class='post'>{profile}<div class='postbody'><h3>{TITLE}</h3>{line}<div>{text}</div></div></div>"

    thread = f"<h2><a href='./topic?no=31'>{TITLE}</a></h2>{post('솔바람', 1, MARKUP)}{post('이웃', 2, '<p>저도 기다립니다. 반갑네요.</p>')}"
    found = read(page(thread, title="솔마을"))
    assert (found.author, found.published and found.published.raw, found.body_text) == (
        "솔바람",
        "2026-10-01 23:40",
        TEXT,
    )


def test_items_of_a_text_are_no_facts() -> None:
    facts = "<div><div><b>구분</b><span>청년인턴</span></div><div><b>등록일</b><span>2026.10.02</span></div><div><b>조회</b><span>31</span></div></div>"
    items = "<p>1. 모집인원: 총 14명</p><p>2. 근무기간: 2027. 1. 4. ~ 2. 26.</p><p>※ 국가유공자 우대</p>"
    found = read(page(f"<h3>{TITLE}</h3>{facts}<div class='q7'>{items}</div><a href='/list'>목록</a>", title="솔마을"))
    assert (found.title, found.body_text.split("\n")[0]) == (TITLE, "1. 모집인원: 총 14명")


def test_whom_to_ask_about_the_page_is_no_writer() -> None:
    charge = "<dl><dt>담당부서</dt><dd>문화과</dd><dt>최종수정일</dt><dd>2026-05-17</dd></dl>"
    facts = "<ul><li>작성일 : 2026-10-02</li><li>조회 : 31</li></ul>"
    assert read(page(f"<h3>{TITLE}</h3>{facts}<div class='q7'>{MARKUP}</div>{charge}")).author is None


OTHERS = "".join(f"<li><a href='/read?no={no}'>다른 글 {no}의 긴 제목입니다</a></li>" for no in range(41, 47))


def test_a_text_ends_where_links_to_other_posts_begin() -> None:
    for heading in ("<h4>최신기사</h4>", "<strong>많이 본 글</strong>", ""):
        below = f"<div>{heading}<ul>{OTHERS}</ul></div>"
        found = read(
            page(
                f"<div><h1>{TITLE}</h1><p>이보름 | 2026-10-02 09:41 | 조회 31</p><div>{MARKUP}</div></div>{below}",
                title="솔마을",
            )
        )
        assert found.body_text == TEXT
    within = f"<div>{MARKUP}<ul>{OTHERS}</ul></div>"
    found = read(page(f"<h1>{TITLE}</h1><p>이보름 | 2026-10-02 09:41 | 조회 31</p>{within}", title="솔마을"))
    assert found.body_text.startswith(TEXT)
    assert "다른 글 46" in found.body_text


def test_what_stands_under_pictures_is_the_text_where_there_is_no_other() -> None:
    pictures = "".join(
        f"<figure><img src='{at}.jpg'><figcaption>{line}</figcaption></figure>" for at, line in enumerate(PARAGRAPHS)
    )
    found = read(
        page(
            f"<div><h2>{TITLE}</h2><p>이보름 | 2026-10-02 09:41 | 조회 31</p>{pictures}</div><ul>{OTHERS}</ul>",
            title="솔마을",
        )
    )
    assert found.body_text == TEXT
    assert found.author == "이보름"
    assert [image.caption for image in found.images] == list(PARAGRAPHS)


def test_a_post_that_is_a_picture_has_it() -> None:
    facts = "<ul><li>작성자 솔바람</li><li>작성일 2026.10.02</li><li>조회수 31</li></ul>"
    found = read(
        _menu(f"<h3>{TITLE}</h3>{facts}<div class='q7'><img src='/u/1.jpg' alt='포스터'></div><a href='/list'>목록</a>")
    )
    assert (found.author, [image.url[-8:] for image in found.images]) == ("솔바람", ["/u/1.jpg"])


def test_a_sites_name_that_its_foot_bears_is_no_title() -> None:
    content = (
        f"<h1>솔마을</h1><h4>{TITLE}</h4><span>솔바람</span> <em>2026-10-02</em> <em>조회: 31</em><div>{MARKUP}</div>"
    )
    assert read(page(content, title="공지사항 | 솔마을")).title == TITLE


def test_a_telephone_is_no_part_of_a_name_and_a_caption_of_dates_is_none() -> None:
    facts = "<dl><dt>행사기간</dt><dd>2026-10-20 ~ 2026-10-30</dd><dt>행사장소</dt><dd>솔마을 회관</dd><dt>등록일</dt><dd>2026-10-02</dd>{}</dl>"
    department = "<dt>담당부서</dt><dd>문화과 (031-555-0101)</dd>"
    assert read(_menu(f"<h3>{TITLE}</h3>{facts.format(department)}<div class='q7'>{MARKUP}</div>")).author == "문화과"
    assert read(_menu(f"<h3>{TITLE}</h3>{facts.format('')}<div class='q7'>{MARKUP}</div>")).author is None


def test_a_file_that_ends_a_text_is_offered() -> None:
    lines = "".join(f"<div>{line}</div>" for line in PARAGRAPHS)
    found = read(_menu(f"<h3>{TITLE}</h3>{FACTS}{lines}<div><a href='/d?f=1'>배치도.hwp</a></div>"))
    assert [file.name for file in found.attachments] == ["배치도.hwp"]


@pytest.mark.parametrize("skin", ["egov", "mobile", "zeroboard"])
def test_a_member_may_be_called_by_a_number_and_a_title_may_end_in_dots(skin: str) -> None:
    board = DemoBoard(posts=60, seed=1, name="news", skin=skin, secret_every=0)
    with DemoServer([board]) as server:
        for post in board.truth():
            if post["author"] != "20241" and "…" not in post["title"]:
                continue
            url = post["url"] if post["url"].startswith("http") else server.url + post["url"]
            with urlopen(url) as answer:  # noqa: S310 - loopback, by construction
                article = extract(answer.read(), url).article
            assert article is not None, url
            assert (article.title, article.author) == (post["title"], post["author"])
