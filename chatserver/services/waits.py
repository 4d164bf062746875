"""Waits, written down as they happen: who joined the queue, what was predicted, how it ended. In the unit of work."""

from collections.abc import Iterable
from datetime import datetime

from chatserver.core import events as ev
from chatserver.core.chat import Chat
from chatserver.core.people import AuthorKind
from chatserver.core.routing.calibration import KEPT, Calibration, Pair
from chatserver.core.routing.ladder import Step
from chatserver.core.routing.rates import Handled, Waited, learn_rates
from chatserver.core.sla.policies import Facts
from chatserver.services.ports import News, Tx
from chatserver.services.wait import Outlook, Wait, WaitingPlace

# What is looked back at: some hours of a busy desk.
LOOK_BACK = 400
# When nobody has said how severe the matter is.
USUAL_SEVERITY = 3


def write_down(tx: Tx, news: Iterable[News]) -> None:
    """Writes the moments of waits that these news have."""
    for item in news:
        for recorded in item.log:
            _write_event(tx, item.before, item.chat, recorded.event, recorded.at)


def write_joined(tx: Tx, chat: Chat, facts: Facts, place: WaitingPlace) -> None:
    """Writes that a chat has joined the queue, with what was predicted then."""
    wait = Wait(
        chat_id=chat.chat_id,
        joined_at=chat.waiting_since or chat.started_at,
        lang=chat.lang,
        plan=facts.plan,
        severity=facts.severity or USUAL_SEVERITY,
        predicted=place.raw,
        low=place.low,
        high=place.high,
    )
    tx.waits.join(wait)


def learn(tx: Tx) -> Outlook:
    """Returns what the waits of late teach about the next ones."""
    waits = tx.waits.latest(LOOK_BACK)
    handled = [
        Handled(wait.agent_id, wait.handled_until - wait.accepted_at)
        for wait in waits
        if wait.agent_id and wait.accepted_at is not None and wait.handled_until is not None
    ]
    pickups = [
        wait.accepted_at - wait.offered_at
        for wait in waits
        if wait.accepted_at is not None and wait.offered_at is not None and wait.accepted_at >= wait.offered_at
    ]
    ended = [(wait, wait.answered_at or wait.left_at) for wait in waits]
    waited = [Waited(end - wait.joined_at, wait.answered_at is None) for wait, end in ended if end is not None]
    pairs = [
        Pair(wait.predicted, wait.answered_at - wait.joined_at)
        for wait in reversed(waits[:KEPT])
        if wait.predicted is not None and wait.answered_at is not None
    ]
    return Outlook(learn_rates(handled, pickups, waited), Calibration(pairs))


def _write_event(tx: Tx, before: Chat | None, chat: Chat, event: ev.Event, at: datetime) -> None:
    if before is None or before.waiting_since is None:
        return
    joined = before.waiting_since
    match event:
        case ev.OfferMade():
            tx.waits.note(chat.chat_id, joined, offered_at=at)
        case ev.AgentAssigned():
            tx.waits.note(chat.chat_id, joined, accepted_at=at, agent_id=event.agent.id)
        case ev.MessagePosted() if event.author.kind is AuthorKind.AGENT and before.first_answered_at is None:
            tx.waits.note(chat.chat_id, joined, answered_at=at)
        case ev.TicketOffered():
            tx.waits.note(chat.chat_id, joined, ticket_offered_at=at)
        case ev.TicketOpened():
            tx.waits.note(chat.chat_id, joined, ticket_taken_at=at, handled_until=at)
        case ev.EscalationReached() if event.step is Step.BREACH:
            tx.waits.note(chat.chat_id, joined, breached_at=at)
        case ev.ChatReleased() | ev.AgentLost() | ev.ChatHandedBack():
            tx.waits.note(chat.chat_id, joined, handled_until=at)
        case ev.ChatClosed():
            moments = {"handled_until": at} if before.agent is not None else {"left_at": at}
            if before.first_answered_at is None:
                moments["left_at"] = at
            tx.waits.note(chat.chat_id, joined, **moments)
        case _:
            return
