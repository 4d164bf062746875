from datetime import UTC, datetime

import pytest

from chatserver.core.working_hours import BadHours, first_opening, read_hours, written

OFFICE = [[("09:00", "17:00")]] * 5 + [[], []]
# A Saturday.
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def test_hours_are_read_and_written_back():
    hours = read_hours("Europe/Berlin", [[("13:00", "17:30"), ("08:00", "12:00")], *([[]] * 6)])
    assert written(hours)[0] == [("08:00", "12:00"), ("13:00", "17:30")]
    assert written(hours)[1:] == [[]] * 6


def test_midnight_at_the_end_of_a_day_is_the_next_day():
    assert written(read_hours("UTC", [[("18:00", "24:00")], *([[]] * 6)]))[0] == [("18:00", "00:00")]


@pytest.mark.parametrize(
    ("zone", "weekly"),
    [
        ("Mars/Olympus", OFFICE),
        ("UTC", OFFICE[:6]),
        ("UTC", [[("9", "17:00")], *OFFICE[1:]]),
        ("UTC", [[("09:00", "25:00")], *OFFICE[1:]]),
        ("UTC", [[("09:00", "10:00")] * 5, *OFFICE[1:]]),
    ],
)
def test_what_is_no_hours_is_refused_with_a_reason(zone, weekly):
    with pytest.raises(BadHours) as error:
        read_hours(zone, weekly)
    assert str(error.value).endswith(".")


def test_the_first_to_begin_is_told():
    berlin, new_york = read_hours("Europe/Berlin", OFFICE), read_hours("America/New_York", OFFICE)
    assert first_opening([new_york, berlin], NOON) == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_nothing_is_told_when_somebody_should_be_there_or_nobody_ever_is():
    always = read_hours("UTC", [[("00:00", "24:00")]] * 7)
    never = read_hours("UTC", [[]] * 7)
    office = read_hours("UTC", OFFICE)
    assert first_opening([office, always], NOON) is None
    assert first_opening([never], NOON) is None
    assert first_opening([], NOON) is None
