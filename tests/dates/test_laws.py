"""Laws that hold for every text and every time."""

import re
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import newscrawl.dates
from newscrawl.dates import find_dates, parse_date, starts_at
from tests.dates import cases

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 7, 1, 12, tzinfo=SEOUL)

MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2035, 12, 31), timezones=st.just(SEOUL))  # noqa: DTZ001
NOWS = st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def half(hour: int) -> str:
    return "오전" if hour < 12 else "오후"


def weekday(day: date) -> str:
    return "월화수목금토일"[day.weekday()]


DAY_FORMS = {
    "points": lambda t: t.strftime("%Y.%m.%d"),
    "points and one after": lambda t: t.strftime("%Y.%m.%d."),
    "short year": lambda t: t.strftime("%y.%m.%d"),
    "short year, dashes": lambda t: t.strftime("%y-%m-%d"),
    "slashes": lambda t: t.strftime("%Y/%m/%d"),
    "unpadded": lambda t: f"{t.year}-{t.month}-{t.day}",
    "browser": lambda t: f"{t.year}. {t.month}. {t.day}.",
    "words": lambda t: f"{t.year}년 {t.month}월 {t.day}일",
    "weekday": lambda t: f"{t:%Y.%m.%d}({weekday(t)})",
    "compact": lambda t: t.strftime("%Y%m%d"),
    "English": lambda t: f"{t:%B} {t.day}, {t.year}",
    "English, day first": lambda t: t.strftime("%d %b %Y"),
    "Hanja": lambda t: f"{t.year}年{t.month}月{t.day}日",
    "label": lambda t: f"등록일 : {t:%Y-%m-%d}",
    "Dangi": lambda t: f"단기 {t.year + 2333}년 {t.month}월 {t.day}일",
}
MINUTE_FORMS = {
    "dashes": lambda t: t.strftime("%Y-%m-%d %H:%M"),
    "half days": lambda t: f"{t:%Y.%m.%d} {half(t.hour)} {t.hour % 12 or 12}:{t:%M}",
    "words": lambda t: f"{t.year}년 {t.month}월 {t.day}일 {half(t.hour)} {t.hour % 12 or 12}시 {t.minute}분",
    "AM PM": lambda t: t.strftime("%b %d, %Y %I:%M %p"),
    "weekday": lambda t: f"{t:%Y.%m.%d} ({weekday(t)}) {t:%H:%M}",
    "two stamps": lambda t: f"입력 {t:%Y.%m.%d %H:%M} 수정 {t + timedelta(days=1):%Y.%m.%d %H:%M}",
    "compact": lambda t: t.strftime("%Y%m%d%H%M"),
}
SECOND_FORMS = {
    "dashes": lambda t: t.strftime("%Y-%m-%d %H:%M:%S"),
    "ISO": lambda t: t.isoformat(),
    "ISO in UTC": lambda t: t.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    "feed": lambda t: t.strftime("%a, %d %b %Y %H:%M:%S %z"),
    "compact": lambda t: t.strftime("%Y%m%d%H%M%S"),
    "Java": lambda t: t.strftime("%a %b %d %H:%M:%S KST %Y"),
    "browser": lambda t: f"{t.year}. {t.month}. {t.day}. {half(t.hour)} {t.hour % 12 or 12}:{t:%M:%S}",
}


@pytest.mark.parametrize("form", DAY_FORMS)
@given(moment=MOMENTS)
def test_a_day_comes_back_from_every_form(form: str, moment: datetime) -> None:
    read = parse_date(DAY_FORMS[form](moment), now=NOW)
    assert read is not None
    assert (read.value, read.precision, read.year_assumed) == (moment.date(), "day", False)


@pytest.mark.parametrize("form", MINUTE_FORMS)
@given(moment=MOMENTS)
def test_a_minute_comes_back_from_every_form(form: str, moment: datetime) -> None:
    read = parse_date(MINUTE_FORMS[form](moment), now=NOW)
    assert read is not None
    assert (read.value, read.precision) == (moment.replace(second=0, microsecond=0), "minute")


@pytest.mark.parametrize("form", SECOND_FORMS)
@given(moment=MOMENTS)
def test_a_second_comes_back_from_every_form(form: str, moment: datetime) -> None:
    read = parse_date(SECOND_FORMS[form](moment), now=NOW)
    assert read is not None
    assert (starts_at(read, "Asia/Seoul"), read.precision) == (moment.replace(microsecond=0), "second")


BEFORE = st.sampled_from(["조회 {} | ", "홍길동 | ", "작성자 : 홍길동 | ", "총무팀 ", "추천 {} 조회 {} ", "등록일 : "])
AFTER = st.sampled_from([" 조회 {}", " | 댓글 {}", " (211.36.*.{})", " | 홍길동", " · hits {}", ""])


@given(MOMENTS, BEFORE, AFTER, st.integers(0, 255), st.sampled_from([*MINUTE_FORMS.values()]))
def test_what_a_byline_puts_beside_a_date_changes_nothing(moment, before, after, count, form) -> None:
    alone = parse_date(form(moment), now=NOW)
    beside = parse_date((before + form(moment) + after).replace("{}", str(count)), now=NOW)
    assert alone is not None
    assert beside is not None
    assert (beside.value, beside.precision) == (alone.value, alone.precision)


PIECES = st.sampled_from(
    re.findall(
        r"\d+|[가-힣]+|[A-Za-z]+|\W",
        " ".join(text for text, _ in cases.LABELLED + cases.TIMES + cases.BY_DISTANCE),
    )
)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(PIECES, max_size=12).map("".join),
    st.text("0123456789.-/: ~'", max_size=20),
)


@given(TEXTS, st.datetimes())
@example("1초 전", datetime.min)  # noqa: DTZ901
@example("99999년 전", datetime.max)  # noqa: DTZ901
@example("24:00", datetime.max)  # noqa: DTZ901
@example("2100-12-31 24:00 +14", datetime.max)  # noqa: DTZ901
@example("\ud800 2025", datetime(2025, 1, 1))  # noqa: DTZ001
def test_no_text_raises(text: str, now: datetime) -> None:
    parse_date(text, now=now)
    for found in find_dates(text, now=now, timezone="Asia/Seoul"):
        assert text[found.start : found.end] == found.moment.raw


@given(st.integers(1, 12), st.integers(1, 31), NOWS, st.sampled_from(["{:02}-{:02}", "{:02}.{:02}", "{}월 {}일"]))
def test_a_month_day_is_the_latest_that_is_not_in_the_future(month: int, day: int, now: datetime, form: str) -> None:
    read = parse_date(form.format(month, day), now=now)
    today = now.astimezone(SEOUL).date()
    if read is None:
        assert (month, day) in {(2, 30), (2, 31), (4, 31), (6, 31), (9, 31), (11, 31)}
        return
    assert read.year_assumed
    assert isinstance(read.value, date)
    assert read.value <= today
    if (month, day) != (2, 29):
        assert read.value.replace(year=read.value.year + 1) > today


@given(st.integers(0, 23), st.integers(0, 59), NOWS)
def test_a_time_alone_is_within_the_last_day(hour: int, minute: int, now: datetime) -> None:
    read = parse_date(f"{hour:02}:{minute:02}", now=now)
    assert read is not None
    assert timedelta(days=-1) < starts_at(read, "Asia/Seoul") - now <= timedelta(minutes=10)


FULL_FORMS = [
    "{:04}-{:02}-{:02}",
    "{:04}.{:02}.{:02}.",
    "{}년 {}월 {}일",
    "{:04}{:02}{:02}",
    "{}/{}/{}",
    "{:04}-{:02}-{:02} 09:41",
]


@given(st.integers(0, 9999), st.integers(0, 40), st.integers(0, 40), st.sampled_from(FULL_FORMS))
def test_only_days_that_were_are_accepted(year: int, month: int, day: int, form: str) -> None:
    read = parse_date(form.format(year, month, day), now=NOW)
    try:
        expected = date(year, month, day)
    except ValueError:
        assert read is None or year < 100
        return
    if read is not None and year >= 100:
        assert starts_at(read, "Asia/Seoul").astimezone(SEOUL).date() == expected


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_only_times_that_are_are_accepted(hour: int, minute: int, second: int) -> None:
    read = parse_date(f"2025-06-27 {hour:02}:{minute:02}:{second:02}", now=NOW)
    real = hour < 24 and minute < 60 and second < 60
    assert (read is not None) == (real or (hour, minute, second) == (24, 0, 0))


@pytest.mark.parametrize(
    "text",
    [
        "1" * 100_000,
        "1." * 50_000,
        "오전 " * 50_000,
        "등록일 " * 50_000,
        "(" * 100_000,
        "2025-06-27 " * 9_000,
        "ﷺ" * 50_000,
    ],
)
def test_long_texts_cost_little(text: str) -> None:
    begun = time.process_time()
    parse_date(text, now=NOW)
    parse_date(text[:200], now=NOW)
    find_dates(text, now=NOW, timezone="Asia/Seoul")
    assert time.process_time() - begun < 5  # a hundredth of what anything quadratic would take


def test_dates_know_neither_scrapy_nor_sqlalchemy() -> None:
    rooms = Path(newscrawl.dates.__file__).parent.glob("*.py")
    assert not [
        room for room in rooms if re.search(r"import.*(scrapy|sqlalchemy)", room.read_text("utf-8"), re.IGNORECASE)
    ]
