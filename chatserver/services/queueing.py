"""Queueing: offers to agents, and the places of those who wait. Runs inside the unit of work that changed either."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from chatserver.core import commands as cmd
from chatserver.core.chat import Chat, Status
from chatserver.core.errors import Code, Refused
from chatserver.core.people import AgentRef
from chatserver.core.routing.assignment import match_waiting
from chatserver.core.routing.estimate import Estimate, estimate_all
from chatserver.core.routing.ladder import Step
from chatserver.core.routing.lines import Candidate, WaitingChat
from chatserver.core.sla.calendars import is_open, next_opening
from chatserver.core.sla.following import facts_of, is_waiting_for_visitor
from chatserver.core.sla.policies import ClockKind
from chatserver.core.working_hours import first_opening
from chatserver.services import waits
from chatserver.services.execute import Unit
from chatserver.services.ports import Agent, Context, News, Presence, Tx
from chatserver.services.wait import WaitingPlace

# A claim beyond the cap, by an agent who was asked for help.
VOLUNTARY_CHATS = 1
# A look at the queue comes at least once a second.
PLACES_HOLD = timedelta(seconds=3)


def moves_queue(news: News) -> bool:
    """True when a chat joined or left the queue, changed hands, or its offer did; most messages do not."""
    before, chat = news.before, news.chat
    if before is None:
        return chat.status is Status.QUEUED
    return (before.status, before.agent, before.offer) != (chat.status, chat.agent, chat.offer)


def offer_if_moved(ctx: Context, unit: Unit) -> None:
    """Writes down what happened to waits, and makes offers when this unit of work may have made room for one."""
    moved = [news for news in unit.news if moves_queue(news)]
    if not moved:
        return
    # What the last look saw is of before.
    ctx.seen = replace(ctx.seen, places={})
    joined = [news.chat for news in moved if news.chat.status is Status.QUEUED and _has_joined(news)]
    if joined:
        places = {place.chat_id: place for place in waiting_places(ctx, unit.tx)}
        for chat in joined:
            # Who has left the queue within the same unit has no place any more.
            place = places.get(chat.chat_id, WaitingPlace(chat.chat_id, 0, None))
            waits.write_joined(unit.tx, chat, facts_of(chat, ctx.policies), place)
    told = len(unit.news)
    waits.write_down(unit.tx, moved)
    offer_waiting(ctx, unit)
    waits.write_down(unit.tx, unit.news[told:])


def offer_waiting(ctx: Context, unit: Unit) -> None:
    """Offers waiting chats to agents who are available, connected and below their cap."""
    waiting = {chat.chat_id: chat for chat in present(ctx, unit.tx.chats.waiting())}
    if not any(chat.offer is None for chat in waiting.values()):
        return
    agents = {agent.id: agent for agent in serving(ctx, unit.tx)}
    lines = [_in_line(ctx, chat) for chat in waiting.values()]
    for match in match_waiting(lines, candidates(ctx, unit.tx), unit.now, urgency=ctx.policy.urgency):
        offer = cmd.MakeOffer(ctx.ids.short(), agents[match.agent_id].ref, unit.now + ctx.policy.offer_lapse)
        unit.execute(waiting[match.chat_id], offer)


def can_offer(ctx: Context, tx: Tx, now: datetime) -> bool:
    """Returns whether an offer could be made now."""
    chats = [chat for chat in present(ctx, tx.chats.waiting()) if chat.offer is None]
    there = candidates(ctx, tx) if chats else []
    lines = [_in_line(ctx, chat) for chat in chats] if there else []
    return bool(lines) and bool(match_waiting(lines, there, now, urgency=ctx.policy.urgency))


def waiting_places(ctx: Context, tx: Tx, and_then: Sequence[Chat] = ()) -> list[WaitingPlace]:
    """Returns the place and the expected wait of every waiting chat, and of those that would come after them."""
    chats = [*present(ctx, tx.chats.waiting()), *and_then]
    if not chats:
        return []
    now = ctx.clock.now()
    lines = [_in_line(ctx, chat) for chat in chats]
    found = estimate_all(lines, candidates(ctx, tx), ctx.outlook.rates, now, urgency=ctx.policy.urgency)
    opens_at = _opens_at(ctx, tx, now) if any(estimate.mean is None for estimate in found) else None
    return [_place(ctx, estimate, opens_at) for estimate in found]


def place_of(ctx: Context, tx: Tx, chat: Chat) -> WaitingPlace | None:
    """Returns one chat's place, or None when it does not wait.

    The last look at the queue has the places of all: when many come back at once, they are not reckoned for each.
    """
    if chat.status is not Status.QUEUED:
        return None
    known = ctx.seen.places.get(chat.chat_id)
    if known is not None and ctx.clock.now() - ctx.seen.at < PLACES_HOLD:
        return known
    return next((place for place in waiting_places(ctx, tx) if place.chat_id == chat.chat_id), None)


def present(ctx: Context, waiting: list[Chat]) -> list[Chat]:
    """Returns those whose visitor is here, or was a moment ago: an agent's time is for somebody who reads the answer.

    Who comes back goes on waiting where they were.
    """
    gone = ctx.seen.gone
    return [chat for chat in waiting if chat.chat_id not in gone or ctx.connections.has_visitor(chat.chat_id)]


def serving(ctx: Context, tx: Tx) -> list[Agent]:
    """The agents who may be given chats now."""
    connected = ctx.connections.agents()
    return [agent for agent in tx.agents.all() if agent.presence is Presence.AVAILABLE and agent.id in connected]


def candidates(ctx: Context, tx: Tx) -> list[Candidate]:
    """What routing is told of the agents who may be given chats now."""
    return [_candidate(ctx, tx, agent) for agent in serving(ctx, tx)]


def cap_of(ctx: Context, agent: Agent) -> int:
    """How many chats the agent may have at a time; parked ones do not count."""
    return agent.cap if agent.cap is not None else ctx.policy.agent_cap


def require_slot(ctx: Context, tx: Tx, agent: AgentRef, chat: Chat) -> None:
    """Raises `Refused` (FORBIDDEN) when the agent has as many chats as they may have.

    Half-way to a broken promise an agent may take one more; shortly before it supervisors may take any.
    """
    known = tx.agents.get(agent.id)
    if known is None:
        return
    cap = cap_of(ctx, known)
    if chat.status is Status.QUEUED:
        if known.may_supervise and Step.CALL_BACKUP in chat.escalated:
            return
        cap += VOLUNTARY_CHATS if Step.TELL_AGENTS in chat.escalated else 0
    # The chat that is on offer to them keeps its slot for them.
    is_offered_this = chat.offer is not None and chat.offer.agent.id == agent.id
    load = known.load - _parked(ctx, tx, known)
    if load + int(known.has_offer and not is_offered_this) >= cap:
        raise Refused(Code.FORBIDDEN, f"You have {load} chats, as many as you may have. Finish one first.")


def _has_joined(news: News) -> bool:
    before = news.before
    return before is None or before.status is not Status.QUEUED or before.waiting_since != news.chat.waiting_since


def _place(ctx: Context, estimate: Estimate, opens_at: datetime | None) -> WaitingPlace:
    found = ctx.outlook.calibration.range_for(estimate)
    if found is None:
        return WaitingPlace(estimate.chat_id, estimate.position, None, opens_at=opens_at)
    return WaitingPlace(
        chat_id=estimate.chat_id,
        position=estimate.position,
        wait=found.median,
        low=found.low,
        high=found.high,
        raw=estimate.mean,
        over_target=found.over_target,
    )


def _opens_at(ctx: Context, tx: Tx, now: datetime) -> datetime | None:
    """When the desk opens again, if it keeps hours and is closed; else when the first agent begins, if they say so."""
    calendar = ctx.policies.calendar_of(ClockKind.PICKUP)
    if calendar is None:
        return first_opening([agent.hours for agent in tx.agents.all() if agent.hours is not None], now)
    return next_opening(calendar, now) if not is_open(calendar, now) else None


def _in_line(ctx: Context, chat: Chat) -> WaitingChat:
    """What routing is told of a chat."""
    facts = facts_of(chat, ctx.policies)
    return WaitingChat(
        id=chat.chat_id,
        waiting_since=chat.waiting_since or chat.started_at,
        lang=chat.lang,
        plan=facts.plan,
        severity=facts.severity or waits.USUAL_SEVERITY,
        team=chat.team,
        preferred_agent=chat.preferred_agent.id if chat.preferred_agent else "",
        passed_over=chat.passed_over,
        offered_to=chat.offer.agent.id if chat.offer else "",
    )


def _parked(ctx: Context, tx: Tx, agent: Agent) -> int:
    """How many of the agent's chats rest: the visitor was answered and has said nothing for a while."""
    before = ctx.clock.now() - ctx.policy.parked_after
    return sum(is_waiting_for_visitor(chat, before) for chat in tx.chats.of_agent(agent.id)) if agent.load else 0


def _candidate(ctx: Context, tx: Tx, agent: Agent) -> Candidate:
    return Candidate(
        id=agent.id,
        languages=frozenset(agent.languages),
        teams=frozenset(agent.teams),
        skills=frozenset(agent.skills),
        # The offer under way takes a slot, too.
        load=agent.load + int(agent.has_offer),
        cap=cap_of(ctx, agent),
        parked=_parked(ctx, tx, agent),
        last_assigned_at=agent.last_assigned_at,
        has_offer=agent.has_offer,
    )
