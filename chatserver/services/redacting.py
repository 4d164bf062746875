"""Redaction after the fact: what a later message gives away, what an agent marks, what a visitor disputes."""

from collections.abc import Sequence

from msgspec.structs import replace

from chatserver.core import commands as cmd
from chatserver.core.audit import Act
from chatserver.core.chat import Chat
from chatserver.core.errors import Code, Refused
from chatserver.core.events import MessagePosted, NoteAdded, Recorded
from chatserver.core.people import AgentRef, Author, AuthorKind, bot_author, visitor_author
from chatserver.core.redaction.cuts import MARKED, MARKED_RULE, Cut, apply_cuts
from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.redact import Earlier
from chatserver.services import auditing
from chatserver.services.access import chat_for_agent, chat_of_visitor
from chatserver.services.execute import Done, Unit, client_key
from chatserver.services.ports import ClientKey, Context, Tx
from chatserver.services.views import Recent


def redact_earlier(ctx: Context, unit: Unit, chat: Chat, recent: Recent, completed: Sequence[Earlier]) -> Chat:
    """Takes out of earlier messages what the one at hand has completed; returns the chat after it."""
    for earlier in completed:
        recorded = unit.tx.chats.event(chat.chat_id, recent.seqs[earlier.index])
        if recorded is not None:
            chat = _cut(unit, chat, recorded, earlier.cuts, bot_author(ctx.policy.bot_name))
    return chat


async def redact_marked(
    ctx: Context, agent: AgentRef, chat_id: str, client_id: str, seq: int, start: int, end: int
) -> Done[int]:
    """Takes out what an agent has marked in a message or a note; any agent may, whoever has the chat.

    `start` and `end` count code points of the text as it stands. Raises `Refused` (BAD_REQUEST).
    """

    def work(tx: Tx) -> Done[int]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        chat = chat_for_agent(tx, chat_id)
        key = client_key(agent.as_author(), client_id, "redact_message", seq, start, end)
        known = unit.outcome_of(chat, key)
        if known is not None:
            return unit.done(known.seq)
        recorded = _said(tx, chat, seq)
        text = _text(recorded)
        if not 0 <= start < end <= len(text) or not text[start:end].strip():
            raise Refused(Code.BAD_REQUEST, "Mark at least one character of the message.")
        cut = Cut(start, end, MARKED, SecretKind.OTHER, MARKED_RULE)
        auditing.note(tx, unit.now, agent, Act.MESSAGE_REDACTED, chat.chat_id, f"#{seq}")
        return unit.done(_cut(unit, chat, recorded, [cut], agent.as_author(), key).seq)

    return await ctx.store.run(work)


async def dispute_redaction(ctx: Context, visitor_id: str, chat_id: str, client_id: str, seq: int) -> Done[int]:
    """The visitor says that what was removed from their message was no secret. Raises `Refused` (BAD_REQUEST)."""

    def work(tx: Tx) -> Done[int]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        chat = chat_of_visitor(tx, visitor_id, chat_id)
        key = client_key(visitor_author(chat.visitor_id), client_id, "dispute_redaction", seq)
        known = unit.outcome_of(chat, key)
        if known is not None:
            return unit.done(known.seq)
        event = _said(tx, chat, seq).event
        if not isinstance(event, MessagePosted) or event.author.kind is not AuthorKind.VISITOR:
            raise Refused(Code.BAD_REQUEST, "This is not your message.")
        return unit.done(unit.execute_once(chat, cmd.DisputeRedaction(seq, event.redactions), key).seq)

    return await ctx.store.run(work)


def _said(tx: Tx, chat: Chat, seq: int) -> Recorded:
    recorded = tx.chats.event(chat.chat_id, seq)
    if recorded is None or not isinstance(recorded.event, MessagePosted | NoteAdded):
        raise Refused(Code.BAD_REQUEST, "There is no such message.")
    return recorded


def _text(recorded: Recorded) -> str:
    event = recorded.event
    assert isinstance(event, MessagePosted | NoteAdded)
    return event.text


def _cut(
    unit: Unit, chat: Chat, recorded: Recorded, cuts: Sequence[Cut], by: Author, key: ClientKey | None = None
) -> Chat:
    event = recorded.event
    assert isinstance(event, MessagePosted | NoteAdded)
    after = apply_cuts(event.text, event.redactions, cuts)
    revision = event.revision + 1
    is_note, client_id = isinstance(event, NoteAdded), key.client_id if key else None
    command = cmd.RedactMessage(by, recorded.seq, revision, tuple(cuts), after.redactions, is_note, client_id)
    chat = unit.execute(chat, command, key)
    kept = replace(event, text=after.text, redactions=after.redactions, revision=revision)
    unit.tx.chats.rewrite(Recorded(recorded.chat_id, recorded.seq, recorded.at, kept))
    return chat
