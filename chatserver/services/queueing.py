"""Queueing: offers to agents, and the places of those who wait. Runs inside the unit of work that changed either."""

from chatserver.core import commands as cmd
from chatserver.core.assignment import Candidate, match_waiting
from chatserver.core.chat import Chat, Status
from chatserver.core.forecast import expected_wait
from chatserver.core.queue import places
from chatserver.services.execute import Unit
from chatserver.services.ports import Agent, Context, News, Presence, Tx, WaitingPlace


def moves_queue(news: News) -> bool:
    """True when a chat joined or left the queue, changed hands, or its offer did; most messages do not."""
    before, chat = news.before, news.chat
    if before is None:
        return chat.status is Status.QUEUED
    return (before.status, before.agent, before.offer) != (chat.status, chat.agent, chat.offer)


def offer_if_moved(ctx: Context, unit: Unit) -> None:
    """Makes offers when this unit of work may have made room for one."""
    if any(moves_queue(news) for news in unit.news):
        offer_waiting(ctx, unit)


def offer_waiting(ctx: Context, unit: Unit) -> None:
    """Offers waiting chats to agents who are available, connected and below their cap."""
    waiting = unit.tx.chats.waiting()
    if not any(chat.offer is None for chat in waiting):
        return
    candidates = [
        Candidate(agent.ref, agent.load, ctx.policy.agent_cap, agent.has_offer, agent.last_assigned_at)
        for agent in serving(ctx, unit.tx)
    ]
    for match in match_waiting(waiting, candidates, unit.now):
        expires_at = unit.now + ctx.policy.offer_lapse
        unit.execute(match.chat, cmd.MakeOffer(ctx.ids.short(), match.agent, expires_at))


def waiting_places(ctx: Context, tx: Tx) -> list[WaitingPlace]:
    """Returns the place and the expected wait of every waiting chat."""
    agents = serving(ctx, tx)
    free_slots = sum(max(0, ctx.policy.agent_cap - agent.load) for agent in agents)
    return [
        WaitingPlace(place.chat_id, place.position, expected_wait(place.position, len(agents), free_slots))
        for place in places(tx.chats.waiting())
    ]


def place_of(ctx: Context, tx: Tx, chat: Chat) -> WaitingPlace | None:
    """Returns one chat's place, or None when it does not wait."""
    if chat.status is not Status.QUEUED:
        return None
    return next((place for place in waiting_places(ctx, tx) if place.chat_id == chat.chat_id), None)


def serving(ctx: Context, tx: Tx) -> list[Agent]:
    """The agents who may be given chats now."""
    connected = ctx.connections.agents()
    return [agent for agent in tx.agents.all() if agent.presence is Presence.AVAILABLE and agent.id in connected]
