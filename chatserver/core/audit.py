"""The audit log's words: who did what to whom, beside the chats, whose own logs say what happened in them.

An entry never has a secret: no password, no token, no link, and nothing of what a visitor wrote.
"""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from chatserver.core.people import AgentRef


class Act(StrEnum):
    """What was done; each has its words on the screen."""

    AGENT_ADDED = "agent_added"
    AGENT_CHANGED = "agent_changed"
    AGENT_DEACTIVATED = "agent_deactivated"
    AGENT_ACTIVATED = "agent_activated"
    AGENT_SIGNED_OUT = "agent_signed_out"
    SIGN_IN_RESET = "sign_in_reset"
    LINK_MADE = "link_made"
    PASSWORD_SET = "password_set"
    SIGN_IN_FAILED = "sign_in_failed"
    PROBLEM_ANNOUNCED = "problem_announced"
    PROBLEM_ENDED = "problem_ended"
    VOLUME_DECLARED = "volume_declared"
    VISITOR_BLOCKED = "visitor_blocked"
    VISITOR_UNBLOCKED = "visitor_unblocked"
    MESSAGE_REDACTED = "message_redacted"
    CHAT_TAKEN_OVER = "chat_taken_over"
    REPORT_EXPORTED = "report_exported"
    REPLY_SAVED = "reply_saved"
    REPLY_REMOVED = "reply_removed"
    TAG_SAVED = "tag_saved"
    TAG_REMOVED = "tag_removed"


class Entry(Struct, frozen=True):
    """One line. `agent`: who did it, with an empty id for the command line and for strangers; `about`: to what."""

    number: int
    at: datetime
    agent: AgentRef
    act: Act
    about: str
    details: str


# Whoever runs a command on the server's machine has the database, so no door is closed to them.
COMMAND_LINE = AgentRef("", "command line")
# Somebody who has not signed in.
NOBODY = AgentRef("", "nobody")
