"""What the server says on the wire beside the events of `core.events`: acks, refusals, and what is told in passing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

import msgspec

from chatserver.core.chat import Offer, Status
from chatserver.core.people import AgentRef, AuthorKind
from chatserver.core.redaction.findings import SecretKind
from chatserver.core.routing.announcement import Kind as AnnouncementKind
from chatserver.core.routing.ladder import Step
from chatserver.core.sla.clocks import EntryKind, RunState
from chatserver.core.sla.policies import Audience, ClockKind
from chatserver.services.ports import Presence

# Each ack is sent with `ok: true` beside these fields.


class Ack(msgspec.Struct):
    """What a command answers when it was carried out."""


class Nothing(Ack):
    """Only `ok`."""


class SeqAck(Ack):
    seq: int


class Mask(Ack):
    """Where in the stored text something was removed."""

    kind: SecretKind
    start: int
    end: int


class MessageAck(Ack):
    """`text` is what was stored; `start` and `end` count its Unicode code points."""

    seq: int
    at: datetime
    text: str
    redactions: list[Mask]


class TakenAck(Ack):
    """`version` goes with every later command on this chat."""

    seq: int
    version: int


class Place(Ack):
    """Place 1 is next in line. `wait_s` is the likeliest wait in seconds; null when no agent is there.

    `kind` says what to tell: `range` (from `low_min` to `high_min` minutes), `at_most` (`high_min`), `place` (the place
    alone), `nobody` (nobody is there; `opens_at` is when somebody will be, if that is known), `apology` (what was
    promised has passed; the new numbers). From 1 to 2 reads "a minute or two".
    """

    position: int
    wait_s: int | None
    kind: AnnouncementKind
    low_min: int | None
    high_min: int | None
    opens_at: datetime | None


class Problem(Ack):
    """A known problem. `translations` have `text` in other languages, by tag."""

    id: str
    text: str
    translations: Mapping[str, str]


class StartAck(Ack):
    """`mail`: a copy of the chat can be sent by e-mail."""

    chat_id: str
    token: str
    epoch: str
    seq: int
    lang: str
    events: list[dict[str, Any]]
    more: bool
    place: Place | None
    agent_read_seq: int
    problems: list[Problem]
    mail: bool


class ResumeAck(Ack):
    """See `StartAck`."""

    chat_id: str
    epoch: str
    seq: int
    lang: str
    events: list[dict[str, Any]]
    more: bool
    place: Place | None
    agent_read_seq: int
    problems: list[Problem]
    mail: bool


class ClockRow(Ack):
    """A clock that has begun and not ended; while it is paused, `due_at` does not count.

    `is_at_risk`: a warning has come. `told`: who has been told that it is about to break, or has broken.
    """

    kind: ClockKind
    due_at: datetime
    state: RunState
    started_at: datetime
    is_at_risk: bool
    told: list[Audience]


class ChatRow(Ack):
    """A chat as a list shows it."""

    chat_id: str
    status: Status
    lang: str
    seq: int
    version: int
    agent: AgentRef | None
    offer: Offer | None
    visitor_name: str
    title: str | None
    last_at: str
    last_text: str
    waiting_since: datetime | None
    first_response_due_at: datetime | None
    first_answered_at: datetime | None
    rating: int | None
    plan: str
    severity: str
    escalated: list[Step]
    ticket_due_at: datetime | None
    clocks: list[ClockRow]
    # Names of the details that the website's own server has signed.
    verified: list[str]
    # Whose queue the chat is for; empty: everybody's.
    team: str
    tags: list[str]


class ChatsAck(Ack):
    chats: list[ChatRow]
    now: datetime


class VisitorChatsAck(Ack):
    """`chats`: other chats of this visitor, newest first. `alike`: open chats whose details name the same person.

    `incident`: the known problem that the visitor was told of, if it is still open.
    """

    chats: list[ChatRow]
    alike: list[ChatRow]
    incident: str | None


class ViewersAck(Ack):
    """The agents who look at the chat, this one left out."""

    viewers: list[AgentRef]


class OpenAck(Ack):
    chat: ChatRow
    epoch: str
    seq: int
    events: list[dict[str, Any]]
    more: bool
    visitor_read_seq: int
    agent_read_seq: int


class ErrorBody(msgspec.Struct, omit_defaults=True):
    """Why a command was refused. `retry_after` is in seconds; `by` names who has the chat, with `taken`; `field` is
    the one to mend, in forms."""

    code: str
    message: str
    retry_after: float | None = None
    by: str | None = None
    field: str | None = None


class Refusal(msgspec.Struct):
    ok: Literal[False]
    error: ErrorBody


# What is told once and not kept: it may be lost, and nothing depends on it.


class Passing(msgspec.Struct):
    """An event without a seq."""


class TypingChanged(Passing):
    chat_id: str
    kind: AuthorKind
    name: str
    typing: bool


class DraftShown(Passing):
    """What the visitor has written and not sent, redacted; empty when it was sent or taken back. Told at most once a
    second, only to agents who have the chat open, and only where the site has switched it on."""

    chat_id: str
    text: str


class Mentioned(Passing):
    """A note names this agent with `@`; `by` is who wrote it."""

    chat_id: str
    seq: int
    by: str


class RepliesChanged(Passing):
    """Somebody has changed the canned replies: fetch them again before they are used next."""


class ChatRead(Passing):
    """One side has read up to `seq`."""

    chat_id: str
    kind: AuthorKind
    seq: int


class HeadTold(Passing):
    """The newest seq of a chat that something happened to in the last minute; a client that has less asks for more."""

    chat_id: str
    seq: int


class PlaceChanged(Passing):
    """A waiting visitor's place and expected wait, as in `Place`; told when it is worth saying anew."""

    chat_id: str
    position: int
    wait_s: int | None
    kind: AnnouncementKind
    low_min: int | None
    high_min: int | None
    opens_at: datetime | None


class ChatsChanged(Passing):
    """The lists' rows of chats that something happened to, a tenth of a second later at most; to every agent."""

    chats: list[ChatRow]


class ViewersChanged(Passing):
    """Which agents look at a chat; to those who have it open."""

    chat_id: str
    viewers: list[AgentRef]


class PresenceChanged(Passing):
    agent: AgentRef
    status: Presence
    reason: str


class ClockTold(Passing):
    """A clock of a chat has reached a step: told to whom its policy names. `step`: its name, such as `80 %`."""

    chat_id: str
    name: str
    kind: ClockKind
    what: EntryKind
    step: str
    due_at: datetime


class ProblemsChanged(Passing):
    """All known problems that are open now; to every visitor, when one has begun or ended."""

    problems: list[Problem]


class ComeBack(Passing):
    """The server is about to stop. When the connection has ended, wait `after_s` seconds, then connect again: each
    client is told another time, so that not all come at once."""

    after_s: float


PASSING_EVENTS: Mapping[str, type[Passing]] = {
    "typing_changed": TypingChanged,
    "draft_shown": DraftShown,
    "mentioned": Mentioned,
    "replies_changed": RepliesChanged,
    "chat_read": ChatRead,
    "head_told": HeadTold,
    "place_changed": PlaceChanged,
    "chats_changed": ChatsChanged,
    "viewers_changed": ViewersChanged,
    "presence_changed": PresenceChanged,
    "clock_told": ClockTold,
    "problems_changed": ProblemsChanged,
    "come_back": ComeBack,
}
# Stands in a visitor's log for an event that only agents see.
HIDDEN_EVENT = "event_hidden"
