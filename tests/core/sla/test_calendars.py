from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.core.sla.calendars import (
    FARTHEST,
    Calendar,
    Interval,
    NeverOpens,
    add_working,
    add_working_days,
    is_open,
    is_working_day,
    next_opening,
    working_between,
)
from tests.core.sla.due_times import PLANS
from tests.core.sla.oracle import MINUTE, utc
from tests.core.sla.strategies import NEVER, calendars, durations, maybe_calendars, moments, patient
from tests.core.sla.test_due_times import calendar_of

HOUR = timedelta(hours=1)
OFFICE = calendar_of(PLANS["office"])
NIGHT = calendar_of(PLANS["night"])
# Only one morning, in a year with no other hours.
ONCE = Calendar("once", "UTC", ((),) * 7, own_days={date(2026, 6, 1): (Interval(time(8), time(9)),)})


@patient
@given(maybe_calendars, moments, durations)
def test_adding_and_measuring_are_each_others_inverse(calendar, start, duration):
    assert working_between(calendar, start, add_working(calendar, start, duration)) == duration


@patient
@given(maybe_calendars, moments, moments)
def test_what_was_measured_leads_back_but_for_closed_time(calendar, one, other):
    start, end = sorted((one, other))
    reached = add_working(calendar, start, working_between(calendar, start, end))
    assert reached <= end
    assert working_between(calendar, reached, end) == timedelta(0)


@patient
@given(maybe_calendars, moments, moments, durations, durations)
def test_later_or_longer_is_never_due_earlier(calendar, one, other, short, more):
    start, later = sorted((one, other))
    assert add_working(calendar, start, short) <= add_working(calendar, later, short)
    assert add_working(calendar, start, short) <= add_working(calendar, start, short + more)


@patient
@given(maybe_calendars, moments, durations, durations)
def test_adding_in_two_steps_is_adding_at_once(calendar, start, first, second):
    between = add_working(calendar, start, first)
    assert add_working(calendar, between, second) == add_working(calendar, start, first + second)


@patient
@given(maybe_calendars, moments, moments, moments)
def test_working_time_adds_up_in_whatever_order(calendar, one, two, three):
    parts = working_between(calendar, one, two) + working_between(calendar, two, three)
    assert parts == working_between(calendar, one, three)


@patient
@given(calendars, moments)
def test_nothing_is_open_before_the_next_opening_and_something_at_it(calendar, at):
    opening = next_opening(calendar, at)
    assert opening is not None
    assert is_open(calendar, opening)
    assert working_between(calendar, at, opening) == timedelta(0)
    assert is_open(calendar, at) == (opening == at)


@patient
@given(calendars, moments, st.integers(1, 9))
def test_working_days_lie_ahead_and_more_of_them_farther(calendar, start, days):
    due = add_working_days(calendar, start, days)
    assert due >= start
    assert due <= add_working_days(calendar, start, days + 1)
    assert add_working_days(calendar, start, 0) == start
    # It is an open moment, or the end of one.
    assert is_open(calendar, due) or is_open(calendar, due - timedelta(microseconds=1))


@pytest.mark.parametrize("name", ["office", "night", "adelaide", "lord_howe", "chatham", "cairo", "st_johns"])
def test_each_minute_of_a_change_is_open_as_the_dumb_way_says(name):
    plan, calendar = PLANS[name], calendar_of(PLANS[name])
    for day in ("2026-03-07", "2026-03-28", "2026-04-04", "2026-04-23", "2026-10-03", "2026-10-24", "2026-10-29"):
        start = utc(f"{day} 00:00")
        opened = [start + minute * MINUTE for minute in range(0, 3 * 1440, 5)]
        assert [is_open(calendar, at) for at in opened] == [plan.is_open(at) for at in opened]


def test_a_moment_of_any_zone_is_understood_also_in_the_hour_that_comes_twice():
    berlin = ZoneInfo("Europe/Berlin")
    first = datetime(2026, 10, 25, 2, 30, tzinfo=berlin)
    assert is_open(NIGHT, first)
    assert is_open(NIGHT, first.replace(fold=1))
    assert working_between(NIGHT, first, first.replace(fold=1)) == HOUR
    assert add_working(NIGHT, first, HOUR) == first.replace(fold=1).astimezone(UTC)
    assert next_opening(None, first).tzinfo is UTC


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="needs a time zone"):
        add_working(OFFICE, utc("2026-06-01 08:00").replace(tzinfo=None), HOUR)


def test_time_is_added_forwards_only():
    with pytest.raises(ValueError, match="forwards"):
        add_working(OFFICE, utc("2026-06-01 08:00"), -HOUR)
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(OFFICE, utc("2026-06-01 08:00"), -1)


def test_a_calendar_that_never_opens_ends_the_search():
    at = utc("2026-06-01 08:00")
    assert next_opening(NEVER, at) is None
    assert not is_open(NEVER, at)
    assert not is_working_day(NEVER, at)
    assert working_between(NEVER, at, at + FARTHEST) == timedelta(0)
    assert add_working(NEVER, at, timedelta(0)) == at
    for search in (lambda: add_working(NEVER, at, HOUR), lambda: add_working_days(NEVER, at, 1)):
        with pytest.raises(NeverOpens, match="never"):
            search()


def test_a_calendar_that_opens_once_gives_an_hour_and_no_more():
    before, after = utc("2026-05-01 00:00"), utc("2026-06-01 09:00")
    assert next_opening(ONCE, before) == utc("2026-06-01 08:00")
    assert next_opening(ONCE, after) is None
    assert add_working(ONCE, before, HOUR) == after
    assert add_working_days(ONCE, before, 1) == after
    with pytest.raises(NeverOpens):
        add_working(ONCE, before, HOUR + timedelta(seconds=1))
    with pytest.raises(NeverOpens):
        add_working_days(ONCE, before, 2)


def test_what_lies_beyond_all_reason_is_not_searched_for():
    at = utc("2026-06-01 08:00")
    rarely = Calendar("rarely", "UTC", ((Interval(time(8), time(9)),), (), (), (), (), (), ()))
    for duration in (timedelta(days=400), timedelta.max):
        with pytest.raises(NeverOpens):
            add_working(rarely, at, duration)
    with pytest.raises(NeverOpens):
        add_working_days(rarely, at, 5_000)
    with pytest.raises(NeverOpens, match="out of reach"):
        add_working(None, at, timedelta.max)


def test_a_closed_decade_is_passed_over():
    closed = frozenset(date(2026, 1, 1) + timedelta(days=day) for day in range(3652))
    calendar = Calendar("closed", "UTC", ((Interval(time(8), time(9)),),) * 7, closed)
    assert next_opening(calendar, utc("2026-01-01 00:00")) == utc("2036-01-01 08:00")


def test_hours_that_overlap_count_once():
    overlapping = (Interval(time(20), time(4)), Interval(time(22), time(23)), Interval(time(2), time(8)))
    calendar = Calendar("overlapping", "UTC", (overlapping,) * 7)
    assert working_between(calendar, utc("2026-06-01 12:00"), utc("2026-06-02 12:00")) == 12 * HOUR


def test_nobody_is_there_at_the_moment_of_closing():
    assert is_open(OFFICE, utc("2026-06-01 09:59"))
    assert not is_open(OFFICE, utc("2026-06-01 10:00"))
    assert next_opening(OFFICE, utc("2026-06-01 10:00")) == utc("2026-06-01 11:00")
    assert next_opening(OFFICE, utc("2026-06-05 16:00")) == utc("2026-06-08 06:00")


def test_an_own_day_beats_a_holiday_and_the_week():
    days = {date(2026, 12, 25): (Interval(time(9), time(10)),), date(2026, 12, 28): ()}
    calendar = Calendar("own", "UTC", ((Interval(time(8), time(18)),),) * 7, frozenset({date(2026, 12, 25)}), days)
    assert next_opening(calendar, utc("2026-12-24 18:00")) == utc("2026-12-25 09:00")
    assert next_opening(calendar, utc("2026-12-27 18:00")) == utc("2026-12-29 08:00")


def test_the_morning_after_a_shift_belongs_to_its_evening():
    sunday_night = Calendar("sunday", "UTC", ((),) * 6 + ((Interval(time(22), time(6)),),))
    assert is_working_day(sunday_night, utc("2026-06-08 05:59"))
    assert not is_working_day(sunday_night, utc("2026-06-08 06:00"))


def test_a_day_that_a_country_skipped_has_no_hours():
    # 14:00 to 17:00 of the 29th, and 09:00 to 17:00 of the 31st, which began ten hours later.
    samoa = Calendar("samoa", "Pacific/Apia", ((Interval(time(9), time(17)),),) * 7)
    assert working_between(samoa, utc("2011-12-30 00:00"), utc("2011-12-31 12:00")) == 11 * HOUR
    assert next_opening(samoa, utc("2011-12-30 03:00")) == utc("2011-12-30 19:00")


@pytest.mark.parametrize("zone", ["Europe", "Europe/Berln", "", "../etc/passwd"])
def test_a_calendar_has_a_zone_that_exists(zone):
    with pytest.raises(ValueError, match="no time zone"):
        Calendar("x", zone, ((),) * 7)


def test_a_calendar_has_seven_days():
    with pytest.raises(ValueError, match="seven days"):
        Calendar("x", "UTC", ((),) * 6)


@patient
@given(calendars)
def test_a_calendar_survives_being_stored(calendar):
    assert msgspec.json.decode(msgspec.json.encode(calendar), type=Calendar) == calendar
