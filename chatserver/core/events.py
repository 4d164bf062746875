"""Events: what happened, in the past tense. A chat is the list of them.

Each event carries the next gapless `seq` of its chat (in `Recorded`). `audience` says who may read it: a visitor gets
a bare `event_hidden` in place of what only agents may see, so both sides check for gaps with the same rule.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import ClassVar

from msgspec import Struct, field

from chatserver.core.attachments import Attachment
from chatserver.core.people import AgentRef, Author
from chatserver.core.reasons import AssignedBy as AssignedBy
from chatserver.core.reasons import CloseReason as CloseReason
from chatserver.core.reasons import HandoffReason as HandoffReason
from chatserver.core.reasons import OfferOutcome as OfferOutcome
from chatserver.core.redaction.cuts import Cut
from chatserver.core.redaction.findings import Redaction, SecretKind
from chatserver.core.routing.ladder import Step
from chatserver.core.sla.clocks import Changed
from chatserver.core.triage.state import BotState


class Audience(StrEnum):
    EVERYONE = "everyone"
    AGENTS = "agents"


class Page(Struct, frozen=True):
    """Where the visitor was when the chat began, and with what browser; already redacted."""

    url: str = ""
    title: str = ""
    browser: str = ""


class Packet(Struct, frozen=True):
    """What the bot knows at the handoff, pinned above the thread."""

    lang: str
    reason: HandoffReason
    intent: str | None = None
    title: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    tried: tuple[str, ...] = ()
    misses: int = 0
    verified: tuple[str, ...] = ()


class Button(Struct, frozen=True):
    """A quick reply: what it says; pressing it posts exactly that text."""

    text: str


class Event(Struct, frozen=True):
    """Something that happened to a chat."""

    audience: ClassVar[Audience] = Audience.EVERYONE


class ChatStarted(Event, frozen=True):
    visitor_id: str
    lang: str
    page: Page = Page()
    details: Mapping[str, str] = field(default_factory=dict)
    # The visitor's IANA time zone; empty when it is not known.
    zone: str = ""
    # Names of those details that the website's own server has signed; the others are only claimed.
    verified: tuple[str, ...] = ()


class LanguageChanged(Event, frozen=True):
    """The visitor goes on in another language, having been asked."""

    lang: str


class MessagePosted(Event, frozen=True):
    """A message that visitor and agents see. `revision` counts how often something was taken out of it afterwards.

    The text may be empty when there are files.
    """

    author: Author
    text: str
    client_id: str | None = None
    buttons: tuple[Button, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    revision: int = 0
    files: tuple[Attachment, ...] = ()


class NoteAdded(Event, frozen=True):
    """A note that only agents see: a type of its own, so that none leaks by a forgotten flag."""

    audience: ClassVar[Audience] = Audience.AGENTS
    author: Author
    text: str
    client_id: str | None = None
    redactions: tuple[Redaction, ...] = ()
    revision: int = 0
    # Ids of the agents whom the note names with `@`.
    mentions: tuple[str, ...] = ()


class TagsChanged(Event, frozen=True):
    """What the chat is filed under from now on: all of its tags."""

    audience: ClassVar[Audience] = Audience.AGENTS
    by: Author
    tags: tuple[str, ...]


class MessageRedacted(Event, frozen=True):
    """Something was taken out of an earlier message: a later one completed a secret, or a person marked it.

    `cuts` have places in the text as it stood before `revision`; `redactions` are all its masks after them. The text is
    not repeated, and whoever has it in this revision already has nothing to do.
    """

    message_seq: int
    revision: int
    cuts: tuple[Cut, ...]
    redactions: tuple[Redaction, ...]
    by: Author
    client_id: str | None = None


class NoteRedacted(Event, frozen=True):
    """The same for a note, which only agents see."""

    audience: ClassVar[Audience] = Audience.AGENTS
    message_seq: int
    revision: int
    cuts: tuple[Cut, ...]
    redactions: tuple[Redaction, ...]
    by: Author
    client_id: str | None = None


class RedactionDisputed(Event, frozen=True):
    """The visitor says that what was removed from their message was no secret. It cannot come back; rules can learn."""

    message_seq: int
    kinds: tuple[SecretKind, ...]
    rules: tuple[str, ...]


class DetailsCollected(Event, frozen=True):
    """Answers to a form, or what the website's own server has signed (`verified`); already redacted.

    Later values win, but nothing that is only claimed takes the place of something verified.
    """

    audience: ClassVar[Audience] = Audience.AGENTS
    details: Mapping[str, str]
    verified: bool = False


class UrgencyChanged(Event, frozen=True):
    """An agent says what plan the visitor has or how severe the matter is; None leaves it. It counts as verified."""

    audience: ClassVar[Audience] = Audience.AGENTS
    by: AgentRef
    plan: str | None = None
    severity: int | None = None


class ComplaintOpened(Event, frozen=True):
    """An agent says that this is a complaint: its clocks run from now on."""

    audience: ClassVar[Audience] = Audience.AGENTS
    by: AgentRef


class DetailsCorrected(Event, frozen=True):
    """An agent has put details right; already redacted. An empty value takes the detail away."""

    audience: ClassVar[Audience] = Audience.AGENTS
    details: Mapping[str, str]
    by: AgentRef


class BotStepped(Event, frozen=True):
    """The bot's place in the dialogue after a turn."""

    audience: ClassVar[Audience] = Audience.AGENTS
    state: BotState
    intent: str | None = None
    score: float | None = None


class ChatQueued(Event, frozen=True):
    """The chat waits for a human. The packet is for agents and is left out of the visitor's copy."""

    waiting_since: datetime
    first_response_due_at: datetime
    version: int
    packet: Packet


class TicketOffered(Event, frozen=True):
    """The visitor was told that the wait may be long, and may have the answer by e-mail; their place is kept."""


class TicketOpened(Event, frozen=True):
    """The chat goes on by e-mail under the same ChatID; the answer is due at `due_at`."""

    address: str
    due_at: datetime
    version: int


class EscalationReached(Event, frozen=True):
    """The wait has reached a step of the ladder; each happens once for a wait."""

    audience: ClassVar[Audience] = Audience.AGENTS
    step: Step


class OfferMade(Event, frozen=True):
    audience: ClassVar[Audience] = Audience.AGENTS
    offer_id: str
    agent: AgentRef
    expires_at: datetime


class OfferEnded(Event, frozen=True):
    """An offer that nobody took: declined, lapsed, or withdrawn because the chat moved on."""

    audience: ClassVar[Audience] = Audience.AGENTS
    offer_id: str
    agent: AgentRef
    outcome: OfferOutcome


class AgentAssigned(Event, frozen=True):
    agent: AgentRef
    version: int
    by: AssignedBy


class AgentLost(Event, frozen=True):
    """The agent has been gone for too long; a `ChatQueued` follows."""

    agent: AgentRef
    version: int


class ChatTransferred(Event, frozen=True):
    """`taken_over`: the new agent, a supervisor, has asked for it, and not the one who had the chat."""

    from_agent: AgentRef
    to_agent: AgentRef
    version: int
    taken_over: bool = False


class ChatReleased(Event, frozen=True):
    """The agent put the chat back; a `ChatQueued` follows. `team`: whose queue it is for; None: as it was."""

    agent: AgentRef
    version: int
    team: str | None = None


class ChatHandedBack(Event, frozen=True):
    """The agent gave the chat to the bot."""

    agent: AgentRef
    version: int


class ChatClosed(Event, frozen=True):
    by: Author
    reason: CloseReason
    version: int
    summary: str = ""


class MergeSide(StrEnum):
    """INTO: this chat was the duplicate and goes on in the other; FROM: the other was."""

    INTO = "into"
    FROM = "from"


class ChatMerged(Event, frozen=True):
    """Two chats of one visitor are one case; each log names the `other` chat."""

    audience: ClassVar[Audience] = Audience.AGENTS
    other: str
    side: MergeSide
    by: AgentRef


class ChatRated(Event, frozen=True):
    """The visitor's rating, 1 (bad) to 5 (good)."""

    score: int
    comment: str = ""


class ChatReopened(Event, frozen=True):
    """The visitor has answered after all: a chat that was closed for want of a reply waits for a human again."""

    waiting_since: datetime
    first_response_due_at: datetime
    version: int


class ClocksMoved(Event, frozen=True):
    """What happened to the chat's clocks: each of them as it now is, and the lines that its history has got.

    An entry's `tell` says who must know. The entries of a chat's log, in order, are the whole history of its clocks.
    """

    audience: ClassVar[Audience] = Audience.AGENTS
    changes: tuple[Changed, ...]


class Recorded(Struct, frozen=True):
    """An event in its place in the log of its chat; `at` is aware UTC."""

    chat_id: str
    seq: int
    at: datetime
    event: Event


EVENT_TYPES: tuple[type[Event], ...] = (
    ChatStarted,
    LanguageChanged,
    MessagePosted,
    NoteAdded,
    TagsChanged,
    MessageRedacted,
    NoteRedacted,
    RedactionDisputed,
    DetailsCollected,
    UrgencyChanged,
    ComplaintOpened,
    DetailsCorrected,
    BotStepped,
    ChatQueued,
    TicketOffered,
    TicketOpened,
    EscalationReached,
    OfferMade,
    OfferEnded,
    AgentAssigned,
    AgentLost,
    ChatTransferred,
    ChatReleased,
    ChatHandedBack,
    ChatClosed,
    ChatMerged,
    ChatRated,
    ChatReopened,
    ClocksMoved,
)


@cache
def event_name(kind: type[Event]) -> str:
    """The event's name in the store and on the wire: `MessagePosted` is `message_posted`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


EVENT_BY_NAME: Mapping[str, type[Event]] = {event_name(kind): kind for kind in EVENT_TYPES}
