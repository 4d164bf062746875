"""The board: what goes on now, for supervisors and admins. It says of the next visitor what that visitor would hear."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from chatserver.core import reporting
from chatserver.core.chat import Chat, Status
from chatserver.core.people import AgentRef
from chatserver.core.reporting import Group, Judged
from chatserver.core.routing.lines import Candidate, primary
from chatserver.core.sla.clocks import RunState
from chatserver.core.sla.policies import PROMISES, ClockKind
from chatserver.core.staffing import Staffing, staff
from chatserver.services import queueing
from chatserver.services.access import require_door
from chatserver.services.ports import Agent, Context, Presence, Tx, View
from chatserver.services.reports import LATELY, judge_waits, longest_wait, require_zone
from chatserver.services.wait import WaitingPlace

# What staffing is reckoned from.
DEMAND_OF = timedelta(hours=1)
CLOCKS_DUE_WITHIN = timedelta(minutes=15)
# Sorts behind every ChatID: of two who join at the same moment, the imagined visitor is the second.
_NEXT = "~"
# So many languages get a forecast of their own, those that are asked for most.
_MOST_LANGUAGES = 8
# So many open chats are looked at for clocks; the newest come first.
_MOST_CLOCKED = 500


class LanguageOutlook(Struct, frozen=True):
    """How a language does: its share today, who waits for it, and what the next to join would be told.

    `next`: None for each of its times when nobody is there to answer.
    """

    lang: str
    today: Group
    waiting: int
    agents: int
    next: WaitingPlace


class AgentLoad(Struct, frozen=True):
    """What an agent has to do. `cap`: the chats that they may have at a time."""

    id: str
    name: str
    presence: Presence
    is_connected: bool
    load: int
    cap: int
    languages: tuple[str, ...]


class ClockDue(Struct, frozen=True):
    """A promise to one visitor that ends soon."""

    chat_id: str
    kind: ClockKind
    due_at: datetime


class Board(Struct, frozen=True):
    """What goes on now. `weakest`: the language that does worst, None when all do well."""

    now: datetime
    zone: str
    target: timedelta
    lately: Group
    today: Group
    half_hours: tuple[Group, ...]
    waiting: int
    longest_wait: timedelta | None
    languages: tuple[LanguageOutlook, ...]
    weakest: str | None
    offers_lapsed: int
    agents: tuple[AgentLoad, ...]
    clocks_due: tuple[ClockDue, ...]
    staffing: Staffing


async def board(ctx: Context, agent: AgentRef, zone: str = "UTC") -> Board:
    """Returns the board, with today as it is in this zone. Raises `Refused` (FORBIDDEN, BAD_REQUEST)."""
    known_zone = require_zone(zone)

    def work(tx: Tx) -> Board:
        require_door(tx, agent, "get_board")
        return _board(ctx, tx, known_zone)

    return await ctx.store.read(work)


def _board(ctx: Context, tx: Tx, zone: ZoneInfo) -> Board:
    now = ctx.clock.now()
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(now.tzinfo)
    # An hour and more: just after midnight, what staffing and the last half hour need is of yesterday.
    found = tx.waits.since(min(midnight, now - DEMAND_OF))
    judged = judge_waits(ctx, tx, found, now, zone)
    today = [one for one in judged if one.wait.joined_at >= midnight]
    agents, waiting = tx.agents.all(), tx.chats.waiting()
    there = queueing.candidates(ctx, tx)
    asked = Counter(reporting.language_of(one.wait) for one in judged if one.wait.joined_at >= now - DEMAND_OF)
    staffing = staff(asked, DEMAND_OF, there, ctx.outlook.rates, ctx.policy.urgency.target, ctx.policy.agent_cap)
    languages = _languages(ctx, tx, today, waiting, there)
    return Board(
        now=now,
        zone=zone.key,
        target=ctx.policy.urgency.target,
        lately=reporting.group("", [one for one in judged if one.wait.joined_at >= now - LATELY]),
        today=reporting.group("", today),
        half_hours=reporting.by_half_hour(today, zone),
        waiting=len(waiting),
        longest_wait=longest_wait(waiting, now),
        languages=languages,
        weakest=_weakest(languages, staffing),
        offers_lapsed=tx.waits.offers_lapsed(midnight),
        agents=_loads(ctx, agents),
        clocks_due=_clocks_due(tx, agents, waiting, now),
        staffing=staffing,
    )


def _languages(
    ctx: Context, tx: Tx, today: list[Judged], waiting: list[Chat], there: list[Candidate]
) -> tuple[LanguageOutlook, ...]:
    """The languages of today's visitors, those most asked for first."""
    groups = {group.key: group for group in reporting.groups(today, lambda one: reporting.language_of(one.wait))}
    queued = Counter(primary(chat.lang) for chat in waiting)
    known = {**{lang: Group(lang) for lang in queued}, **groups}
    asked = sorted(known.values(), key=lambda group: (-group.asked, group.key))[:_MOST_LANGUAGES]
    return tuple(
        LanguageOutlook(
            group.key,
            group,
            queued[group.key],
            sum(not one.languages or group.key in map(primary, one.languages) for one in there),
            _next_to_join(ctx, tx, group.key),
        )
        for group in asked
    )


def _weakest(languages: Iterable[LanguageOutlook], staffing: Staffing) -> str | None:
    """A language that nobody there speaks is the weakest, then one that is short of agents, then the lowest share."""
    short = {one.lang: one.short_by for one in staffing.languages}

    def weakness(one: LanguageOutlook) -> tuple[bool, int, float]:
        share = one.today.share
        return one.agents == 0, short.get(one.lang, 0), 1 - share if share is not None else 0.0

    worst = max(languages, key=weakness, default=None)
    return worst.lang if worst is not None and any(weakness(worst)) else None


def _next_to_join(ctx: Context, tx: Tx, lang: str) -> WaitingPlace:
    """What a visitor of this language would be told who joined the queue now."""
    chat = Chat(_NEXT, "", lang, ctx.clock.now(), Status.QUEUED, waiting_since=ctx.clock.now())
    places = queueing.waiting_places(ctx, tx, and_then=(chat,))
    return next(place for place in places if place.chat_id == chat.chat_id)


def _loads(ctx: Context, agents: Iterable[Agent]) -> tuple[AgentLoad, ...]:
    """Who is there or has chats; the fullest first. Whoever is at home and has none is no news."""
    connected = ctx.connections.agents()
    loads = [
        AgentLoad(
            agent.id,
            agent.name,
            agent.presence,
            agent.id in connected,
            agent.load,
            queueing.cap_of(ctx, agent),
            agent.languages,
        )
        for agent in agents
        if agent.load or agent.id in connected
    ]
    return tuple(sorted(loads, key=lambda one: (one.presence is Presence.AWAY, -one.load, one.name.casefold())))


def _clocks_due(tx: Tx, agents: Iterable[Agent], waiting: list[Chat], now: datetime) -> tuple[ClockDue, ...]:
    """The promises that end within 15 minutes, the next first."""
    chats = waiting + [chat for agent in agents if agent.load for chat in tx.chats.of_agent(agent.id)]
    seen = {chat.chat_id for chat in chats}
    chats += [chat for chat in tx.chats.listed(View.ALL, "", None, _MOST_CLOCKED) if chat.chat_id not in seen]
    due = {one for chat in chats for one in _clocks_of(chat) if now <= one.due_at <= now + CLOCKS_DUE_WITHIN}
    return tuple(sorted(due, key=lambda one: (one.due_at, one.chat_id, one.kind)))


def _clocks_of(chat: Chat) -> list[ClockDue]:
    """The clocks of a chat that run and promise something."""
    return [
        ClockDue(chat.chat_id, clock.kind, clock.due_at)
        for clock in chat.clocks.values()
        if clock.state is RunState.RUNNING and clock.kind in PROMISES
    ]
