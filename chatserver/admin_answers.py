"""The administration on the wire: its acks, as `protocol_admin` declares them. Times are in seconds."""

from datetime import datetime

from chatserver.answers import Ack
from chatserver.core.audit import Act
from chatserver.core.people import AgentRef, Role
from chatserver.core.sla.policies import Audience, Circumstance, ClockKind, PauseReason, Volume
from chatserver.services.ports import Presence


class Stretch(Ack):
    """Work from `opens` to `closes`, as in 09:00; an end at or before the beginning is one of the next day."""

    opens: str
    closes: str


class Hours(Ack):
    """`weekly` has seven lists, Monday first, in an IANA zone."""

    zone: str
    weekly: list[list[Stretch]]


class AgentCard(Ack):
    """An agent as admins see them. `languages` empty: all; `cap` null: the site's; `hours` null: they say none."""

    id: str
    name: str
    role: Role
    presence: Presence
    away_reason: str
    load: int
    is_connected: bool
    is_active: bool
    has_password: bool
    languages: list[str]
    teams: list[str]
    skills: list[str]
    cap: int | None
    hours: Hours | None


class StaffAck(Ack):
    """Agents by name; those who have left are at the end. `cap`: of those who have none of their own."""

    agents: list[AgentCard]
    cap: int


class AgentAck(Ack):
    agent: AgentCard


class WelcomeAck(Ack):
    """`path` opens the console once, until `expires_at`, when it is put behind this server's address."""

    agent: AgentCard
    path: str
    expires_at: datetime


class ProblemRow(Ack):
    """A known problem. `is_of_page`: the status page lists it, and it ends there."""

    problem_id: str
    text: str
    translations: dict[str, str]
    is_of_page: bool


class VolumeNow(Ack):
    """What was declared last; `since` and `by` are null when nothing ever was."""

    volume: Volume
    since: datetime | None
    by: AgentRef | None


class ProblemsAck(Ack):
    """What visitors are told, and how much is said to come in. `languages`: those that the bot speaks."""

    problems: list[ProblemRow]
    volume: VolumeNow
    languages: list[str]


class ProblemAck(Ack):
    problem: ProblemRow


class VolumeAck(Ack):
    volume: VolumeNow


class BlockedRow(Ack):
    """Somebody who may not write any more; `chat_id` is their last chat, empty when they had none."""

    visitor_id: str
    at: datetime
    chat_id: str
    name: str
    lang: str


class BlockedAck(Ack):
    visitors: list[BlockedRow]
    more: bool


class Counted(Ack):
    """A word, and how many agents have it."""

    name: str
    agents: int


class SiteAck(Ack):
    """What the settings say. `public_url` empty: where the console was opened; `origins` empty: own pages only."""

    brand: str
    public_url: str
    origins: list[str]
    settings_file: str
    agent_cap: int
    bot_languages: list[str]
    languages: list[Counted]
    teams: list[Counted]
    skills: list[Counted]


class ComplaintRow(Ack):
    """What is wrong in a file: where, what, and what would be right. An error keeps the file from being used."""

    place: str
    fault: str
    cure: str
    is_error: bool


class TargetRow(Ack):
    """A target: `seconds` on the clock, or whole working `days`; the other is null. What is empty fits all."""

    seconds: float | None
    days: int | None
    plan: str
    severity: int | None
    on: Circumstance | None


class StepRow(Ack):
    """Who is told at `at`: a share of the target such as `80 %`, or a time such as `600 s`."""

    at: str
    tell: list[Audience]


class PolicyRow(Ack):
    """The promise of one kind of clock; the first of `targets` that fits holds. `calendar` null: the wall clock."""

    kind: ClockKind
    calendar: str | None
    targets: list[TargetRow]
    steps: list[StepRow]
    pauses: list[PauseReason]


class CalendarRow(Ack):
    """Working time. `opens_at`: when it opens next, null while it is open or when it never does."""

    name: str
    hours: Hours
    holidays: int
    is_open: bool
    opens_at: datetime | None


class PoliciesAck(Ack):
    """The promises in force. `file` empty: the defaults hold. `is_current` false: it was changed since the start."""

    version: str
    file: str
    is_current: bool
    complaints: list[ComplaintRow]
    volume: Volume
    policies: list[PolicyRow]
    calendars: list[CalendarRow]


class RuleRow(Ack):
    """A rule or a family of rules: `masked` since the server began, and how often visitors called that wrong."""

    name: str
    is_on: bool
    masked: int
    disputed: int


class RedactionAck(Ack):
    """The state of the rules; `formats` counts the shipped formats of keys. `file` as for policies."""

    families: list[RuleRow]
    rules: list[RuleRow]
    formats: int
    file: str
    is_current: bool
    complaints: list[ComplaintRow]


class IntentLanguage(Ack):
    lang: str
    intents: int
    examples: int


class IntentsAck(Ack):
    """The intents in force; `problems` keep a newer set on the disk from taking its place."""

    version: str
    default: str
    languages: list[IntentLanguage]
    forms: list[str]
    problems: list[str]


class Pressed(Ack):
    intent: str
    count: int


class GapRow(Ack):
    """Questions that are much the same and that the bot did not answer; `pressed`: what people chose then."""

    lang: str
    text: str
    count: int
    asked_back: int
    last_at: datetime
    wordings: list[str]
    pressed: list[Pressed]


class GapsAck(Ack):
    """`chats` were looked at; `is_part`: there were more of them, or more gaps than are told."""

    gaps: list[GapRow]
    chats: int
    is_part: bool
    answered_by_now: int


class AuditRow(Ack):
    number: int
    at: datetime
    agent: AgentRef
    act: Act
    about: str
    details: str


class AuditAck(Ack):
    """`before` asks for the next page; null when this is the last."""

    entries: list[AuditRow]
    before: int | None
