"""Mentions: agents who are named with `@` in a note find it in a list of their own until they have looked at it."""

from datetime import datetime

from msgspec import Struct

from chatserver.core.events import NoteAdded
from chatserver.core.mentions import mentioned
from chatserver.core.people import AgentRef, Author
from chatserver.services.access import chat_for_agent
from chatserver.services.composing_ports import MentionPlace
from chatserver.services.execute import Outcome, Repeat
from chatserver.services.ports import Context, Tx

MAX_LISTED = 100
# What a list shows of a note.
_LINE_CHARS = 200


class Mention(Struct, frozen=True):
    """A note that names the agent: where it stands, who wrote it, and its beginning as it reads now."""

    chat_id: str
    seq: int
    at: datetime
    by: Author
    text: str


def mentions_in(tx: Tx, text: str, writer: AgentRef) -> tuple[str, ...]:
    """Returns the ids of the colleagues whom a redacted note names."""
    if "@" not in text:
        return ()
    return mentioned(text, (agent.ref for agent in tx.agents.all() if agent.id != writer.id))


def remember_mentions(tx: Tx, outcome: Outcome) -> None:
    """Puts a note that was added just now into the lists of those whom it names."""
    recorded = outcome.recorded
    if outcome.repeat is Repeat.FIRST and recorded is not None and isinstance(recorded.event, NoteAdded):
        place = MentionPlace(recorded.chat_id, recorded.seq, recorded.at)
        tx.mentions.add(recorded.event.mentions, place)


async def list_mentions(ctx: Context, agent: AgentRef) -> list[Mention]:
    """Returns the agent's mentions that they have not looked at, newest first."""

    def work(tx: Tx) -> list[Mention]:
        found: list[Mention] = []
        for place in tx.mentions.unread(agent.id, MAX_LISTED):
            recorded = tx.chats.event(place.chat_id, place.seq)
            if recorded is not None and isinstance(recorded.event, NoteAdded):
                note = recorded.event
                found.append(Mention(place.chat_id, place.seq, place.at, note.author, note.text[:_LINE_CHARS]))
        return found

    return await ctx.store.read(work)


async def read_mentions(ctx: Context, agent: AgentRef, chat_id: str) -> int:
    """Marks the agent's mentions in a chat as looked at; returns how many there were. Raises `Refused` (FORBIDDEN)."""

    def work(tx: Tx) -> int:
        chat = chat_for_agent(tx, chat_id)
        return tx.mentions.mark_read(agent.id, chat.chat_id, ctx.clock.now())

    return await ctx.store.run(work)
