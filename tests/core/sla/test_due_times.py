"""The table of due times: what it promises of itself, and that the product agrees with it."""

from datetime import time, timedelta

import pytest

from chatserver.core.sla.calendars import Calendar, Interval, add_working, add_working_days
from chatserver.core.sla.clocks import pause, resume, start
from chatserver.core.sla.policies import (
    DEFAULT_POLICIES,
    WORKING_DAYS,
    ClockKind,
    Facts,
    PauseReason,
    Policies,
    Policy,
    Within,
    WithinDays,
)
from tests.core.sla import oracle
from tests.core.sla.due_times import BY_HAND, BY_MINUTES, PLANS, Due
from tests.core.sla.oracle import Plan, utc

WAITING = PauseReason.WAITING_FOR_VISITOR


def calendar_of(plan: Plan | None) -> Calendar | None:
    """Writes a plan of the table as a calendar of the product."""
    if plan is None:
        return None
    return Calendar(
        "test",
        plan.zone,
        tuple(intervals(plan.hours.get(weekday, "")) for weekday in range(7)),
        frozenset(oracle.date.fromisoformat(day) for day in plan.closed),
        {oracle.date.fromisoformat(day): intervals(hours) for day, hours in plan.days.items()},
    )


def intervals(hours: str) -> tuple[Interval, ...]:
    return tuple(Interval(*(time.fromisoformat(end) for end in part.split("-"))) for part in hours.split())


def policies_with(due: Due) -> Policies:
    """Policies in which a resolution has the target of the table, in its calendar."""
    calendar = calendar_of(PLANS[due.plan])
    target = WithinDays(due.days) if due.days else Within(timedelta(minutes=due.minutes))
    name = None if calendar is None else "test"
    policy = Policy(ClockKind.RESOLUTION, target, calendar=name, pauses=(WAITING,))
    calendars = {WORKING_DAYS: DEFAULT_POLICIES.calendars[WORKING_DAYS]}
    if calendar is not None:
        calendars["test"] = calendar
    return Policies("test", calendars, {**DEFAULT_POLICIES.table, ClockKind.RESOLUTION: policy})


def test_the_table_has_sixty_different_cases_and_more():
    assert len({(due.plan, due.start, due.minutes, due.days, due.pauses) for due in BY_MINUTES + BY_HAND}) >= 100
    assert len({due.story for due in BY_MINUTES + BY_HAND}) == len(BY_MINUTES + BY_HAND)


@pytest.mark.parametrize("due", BY_MINUTES, ids=lambda due: due.story)
def test_stepping_through_the_minutes_comes_to_the_same(due):
    pauses = [(utc(since), utc(until)) for since, until in due.pauses]
    assert oracle.due(PLANS[due.plan], utc(due.start), due.minutes, pauses) == utc(due.due)


@pytest.mark.parametrize("due", BY_MINUTES + BY_HAND, ids=lambda due: due.story)
def test_a_clock_is_due_when_the_table_says(due):
    policies = policies_with(due)
    clock = start(policies, ClockKind.RESOLUTION, Facts(), utc(due.start)).clock
    for since, until in due.pauses:
        clock = pause(clock, policies, WAITING, utc(since)).clock
        clock = resume(clock, policies, WAITING, utc(until)).clock
    assert clock.due_at == utc(due.due)


@pytest.mark.parametrize("due", [due for due in BY_MINUTES + BY_HAND if not due.pauses], ids=lambda due: due.story)
def test_a_calendar_adds_as_the_table_says(due):
    calendar = calendar_of(PLANS[due.plan])
    if due.days:
        assert add_working_days(calendar, utc(due.start), due.days) == utc(due.due)
    else:
        assert add_working(calendar, utc(due.start), timedelta(minutes=due.minutes)) == utc(due.due)
