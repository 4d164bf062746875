"""The board and the reports on the wire: their acks, made of what the services found. Times are in seconds."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from chatserver.answers import Ack
from chatserver.core import reporting
from chatserver.core import staffing as core_staffing
from chatserver.core.reporting import Outcome
from chatserver.core.sla.policies import ClockKind
from chatserver.services.board import Board, LanguageOutlook
from chatserver.services.ports import Presence
from chatserver.services.reports import Report

# A report's list of broken promises; the CSV has all of them.
MOST_BREACHES = 200
# The same for what strangers can make up names of: the groups with the most waits.
MOST_GROUPS = 50


class WaitGroup(Ack):
    """Waits with something in common. Shares are between 0 and 1, null when nothing is decided yet.

    `kept`: answered within the target; `broken`: not, and the target has passed; `tickets`: taken within it, which
    `share` counts as broken and `share_with_tickets` as kept. Who left before the target is in neither.
    """

    key: str
    asked: int
    answered: int
    kept: int
    broken: int
    tickets: int
    left: int
    waiting: int
    share: float | None
    share_with_tickets: float | None
    p50_s: float | None
    p95_s: float | None
    longest_s: float | None


class LanguageNow(Ack):
    """A language of today. `wait_s`, `low_s`, `high_s`: of the next visitor to join; null when nobody is there."""

    lang: str
    today: WaitGroup
    waiting: int
    agents: int
    position: int
    wait_s: float | None
    low_s: float | None
    high_s: float | None


class AgentNow(Ack):
    """An agent's chats; `languages` empty: all of them."""

    id: str
    name: str
    presence: Presence
    is_connected: bool
    load: int
    cap: int
    languages: list[str]


class ClockDueSoon(Ack):
    chat_id: str
    kind: ClockKind
    due_at: datetime


class LanguageNeed(Ack):
    lang: str
    per_hour: float
    needed: int
    there: int
    short_by: int


class StaffingNow(Ack):
    """How many agents it takes, by Erlang-A, to answer `wanted_share` within the target at the last hour's pace."""

    per_hour: float
    handling_s: float
    slots: int
    needed: int
    there: int
    short_by: int
    wanted_share: float
    languages: list[LanguageNeed]


class BoardAck(Ack):
    """What goes on now. `lately`: who joined in the last 30 minutes; `today`: since midnight in `zone`."""

    now: datetime
    zone: str
    target_s: float
    lately: WaitGroup
    today: WaitGroup
    half_hours: list[WaitGroup]
    waiting: int
    longest_wait_s: float | None
    languages: list[LanguageNow]
    weakest: str | None
    offers_lapsed: int
    agents: list[AgentNow]
    clocks_due: list[ClockDueSoon]
    staffing: StaffingNow


class WeekCell(Ack):
    """One hour of one weekday; 0 is Monday."""

    weekday: int
    hour: int
    asked: int
    share: float | None


class LeftCount(Ack):
    """How many left in this minute of their wait; 0 is the first."""

    minute: int
    count: int


class ForecastFigures(Ack):
    """`coverage`: the share of the `told` ranges that held; `bias_s`: mean actual less predicted wait."""

    told: int
    inside: int
    coverage: float | None
    bias_s: float | None


class TicketFigures(Ack):
    """`needless`: offered, and answered within the target all the same."""

    offered: int
    taken: int
    needless: int


class Breach(Ack):
    """A broken promise and what happened on the way."""

    chat_id: str
    joined_at: datetime
    lang: str
    plan: str
    severity: int
    outcome: Outcome
    waited_s: float
    offered_at: datetime | None
    accepted_at: datetime | None
    ticket_offered_at: datetime | None
    answered_at: datetime | None


class ReportAck(Ack):
    """The figures of the waits that began from `since` up to `until`; 200 breaches and 50 plans at most."""

    since: datetime
    until: datetime
    zone: str
    now: datetime
    target_s: float
    total: WaitGroup
    by_plan: list[WaitGroup]
    by_severity: list[WaitGroup]
    by_language: list[WaitGroup]
    by_hour: list[WaitGroup]
    by_weekday: list[WeekCell]
    left_after: list[LeftCount]
    forecasts: ForecastFigures
    tickets: TicketFigures
    breach_count: int
    breaches: list[Breach]


def board_ack(board: Board) -> BoardAck:
    """Returns the board as it goes over the wire."""
    return BoardAck(
        now=board.now,
        zone=board.zone,
        target_s=board.target.total_seconds(),
        lately=_group(board.lately),
        today=_group(board.today),
        half_hours=_groups(board.half_hours),
        waiting=board.waiting,
        longest_wait_s=_seconds(board.longest_wait),
        languages=[_language(one) for one in board.languages],
        weakest=board.weakest,
        offers_lapsed=board.offers_lapsed,
        agents=[
            AgentNow(one.id, one.name, one.presence, one.is_connected, one.load, one.cap, list(one.languages))
            for one in board.agents
        ],
        clocks_due=[ClockDueSoon(one.chat_id, one.kind, one.due_at) for one in board.clocks_due],
        staffing=_staffing(board.staffing),
    )


def report_ack(report: Report) -> ReportAck:
    """Returns the report as it goes over the wire."""
    found = report.figures
    return ReportAck(
        since=report.span.since,
        until=report.span.until,
        zone=report.span.zone,
        now=report.now,
        target_s=report.target.total_seconds(),
        total=_group(found.total),
        by_plan=_most_asked(found.by_plan),
        by_severity=_groups(found.by_severity),
        by_language=_most_asked(found.by_language),
        by_hour=_groups(found.by_hour),
        by_weekday=[WeekCell(one.weekday, one.hour, one.asked, one.share) for one in found.by_weekday],
        left_after=[LeftCount(one.minute, one.count) for one in found.left_after],
        forecasts=ForecastFigures(
            found.forecasts.told, found.forecasts.inside, found.forecasts.coverage, _seconds(found.forecasts.bias)
        ),
        tickets=TicketFigures(found.tickets.offered, found.tickets.taken, found.tickets.needless),
        breach_count=len(found.breaches),
        breaches=[_breach(one) for one in found.breaches[:MOST_BREACHES]],
    )


def _language(one: LanguageOutlook) -> LanguageNow:
    told = one.next
    times = _seconds(told.wait), _seconds(told.low), _seconds(told.high)
    return LanguageNow(one.lang, _group(one.today), one.waiting, one.agents, told.position, *times)


def _staffing(found: core_staffing.Staffing) -> StaffingNow:
    return StaffingNow(
        per_hour=found.per_hour,
        handling_s=found.handling.total_seconds(),
        slots=found.slots,
        needed=found.needed,
        there=found.there,
        short_by=found.short_by,
        wanted_share=found.share,
        languages=[
            LanguageNeed(one.lang, one.per_hour, one.needed, one.there, one.short_by) for one in found.languages
        ],
    )


def _breach(one: reporting.Judged) -> Breach:
    wait = one.wait
    return Breach(
        chat_id=wait.chat_id,
        joined_at=wait.joined_at,
        lang=wait.lang,
        plan=reporting.plan_of(wait),
        severity=wait.severity,
        outcome=one.outcome,
        waited_s=one.waited.total_seconds(),
        offered_at=wait.offered_at,
        accepted_at=wait.accepted_at,
        ticket_offered_at=wait.ticket_offered_at,
        answered_at=wait.answered_at,
    )


def _groups(groups: Iterable[reporting.Group]) -> list[WaitGroup]:
    return [_group(one) for one in groups]


def _most_asked(groups: Sequence[reporting.Group]) -> list[WaitGroup]:
    kept = sorted(groups, key=lambda one: -one.asked)[:MOST_GROUPS]
    return _groups(sorted(kept, key=lambda one: one.key))


def _group(one: reporting.Group) -> WaitGroup:
    return WaitGroup(
        key=one.key,
        asked=one.asked,
        answered=one.answered,
        kept=one.kept,
        broken=one.broken,
        tickets=one.tickets,
        left=one.left,
        waiting=one.waiting,
        share=one.share,
        share_with_tickets=one.share_with_tickets,
        p50_s=_seconds(one.middle),
        p95_s=_seconds(one.most),
        longest_s=_seconds(one.longest),
    )


def _seconds(duration: timedelta | None) -> float | None:
    return round(duration.total_seconds(), 3) if duration is not None else None
