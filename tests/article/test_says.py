"""Pages that stand in place of a post, told apart by their words and their shape."""

from __future__ import annotations

import pytest

from newscrawl.extract.phrases import kind_of
from newscrawl.extract.says import read_says
from tests.article.pages import MARKUP, TITLE, document, page

WORDS = (
    ("글이 존재하지 않습니다.\n\n글이 삭제되었거나 이동된 경우입니다.", "deleted"),
    ("삭제된 게시물입니다.", "deleted"),
    ("이미 삭제되었거나 존재하지 않는 글입니다.", "deleted"),
    ("해당 게시글을 찾을 수 없습니다.", "deleted"),
    ("존재하지 않는 게시물입니다.", "deleted"),
    ("선택하신 게시물이 존재하지 않습니다", "deleted"),
    ("작성자가 삭제한 글입니다. 삭제된 글은 볼 수 없습니다.", "deleted"),
    ("게시 기간이 만료된 자료입니다.", "deleted"),
    ("블라인드 처리된 게시물입니다.", "deleted"),
    ("This post has been deleted.", "deleted"),
    ("글을 읽을 권한이 없습니다.", "forbidden"),
    ("목록을 볼 권한이 없습니다.\n\n회원이시라면 로그인 후 이용해 보십시오.", "forbidden"),
    ("접근이 제한된 페이지입니다. 접근 권한이 없습니다.", "forbidden"),
    ("등급이 낮아 읽을 수 없습니다. 우수회원 등급 이상만 가능합니다.", "forbidden"),
    ("포인트가 부족하여 글을 볼 수 없습니다.", "forbidden"),
    ("403 Forbidden", "forbidden"),
    ("비밀글입니다. 비밀번호를 입력하세요.", "secret"),
    ("비공개 글입니다.", "secret"),
    ("비밀번호가 일치하지 않습니다.", "secret"),
    ("본인만 열람할 수 있는 글입니다.", "secret"),
    ("비밀글 기능으로 보호된 글입니다.", "secret"),
    ("로그인이 필요한 서비스입니다.", "login"),
    ("로그인 후 이용하실 수 있습니다.", "login"),
    ("회원만 이용할 수 있는 게시판입니다.", "login"),
    ("로그인 하셔야 합니다.", "login"),
    ("아이디와 비밀번호를 입력해 주세요.", "login"),
    ("세션이 만료되었습니다. 다시 접속해 주세요.", "login"),
    ("존재하지 않는 게시판입니다.", "missing"),
    ("요청하신 페이지를 찾을 수 없습니다.", "missing"),
    ("없는 페이지입니다.", "missing"),
    ("404 Not Found", "missing"),
    ("잘못된 접근입니다.", "missing"),
    ("올바른 방법으로 이용해 주십시오.", "missing"),
    ("비정상적인 접근이 감지되어 차단되었습니다.", "blocked"),
    ("귀하의 IP는 접속이 차단되었습니다.", "blocked"),
    ("The requested URL was rejected. Please consult with your administrator.", "blocked"),
    ("로봇이 아님을 확인해 주세요.", "blocked"),
    ("보안 정책에 의해 접근이 거부되었습니다.", "blocked"),
    ("Just a moment...", "blocked"),
    ("현재 시스템 점검 중입니다.", "maintenance"),
    ("서비스가 일시 중단됩니다. 이용에 불편을 드려 죄송합니다.", "maintenance"),
    ("홈페이지 개편 중입니다. 잠시 후 다시 이용해 주세요.", "maintenance"),
    ("Site is under maintenance", "maintenance"),
    ("게시판이 통합되어 새 주소로 이동합니다.", "moved"),
)
ORDINARY = (
    "등록된 게시물이 없습니다.",
    "검색 결과가 없습니다.",
    "가을 체육대회 일정을 알려드립니다.",
    "안녕하세요. 반갑습니다.",
    "좋은 정보 감사합니다.",
    "조회된 자료가 없습니다.",
)


@pytest.mark.parametrize(("words", "kind"), WORDS)
def test_words_tell_the_kind(words: str, kind: str) -> None:
    assert kind_of(words) == kind


@pytest.mark.parametrize("words", ORDINARY)
def test_ordinary_words_tell_nothing(words: str) -> None:
    assert kind_of(words) is None


@pytest.mark.parametrize(("words", "kind"), [pair for pair in WORDS if pair[1] != "moved"])
def test_an_alert_that_leads_away_says_so_with_status_200(words: str, kind: str) -> None:
    script = words.replace("\n", "\\n")
    html = f'<html><head><title>오류안내</title></head><body><script>alert("{script}"); history.back();</script></body></html>'
    says = read_says(document(html))
    assert says is not None
    assert says.kind == kind


@pytest.mark.parametrize(("words", "kind"), [pair for pair in WORDS if pair[1] not in ("moved", "login")])
def test_a_short_page_says_so_in_its_heading(words: str, kind: str) -> None:
    says = read_says(document(page(f"<div><h1>{words}</h1><p><a href='/'>처음으로</a></p></div>", title="솔마을")))
    assert says is not None
    assert says.kind == kind


def test_an_alert_names_where_it_leads() -> None:
    html = '<script>alert("삭제된 글입니다.");document.location.replace("http:\\/\\/x.kr\\/bbs\\/board.php?bo_table=free");</script>'
    says = read_says(document(html))
    assert says is not None
    assert says.target == "http://x.kr/bbs/board.php?bo_table=free"


def test_an_alert_in_a_function_says_nothing() -> None:
    script = '<script>function del(){ alert("삭제된 글입니다."); history.back(); }</script>'
    assert read_says(document(page(f"{script}<h1>{TITLE}</h1><p>작성자 솔바람 2026-10-02</p>{MARKUP}"))) is None


def test_a_password_form_is_a_secret_post() -> None:
    form = '<form method="post"><p>이 글은 비밀번호로 보호되어 있습니다.</p><input type="password" name="wr_password"><input type="submit"></form>'
    says = read_says(document(page(form, title="비밀번호 입력")))
    assert says is not None
    assert says.kind == "secret"


def test_a_comment_form_with_a_password_is_none() -> None:
    form = '<form id="comment_write"><input name="name"><input type="password" name="pw"><textarea name="text"></textarea>비밀글</form>'
    assert read_says(document(page(f"<h1>{TITLE}</h1><p>작성자 솔바람 조회 31</p>{MARKUP}{form}"))) is None


def test_a_login_wall_is_one() -> None:
    form = '<h2>로그인이 필요합니다</h2><form><input type="text" name="id"><input type="password" name="pw"><button>로그인</button></form>'
    says = read_says(document(page(form, title="로그인")))
    assert says is not None
    assert says.kind == "login"


def test_a_refresh_without_content_leads_elsewhere() -> None:
    says = read_says(
        document('<html><head><meta http-equiv="Refresh" content="0; URL=/new/board"></head><body></body></html>')
    )
    assert says is not None
    assert (says.kind, says.target) == ("moved", "https://board.example.kr/new/board")


def test_a_script_that_only_sets_the_address_leads_elsewhere() -> None:
    says = read_says(document("<html><body><script>location.href='/m/read?no=31';</script></body></html>"))
    assert says is not None
    assert (says.kind, says.target) == ("moved", "https://board.example.kr/m/read?no=31")


@pytest.mark.parametrize("words", [words for words, _ in WORDS])
def test_a_post_that_holds_such_words_stays_a_post(words: str) -> None:
    html = page(
        f"<h2>자유게시판</h2><h1>{words}</h1><table><tr><th>작성자</th><td>솔바람</td><th>작성일</th><td>2026-10-02 09:41</td>"
        f"<th>조회</th><td>31</td></tr></table><div class='view_content'>{words}{MARKUP}</div><a href='/list'>목록</a>",
        title=f"{words} - 솔마을",
    )
    assert read_says(document(html)) is None


@pytest.mark.parametrize("words", [words for words, _ in WORDS])
def test_a_list_that_holds_such_titles_stays_a_list(words: str) -> None:
    rows = "".join(
        f'<tr><td>{at}</td><td><a href="/read?no={at}">{words}</a></td><td>이웃</td><td>2026.10.01</td><td>{at}</td></tr>'
        for at in range(15)
    )
    head = "<tr><th>번호</th><th>제목</th><th>글쓴이</th><th>날짜</th><th>조회</th></tr>"
    assert read_says(document(page(f"<h2>자유게시판</h2><table>{head}{rows}</table>", title="자유게시판"))) is None


def test_an_empty_list_stays_a_list() -> None:
    head = "<tr><th>번호</th><th>제목</th><th>글쓴이</th><th>날짜</th></tr>"
    html = page(
        f"<table>{head}<tr><td colspan=4>등록된 게시물이 존재하지 않습니다.</td></tr></table>", title="자유게시판"
    )
    assert read_says(document(html)) is None


@pytest.mark.parametrize(
    ("status", "kind"), [(401, "login"), (403, "forbidden"), (404, "missing"), (410, "deleted"), (429, "blocked")]
)
def test_a_status_speaks_where_words_do_not(status: int, kind: str) -> None:
    says = read_says(document("<html><body><p>죄송합니다.</p></body></html>", "https://x.kr/"), status)
    assert says is not None
    assert says.kind == kind


def test_a_text_without_markup_can_say_it() -> None:
    says = read_says(document("존재하지 않는 게시판입니다."))
    assert says is not None
    assert says.kind == "missing"
