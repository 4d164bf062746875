"""From the domain to the wire: what each side is shown of an event, and the acks of the contract in `protocol`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from chatserver.answers import (
    HIDDEN_EVENT,
    ChatRow,
    ClockRow,
    ErrorBody,
    Mask,
    MessageAck,
    OpenAck,
    Place,
    Problem,
    Refusal,
    ResumeAck,
    StartAck,
)
from chatserver.core.chat import Chat
from chatserver.core.errors import Refused
from chatserver.core.events import Audience, CloseReason, Recorded, event_name
from chatserver.core.redaction.findings import Redaction
from chatserver.core.routing.announcement import Announcement, Kind, Outlook, announce
from chatserver.core.sla.clocks import Clock, StepKind
from chatserver.core.sla.following import is_live
from chatserver.core.triage.known_problems import KnownProblem
from chatserver.own_chats_contract import OwnChatAck, OwnChatRow, OwnChatsAck
from chatserver.search_contract import Found, SearchAck
from chatserver.services.own_chats import OwnChats, OwnTranscript
from chatserver.services.posting import Posted
from chatserver.services.searching import Result, Results
from chatserver.services.views import OpenedChat
from chatserver.services.visiting import Opened
from chatserver.services.wait import WaitingPlace

_FOR_AGENTS = frozenset({"packet", "visitor_id", "version", "team", "taken_over"})
_TACTFUL_TO_HIDE = frozenset({CloseReason.SPAM.value, CloseReason.CONDUCT.value, CloseReason.DUPLICATE.value})


def event_to_wire(recorded: Recorded, audience: Audience) -> dict[str, Any]:
    """Returns the event as the audience may see it; `type` is its name."""
    event = recorded.event
    place = {"chat_id": recorded.chat_id, "seq": recorded.seq, "at": msgspec.to_builtins(recorded.at)}
    if audience is Audience.EVERYONE and event.audience is Audience.AGENTS:
        return {"type": HIDDEN_EVENT, **place}
    fields: dict[str, Any] = msgspec.to_builtins(event)
    if audience is Audience.EVERYONE:
        fields = _for_visitors(fields)
    return {"type": event_name(type(event)), **place, **fields}


def _for_visitors(fields: dict[str, Any]) -> dict[str, Any]:
    """A visitor gets no internal ids, no packet, no team, no rule's name, and no verdict on their conduct."""
    shown = {name: value for name, value in fields.items() if name not in _FOR_AGENTS}
    for name, value in shown.items():
        if isinstance(value, dict) and "id" in value:
            shown[name] = {key: part for key, part in value.items() if key != "id"}
    for masks in ("redactions", "cuts"):
        if masks in shown:
            shown[masks] = [{**mask, "rule": ""} for mask in shown[masks]]
    if "rules" in shown:
        shown["rules"] = []
    if shown.get("reason") in _TACTFUL_TO_HIDE:
        shown["reason"] = CloseReason.OTHER.value
    return shown


def chat_row(chat: Chat) -> ChatRow:
    return ChatRow(
        chat_id=chat.chat_id,
        status=chat.status,
        lang=chat.lang,
        seq=chat.seq,
        version=chat.version,
        agent=chat.agent,
        offer=chat.offer,
        visitor_name=chat.visitor_name,
        title=chat.packet.title if chat.packet else None,
        last_at=_last_at(chat).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        last_text=chat.last_text,
        waiting_since=chat.waiting_since,
        first_response_due_at=chat.first_response_due_at,
        first_answered_at=chat.first_answered_at,
        rating=chat.rating,
        plan=chat.details.get("plan", ""),
        severity=chat.details.get("severity", ""),
        escalated=list(chat.escalated),
        ticket_due_at=chat.ticket.due_at if chat.ticket else None,
        clocks=[
            _clock_row(clock)
            for clock in sorted(chat.clocks.values(), key=lambda clock: clock.due_at)
            if is_live(clock)
        ],
        verified=list(chat.verified),
        team=chat.team,
        tags=list(chat.tags),
    )


def _clock_row(clock: Clock) -> ClockRow:
    done = [step for step in clock.steps if step.name in clock.fired]
    told = dict.fromkeys(audience for step in done for audience in step.tell)
    at_risk = any(step.kind is StepKind.WARN for step in done)
    return ClockRow(clock.kind, clock.due_at, clock.state, clock.started_at, at_risk, list(told))


def place_ack(place: WaitingPlace | None, now: datetime) -> Place | None:
    """Returns a place as it is told to somebody who has been told nothing yet."""
    if place is None:
        return None
    told = announce(outlook_of(place), now)
    return Place(*place_fields(place, told.announcement)) if told is not None else None


def outlook_of(place: WaitingPlace) -> Outlook:
    """Returns what is known of a wait as `announce` takes it."""
    return Outlook(place.position, place.low, place.high, is_served=place.wait is not None)


def place_fields(
    place: WaitingPlace, said: Announcement
) -> tuple[int, int | None, Kind, int | None, int | None, datetime | None]:
    """Returns the fields of `Place`, in order."""
    return said.position, wait_seconds(place), said.kind, said.low_min, said.high_min, place.opens_at


def wait_seconds(place: WaitingPlace) -> int | None:
    return round(place.wait.total_seconds()) if place.wait is not None else None


def start_ack(opened: Opened, token: str, epoch: str, now: datetime) -> StartAck:
    return StartAck(token=token, **_opened_fields(opened, epoch, now))


def resume_ack(opened: Opened, epoch: str, now: datetime) -> ResumeAck:
    return ResumeAck(**_opened_fields(opened, epoch, now))


def _opened_fields(opened: Opened, epoch: str, now: datetime) -> dict[str, Any]:
    return {
        "chat_id": opened.chat.chat_id,
        "epoch": epoch,
        "seq": opened.chat.seq,
        "lang": opened.chat.lang,
        "events": [event_to_wire(recorded, Audience.EVERYONE) for recorded in opened.log],
        "more": opened.has_more,
        "place": place_ack(opened.place, now),
        "agent_read_seq": opened.read.agent,
        "problems": problem_rows(opened.problems),
        "mail": opened.has_mail,
    }


def problem_rows(problems: Iterable[KnownProblem]) -> list[Problem]:
    return [Problem(problem.id, problem.text, problem.translations) for problem in problems]


def own_chats_ack(own: OwnChats) -> OwnChatsAck:
    rows = [
        OwnChatRow(row.chat.chat_id, row.chat.status, row.chat.started_at, _last_at(row.chat), row.first_words)
        for row in own.chats
    ]
    return OwnChatsAck(rows, own.has_more)


def own_chat_ack(own: OwnTranscript) -> OwnChatAck:
    events = [event_to_wire(recorded, Audience.EVERYONE) for recorded in own.page.log]
    return OwnChatAck(own.chat.chat_id, own.chat.status, own.chat.seq, events, own.page.has_more, own.can_go_on)


def _last_at(chat: Chat) -> datetime:
    return chat.last_at or chat.started_at


def message_ack(message: Posted) -> MessageAck:
    return MessageAck(message.seq, message.at, message.text, [_mask(mask) for mask in message.redactions])


def open_ack(opened: OpenedChat, epoch: str) -> OpenAck:
    events = [event_to_wire(recorded, Audience.AGENTS) for recorded in opened.log]
    return OpenAck(
        chat_row(opened.chat), epoch, opened.chat.seq, events, opened.has_more, opened.read.visitor, opened.read.agent
    )


def search_ack(found: Results) -> SearchAck:
    return SearchAck([_found(result) for result in found.results], found.next, found.is_partial)


def _found(result: Result) -> Found:
    recorded = result.recorded
    return Found(
        chat_row(result.chat),
        result.kind,
        recorded.seq if recorded is not None else None,
        recorded.at if recorded is not None else None,
        result.author,
        result.snippet.text,
        [[start, end] for start, end in result.snippet.marks],
        result.count,
    )


def refusal(refused: Refused) -> Refusal:
    retry_after = refused.retry_after.total_seconds() if refused.retry_after is not None else None
    return Refusal(False, ErrorBody(refused.code, refused.message, retry_after, refused.taken_by, refused.field))


def _mask(mask: Redaction) -> Mask:
    return Mask(mask.kind, mask.start, mask.end)
