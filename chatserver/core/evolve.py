"""`evolve`: the state of a chat after one more event. Folding a chat's log with it gives the chat."""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from chatserver.core import events as ev
from chatserver.core.chat import TRANSITIONS, Chat, IllegalTransition, Offer, Ticket
from chatserver.core.events import Recorded
from chatserver.core.people import AuthorKind
from chatserver.core.redaction.cuts import apply_cuts
from chatserver.core.sla.clocks import next_due
from chatserver.core.sla.policies import ClockKind
from chatserver.core.triage.state import BotState

# What a list of chats shows of the last message.
LAST_TEXT_CHARS = 140


def begin(recorded: Recorded) -> Chat:
    """Returns the chat that its first event starts."""
    event = recorded.event
    if not isinstance(event, ev.ChatStarted) or recorded.seq != 1:
        raise IllegalTransition("a chat begins with ChatStarted and seq 1")
    return Chat(
        chat_id=recorded.chat_id,
        visitor_id=event.visitor_id,
        lang=event.lang,
        started_at=recorded.at,
        page=event.page,
        details=event.details,
        zone=event.zone,
        verified=event.verified,
        last_at=recorded.at,
    )


def evolve(chat: Chat, recorded: Recorded) -> Chat:
    """Returns the chat after `recorded`, whose seq must be the next one."""
    event = recorded.event
    status = TRANSITIONS[chat.status].get(type(event))
    if status is None:
        raise IllegalTransition(f"{type(event).__name__} cannot happen to a chat that is {chat.status}")
    if recorded.seq != chat.seq + 1:
        raise IllegalTransition(f"expected seq {chat.seq + 1}, got {recorded.seq}")
    return replace(chat, status=status, seq=recorded.seq, **_changes(chat, recorded))


def fold(log: Iterable[Recorded]) -> Chat:
    """Returns the chat that a whole log describes."""
    iterator = iter(log)
    chat = begin(next(iterator))
    for recorded in iterator:
        chat = evolve(chat, recorded)
    return chat


def _silenced(state: BotState) -> BotState:
    """What the bot was asked in one wait does not reach into the next."""
    return replace(state, asks_address=False, helps=False) if state.asks_address or state.helps else state


def _changes(chat: Chat, recorded: Recorded) -> Mapping[str, Any]:
    """The fields that the event changes, beside status and seq."""
    event, at = recorded.event, recorded.at
    match event:
        case ev.MessagePosted():
            answered = chat.first_answered_at
            if answered is None and event.author.kind is AuthorKind.AGENT:
                answered = at
            by_bot = event.author.kind is AuthorKind.BOT
            return {
                "last_at": at,
                # A list is about people: what the bot said last tells an agent nothing.
                "last_text": chat.last_text if by_bot else _line_of(event)[:LAST_TEXT_CHARS],
                "last_text_seq": chat.last_text_seq if by_bot else recorded.seq,
                "last_text_revision": chat.last_text_revision if by_bot else event.revision,
                "first_answered_at": answered,
            }
        case ev.MessageRedacted():
            if (event.message_seq, event.revision) != (chat.last_text_seq, chat.last_text_revision + 1):
                return {}
            return {
                "last_text_revision": event.revision,
                "last_text": apply_cuts(chat.last_text, (), event.cuts).text[:LAST_TEXT_CHARS],
            }
        case ev.TagsChanged():
            return {"tags": event.tags}
        case ev.LanguageChanged():
            return {"lang": event.lang}
        case ev.EscalationReached():
            return {"escalated": (*chat.escalated, event.step)}
        case ev.AgentLost():
            return {"version": event.version, "agent": None, "preferred_agent": event.agent}
        case ev.TicketOffered():
            return {"ticket_offered_at": at}
        case ev.TicketOpened():
            return {
                "version": event.version,
                "agent": None,
                "ticket": Ticket(event.address, event.due_at),
                "waiting_since": None,
                "first_response_due_at": None,
            }
        case ev.DetailsCollected():
            return _details(chat, event)
        case ev.UrgencyChanged():
            said = {"plan": event.plan, "severity": None if event.severity is None else str(event.severity)}
            known = {name: value for name, value in said.items() if value is not None}
            return _details(chat, ev.DetailsCollected(known, verified=True))
        case ev.ComplaintOpened():
            return {"is_complaint": True}
        case ev.DetailsCorrected():
            details = {**chat.details, **event.details}
            return {"details": {name: value for name, value in details.items() if value}}
        case ev.BotStepped():
            return {"bot": event.state}
        case ev.ChatQueued():
            return {
                "version": event.version,
                "agent": None,
                "packet": event.packet,
                "waiting_since": event.waiting_since,
                "first_response_due_at": event.first_response_due_at,
                "first_answered_at": None,
                # Whoever waits for people again has no ticket any more.
                "ticket": None,
                "bot": _silenced(chat.bot),
                # A wait that goes on keeps what it has reached; a new one begins at the foot of the ladder.
                "escalated": chat.escalated if event.waiting_since == chat.waiting_since else (),
            }
        case ev.OfferMade():
            return {"offer": Offer(event.offer_id, event.agent, event.expires_at)}
        case ev.OfferEnded():
            passed_over = chat.passed_over
            if event.outcome is not ev.OfferOutcome.WITHDRAWN:
                passed_over = {**passed_over, event.agent.id: at}
            return {"offer": None, "passed_over": passed_over}
        case ev.AgentAssigned():
            return {
                "version": event.version,
                "agent": event.agent,
                "offer": None,
                "passed_over": {},
                "preferred_agent": None,
                "bot": _silenced(chat.bot),
            }
        case ev.ChatTransferred():
            return {"version": event.version, "agent": event.to_agent}
        case ev.ChatReleased():
            # Whoever put it back is not the next to be asked.
            team = chat.team if event.team is None else event.team
            return {"version": event.version, "agent": None, "passed_over": {event.agent.id: at}, "team": team}
        case ev.ChatHandedBack():
            return {
                "version": event.version,
                "agent": None,
                "waiting_since": None,
                "first_response_due_at": None,
                "ticket": None,
                "ticket_offered_at": None,
                "team": "",
                "bot": BotState(tried=chat.bot.tried, last_intent=chat.bot.last_intent, told=chat.bot.told),
            }
        case ev.ChatClosed():
            return {
                "version": event.version,
                "closed_at": at,
                "close_reason": event.reason,
                "summary": event.summary,
                "offer": None,
            }
        case ev.ChatRated():
            return {"rating": event.score}
        case ev.ChatReopened():
            return {
                "version": event.version,
                "agent": None,
                "preferred_agent": chat.agent,
                "waiting_since": event.waiting_since,
                "first_response_due_at": event.first_response_due_at,
                "first_answered_at": None,
                "passed_over": {},
                "closed_at": None,
                "close_reason": None,
                "summary": "",
                # Whoever writes is here, and is asked again should nobody else be.
                "ticket": None,
                "ticket_offered_at": None,
            }
        case ev.ClocksMoved():
            clocks = {**chat.clocks, **{changed.clock.kind: changed.clock for changed in event.changes}}
            due = [due_at for clock in clocks.values() if (due_at := next_due(clock)) is not None]
            moved = {"clocks": clocks, "next_due_at": min(due, default=None)}
            pickup = clocks.get(ClockKind.PICKUP)
            if pickup is None or pickup.outcome is not None or chat.first_response_due_at is None:
                return moved
            # The plan may have a promise of its own, and the desk its hours.
            return {**moved, "first_response_due_at": pickup.due_at}
        case _:
            return {}


def _details(chat: Chat, event: ev.DetailsCollected) -> Mapping[str, Any]:
    """What is only claimed never takes the place of something verified."""
    if event.verified:
        names = tuple(dict.fromkeys((*chat.verified, *event.details)))
        return {"details": {**chat.details, **event.details}, "verified": names}
    claimed = {name: value for name, value in event.details.items() if name not in chat.verified}
    return {"details": {**chat.details, **claimed}}


def _line_of(event: ev.MessagePosted) -> str:
    """What a list shows of a message: its text, or the names of its files."""
    return event.text or ", ".join(file.name for file in event.files)
