"""Header words: what a column, a label or a class name says a value is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Field = Literal[
    "number",
    "title",
    "author",
    "published",
    "views",
    "votes",
    "comments",
    "category",
    "attachment",
    "period",
    "status",
    "other",
]

WORDS: dict[Field, tuple[str, ...]] = {
    "number": ("번호", "글번호", "순번", "연번", "순서", "no", "no.", "num", "number", "번", "#", "seq", "넘버", "番號", "番号", "차례"),
    "title": (
        "제목", "글제목", "게시글제목", "게시물제목", "내용", "subject", "title", "게시글", "게시물", "공고명", "사업명", "제목및내용", "글", "기사제목",
        "자료명", "행사명", "채용공고명", "공지사항", "상품명", "사업공고명", "topic", "토픽", "공고제목", "안건명", "과제명", "제 목", "題目", "標題", "이야기", "사건명", "의안명",
    ),
    "author": (
        "글쓴이", "작성자", "이름", "닉네임", "등록자", "담당부서", "담당자", "부서", "작성부서", "등록부서", "writer", "author", "name",
        "게시자", "작성자명", "담당", "기관", "기관명", "소속", "출처", "기자", "작성", "소관부서", "글쓴사람", "nick", "user", "회원",
        "등록자명", "게시자명", "올린이", "올린사람", "쓴이", "신청인", "신청자", "민원인", "제안자", "질문자", "문의자", "청원인", "作成者", "筆者", "姓名", "등록인", "게시인", "작성인", "등록기관", "주관기관", "발행처", "posted by", "by", "작성기관", "부서명", "성명", "게재자",
    ),
    "published": (
        "날짜", "작성일", "등록일", "게시일", "일자", "등록일자", "작성일자", "작성일시", "등록일시", "게시일자", "date", "작성시간", "시간", "등록날짜",
        "작성날짜", "일시", "공고일", "posted", "등록", "입력일", "게재일", "공고일자", "최종수정일", "게시", "발행일", "time", "글쓴날", "보도일", "올린날",
        "written", "created", "datetime", "등록시간", "작성 일", "게시날짜", "공개일", "신청일", "신청일자", "접수일", "접수일자", "쓴날", "日字", "日付", "作成日", "登錄日",
    ),
    "views": ("조회", "조회수", "hits", "hit", "views", "view", "읽음", "조회건수", "read", "조회횟수", "열람", "클릭", "reads", "count", "照會", "照會數", "閱覽", "본사람"),
    "votes": ("추천", "추천수", "좋아요", "공감", "vote", "votes", "like", "likes", "good", "공감수", "찬성", "推薦"),
    "comments": ("댓글", "댓글수", "comments", "reply", "덧글", "의견", "replies", "답글수", "답글", "코멘트", "answers", "답변수"),
    "category": (
        "분류", "구분", "말머리", "카테고리", "category", "유형", "종류", "게시판", "분야", "지역", "항목", "과목", "주제", "섹션", "div", "cate", "type",
        "탭", "지원분야", "사업분야", "사업구분", "사업유형", "지원구분", "공고구분", "게시판명", "분야구분", "모집구분", "分類", "區分",
    ),
    "attachment": ("첨부", "파일", "첨부파일", "file", "files", "attach", "attachment", "다운로드", "첨부자료", "다운", "내려받기", "添附"),
    "period": ("기간", "접수기간", "신청기간", "공고기간", "모집기간", "행사기간", "행사일", "행사일시", "교육일", "교육일시", "공연일", "공연일시", "마감일", "일정", "접수마감", "게시기간", "교육기간"),
    "status": ("상태", "진행상태", "접수상태", "답변상태", "처리상태", "진행", "답변", "답변여부", "status", "접수", "마감", "d-day", "처리결과", "비고"),
}  # fmt: skip

BY_WORD: dict[str, Field] = {re.sub(r"\s+", "", word): name for name, words in WORDS.items() for word in words}

ENDINGS: tuple[tuple[Field, tuple[str, ...]], ...] = (
    (
        "period",
        ("기간", "마감일", "마감일시", "종료일", "종료일시", "시작일", "시작일시", "기한", "마감일자", "개최일", "개최일시", "행사일", "행사일시", "일정"),
    ),
    ("status", ("상태", "여부")),
    ("views", ("조회수", "조회")),
    ("votes", ("추천수", "공감수")),
    ("published", ("등록일", "작성일", "게시일", "공고일", "등록일자", "작성일자", "게시일자", "발표일", "고시일", "배포일", "보도일", "발행일", "접수일", "접수일시", "신청일")),
    ("attachment", ("첨부파일", "첨부", "파일")),
    ("author", ("부서", "부서명", "부처", "기관", "기관명", "작성자", "등록자", "담당자", "작성자명", "글쓴이", "언론사", "매체", "매체명", "단체명")),
    ("category", ("분야", "구분", "유형", "분류", "카테고리", "게시판명")),
    ("title", ("제목", "공고명", "사업명", "과제명", "행사명", "자료명", "의안명", "안건명", "사건명", "법령명", "논문명", "도서명", "용역명", "공사명", "강좌명", "교육명", "과정명", "프로그램명")),
)  # fmt: skip
"""How compounds of header words end: 소관부처, 지원사업명, 원서접수기간."""

LONGEST_COMPOUND = 9
MANY_WORDS = 5
"""Known words from which on a row is a header, however many others stand beside them."""

CLASS_HINTS: tuple[tuple[Field, re.Pattern[str]], ...] = (
    ("comments", re.compile(r"(?:^|[\s_-])(?:cmt|comments?|re?ply|replys?|repl(?:y|ies)?num|replynum|rcnt|c?cnt_cmt|cnum|reple|replycnt|reply_num|dat|rp|rnum|totreply|num_reply|replycnt|con-comment|comment_?count|commentcount|list_reply|numb_?comment)(?:$|[\s_-]|\d)", re.IGNORECASE)),
    ("title", re.compile(r"(?:^|[\s_-])(?:titles?|tit\d?|subject|subj|sbj|ttl|headline|tlt|list_subject|bo_tit|b_title|wr_subject|artclLinkView|tit_?txt|subject_fixed|subjectin|bsubject|cont_tit\w*|list_tit\w*|board_tit|tit_?area|article_?title|post_?title)(?:$|[\s_-]|\d)", re.IGNORECASE)),
    ("published", re.compile(r"(?:^|[\s_-])(?:dates?|datetime|time|regdate|reg_?date|day|wdate|datatime|timestamp|rdate|write_?date|list_time|regtime|created|_?artclTdRdate|tdrdate)(?:$|[\s_-]|\d)", re.IGNORECASE)),
    ("votes", re.compile(r"(?:^|[\s_-])(?:votes?|voted?_?(?:count|num)|good|recom\w*|likes?|recommend|reco|recomd|rec|rate|symph\w*|thumb_?up|joayo|voted_count|up_?count|voteNum|list_good)(?:$|[\s_-]|\d)", re.IGNORECASE)),
    ("views", re.compile(r"(?:^|[\s_-])(?:hits?|views?|view_?count|viewcnt|readnum|read_?count|readcnt|read|count|inq|m_no|list_hit|artclTdAccess|view_?cnt)(?:$|[\s_-]|\d)", re.IGNORECASE)),
    ("category", re.compile(r"(?:^|[\s_-])(?:cate(?:gory)?|ca_name)(?:$|[\s_-]|\d)", re.IGNORECASE)),
    ("author", re.compile(r"(?:^|[\s_-])(?:author|writer|name|nick(?:name)?|nicks?|user(?:name)?|auth|member|by|sv_member|sv_guest|sv_use|list_name|regname|reporter|byline|writer_?nm|gall_writer|artclTdWriter|names|named|nickname_?area|writer_?name|user_function|p-nick|user_?id|member_?\d+|poster|dept)(?:$|[\s_-]|\d)", re.IGNORECASE)),
    ("category", re.compile(r"(?:^|[\s_-])(?:cate(?:gory)?|ca_name|cate_?link|bo_cate_link|label|badge|type|section|subject_?inner|cate_?nm|gubun|divsn|head_?txt|prefix|classify|tag)(?:$|[\s_-]|\d)", re.IGNORECASE)),
    ("number", re.compile(r"(?:^|[\s_-])(?:no|num|number|numb|seq|idx|td_num2?|artclTdNum|list_no|gall_num|td-num)(?:$|[\s_-]|\d)", re.IGNORECASE)),
    ("attachment", re.compile(r"(?:^|[\s_-])(?:files?|attach\w*|clip|disk|download)(?:$|[\s_-]|\d)", re.IGNORECASE)),
)  # fmt: skip
"""What class names commonly say; evidence, never the only one."""

ONLY_COUNTED = re.compile(r"^(?:count|cnt|num|number)$", re.IGNORECASE)
COUNTED = frozenset({"views", "votes", "comments"})

PERSONS = frozenset(
    {
        "글쓴이",
        "작성자",
        "작성자명",
        "이름",
        "성명",
        "닉네임",
        "등록자",
        "등록자명",
        "담당자",
        "게시자",
        "게시자명",
        "writer",
        "author",
        "name",
    }
)
"""Words for a writer that no word for an office is preferred to."""

PLAIN_TITLES = frozenset({"제목", "글제목", "subject", "title"})
"""Words that no other word for the title is preferred to."""

NEAR = 4
"""Elements around a text whose class names may tell its field."""

VALUE = re.compile(r"^[\d,]+$|\d{2,4}[-./년]\s?\d{1,2}[-./월]|\d{1,2}:\d{2}")
"""A value where a header has words."""

_TRIM = re.compile(r"[\s\[\](){}:：|·ㆍ*▲▼↑↓△▽↕⇅.]+")


@dataclass(slots=True, frozen=True)
class Header:
    """A header row: the field of each column (by position, colspan counted), and how many of them were known words.

    `open` are the positions of cells that say nothing, or several things at once («글쓴이 날짜 조회»).
    """

    fields: tuple[Field, ...]
    known: int
    open: frozenset[int] = frozenset()

    @property
    def has_title(self) -> bool:
        return "title" in self.fields


@lru_cache(maxsize=4096)
def field_of_word(text: str) -> Field | None:
    """The field that a header cell or a label names; None for other text."""
    if len(text) > 40:
        return None
    plain = _TRIM.sub("", text).lower().removeprefix("sortby")
    if not plain:
        return None
    found = BY_WORD.get(plain)
    if found is not None:
        return found
    # 조회수(건), 번호순, 작성일정렬, 제목검색
    for ending in ("순", "정렬", "순정렬", "오름차순정렬", "내림차순정렬", "별정렬", "건", "개", "회"):
        if plain.endswith(ending) and (found := BY_WORD.get(plain[: -len(ending)])) is not None:
            return found
    # 제목/내용, 작성자(닉네임), 등록일·수정일
    for part in re.split(r"[/,(·]", text):
        if (found := BY_WORD.get(_TRIM.sub("", part).lower())) is not None:
            return found
    return next(
        (field for field, endings in ENDINGS if plain.endswith(endings) and len(plain) <= LONGEST_COMPOUND), None
    )


def header_of(cells: Sequence[tuple[str, int]]) -> Header | None:
    """The header that a row of (text, colspan) makes; None for a row that is none.

    Two known words at least, of which one is the title's or three in all. A column named twice (등록일, 수정일) counts
    the first time; the second is something else.
    """
    fields: list[Field] = []
    open_, offices = set(), set()
    known = 0
    for text, span in cells:
        words = [field_of_word(word) for word in text.split()]
        several = len({word for word in words if word is not None}) > 1 and None not in words
        field = None if several else field_of_word(text)
        if not text or several:
            open_.add(len(fields))
        if field is None and VALUE.search(text):
            return None  # «작성일 2026-11-20 조회 12» is the head of a document
        if field is not None:
            known += 1
            if field == "author" and field in fields and _TRIM.sub("", text).lower() in PERSONS:
                at = fields.index(field)
                if at in offices:
                    fields[at] = "other"  # 담당부서 beside 작성자 is something else
            if field == "author" and _TRIM.sub("", text).lower() not in PERSONS:
                offices.add(len(fields))
            if field == "title" and "title" in fields and _TRIM.sub("", text).lower() in PLAIN_TITLES:
                fields[fields.index("title")] = "other"  # 사업명 beside 제목 is something else
            if field in fields and field != "other":
                field = "other"
        fields.extend([field or "other"] * max(1, min(span, 20)))
    distinct = {field for field in fields if field != "other"}
    if len(distinct) < 2 or (known < MANY_WORDS and known * 2 < len([text for text, _ in cells if text.strip()])):
        return None
    if "title" not in distinct and len(distinct) < 3:
        return None
    return Header(tuple(fields), known, frozenset(open_))


@lru_cache(maxsize=4096)
def field_of_names(names: str) -> Field | None:
    """The field that the nearest of an element's class names hint at; `names` has a line for each element, nearest first.

    Where the nearest only says that something is counted (<a class="voted_count"><b class="count">), the next says what.
    """
    lines = names.split("\n", NEAR)[:NEAR]
    found = [field for line in lines if (field := field_of_class(line)) is not None]
    if found and ONLY_COUNTED.match(next(line for line in lines if field_of_class(line) is not None)):
        return next((field for field in found[1:2] if field in COUNTED), found[0])
    return found[0] if found else None


@lru_cache(maxsize=4096)
def field_of_class(names: str) -> Field | None:
    """The field that class names hint at; None where they say nothing."""
    if not names:
        return None
    return next((field for field, pattern in CLASS_HINTS if pattern.search(names)), None)
