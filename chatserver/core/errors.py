"""Refusals: the one way in which this program says no.

A refusal is expected, typed and safe to show. Whatever else goes wrong is a defect; it is caught once, at the rim, and
answered with the code `internal` and an incident number.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Code(StrEnum):
    """Why something was refused. The first three may be tried again with the same `client_id`; the others are final."""

    BUSY = "busy"
    DRAINING = "draining"
    RATE_LIMITED = "rate_limited"
    BAD_REQUEST = "bad_request"
    TOO_LONG = "too_long"
    FORBIDDEN = "forbidden"
    CLOSED = "closed"
    CONFLICT = "conflict"
    TAKEN = "taken"
    BLOCKED = "blocked"
    BAD_IDENTITY = "bad_identity"
    INTERNAL = "internal"


RETRYABLE = frozenset({Code.BUSY, Code.DRAINING, Code.RATE_LIMITED})


@dataclass(eq=False)
class Refused(Exception):
    """Says no, with a code from the closed list and a sentence for a person.

    `message` never repeats what the other side typed. `taken_by` names the agent who has the chat, with `Code.TAKEN`;
    `field` is the command's field that is at fault, where there is one to mend.
    """

    code: Code
    message: str
    retry_after: timedelta | None = None
    taken_by: str | None = None
    field: str | None = None

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"
