"""What the use cases need from outside, as small protocols owned here, and the context that carries them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from msgspec import Struct, field

from chatserver.core.chat import Chat
from chatserver.core.events import Recorded
from chatserver.core.people import AgentRef, Author, Role
from chatserver.core.redaction.rules import SHIPPED, Rules
from chatserver.core.routing.ladder import DEFAULT_RUNGS, Rungs
from chatserver.core.routing.policies import DEFAULT_URGENCY, Urgency
from chatserver.core.sla.policies import DEFAULT_POLICIES, Policies
from chatserver.core.triage.known_problems import KnownProblem
from chatserver.core.working_hours import WorkingHours
from chatserver.services.composing_ports import MentionRows, ReplyRows, TagRows
from chatserver.services.file_ports import FileLimits, FileRows
from chatserver.services.finding import SearchRows
from chatserver.services.outgoing import OutboxRows, Post
from chatserver.services.site_ports import AuditRows, Blocked, FlagRows, ProblemRows
from chatserver.services.wait import Outlook, WaitingPlace, WaitRows
from chatserver.services.workshop import Workshop

T = TypeVar("T")


class Presence(StrEnum):
    """`available`: may be given chats; `away`: may not."""

    AVAILABLE = "available"
    AWAY = "away"


class View(StrEnum):
    """The lists of chats that an agent can look at; TEAM has what waits for their teams or is with team mates."""

    MINE = "mine"
    QUEUE = "queue"
    TEAM = "team"
    BOT = "bot"
    TICKETS = "tickets"
    ALL = "all"
    CLOSED = "closed"


class Agent(Struct, frozen=True):
    """An agent's account and presence. `load` counts the open chats that they have.

    `languages`: those they are limited to, empty means all; `cap` None: the site's. `password_hash` is empty for
    one who signs in by links only, and `is_active` False for one who may not sign in any more.
    """

    id: str
    name: str
    password_hash: str
    presence: Presence = Presence.AWAY
    away_reason: str = ""
    last_assigned_at: datetime | None = None
    load: int = 0
    has_offer: bool = False
    languages: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    cap: int | None = None
    role: Role = Role.AGENT
    hours: WorkingHours | None = None
    is_active: bool = True

    @property
    def may_supervise(self) -> bool:
        return self.role in {Role.SUPERVISOR, Role.ADMIN}

    @property
    def ref(self) -> AgentRef:
        return AgentRef(self.id, self.name)


class ClientKey(Struct, frozen=True):
    """Makes a command happen once: the sender, the id that the sender made, and the hash of what was asked."""

    author: Author
    client_id: str
    content_hash: bytes


class Receipt(Struct, frozen=True):
    """What a command with this client id did the first time."""

    content_hash: bytes
    recorded: Recorded


class ReadMarks(Struct, frozen=True):
    """The newest seq that each side has seen."""

    visitor: int = 0
    agent: int = 0


class ReadMark(Struct, frozen=True):
    """One side has read this chat up to `seq`."""

    chat_id: str
    seq: int


class ChatRows(Protocol):
    """The chats and their logs."""

    def get(self, chat_id: str) -> Chat | None: ...
    def append(self, before: Chat | None, after: Chat, log: Sequence[Recorded], key: ClientKey | None) -> None:
        """Stores the events and the chat after them. The key belongs to the last event.

        Raises `Refused` (CONFLICT) when the stored chat is not at `before.seq`.
        """

    def event(self, chat_id: str, seq: int) -> Recorded | None: ...
    def rewrite(self, recorded: Recorded) -> None:
        """Stores the redacted copy of an event in the place of the one that is there."""

    def receipt(self, chat_id: str, author: Author, client_id: str) -> Receipt | None: ...
    def events_after(self, chat_id: str, seq: int, limit: int) -> list[Recorded]: ...
    def open_of_visitor(self, visitor_id: str) -> Chat | None: ...
    def waiting(self) -> list[Chat]: ...
    def taken_since(self, at: datetime) -> list[Chat]:
        """The chats that agents have and whose visitors wait, or waited, since then."""

    def of_agent(self, agent_id: str) -> list[Chat]:
        """The open chats that an agent has."""

    def of_visitors(self, visitor_ids: Collection[str], limit: int, after: str | None = None) -> list[Chat]:
        """The chats of these visitors, open or not, newest message first; `after` is the last ChatID known."""
        ...

    def open_with_detail(self, name: str, value: str) -> list[Chat]:
        """The open chats in which this detail has this value, whatever its case."""

    def with_lapsed_offer(self, now: datetime) -> list[Chat]: ...
    def with_due_clock(self, now: datetime, limit: int) -> list[Chat]:
        """Returns chats with a step of a clock that is due, the longest due first."""
        ...

    def listed(self, view: View, agent_id: str, after: str | None, limit: int) -> list[Chat]: ...
    def read_marks(self, chat_id: str) -> ReadMarks: ...
    def mark_read(self, chat_id: str, side: str, seq: int) -> None: ...


class VisitorRows(Protocol):
    """Visitors are known by the hash of their token."""

    def block(self, visitor_id: str, now: datetime) -> None: ...
    def unblock(self, visitor_id: str) -> bool:
        """Lets the person in again, as whichever visitor they were blocked; returns whether they were."""

    def blocked_at(self, visitor_id: str) -> datetime | None: ...
    def blocked(self, before: tuple[datetime, str] | None, limit: int) -> list[Blocked]:
        """Those who are blocked, the last first; `before` are the moment and the id of the one before these."""

    def is_blocked(self, visitor_id: str) -> bool:
        """True also when the same person was blocked as another visitor."""

    def by_token(self, token_hash: bytes) -> str | None: ...
    def add(self, visitor_id: str, token_hash: bytes, now: datetime) -> None: ...
    def external_id(self, visitor_id: str) -> str | None:
        """Returns the key of the person that a signed identity has named."""

    def set_external_id(self, visitor_id: str, external_id: str) -> None: ...
    def same_person(self, visitor_id: str) -> list[str]:
        """Returns the other visitors with the same `external_id`; none for a visitor who has none."""


class AgentRows(Protocol):
    """Agents, their sessions and their one-time sign-in links."""

    def get(self, agent_id: str) -> Agent | None: ...
    def by_name(self, name: str) -> Agent | None: ...
    def all(self) -> list[Agent]:
        """Those who may sign in."""

    def former(self) -> list[Agent]:
        """Those who may not any more."""

    def set_active(self, agent_id: str, left_at: datetime | None) -> None:
        """None lets an agent in again; a moment keeps them out from then on, and ends their sessions and links."""

    def add(self, agent_id: str, name: str, password_hash: str, now: datetime) -> None: ...
    def set_password(self, agent_id: str, password_hash: str) -> None: ...
    def set_presence(self, agent_id: str, presence: Presence, reason: str) -> None: ...
    def set_profile(self, profile: Agent) -> None:
        """Writes an agent's name, role and hours, and what routing asks: languages, teams, skills and cap."""

    def set_assigned(self, agent_id: str, now: datetime) -> None: ...
    def add_session(self, token_hash: bytes, agent_id: str, expires_at: datetime) -> None: ...
    def session(self, token_hash: bytes, now: datetime) -> Agent | None: ...
    def end_session(self, token_hash: bytes) -> None: ...
    def end_sessions_of(self, agent_id: str, but: bytes = b"") -> None:
        """Ends all sessions of an agent, but the one with this hash."""

    def end_links_of(self, agent_id: str) -> None: ...
    def sweep(self, now: datetime) -> None: ...
    def add_link(self, token_hash: bytes, agent_id: str, expires_at: datetime) -> None: ...
    def use_link(self, token_hash: bytes, now: datetime) -> Agent | None: ...


class Tx(Protocol):
    """One transaction: what a unit of work may do."""

    @property
    def chats(self) -> ChatRows: ...
    @property
    def visitors(self) -> VisitorRows: ...
    @property
    def agents(self) -> AgentRows: ...
    @property
    def problems(self) -> ProblemRows: ...
    @property
    def waits(self) -> WaitRows: ...
    @property
    def files(self) -> FileRows: ...
    @property
    def outbox(self) -> OutboxRows: ...
    @property
    def search(self) -> SearchRows: ...
    @property
    def audit(self) -> AuditRows: ...
    @property
    def flags(self) -> FlagRows: ...
    @property
    def replies(self) -> ReplyRows: ...
    @property
    def tags(self) -> TagRows: ...
    @property
    def mentions(self) -> MentionRows: ...
    def touch(self) -> None:
        """Writes something of no importance."""


class Store(Protocol):
    """Runs units of work. `epoch` identifies the database; a restored copy has another."""

    @property
    def epoch(self) -> str: ...
    async def run(self, work: Callable[[Tx], T]) -> T:
        """Runs `work` in a transaction and returns its result once that is durable.

        Raises what `work` raises, with nothing stored, or `Refused` (BUSY) when the disk does not take it.
        """
        ...

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Runs `work` on a connection that cannot write, beside the writer."""
        ...

    async def check(self) -> None:
        """Writes something, at most once a second. Raises `Refused` (BUSY) when the disk does not take it."""
        ...


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware UTC."""
        ...


class Connections(Protocol):
    """Who has a live connection now; held in memory, since a restart ends them all."""

    def agents(self) -> frozenset[str]: ...
    def has_visitor(self, chat_id: str) -> bool:
        """True while a page of the chat's visitor has joined it."""


class Ids(Protocol):
    """Chance, so that tests can do without."""

    def chat_id(self) -> str: ...
    def token(self) -> str:
        """256 random bits, URL-safe."""
        ...

    def short(self) -> str:
        """A unique name for a row: 96 random bits, URL-safe."""
        ...


class News(Struct, frozen=True):
    """What a unit of work did to one chat: for the publisher, after the commit."""

    before: Chat | None
    chat: Chat
    log: tuple[Recorded, ...]


class Publisher(Protocol):
    """Tells everyone who may know; never waits, never fails the sender."""

    def publish(self, news: Sequence[News]) -> None: ...
    def tell_places(self, places: Sequence[WaitingPlace], now: datetime) -> None: ...


class Policy(Struct, frozen=True):
    """The settings that use cases obey."""

    bot_name: str
    offer_lapse: timedelta
    agent_cap: int
    session_length: timedelta
    urgency: Urgency = DEFAULT_URGENCY
    rungs: Rungs = DEFAULT_RUNGS
    agent_grace: timedelta = timedelta(seconds=45)
    # How long the page of a waiting visitor may be gone before nobody is asked to come, and before the wait is over.
    visitor_grace: timedelta = timedelta(minutes=2)
    visitor_leaves_after: timedelta = timedelta(minutes=30)
    # A chat whose visitor has been silent for so long after an answer takes none of its agent's slots.
    parked_after: timedelta = timedelta(minutes=10)
    files: FileLimits = FileLimits()
    # Empty: nobody can be verified.
    identity_secret: str = ""
    post: Post = Post()
    # Whether agents see what a visitor is writing.
    shows_drafts: bool = False


class Seen(Struct, frozen=True):
    """What the last look at the queue saw, and when: the places by ChatID, and the waiting chats without a visitor."""

    at: datetime = datetime.min.replace(tzinfo=UTC)
    places: Mapping[str, WaitingPlace] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()


@dataclass(slots=True)
class Context:
    """What every use case gets. `workshop`, `problems`, `outlook`, `seen`, and `policies` when the volume changes, are
    replaced while the server runs; the rest is not."""

    store: Store
    clock: Clock
    ids: Ids
    connections: Connections
    policy: Policy
    workshop: Workshop
    rules: Rules = SHIPPED
    problems: tuple[KnownProblem, ...] = ()
    outlook: Outlook = Outlook()
    seen: Seen = Seen()
    policies: Policies = DEFAULT_POLICIES
