"""The wire contract of the administration: commands of `/agent` for admins, and some for supervisors and authors.

Who may ask what stands in `core.doors`. The rules of `protocol` hold here, too.
"""

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta

from chatserver import admin_answers as a
from chatserver.answers import Ack, Nothing
from chatserver.command_fields import Command, Instant, Seq, ShortText, ZoneName
from chatserver.core.audit import Act
from chatserver.core.people import Role
from chatserver.core.sla.policies import Volume
from chatserver.protocol import AGENT_COMMANDS

RowId = Annotated[str, Meta(min_length=1, max_length=64)]
Word = Annotated[str, Meta(max_length=200)]
Words = Annotated[list[Word], Meta(max_length=100)]
TimeOfDay = Annotated[str, Meta(max_length=5)]
Password = Annotated[str, Meta(max_length=2000)]


class SetPassword(Command):
    """Gives oneself a password; other sessions end. Who came by a link and has none leaves `current` empty."""

    password: Password
    current: Password = ""


class StretchFields(Command):
    opens: TimeOfDay
    closes: TimeOfDay


Day = Annotated[list[StretchFields], Meta(max_length=10)]


class HoursFields(Command):
    """`weekly` has seven lists, Monday first; when all are empty, the agent says no hours."""

    zone: ZoneName
    weekly: Annotated[list[Day], Meta(min_length=7, max_length=7)]


class ListAgents(Command):
    """Fetches all agents, with what they may do."""


class AddAgent(Command):
    """Makes an agent, who signs in by a link that works once and for an hour. `cap` 0: the site's."""

    name: Word
    role: Role = Role.AGENT
    languages: Words = []
    teams: Words = []
    skills: Words = []
    cap: Annotated[int, Meta(ge=0, le=100)] = 0
    hours: HoursFields | None = None


class SaveAgent(Command):
    """Changes an agent; what is left out, or null, stays. `cap` 0: the site's."""

    agent_id: RowId
    name: Word | None = None
    role: Role | None = None
    languages: Words | None = None
    teams: Words | None = None
    skills: Words | None = None
    cap: Annotated[int, Meta(ge=0, le=100)] | None = None
    hours: HoursFields | None = None


class SignOutAgent(Command):
    """Ends all sessions of an agent."""

    agent_id: RowId


class ResetSignIn(Command):
    """Ends an agent's password and sessions, and makes a new link."""

    agent_id: RowId


class DeactivateAgent(Command):
    """Shows an agent out; their chats go back into the queue."""

    agent_id: RowId


class ActivateAgent(Command):
    """Lets an agent sign in again."""

    agent_id: RowId


class ListProblems(Command):
    """Fetches the known problems that visitors are told of, and the volume that was declared."""


class AnnounceProblem(Command):
    """Tells visitors of a known problem before they ask. `translations` have the text in other languages, by tag."""

    text: ShortText
    translations: Annotated[dict[Word, ShortText], Meta(max_length=50)] = {}


class EndProblem(Command):
    """Ends a known problem."""

    problem_id: RowId


class DeclareVolume(Command):
    """Says how much comes in; promises that begin from now on are kept by it."""

    volume: Volume


class ListBlocked(Command):
    """Fetches blocked visitors, the last first; `after` is the last `visitor_id` of the page before."""

    after: RowId | None = None


class UnblockVisitor(Command):
    """Lets a visitor write again. The reason is kept in the audit log."""

    visitor_id: RowId
    reason: ShortText


class GetSite(Command):
    """Fetches what the settings say of the site."""


class GetPolicies(Command):
    """Fetches what is promised, and what is wrong in the file that says so."""


class GetRedaction(Command):
    """Fetches the state of the rules of redaction, and what they did."""


class GetIntents(Command):
    """Fetches the version of the intents that is in force, and what keeps a newer one from being used."""


class GetGaps(Command):
    """Fetches what visitors asked in the last `days` and the bot would not answer now."""

    days: Annotated[int, Meta(ge=1, le=31)] = 7


class ListAudit(Command):
    """Fetches a page of the audit log, newest first. `agent` and `about` are parts of names."""

    before: Seq | None = None
    acts: Annotated[list[Act], Meta(max_length=50)] = []
    agent: Word = ""
    about: Word = ""
    since: Instant | None = None
    until: Instant | None = None


ADMIN_COMMANDS: Mapping[str, tuple[type[Command], type[Ack]]] = {
    "set_password": (SetPassword, Nothing),
    "list_agents": (ListAgents, a.StaffAck),
    "add_agent": (AddAgent, a.WelcomeAck),
    "save_agent": (SaveAgent, a.AgentAck),
    "sign_out_agent": (SignOutAgent, Nothing),
    "reset_sign_in": (ResetSignIn, a.WelcomeAck),
    "deactivate_agent": (DeactivateAgent, Nothing),
    "activate_agent": (ActivateAgent, a.AgentAck),
    "list_problems": (ListProblems, a.ProblemsAck),
    "announce_problem": (AnnounceProblem, a.ProblemAck),
    "end_problem": (EndProblem, Nothing),
    "declare_volume": (DeclareVolume, a.VolumeAck),
    "list_blocked": (ListBlocked, a.BlockedAck),
    "unblock_visitor": (UnblockVisitor, Nothing),
    "get_site": (GetSite, a.SiteAck),
    "get_policies": (GetPolicies, a.PoliciesAck),
    "get_redaction": (GetRedaction, a.RedactionAck),
    "get_intents": (GetIntents, a.IntentsAck),
    "get_gaps": (GetGaps, a.GapsAck),
    "list_audit": (ListAudit, a.AuditAck),
}
# Everything that a connection to `/agent` may ask.
ALL_AGENT_COMMANDS: Mapping[str, tuple[type[Command], type[Ack]]] = {**AGENT_COMMANDS, **ADMIN_COMMANDS}
