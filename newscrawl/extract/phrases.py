"""What Korean sites say in place of a post, by kind: the words of board software, firewalls and portals.

A new wording is a new alternative here, and a line in the table of the tests.
"""

from __future__ import annotations

import re

from newscrawl.extract.page import SaysKind

POSTS = r"(?:글|게시글|게시물|게시|기사|문서|자료|뉴스|포스트|원글|본문|내용|컨텐츠|콘텐츠|대상|정보|데이터|post|article|document)"
PLACES = r"(?:게시판|페이지|주소|경로|URL|보드|메뉴|카페|블로그|갤러리|채널|사이트|파일|서비스|화면|카테고리|board|page|site|url)"

# The kinds by their words, in the order in which they are tried: «글이 삭제되었거나 이동된» is deleted, not moved.
_WORDS: tuple[tuple[SaysKind, str], ...] = (
    ("login", r"(?:아이디|\bID|이메일|학번|사번)\s?(?:와|과|나|또는|및|/|,|·)?\s?(?:비밀번호|패스워드|password)"),
    (
        "secret",
        r"비밀\s?글|비밀\s?게시|비공개\s?(?:글|게시|기사|문서|로\s?(?:설정|전환))|비밀번호(?:를|로|가|\s)\s?.{0,12}(?:입력|확인|틀|일치|맞지|보호)|"
        r"보호(?:된|되어\s?있는)\s?(?:글|콘텐츠|컨텐츠|문서)|잠긴\s?글|(?:작성자|본인|글쓴이)(?:와|과)?\s?.{0,8}(?:만|외에는)\s?.{0,8}(?:볼|열람|읽|확인|조회)|"
        r"password[- ]protected|enter (?:the |your )?password|protected post",
    ),
    (
        "missing",
        rf"(?:존재하지\s?않는|없는|등록되지\s?않은|생성되지\s?않은|폐쇄된|폐지된)\s?{PLACES}|{PLACES}(?:을|를|이|가|은|는)?\s?(?:존재하지|찾을\s?수\s?없|없습니다|폐쇄|"
        rf"사라졌|삭제)|(?:요청|접속|입력|방문)하신\s?.{{0,12}}{PLACES}.{{0,14}}(?:찾을|없|존재|않)|(?:page|board|url|file) (?:was |is |could |can)?\s?not (?:be )?(?:found|exist)|"
        r"^\s*(?:HTTP\s?)?(?:에러|오류|error)?\s?404(?:\s|$|\D)|404 not found|^not found|개설되지\s?않은",
    ),
    (
        "deleted",
        rf"{POSTS}(?:이|가|은|는|을|를)?\s?(?:이미\s?|현재\s?)?(?:존재하지|삭제|찾을\s?수\s?없|내려|사라|만료|블라인드)|"
        rf"(?:존재하지\s?않(?:는|거나)|삭제(?:된|되었거나|되거나|\s?처리된)|없는|사라진|찾을\s?수\s?없는|이미\s?삭제|블라인드(?:된|\s?처리된))\s?.{{0,16}}?{POSTS}|"
        r"삭제(?:되었습니다|됐습니다|된\s?상태|하였습니다|했습니다|되었거나|처리되었)|게시\s?(?:기간|기한)이?\s?(?:만료|종료|지난)|등록된\s?글이\s?아닙|"
        r"자료가\s?없거나|해당\s?(?:글|게시물|게시글|자료)(?:은|는|이|가)?\s?없|존재하지\s?않습니다|"
        r"(?:has been|was|been) (?:deleted|removed)|no longer (?:available|exists)|does(?:n't| not) exist",
    ),
    (
        "blocked",
        r"captcha|캡[차챠]|로봇이\s?아(?:님|닙|닌지)|(?:have|has|was|been) blocked\b|review the security of your connection|possible attack|자동화된\s?(?:접근|요청|프로그램)|비정상(?:적인?)?\s?.{0,6}(?:접근|트래픽|요청|접속|활동)|"
        r"(?:접근|접속|IP|아이피|요청|트래픽|연결).{0,16}차단|차단(?:된|되었|됐|하였|합니다)|방화벽|firewall|access denied|request rejected|"
        r"requested url was rejected|just a moment|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human|attention required|ddos|"
        r"보안\s?(?:정책|장비|시스템|솔루션)|과도한\s?(?:접속|요청|접근|트래픽)|too many requests|해외(?:에서|\s?IP|\s?접속)|접속이\s?제한|"
        r"unusual traffic|robot|자동\s?(?:등록|입력|가입)\s?방지|web\s?knight|웹\s?방화벽|유해\s?(?:IP|트래픽)",
    ),
    (
        "maintenance",
        r"(?:시스템|서버|서비스|정기|긴급|임시|사이트|홈페이지|현재|DB|작업|네트워크)\s?.{0,8}점검|점검\s?(?:중|작업|시간|으로|안내|을)|maintenance|"
        r"(?:서비스|운영|이용|접속|홈페이지|사이트).{0,10}(?:일시|잠시|임시)?.{0,6}중[단지](?:됩|합|되|하|\s?중|\s?안내|\s?되었)|일시적으로\s?.{0,16}(?:이용|접속|중단|불가|지연|사용)|"
        r"(?:페이지|홈페이지|사이트|서비스)\s?(?:는|은|가|이)?\s?(?:현재\s?)?(?:준비|공사|개편|리뉴얼|이전\s?작업)\s?중|temporarily unavailable|"
        r"service unavailable|be right back|under construction|접속자가\s?(?:많|폭주)|잠시\s?후\s?(?:다시\s?)?(?:이용|접속|시도)",
    ),
    (
        "forbidden",
        r"권한이?\s?(?:없|부족|필요|있는)|(?:읽|볼|열람할|접근할|조회할|이용할|사용할)\s?수\s?(?:있는\s?권한이\s?)?없(?:습니다|는|음)|(?:접근|열람|접속|이용|조회|읽기)(?:이|을|은|가)?\s?"
        r"(?:제한|거부|금지|불가|허용되지|허가되지)|등급.{0,14}(?:이상|만|부족|낮|필요)|포인트가?\s?(?:부족|모자)|레벨.{0,12}(?:이상|부족|낮)|forbidden|"
        r"not authori[sz]ed|permission denied|unauthori[sz]ed|승인(?:된|받은)\s?회원|관리자만|성인\s?인증|(?:본인|실명|휴대폰|공동인증서|아이핀)\s?(?:인증|확인)(?:이|을|를)?\s?(?:필요|후|하신|하셔야|하여야|해야|거쳐|받아야)|가입(?:한|하신)\s?회원만|카페\s?멤버",
    ),
    (
        "login",
        r"로그인(?:이|을|\s)?\s?(?:필요|하셔야|하시기|하신|하세요|해\s?주|해야|하여|후|을?\s?하|한\s?(?:후|다음|회원)|되어\s?있지|상태가\s?아|이\s?되어|된)|회원(?:만|들만|\s?전용|에게만|이\s?아니|이시라면|"
        r"가입\s?(?:후|을\s?하|이\s?필요))|(?:please|you must|you need to) (?:log|sign)\s?in|log\s?in (?:to|required)|sign in to|세션이?\s?(?:만료|종료|끊)",
    ),
    (
        "moved",
        r"(?:주소|홈페이지|사이트|페이지|게시판|서비스|글|게시물)(?:가|이|는|은)?\s?.{0,16}(?:이동|이전|변경|통합)|이동(?:합니다|중|됩니다|하였|했|되었)|moved (?:permanently|to)|redirect",
    ),
    (
        "missing",
        r"잘못된\s?(?:접근|주소|경로|요청|접속|URL|값|파라|게시)|올바른\s?(?:방법|경로|접근)|정상적인\s?(?:접근|경로|방법)|(?:값|번호|인자|정보)(?:이|가)?\s?(?:넘어오지|없습니다|올바르지)|"
        r"invalid (?:request|access|url|parameter)|bad request|wrong (?:access|url)|찾을\s?수\s?없",
    ),
)
KIND_WORDS = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _WORDS)
# A list that is empty says so of itself; it is a list still.
EMPTY_LIST = re.compile(
    r"(?:등록된|작성된|검색된|조회된|해당되는|표시할|게시된)?\s?(?:게시물|게시글|글|자료|내용|데이터|검색\s?결과|댓글|항목|목록|공지사항)(?:이|가)\s?(?:존재하지\s?않|없)(?:습니다|음|어요)"
)

ONE_POST = re.compile("삭제|이동|(?:선택|요청)하신")
"""Words that speak of one post, not of a list: Zeroboard says «선택하신 게시물이 존재하지 않습니다» of a deleted one."""


def kind_of(words: str, *, in_list: bool = True) -> SaysKind | None:
    """The kind that a message's words tell, or None where they tell none, or may stand in an empty list's place."""
    if in_list and EMPTY_LIST.search(words) and not ONE_POST.search(words):
        return None
    return next((kind for kind, pattern in KIND_WORDS if pattern.search(words)), None)
