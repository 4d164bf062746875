"""Commands: what somebody asks of a chat, in the imperative. `decide` turns each into events or refuses it."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field

from chatserver.core.attachments import Attachment
from chatserver.core.events import Button, CloseReason, HandoffReason, MergeSide, OfferOutcome, Page
from chatserver.core.people import AgentRef, Author
from chatserver.core.redaction.cuts import Cut
from chatserver.core.redaction.findings import Redaction
from chatserver.core.routing.ladder import Step
from chatserver.core.sla.clocks import Changed
from chatserver.core.triage.state import BotState


class StartChat(Struct, frozen=True):
    chat_id: str
    visitor_id: str
    lang: str
    page: Page = Page()
    details: Mapping[str, str] = field(default_factory=dict)
    zone: str = ""
    verified: tuple[str, ...] = ()


class ChangeLanguage(Struct, frozen=True):
    lang: str


class PostMessage(Struct, frozen=True):
    """`version` is the agent's proof of ownership; visitors and the bot send none."""

    author: Author
    text: str
    client_id: str | None = None
    version: int | None = None
    buttons: tuple[Button, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    files: tuple[Attachment, ...] = ()


class TellVisitor(Struct, frozen=True):
    """The bot says something about the chat itself, whoever has it: that it is about to be closed, for one."""

    author: Author
    text: str


class AddNote(Struct, frozen=True):
    author: Author
    text: str
    client_id: str | None = None
    redactions: tuple[Redaction, ...] = ()
    mentions: tuple[str, ...] = ()


class SetTags(Struct, frozen=True):
    """Files the chat under these tags and no others, whoever has it; `core.tags` has made them."""

    by: Author
    tags: tuple[str, ...]


class RedactMessage(Struct, frozen=True):
    """Takes more out of the message at `message_seq`; `redactions` are all its masks afterwards."""

    by: Author
    message_seq: int
    revision: int
    cuts: tuple[Cut, ...]
    redactions: tuple[Redaction, ...]
    is_note: bool = False
    client_id: str | None = None


class DisputeRedaction(Struct, frozen=True):
    """The visitor says that what was removed was no secret."""

    message_seq: int
    redactions: tuple[Redaction, ...]


class CollectDetails(Struct, frozen=True):
    details: Mapping[str, str]
    verified: bool = False


class SetUrgency(Struct, frozen=True):
    """An agent says what plan the visitor has, or how severe the matter is, 1 the worst; None leaves it."""

    agent: AgentRef
    plan: str | None = None
    severity: int | None = None


class OpenComplaint(Struct, frozen=True):
    agent: AgentRef


class CorrectDetails(Struct, frozen=True):
    """An agent puts right what was collected; an empty value takes a detail away."""

    agent: AgentRef
    version: int
    details: Mapping[str, str]


class StepBot(Struct, frozen=True):
    state: BotState
    intent: str | None = None
    score: float | None = None


class HandOff(Struct, frozen=True):
    """The bot, or the visitor over the bot's head, asks for a human. `title` and `tried` are in the visitor's words."""

    reason: HandoffReason
    title: str | None = None
    tried: tuple[str, ...] = ()


class OfferTicket(Struct, frozen=True):
    """The visitor may have the answer by e-mail instead of waiting; offered again when the promise has broken."""


class OpenTicket(Struct, frozen=True):
    """The visitor, or the agent who has the chat, makes it a ticket."""

    address: str
    due_at: datetime
    agent: AgentRef | None = None
    version: int | None = None


class Escalate(Struct, frozen=True):
    """The clock asks; a step that was reached already changes nothing."""

    step: Step


class LoseAgent(Struct, frozen=True):
    """The clock asks: the agent who has the chat has been gone for too long."""

    agent: AgentRef


class MakeOffer(Struct, frozen=True):
    offer_id: str
    agent: AgentRef
    expires_at: datetime


class AcceptOffer(Struct, frozen=True):
    offer_id: str
    agent: AgentRef


class EndOffer(Struct, frozen=True):
    """`outcome` is DECLINED (asked by the agent) or LAPSED (asked by the clock); WITHDRAWN is decided, never asked."""

    offer_id: str
    agent: AgentRef
    outcome: OfferOutcome


class ClaimChat(Struct, frozen=True):
    agent: AgentRef


class TransferChat(Struct, frozen=True):
    agent: AgentRef
    to: AgentRef
    version: int


class TakeOver(Struct, frozen=True):
    """A supervisor takes the chat, whoever has it; that they are one has been checked."""

    agent: AgentRef


class ReleaseChat(Struct, frozen=True):
    """`team`: whose queue the chat goes into; None: the one that it was in."""

    agent: AgentRef
    version: int
    team: str | None = None


class HandBackChat(Struct, frozen=True):
    agent: AgentRef
    version: int


class CloseChat(Struct, frozen=True):
    """A visitor sends no `version`; an agent must own the chat."""

    by: Author
    reason: CloseReason
    summary: str = ""
    version: int | None = None


class NoteMerge(Struct, frozen=True):
    """One half of a merge: the duplicate must be the agent's own, the chat that goes on may be anybody's."""

    agent: AgentRef
    other: str
    side: MergeSide
    version: int | None = None


class RateChat(Struct, frozen=True):
    score: int
    comment: str = ""


class ReopenChat(Struct, frozen=True):
    """The visitor replies to a chat that was closed because no reply came."""


class MoveClocks(Struct, frozen=True):
    """Something happened to the clocks; asked by the program alone, of a chat in any status."""

    changes: tuple[Changed, ...]


Command = (
    StartChat
    | ChangeLanguage
    | PostMessage
    | TellVisitor
    | AddNote
    | SetTags
    | RedactMessage
    | DisputeRedaction
    | CollectDetails
    | SetUrgency
    | OpenComplaint
    | CorrectDetails
    | StepBot
    | HandOff
    | OfferTicket
    | OpenTicket
    | Escalate
    | LoseAgent
    | MakeOffer
    | AcceptOffer
    | EndOffer
    | ClaimChat
    | TransferChat
    | TakeOver
    | ReleaseChat
    | HandBackChat
    | CloseChat
    | NoteMerge
    | RateChat
    | ReopenChat
    | MoveClocks
)
