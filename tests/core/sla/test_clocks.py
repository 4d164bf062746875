from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.core.sla.calendars import working_between
from chatserver.core.sla.clocks import (
    Changed,
    Clock,
    Entry,
    EntryKind,
    RunState,
    StepKind,
    cancel,
    due_steps,
    fire,
    meet,
    next_due,
    pause,
    recompute,
    resume,
    start,
)
from chatserver.core.sla.policies import (
    DEFAULT_POLICIES,
    Audience,
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
)
from tests.core.sla.strategies import moments, patient, policies
from tests.doubles import NOON

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NOTHING_KNOWN = Facts()
VISITOR, OTHERS = PauseReason.WAITING_FOR_VISITOR, PauseReason.WAITING_FOR_OTHERS


def started(kind: ClockKind, facts: Facts = NOTHING_KNOWN, at: datetime = NOON) -> Clock:
    return start(DEFAULT_POLICIES, kind, facts, at).clock


def check(clock: Clock, now: datetime) -> Changed:
    """What the machinery does at `now`: every step that is due, in order."""
    entries: list[Entry] = []
    for step in due_steps(clock, now):
        changed = fire(clock, step, now)
        clock = changed.clock
        entries += changed.entries
    return Changed(clock, tuple(entries))


def told(changed: Changed) -> list[tuple[str, str, tuple[Audience, ...]]]:
    return [(entry.what, entry.step, entry.tell) for entry in changed.entries]


def test_a_start_is_in_the_history_with_the_due_time():
    changed = start(DEFAULT_POLICIES, ClockKind.FIRST_RESPONSE, Facts("premium"), NOON, "asked")
    assert changed.entries == (Entry(EntryKind.STARTED, NOON, NOON + 30 * MINUTE, "asked"),)
    assert changed.clock.due_at == NOON + 30 * MINUTE
    assert changed.clock.state is RunState.RUNNING
    assert changed.clock.policy_version == DEFAULT_POLICIES.version
    assert next_due(changed.clock) == NOON + 24 * MINUTE


def test_a_pickup_warns_breaches_and_calls_once_each():
    clock = started(ClockKind.PICKUP)
    seen = []
    for second in range(1200):
        changed = check(clock, NOON + timedelta(seconds=second))
        clock = changed.clock
        seen += [(second, *line) for line in told(changed)]
    assert seen == [
        (150, "warned", "50 %", (Audience.AGENTS,)),
        (240, "warned", "80 %", (Audience.SUPERVISORS, Audience.BACKUP)),
        (300, "breached", "100 %", (Audience.VISITOR, Audience.LEAD)),
        (600, "escalated", "600 s", (Audience.SUPERVISORS, Audience.ON_CALL)),
    ]
    assert clock.state is RunState.BREACHED
    assert next_due(clock) is None


def test_what_was_due_while_the_server_was_down_is_done_in_order_as_of_its_moment():
    changed = check(started(ClockKind.PICKUP), NOON + HOUR)
    assert [entry.what for entry in changed.entries] == ["warned", "warned", "breached", "escalated"]
    assert [entry.step_at - NOON for entry in changed.entries] == [2.5 * MINUTE, 4 * MINUTE, 5 * MINUTE, 10 * MINUTE]
    assert {entry.at for entry in changed.entries} == {NOON + HOUR}
    assert check(changed.clock, NOON + 2 * HOUR).entries == ()


def test_a_step_that_two_machines_fire_is_done_once():
    clock = started(ClockKind.PICKUP)
    step = due_steps(clock, NOON + 3 * MINUTE)[0]
    first = fire(clock, step, NOON + 3 * MINUTE)
    assert len(first.entries) == 1
    assert fire(first.clock, step, NOON + 3 * MINUTE) == Changed(first.clock)


def test_a_step_is_not_done_before_its_time():
    clock = started(ClockKind.PICKUP)
    assert fire(clock, clock.end, NOON + 5 * MINUTE - timedelta(microseconds=1)) == Changed(clock)
    assert fire(clock, clock.end, NOON + 5 * MINUTE).clock.is_breached


def test_a_resolution_keeps_its_time_while_the_visitor_is_asked():
    clock = started(ClockKind.RESOLUTION)
    paused = pause(clock, DEFAULT_POLICIES, VISITOR, NOON + 10 * HOUR)
    assert paused.clock.state is RunState.PAUSED
    assert paused.clock.remaining == 38 * HOUR
    assert next_due(paused.clock) is None
    assert check(paused.clock, NOON + 1000 * HOUR).entries == ()
    resumed = resume(paused.clock, DEFAULT_POLICIES, VISITOR, NOON + 30 * HOUR)
    assert resumed.clock.due_at == NOON + 68 * HOUR
    assert resumed.clock.remaining is None
    assert [step.at - NOON for step in resumed.clock.steps] == [58.4 * HOUR, 68 * HOUR, 80 * HOUR]
    assert [(entry.what, entry.reason) for entry in paused.entries + resumed.entries] == [
        ("paused", "waiting_for_visitor"),
        ("resumed", "waiting_for_visitor"),
    ]


def test_a_clock_pauses_only_for_what_its_policy_names():
    pickup, resolution = started(ClockKind.PICKUP), started(ClockKind.RESOLUTION)
    assert pause(pickup, DEFAULT_POLICIES, VISITOR, NOON) == Changed(pickup)
    assert pause(resolution, DEFAULT_POLICIES, OTHERS, NOON) == Changed(resolution)
    assert resume(resolution, DEFAULT_POLICIES, VISITOR, NOON) == Changed(resolution)


def test_a_clock_that_waits_for_two_goes_on_with_the_later():
    both = policies_for(Policy(ClockKind.RESOLUTION, Within(48 * HOUR), pauses=(VISITOR, OTHERS)))
    clock = started(ClockKind.RESOLUTION)
    one = pause(clock, both, VISITOR, NOON + HOUR).clock
    two = pause(one, both, OTHERS, NOON + 2 * HOUR).clock
    assert pause(two, both, OTHERS, NOON + 2 * HOUR) == Changed(two)
    still = resume(two, both, VISITOR, NOON + 3 * HOUR)
    assert still.clock.state is RunState.PAUSED
    assert [(entry.what, entry.reason) for entry in still.entries] == [("paused", "waiting_for_others")]
    assert resume(still.clock, both, OTHERS, NOON + 5 * HOUR).clock.due_at == NOON + 52 * HOUR


def test_a_pause_after_the_end_hides_no_breach():
    clock = started(ClockKind.RESOLUTION)
    paused = pause(clock, DEFAULT_POLICIES, VISITOR, NOON + 49 * HOUR).clock
    assert paused.remaining is None
    late = check(paused, NOON + 100 * HOUR)
    assert [entry.what for entry in late.entries] == ["warned", "breached"]
    assert late.clock.is_breached
    assert late.clock.state is RunState.PAUSED
    resumed = resume(late.clock, DEFAULT_POLICIES, VISITOR, NOON + 100 * HOUR).clock
    assert resumed.state is RunState.BREACHED
    assert next_due(resumed) == NOON + 111 * HOUR


def test_what_is_done_in_time_ends_the_clock():
    met = meet(started(ClockKind.PICKUP), NOON + 4 * MINUTE, "first_word")
    assert [(entry.what, entry.reason) for entry in met.entries] == [("met", "first_word")]
    assert met.clock.state is RunState.MET
    assert not met.clock.is_breached
    assert check(met.clock, NOON + HOUR) == Changed(met.clock)
    for again in (
        meet(met.clock, NOON + HOUR),
        cancel(met.clock, NOON + HOUR),
        pause(met.clock, DEFAULT_POLICIES, VISITOR, NOON + HOUR),
        recompute(met.clock, DEFAULT_POLICIES, Facts("premium"), NOON + HOUR),
    ):
        assert again == Changed(met.clock)


@pytest.mark.parametrize("end", [meet, cancel])
def test_what_is_done_at_the_end_or_later_is_a_breach_whether_or_not_somebody_looked(end):
    unseen = started(ClockKind.PICKUP)
    seen = check(unseen, NOON + 5 * MINUTE)
    without = end(unseen, NOON + 5 * MINUTE)
    assert [entry.what for entry in without.entries][:-1] == ["breached"]
    assert [entry.what for entry in end(seen.clock, NOON + 5 * MINUTE).entries] == [without.entries[-1].what]
    assert without.clock.is_breached
    assert without.entries[0].step_at == NOON + 5 * MINUTE


def test_a_clock_met_while_paused_is_not_breached():
    paused = pause(started(ClockKind.RESOLUTION), DEFAULT_POLICIES, VISITOR, NOON + HOUR).clock
    met = meet(paused, NOON + 1000 * HOUR)
    assert [entry.what for entry in met.entries] == ["met"]


def test_another_plan_counts_from_the_original_start():
    clock = started(ClockKind.FIRST_RESPONSE, Facts("basic"))
    changed = recompute(clock, DEFAULT_POLICIES, Facts("premium"), NOON + 10 * MINUTE, "plan")
    assert changed.clock.due_at == NOON + 30 * MINUTE
    assert changed.entries == (Entry(EntryKind.RECOMPUTED, NOON + 10 * MINUTE, NOON + 30 * MINUTE, "plan"),)
    assert recompute(changed.clock, DEFAULT_POLICIES, Facts("premium"), NOON + HOUR) == Changed(changed.clock)


def test_another_plan_may_be_due_at_once():
    clock = started(ClockKind.FIRST_RESPONSE, Facts("basic"))
    changed = recompute(clock, DEFAULT_POLICIES, Facts("premium"), NOON + 2 * HOUR).clock
    assert [step.kind for step in due_steps(changed, NOON + 2 * HOUR)] == ["warn", "breach", "escalate"]


def test_a_breach_of_a_plan_that_was_wrong_is_taken_back_and_one_of_the_right_plan_told():
    breached = check(started(ClockKind.FIRST_RESPONSE, Facts("premium")), NOON + 31 * MINUTE).clock
    assert breached.state is RunState.BREACHED
    basic = recompute(breached, DEFAULT_POLICIES, Facts("basic"), NOON + HOUR).clock
    assert basic.state is RunState.RUNNING
    assert [entry.what for entry in check(basic, NOON + 24 * HOUR).entries] == ["warned", "breached"]


def test_a_plan_that_changes_to_and_fro_tells_nobody_twice():
    breached = check(started(ClockKind.FIRST_RESPONSE, Facts("premium")), NOON + 31 * MINUTE).clock
    basic = recompute(breached, DEFAULT_POLICIES, Facts("basic"), NOON + HOUR).clock
    premium = recompute(basic, DEFAULT_POLICIES, Facts("premium"), NOON + 2 * HOUR).clock
    assert premium.state is RunState.BREACHED
    assert [step.name for step in due_steps(premium, NOON + 2 * HOUR)] == ["125 %"]


def test_time_paused_is_kept_when_the_target_changes():
    by_severity = policies_for(
        Policy(ClockKind.RESOLUTION, Within(48 * HOUR), (Row(Within(8 * HOUR), severity=1),), pauses=(VISITOR,))
    )
    clock = start(by_severity, ClockKind.RESOLUTION, Facts(severity=3), NOON).clock
    clock = pause(clock, by_severity, VISITOR, NOON + HOUR).clock
    clock = resume(clock, by_severity, VISITOR, NOON + 6 * HOUR).clock
    assert recompute(clock, by_severity, Facts(severity=1), NOON + 7 * HOUR).clock.due_at == NOON + 13 * HOUR
    paused = pause(clock, by_severity, VISITOR, NOON + 8 * HOUR).clock
    worse = recompute(paused, by_severity, Facts(severity=1), NOON + 20 * HOUR).clock
    assert worse.remaining == 5 * HOUR
    assert resume(worse, by_severity, VISITOR, NOON + 30 * HOUR).clock.due_at == NOON + 35 * HOUR


def test_declared_high_volume_gives_an_email_more_time():
    clock = started(ClockKind.EMAIL, at=datetime.fromisoformat("2026-06-01T10:00+00:00"))
    busy = recompute(clock, DEFAULT_POLICIES, Facts(volume=Volume.HIGH), clock.started_at + HOUR).clock
    assert clock.due_at == clock.started_at + 24 * HOUR
    assert busy.due_at == clock.started_at + 48 * HOUR


def test_an_edited_policy_changes_a_running_clock_only_when_it_is_recomputed():
    edited = policies_for(Policy(ClockKind.RESOLUTION, Within(90 * MINUTE), pauses=(VISITOR,)), version="edited")
    clock = started(ClockKind.RESOLUTION)
    paused = pause(clock, edited, VISITOR, NOON + HOUR).clock
    resumed = resume(paused, edited, VISITOR, NOON + 2 * HOUR).clock
    assert resumed.due_at == NOON + 49 * HOUR
    changed = recompute(resumed, edited, resumed.facts, NOON + 2 * HOUR, "policies").clock
    assert changed.due_at == NOON + 150 * MINUTE
    assert changed.policy_version == "edited"


def test_a_machine_whose_clock_is_behind_does_no_harm():
    clock = started(ClockKind.RESOLUTION)
    paused = pause(clock, DEFAULT_POLICIES, VISITOR, NOON - HOUR)
    assert paused.clock.remaining == 48 * HOUR
    resumed = resume(paused.clock, DEFAULT_POLICIES, VISITOR, NOON - 2 * HOUR)
    assert resumed.clock.due_at == clock.due_at
    assert [entry.at for entry in paused.entries + resumed.entries] == [NOON, NOON]


def test_each_step_of_a_policy_has_its_kind_by_where_it_stands():
    steps = (Step(HOUR, ()), Step(8 * HOUR, ()), Step(9 * HOUR, ()), Step(99, ()), Step(101, ()))
    clock = start(
        policies_for(Policy(ClockKind.PICKUP, Within(8 * HOUR), steps=steps)), ClockKind.PICKUP, Facts(), NOON
    )
    assert [(step.name, step.kind) for step in clock.clock.steps] == [
        ("3600 s", StepKind.WARN),
        ("99 %", StepKind.WARN),
        ("100 %", StepKind.BREACH),
        ("28800 s", StepKind.ESCALATE),
        ("101 %", StepKind.ESCALATE),
        ("32400 s", StepKind.ESCALATE),
    ]


def policies_for(policy: Policy, version: str = "test") -> Policies:
    return Policies(version, DEFAULT_POLICIES.calendars, {**DEFAULT_POLICIES.table, policy.kind: policy})


# What can happen to a clock, so many minutes after the last: nothing, a pause, an end of one, another plan, a check.
happenings = st.lists(
    st.tuples(st.sampled_from(("pause", "resume", "premium", "basic", "check", "restart")), st.integers(0, 3_000)),
    max_size=8,
)


def play(policies: Policies, clock: Clock, story: list[tuple[str, int]]) -> tuple[Clock, list[Entry], datetime]:
    """Lets a story happen to a clock; returns it, its history and the time."""
    now, history = clock.started_at, []
    for what, minutes in story:
        now += minutes * MINUTE
        match what:
            case "pause":
                changed = pause(clock, policies, VISITOR, now)
            case "resume":
                changed = resume(clock, policies, VISITOR, now)
            case "premium" | "basic":
                changed = recompute(clock, policies, Facts(what), now)
            case "check":
                changed = check(clock, now)
            case _:
                changed = Changed(msgspec.json.decode(msgspec.json.encode(clock), type=Clock))
        clock = changed.clock
        history += changed.entries
    return clock, history, now


@patient
@given(policies(), moments, happenings)
def test_a_pause_never_makes_a_clock_due_earlier(policies, at, story):
    clock, _, now = play(policies, start(policies, ClockKind.RESOLUTION, Facts(), at).clock, story)
    running = resume(clock, policies, VISITOR, now).clock
    paused = pause(running, policies, VISITOR, now).clock
    later = resume(paused, policies, VISITOR, now + 7 * HOUR).clock
    for before, after in zip(running.steps, later.steps, strict=True):
        assert after.at >= before.at
        assert after.name == before.name
    assert [step.at for step in later.steps] == sorted(step.at for step in later.steps)


@patient
@given(policies(), moments, happenings)
def test_a_restart_and_a_change_to_and_fro_change_nothing(policies, at, story):
    clock, _, now = play(policies, start(policies, ClockKind.RESOLUTION, Facts("basic"), at).clock, story)
    assert msgspec.json.decode(msgspec.json.encode(clock), type=Clock) == clock
    there = recompute(clock, policies, Facts("premium", 1), now).clock
    back = recompute(there, policies, clock.facts, now).clock
    assert back == clock


@patient
@given(policies(), moments, happenings, st.data())
def test_each_step_fires_once_for_a_due_time_whatever_the_order_of_checks(policies, at, story, data):
    clock = start(policies, ClockKind.RESOLUTION, Facts(), at).clock
    story = [(what, minutes) for what, minutes in story if what not in ("premium", "basic")]
    clock, history, now = play(policies, clock, story)
    clock = resume(clock, policies, VISITOR, now).clock
    end = max(step.at for step in clock.steps)
    # The rest is checked in jumps, some of them backwards, and the steps that are due are tried in any order.
    jumps = data.draw(st.lists(st.integers(0, 20_000), max_size=5))
    for moment in (*(at + minutes * MINUTE for minutes in jumps), end):
        for step in data.draw(st.permutations(due_steps(clock, moment))):
            for _ in range(2):
                changed = fire(clock, step, moment)
                clock = changed.clock
                history += changed.entries
    fired = [entry.step for entry in history if entry.step]
    assert sorted(fired) == sorted(step.name for step in clock.steps)
    assert clock.is_breached
    assert next_due(clock) is None


@patient
@given(policies(), moments, happenings)
def test_looking_often_and_looking_late_come_to_the_same(policies, at, story):
    clock = start(policies, ClockKind.RESOLUTION, Facts(), at).clock
    story = [(what, minutes) for what, minutes in story if what not in ("premium", "basic")]
    often, seen, now = play(policies, clock, [one for pair in (*story, ("check", 0)) for one in (pair, ("check", 0))])
    rarely, late, _ = play(policies, clock, [("none" if what == "check" else what, after) for what, after in story])
    changed = check(rarely, now)
    assert changed.clock.steps == often.steps
    moments_seen = [(entry.step, entry.step_at) for entry in seen if entry.step]
    assert moments_seen == [(entry.step, entry.step_at) for entry in (*late, *changed.entries) if entry.step]


@patient
@given(policies(), moments, happenings)
def test_time_on_the_clock_adds_up_to_the_target(policies, at, story):
    clock, history, now = play(policies, start(policies, ClockKind.RESOLUTION, Facts(), at).clock, story)
    clock = resume(clock, policies, VISITOR, now).clock
    calendar = policies.calendar_of(ClockKind.RESOLUTION)
    running = working_between(calendar, clock.started_at, clock.due_at)
    for past in clock.pauses:
        if past.since < clock.due_at:
            running -= working_between(calendar, past.since, past.until)
    whole = working_between(calendar, at, due_after(clock.target, calendar, at))
    assert running == whole
    assert isinstance(clock.target, WithinDays) or whole == clock.target.time
    assert [entry.at for entry in history] == sorted(entry.at for entry in history)
