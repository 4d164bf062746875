"""Queueing: offers to agents, and the places of those who wait. Runs inside the unit of work that changed either."""

from chatserver.core import commands as cmd
from chatserver.core.chat import Chat, Status
from chatserver.core.routing.assignment import match_waiting
from chatserver.core.routing.estimate import estimate_all
from chatserver.core.routing.lines import Candidate, WaitingChat
from chatserver.core.routing.rates import Rates
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
    waiting = {chat.chat_id: chat for chat in unit.tx.chats.waiting()}
    if not any(chat.offer is None for chat in waiting.values()):
        return
    agents = {agent.id: agent for agent in serving(ctx, unit.tx)}
    candidates = [_candidate(ctx, agent) for agent in agents.values()]
    for match in match_waiting([_in_line(chat) for chat in waiting.values()], candidates, unit.now):
        offer = cmd.MakeOffer(ctx.ids.short(), agents[match.agent_id].ref, unit.now + ctx.policy.offer_lapse)
        unit.execute(waiting[match.chat_id], offer)


def waiting_places(ctx: Context, tx: Tx) -> list[WaitingPlace]:
    """Returns the place and the expected wait of every waiting chat."""
    waiting = [_in_line(chat) for chat in tx.chats.waiting()]
    candidates = [_candidate(ctx, agent) for agent in serving(ctx, tx)]
    estimates = estimate_all(waiting, candidates, Rates(), ctx.clock.now())
    return [WaitingPlace(estimate.chat_id, estimate.position, estimate.mean) for estimate in estimates]


def place_of(ctx: Context, tx: Tx, chat: Chat) -> WaitingPlace | None:
    """Returns one chat's place, or None when it does not wait."""
    if chat.status is not Status.QUEUED:
        return None
    return next((place for place in waiting_places(ctx, tx) if place.chat_id == chat.chat_id), None)


def serving(ctx: Context, tx: Tx) -> list[Agent]:
    """The agents who may be given chats now."""
    connected = ctx.connections.agents()
    return [agent for agent in tx.agents.all() if agent.presence is Presence.AVAILABLE and agent.id in connected]


def _in_line(chat: Chat) -> WaitingChat:
    """What routing is told of a chat. Agents have no languages yet, so all of them may be asked."""
    return WaitingChat(
        id=chat.chat_id,
        waiting_since=chat.waiting_since or chat.started_at,
        lang=chat.lang,
        passed_over=chat.passed_over,
        offered_to=chat.offer.agent.id if chat.offer else "",
    )


def _candidate(ctx: Context, agent: Agent) -> Candidate:
    return Candidate(
        id=agent.id,
        load=agent.load,
        cap=ctx.policy.agent_cap,
        last_assigned_at=agent.last_assigned_at,
        has_offer=agent.has_offer,
    )
