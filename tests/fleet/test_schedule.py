"""When a board is due."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.schedule import Schedule, parse_clock, parse_cron, parse_duration, shown

NOW = datetime(2025, 6, 27, 3, 0, tzinfo=UTC)  # Friday noon in Seoul
HOUR = timedelta(hours=1)


def test_a_board_that_was_never_crawled_is_due_at_once():
    assert Schedule(cron="0 0 1 1 *").is_due(None, 0, NOW)


def test_every_counts_from_the_last_start_so_that_a_slow_crawl_does_not_pile_up():
    schedule = Schedule(every=timedelta(minutes=10))
    assert not schedule.is_due(NOW - timedelta(minutes=9), 0, NOW)
    assert schedule.is_due(NOW - timedelta(minutes=10), 0, NOW)
    assert schedule.next(NOW - timedelta(days=3), 0, NOW) < NOW, "after a pause it is due once, not 432 times"


def test_a_quiet_board_is_asked_less_often_within_its_bounds():
    schedule = Schedule(every=timedelta(minutes=10), slowest=timedelta(hours=6))
    intervals = [schedule.interval(quiet) for quiet in range(300)]
    assert intervals[0] == timedelta(minutes=10)
    assert intervals == sorted(intervals)
    assert intervals[-1] == timedelta(hours=6)


def test_times_of_day_are_those_of_the_site():
    schedule = Schedule(at=(parse_clock("06:30"), parse_clock("18:30")))
    assert schedule.next(NOW, 0, NOW) == datetime(2025, 6, 27, 9, 30, tzinfo=UTC)
    assert schedule.next(NOW + timedelta(hours=8), 0, NOW + timedelta(hours=9)) == datetime(
        2025, 6, 27, 21, 30, tzinfo=UTC
    )


def test_cron_expressions_are_those_of_crontab():
    schedule = Schedule(cron="*/20 9-18 * * 1-5")
    assert schedule.next(NOW, 0, NOW) == NOW + timedelta(minutes=20)
    assert schedule.next(NOW + timedelta(hours=7), 0, NOW + timedelta(hours=7)) == datetime(
        2025, 6, 30, 0, 0, tzinfo=UTC
    )


def test_a_clock_that_was_set_back_does_not_stop_a_board():
    assert Schedule(every=HOUR).is_due(NOW + HOUR, 0, NOW)


def test_a_person_should_look_after_two_crawls_that_should_have_succeeded():
    assert Schedule(every=HOUR).overdue_at(NOW) == NOW + 2 * HOUR
    assert Schedule(cron="0 6 * * 1").overdue_at(NOW) == datetime(2025, 7, 6, 21, 0, tzinfo=UTC), "two Mondays later"


@pytest.mark.parametrize("text", ["", "10", "m", "-1m", "0m", "10 fortnights", "1e9d"])
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(ValueError, match="duration"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["24:00", "6", "06:60", "오전 6시", ""])
def test_what_is_no_time_of_day_is_refused(text):
    with pytest.raises(ValueError, match="time of day"):
        parse_clock(text)


@pytest.mark.parametrize("text", ["", "* * * *", "61 * * * *", "every minute"])
def test_what_is_no_cron_expression_is_refused(text):
    with pytest.raises(ValueError, match="cron expression"):
        parse_cron(text)


@given(st.integers(1, 10_000), st.sampled_from("smhdw"))
def test_a_duration_is_shown_as_it_is_read(count, unit):
    duration = parse_duration(f"{count}{unit}")
    assert parse_duration(shown(duration)) == duration


@given(
    st.sampled_from(
        [
            Schedule(),
            Schedule(every=HOUR, slowest=24 * HOUR),
            Schedule(at=(parse_clock("06:30"),)),
            Schedule(cron="7 */3 * * *"),
        ]
    ),
    st.timedeltas(timedelta(0), timedelta(days=400)),
    st.integers(0, 500),
)
def test_next_is_after_the_last_start_and_overdue_is_later_still(schedule, ago, quiet):
    last = NOW - ago
    assert last < schedule.next(last, quiet, NOW) < schedule.overdue_at(last, quiet)
