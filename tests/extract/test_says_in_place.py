"""What whole pages and answers say in place of a list or a post, in the ways that boards have of saying so."""

from __future__ import annotations

import pytest

from newscrawl.extract import extract

ADDRESS = "https://board.example.kr/bbs/view.do?no=12"
MENU = "<nav><ul>" + "".join(f'<li><a href="/m/{at}">메뉴 {at}</a></li>' for at in range(12)) + "</ul></nav>"

SAID = {
    "an alert once the page is ready": (
        '<script>$(function () { alert("존재하지 않는 게시물입니다."); location.href = "/list"; });</script>',
        "deleted",
    ),
    "an alert of a variable": (
        '<script>var m = "접근 권한이 없습니다."; alert(m); history.back();</script>',
        "forbidden",
    ),
    "an alert when the body is loaded": (
        "<html><body onload=\"alert('삭제된 게시물입니다.'); history.back();\"></body></html>",
        "deleted",
    ),
    "a question that leads to the login": (
        '<script>if (confirm("로그인이 필요합니다. 이동하시겠습니까?")) { location.href = "/login"; }</script>',
        "login",
    ),
    "an alert in the words of an empty list": (
        "<script>alert('해당 게시물이 존재하지 않습니다.'); location.href='/list';</script>",
        "deleted",
    ),
    "words among menus": (f"<html><body>{MENU}<p>카페 멤버만 볼 수 있습니다.</p></body></html>", "forbidden"),
    "a picture": (
        '<html><body><img src="/a.jpg" alt="홈페이지 개편으로 서비스가 일시 중단됩니다"></body></html>',
        "maintenance",
    ),
    "a firewall's notice with the incident": (
        (
            "<html><head><title>Web firewall security policies have been blocked</title></head><body>"
            "<h1>The request / URL you requested has been blocked</h1><p>The request you made was found to be a possible attack "
            "or in violation of the security policy of this site. If you think this is an error, contact its administrator.</p>"
            "<p>Detect time: 2026-11-25 07:31:12</p><p>Client IP : 203.0.113.7</p><p>Event ID: 1764055872.000123</p></body></html>"
        ),
        "blocked",
    ),
    "a firewall's notice in a table": (
        (
            "<html><head><title>웹방화벽</title></head><body><h1>요청하신 페이지는 보안정책에 의해 차단되었습니다.</h1>"
            "<p>귀하께서 요청하신 내용은 웹방화벽에 의해 차단되었습니다. 문의사항은 관리자에게 연락하시기 바랍니다.</p>"
            "<table><tr><th>Detect time</th><td>2026-11-25 07:31:12</td></tr><tr><th>Detect client IP</th><td>203.0.113.7</td></tr>"
            "</table></body></html>"
        ),
        "blocked",
    ),
    "a firewall's notice among menus": (
        (
            f"<html><head><title>보안 안내</title></head><body>{MENU}<h2>접근이 차단되었습니다</h2><p>고객님의 요청은 당사의 보안 정책에 "
            "따라 차단되었습니다. 요청 URL에 공격 코드로 의심되는 문자열이 들어 있습니다. 정상적인 이용이라면 아래 번호로 문의해 주시기 "
            "바랍니다.</p><ul><li>차단 시간 : 2026-11-25 16:31:12</li><li>접속 IP : 203.0.113.7</li><li>차단 코드 : 403-1203</li>"
            "</ul></body></html>"
        ),
        "blocked",
    ),
    "a firewall's long words": (
        (
            "<html><head><title>Attention Required!</title></head><body><h1>Sorry, you have been blocked</h1><p>This website is "
            "using a security service to protect itself from online attacks. The action you just performed triggered the security "
            "solution. There are several actions that could trigger this block including submitting a certain word or phrase, a "
            "command or malformed data.</p><p>You can email the site owner to let them know you were blocked. Please include what "
            "you were doing when this page came up.</p></body></html>"
        ),
        "blocked",
    ),
    "an abnormal access": ("<html><body><div>비정상적인 접근입니다.</div></body></html>", "blocked"),
    "an alert of a firewall": (
        "<script>alert('비정상적인 접근이 감지되어 차단되었습니다.');history.back();</script>",
        "blocked",
    ),
    "letters to type": (
        "<form method=post><p>자동등록방지를 위해 아래 숫자를 순서대로 입력하세요.</p><img src=/c.png><input name=captcha></form>",
        "blocked",
    ),
    "a box for people": (
        "<h3>잠시만요!</h3><p>로봇이 아닌지 확인이 필요합니다.</p><form><button>확인</button></form>",
        "blocked",
    ),
    "a cookie and the page again": (
        (
            "<html><body><noscript>이 사이트를 이용하려면 자바스크립트를 켜 주세요.</noscript>"
            "<script>document.cookie='__chk=a81f';location.reload();</script></body></html>"
        ),
        "blocked",
    ),
    "who is asking": (
        (
            f"<html><head><title>본인인증</title></head><body>{MENU}<h2>본인인증</h2><p>본 게시판은 본인인증 후 이용하실 수 있습니다.</p>"
            "<ul><li><a href='/ipin'>아이핀 인증</a></li><li><a href='/mobile'>휴대폰 인증</a></li></ul></body></html>"
        ),
        "forbidden",
    ),
    "a login and no word of it": (
        (
            f"<html><head><title>로그인 | 솔마을</title></head><body>{MENU}<h2>로그인</h2><form action=/login method=post>"
            "<label>아이디<input name=userId></label><label>비밀번호<input type=password name=userPw></label></form></body></html>"
        ),
        "login",
    ),
    "a login that only its heading names": (
        (
            f"<html><head><title>솔마을</title></head><body>{MENU}<h2>회원 로그인</h2><form action=/member/check method=post>"
            "<input name=userId placeholder=아이디><input type=password name=userPw><button>확인</button></form></body></html>"
        ),
        "login",
    ),
    "a form that sends to the login": (
        (
            "<html><body><form name=f action='https://sso.example.kr/login' method=post><input type=hidden name=r value=x></form>"
            "<script>document.f.submit();</script></body></html>"
        ),
        "login",
    ),
    "a notice of maintenance with its hours": (
        (
            "<html><head><title>서비스 점검 중</title></head><body><h1>서비스 점검 안내</h1><p>보다 나은 서비스를 위하여 시스템 점검을 "
            "실시합니다. 점검 시간 동안 서비스 이용이 중단되오니 양해 부탁드립니다.</p><p>점검 일시: 2026년 11월 25일(수) 01:00 ~ 06:00</p>"
            "</body></html>"
        ),
        "maintenance",
    ),
    "people waiting in a line": (
        "<html><body><h2>접속 대기 중입니다</h2><p>현재 접속자가 많아 대기 중입니다. 잠시만 기다려 주시면 자동으로 접속됩니다.</p></body></html>",
        "maintenance",
    ),
    "a refresh to elsewhere": ('<meta http-equiv=refresh content="0;url=./main.do">', "moved"),
    "an alert of a parent's address": (
        "<script>window.alert('삭제된 게시글입니다.'); parent.location.href='/list.do';</script>",
        "deleted",
    ),
    "JSON with a message": ('{"result": "fail", "message": "삭제되었거나 존재하지 않는 글입니다."}', "deleted"),
    "JSON with a code": ('{"timestamp": "2026-11-25", "status": 404, "error": "Not Found"}', "missing"),
}

NOT_SAID = {
    "an empty list": (
        "<table><tr><th>번호</th><th>제목</th><th>작성자</th><th>등록일</th></tr>"
        "<tr><td colspan=4>등록된 게시물이 없습니다.</td></tr></table>"
    ),
    "a function that waits for a click": (
        f'<html><body>{MENU}<script>function del() {{ alert("삭제되었습니다."); location.reload(); }}</script></body></html>'
    ),
}


@pytest.mark.parametrize("way", SAID)
def test_a_page_that_says_something_instead_is_told_apart(way: str) -> None:
    html, kind = SAID[way]
    page = extract(html.encode(), ADDRESS)
    assert page.says is not None
    assert page.says.kind == kind
    assert page.listing is None
    assert page.article is None


@pytest.mark.parametrize("what", NOT_SAID)
def test_a_page_that_only_looks_so_is_not(what: str) -> None:
    assert extract(NOT_SAID[what].encode(), ADDRESS).says is None


FORMS = {
    "a survey": (
        "<h1>2026년 주민 설문조사</h1><p>조사 기간: 2026-11-01 ~ 2026-11-30</p><p>더 나은 행정을 위해 주민 여러분의 의견을 듣고자 "
        "합니다. 잠시 시간을 내어 답해 주시면 감사하겠습니다.</p><form method=post><ol><li>거주 기간은 얼마나 되십니까?<br>"
        "<input type=radio name=a> 1년 미만 <input type=radio name=a> 1~5년</li><li>가장 필요한 시설은 무엇입니까?<br>"
        "<input type=checkbox name=b> 도서관 <input type=checkbox name=b> 공원</li><li>그 밖의 의견을 적어 주십시오.<br>"
        "<textarea name=c></textarea></li></ol><input type=submit value=제출하기></form>"
    ),
    "an application": (
        "<h1>민원 신청</h1><p>시행일 2026.01.02</p><p>민원을 신청하시려면 아래 내용을 작성해 주십시오. 답변은 등록하신 이메일로 보내 "
        "드립니다.</p><form method=post><table>"
        + "".join(
            f"<tr><th>{name}</th><td><input name=f{at}></td></tr>"
            for at, name in enumerate(("이름", "연락처", "이메일", "제목"))
        )
        + "<tr><th>내용</th><td><textarea name=c></textarea></td></tr></table><button>신청하기</button></form>"
    ),
    "a form for a new post": (
        "<h2>글쓰기</h2><form method=post><table><tr><th>제목</th><td><input name=s></td></tr><tr><th>작성자</th><td><input name=w>"
        "</td></tr><tr><th>작성일</th><td>2026-11-25</td></tr><tr><th>내용</th><td><textarea name=c></textarea></td></tr></table></form>"
    ),
}
POST = (
    "<h1>웹방화벽 교체 안내</h1><table><tr><th>작성자</th><td>전산팀</td><th>작성일</th><td>2026-10-02 09:41</td><th>조회</th>"
    "<td>31</td></tr></table><div class=view_content><p>비정상적인 접근이 늘어 웹방화벽을 교체합니다. 차단 시간과 접속 IP가 남습니다.</p>"
    "<p>아래 설문에도 답해 주십시오.</p></div>"
)
COMMENT = "<form method=post><input name=n><input type=password name=p><input name=h><textarea name=t></textarea><button>등록</button></form>"


def whole(body: str) -> bytes:
    return f"<html><head><title>솔시청</title></head><body>{MENU}{body}</body></html>".encode()


@pytest.mark.parametrize("what", FORMS)
def test_a_form_to_fill_in_is_no_post(what: str) -> None:
    page = extract(whole(FORMS[what]), ADDRESS)
    assert (page.article, page.listing, page.says) == (None, None, None)
    assert page.doubts


def test_a_post_that_tells_of_firewalls_and_has_a_form_for_comments_stays_one() -> None:
    page = extract(whole(POST + COMMENT), ADDRESS)
    assert page.says is None
    assert page.article is not None
    assert page.article.title == "웹방화벽 교체 안내"
