"""The date of a list and the date of its document become one."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.dates import Moment, parse_date, refine
from tests.dates.test_shown_dates import NOON, written

SEOUL = ZoneInfo("Asia/Seoul")


@pytest.mark.parametrize(
    ("listed", "shown", "refined", "disagree"),
    [
        ("2025.06.27", "2025-06-27 09:41", "2025-06-27 09:41", False),
        ("2025.06.27 09:41", "2025-06-27 09:41:05", "2025-06-27 09:41:05", False),
        ("2025.06.27 09:41:05", "2025-06-27", "2025-06-27 09:41:05", False),
        ("2025.06.27 09:41:05", "2025-06-27 09:41", "2025-06-27 09:41:05", False),
        ("2025.06.27", "2025-06-27", "2025-06-27", False),
        ("2025.06.27", "2025-06-28 09:41", "2025-06-28 09:41", True),
        ("2025.06.27 09:41", "2025-06-28", "2025-06-28", True),
        ("2025.06.27 09:41", "2025-06-27 09:42", "2025-06-27 09:42", True),
        ("2025.06.27", "2025-06-26T20:00:00Z", "2025-06-27 05:00:00", False),
        # Gnuboard's lists never show a year
        ("06-27", "2024-06-27 09:41", "2024-06-27 09:41", False),
        ("06-27", "2024-03-01 09:41", "2024-03-01 09:41", False),
        ("06-27 09:41", "2024-06-27", "2024-06-27 09:41", False),
        ("2024-06-27", "06-27 09:41", "2024-06-27 09:41", False),
        ("2024-06-27 09:41", "06-27", "2024-06-27 09:41", False),
        ("06-27", "06-27 09:41", "2026-06-27 09:41?", False),
        ("06-27 09:41", "06-28", "2026-06-28?", False),
        # distances are rounded
        ("2시간 전", "2026-07-01 09:13", "2026-07-01 09:13", False),
        ("3일 전", "2026-06-27 14:03", "2026-06-27 14:03", False),
        ("2026-06-27 14:03", "3일 전", "2026-06-27 14:03", False),
        ("14:03", "2026-06-30 14:03:22", "2026-06-30 14:03:22", False),
        ("어제", "2026-06-29 14:03", "2026-06-29 14:03", True),
        (None, "2025-06-27", "2025-06-27", False),
        ("2025-06-27", None, "2025-06-27", False),
        (None, None, None, False),
    ],
)
def test_refine(listed: str | None, shown: str | None, refined: str | None, disagree: bool) -> None:
    moments = [parse_date(text, now=NOON) if text else None for text in (listed, shown)]
    moment, differ = refine(*moments)
    assert (written(moment), differ) == (refined, disagree)


DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))
MOMENTS = st.one_of(
    st.none(),
    st.builds(Moment, DAYS, st.just("day"), st.just("day"), st.booleans()),
    st.builds(
        Moment,
        st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1), timezones=st.just(SEOUL)),  # noqa: DTZ001
        st.sampled_from(["minute", "second"]),
        st.just("time"),
        st.booleans(),
    ),
)
FINENESS = ("day", "minute", "second")


@given(MOMENTS)
def test_a_date_agrees_with_itself_and_with_none(moment: Moment | None) -> None:
    assert refine(moment, moment) == (moment, False)
    assert refine(None, moment) == (moment, False)
    assert refine(moment, None) == (moment, False)


@given(MOMENTS, MOMENTS)
def test_refining_again_changes_nothing(listed: Moment | None, shown: Moment | None) -> None:
    refined, _ = refine(listed, shown)
    assert refine(listed, refined)[0] == refined
    assert refine(refined, refined) == (refined, False)


@given(MOMENTS, MOMENTS)
def test_agreement_never_loses_precision_and_disagreement_takes_the_document(
    listed: Moment | None, shown: Moment | None
) -> None:
    refined, disagree = refine(listed, shown)
    if listed is None or shown is None:
        assert not disagree
        return
    assert refined is not None
    if disagree:
        assert refined == shown
        assert not listed.year_assumed
        assert not shown.year_assumed
    else:
        assert FINENESS.index(refined.precision) >= FINENESS.index(shown.precision)
    if not shown.year_assumed:
        assert not refined.year_assumed
