"""Words and marks that rows of a list are made of: badges, counts, notices, states; and numbers as they are shown."""

from __future__ import annotations

import re

NOTICE_TEXT = re.compile(
    r"^[\[(<【]?(?:[📌📢🔔📣]\ufe0f?)?\s*(?:공\s*지(?:사항)?|notice|필독|알림|중요|안내|공고|긴급|전체\s*공지|top|고정|주요|공통|이벤트|설문|핫딜공지|[★☆※📌📢])\s*[\])>】]?$",
    re.IGNORECASE,
)
NOTICE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:notices?|bo_notice|notie|fixed|top-?notice|is-?notice|list_notice|noti|gong\w*|stick(?:y)?|pinned|b-top-box|bbs_notice|kboard-list-notice|announce(?:ment)?|_artclNotice|headline|topline)(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)
SECRET_TEXT = re.compile(r"^(?:비밀\s*글(?:\s*입니다\.?)?|비공개(?:\s*글)?|secret)$", re.IGNORECASE)
NEW_TEXT = re.compile(
    r"^[\[(]?\s*(?:n|new|hot|up|h|update|새\s*글|새로운\s*글|인기\s*글|인기|첨부(?:파일)?(?:\s*있음)?|파일|이미지|사진|동영상|비밀글?|답변(?:글)?|오늘|모바일|링크|관련\s*링크|file|image|link|best|비밀글\s*입니다|조회|더보기|read more|자세히\s*보기|바로가기|새창|새창열림|다운로드|[·•▶►▸>])\s*[\])]?$",
    re.IGNORECASE,
)
FRESH_TEXT = re.compile(r"^[\[(]?\s*(?:n|new|hot|up|h|update|새\s*글|비밀글?|첨부(?:파일)?)\s*[\])]?$", re.IGNORECASE)
FILE_TEXT = re.compile(
    r"^(?:첨부\s*(?:파일)?(?:\s*(?:있음|다운로드))?|파일\s*(?:첨부|있음|다운로드)|attach(?:ed|ment)?\s*(?:file)?s?)$",
    re.IGNORECASE,
)
FILE_NAME = re.compile(r"\.(?:hwpx?|pdf|zip|xlsx?|docx?|pptx?|jpe?g|png|gif|mp4|txt|alz|egg)$", re.IGNORECASE)
COMMENT_TEXT = re.compile(
    r"^[\[(+]?\s*(?:[💬🗨✉]\ufe0f?)?\s*(?:댓글|덧글|답글|comments?|replies|re)?\s*(?:수|개)?\s*[:：+]?\s*([\d,]{1,7})\s*(?:개|건)?\s*[\])]?$",
    re.IGNORECASE,
)
BRACKET_COUNT = re.compile(r"^(?:[\[(]\s*\+?|\+|[💬🗨]\ufe0f?\s*)(\d[\d,]{0,5})\s*[\])]?$")
REPLY_TEXT = re.compile(
    r"^(?:[└┗↳⤷]\s*(?:\[?(?:답변|답글|re)\]?\s*:?)?|ㄴ|RE\s*:|\[?답변\]?|\[?답글\]?|\[RE\])$", re.IGNORECASE
)
NUMBER = re.compile(r"^\D{0,6}?([\d,]{1,12})\D{0,3}$")
SHORT_NUMBER = re.compile(r"^([\d,.]+)\s*([천만kKmM])\+?$")
CUT = re.compile(r"(?:…|\.\.\.|‥|\.\.)$")
CUT_ENDS = ("…", "‥", "..")
_DAY = r"\d{2,4}\s?[.\-/년]\s?\d{1,2}(?:\s?[.\-/월]\s?\d{1,2}\s?일?)?\.?"
_DATE = rf"{_DAY}(?:\s*\([월화수목금토일]\))?(?:\s*(?:(?:오전|오후)\s*)?\d{{1,2}}(?::\d{{2}}){{1,2}})?"
PERIOD = re.compile(
    rf"^(?:\D{{0,12}}[:：\s])?(?:{_DATE}\s*(?:부터\s*)?(?:[~∼～〜]|[-–—]\s*(?={_DAY}))\s*(?:\D{{0,6}}$|\d)|[~∼～〜]\s*{_DATE}\s*(?:까지)?$)"
)
"""A span of days, or its end: 2026-09-06 ~ 2026-10-01, 2026-09-05 ~, ~ 10/1. It says when something takes place, not when a
post was written."""
LONGEST_PERIOD = 70

EMPTY_TEXT = re.compile(
    r"(?:게시물|게시글|등록된\s*(?:글|게시물|자료|내용)|자료|데이터|내용|글|검색\s*결과|조회된\s*(?:자료|내용|데이터))(?:이|가|은|는)?\s*(?:없습니다|존재하지\s*않습니다|없음)"
    r"|no\s+(?:posts|articles|data|results)",
    re.IGNORECASE,
)
"""How a list says that it holds nothing."""

DATE_LIKE = re.compile(
    r"\d{2,4}\s*[.\-/년年]\s*\d{1,2}|\d{1,2}:\d{2}|\d{1,2}\s*[.\-/]\s*\d{2}|\d+\s*(?:초|분|시간|일|주|개월|달|년)\s*전|어제|그제|그저께|오늘|방금|\bago\b|\byesterday\b|\d{1,2}월|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2}\b"
)
"""What may be a date, cheaply told; `parse_date` tells for sure."""

AD_TEXT = re.compile(r"^\[?(?:ad|광고|pr|sponsor(?:ed)?|협찬|스폰서|설문)\]?$", re.IGNORECASE)
"""What stands in place of 번호 in rows that are no posts: advertisements, the site's polls."""

NEGATIVE = re.compile(r"[-−]\s?(\d{1,6})")

UP_DOWN = re.compile(r"(\d{1,6})\s-\s\d{1,6}")
"""Votes for and against: 4 - 0."""

TIME_TEXT = re.compile(r"(?:(?:오전|오후|am|pm)\s*)?\d{1,2}:\d{2}(?::\d{2})?(?:\s*(?:am|pm))?", re.IGNORECASE)

STATUS_TEXT = re.compile(
    r"^[\[(]?\s*(?:d\s*[-+]\s*(?:\d+|day)|마감(?:됨|임박)?|접수\s*(?:중|예정|마감|완료|대기|종료)|진행\s*중?|모집\s*중|모집\s*마감|완료|종료|답변\s*(?:완료|대기|중|예정)|"
    r"대기|처리\s*(?:중|완료)|신청\s*(?:중|마감|가능)|상시|예정|공고\s*중|해결|미해결|채택|오늘\s*마감|선정\s*결과)\s*[\])]?$",
    re.IGNORECASE,
)
"""What a column of states holds; never a name or a category."""


def is_plain_number(text: str) -> bool:
    return text.replace(",", "").isdecimal()


def to_count(text: str) -> int | None:
    """A count as shown: 1,234, 조회 31, 1.2만, 3k; None for other text."""
    plain = text.strip()
    if plain.isdecimal() and len(plain) < 12:
        return int(plain)
    if (both := UP_DOWN.fullmatch(plain)) is not None:
        return int(both[1])
    if (below := NEGATIVE.fullmatch(plain)) is not None:
        return -int(below[1])
    if (found := SHORT_NUMBER.match(plain)) is not None:
        factor = {"천": 1_000, "만": 10_000, "k": 1_000, "m": 1_000_000}[found[2].lower()]
        try:
            return round(float(found[1].replace(",", "")) * factor)
        except ValueError:
            return None
    if (found := NUMBER.match(plain)) is not None:
        digits = found[1].replace(",", "")
        return int(digits) if digits.isdecimal() and len(digits) < 12 else None
    return None


def is_time(text: str) -> bool:
    """Whether a text is a time of day and nothing more."""
    return TIME_TEXT.fullmatch(text) is not None


def is_period(text: str) -> bool:
    """Whether a text is a span of days."""
    return len(text) < LONGEST_PERIOD and PERIOD.match(text) is not None


def is_cut(text: str) -> bool:
    return text.endswith(CUT_ENDS)
