from datetime import date, time

import pytest

from chatserver.core.sla.calendars import Interval
from chatserver.policy_files.hours import BadHours, read_dates, read_hours, read_weekdays


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("08:00-12:00, 13:00-18:00", ((8, 12), (13, 18))),
        ("13:00-18:00,8:00-12:00", ((8, 12), (13, 18))),
        ("08:00 – 12:00", ((8, 12),)),
        ("22:00-06:00", ((22, 6),)),
        ("00:00-24:00", ((0, 0),)),
        ("22:00-24:00", ((22, 0),)),
        ("08:00-10:00, 10:00-12:00, 20:00-02:00", ((8, 10), (10, 12), (20, 2))),
        ("closed", ()),
        ("Closed", ()),
    ],
)
def test_hours_are_read(text, hours):
    assert read_hours(text) == tuple(Interval(time(opens), time(closes)) for opens, closes in hours)


@pytest.mark.parametrize(
    ("text", "fault", "cure"),
    [
        ("8-12", "'8-12' are no hours", "08:00-12:00"),
        ("08:00", "are no hours", "08:00-12:00"),
        ("", "are no hours", "closed"),
        ("08:00-12:00;13:00-18:00", "are no hours", "13:00-18:00"),
        ("08:00-12:00,", "'' are no hours", "08:00-12:00"),
        ("08:00-25:00", "no time '25:00'", "24:00"),
        ("24:00-06:00", "no time '24:00'", "23:59"),
        ("08:60-12:00", "no time '08:60'", "23:59"),
        ("08:00-08:00", "has no length", "00:00-24:00"),
        ("08:00-12:00, 11:00-18:00", "overlap", "begin when"),
        ("22:00-06:00, 23:00-23:30", "overlap", "begin when"),
        ("18:00-12:00", "more than 16 hours", "Did you mean '12:00-18:00'?"),
    ],
)
def test_what_are_no_hours_is_told_with_a_cure(text, fault, cure):
    with pytest.raises(BadHours, match=fault) as error:
        read_hours(text)
    assert cure in error.value.cure


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon", (0,)),
        ("Mon-Fri", (0, 1, 2, 3, 4)),
        ("sunday", (6,)),
        ("sat, sun", (5, 6)),
        ("fri-mon", (4, 5, 6, 0)),
        ("mon-wed, fri", (0, 1, 2, 4)),
        ("tuesday – thursday", (1, 2, 3)),
        ("daily", (0, 1, 2, 3, 4, 5, 6)),
    ],
)
def test_weekdays_are_read(text, days):
    assert read_weekdays(text) == days


@pytest.mark.parametrize(
    ("text", "cure"), [("mon-fry", "'fri"), ("wensday", "'wednesday'"), ("", "mon"), ("12", "mon")]
)
def test_what_is_no_weekday_is_told_with_a_cure(text, cure):
    with pytest.raises(BadHours, match="no day of the week") as error:
        read_weekdays(text)
    assert cure in error.value.cure


def test_a_date_is_one_day_or_one_of_each_year():
    years = range(2023, 2026)
    assert read_dates("2026-12-24", years) == (date(2026, 12, 24),)
    assert read_dates("12-24", years) == (date(2023, 12, 24), date(2024, 12, 24), date(2025, 12, 24))
    assert read_dates("02-29", years) == (date(2024, 2, 29),)


@pytest.mark.parametrize("text", ["2026-02-29", "02-30", "2026-13-01", "0000-12-24", "24.12.", "12/24", "2026-1-1", ""])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(BadHours, match="no date|no day"):
        read_dates(text, range(2023, 2026))
