"""Posting: what visitors, agents and notes have in common, the ack of a text that is in the log."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from chatserver.core.chat import Chat
from chatserver.core.errors import Code, Refused
from chatserver.core.events import MessagePosted, NoteAdded
from chatserver.core.people import Author
from chatserver.core.redaction.findings import Redaction
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.redaction.redact import Redacted, redact
from chatserver.core.redaction.rules import Rules
from chatserver.core.text import require_message
from chatserver.services.execute import Outcome, kept_id
from chatserver.services.ports import Tx
from chatserver.services.views import Recent, recent_context


class Posted(Struct, frozen=True):
    """A stored message: where it stands in the log, and its text after redaction."""

    seq: int
    at: datetime
    text: str
    redactions: tuple[Redaction, ...]


def require_words(text: str, file_ids: Sequence[str]) -> str:
    """Returns a message fit to store; files may come without words. Raises `Refused` (BAD_REQUEST or TOO_LONG)."""
    return require_message(text) if text.strip() or not file_ids else ""


def redact_once(
    tx: Tx, chat: Chat, author: Author, client_id: str, raw: RawText, rules: Rules
) -> tuple[Redacted, Recent]:
    """Redacts a message as it was the first time, if it has been stored already: by what had been said before it."""
    receipt = tx.chats.receipt(chat.chat_id, author, kept_id(client_id))
    recent = recent_context(tx, chat, receipt.recorded.seq if receipt is not None else None)
    return redact(recent.context, raw, author.kind, rules=rules), recent


def posted(outcome: Outcome) -> Posted:
    """The ack of a message that is in the log."""
    recorded = outcome.recorded
    if recorded is None or not isinstance(recorded.event, MessagePosted | NoteAdded):
        raise Refused(Code.CONFLICT, "This client_id was used for something else in this chat.")
    return Posted(recorded.seq, recorded.at, recorded.event.text, recorded.event.redactions)
