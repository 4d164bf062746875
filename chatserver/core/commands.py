"""Commands: what somebody asks of a chat, in the imperative. `decide` turns each into events or refuses it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chatserver.core.events import Button, CloseReason, HandoffReason, OfferOutcome, Page
from chatserver.core.people import AgentRef, Author
from chatserver.core.redaction.findings import Redaction
from chatserver.core.triage.state import BotState


@dataclass(frozen=True, slots=True)
class StartChat:
    chat_id: str
    visitor_id: str
    lang: str
    page: Page = Page()
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PostMessage:
    """`version` is the agent's proof of ownership; visitors and the bot send none."""

    author: Author
    text: str
    client_id: str | None = None
    version: int | None = None
    buttons: tuple[Button, ...] = ()
    redactions: tuple[Redaction, ...] = ()


@dataclass(frozen=True, slots=True)
class AddNote:
    author: Author
    text: str
    client_id: str | None = None
    redactions: tuple[Redaction, ...] = ()


@dataclass(frozen=True, slots=True)
class CollectDetails:
    details: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StepBot:
    state: BotState
    intent: str | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class HandOff:
    """The bot, or the visitor over the bot's head, asks for a human. `title` and `tried` are in the visitor's words."""

    reason: HandoffReason
    title: str | None = None
    tried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MakeOffer:
    offer_id: str
    agent: AgentRef
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AcceptOffer:
    offer_id: str
    agent: AgentRef


@dataclass(frozen=True, slots=True)
class EndOffer:
    """`outcome` is DECLINED (asked by the agent) or LAPSED (asked by the clock); WITHDRAWN is decided, never asked."""

    offer_id: str
    agent: AgentRef
    outcome: OfferOutcome


@dataclass(frozen=True, slots=True)
class ClaimChat:
    agent: AgentRef


@dataclass(frozen=True, slots=True)
class TransferChat:
    agent: AgentRef
    to: AgentRef
    version: int


@dataclass(frozen=True, slots=True)
class ReleaseChat:
    agent: AgentRef
    version: int


@dataclass(frozen=True, slots=True)
class HandBackChat:
    agent: AgentRef
    version: int


@dataclass(frozen=True, slots=True)
class CloseChat:
    """A visitor sends no `version`; an agent must own the chat."""

    by: Author
    reason: CloseReason
    summary: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class RateChat:
    score: int
    comment: str = ""


Command = (
    StartChat
    | PostMessage
    | AddNote
    | CollectDetails
    | StepBot
    | HandOff
    | MakeOffer
    | AcceptOffer
    | EndOffer
    | ClaimChat
    | TransferChat
    | ReleaseChat
    | HandBackChat
    | CloseChat
    | RateChat
)
