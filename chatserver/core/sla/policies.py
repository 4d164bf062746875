"""What is promised: a table with one policy for each kind of clock, and the table that holds when nothing else is said.

A policy gives a target, by plan, severity and circumstances; the calendar in which it counts (none: the wall clock);
the steps at which somebody is told; and what the clock waits for. A clock copies what it needs, so that an edit changes
no promise that runs.
"""

from datetime import datetime, timedelta
from datetime import time as time_of_day
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from chatserver.core.sla.calendars import Calendar, Interval, add_working, add_working_days, is_working_day
from chatserver.core.sla.risk import PICKUP_TARGET

# The calendar that says what a working day is, unless a policy names another.
WORKING_DAYS = "working_days"


class ClockKind(StrEnum):
    PICKUP = "pickup"
    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"
    AUTO_CLOSE = "auto_close"
    EMAIL = "email"
    COMPLAINT_ACKNOWLEDGEMENT = "complaint_acknowledgement"
    COMPLAINT_UPDATE = "complaint_update"
    COMPLAINT_ANSWER = "complaint_answer"


# The end of an auto-close clock breaks no promise: the chat is closed, as was announced.
PROMISES = frozenset(ClockKind) - {ClockKind.AUTO_CLOSE}


class Volume(StrEnum):
    """How much comes in, as a supervisor has declared it."""

    NORMAL = "normal"
    HIGH = "high"


class Facts(Struct, frozen=True):
    """What a target depends on. An unknown `plan` gets what is promised to everybody; 1 is the worst severity."""

    plan: str = ""
    severity: int | None = None
    volume: Volume = Volume.NORMAL


class Circumstance(StrEnum):
    DAY_OFF = "day_off"
    HIGH_VOLUME = "high_volume"


class Within(Struct, frozen=True, tag="within"):
    """So much time on the clock."""

    time: timedelta


class WithinDays(Struct, frozen=True, tag="within_days"):
    """So many whole working days of the policy's calendar."""

    days: int


Target = Within | WithinDays


class Row(Struct, frozen=True):
    """A target and whom it is for; what is not said fits all."""

    target: Target
    plan: str = ""
    severity: int | None = None
    on: Circumstance | None = None


class Audience(StrEnum):
    VISITOR = "visitor"
    AGENTS = "agents"
    BACKUP = "backup"
    LEAD = "lead"
    SUPERVISORS = "supervisors"
    ON_CALL = "on_call"


class Step(Struct, frozen=True):
    """Somebody is told. `at` is a share of the target in percent, or time on the clock since the start."""

    at: int | timedelta
    tell: tuple[Audience, ...]

    @property
    def name(self) -> str:
        """The step's name within its policy, such as `80 %` or `600 s`."""
        return f"{self.at} %" if isinstance(self.at, int) else f"{self.at.total_seconds():g} s"


class PauseReason(StrEnum):
    WAITING_FOR_VISITOR = "waiting_for_visitor"
    WAITING_FOR_OTHERS = "waiting_for_others"


class Policy(Struct, frozen=True):
    """The promise of one kind of clock. The first row that fits gives the target; `target` is for everybody else."""

    kind: ClockKind
    target: Target
    rows: tuple[Row, ...] = ()
    calendar: str | None = None
    steps: tuple[Step, ...] = ()
    pauses: tuple[PauseReason, ...] = ()


class Policies(Struct, frozen=True):
    """All that is promised. `table` has every kind; `calendars` has `WORKING_DAYS` and all that policies name.

    `plans_are_signed`: a plan counts only when the website's server has signed it or an agent has said so.
    `volume` is what holds now: a clock that starts is promised by it.
    """

    version: str
    calendars: dict[str, Calendar]
    table: dict[ClockKind, Policy]
    plans_are_signed: bool = False
    volume: Volume = Volume.NORMAL

    def __post_init__(self) -> None:
        named = {WORKING_DAYS, *(policy.calendar for policy in self.table.values() if policy.calendar is not None)}
        if not set(self.table) == set(ClockKind) or not named <= set(self.calendars):
            raise ValueError("A policy or a calendar is missing.")

    @property
    def pickup(self) -> timedelta:
        """Within what time a human answers a visitor who waits, unless a row of the table says otherwise."""
        target = self.table[ClockKind.PICKUP].target
        return target.time if isinstance(target, Within) else timedelta(days=target.days)

    def calendar_of(self, kind: ClockKind) -> Calendar | None:
        """Returns the calendar in which clocks of `kind` count; None is the wall clock."""
        name = self.table[kind].calendar
        return None if name is None else self.calendars[name]


def with_pickup(policies: Policies, target: timedelta) -> Policies:
    """Returns the same promises with another target for the pickup."""
    policy = replace(policies.table[ClockKind.PICKUP], target=Within(target))
    return replace(policies, table={**policies.table, ClockKind.PICKUP: policy})


def target_for(policies: Policies, kind: ClockKind, facts: Facts, started_at: datetime) -> Target:
    """Returns the target of a clock that starts, or has started, at `started_at`."""
    policy = policies.table[kind]
    holding = {Circumstance.HIGH_VOLUME} if facts.volume is Volume.HIGH else set()
    # Looked up only where it matters: clocks start with messages, and a search of the calendar costs more than one.
    if any(row.on is Circumstance.DAY_OFF for row in policy.rows) and not is_working_day(
        policies.calendar_of(kind) or policies.calendars[WORKING_DAYS], started_at
    ):
        holding.add(Circumstance.DAY_OFF)
    for row in policy.rows:
        if (
            row.plan in ("", plan_name(facts.plan))
            and row.severity in (None, facts.severity)
            and (row.on is None or row.on in holding)
        ):
            return row.target
    return policy.target


def due_after(target: Target, calendar: Calendar | None, start: datetime) -> datetime:
    """Returns when `target` ends for a clock that starts at `start` and never pauses. Raises NeverOpens."""
    if isinstance(target, WithinDays):
        return add_working_days(calendar, start, target.days)
    return add_working(calendar, start, target.time)


def plan_name(plan: str) -> str:
    """Returns the plan as the table writes it."""
    return " ".join(plan.split()).casefold()


def _hours(number: float) -> Within:
    return Within(timedelta(hours=number))


_ALL_DAY = (Interval(time_of_day(0), time_of_day(0)),)
# Where nobody has said what a working day is, it is Monday to Friday, with no holidays.
MONDAY_TO_FRIDAY = Calendar("monday-to-friday", "UTC", (_ALL_DAY,) * 5 + ((), ()))
# A breach goes to the lead at once, and to the supervisors when as much as a quarter of the target has passed again.
_USUAL_STEPS = (Step(80, (Audience.AGENTS,)), Step(100, (Audience.LEAD,)), Step(125, (Audience.SUPERVISORS,)))
_BY_PLAN = (Row(Within(timedelta(minutes=30)), plan="premium"), Row(_hours(4), plan="regular"))

_DEFAULT_TABLE = (
    Policy(
        ClockKind.PICKUP,
        Within(PICKUP_TARGET),
        steps=(
            Step(50, (Audience.AGENTS,)),
            Step(80, (Audience.SUPERVISORS, Audience.BACKUP)),
            Step(100, (Audience.VISITOR, Audience.LEAD)),
            Step(timedelta(minutes=10), (Audience.SUPERVISORS, Audience.ON_CALL)),
        ),
    ),
    Policy(ClockKind.FIRST_RESPONSE, _hours(24), _BY_PLAN, steps=_USUAL_STEPS),
    Policy(ClockKind.NEXT_RESPONSE, _hours(24), _BY_PLAN, steps=_USUAL_STEPS),
    Policy(ClockKind.RESOLUTION, _hours(48), steps=_USUAL_STEPS, pauses=(PauseReason.WAITING_FOR_VISITOR,)),
    Policy(ClockKind.AUTO_CLOSE, _hours(48), steps=(Step(timedelta(hours=24), (Audience.VISITOR,)),)),
    Policy(
        ClockKind.EMAIL,
        _hours(24),
        (Row(_hours(48), on=Circumstance.DAY_OFF), Row(_hours(48), on=Circumstance.HIGH_VOLUME)),
        steps=_USUAL_STEPS,
    ),
    Policy(ClockKind.COMPLAINT_ACKNOWLEDGEMENT, _hours(24), steps=_USUAL_STEPS),
    Policy(ClockKind.COMPLAINT_UPDATE, WithinDays(3), calendar=WORKING_DAYS, steps=_USUAL_STEPS),
    Policy(ClockKind.COMPLAINT_ANSWER, WithinDays(7), calendar=WORKING_DAYS, steps=_USUAL_STEPS),
)

DEFAULT_POLICIES = Policies(
    "default", {WORKING_DAYS: MONDAY_TO_FRIDAY}, {policy.kind: policy for policy in _DEFAULT_TABLE}
)
