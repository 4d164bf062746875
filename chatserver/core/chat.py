"""A chat: its state, and what may happen to it when.

`TRANSITIONS` is the truth: in each status, the events that may happen and the status that follows. `decide` turns a
command into events by rules that the table cannot express (ownership, offers); `evolve` applies one event.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from msgspec import Struct, field

from chatserver.core import events as ev
from chatserver.core.events import CloseReason, Event, HandoffReason, Packet, Page
from chatserver.core.people import AgentRef
from chatserver.core.routing.ladder import Step
from chatserver.core.sla.clocks import Clock
from chatserver.core.sla.policies import ClockKind
from chatserver.core.triage.state import BotState


class Status(StrEnum):
    """Who has the chat."""

    BOT = "bot"
    QUEUED = "queued"
    ASSIGNED = "assigned"
    TICKET = "ticket"
    CLOSED = "closed"


_ALWAYS = (ev.NoteAdded, ev.TagsChanged, ev.MessageRedacted, ev.NoteRedacted, ev.RedactionDisputed, ev.ClocksMoved)
_ANYWHERE_OPEN = (
    *_ALWAYS,
    ev.MessagePosted,
    ev.DetailsCollected,
    ev.DetailsCorrected,
    ev.UrgencyChanged,
    ev.ComplaintOpened,
    ev.LanguageChanged,
    ev.ChatMerged,
)


def _staying(status: Status, *kinds: type[Event]) -> dict[type[Event], Status]:
    return dict.fromkeys((*_ANYWHERE_OPEN, *kinds), status)


TRANSITIONS: Mapping[Status, Mapping[type[Event], Status]] = {
    Status.BOT: {
        **_staying(Status.BOT, ev.BotStepped),
        ev.ChatQueued: Status.QUEUED,
        ev.AgentAssigned: Status.ASSIGNED,
        ev.ChatClosed: Status.CLOSED,
    },
    Status.QUEUED: {
        **_staying(Status.QUEUED, ev.BotStepped, ev.TicketOffered, ev.EscalationReached, ev.OfferMade, ev.OfferEnded),
        ev.TicketOpened: Status.TICKET,
        ev.AgentAssigned: Status.ASSIGNED,
        ev.ChatClosed: Status.CLOSED,
    },
    Status.ASSIGNED: {
        **_staying(Status.ASSIGNED, ev.ChatTransferred, ev.ChatReleased, ev.AgentLost, ev.EscalationReached),
        ev.ChatQueued: Status.QUEUED,
        ev.TicketOpened: Status.TICKET,
        ev.ChatHandedBack: Status.BOT,
        ev.ChatClosed: Status.CLOSED,
    },
    # A ticket is the same chat that goes on by e-mail.
    Status.TICKET: {
        **_staying(Status.TICKET, ev.BotStepped),
        # The visitor is here again and wants to talk.
        ev.ChatQueued: Status.QUEUED,
        ev.AgentAssigned: Status.ASSIGNED,
        ev.ChatClosed: Status.CLOSED,
    },
    Status.CLOSED: {
        ev.ChatRated: Status.CLOSED,
        ev.ChatReopened: Status.QUEUED,
        **dict.fromkeys(_ALWAYS, Status.CLOSED),
    },
}


class IllegalTransition(AssertionError):
    """An event that the table does not allow here: a defect in `decide`, never something a person did."""


class Offer(Struct, frozen=True):
    offer_id: str
    agent: AgentRef
    expires_at: datetime


class Ticket(Struct, frozen=True):
    """Where the answer goes, and until when."""

    address: str
    due_at: datetime


class Chat(Struct, frozen=True):
    """The state after event number `seq`. `version` counts changes of ownership and fences an agent's commands."""

    chat_id: str
    visitor_id: str
    lang: str
    started_at: datetime
    status: Status = Status.BOT
    seq: int = 1
    version: int = 1
    page: Page = Page()
    details: Mapping[str, str] = field(default_factory=dict)
    bot: BotState = BotState()
    agent: AgentRef | None = None
    packet: Packet | None = None
    waiting_since: datetime | None = None
    first_response_due_at: datetime | None = None
    first_answered_at: datetime | None = None
    offer: Offer | None = None
    passed_over: Mapping[str, datetime] = field(default_factory=dict)
    last_at: datetime | None = None
    last_text: str = ""
    last_text_seq: int = 0
    last_text_revision: int = 0
    closed_at: datetime | None = None
    close_reason: CloseReason | None = None
    summary: str = ""
    rating: int | None = None
    zone: str = ""
    ticket: Ticket | None = None
    ticket_offered_at: datetime | None = None
    escalated: tuple[Step, ...] = ()
    # Asked first when the chat waits again: they know it.
    preferred_agent: AgentRef | None = None
    clocks: Mapping[ClockKind, Clock] = field(default_factory=dict)
    # When the clocks must be looked at again: the earliest step of all that is to come.
    next_due_at: datetime | None = None
    # Names of the details that the website's own server has signed, or an agent has set.
    verified: tuple[str, ...] = ()
    is_complaint: bool = False
    # Whose queue the chat is for; empty: everybody's.
    team: str = ""
    # What agents have filed it under; a visitor never sees them.
    tags: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.status is not Status.CLOSED

    @property
    def visitor_name(self) -> str:
        return self.details.get("name", "")

    def packet_for(self, reason: HandoffReason, title: str | None, tried: tuple[str, ...] = ()) -> Packet:
        """What the bot would hand over now."""
        return Packet(
            lang=self.lang,
            reason=reason,
            intent=self.bot.last_intent,
            title=title,
            details=self.details,
            tried=tried,
            misses=self.bot.misses,
            verified=self.verified,
        )
