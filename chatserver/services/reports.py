"""Reports: the figures of days gone by, and those of the last half hour. For supervisors, admins and operators."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from chatserver.core import reporting
from chatserver.core.audit import Act
from chatserver.core.chat import Chat, Status
from chatserver.core.errors import Code, Refused
from chatserver.core.people import AgentRef
from chatserver.core.reporting import Figures, Group, Judged, Scope
from chatserver.core.sla.calendars import zone_of
from chatserver.services import auditing
from chatserver.services.access import require_door
from chatserver.services.ports import Context, Tx
from chatserver.services.wait import Wait

LATELY = timedelta(minutes=30)
# A report over the wire: a month of a busy desk is some 70,000 waits, three seconds of one core.
LONGEST_SPAN = timedelta(days=31)


class Span(Struct, frozen=True):
    """From `since` up to `until`, without it; both aware. `zone`: of hours and weekdays, an IANA name."""

    since: datetime
    until: datetime
    zone: str = "UTC"


class Report(Struct, frozen=True):
    """The figures of a span, as they stand at `now`."""

    span: Span
    now: datetime
    target: timedelta
    figures: Figures


class Lately(Struct, frozen=True):
    """What machines watch: the waits of the last 30 minutes, and who waits now."""

    group: Group
    waiting: int
    longest_wait: timedelta | None


async def report(ctx: Context, agent: AgentRef, span: Span) -> Report:
    """Returns the figures of a span of at most 31 days. Raises `Refused` (FORBIDDEN, BAD_REQUEST)."""
    if span.until - span.since > LONGEST_SPAN:
        raise Refused(Code.BAD_REQUEST, f"A report covers at most {LONGEST_SPAN.days} days.")
    return await _report(ctx, span, agent)


async def report_for_operator(ctx: Context, span: Span) -> Report:
    """Returns the figures of any span, for whoever has the database. Raises `Refused` (BAD_REQUEST)."""
    return await _report(ctx, span, None)


async def lately(ctx: Context) -> Lately:
    """Returns what /metrics tells."""

    def work(tx: Tx) -> Lately:
        now = ctx.clock.now()
        judged = judge_waits(ctx, tx, tx.waits.since(now - LATELY), now, ZoneInfo("UTC"))
        waiting = tx.chats.waiting()
        return Lately(reporting.group("", judged), len(waiting), longest_wait(waiting, now))

    return await ctx.store.read(work)


async def note_export(ctx: Context, agent: AgentRef, span: Span, table: str) -> None:
    """Writes down that somebody takes a report away as a file."""
    details = f"{span.since:%Y-%m-%d} – {span.until:%Y-%m-%d}"
    await ctx.store.run(lambda tx: auditing.note(tx, ctx.clock.now(), agent, Act.REPORT_EXPORTED, table, details))


def require_zone(name: str) -> ZoneInfo:
    """Returns the time zone of this name. Raises `Refused` (BAD_REQUEST)."""
    try:
        return zone_of(name)
    except ValueError:
        raise Refused(Code.BAD_REQUEST, "There is no such time zone. Use a name such as Europe/Berlin.") from None


def moment_of(text: str, zone: str) -> datetime:
    """Returns a day's beginning in the zone, or a moment; without an offset it is the zone's. Raises `Refused`."""
    try:
        moment = datetime.fromisoformat(text)
        aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=require_zone(zone))
        return aware.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(Code.BAD_REQUEST, "Write a day as 2026-11-01, or a moment as 2026-11-01T08:00Z.") from None


async def _report(ctx: Context, span: Span, agent: AgentRef | None) -> Report:
    zone = require_zone(span.zone)
    if span.since >= span.until:
        raise Refused(Code.BAD_REQUEST, "A report ends after it begins.")

    def work(tx: Tx) -> Report:
        if agent is not None:
            require_door(tx, agent, "get_report")
        now = ctx.clock.now()
        found = tx.waits.joined_between(span.since, span.until)
        target = ctx.policy.urgency.target
        return Report(span, now, target, reporting.figures(found, _scope(ctx, tx, found, now, zone)))

    return await ctx.store.read(work)


def judge_waits(ctx: Context, tx: Tx, found: list[Wait], now: datetime, zone: ZoneInfo) -> list[Judged]:
    """Returns how each of the waits ended, or that it goes on."""
    return reporting.judge_all(found, _scope(ctx, tx, found, now, zone))


def _scope(ctx: Context, tx: Tx, found: list[Wait], now: datetime, zone: ZoneInfo) -> Scope:
    """A wait without an end goes on only while its chat says so: a chat may have gone back to the bot."""
    without_end = (
        wait for wait in found if wait.answered_at is None and wait.left_at is None and wait.ticket_taken_at is None
    )
    going_on = {(wait.chat_id, wait.joined_at) for wait in without_end if _goes_on(tx.chats.get(wait.chat_id), wait)}
    return Scope(now, ctx.policy.urgency.target, zone, going_on)


def _goes_on(chat: Chat | None, wait: Wait) -> bool:
    return (
        chat is not None
        and chat.status in {Status.QUEUED, Status.ASSIGNED}
        and chat.waiting_since == wait.joined_at
        and chat.first_answered_at is None
    )


def longest_wait(waiting: Iterable[Chat], now: datetime) -> timedelta | None:
    """Returns how long the one who waits longest has waited; None when nobody waits."""
    return max((now - chat.waiting_since for chat in waiting if chat.waiting_since is not None), default=None)
