from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.core.routing.announcement import Announcement, Kind, Outlook, Told, announce
from tests.doubles import NOON


def minutes(value: float) -> timedelta:
    return timedelta(minutes=value)


def outlook(low: float | None, high: float | None, position: int = 4) -> Outlook:
    return Outlook(position, None if low is None else minutes(low), None if high is None else minutes(high))


def said(low: float | None, high: float | None) -> tuple[Kind, int | None, int | None]:
    told = announce(outlook(low, high), NOON).announcement
    return told.kind, told.low_min, told.high_min


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (2, 5, (Kind.RANGE, 2, 5)),
        (2.9, 4.2, (Kind.RANGE, 2, 5)),
        (1.9, 4.2, (Kind.AT_MOST, None, 5)),
        (2, 5.1, (Kind.AT_MOST, None, 6)),
        (1, 10, (Kind.AT_MOST, None, 10)),
        (1, 10.1, (Kind.AT_MOST, None, 15)),
        (1, 30, (Kind.AT_MOST, None, 30)),
        (1, 31, (Kind.PLACE, None, None)),
        (20, 22, (Kind.RANGE, 20, 22)),
        (None, 4, (Kind.AT_MOST, None, 4)),
        (None, None, (Kind.PLACE, None, None)),
        (3, 3, (Kind.RANGE, 3, 4)),
    ],
)
def test_a_narrow_range_else_an_upper_end_else_the_place(low, high, expected):
    assert said(low, high) == expected


@pytest.mark.parametrize("high", [0, 0.01, 0.5, 1, 2])
def test_the_least_is_a_minute_or_two(high):
    assert said(0, high) == (Kind.RANGE, 1, 2)


def test_nobody_there_is_said_at_once_and_once():
    nobody = Outlook(3, is_served=False)
    told = announce(nobody, NOON)
    assert told.announcement == Announcement(Kind.NOBODY, 3)
    assert announce(nobody, NOON + minutes(60), told) is None
    back = announce(outlook(2, 4), NOON + minutes(1), told)
    assert back.announcement.kind is Kind.RANGE
    gone = announce(nobody, NOON + minutes(2), back)
    assert gone.announcement.kind is Kind.NOBODY


def test_nothing_is_said_again_before_it_has_changed_by_a_minute():
    told = announce(outlook(2, 4.0), NOON)
    assert announce(outlook(2, 4.0), NOON + minutes(1), told) is None
    assert announce(outlook(2, 4.2), NOON + minutes(1), told) is None
    assert announce(outlook(2, 3.1), NOON + minutes(1), told) is None
    sooner = announce(outlook(1, 3.0), NOON + minutes(1), told)
    assert sooner.announcement == Announcement(Kind.RANGE, 4, 1, 3)


def test_a_place_is_said_again_when_it_has_changed():
    told = announce(outlook(None, None, 9), NOON)
    assert announce(outlook(None, None, 9), NOON + minutes(30), told) is None
    assert announce(outlook(None, None, 8), NOON + minutes(1), told).announcement == Announcement(Kind.PLACE, 8)


def test_a_place_turns_into_a_time_and_back():
    place = announce(outlook(1, 45), NOON)
    time = announce(outlook(1, 20), NOON + minutes(1), place)
    assert time.announcement.high_min == 20
    assert announce(outlook(1, 45), NOON + minutes(2), time).announcement.kind is Kind.PLACE


def test_a_promise_that_has_passed_is_apologised_for_with_the_new_estimate():
    told = announce(outlook(2, 4), NOON)
    assert told.promised_by == NOON + minutes(4)
    late = NOON + minutes(4)
    sorry = announce(outlook(2, 4), late, told)
    assert sorry.announcement == Announcement(Kind.APOLOGY, 4, 2, 4)
    assert announce(outlook(2, 4), late + minutes(1), sorry) is None
    again = announce(outlook(0, 1), late + minutes(4), sorry)
    assert again.announcement == Announcement(Kind.APOLOGY, 4, 1, 2)


def test_an_apology_without_a_time_names_the_place_and_promises_nothing_more():
    sorry = announce(outlook(None, None), NOON + minutes(9), announce(outlook(2, 4), NOON))
    assert sorry.announcement == Announcement(Kind.APOLOGY, 4)
    assert sorry.promised_by is None
    assert announce(outlook(None, None), NOON + minutes(99), sorry) is None


_MINUTES = st.none() | st.floats(0, 300)


@given(st.lists(st.tuples(_MINUTES, _MINUTES, st.integers(1, 50), st.integers(0, 600)), max_size=30))
def test_no_number_ever_goes_below_a_minute_or_two_and_no_promise_passes_in_silence(history):
    now, last = NOON, None
    for low, high, position, later in history:
        now += timedelta(seconds=later)
        told = announce(outlook(low, high, position), now, last)
        if last is None or (last.promised_by is not None and now >= last.promised_by):
            assert told is not None
        if told is not None:
            _holds(told)
        last = told or last


def _holds(told: Told) -> None:
    what = told.announcement
    assert what.high_min is None or what.high_min >= 2
    assert what.low_min is None or 1 <= what.low_min < what.high_min <= what.low_min + 3
    assert what.kind is not Kind.RANGE or what.low_min is not None
    assert what.kind is not Kind.AT_MOST or (what.low_min is None and what.high_min is not None)
