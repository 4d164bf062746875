"""Clocks: a promise that runs, as data, and what can happen to it.

A clock stores the moments at which its steps are due. Time enters as an argument, and what was due while nobody looked
is still due, once, in order, as of its own moment: so a late check, a second check and a restart all come to the same.
Each function returns the clock as it then is and what to append to its history; what has no effect appends nothing.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from chatserver.core.sla.calendars import Calendar, add_working, working_between
from chatserver.core.sla.policies import (
    Audience,
    ClockKind,
    Facts,
    PauseReason,
    Policies,
    Target,
    due_after,
    target_for,
)


class RunState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    BREACHED = "breached"
    MET = "met"
    CANCELLED = "cancelled"


class StepKind(StrEnum):
    """Before the end, the end, and after it."""

    WARN = "warn"
    BREACH = "breach"
    ESCALATE = "escalate"


_ORDER = tuple(StepKind)


class TimedStep(Struct, frozen=True):
    """A step and when it is due. `rest` is the time on the clock until then, while the clock is paused."""

    name: str
    kind: StepKind
    at: datetime
    tell: tuple[Audience, ...] = ()
    rest: timedelta | None = None


class Pause(Struct, frozen=True):
    since: datetime
    until: datetime


class Clock(Struct, frozen=True):
    """A promise that runs. `fired` has the last time at which each step was done; `steps` stand in their order."""

    kind: ClockKind
    facts: Facts
    target: Target
    started_at: datetime
    steps: tuple[TimedStep, ...]
    policy_version: str
    fired: dict[str, datetime] = {}
    pauses: tuple[Pause, ...] = ()
    paused_at: datetime | None = None
    paused_for: tuple[PauseReason, ...] = ()
    ended_at: datetime | None = None
    outcome: RunState | None = None

    @property
    def end(self) -> TimedStep:
        """The step at which the promise is broken."""
        return next(step for step in self.steps if step.kind is StepKind.BREACH)

    @property
    def due_at(self) -> datetime:
        """When the promise is broken. It moves on when a paused clock runs again."""
        return self.end.at

    @property
    def remaining(self) -> timedelta | None:
        """The time that a paused clock has left; None when it is not paused, or was broken before."""
        return self.end.rest

    @property
    def is_breached(self) -> bool:
        """True once the end has been noticed, also of a clock that was met too late."""
        return _is_done(self, self.end)

    @property
    def state(self) -> RunState:
        if self.outcome is not None:
            return self.outcome
        if self.paused_at is not None:
            return RunState.PAUSED
        return RunState.BREACHED if self.is_breached else RunState.RUNNING


class EntryKind(StrEnum):
    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    WARNED = "warned"
    BREACHED = "breached"
    ESCALATED = "escalated"
    RECOMPUTED = "recomputed"
    MET = "met"
    CANCELLED = "cancelled"


_ENTRY_OF = {
    StepKind.WARN: EntryKind.WARNED,
    StepKind.BREACH: EntryKind.BREACHED,
    StepKind.ESCALATE: EntryKind.ESCALATED,
}


class Entry(Struct, frozen=True):
    """A line of a clock's history. `due_at` is the clock's, afterwards; `step_at` is when a step was due."""

    what: EntryKind
    at: datetime
    due_at: datetime
    reason: str = ""
    step: str = ""
    step_at: datetime | None = None
    tell: tuple[Audience, ...] = ()


class Changed(Struct, frozen=True):
    """The clock as it is now, and what to append to its history."""

    clock: Clock
    entries: tuple[Entry, ...] = ()


def start(policies: Policies, kind: ClockKind, facts: Facts, at: datetime, reason: str = "") -> Changed:
    """Starts a clock. Raises NeverOpens when the policy's calendar has too few hours."""
    target = target_for(policies, kind, facts, at)
    clock = Clock(kind, facts, target, at, _steps(policies, kind, target, at), policies.version)
    return Changed(clock, (_entry(clock, EntryKind.STARTED, at, reason),))


def pause(clock: Clock, policies: Policies, reason: PauseReason, at: datetime) -> Changed:
    """Stops the clock for `reason`, if its policy waits for that. It may be paused for several reasons at once."""
    if clock.outcome or reason in clock.paused_for or reason not in policies.table[clock.kind].pauses:
        return Changed(clock)
    at = _not_before(clock, at)
    since = clock.paused_at or at
    steps = clock.steps
    if clock.paused_at is None:
        calendar = policies.calendar_of(clock.kind)
        steps = tuple(_with_rest(step, calendar, since) for step in steps)
    paused = replace(clock, steps=steps, paused_at=since, paused_for=(*clock.paused_for, reason))
    return Changed(paused, (_entry(paused, EntryKind.PAUSED, at, reason),))


def resume(clock: Clock, policies: Policies, reason: PauseReason, at: datetime) -> Changed:
    """Takes `reason` away; with the last one the clock goes on with the time that it had left."""
    if clock.outcome or clock.paused_at is None or reason not in clock.paused_for:
        return Changed(clock)
    at = _not_before(clock, at)
    others = tuple(other for other in clock.paused_for if other is not reason)
    if others:
        waiting = replace(clock, paused_for=others)
        return Changed(waiting, (_entry(waiting, EntryKind.PAUSED, at, others[-1]),))
    calendar = policies.calendar_of(clock.kind)
    resumed = replace(
        clock,
        steps=tuple(_moved_on(step, calendar, at) for step in clock.steps),
        pauses=(*clock.pauses, Pause(clock.paused_at, at)),
        paused_at=None,
        paused_for=(),
    )
    return Changed(resumed, (_entry(resumed, EntryKind.RESUMED, at, reason),))


def meet(clock: Clock, at: datetime, reason: str = "") -> Changed:
    """Ends the clock because what was promised has been done. Done too late, it is breached first."""
    return _end(clock, RunState.MET, EntryKind.MET, at, reason)


def cancel(clock: Clock, at: datetime, reason: str = "") -> Changed:
    """Ends the clock because what was promised is no longer wanted. If that comes too late, it is breached first."""
    return _end(clock, RunState.CANCELLED, EntryKind.CANCELLED, at, reason)


def recompute(clock: Clock, policies: Policies, facts: Facts, at: datetime, reason: str = "") -> Changed:
    """Applies other facts, or policies of another version, from the original start; time paused is kept.

    A step that was done at or after its new moment is not done again; one that now lies later than it was done is,
    because another due time is in force. A clock that was breached and has time again runs.
    """
    if clock.outcome or (facts == clock.facts and policies.version == clock.policy_version):
        return Changed(clock)
    target = target_for(policies, clock.kind, facts, clock.started_at)
    calendar = policies.calendar_of(clock.kind)
    steps = _steps(policies, clock.kind, target, clock.started_at)
    for past in clock.pauses:
        steps = tuple(_moved_on(_with_rest(step, calendar, past.since), calendar, past.until) for step in steps)
    if clock.paused_at is not None:
        steps = tuple(_with_rest(step, calendar, clock.paused_at) for step in steps)
    changed = replace(clock, facts=facts, target=target, steps=steps, policy_version=policies.version)
    return Changed(changed, (_entry(changed, EntryKind.RECOMPUTED, at, reason),))


def due_steps(clock: Clock, now: datetime) -> tuple[TimedStep, ...]:
    """Returns the steps that are due at `now` and not done, in their order, also what was due before a pause."""
    return tuple(step for step in clock.steps if _is_pending(clock, step) and step.at <= now)


def next_due(clock: Clock) -> datetime | None:
    """Returns when the clock must be looked at again; None when nothing is to come unless something happens to it."""
    if clock.outcome is not None:
        return None
    return min((step.at for step in clock.steps if _is_pending(clock, step)), default=None)


def fire(clock: Clock, step: TimedStep, now: datetime) -> Changed:
    """Does a step, once; one that is not due at `now`, or no longer, changes nothing."""
    found = next((due for due in due_steps(clock, now) if due.name == step.name), None)
    if found is None:
        return Changed(clock)
    done = replace(clock, fired={**clock.fired, found.name: now})
    return Changed(done, (_step_entry(done, found, now),))


def _end(clock: Clock, outcome: RunState, what: EntryKind, at: datetime, reason: str) -> Changed:
    if clock.outcome:
        return Changed(clock)
    at = _not_before(clock, at)
    late = fire(clock, clock.end, at)
    ended = replace(late.clock, ended_at=at, outcome=outcome)
    return Changed(ended, (*late.entries, _entry(ended, what, at, reason)))


def _steps(policies: Policies, kind: ClockKind, target: Target, started_at: datetime) -> tuple[TimedStep, ...]:
    """Returns the steps of a clock that never pauses, in their order."""
    calendar = policies.calendar_of(kind)
    due_at = due_after(target, calendar, started_at)
    whole = working_between(calendar, started_at, due_at)
    placed = [(whole, TimedStep("100 %", StepKind.BREACH, due_at))]
    for step in policies.table[kind].steps:
        after = step.at if isinstance(step.at, timedelta) else whole * step.at // 100
        if step.at == 100:
            placed[0] = (whole, TimedStep(step.name, StepKind.BREACH, due_at, step.tell))
        elif after < whole or (isinstance(step.at, int) and step.at < 100):
            at = add_working(calendar, started_at, after)
            placed.append((after, TimedStep(step.name, StepKind.WARN, at, step.tell)))
        else:
            at = add_working(calendar, due_at, after - whole)
            placed.append((after, TimedStep(step.name, StepKind.ESCALATE, at, step.tell)))
    return tuple(step for _, step in sorted(placed, key=lambda one: (one[0], _ORDER.index(one[1].kind))))


def _with_rest(step: TimedStep, calendar: Calendar | None, since: datetime) -> TimedStep:
    """Returns a step that lies ahead of `since` with the time that is left until it, so that it can move on."""
    return replace(step, rest=working_between(calendar, since, step.at)) if step.at > since else step


def _moved_on(step: TimedStep, calendar: Calendar | None, until: datetime) -> TimedStep:
    """Returns a step after a pause. Paused out of hours it stays where it was; it never comes earlier."""
    if step.rest is None:
        return step
    return replace(step, at=max(step.at, add_working(calendar, until, step.rest)), rest=None)


def _is_done(clock: Clock, step: TimedStep) -> bool:
    last = clock.fired.get(step.name)
    return last is not None and step.at <= last and step.rest is None


def _is_pending(clock: Clock, step: TimedStep) -> bool:
    return clock.outcome is None and step.rest is None and not _is_done(clock, step)


def _not_before(clock: Clock, at: datetime) -> datetime:
    """Returns `at`, or the last moment at which something happened: clocks of two machines may differ a little."""
    last_resumed = (clock.pauses[-1].until,) if clock.pauses else ()
    return max(at, clock.started_at, *last_resumed, *clock.fired.values(), clock.paused_at or at)


def _entry(clock: Clock, what: EntryKind, at: datetime, reason: str) -> Entry:
    return Entry(what, at, clock.due_at, reason)


def _step_entry(clock: Clock, step: TimedStep, now: datetime) -> Entry:
    return Entry(_ENTRY_OF[step.kind], now, clock.due_at, "", step.name, step.at, step.tell)
