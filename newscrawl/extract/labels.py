"""The words that boards put before a value, and what a text is that stands behind one: a number, a name."""

from __future__ import annotations

import re
from functools import lru_cache

from newscrawl.extract.markup import tidy
from newscrawl.extract.naming import named_by

# The words that boards put before a value. Compared without spaces, colons and case.
LABEL_WORDS = {
    "title": "제목 글제목 게시물제목 공고명 subject title",
    "author": "작성자 기자명 신청인 신청자 민원인 질문자 문의자 제안자 글쓴이 등록자 이름 성명 작성인 게시자 닉네임 글쓴사람 작성자명 기자 등록인 writer author by name postedby",
    "department": "담당부서 작성부서 등록부서 부서 부서명 담당과 담당부서명 제공부서 게시부서 소관부서 담당",
    "published": "작성일 신청일 신청일시 질문일 문의일 제안일 등록일 등록일자 게시일 게시일자 작성일자 작성일시 등록일시 게시일시 날짜 일자 일시 등록 작성 입력 기사입력 "
    "최초입력 승인 기사승인 발행 발행일 송고 공고일 공고일자 작성시간 등록시간 올린날짜 게재일 보도일 보도일자 배포일 date posted datetime "
    "regdate 기사등록 기사등록일시 기사등록시간 최초등록 최초작성 기사작성 기사게재 발행일시 발행일자 게재 게재일자 송고시간 송고일 송고일시 보도시간 보도일시 기사전송 전송 방송 방송일 방송일시 업로드 승인일 승인시간 published posted 등록날짜 작성날짜 입력일 입력시간 입력일시 제공일",
    "modified": "수정 수정일 수정일자 수정일시 최종수정 최종수정일 기사수정 업데이트 변경일 updated modified 갱신일 최근수정 최종편집 "
    "최종업데이트 최종수정일시",
    "views": "조회 조회수 조회수량 읽음 읽은수 열람 열람수 hit hits view views read 클릭 클릭수 방문 조회건수 viewcount readcount",
    "votes": "추천 추천수 좋아요 공감 공감수 votes vote like likes 추천인",
    "comments": "댓글 댓글수 코멘트 comment comments 의견 답글수 한줄의견 덧글",
    "category": "분류 구분 카테고리 말머리 category 분야 유형 종류",
    "source": "출처 원문 링크 관련링크 원문링크 source url 홈페이지 사이트 link 링크1 관련url 원문보기",
    "attachments": "첨부 첨부파일 파일 첨부문서 다운로드 file files attachment attachments 붙임파일 첨부자료 붙임 파일첨부",
    "other": "가입일 가입 답변일 답변일시 답변일자 답변자 답변부서 처리일 처리부서 마감일 번호 이메일 email e-mail 메일 전화 전화번호 연락처 문의처 문의 ip 공개여부 공지기간 게시기간 접수기간 신청기간 기간 상태 처리상태 "
    "진행상태 담당자 본문 내용 글번호 no 태그 tag 키워드 공개 페이지정보 글자크기 싫어요 비추천 반대 비추천수 컨텐츠정보 비고 "
    "대상 지역 공고번호 스크랩 신고 인쇄 프린트 공유 목록 글쓰기 답변 삭제 이전글 다음글 sns 주소 팩스 작성자정보 회원등급 레벨 포인트",
}
LABELS = {word: name for name, words in LABEL_WORDS.items() for word in words.split()}

LABEL_EDGES = " \t:：·ㆍ|│/[]()<>〈〉-–*▶▷■□●ㅣ,"
# «작성자 : 홍길동», «조회 31», «추천: 3», also several in one line.
_INLINE_WORDS = sorted((word for word, name in LABELS.items() if len(word) > 1), key=len, reverse=True)
_SPACED = {
    word: r"\s{0,2}".join(map(re.escape, word)) if re.search("[가-힣]", word) else re.escape(word)
    for word in _INLINE_WORDS
}
INLINE_LABEL = re.compile(
    r"(?<![가-힣A-Za-z0-9])(" + "|".join(_SPACED[word] for word in _INLINE_WORDS) + r")\s*[:：]\s*", re.IGNORECASE
)
INLINE_COUNT = re.compile(
    r"(?<![가-힣A-Za-z])(조회\s?수?|추천\s?수?|댓글\s?수?|공감|좋아요|읽음|hits?|views?|comments?)\s*[:：]?\s*[\[(]?\s*([\d,.]+\s*[천만kK]?)",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"[\[(+]?\s*(\d{1,3}(?:,\d{3})+|\d{1,10})\s*(?:회|건|개|명|번|hits?|views?)?\s*[\])]?\Z", re.IGNORECASE
)
BIG_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*([천만kK])\Z")
BIG = {"천": 1_000, "k": 1_000, "K": 1_000, "만": 10_000}

AUTHOR_NAMES = re.compile(
    r"(?:^|[\s_-])(?:author|writer|nick(?:name)?|name|user(?:name)?|sv_member|member|byline|by|reporter|journalist|"
    r"write(?:r)?[-_]?name|profile[-_]?name|poster|creator|p-author|vcard|td_name|if_name|gisa)(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)
DATE_NAMES = re.compile(r"(?:^|[\s_-])(?:\w*date\w*|\w*time\w*|day|published|reg\w*)(?:$|[\s_-]|\d)", re.IGNORECASE)
CATEGORY_NAMES = re.compile(
    r"(?:^|[\s_-])(?:category|categories|cate?|ca_name|bo_v_cate|section|kind|sort|head[-_]?word|headtext|prefix|preface|subject_?head|"
    r"badge-category|label-category|bo_v_cate)(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)
# Menus and badges that stand inside a writer's cell and are no part of the name.
MENU_NAMES = re.compile(
    r"(?:^|\s)sv(?:$|\s)|(?:^|[\s_-])(?:popup\w*|menu|dropdown\w*|layer\w*|tooltip|level\w*|lv|grade|badge|ip|ipaddr\w*|email|mail|icon|point|blind|"
    r"sound_only|sr-only|screen_out|gonick|memo|sideview|pop)(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)
NO_NAME = re.compile(
    r"^(?:lv\.?\s?\d+|level\s?\d+|\d+|[\d.*x]+\.[\d.*x]+\.?[\d.*x]*|[\w.+-]+@[\w.-]+|님|[|·/:,\-–()\[\]]+|목록|인쇄|공유|"
    r"글자.*|가|\+|-|신고|스크랩|구독\S*|팔로우|url.*|http.*|new|hot|image|작성글.*|전체글.*|프로필.*|쪽지.*|비회원|홈페이지|메일.*|자기소개|회원정보.*|아이디로.*|"
    r"사진\s[가-힣]{2,4}|[a-z]|글\W?|보도자료|공지사항|자료실|새소식|뉴스룸|기사전송|발표|\S*(?:기간|장소|일시|일자|대상|방법|금액|분야)|(?:통합)?검색|제?\s?\d+호|메뉴.*|본문.*|이전.*|다음.*|수정|삭제|답변|글쓰기|확대|축소|쓰기|복사|주소.*|크게|작게|기본|더보기|닫기|열기|home|홈|추천|반대|비추천|"
    r"좋아요|댓글.*|(?:tel|fax|t|전화|대표전화|팩스)\b.*|.*\d{2,4}[-)]\s?\d{3,4}-\d{4}.*|로그인|로그아웃|회원가입|마이페이지|장바구니|고객센터|주문조회|구독신청|발행인.*|등록번호.*|제호.*|등록|전체|알림|공지|페이스북|트위터|카카오.*|네이버.*|밴드|facebook|twitter|링크.*|입력|제목|내용|글자.*|top|list|print|›|»|>)$",
    re.IGNORECASE,
)
IP_TAIL = re.compile(
    r"\s*[\[(]?\s*(?:ip\s*:?\s*)?\d{1,3}\.[\d*x]{1,3}(?:\.[♡\d*x]{1,3}){1,2}\s*[\])]?\s*\Z", re.IGNORECASE
)
PHONE_TAIL = re.compile(
    r"(?<=\S)\s*[(\[/,|]?\s*(?:☎|tel\W?|전화\W?)?\s*0\d{1,2}[-)]\s?\d{3,4}-\d{4}\s?[)\]]?\s*\Z", re.IGNORECASE
)
MAIL_TAIL = re.compile(r"\s*[\[(<]?\s*[\w.+-]+@[\w.-]+\.\w+\s*[\])>]?\s*\Z")
COUNTED = re.compile(r"^(첨부(?:파일)?|파일|링크)\W?\d{1,2}\W?$")  # «첨부파일 1 :»
FILE_END = re.compile(r"\.(?:hwpx?|pdf|docx?|xlsx?|pptx?|zip|jpe?g|png|gif)$", re.IGNORECASE)
BY = re.compile(
    r"^(?:by\s+|(?:기자명|작성자|글쓴이|등록자|게시자)\s+|글\s?\|\s?|(?:글|사진|취재|글\s?[·,/&]\s?사진)\s?[:：=]\s?|(?:글|취재)\s(?=[가-힣]{2,4}$))(?=\S)",
    re.IGNORECASE,
)

WRITER_NAMES = re.compile(r"(?:^|[\s_-])(?:reporter|journalist|byline|writer|author)", re.IGNORECASE)
MAX_NAME = 60


is_author_name = named_by(AUTHOR_NAMES)
is_date_name = named_by(DATE_NAMES)
is_category_name = named_by(CATEGORY_NAMES)
is_writer_name = named_by(WRITER_NAMES)
is_menu_name = named_by(MENU_NAMES)


@lru_cache(maxsize=8192)
def label_of(text: str) -> str | None:
    """The field that a word announces, or None where the text is no label."""
    if len(text) > 24:
        return None
    word = text.strip(LABEL_EDGES).replace(" ", "").replace("\xa0", "").lower()
    return LABELS.get(word) or LABELS.get(COUNTED.sub(r"\1", word))


def number_of(text: str) -> int | None:
    """A counter's value: «1,234», «31회», «[3]», «1.2만»."""
    text = text.strip()
    if match := NUMBER.match(text):
        return int(match[1].replace(",", ""))
    if match := BIG_NUMBER.match(text):
        return round(float(match[1]) * BIG[match[2]])
    return None


def clean_name(text: str, *, told: bool = False) -> str | None:
    """A writer's name without IP and e-mail address, or None where the text can be no name.

    With `told`, a label or a class name said that it is one: even digits are a name then.
    """
    name = BY.sub("", tidy(text))
    name = IP_TAIL.sub("", name)
    name = MAIL_TAIL.sub("", PHONE_TAIL.sub("", name)).strip(" |·,:/'\"‘’“”")
    if not name or name[0] == "~" or len(name) > MAX_NAME or (NO_NAME.match(name) and not (told and name.isdigit())):
        return None
    return None if FILE_END.search(name) else name


def is_plain_name(text: str) -> bool:
    """Whether a bare text may be a writer's name: short, of few words, and no number."""
    letter = len(text) == 1 and text.isascii()  # «l», drawn as a bar
    return (
        len(text) <= 20
        and text.count(" ") <= 2
        and not (letter or text.isdigit() or text.endswith((".", "!", "?", ":")))
    )
