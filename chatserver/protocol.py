"""The wire contract: one declaration per command; its acks and events stand in `answers` and `core.events`.

`protocol_text` writes `static/shared/protocol.ts` and `docs/protocol.md` from it.

Names and fields here are promises to clients that others write: fields may be added, never renamed or removed.
"""

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta

from chatserver.answers import (
    Ack,
    ChatsAck,
    MessageAck,
    Nothing,
    OpenAck,
    ResumeAck,
    SeqAck,
    StartAck,
    TakenAck,
    ViewersAck,
    VisitorChatsAck,
)
from chatserver.command_fields import (
    ChatIdText,
    ClientId,
    Command,
    DetailName,
    FileIds,
    Instant,
    PageFields,
    Seq,
    ShortText,
    Signed,
    Token,
    ZoneName,
)
from chatserver.composing_commands import COMPOSING_COMMANDS
from chatserver.core import events as ev
from chatserver.own_chats_contract import ListOwnChats, OwnChatAck, OwnChatsAck, ReadOwnChat
from chatserver.passing_commands import MarkRead, SetTyping, VisitorTyping
from chatserver.report_answers import BoardAck, ReportAck
from chatserver.search_contract import SearchAck, SearchChats
from chatserver.services.ports import Presence, View

# The visitor's commands (namespace /visitor).


class StartChat(Command):
    """Opens the visitor's chat, or the one that is open already."""

    client_id: ClientId
    lang: Annotated[str, Meta(max_length=35)] | None = None
    page: PageFields | None = None
    details: dict[ShortText, ShortText] | None = None
    token: Token | None = None
    # An IANA time zone, such as Europe/Berlin; one that is not known counts as none.
    zone: Annotated[str, Meta(max_length=64)] | None = None
    # Who the visitor is, signed by the website's own server.
    identity: Signed | None = None


class ResumeChat(Command):
    """Joins a chat on this connection and fetches what was missed."""

    chat_id: ChatIdText
    token: Annotated[str, Meta(max_length=128)]
    after_seq: Seq
    epoch: Annotated[str, Meta(max_length=64)] | None = None
    identity: Signed | None = None


class PostMessage(Command):
    """Says something to the bot or the agent. `files` are ids of `POST /api/files`; with them, `text` may be empty."""

    chat_id: ChatIdText
    client_id: ClientId
    text: str
    files: FileIds = []


class RequestAgent(Command):
    """Asks for a human."""

    chat_id: ChatIdText
    client_id: ClientId


class DisputeRedaction(Command):
    """Says that what was removed from the visitor's own message was no secret."""

    chat_id: ChatIdText
    client_id: ClientId
    seq: Seq


class RateChat(Command):
    """Rates a closed chat from 1 (bad) to 5 (good)."""

    chat_id: ChatIdText
    client_id: ClientId
    score: Annotated[int, Meta(ge=1, le=5)]
    comment: ShortText = ""


class CloseChat(Command):
    """Ends the chat."""

    chat_id: ChatIdText
    client_id: ClientId


class SendTranscript(Command):
    """Asks for a copy of the chat by e-mail; at most three an hour, and only where a start says `mail`."""

    chat_id: ChatIdText
    client_id: ClientId
    address: Annotated[str, Meta(max_length=400)]


# The agent's commands (namespace /agent).


class SetPresence(Command):
    """Says whether this agent may be given chats."""

    status: Presence
    reason: ShortText | None = None


class ListChats(Command):
    """Fetches one page of a view; `after` is the ChatID of the last row of the page before."""

    view: View
    after: ChatIdText | None = None


class OpenChat(Command):
    """Joins a chat's room on this connection and fetches its log after `after_seq`."""

    chat_id: ChatIdText
    after_seq: Seq = 0


class ClaimChat(Command):
    """Takes a chat that nobody has."""

    chat_id: ChatIdText
    client_id: ClientId


class AnswerOffer(Command):
    """Accepts or declines an offer."""

    chat_id: ChatIdText
    client_id: ClientId
    offer_id: Annotated[str, Meta(max_length=64)]
    accept: bool


class PostAgentMessage(Command):
    """Says something to the visitor; `version` proves that the chat is still this agent's. `files` as for visitors."""

    chat_id: ChatIdText
    client_id: ClientId
    text: str
    version: Seq
    files: FileIds = []


class AddNote(Command):
    """Writes something that only agents see. `version` is accepted and not needed."""

    chat_id: ChatIdText
    client_id: ClientId
    text: str
    version: Seq | None = None


class RedactMessage(Command):
    """Takes `[start, end)` out of a message or a note, counted in Unicode code points of the text as it stands."""

    chat_id: ChatIdText
    client_id: ClientId
    seq: Seq
    start: Seq
    end: Seq


class TransferChat(Command):
    """Gives the chat to another agent, by id or name; a `note` for them comes first."""

    chat_id: ChatIdText
    client_id: ClientId
    version: Seq
    to: Annotated[str, Meta(min_length=1, max_length=200)]
    note: str = ""


class RequeueChat(Command):
    """Puts the chat back into the queue of a team (empty: everybody's) or a language, with a note for whoever takes it.

    The wait that was promised already goes on. A field that is left out stays as it is.
    """

    chat_id: ChatIdText
    client_id: ClientId
    version: Seq
    team: Annotated[str, Meta(max_length=200)] | None = None
    lang: Annotated[str, Meta(max_length=35)] | None = None
    note: str = ""


class TakeOver(Command):
    """Takes a chat from whoever has it; for supervisors and admins."""

    chat_id: ChatIdText
    client_id: ClientId


class CorrectDetails(Command):
    """Puts collected details right; an empty value takes one away. Not for what is signed, nor plan and severity."""

    chat_id: ChatIdText
    client_id: ClientId
    version: Seq
    details: Annotated[dict[DetailName, ShortText], Meta(min_length=1, max_length=20)]


class MergeChats(Command):
    """Closes this agent's chat as a duplicate of another open chat `into` of the same visitor; both logs say so."""

    chat_id: ChatIdText
    client_id: ClientId
    version: Seq
    into: ChatIdText


class ListVisitorChats(Command):
    """Fetches the other chats of the visitor, and open ones that seem to be theirs."""

    chat_id: ChatIdText


class SetViewing(Command):
    """Says which chat this console shows now; null: none."""

    chat_id: ChatIdText | None


class ReleaseChat(Command):
    """Puts the chat back into the queue."""

    chat_id: ChatIdText
    client_id: ClientId
    version: Seq


class HandBackChat(Command):
    """Gives the chat back to the bot."""

    chat_id: ChatIdText
    client_id: ClientId
    version: Seq


class CloseAgentChat(Command):
    """Ends the chat with a summary for the visitor. A `reason` that is not listed counts as `other`."""

    chat_id: ChatIdText
    client_id: ClientId
    version: Seq
    summary: str = ""
    reason: Annotated[str, Meta(max_length=40)] = ev.CloseReason.RESOLVED.value


class SetUrgency(Command):
    """Says what plan the visitor has, or how severe the matter is, 1 (worst) to 5; what is left out stays."""

    chat_id: ChatIdText
    client_id: ClientId
    plan: ShortText | None = None
    severity: Annotated[int, Meta(ge=1, le=5)] | None = None


class OpenComplaint(Command):
    """Says that this chat is a complaint: the clocks of complaints begin."""

    chat_id: ChatIdText
    client_id: ClientId


class BlockVisitor(Command):
    """Ends the chat for the visitor's conduct; the visitor can begin no other one."""

    chat_id: ChatIdText
    client_id: ClientId
    version: Seq


class GetBoard(Command):
    """Fetches what goes on now, for supervisors and admins; `zone` says when today began, and is refused if unknown."""

    zone: ZoneName = "UTC"


class GetReport(Command):
    """Fetches the figures of the waits that began from `since` up to `until` (now, if left out).

    For supervisors and admins. At most 31 days. Hours and weekdays are those of `zone`.
    """

    since: Instant
    until: Instant | None = None
    zone: ZoneName = "UTC"


VISITOR_COMMANDS: Mapping[str, tuple[type[Command], type[Ack]]] = {
    "start_chat": (StartChat, StartAck),
    "resume_chat": (ResumeChat, ResumeAck),
    "post_message": (PostMessage, MessageAck),
    "request_agent": (RequestAgent, SeqAck),
    "dispute_redaction": (DisputeRedaction, SeqAck),
    "rate_chat": (RateChat, SeqAck),
    "close_chat": (CloseChat, SeqAck),
    "send_transcript": (SendTranscript, Nothing),
    "set_typing": (VisitorTyping, Nothing),
    "mark_read": (MarkRead, Nothing),
    "list_own_chats": (ListOwnChats, OwnChatsAck),
    "read_own_chat": (ReadOwnChat, OwnChatAck),
}
AGENT_COMMANDS: Mapping[str, tuple[type[Command], type[Ack]]] = {
    "set_presence": (SetPresence, Nothing),
    "list_chats": (ListChats, ChatsAck),
    "open_chat": (OpenChat, OpenAck),
    "claim_chat": (ClaimChat, TakenAck),
    "answer_offer": (AnswerOffer, TakenAck),
    "post_message": (PostAgentMessage, MessageAck),
    "add_note": (AddNote, MessageAck),
    "redact_message": (RedactMessage, SeqAck),
    "transfer_chat": (TransferChat, SeqAck),
    "requeue_chat": (RequeueChat, SeqAck),
    "take_over": (TakeOver, TakenAck),
    "correct_details": (CorrectDetails, SeqAck),
    "merge_chats": (MergeChats, SeqAck),
    "list_visitor_chats": (ListVisitorChats, VisitorChatsAck),
    "set_viewing": (SetViewing, ViewersAck),
    "release_chat": (ReleaseChat, SeqAck),
    "hand_back_chat": (HandBackChat, SeqAck),
    "close_chat": (CloseAgentChat, SeqAck),
    "block_visitor": (BlockVisitor, SeqAck),
    "set_urgency": (SetUrgency, SeqAck),
    "open_complaint": (OpenComplaint, SeqAck),
    "search_chats": (SearchChats, SearchAck),
    "get_board": (GetBoard, BoardAck),
    "get_report": (GetReport, ReportAck),
    "set_typing": (SetTyping, Nothing),
    "mark_read": (MarkRead, Nothing),
    **COMPOSING_COMMANDS,
}
