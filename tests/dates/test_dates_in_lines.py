"""Dates inside longer lines: bylines, captions, running text."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from newscrawl.dates import find_dates
from tests.dates.test_shown_dates import NOON, written


@pytest.mark.parametrize(
    ("line", "dates"),
    [
        ("홍길동 | 2025.06.27 14:03 | 조회 123 | 추천 4", [("2025-06-27 14:03", None, "2025.06.27 14:03")]),
        (
            "입력 2025.06.27 09:41 | 수정 2025.06.27 10:00",
            [
                ("2025-06-27 09:41", "published", "2025.06.27 09:41"),
                ("2025-06-27 10:00", "modified", "2025.06.27 10:00"),
            ],
        ),
        (
            "기사입력 : 2025-06-27 오전 9:41  최종수정 : 2025-06-28 10:00:05 조회수 06",
            [
                ("2025-06-27 09:41", "published", "2025-06-27 오전 9:41"),
                ("2025-06-28 10:00:05", "modified", "2025-06-28 10:00:05"),
            ],
        ),
        ("전화 02-123-4567 010-1234-5678 주소 192.168.25.6 버전 v1.2.3", []),
        ("3-1로 이겼다, 평점 4.5, 1/10쪽, 1,250원", []),
        ("홍길동 3분 전 조회 5", [("2026-07-01 11:57", None, "3분 전")]),
        ("오늘 회의는 어제 결정대로 6월 27일에 열린다", [("2026-06-27?", None, "6월 27일")]),
        ("작성자 홍길동 작성일 14:03 댓글 3", [("2026-06-30 14:03", "published", "14:03")]),
        ("홍길동 06-27 14:03 조회 12", [("2026-06-27 14:03?", None, "06-27 14:03")]),
        (
            "Posted on June 27, 2025 by admin. Last updated Jul 1, 2025",
            [("2025-06-27", "published", "June 27, 2025"), ("2025-07-01", "modified", "Jul 1, 2025")],
        ),
        ("２０２５．０６．２７ 홍길동", [("2025-06-27", None, "２０２５．０６．２７")]),
        ("작성일\n2025-06-27\n09:41:05", [("2025-06-27 09:41:05", "published", "2025-06-27\n09:41:05")]),
        ("http://board.example/2025/06/27/123", []),
        ("회의록_20250627.hwp", []),
        ("회의 2025-06-27(금) 14:00~16:00", [("2025-06-27 14:00", None, "2025-06-27(금) 14:00")]),
        ("접수 2026-02-02 ~ 2026-12-31 상시", [("2026-02-02", None, "2026-02-02")]),
        ("홍길동 기자 승인 2025.06.27 09:41 댓글 0", [("2025-06-27 09:41", "published", "2025.06.27 09:41")]),
        ("등록일 6.27", [("2026-06-27?", "published", "6.27")]),
        ("어제 14:03 홍길동", [("2026-06-30 14:03", None, "어제 14:03")]),
        ("제목 2025-02-30 없는 날", []),
        ("", []),
    ],
)
def test_dates_are_found_in_a_line(line: str, dates: list[tuple[str, str | None, str]]) -> None:
    found = find_dates(line, now=NOON, timezone="Asia/Seoul")
    assert [(written(date.moment), date.label, line[date.start : date.end]) for date in found] == dates
    assert all(date.moment.raw == line[date.start : date.end] for date in found)


def test_dates_are_found_in_the_zone_of_the_board() -> None:
    now = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    (found,) = find_dates("von admin, 14:03", now=now, timezone="Europe/Berlin")
    assert found.moment.isoformat() == "2026-06-30T14:03:00+02:00"
