"""Documents of boards: every field from its own place, whatever the markup."""

from __future__ import annotations

import pytest

from tests.article.pages import MARKUP, PARAGRAPHS, TEXT, TITLE, article, page, read

GNUBOARD = page(
    f'<h2 id="container_title">소식</h2><article id="bo_v"><header><h2 id="bo_v_title"><span class="bo_v_cate">알림</span>'
    f'<span class="bo_v_tit">{TITLE[:16]}…</span></h2></header><section id="bo_v_info"><span class="sound_only">작성자</span>'
    '<strong><span class="sv_wrap"><a class="sv_member">솔바람</a><span class="sv"><a>쪽지보내기</a><a>자기소개</a></span></span></strong>'
    '<span class="sound_only">댓글</span><strong><a href="#bo_vc">2건</a></strong><span class="sound_only">조회</span><strong>1,431회</strong>'
    '<strong><span class="sound_only">작성일</span> 26-10-02 09:41</strong></section>'
    f'<section id="bo_v_atc"><div id="bo_v_con">{MARKUP}</div></section><section id="bo_v_file"><ul><li>'
    '<a href="/bbs/download.php?bo_table=news&wr_id=31&no=0" class="view_file_download"><strong>배치도.pdf</strong> (38.5K)</a></li></ul></section>'
    '<ul class="bo_v_nb"><li>이전글 <a href="?wr_id=32">다른 글</a></li></ul><section id="bo_vc"><h2>댓글목록</h2><article>'
    '<span class="member">이웃</span> 26-10-02 10:00<p>기다렸습니다. 반갑네요.</p></article></section></article>',
    title=f"{TITLE} > 소식 | 솔마을",
)
RHYMIX = page(
    '<h1 class="logo"><a href="/">솔마을</a></h1><div class="board_read"><div class="read_header">'
    f'<h1><a href="/free/category/3" class="category">알림</a> <a href="/free/31">{TITLE}</a></h1>'
    '<p class="meta"><span class="author"><i class="xi-user"></i> 솔바람</span> <span class="time"><i class="xi-time"></i> 2026.10.02 09:41</span>'
    '<span class="read_count">조회 수 : 1431</span></p></div>'
    f'<div class="read_body"><div class="document_31_4 rhymix_content xe_content">{MARKUP}</div></div>'
    '<div class="read_footer"><div class="fileList"><ul class="files"><li><a href="/index.php?module=file&act=procFileDownload&file_srl=9&sid=ab">'
    '배치도.pdf <span class="fileSize">[File Size:38.5KB/Download:3]</span></a></li></ul></div></div></div>'
    '<div class="feedback" id="comment"><h2>댓글 <em>2</em></h2><ul><li><h3 class="author">이웃</h3><p class="time">2026.10.02 10:00</p></li></ul></div>',
    title=f"솔마을 - {TITLE}",
)
TABLE_OF_LABELS = page(
    '<h3>공지사항</h3><table><caption>공지사항 상세보기</caption><tbody><tr><th>제목</th><td colspan="3">'
    f"{TITLE}</td></tr><tr><th>작성자</th><td>솔바람</td><th>담당부서</th><td>문화과</td></tr>"
    "<tr><th>등록일</th><td>2026-10-02 09:41</td><th>조회수</th><td>1,431</td></tr>"
    '<tr><th>첨부파일</th><td colspan="3"><a href="/cmm/fms/FileDown.do?atchFileId=F1&fileSn=0">배치도.pdf</a> [38.5 KB] <a href="#">바로보기</a></td></tr>'
    f'<tr><td colspan="4">{"<br><br>".join(PARAGRAPHS)}</td></tr></tbody></table><a href="list.do">목록</a>',
    title="공지사항 | 솔마을",
)
LIST_OF_TERMS = page(
    f'<h2>소식</h2><div class="v"><h3>{TITLE}</h3><dl><dt>글쓴이</dt><dd>솔바람</dd><dt>작성일</dt><dd>2026.10.02. 09:41</dd><dt>조회</dt><dd>1431</dd></dl>'
    f'<dl class="files"><dt>첨부</dt><dd><a href="javascript:fn_down(\'F1\')">배치도.pdf (38.5KB)</a></dd></dl><div class="view_cont">{MARKUP}</div>'
    '<ul><li>이전글 <a href="?no=30">가을 잔치</a></li></ul></div>',
    title="솔마을",
)
ONE_LINE = page(
    f'<h2>소식</h2><div class="t">{TITLE}</div><div class="i">작성자 : 솔바람 | 작성일 : 2026-10-02 09:41 | 조회 : 1431</div>'
    f'<div class="b">{"<br>".join(PARAGRAPHS)}</div><p><a href="/down?f=1">배치도.pdf</a></p><div><a href="/list">목록</a> <a href="/write">글쓰기</a></div>',
    title="솔마을",
)
DRAWN_LABELS = page(
    '<table><tr><td><img src="skin/w_name.gif"></td><td><b>솔바람</b> (2026-10-02 09:41:07 , Hit : <b>1431</b>)</td></tr>'
    f'<tr><td><img src="skin/w_upload1.gif"></td><td><a href="download.php?id=free&no=31">배치도.pdf (38.5K)</a>, Download : 7</td></tr>'
    f'<tr><td><img src="skin/w_subject.gif"></td><td>{TITLE}</td></tr></table>'
    f'<table><tr><td>{"<br><br>".join(PARAGRAPHS)}</td></tr></table><a href="zboard.php?id=free"><img src="skin/list.gif"></a>',
    title="솔마을",
)
SKINS = {
    "gnuboard": GNUBOARD,
    "rhymix": RHYMIX,
    "table": TABLE_OF_LABELS,
    "terms": LIST_OF_TERMS,
    "line": ONE_LINE,
    "drawn": DRAWN_LABELS,
}
ALL = pytest.mark.parametrize("html", SKINS.values(), ids=SKINS.keys())


@ALL
def test_the_title_is_whole_and_alone(html: str) -> None:
    assert read(html).title == TITLE


@ALL
def test_the_author_is_the_name_alone(html: str) -> None:
    assert read(html).author == "솔바람"


@ALL
def test_the_date_is_read_to_the_minute(html: str) -> None:
    published = read(html).published
    assert published is not None
    assert published.isoformat()[:16] == "2026-10-02T09:41"


@ALL
def test_views_are_counted(html: str) -> None:
    assert read(html).views == 1431


@ALL
def test_the_text_is_the_text(html: str) -> None:
    assert read(html).body_text.replace("\n\n", "\n") == TEXT


@ALL
def test_the_file_is_offered(html: str) -> None:
    assert [file.name for file in read(html).attachments] == ["배치도.pdf"]


@ALL
def test_the_key_comes_from_the_address(html: str) -> None:
    assert read(html).key == "31"


@pytest.mark.parametrize("skin", ["gnuboard", "rhymix"])
def test_a_category_beside_the_title_is_no_part_of_it(skin: str) -> None:
    assert read(SKINS[skin]).category == "알림"


@pytest.mark.parametrize("skin", ["gnuboard", "rhymix"])
def test_comments_are_counted_and_not_read(skin: str) -> None:
    assert read(SKINS[skin]).comments == 2


@pytest.mark.parametrize("skin", ["gnuboard", "rhymix", "table", "terms"])
def test_sizes_are_in_bytes(skin: str) -> None:
    assert read(SKINS[skin]).attachments[0].size == 39424


ROWS = "".join(
    f'<tr><td>{90 - at}</td><td><a href="/read?no={90 - at}">다른 글의 제목 {at}</a></td><td>이웃</td><td>2026.10.01</td></tr>'
    for at in range(12)
)
LIST = f'<table id="list"><tr><th>번호</th><th>제목</th><th>글쓴이</th><th>날짜</th></tr>{ROWS}</table>'


def test_the_list_beneath_is_no_part_of_the_article() -> None:
    html = page(f'<h2>소식</h2><h3 class="subject">{TITLE}</h3><p>솔바람 2026-10-02 09:41</p>{MARKUP}{LIST}')
    assert read(html, box="list").body_text == TEXT


def test_a_list_alone_is_no_article() -> None:
    assert article(page(f"<h2>자유게시판</h2>{LIST}", title="자유게시판 - 솔마을"), "https://x.kr/free", "list") is None


def test_a_home_page_is_no_article() -> None:
    boxes = "".join(
        f"<div><h3>{name}</h3><ul>"
        + "".join(
            f'<li><a href="/{name}/{at}">{name}의 {at}번째 글</a> <span>2026-10-0{at}</span></li>' for at in range(1, 6)
        )
        + "</ul></div>"
        for name in ("소식", "질문", "사진")
    )
    assert article(page(boxes, title="솔마을"), "https://x.kr/") is None


def test_an_introduction_without_date_or_neighbours_is_no_article() -> None:
    html = page(f'<h2>도서관 소개</h2><div class="content">{MARKUP}</div>', title="도서관 소개 | 솔마을")
    assert article(html, "https://x.kr/intro.do?key=7") is None


def test_a_post_without_a_date_is_one_where_its_neighbours_are_named() -> None:
    html = page(
        f'<h2>공지사항</h2><table><tr><td><span class="subject_text">{TITLE}</span></td></tr><tr><td class="bbs_content">{MARKUP}</td></tr></table>'
        '<p><a href="?nttNo=8">이전글</a> <a href="list.do">목록</a></p>',
        title="공지사항 - 솔마을",
    )
    assert read(html, "https://x.kr/view.do?nttNo=9").title == TITLE


def test_a_table_inside_the_text_stays_there() -> None:
    table = "<table><tr><th>번호</th><th>제목</th><th>작성자</th></tr><tr><td>1</td><td>본문의 표</td><td>누구</td></tr></table>"
    html = GNUBOARD.replace(MARKUP, MARKUP + table)
    assert read(html).body_text == f"{TEXT}\n번호 제목 작성자\n1 본문의 표 누구"


def test_level_badge_and_address_are_no_part_of_a_name() -> None:
    html = ONE_LINE.replace("작성자 : 솔바람", "작성자 : 솔바람 (211.34.*.8)")
    assert read(html).author == "솔바람"


def test_a_picture_that_the_text_shows_is_no_attachment() -> None:
    html = RHYMIX.replace("배치도.pdf", "배치도.jpg").replace(
        MARKUP, MARKUP + '<img src="/f/ab12.jpg" alt="배치도.jpg">'
    )
    assert read(html).attachments == []


def test_a_department_signs_where_no_person_does() -> None:
    html = TABLE_OF_LABELS.replace("<th>작성자</th><td>솔바람</td>", "")
    assert read(html).author == "문화과"


def test_a_secret_post_is_one_without_text() -> None:
    form = '<form class="secretForm"><label>비밀글입니다. 비밀번호를 입력하세요.</label><input type="password" name="password"></form>'
    html = RHYMIX.replace(f'<div class="document_31_4 rhymix_content xe_content">{MARKUP}</div>', form)
    found = read(html)
    assert found.is_secret
    assert found.title == TITLE
    assert found.body_text == ""
