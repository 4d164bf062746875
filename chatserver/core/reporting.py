"""Reporting: from waits in the queue to the figures that supervisors are told. Nothing counted gives None, never a 0.

A wait keeps the promise when a human's first word came within the target, and breaks it when the target passed without
one, whatever came after. Whoever left before the target did neither: they are told apart. A ticket taken within the
target is counted both ways, as a promise broken (`share`) and as one kept (`share_with_tickets`); one taken later is
broken both ways.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from math import ceil
from typing import Protocol

from msgspec import Struct

_MINUTE = timedelta(minutes=1)
_NOTHING = timedelta(0)
# A plan is what a website said of its visitor, of any length.
_PLAN_CHARS = 40


class Wait(Protocol):
    """What is asked of a wait; `services.wait.Wait` has it."""

    @property
    def chat_id(self) -> str: ...
    @property
    def joined_at(self) -> datetime: ...
    @property
    def lang(self) -> str: ...
    @property
    def plan(self) -> str: ...
    @property
    def severity(self) -> int: ...
    @property
    def predicted(self) -> timedelta | None: ...
    @property
    def low(self) -> timedelta | None: ...
    @property
    def high(self) -> timedelta | None: ...
    @property
    def offered_at(self) -> datetime | None: ...
    @property
    def accepted_at(self) -> datetime | None: ...
    @property
    def answered_at(self) -> datetime | None: ...
    @property
    def left_at(self) -> datetime | None: ...
    @property
    def ticket_offered_at(self) -> datetime | None: ...
    @property
    def ticket_taken_at(self) -> datetime | None: ...
    @property
    def breached_at(self) -> datetime | None: ...
    @property
    def handled_until(self) -> datetime | None: ...


class Outcome(StrEnum):
    """How a wait ended. `returned`: the chat went back to the bot without an answer; `waiting`: it has not ended."""

    ANSWERED = "answered"
    TICKET = "ticket"
    LEFT = "left"
    RETURNED = "returned"
    WAITING = "waiting"


class Scope(Struct, frozen=True):
    """What waits are judged by: the moment of asking, the promise, the zone of hours and weekdays, and which waits go
    on, as `(chat_id, joined_at)`; any other without an end has come to nothing."""

    now: datetime
    target: timedelta
    zone: tzinfo
    going_on: Collection[tuple[str, datetime]] = frozenset()


class Judged(Struct, frozen=True):
    """A wait, how it ended, how long it was (until now, when it goes on), and whether the promise was kept.

    `is_kept` None: neither kept nor broken, since the visitor left, the chat went back, or a ticket was taken in time,
    or since it goes on within the target.
    """

    wait: Wait
    outcome: Outcome
    waited: timedelta
    is_kept: bool | None


class Group(Struct, frozen=True):
    """Waits with something in common, `key`. `kept`, `broken`: of the promise; `tickets`: taken within the target.

    `middle` and `most`: half, and 95 %, of the waits that are over were no longer (nearest rank), however they ended;
    `longest` counts those who still wait, too.
    """

    key: str
    asked: int = 0
    answered: int = 0
    kept: int = 0
    broken: int = 0
    tickets: int = 0
    left: int = 0
    waiting: int = 0
    middle: timedelta | None = None
    most: timedelta | None = None
    longest: timedelta | None = None

    @property
    def share(self) -> float | None:
        """Answered within the target, of all for whom it is decided; a ticket counts as broken."""
        return _share(self.kept, self.kept + self.broken + self.tickets)

    @property
    def share_with_tickets(self) -> float | None:
        """The same with tickets as kept."""
        return _share(self.kept + self.tickets, self.kept + self.broken + self.tickets)


class Forecasts(Struct, frozen=True):
    """What was said at joining against what came. `told`: answered waits with a range; `inside`: those that it held.

    `bias`: the mean of the actual less the predicted wait, positive when visitors waited longer than was said.
    """

    told: int = 0
    inside: int = 0
    bias: timedelta | None = None

    @property
    def coverage(self) -> float | None:
        return _share(self.inside, self.told)


class Tickets(Struct, frozen=True):
    """`needless`: offered, and the visitor was answered within the target all the same."""

    offered: int = 0
    taken: int = 0
    needless: int = 0


class Cell(Struct, frozen=True):
    """One hour of one weekday (0 is Monday)."""

    weekday: int
    hour: int
    asked: int
    share: float | None


class LeftAfter(Struct, frozen=True):
    """How many left in their n-th minute: 0 is before one minute was over."""

    minute: int
    count: int


class Figures(Struct, frozen=True):
    """All of it. `breaches` has the broken waits, late tickets included, the latest first."""

    total: Group
    by_plan: tuple[Group, ...]
    by_severity: tuple[Group, ...]
    by_language: tuple[Group, ...]
    by_hour: tuple[Group, ...]
    by_weekday: tuple[Cell, ...]
    left_after: tuple[LeftAfter, ...]
    forecasts: Forecasts
    tickets: Tickets
    breaches: tuple[Judged, ...]


def judge(wait: Wait, scope: Scope) -> Judged:
    """Returns how a wait ended: by whatever came first, and by the answer before a ticket of the same moment."""
    ends = [
        (wait.answered_at, Outcome.ANSWERED),
        (wait.ticket_taken_at, Outcome.TICKET),
        (wait.left_at, Outcome.LEFT),
    ]
    first = min(((at, outcome) for at, outcome in ends if at is not None), key=lambda end: end[0], default=None)
    if first is None and (wait.chat_id, wait.joined_at) in scope.going_on:
        first = scope.now, Outcome.WAITING
    at, outcome = first or (wait.handled_until or wait.joined_at, Outcome.RETURNED)
    waited = max(at - wait.joined_at, _NOTHING)
    if waited > scope.target:
        return Judged(wait, outcome, waited, is_kept=False)
    return Judged(wait, outcome, waited, is_kept=True if outcome is Outcome.ANSWERED else None)


def judge_all(waits: Iterable[Wait], scope: Scope) -> list[Judged]:
    return [judge(wait, scope) for wait in waits]


def group(key: str, judged: Sequence[Judged]) -> Group:
    """Returns the figures of these waits; with none of them, all counts are 0 and all times None."""
    counts = Counter(one.outcome for one in judged)
    over = sorted(one.waited for one in judged if one.outcome is not Outcome.WAITING)
    return Group(
        key=key,
        asked=len(judged),
        answered=counts[Outcome.ANSWERED],
        kept=sum(one.is_kept is True for one in judged),
        broken=sum(one.is_kept is False for one in judged),
        tickets=sum(one.outcome is Outcome.TICKET and one.is_kept is None for one in judged),
        left=counts[Outcome.LEFT],
        waiting=counts[Outcome.WAITING],
        middle=quantile(over, 0.5),
        most=quantile(over, 0.95),
        longest=max((one.waited for one in judged), default=None),
    )


def figures(waits: Iterable[Wait], scope: Scope) -> Figures:
    """Returns the figures of these waits, in any order."""
    judged = judge_all(waits, scope)
    left = Counter(one.waited // _MINUTE for one in judged if one.outcome is Outcome.LEFT)
    broken = [one for one in judged if one.is_kept is False]
    return Figures(
        total=group("", judged),
        by_plan=groups(judged, lambda one: plan_of(one.wait)),
        by_severity=groups(judged, lambda one: str(one.wait.severity)),
        by_language=groups(judged, lambda one: language_of(one.wait)),
        by_hour=groups(judged, lambda one: f"{_local(one, scope).hour:02}"),
        by_weekday=_cells(judged, scope),
        left_after=tuple(LeftAfter(minute, left[minute]) for minute in sorted(left)),
        forecasts=forecasts(judged),
        tickets=tickets(judged),
        breaches=tuple(sorted(broken, key=lambda one: (one.wait.joined_at, one.wait.chat_id), reverse=True)),
    )


def groups(judged: Iterable[Judged], key_of: Callable[[Judged], str]) -> tuple[Group, ...]:
    """Returns a group for each key that occurs, in the order of the keys."""
    found: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        found[key_of(one)].append(one)
    return tuple(group(key, found[key]) for key in sorted(found))


def by_half_hour(judged: Iterable[Judged], zone: tzinfo) -> tuple[Group, ...]:
    """Returns the half hours of the joining, as in `09:30`; those in which nobody joined are left out."""
    return groups(judged, lambda one: _half_hour(one.wait.joined_at.astimezone(zone)))


def language_of(wait: Wait) -> str:
    """Returns the language without its region: `pt` for `pt-BR`."""
    return wait.lang.replace("_", "-").partition("-")[0].lower()


def plan_of(wait: Wait) -> str:
    """Returns the plan as it is told, in small letters and not longer than a name."""
    return wait.plan.casefold()[:_PLAN_CHARS]


def forecasts(judged: Iterable[Judged]) -> Forecasts:
    """Returns how good the ranges and the estimates of the answered waits were."""
    answered = [one for one in judged if one.outcome is Outcome.ANSWERED]
    ranges = [(one.wait.low, one.waited, one.wait.high) for one in answered]
    told = [(low, waited, high) for low, waited, high in ranges if low is not None and high is not None]
    errors = [one.waited - one.wait.predicted for one in answered if one.wait.predicted is not None]
    return Forecasts(
        told=len(told),
        inside=sum(low <= waited <= high for low, waited, high in told),
        bias=sum(errors, _NOTHING) / len(errors) if errors else None,
    )


def tickets(judged: Iterable[Judged]) -> Tickets:
    listed = list(judged)
    offered = [one for one in listed if one.wait.ticket_offered_at is not None]
    return Tickets(
        offered=len(offered),
        taken=sum(one.outcome is Outcome.TICKET for one in listed),
        needless=sum(one.is_kept is True for one in offered),
    )


def quantile(ordered: Sequence[timedelta], share: float) -> timedelta | None:
    """Returns the least of the sorted values that this share of them does not exceed (nearest rank)."""
    # 95 % of 60 is 57, which floating point makes a little more.
    return ordered[max(ceil(share * len(ordered) - 1e-9) - 1, 0)] if ordered else None


def _cells(judged: Iterable[Judged], scope: Scope) -> tuple[Cell, ...]:
    found: dict[tuple[int, int], list[Judged]] = defaultdict(list)
    for one in judged:
        at = _local(one, scope)
        found[at.weekday(), at.hour].append(one)
    cells = {place: group("", ones) for place, ones in sorted(found.items())}
    return tuple(Cell(weekday, hour, one.asked, one.share) for (weekday, hour), one in cells.items())


def _local(one: Judged, scope: Scope) -> datetime:
    return one.wait.joined_at.astimezone(scope.zone)


def _half_hour(at: datetime) -> str:
    return f"{at.hour:02}:{30 if at.minute >= 30 else 0:02}"


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
