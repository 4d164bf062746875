"""`decide`: the events that a command causes now, or a refusal. The rules of ownership live here and nowhere else."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import assert_never

from chatserver.core import commands as cmd
from chatserver.core import events as ev
from chatserver.core.chat import Chat, Status
from chatserver.core.errors import Code, Refused
from chatserver.core.events import CloseReason, Event, HandoffReason, OfferOutcome
from chatserver.core.people import AgentRef, AuthorKind
from chatserver.core.sla import PICKUP_TARGET

Events = Sequence[Event]

# A reply to a chat that was closed for want of one goes on with it for so long.
REOPENS_WITHIN = timedelta(days=7)
# Details that clocks depend on.
SET_OTHERWISE = frozenset({"plan", "severity"})


_AFTER_THE_END = (
    cmd.RateChat,
    cmd.AddNote,
    cmd.SetTags,
    cmd.RedactMessage,
    cmd.DisputeRedaction,
    cmd.ReopenChat,
    cmd.MoveClocks,
)


def decide_start(command: cmd.StartChat) -> Events:
    """Returns the first event of a new chat."""
    who = (command.visitor_id, command.lang, command.page, command.details)
    return [ev.ChatStarted(*who, command.zone, command.verified)]


def decide(chat: Chat, command: cmd.Command, now: datetime, promise: timedelta = PICKUP_TARGET) -> Events:
    """Returns the events of `command`, in order; an empty list when all that it asks is true already.

    `promise`: within what time a human answers a chat that joins the queue. Raises `Refused` with CLOSED, TAKEN,
    CONFLICT, FORBIDDEN or BAD_REQUEST.
    """
    if not chat.is_open and not isinstance(command, _AFTER_THE_END):
        raise Refused(Code.CLOSED, "This chat is closed.")
    match command:
        case cmd.StartChat():
            raise Refused(Code.CONFLICT, "This chat has begun already.")
        case cmd.ChangeLanguage():
            return [ev.LanguageChanged(command.lang)] if command.lang != chat.lang else []
        case cmd.PostMessage():
            return _post(chat, command)
        case cmd.TellVisitor():
            return [ev.MessagePosted(command.author, command.text)]
        case cmd.AddNote():
            note = (command.author, command.text, command.client_id, command.redactions)
            return [ev.NoteAdded(*note, mentions=command.mentions)]
        case cmd.SetTags():
            return [ev.TagsChanged(command.by, command.tags)] if command.tags != chat.tags else []
        case cmd.RedactMessage():
            kind = ev.NoteRedacted if command.is_note else ev.MessageRedacted
            where = (command.message_seq, command.revision)
            return [kind(*where, command.cuts, command.redactions, command.by, command.client_id)]
        case cmd.DisputeRedaction():
            return [_disputed(command)]
        case cmd.CollectDetails():
            return [ev.DetailsCollected(command.details, command.verified)]
        case cmd.SetUrgency():
            return _set_urgency(chat, command)
        case cmd.OpenComplaint():
            return [] if chat.is_complaint else [ev.ComplaintOpened(command.agent)]
        case cmd.CorrectDetails():
            return _correct(chat, command)
        case cmd.StepBot():
            if chat.status not in {Status.QUEUED, Status.TICKET}:
                _require(chat, Status.BOT, "The bot does not have this chat.")
            return [ev.BotStepped(command.state, command.intent, command.score)]
        case cmd.HandOff():
            return _hand_off(chat, command, now, promise)
        case cmd.OfferTicket():
            _require(chat, Status.QUEUED, "This chat does not wait for an agent.")
            return [ev.TicketOffered()]
        case cmd.Escalate():
            if chat.status is not Status.ASSIGNED or chat.first_answered_at is not None:
                _require(chat, Status.QUEUED, "This chat does not wait for an agent.")
            return [ev.EscalationReached(command.step)] if command.step not in chat.escalated else []
        case cmd.LoseAgent():
            return _lose(chat, command.agent, now, promise)
        case cmd.OpenTicket():
            return _open_ticket(chat, command)
        case cmd.MakeOffer():
            _require(chat, Status.QUEUED, "This chat does not wait for an agent.")
            if chat.offer is not None:
                raise Refused(Code.CONFLICT, "This chat is on offer already.")
            return [ev.OfferMade(command.offer_id, command.agent, command.expires_at)]
        case cmd.AcceptOffer():
            _require_offer(chat, command.offer_id, command.agent)
            return [_assigned(chat, command.agent, ev.AssignedBy.OFFER)]
        case cmd.EndOffer():
            _require_offer(chat, command.offer_id, command.agent)
            return [ev.OfferEnded(command.offer_id, command.agent, command.outcome)]
        case cmd.ClaimChat():
            return _claim(chat, command.agent)
        case cmd.TransferChat():
            _require_owner(chat, command.agent, command.version)
            if command.to.id == command.agent.id:
                raise Refused(Code.BAD_REQUEST, "You have this chat already.")
            return [ev.ChatTransferred(command.agent, command.to, chat.version + 1)]
        case cmd.TakeOver():
            return _take_over(chat, command.agent)
        case cmd.ReleaseChat():
            _require_owner(chat, command.agent, command.version)
            released = ev.ChatReleased(command.agent, chat.version + 1, command.team)
            return [released, _back(chat, now, promise, HandoffReason.RELEASED)]
        case cmd.HandBackChat():
            _require_owner(chat, command.agent, command.version)
            return [ev.ChatHandedBack(command.agent, chat.version + 1)]
        case cmd.CloseChat():
            return _close(chat, command)
        case cmd.NoteMerge():
            if command.side is ev.MergeSide.INTO:
                _require_owner(chat, command.agent, command.version)
            return [ev.ChatMerged(command.other, command.side, command.agent)]
        case cmd.RateChat():
            return _rate(chat, command)
        case cmd.ReopenChat():
            return _reopen(chat, now, promise)
        case cmd.MoveClocks():
            return [ev.ClocksMoved(command.changes)] if command.changes else []
        case _:
            assert_never(command)


def _post(chat: Chat, command: cmd.PostMessage) -> Events:
    author = command.author
    if author.kind is AuthorKind.AGENT:
        _require_owner(chat, AgentRef(author.id, author.name), command.version)
    if author.kind is AuthorKind.BOT and chat.status is Status.ASSIGNED:
        raise Refused(Code.FORBIDDEN, "The bot is silent while an agent has the chat.")
    said = ev.MessagePosted(
        author, command.text, command.client_id, command.buttons, command.redactions, files=command.files
    )
    return [said]


def _disputed(command: cmd.DisputeRedaction) -> Event:
    if not command.redactions:
        raise Refused(Code.BAD_REQUEST, "Nothing was removed from this message.")
    kinds = tuple(dict.fromkeys(mask.kind for mask in command.redactions))
    rules = tuple(dict.fromkeys(mask.rule for mask in command.redactions))
    return ev.RedactionDisputed(command.message_seq, kinds, rules)


def _set_urgency(chat: Chat, command: cmd.SetUrgency) -> Events:
    if command.severity is not None and not 1 <= command.severity <= 5:
        raise Refused(Code.BAD_REQUEST, "A severity is a whole number from 1 (worst) to 5.")
    is_known = ("plan" in chat.verified, "severity" in chat.verified)
    plan = command.plan if (chat.details.get("plan"), is_known[0]) != (command.plan, True) else None
    said = str(command.severity)
    severity = command.severity if (chat.details.get("severity"), is_known[1]) != (said, True) else None
    if plan is None and severity is None:
        return []
    return [ev.UrgencyChanged(command.agent, plan, severity)]


def _hand_off(chat: Chat, command: cmd.HandOff, now: datetime, promise: timedelta) -> Events:
    # Whoever has a ticket may be here again, and want to talk.
    if chat.status not in {Status.BOT, Status.TICKET}:
        return []
    packet = chat.packet_for(command.reason, command.title, command.tried)
    return [ev.ChatQueued(now, now + promise, chat.version + 1, packet)]


def _open_ticket(chat: Chat, command: cmd.OpenTicket) -> Events:
    if chat.status is Status.TICKET:
        return []
    if command.agent is not None:
        _require_owner(chat, command.agent, command.version)
    else:
        _require(chat, Status.QUEUED, "This chat does not wait for an agent.")
    return [*_withdrawn(chat, None), ev.TicketOpened(command.address, command.due_at, chat.version + 1)]


def _lose(chat: Chat, agent: AgentRef, now: datetime, promise: timedelta) -> Events:
    if chat.agent is None or chat.agent.id != agent.id:
        return []
    return [ev.AgentLost(agent, chat.version + 1), _back(chat, now, promise, HandoffReason.AGENT_LOST)]


def _back(chat: Chat, now: datetime, promise: timedelta, reason: HandoffReason) -> Event:
    """The promise that was not kept yet keeps its clock; one that was kept starts a new clock. A ticket stays one."""
    if chat.ticket is not None:
        return ev.TicketOpened(chat.ticket.address, chat.ticket.due_at, chat.version + 2)
    kept = chat.first_answered_at is not None
    since = now if kept or chat.waiting_since is None else chat.waiting_since
    title, tried = (chat.packet.title, chat.packet.tried) if chat.packet else (None, ())
    packet = chat.packet_for(reason, title, tried)
    return ev.ChatQueued(since, since + promise, chat.version + 2, packet)


def _claim(chat: Chat, agent: AgentRef) -> Events:
    if chat.agent is not None:
        if chat.agent.id == agent.id:
            return []
        raise Refused(Code.TAKEN, f"{chat.agent.name} has this chat.", taken_by=chat.agent.name)
    return [*_withdrawn(chat, agent), _assigned(chat, agent, ev.AssignedBy.CLAIM)]


def _take_over(chat: Chat, agent: AgentRef) -> Events:
    if chat.agent is None or chat.agent.id == agent.id:
        return _claim(chat, agent)
    return [ev.ChatTransferred(chat.agent, agent, chat.version + 1, taken_over=True)]


def _correct(chat: Chat, command: cmd.CorrectDetails) -> Events:
    _require_owner(chat, command.agent, command.version)
    if any(name in chat.verified for name in command.details):
        raise Refused(Code.FORBIDDEN, "What the website has signed cannot be corrected here.")
    if any(name in SET_OTHERWISE for name in command.details):
        raise Refused(Code.BAD_REQUEST, "Plan and severity move the clocks; they are not corrected as details.")
    changed = {name: value for name, value in command.details.items() if chat.details.get(name, "") != value}
    return [ev.DetailsCorrected(changed, command.agent)] if changed else []


def _close(chat: Chat, command: cmd.CloseChat) -> Events:
    if command.by.kind is AuthorKind.AGENT:
        _require_owner(chat, AgentRef(command.by.id, command.by.name), command.version)
    closed = ev.ChatClosed(command.by, command.reason, chat.version + 1, command.summary)
    return [*_withdrawn(chat, None), closed]


def _rate(chat: Chat, command: cmd.RateChat) -> Events:
    if chat.is_open:
        raise Refused(Code.CONFLICT, "A chat can be rated once it is closed.")
    if not 1 <= command.score <= 5:
        raise Refused(Code.BAD_REQUEST, "A rating is a whole number from 1 to 5.")
    return [ev.ChatRated(command.score, command.comment)]


def may_reopen(chat: Chat, now: datetime) -> bool:
    """True while a reply of the visitor goes on with a closed chat: it was closed for want of one, not long ago."""
    return (
        not chat.is_open
        and chat.close_reason is CloseReason.NO_REPLY
        and chat.closed_at is not None
        and now - chat.closed_at <= REOPENS_WITHIN
    )


def _reopen(chat: Chat, now: datetime, promise: timedelta) -> Events:
    if chat.is_open:
        return []
    if not may_reopen(chat, now):
        raise Refused(Code.CLOSED, "This chat is closed.")
    return [ev.ChatReopened(now, now + promise, chat.version + 1)]


def _assigned(chat: Chat, agent: AgentRef, by: ev.AssignedBy) -> Event:
    return ev.AgentAssigned(agent, chat.version + 1, by)


def _withdrawn(chat: Chat, claimed_by: AgentRef | None) -> Events:
    """Ends an open offer, unless the agent who was offered the chat is the one who takes it."""
    offer = chat.offer
    if offer is None or (claimed_by is not None and offer.agent.id == claimed_by.id):
        return []
    return [ev.OfferEnded(offer.offer_id, offer.agent, OfferOutcome.WITHDRAWN)]


def _require(chat: Chat, status: Status, message: str) -> None:
    if chat.status is not status:
        raise Refused(Code.CONFLICT, message)


def _require_offer(chat: Chat, offer_id: str, agent: AgentRef) -> None:
    if chat.offer is not None and (chat.offer.offer_id, chat.offer.agent.id) == (offer_id, agent.id):
        return
    if chat.agent is not None and chat.agent.id != agent.id:
        raise Refused(Code.TAKEN, f"{chat.agent.name} has this chat.", taken_by=chat.agent.name)
    raise Refused(Code.CONFLICT, "This offer has ended.")


def _require_owner(chat: Chat, agent: AgentRef, version: int | None) -> None:
    if chat.agent is None:
        raise Refused(Code.FORBIDDEN, "You do not have this chat. Claim it first.")
    if chat.agent.id != agent.id:
        raise Refused(Code.TAKEN, f"{chat.agent.name} has this chat.", taken_by=chat.agent.name)
    if version != chat.version:
        raise Refused(Code.CONFLICT, "This chat changed hands meanwhile. Look at it again before you go on.")
