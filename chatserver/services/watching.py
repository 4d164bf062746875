"""Watching: what happens because time passed. Offers lapse, agents are missed, waits climb the ladder, places move."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chatserver.core import commands as cmd
from chatserver.core.chat import Chat, Status
from chatserver.core.events import OfferOutcome
from chatserver.core.people import AgentRef
from chatserver.core.routing.ladder import Step, steps_due
from chatserver.services import bot, clockwork, queueing, waits
from chatserver.services.execute import Done, Unit
from chatserver.services.ports import Context, Presence, Tx
from chatserver.services.wait import WaitingPlace

# The reason for being away that an agent did not give.
MISSED_OFFER = "missed_offer"
# How often it is learned anew what agents and visitors do.
LEARN_EVERY = timedelta(minutes=1)


@dataclass(slots=True)
class Watch:
    """What a watch remembers between two looks: since when agents are missed, and when it learned last."""

    missed: dict[str, datetime] = field(default_factory=dict)
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
        places = queueing.waiting_places(ctx, tx)
        lost = _lost_agents(ctx, tx, watch, now)
        steps = _steps(ctx, {chat.chat_id: chat for chat in waiting}, places, now)
        has_clocks = clockwork.is_due(ctx, tx)
        has_offers = any(chat.offer is None for chat in waiting) or bool(tx.chats.with_lapsed_offer(now))
        return _Look(places, lost, has_work=bool(lost or steps) or has_offers or has_clocks)

    found = await ctx.store.read(look)

    def work(tx: Tx) -> Done[Kept]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        clockwork.fire_due(ctx, unit)
        away = _end_lapsed(unit)
        for chat in _chats_of(tx, found.lost):
            if chat.agent is not None:
                unit.execute(chat, cmd.LoseAgent(chat.agent))
        queueing.offer_if_moved(ctx, unit)
        told = len(unit.news)
        queueing.offer_waiting(ctx, unit)
        alarms = _climb(ctx, unit)
        waits.write_down(tx, unit.news[told:])
        return unit.done(Kept(queueing.waiting_places(ctx, tx), away, alarms))

    return await ctx.store.run(work) if found.has_work else Done(Kept(found.places))


@dataclass(frozen=True, slots=True)
class _Look:
    places: list[WaitingPlace]
    lost: list[str]
    has_work: bool


def _lost_agents(ctx: Context, tx: Tx, watch: Watch, now: datetime) -> list[str]:
    """The agents who have chats and have been gone for longer than the grace; it begins when they are first missed."""
    connected = ctx.connections.agents()
    gone = {agent.id for agent in tx.agents.all() if agent.load and agent.id not in connected}
    watch.missed = {agent_id: watch.missed.get(agent_id, now) for agent_id in gone}
    return [agent_id for agent_id, since in watch.missed.items() if now - since >= ctx.policy.agent_grace]


def _chats_of(tx: Tx, agent_ids: list[str]) -> list[Chat]:
    return [chat for agent_id in agent_ids for chat in tx.chats.of_agent(agent_id)]


def _end_lapsed(unit: Unit) -> list[AgentRef]:
    """Ends the offers whose time is up. Who lets one lapse is not at their desk, and is asked no more."""
    away: list[AgentRef] = []
    for chat in unit.tx.chats.with_lapsed_offer(unit.now):
        if chat.offer is not None:
            unit.execute(chat, cmd.EndOffer(chat.offer.offer_id, chat.offer.agent, OfferOutcome.LAPSED))
            unit.tx.agents.set_presence(chat.offer.agent.id, Presence.AWAY, MISSED_OFFER)
            away.append(chat.offer.agent)
    return away


def _climb(ctx: Context, unit: Unit) -> list[Chat]:
    """Takes the steps of the ladder that are due; returns the chats for which somebody must be called."""
    alarms: list[Chat] = []
    waiting = {chat.chat_id: chat for chat in unit.tx.chats.waiting()}
    for chat_id, steps in _steps(ctx, waiting, queueing.waiting_places(ctx, unit.tx), unit.now).items():
        chat = waiting[chat_id]
        for step in steps:
            chat = unit.execute(chat, cmd.Escalate(step))
            if step in {Step.OFFER_TICKET, Step.OFFER_TICKET_AGAIN}:
                chat = bot.offer_ticket(ctx, unit, chat)
            if step is Step.ON_CALL:
                alarms.append(chat)
    return alarms


def _steps(
    ctx: Context, waiting: dict[str, Chat], places: list[WaitingPlace], now: datetime
) -> dict[str, tuple[Step, ...]]:
    due: dict[str, tuple[Step, ...]] = {}
    for place in places:
        chat = waiting.get(place.chat_id)
        if chat is None or chat.status is not Status.QUEUED or chat.waiting_since is None:
            continue
        steps = steps_due(chat.waiting_since, now, place.over_target, chat.escalated, ctx.policy.rungs)
        if steps:
            due[place.chat_id] = steps
    return due
