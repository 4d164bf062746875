from datetime import timedelta

import msgspec
import pytest

from chatserver.core.sla.calendars import Calendar
from chatserver.core.sla.policies import (
    DEFAULT_POLICIES,
    PROMISES,
    WORKING_DAYS,
    Audience,
    Circumstance,
    ClockKind,
    Facts,
    PauseReason,
    Policies,
    Policy,
    Row,
    Step,
    Volume,
    Within,
    WithinDays,
    due_after,
    target_for,
)
from tests.core.sla.oracle import utc

MONDAY, SATURDAY = utc("2026-06-01 10:00"), utc("2026-06-06 10:00")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
RESPONSES = (ClockKind.FIRST_RESPONSE, ClockKind.NEXT_RESPONSE)


@pytest.mark.parametrize(
    ("kind", "plan", "target"),
    [
        (ClockKind.PICKUP, "premium", 5 * MINUTE),
        (ClockKind.PICKUP, "", 5 * MINUTE),
        *((kind, plan, 30 * MINUTE) for kind in RESPONSES for plan in ("premium", " Premium ", "PREMIUM")),
        *((kind, "regular", 4 * HOUR) for kind in RESPONSES),
        *((kind, plan, 24 * HOUR) for kind in RESPONSES for plan in ("basic", "", "platinum", "premium plus")),
        (ClockKind.RESOLUTION, "premium", 48 * HOUR),
        (ClockKind.AUTO_CLOSE, "", 48 * HOUR),
        (ClockKind.COMPLAINT_ACKNOWLEDGEMENT, "", 24 * HOUR),
    ],
)
def test_what_is_promised_when_nobody_has_said_otherwise(kind, plan, target):
    assert target_for(DEFAULT_POLICIES, kind, Facts(plan), MONDAY) == Within(target)
    assert DEFAULT_POLICIES.calendar_of(kind) is None


@pytest.mark.parametrize(
    ("start", "volume", "hours"),
    [(MONDAY, "normal", 24), (SATURDAY, "normal", 48), (MONDAY, "high", 48), (SATURDAY, "high", 48)],
)
def test_an_email_has_48_hours_at_a_weekend_and_in_high_volume(start, volume, hours):
    target = target_for(DEFAULT_POLICIES, ClockKind.EMAIL, Facts(volume=Volume(volume)), start)
    assert due_after(target, None, start) == start + hours * HOUR


def test_a_complaint_is_told_and_answered_in_working_days():
    friday = utc("2026-06-05 10:00")
    update = target_for(DEFAULT_POLICIES, ClockKind.COMPLAINT_UPDATE, Facts(), friday)
    calendar = DEFAULT_POLICIES.calendar_of(ClockKind.COMPLAINT_UPDATE)
    assert due_after(update, calendar, friday) == utc("2026-06-10 10:00")
    answer = target_for(DEFAULT_POLICIES, ClockKind.COMPLAINT_ANSWER, Facts(), friday)
    assert answer == WithinDays(7)
    assert due_after(answer, calendar, friday) == utc("2026-06-16 10:00")


def test_only_a_resolution_waits_for_the_visitor():
    waiting = [kind for kind, policy in DEFAULT_POLICIES.table.items() if policy.pauses]
    assert waiting == [ClockKind.RESOLUTION]
    assert DEFAULT_POLICIES.table[ClockKind.RESOLUTION].pauses == (PauseReason.WAITING_FOR_VISITOR,)


def test_who_is_told_of_a_pickup_and_when():
    told = {step.name: step.tell for step in DEFAULT_POLICIES.table[ClockKind.PICKUP].steps}
    assert told == {
        "50 %": (Audience.AGENTS,),
        "80 %": (Audience.SUPERVISORS, Audience.BACKUP),
        "100 %": (Audience.VISITOR, Audience.LEAD),
        "600 s": (Audience.SUPERVISORS, Audience.ON_CALL),
    }


@pytest.mark.parametrize("kind", sorted(PROMISES - {ClockKind.PICKUP}))
def test_a_breach_goes_to_the_lead_and_then_to_the_supervisors(kind):
    after = [step.tell for step in DEFAULT_POLICIES.table[kind].steps if step.at >= 100]
    assert after == [(Audience.LEAD,), (Audience.SUPERVISORS,)]


def test_closing_after_a_wait_is_announced_to_the_visitor_and_breaks_no_promise():
    assert ClockKind.AUTO_CLOSE not in PROMISES
    assert DEFAULT_POLICIES.table[ClockKind.AUTO_CLOSE].steps == (Step(24 * HOUR, (Audience.VISITOR,)),)


def test_the_first_row_that_fits_gives_the_target():
    rows = (
        Row(Within(1 * MINUTE), plan="premium", severity=1),
        Row(Within(2 * MINUTE), severity=1),
        Row(Within(3 * MINUTE), plan="premium", on=Circumstance.HIGH_VOLUME),
        Row(Within(4 * MINUTE), plan="premium"),
    )
    policy = Policy(ClockKind.PICKUP, Within(5 * MINUTE), rows)
    policies = Policies("x", DEFAULT_POLICIES.calendars, {**DEFAULT_POLICIES.table, ClockKind.PICKUP: policy})
    for facts, minutes in (
        (Facts("premium", 1), 1),
        (Facts("basic", 1), 2),
        (Facts("premium", 2, Volume.HIGH), 3),
        (Facts("premium", 2), 4),
        (Facts("premium"), 4),
        (Facts("basic", 2, Volume.HIGH), 5),
    ):
        assert target_for(policies, ClockKind.PICKUP, facts, MONDAY) == Within(minutes * MINUTE)


def test_a_day_off_is_one_of_the_policys_own_calendar():
    own = Calendar("own", "UTC", ((),) + DEFAULT_POLICIES.calendars[WORKING_DAYS].weekly[:1] * 6)
    email = msgspec.structs.replace(DEFAULT_POLICIES.table[ClockKind.EMAIL], calendar="own")
    calendars = {**DEFAULT_POLICIES.calendars, "own": own}
    policies = Policies("x", calendars, {**DEFAULT_POLICIES.table, ClockKind.EMAIL: email})
    assert target_for(policies, ClockKind.EMAIL, Facts(), MONDAY) == Within(48 * HOUR)
    assert target_for(policies, ClockKind.EMAIL, Facts(), SATURDAY) == Within(24 * HOUR)


def test_policies_that_miss_a_kind_or_a_calendar_cannot_be_made():
    with pytest.raises(ValueError, match="missing"):
        Policies("x", DEFAULT_POLICIES.calendars, {})
    with pytest.raises(ValueError, match="missing"):
        Policies("x", {}, DEFAULT_POLICIES.table)


def test_policies_survive_being_stored():
    assert msgspec.json.decode(msgspec.json.encode(DEFAULT_POLICIES), type=Policies) == DEFAULT_POLICIES
