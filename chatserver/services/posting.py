"""Posting: what visitors, agents and notes have in common, the ack of a text that is in the log."""

from dataclasses import dataclass
from datetime import datetime

from chatserver.core.errors import Code, Refused
from chatserver.core.events import MessagePosted, NoteAdded
from chatserver.core.redaction.findings import Redaction
from chatserver.services.execute import Outcome


@dataclass(frozen=True, slots=True)
class Posted:
    """A stored message: where it stands in the log, and its text after redaction."""

    seq: int
    at: datetime
    text: str
    redactions: tuple[Redaction, ...]


def posted(outcome: Outcome) -> Posted:
    """The ack of a message that is in the log."""
    recorded = outcome.recorded
    if recorded is None or not isinstance(recorded.event, MessagePosted | NoteAdded):
        raise Refused(Code.CONFLICT, "This client_id was used for something else in this chat.")
    return Posted(recorded.seq, recorded.at, recorded.event.text, recorded.event.redactions)
