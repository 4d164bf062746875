"""What the administration needs from outside: the rows of the site, and what its files say now."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from chatserver.core.audit import Act, Entry
from chatserver.core.chat import Chat
from chatserver.core.events import Recorded
from chatserver.core.people import AgentRef
from chatserver.core.redaction.rules import Rules
from chatserver.core.sla.policies import Policies
from chatserver.core.triage.known_problems import KnownProblem


class AuditFilter(Struct, frozen=True):
    """Which entries; what is empty fits all. `about` and `agent` are parts of names, `until` is not included."""

    acts: tuple[Act, ...] = ()
    agent: str = ""
    about: str = ""
    since: datetime | None = None
    until: datetime | None = None


class AuditRows(Protocol):
    """The audit log; nothing in it is ever changed."""

    def add(self, at: datetime, agent: AgentRef, act: Act, about: str, details: str) -> None: ...
    def listed(self, wanted: AuditFilter, before: int | None, limit: int) -> list[Entry]:
        """Entries with a number below `before`, newest first."""


class Flag(Struct, frozen=True):
    """A switch of the whole site: what it stands at, since when, and who has set it."""

    value: str
    since: datetime
    agent: AgentRef


class FlagRows(Protocol):
    """Switches of the whole site, by name."""

    def get(self, name: str) -> Flag | None: ...
    def set(self, name: str, flag: Flag) -> None: ...


class ProblemRows(Protocol):
    """Known problems: incidents that the operator has announced."""

    def open(self) -> list[KnownProblem]: ...
    def add(self, problem: KnownProblem, now: datetime) -> None: ...
    def end(self, problem_id: str, now: datetime) -> bool:
        """Returns whether it was open."""


class Blocked(Struct, frozen=True):
    """A visitor who may not write to us any more, and their last chat, if they had one."""

    visitor_id: str
    at: datetime
    chat: Chat | None


class SiteFacts(Struct, frozen=True):
    """What the settings say of the site. `origins` empty: only this server's own pages may use the chat."""

    brand: str
    public_url: str
    origins: tuple[str, ...]
    settings_file: str
    agent_cap: int


class Complaint(Struct, frozen=True):
    """What is wrong in a file, with its place and its cure; an error keeps the file from being used."""

    place: str
    fault: str
    cure: str
    is_error: bool = True


class PolicyFile(Struct, frozen=True):
    """`sla.yml` as it is on the disk now; `policies` is None when it cannot be used. `name` empty: there is none."""

    name: str
    policies: Policies | None = None
    complaints: tuple[Complaint, ...] = ()


class RuleFile(Struct, frozen=True):
    """The file of the site's own redaction rules, as for `PolicyFile`."""

    name: str
    rules: Rules | None = None
    complaints: tuple[Complaint, ...] = ()


class RuleCount(Struct, frozen=True):
    """How often a rule has masked something since the server began, and how often a visitor has called that wrong."""

    masked: int
    disputed: int


class SiteFiles(Protocol):
    """The files that the site is made of, read when somebody asks; none of it is written from here."""

    def facts(self) -> SiteFacts: ...
    async def policies(self) -> PolicyFile: ...
    async def rules(self) -> RuleFile: ...
    def rule_counts(self) -> Mapping[str, RuleCount]: ...
    def reload_problems(self) -> Sequence[str]:
        """What keeps the intent files on the disk from being used; empty when those in force are they."""

    def histories(self, since: datetime) -> Iterator[Sequence[Recorded]]:
        """Yields the bot's part in the chats since then; called on another thread. Raises `Refused` (BUSY)."""
