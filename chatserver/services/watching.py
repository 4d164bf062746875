"""Watching: what happens because time passed. Offers lapse, agents are missed, waits climb the ladder, places move."""

import contextlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from msgspec.structs import replace

from chatserver.core import commands as cmd
from chatserver.core.chat import Chat, Status
from chatserver.core.defects import place_of
from chatserver.core.errors import RETRYABLE, Refused
from chatserver.core.events import OfferOutcome
from chatserver.core.people import AgentRef
from chatserver.core.routing.ladder import Step, steps_due
from chatserver.core.sla.following import is_waiting_for_visitor
from chatserver.services import bot, clockwork, outbox, queueing, waits
from chatserver.services.execute import Done, Unit
from chatserver.services.ports import Agent, Context, Presence, Seen, Tx
from chatserver.services.wait import WaitingPlace

# The reason for being away that an agent did not give.
MISSED_OFFER = "missed_offer"
# How often it is learned anew what agents and visitors do.
LEARN_EVERY = timedelta(minutes=1)
# A chat that raised is tried again after that.
LEFT_ALONE_FOR = timedelta(minutes=10)

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Watch:
    """What a watch remembers between two looks, and when it learned last.

    `missed`: since when agents who have chats have no connection; `gone`: the same for those who are available;
    `left`: since when no page of a waiting visitor is open; `broken`: until when a chat that raised is left alone.
    """

    missed: dict[str, datetime] = field(default_factory=dict)
    gone: dict[str, datetime] = field(default_factory=dict)
    left: dict[str, datetime] = field(default_factory=dict)
    broken: dict[str, datetime] = field(default_factory=dict)
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
    watch.broken = {chat_id: until for chat_id, until in watch.broken.items() if until > now}
    found = await ctx.store.read(lambda tx: _look(ctx, tx, watch, now))
    done = Done(Kept(found.places))
    while found.has_work:
        try:
            done = await ctx.store.run(lambda tx: _work(ctx, tx, watch, found))
            break
        except ChatBroken as broken:
            # All the others have waited long enough. Nothing was stored, so that the rest is done as if anew.
            log.error("chat %s is left alone for a while: %s", broken.chat_id, broken)
            watch.broken[broken.chat_id] = now + LEFT_ALONE_FOR
    ctx.seen = Seen(now, {place.chat_id: place for place in done.value.places}, ctx.seen.gone)
    return done


class ChatBroken(Exception):
    """What is due in this chat cannot be done: something of it cannot be read, or a rule fails. A defect."""

    def __init__(self, chat_id: str, error: Exception) -> None:
        super().__init__(f"{type(error).__name__}\n{place_of(error)}")
        self.chat_id = chat_id


@contextlib.contextmanager
def _alone(watch: Watch, chat: Chat) -> Iterator[None]:
    """One chat's work within that of all."""
    try:
        yield
    except Exception as error:
        # A full disk is no chat's fault. Any other refusal would come again at each look, and stop all the others.
        is_of_store = isinstance(error, Refused) and error.code in RETRYABLE
        if is_of_store or chat.chat_id in watch.broken:
            raise
        raise ChatBroken(chat.chat_id, error) from error


def _look(ctx: Context, tx: Tx, watch: Watch, now: datetime) -> "_Look":
    waiting = tx.chats.waiting()
    leaving = _leaving(ctx, waiting, watch, now)
    places = queueing.waiting_places(ctx, tx) if waiting else []
    agents = tx.agents.all()
    lost = _lost_agents(ctx, agents, watch, now)
    is_settling = _is_settling(ctx, agents, watch, now)
    climbing = _by_id([*queueing.present(ctx, waiting), *_taken(ctx, tx, now)], watch)
    steps = _steps(ctx, climbing, places, now, is_settling=is_settling)
    has_clocks = clockwork.is_due(ctx, tx, watch.broken)
    has_offers = (bool(waiting) and queueing.can_offer(ctx, tx, now)) or bool(tx.chats.with_lapsed_offer(now))
    return _Look(places, lost, leaving, is_settling, bool(lost or steps or leaving) or has_offers or has_clocks)


def _work(ctx: Context, tx: Tx, watch: Watch, found: "_Look") -> Done[Kept]:
    unit = Unit(tx, ctx.clock.now(), ctx.policies)
    for chat in clockwork.due(ctx, unit, watch.broken):
        with _alone(watch, chat):
            clockwork.fire(ctx, unit, chat)
    away = _end_lapsed(ctx, unit, watch)
    for chat in _chats_of(tx, found.lost):
        with _alone(watch, chat):
            if chat.agent is not None and chat.chat_id not in watch.broken:
                unit.execute(chat, cmd.LoseAgent(chat.agent))
    for chat in tx.chats.waiting():
        if chat.chat_id in found.leaving and chat.chat_id not in watch.broken:
            with _alone(watch, chat):
                clockwork.close_for_want_of_reply(ctx, unit, chat)
    queueing.offer_if_moved(ctx, unit)
    told = len(unit.news)
    queueing.offer_waiting(ctx, unit)
    alarms = _climb(ctx, unit, watch, is_settling=found.is_settling)
    waits.write_down(tx, unit.news[told:])
    return unit.done(Kept(queueing.waiting_places(ctx, tx), away, alarms))


@dataclass(frozen=True, slots=True)
class _Look:
    places: list[WaitingPlace]
    lost: list[str]
    leaving: frozenset[str]
    is_settling: bool
    has_work: bool


def _lost_agents(ctx: Context, agents: list[Agent], watch: Watch, now: datetime) -> list[str]:
    """The agents who have chats and have been gone for longer than the grace; it begins when they are first missed."""
    connected = ctx.connections.agents()
    gone = {agent.id for agent in agents if agent.load and agent.id not in connected}
    watch.missed = {agent_id: watch.missed.get(agent_id, now) for agent_id in gone}
    return [agent_id for agent_id, since in watch.missed.items() if now - since >= ctx.policy.agent_grace]


def _leaving(ctx: Context, waiting: list[Chat], watch: Watch, now: datetime) -> frozenset[str]:
    """Notes whose visitors have closed the page; returns those whose wait is over, since they did not come back."""
    gone = {chat.chat_id for chat in waiting if not ctx.connections.has_visitor(chat.chat_id)}
    watch.left = {chat_id: watch.left.get(chat_id, now) for chat_id in gone}
    away = frozenset(chat_id for chat_id, since in watch.left.items() if now - since >= ctx.policy.visitor_grace)
    ctx.seen = replace(ctx.seen, gone=away)
    return frozenset(chat_id for chat_id in away if now - watch.left[chat_id] >= ctx.policy.visitor_leaves_after)


def _is_settling(ctx: Context, agents: list[Agent], watch: Watch, now: datetime) -> bool:
    """True while agents who are available have lost their connection, or the server has begun, only just now."""
    connected = ctx.connections.agents()
    away = {agent.id for agent in agents if agent.presence is Presence.AVAILABLE} - connected
    watch.gone = {agent_id: watch.gone.get(agent_id, now) for agent_id in away}
    return any(now - since < ctx.policy.agent_grace for since in watch.gone.values())


def _chats_of(tx: Tx, agent_ids: list[str]) -> list[Chat]:
    """The chats that need somebody else. One that waits for its visitor stays, until the visitor writes."""
    chats = [chat for agent_id in agent_ids for chat in tx.chats.of_agent(agent_id)]
    return [chat for chat in chats if not is_waiting_for_visitor(chat)]


def _taken(ctx: Context, tx: Tx, now: datetime) -> list[Chat]:
    """The chats that an agent has taken of late and not answered yet: their promise is still open."""
    since = now - 2 * ctx.policy.rungs.on_call_after
    return [chat for chat in tx.chats.taken_since(since) if chat.first_answered_at is None]


def _by_id(chats: list[Chat], watch: Watch) -> dict[str, Chat]:
    return {chat.chat_id: chat for chat in chats if chat.chat_id not in watch.broken}


def _end_lapsed(ctx: Context, unit: Unit, watch: Watch) -> list[AgentRef]:
    """Ends the offers whose time is up. Who lets one lapse is not at their desk, and is asked no more.

    Who had no connection could not answer; that is another matter.
    """
    connected = ctx.connections.agents()
    away: list[AgentRef] = []
    for chat in unit.tx.chats.with_lapsed_offer(unit.now):
        if chat.offer is not None and chat.chat_id not in watch.broken:
            with _alone(watch, chat):
                unit.execute(chat, cmd.EndOffer(chat.offer.offer_id, chat.offer.agent, OfferOutcome.LAPSED))
            if chat.offer.agent.id in connected:
                unit.tx.agents.set_presence(chat.offer.agent.id, Presence.AWAY, MISSED_OFFER)
                away.append(chat.offer.agent)
    return away


def _climb(ctx: Context, unit: Unit, watch: Watch, *, is_settling: bool) -> list[Chat]:
    """Takes the steps of the ladder that are due; returns the chats for which somebody must be called."""
    alarms: list[Chat] = []
    here = queueing.present(ctx, unit.tx.chats.waiting())
    waiting = _by_id([*here, *_taken(ctx, unit.tx, unit.now)], watch)
    places = queueing.waiting_places(ctx, unit.tx)
    served = {place.chat_id for place in places if place.wait is not None}
    for chat_id, steps in _steps(ctx, waiting, places, unit.now, is_settling=is_settling).items():
        chat = waiting[chat_id]
        with _alone(watch, chat):
            for step in steps:
                chat = unit.execute(chat, cmd.Escalate(step))
                if step in {Step.OFFER_TICKET, Step.OFFER_TICKET_AGAIN}:
                    chat = bot.offer_ticket(ctx, unit, chat, _phrase(step, is_served=chat_id in served))
                if step is Step.ON_CALL:
                    outbox.order_alarms(ctx, unit, chat)
                    alarms.append(chat)
    return alarms


def _phrase(step: Step, *, is_served: bool) -> str:
    """What is said with the offer of a ticket: an excuse where one is due."""
    if not is_served:
        return "nobody_there"
    return "promise_broken" if step is Step.OFFER_TICKET_AGAIN else "long_wait"


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
