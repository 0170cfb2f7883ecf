"""Given this text, this moment: the tables of `cases.py`, and what depends on the time of reading."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from newscrawl.dates import Moment, parse_date, starts_at
from tests.dates import cases

SEOUL = ZoneInfo("Asia/Seoul")
NOON = datetime(2026, 7, 1, 12, tzinfo=SEOUL)
FORMATS = {"day": "%Y-%m-%d", "minute": "%Y-%m-%d %H:%M", "second": "%Y-%m-%d %H:%M:%S"}


def written(moment: Moment | None) -> str | None:
    if moment is None:
        return None
    return moment.value.strftime(FORMATS[moment.precision]) + ("?" if moment.year_assumed else "")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        *cases.DAYS,
        *cases.DAYS_WITH_TIMES,
        *cases.MONTH_AND_DAY,
        *cases.TIMES,
        *cases.BY_DISTANCE,
        *cases.LABELLED,
        *cases.RANGES_AND_SECOND_STAMPS,
        *cases.ENGLISH_AND_MACHINE_MADE,
        *cases.HANJA_AND_FULL_WIDTH,
        *cases.WITH_THINGS_AROUND,
        *cases.BESIDE_OTHER_THINGS,
        *cases.ON_BOARDS_IN_OTHER_LANGUAGES,
    ],
)
def test_a_shown_date_is_read(text: str, meaning: str) -> None:
    moment = parse_date(text, now=NOON)
    assert written(moment) == meaning
    assert moment is not None
    assert moment.raw == text.strip()


@pytest.mark.parametrize("text", cases.NO_DATES)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text, now=NOON) is None


@pytest.mark.parametrize(
    ("text", "now", "meaning"),
    [
        # a month-day is the latest that is not in the future
        ("06-27", "2026-06-26 23:59", "2025-06-27?"),
        ("06-27", "2026-06-27 00:00", "2026-06-27?"),
        ("12-31", "2026-01-01 00:03", "2025-12-31?"),
        ("01-01", "2025-12-31 23:59", "2025-01-01?"),
        ("02-29", "2024-02-28 12:00", "2020-02-29?"),
        ("02-29", "2024-02-29 00:00", "2024-02-29?"),
        ("02-29", "2103-01-01 00:00", "2096-02-29?"),
        ("06-27 14:03", "2026-06-27 10:00", "2025-06-27 14:03?"),
        ("06-27 14:03", "2026-06-27 14:01", "2026-06-27 14:03?"),
        ("6월 27일 오후 2:03", "2026-06-27 14:03", "2026-06-27 14:03?"),
        # a time alone is today's, or yesterday's where today's is still to come
        ("14:03", "2026-07-01 14:03", "2026-07-01 14:03"),
        ("14:03", "2026-07-01 13:59", "2026-07-01 14:03"),
        ("14:03", "2026-07-01 10:00", "2026-06-30 14:03"),
        ("23:58", "2026-01-01 00:02", "2025-12-31 23:58"),
        ("00:01", "2026-01-01 00:02", "2026-01-01 00:01"),
        ("24:00", "2026-07-01 12:00", "2026-07-01 00:00"),
        # distances
        ("방금 전", "2026-07-01 12:00:42", "2026-07-01 12:00"),
        ("5초 전", "2026-01-01 00:00:03", "2025-12-31 23:59:58"),
        ("3분 전", "2026-01-01 00:02:30", "2025-12-31 23:59"),
        ("2시간 전", "2026-03-01 01:30", "2026-02-28 23:30"),
        ("어제", "2026-01-01 00:00", "2025-12-31"),
        ("그제 14:03", "2026-03-01 09:00", "2026-02-27 14:03"),
        ("1개월 전", "2026-03-31 12:00", "2026-02-28"),
        ("12달 전", "2024-02-29 12:00", "2023-02-28"),
        ("1년 전", "2025-02-28 12:00", "2024-02-28"),
        ("오늘 23:00", "2026-07-01 12:00", "2026-07-01 23:00"),
        # short years are not far in the future
        ("36.06.27", "2026-07-01 12:00", "2036-06-27"),
        ("37.06.27", "2026-07-01 12:00", None),
        ("37.06.27", "2030-07-01 12:00", "2037-06-27"),
        ("12.1.3", "2013-07-01 12:00", "2012-01-03"),
        ("12.1.3", "2026-07-01 12:00", None),
        # a serial number is no instant
        ("1751000000", "2025-06-20 12:00", None),
        ("1751000000", "2025-06-27 13:00", "2025-06-27 13:53:20"),
    ],
)
def test_meaning_depends_on_when_it_is_read(text: str, now: str, meaning: str | None) -> None:
    assert written(parse_date(text, now=at(now))) == meaning


def test_the_same_text_read_on_two_days_is_two_dates() -> None:
    first, second = (parse_date("14:03", now=at(f"2026-07-0{day} 15:00")) for day in (1, 2))
    assert (written(first), written(second)) == ("2026-07-01 14:03", "2026-07-02 14:03")


def test_today_is_what_it_is_on_the_board_and_not_where_we_are() -> None:
    evening = datetime(2026, 6, 30, 20, 0, tzinfo=UTC)
    assert written(parse_date("오늘", now=evening)) == "2026-07-01"
    assert written(parse_date("오늘", now=evening, timezone="America/New_York")) == "2026-06-30"
    assert written(parse_date("07-01", now=evening)) == "2026-07-01?"
    assert written(parse_date("07-01", now=evening, timezone="UTC")) == "2025-07-01?"


def test_a_naive_now_is_the_boards() -> None:
    assert parse_date("3분 전", now=datetime(2026, 7, 1, 12)) == parse_date("3분 전", now=NOON)  # noqa: DTZ001


def test_values_are_in_the_boards_zone_whatever_zone_was_shown() -> None:
    moment = parse_date("2025-06-26T20:00:00Z", now=NOON)
    assert moment is not None
    assert moment.isoformat() == "2025-06-27T05:00:00+09:00"
    moment = parse_date("2025-06-27 09:41", now=NOON, timezone="America/New_York")
    assert moment is not None
    assert moment.isoformat() == "2025-06-27T09:41:00-04:00"


def test_summer_time_of_1988_is_known() -> None:
    moment = parse_date("1988-07-01 12:00", now=NOON)
    assert moment is not None
    assert starts_at(moment, "Asia/Seoul") == datetime(1988, 7, 1, 2, 0, tzinfo=UTC)


def test_an_unknown_zone_is_an_error_of_the_caller() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        parse_date("06-27", now=NOON, timezone="Asia/Pyeongchang")


@pytest.mark.parametrize(
    ("moment", "instant"),
    [
        (Moment(date(2025, 6, 27), "day", ""), "2025-06-26T15:00:00+00:00"),
        (Moment(datetime(2025, 6, 27, 9, 41, tzinfo=SEOUL), "minute", ""), "2025-06-27T00:41:00+00:00"),
        (
            Moment(datetime(2025, 6, 27, 9, 41, 5, 99, tzinfo=SEOUL), "second", ""),
            "2025-06-27T00:41:05+00:00",
        ),
        (Moment(datetime(2025, 6, 27, 9, 41, 5, tzinfo=UTC), "minute", ""), "2025-06-27T09:41:00+00:00"),
    ],
)
def test_a_moment_starts_where_what_it_shows_begins(moment: Moment, instant: str) -> None:
    assert starts_at(moment, "Asia/Seoul").isoformat() == instant
