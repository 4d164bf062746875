"""Watching: what happens because time passed. Offers lapse, agents are missed, waits climb the ladder, places move."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chatserver.core import commands as cmd
from chatserver.core.chat import Chat, Status
from chatserver.core.events import OfferOutcome
from chatserver.core.people import AgentRef
from chatserver.core.routing.ladder import Step, steps_due
from chatserver.core.sla.following import is_live
from chatserver.core.sla.policies import ClockKind
from chatserver.services import bot, clockwork, queueing, waits
from chatserver.services.execute import Done, Unit
from chatserver.services.ports import Agent, Context, Presence, Tx
from chatserver.services.wait import WaitingPlace

# The reason for being away that an agent did not give.
MISSED_OFFER = "missed_offer"
# How often it is learned anew what agents and visitors do.
LEARN_EVERY = timedelta(minutes=1)


@dataclass(slots=True)
class Watch:
    """What a watch remembers between two looks, and when it learned last.

    `missed`: since when agents who have chats have no connection; `gone`: the same for those who are available.
    """

    missed: dict[str, datetime] = field(default_factory=dict)
    gone: dict[str, datetime] = field(default_factory=dict)
    learned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a look: all places, agents who were set away, and chats for which somebody must be called."""

    places: list[WaitingPlace]
    away: list[AgentRef] = field(default_factory=list)
    alarms: list[Chat] = field(default_factory=list)


async def keep_promises(ctx: Context, watch: Watch) -> Done[Kept]:
    """Does everything that is due by now, each thing once; safe to call at any time and after any pause."""
    now = ctx.clock.now()
    if watch.learned_at is None or now - watch.learned_at >= LEARN_EVERY:
        ctx.outlook = await ctx.store.read(waits.learn)
        watch.learned_at = now

    def look(tx: Tx) -> _Look:
        waiting = tx.chats.waiting()
        places = queueing.waiting_places(ctx, tx) if waiting else []
        agents = tx.agents.all()
        lost = _lost_agents(ctx, agents, watch, now)
        is_settling = _is_settling(ctx, agents, watch, now)
        steps = _steps(ctx, _by_id([*waiting, *_taken(ctx, tx, now)]), places, now, is_settling=is_settling)
        has_clocks = clockwork.is_due(ctx, tx)
        has_offers = (bool(waiting) and queueing.can_offer(ctx, tx, now)) or bool(tx.chats.with_lapsed_offer(now))
        return _Look(places, lost, is_settling, has_work=bool(lost or steps) or has_offers or has_clocks)

    found = await ctx.store.read(look)

    def work(tx: Tx) -> Done[Kept]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        clockwork.fire_due(ctx, unit)
        away = _end_lapsed(ctx, unit)
        for chat in _chats_of(tx, found.lost):
            if chat.agent is not None:
                unit.execute(chat, cmd.LoseAgent(chat.agent))
        queueing.offer_if_moved(ctx, unit)
        told = len(unit.news)
        queueing.offer_waiting(ctx, unit)
        alarms = _climb(ctx, unit, is_settling=found.is_settling)
        waits.write_down(tx, unit.news[told:])
        return unit.done(Kept(queueing.waiting_places(ctx, tx), away, alarms))

    return await ctx.store.run(work) if found.has_work else Done(Kept(found.places))


@dataclass(frozen=True, slots=True)
class _Look:
    places: list[WaitingPlace]
    lost: list[str]
    is_settling: bool
    has_work: bool


def _lost_agents(ctx: Context, agents: list[Agent], watch: Watch, now: datetime) -> list[str]:
    """The agents who have chats and have been gone for longer than the grace; it begins when they are first missed."""
    connected = ctx.connections.agents()
    gone = {agent.id for agent in agents if agent.load and agent.id not in connected}
    watch.missed = {agent_id: watch.missed.get(agent_id, now) for agent_id in gone}
    return [agent_id for agent_id, since in watch.missed.items() if now - since >= ctx.policy.agent_grace]


def _is_settling(ctx: Context, agents: list[Agent], watch: Watch, now: datetime) -> bool:
    """True while agents who are available have lost their connection, or the server has begun, only just now."""
    connected = ctx.connections.agents()
    away = {agent.id for agent in agents if agent.presence is Presence.AVAILABLE} - connected
    watch.gone = {agent_id: watch.gone.get(agent_id, now) for agent_id in away}
    return any(now - since < ctx.policy.agent_grace for since in watch.gone.values())


def _chats_of(tx: Tx, agent_ids: list[str]) -> list[Chat]:
    """The chats that need somebody else. One that waits for its visitor stays, until the visitor writes."""
    chats = [chat for agent_id in agent_ids for chat in tx.chats.of_agent(agent_id)]
    return [chat for chat in chats if not _waits_for_visitor(chat)]


def _waits_for_visitor(chat: Chat) -> bool:
    clock = chat.clocks.get(ClockKind.AUTO_CLOSE)
    return clock is not None and is_live(clock)


def _taken(ctx: Context, tx: Tx, now: datetime) -> list[Chat]:
    """The chats that an agent has taken of late and not answered yet: their promise is still open."""
    since = now - 2 * ctx.policy.rungs.on_call_after
    return [chat for chat in tx.chats.taken_since(since) if chat.first_answered_at is None]


def _by_id(chats: list[Chat]) -> dict[str, Chat]:
    return {chat.chat_id: chat for chat in chats}


def _end_lapsed(ctx: Context, unit: Unit) -> list[AgentRef]:
    """Ends the offers whose time is up. Who lets one lapse is not at their desk, and is asked no more.

    Who had no connection could not answer; that is another matter.
    """
    connected = ctx.connections.agents()
    away: list[AgentRef] = []
    for chat in unit.tx.chats.with_lapsed_offer(unit.now):
        if chat.offer is not None:
            unit.execute(chat, cmd.EndOffer(chat.offer.offer_id, chat.offer.agent, OfferOutcome.LAPSED))
            if chat.offer.agent.id in connected:
                unit.tx.agents.set_presence(chat.offer.agent.id, Presence.AWAY, MISSED_OFFER)
                away.append(chat.offer.agent)
    return away


def _climb(ctx: Context, unit: Unit, *, is_settling: bool) -> list[Chat]:
    """Takes the steps of the ladder that are due; returns the chats for which somebody must be called."""
    alarms: list[Chat] = []
    waiting = _by_id([*unit.tx.chats.waiting(), *_taken(ctx, unit.tx, unit.now)])
    places = queueing.waiting_places(ctx, unit.tx)
    for chat_id, steps in _steps(ctx, waiting, places, unit.now, is_settling=is_settling).items():
        chat = waiting[chat_id]
        for step in steps:
            chat = unit.execute(chat, cmd.Escalate(step))
            if step in {Step.OFFER_TICKET, Step.OFFER_TICKET_AGAIN}:
                chat = bot.offer_ticket(ctx, unit, chat)
            if step is Step.ON_CALL:
                alarms.append(chat)
    return alarms


def _steps(
    ctx: Context, waiting: dict[str, Chat], places: list[WaitingPlace], now: datetime, *, is_settling: bool
) -> dict[str, tuple[Step, ...]]:
    """The steps that are due. Of a chat that somebody has taken, only those that call people to the broken promise."""
    due: dict[str, tuple[Step, ...]] = {}
    over_target = {place.chat_id: place.over_target for place in places}
    for chat in waiting.values():
        if chat.waiting_since is None:
            continue
        if chat.status is Status.QUEUED and chat.chat_id in over_target:
            likely = over_target[chat.chat_id]
            if likely is None and is_settling:
                # Whoever reloads a page, or waits for a server that has just begun, is there in a moment.
                likely = 0.0
            steps = steps_due(chat.waiting_since, now, likely, chat.escalated, ctx.policy.rungs)
        else:
            every = steps_due(chat.waiting_since, now, 0.0, chat.escalated, ctx.policy.rungs)
            steps = tuple(step for step in every if step in {Step.BREACH, Step.ON_CALL})
        if steps:
            due[chat.chat_id] = steps
    return due
