"""The words around and inside dates, as tables: labels, months, weekdays, parts of the day, zones, amounts of time."""

from __future__ import annotations

from collections.abc import Iterable
from re import escape
from typing import Literal


def _words(text: str, separator: str | None = None) -> list[str]:
    return [word.strip() for word in text.split(separator)]


PUBLISHED = _words("등록 작성 게시 게재 업로드 입력 승인 송고 전송 출고 발행 배포 편집")
"""What was done when a post came to be: 입력 2025.06.27."""

HELD = _words(
    """
    탑재 등재 발간 발표 보도 공개 공고 고시 공지 공표 제공 생성 접수 신청 모집 행사 교육 시행 회의 시작 올린 글쓴 쓴
    보낸 받은
    """,
)
"""Words that make a label only with 일 or the like: 공고일 2025.06.27 is a date, 공고 2025.06.27 may be a title.

Deadlines (마감일) and birthdays are left out on purpose.
"""

MODIFIED = _words("수정 변경 갱신 업데이트")

WHEN = _words("일시 일자 일 시간 시각 시점 날짜 날 기간 됨")
"""What a label adds to what was done: 등록일, 작성일시, 수정됨; 날짜 alone is one too."""

WHEN_ALONE = _words("기간 날짜 일자 일시 시간 시각 日付 投稿日 登録日 作成日 掲載日 更新日 登錄日 日字 日時")

ENGLISH_PUBLISHED = _words(
    """
    date posted, date published, date created, posted on, posted at, posted, published on, published at,
    published date, published, publication date, pub date, pubdate, created on, created at, created date,
    created, written on, written, registered on, registered, registration date, reg. date, reg date, regdate,
    uploaded on, uploaded, submitted on, submitted, release date, released, issued, date, time, datetime, on,
    from, wdate, reg_date
    """,
    ",",
)

ENGLISH_MODIFIED = _words(
    """
    last updated on, last updated at, last updated, last update, last modified on, last modified,
    date modified, updated on, updated at, updated, update, modified on, modified at, modified, last edited,
    edited on, edited at, edited, revised
    """,
    ",",
)

ENDINGS = _words(
    """
    작성됨 등록됨 게시됨 수정됨 발행됨 작성함 등록함 작성 등록 게시 입력 수정 승인 송고 발행 업로드 업데이트
    업데이트됨 자 조간 석간 오전 오후 posted published edited updated modified
    """,
)
"""Words after a date that say only what it is the date of."""

NIGHTS = {"어젯밤": "어제 밤", "엊저녁": "어제 저녁", "어제밤": "어제 밤"}
"""A day and a part of it in one word."""

COUNTERS = _words(
    """
    조회수, 조회, 읽음, 추천수, 추천, 비추천, 반대, 공감, 좋아요, 댓글수, 댓글, 덧글, 답글, 리플, 의견, 첨부파일,
    첨부, 스크랩, hits, hit, views, view, read, likes, like, votes, vote, comments, comment, replies, reply
    """,
    ",",
)
"""What a byline counts beside its date: 조회 532."""

WRITERS = _words("작성자 글쓴이 등록자 게시자 담당자 담당부서 작성부서 등록부서 이름 기자 출처 writer author by")
OFFICES = _words("팀 과 실 센터 위원회 관리자 운영자 담당자 기자 님 admin administrator webmaster manager")
"""How names end that are no titles: 홍보팀 2025.06.27."""

DEADLINES = _words("마감 종료 만료 까지 기한 생년 생일 출생 유효 예정 폐기 이후 이전")
"""Words that say that a date is no post's: 마감일 2025.06.27."""

BADGES = ("new!", "new", "hot", "up", "n", "h", "u", "새글", "새 글", "신규", "최신")
"""What is left of the icons beside a date when their images are read as text."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan", "januar", "janvier", "enero", "janeiro", "gennaio", "января"),
            ("february", "feb", "februar", "février", "febrero", "fevereiro", "febbraio", "февраля"),
            ("march", "mar", "märz", "mars", "marzo", "março", "марта"),
            ("april", "apr", "avril", "abril", "aprile", "апреля"),
            ("may", "mai", "mayo", "maio", "maggio", "мая"),
            ("june", "jun", "juni", "juin", "junio", "junho", "giugno", "июня"),
            ("july", "jul", "juli", "juillet", "julio", "julho", "luglio", "июля"),
            ("august", "aug", "août", "agosto", "августа"),
            ("september", "sept", "sep", "septembre", "septiembre", "setembro", "settembre", "сентября"),
            ("october", "oct", "oktober", "octobre", "octubre", "outubro", "ottobre", "октября"),
            ("november", "nov", "novembre", "noviembre", "novembro", "ноября"),
            ("december", "dec", "dezember", "décembre", "diciembre", "dezembro", "dicembre", "декабря"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
"""English, and the whole names in the other languages of Korean institutions' boards."""

WEEKDAYS = _words(
    """
    monday mon tuesday tues tue wednesday wed thursday thurs thur thu friday fri saturday sat sunday sun
    월요일 화요일 수요일 목요일 금요일 토요일 일요일 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 월 화
    수 목 금 토 일 月 火 水 木 金 土 日
    """,
) + [week + day for week in ("星期", "周", "週") for day in "一二三四五六日天"]

MORNING = {12: 0} | {hour: hour for hour in range(12)}
AFTERNOON = {0: 12, 12: 12} | {hour: hour + 12 for hour in range(1, 12)} | {hour: hour for hour in range(13, 24)}

DAYPARTS: dict[str, dict[int, int]] = {
    **dict.fromkeys(("오전", "상오", "午前", "上午", "am", "a.m.", "a.m"), MORNING),
    **dict.fromkeys(("오후", "하오", "午後", "下午", "pm", "p.m.", "p.m"), AFTERNOON),
    "새벽": {12: 0} | {hour: hour for hour in range(8)},
    "아침": {hour: hour for hour in range(4, 12)},
    "낮": {10: 10, 11: 11, 12: 12, **{hour: hour + 12 for hour in range(1, 7)}} | {h: h for h in range(13, 19)},
    "점심": {11: 11, 12: 12, 1: 13, 2: 14, 3: 15},
    "저녁": {hour: hour + 12 for hour in range(4, 12)} | {hour: hour for hour in range(16, 24)},
    "밤": {12: 24} | {hour: hour + 12 for hour in range(6, 12)} | {hour: hour for hour in range(18, 25)},
}
"""For each part of the day, the hours that are said with it and what they are on the 24-hour clock.

An hour that is not there contradicts the word (오전 14시) or could be of two days (밤 1시): no date then.
밤 12시 ends the day that it is said with; 14:03 PM and 오후 14:03 are what careless templates print.
"""

NOON_AND_MIDNIGHT = {"정오": 12, "正午": 12, "자정": 0, "子正": 0}
"""자정 begins the day that it is said with."""

ZONES: dict[str, int] = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "kst": 540, "jst": 540, "cet": 60, "cest": 120,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
}  # fmt: skip
"""Minutes east of Greenwich; the American ones as RFC 822 section 5.1 has them."""

ERAS = {
    "서기": 0, "西紀": 0, "西曆": 0, "단기": -2333, "檀紀": -2333, "檀君紀元": -2333, "불기": -544, "佛紀": -544,
    "令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民國": 1911, "民国": 1911,
}  # fmt: skip
"""What to add to an era's year. 단기 dates the nation, 불기 is what temples' boards print."""

Unit = Literal["second", "minute", "hour", "day", "month"]

UNITS: dict[str, tuple[Unit, int]] = {
    **dict.fromkeys(("초", "秒", "秒钟", "秒鐘", "seconds", "second", "secs", "sec", "s"), ("second", 1)),
    **dict.fromkeys(("분", "分", "分钟", "分鐘", "minutes", "minute", "mins", "min", "m"), ("minute", 1)),
    **dict.fromkeys(("시간", "時間", "小时", "小時", "hours", "hour", "hrs", "hr", "h"), ("hour", 1)),
    **dict.fromkeys(("일", "日", "天", "days", "day", "d"), ("day", 1)),
    **dict.fromkeys(
        ("주일", "주", "週間", "週", "周", "星期", "个星期", "個星期", "weeks", "week", "wks", "wk", "w"), ("day", 7)
    ),
    **dict.fromkeys(
        ("개월", "달", "個月", "个月", "か月", "ヶ月", "ケ月", "カ月", "ヵ月", "months", "month", "mos", "mo"),
        ("month", 1),
    ),
    **dict.fromkeys(("년", "해", "年", "years", "year", "yrs", "yr", "y"), ("month", 12)),
}

COUNTS = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "열한": 11,
    "열두": 12, "일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9, "십": 10, "몇": 0,
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "a few": 0,
}  # fmt: skip
"""Amounts as words; some (몇) counts as none and is read with seconds only (몇 초 전 is now)."""

WHOLE_SPANS: dict[str, tuple[Unit, int]] = {
    "하루": ("day", 1), "이틀": ("day", 2), "사흘": ("day", 3), "나흘": ("day", 4),
    "닷새": ("day", 5), "엿새": ("day", 6), "이레": ("day", 7), "일주일": ("day", 7), "열흘": ("day", 10),
    "보름": ("day", 15), "반년": ("month", 6),
}  # fmt: skip

JUST_NOW = _words(
    """
    방금 전, 방금, 지금 막, 지금, 조금 전, 좀 전, 1분 미만 전, 1분 미만, 1분 이내, just now, now, moments ago,
    a moment ago, seconds ago, less than a minute ago, 刚刚, 剛剛, 刚才, 剛才, たった今
    """,
    ",",
)

NAMED_DAYS = {
    "오늘": 0, "금일": 0, "today": 0, "今日": 0, "어제": 1, "작일": 1, "전일": 1, "yesterday": 1, "昨日": 1,
    "그제": 2, "그저께": 2, "엊그제": 2, "엊그저께": 2, "그끄저께": 3, "그끄제": 3, "그그저께": 3, "그그제": 3,
    "今天": 0, "昨天": 1, "前天": 2, "一昨日": 2, "おととい": 2, "きのう": 1,
}  # fmt: skip
"""Days before today. 엊그제 can mean some days ago; boards that print it mean two."""


def any_of(words: Iterable[str], *, spaced: bool = False) -> str:
    """A regular expression for any of the words, the longest first; blanks in them are optional.

    With `spaced`, blanks may also stand between their letters, as in 작 성 일.
    """
    ordered = sorted(words, key=len, reverse=True)
    if spaced:
        return "|".join(" ?".join(escape(letter) for letter in word if letter != " ") for word in ordered)
    return "|".join(escape(word).replace(r"\ ", " ?") for word in ordered)
