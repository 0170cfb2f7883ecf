"""Posts per day as a picture: counts add up, holes are marked, the markup is whole."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.plot import MOST_BARS, bars_of, lines_of, png_of, svg_of

DAYS = st.dictionaries(st.dates(date(2000, 1, 1), date(2026, 12, 31)), st.integers(1, 900), max_size=60)


@given(DAYS)
def test_every_post_stands_in_one_bar(per_day):
    bars = bars_of(per_day)
    assert sum(bar.count for bar in bars) == sum(per_day.values())
    assert len(bars) <= MOST_BARS
    ElementTree.fromstring(svg_of(bars, "마을 <이야기> & 소식"))  # noqa: S314 - our own markup
    assert len(lines_of(bars)[0]) == len(bars) or not bars


def test_a_stretch_that_is_far_longer_than_usual_is_a_hole():
    start = date(2025, 1, 1)
    per_day = {start + timedelta(days=day): 2 for day in range(60) if not 20 <= day < 40}
    bars = bars_of(per_day)
    assert [bar.is_hole for bar in bars] == [20 <= day < 40 for day in range(60)]
    assert lines_of(bars)[0][20:40] == "·" * 20


def test_a_board_that_never_posts_at_weekends_has_no_holes():
    days = [date(2025, 1, 6) + timedelta(days=day) for day in range(60)]
    assert not any(bar.is_hole for bar in bars_of({day: 1 for day in days if day.weekday() < 5}))


def test_days_between_which_posts_may_be_missing_are_marked():
    per_day = {date(2025, 1, 1) + timedelta(days=day): 3 for day in range(30)}
    bars = bars_of(per_day, [(date(2025, 1, 10), date(2025, 1, 12)), (None, None), (None, date(2025, 1, 2))])
    assert [at + 1 for at, bar in enumerate(bars) if bar.is_gap] == [1, 2, 10, 11, 12]
    assert lines_of(bars)[1].rstrip() == "!!       !!!"


def test_a_picture_is_made_as_png():
    pytest.importorskip("resvg_py")
    assert png_of(svg_of(bars_of({date(2025, 1, 1): 3}), "소식"))[:8] == b"\x89PNG\r\n\x1a\n"
