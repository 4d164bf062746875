"""Calendars, policies and moments for property tests."""

from datetime import date, datetime, time, timedelta

from hypothesis import settings
from hypothesis import strategies as st

from chatserver.core.sla.calendars import Calendar, Interval
from chatserver.core.sla.policies import (
    DEFAULT_POLICIES,
    WORKING_DAYS,
    Audience,
    ClockKind,
    PauseReason,
    Policies,
    Policy,
    Row,
    Step,
    Within,
    WithinDays,
)

# A busy machine is no fault.
patient = settings(deadline=None)

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Africa/Cairo",
    "America/Sao_Paulo",
    "America/Havana",
)
# Around the changes of spring and autumn, a leap day and the turn of a year.
PIVOTS = tuple(
    datetime.fromisoformat(day + "T00:00+00:00")
    for day in (
        "2024-02-28",
        "2026-03-07",
        "2026-03-28",
        "2026-04-04",
        "2026-04-23",
        "2026-10-24",
        "2026-10-31",
        "2026-12-30",
    )
)

moments = st.builds(
    lambda pivot, seconds: pivot + timedelta(seconds=seconds), st.sampled_from(PIVOTS), st.integers(0, 4 * 86_400)
)
durations = st.builds(timedelta, minutes=st.integers(0, 60 * 60), microseconds=st.integers(0, 3))
times = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30)))
intervals = st.builds(Interval, times, times)
hours = st.lists(intervals, max_size=3).map(tuple)
days = st.dates(date(2024, 2, 25), date(2026, 12, 31))
calendars = st.builds(
    Calendar,
    st.just("test"),
    st.sampled_from(ZONES),
    # One day at least has hours, so that every due time is reached.
    st.lists(hours, min_size=6, max_size=6).flatmap(lambda six: intervals.map(lambda sure: (*six, (sure,)))),
    st.frozensets(days, max_size=5),
    st.dictionaries(days, hours, max_size=5),
)
maybe_calendars = st.none() | calendars

targets = st.builds(Within, durations.filter(bool)) | st.builds(WithinDays, st.integers(1, 9))
steps = st.lists(
    st.builds(
        Step,
        st.integers(1, 300) | st.builds(timedelta, minutes=st.integers(1, 5_000)),
        st.just((Audience.AGENTS,)),
    ),
    max_size=5,
    unique_by=lambda step: step.name,
).map(tuple)


@st.composite
def policies(draw: st.DrawFn) -> Policies:
    """Policies in which a resolution pauses, and Premium has another target than everybody else."""
    calendar = draw(maybe_calendars)
    policy = Policy(
        ClockKind.RESOLUTION,
        draw(targets),
        (Row(draw(targets), plan="premium"),),
        calendar=None if calendar is None else "test",
        steps=draw(steps),
        pauses=tuple(PauseReason),
    )
    named = {WORKING_DAYS: DEFAULT_POLICIES.calendars[WORKING_DAYS]}
    if calendar is not None:
        named["test"] = calendar
    return Policies("test", named, {**DEFAULT_POLICIES.table, ClockKind.RESOLUTION: policy})


NEVER = Calendar("never", "UTC", ((),) * 7)
