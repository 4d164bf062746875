"""Read models: what screens show, computed from the store."""

from msgspec import Struct

from chatserver.core.chat import Chat
from chatserver.core.events import ClocksMoved, MessagePosted, Recorded
from chatserver.core.redaction.redact import Context as RedactionContext
from chatserver.core.redaction.redact import Said
from chatserver.services.access import chat_for_agent
from chatserver.services.ports import Context, Presence, ReadMarks, Tx, View

LIST_LENGTH = 100
PAGE_LENGTH = 200
# Well below what may wait for a client, in any JSON spelling.
PAGE_BYTES = 300_000
# What redaction may look back at. Lines about clocks may stand between them, one an event.
CONTEXT_EVENTS = 6
WITH_CLOCKS = 2 * CONTEXT_EVENTS


class OpenedChat(Struct, frozen=True):
    """A chat as an agent gets it."""

    chat: Chat
    log: list[Recorded]
    has_more: bool
    read: ReadMarks


class Colleague(Struct, frozen=True):
    """An agent as agents see one another."""

    id: str
    name: str
    presence: Presence
    load: int
    is_connected: bool
    away_reason: str
    teams: tuple[str, ...]
    languages: tuple[str, ...]


async def list_chats(ctx: Context, agent_id: str, view: View, after: str | None) -> list[Chat]:
    """Returns one page of a view: waiting chats longest wait first, the others newest first."""

    def work(tx: Tx) -> list[Chat]:
        last = chat_for_agent(tx, after).chat_id if after is not None else None
        return tx.chats.listed(view, agent_id, last, LIST_LENGTH)

    return await ctx.store.read(work)


async def chat_for_agents(ctx: Context, chat_id: str) -> Chat:
    """Returns the chat as any agent may see it. Raises `Refused` (FORBIDDEN)."""
    return await ctx.store.read(lambda tx: chat_for_agent(tx, chat_id))


async def open_chat(ctx: Context, chat_id: str, after_seq: int) -> OpenedChat:
    """Returns a chat and the part of its log after `after_seq`."""

    def work(tx: Tx) -> OpenedChat:
        chat = chat_for_agent(tx, chat_id)
        page = page_of(tx, chat, after_seq if after_seq <= chat.seq else 0)
        return OpenedChat(chat, page.log, page.has_more, tx.chats.read_marks(chat.chat_id))

    return await ctx.store.read(work)


async def colleagues(ctx: Context) -> list[Colleague]:
    """Returns all agents, available ones first."""

    def work(tx: Tx) -> list[Colleague]:
        connected = ctx.connections.agents()
        everyone = [
            Colleague(
                agent.id,
                agent.name,
                agent.presence,
                agent.load,
                agent.id in connected,
                agent.away_reason,
                agent.teams,
                agent.languages,
            )
            for agent in tx.agents.all()
        ]
        return sorted(everyone, key=lambda who: (who.presence is Presence.AWAY, who.name.casefold()))

    return await ctx.store.read(work)


class Page(Struct, frozen=True):
    """A part of a chat's log."""

    log: list[Recorded]
    has_more: bool


def page_of(tx: Tx, chat: Chat, after_seq: int) -> Page:
    """Returns the next part of the log after `after_seq`."""
    log: list[Recorded] = []
    size = 0
    for recorded in tx.chats.events_after(chat.chat_id, after_seq, PAGE_LENGTH):
        size += len(getattr(recorded.event, "text", "").encode())
        if log and size > PAGE_BYTES:
            break
        log.append(recorded)
    return Page(log, bool(log) and log[-1].seq < chat.seq)


class Recent(Struct, frozen=True):
    """What redaction may look back at, and where each message of it stands in the log."""

    context: RedactionContext
    seqs: tuple[int, ...]


def recent_context(tx: Tx, chat: Chat, before_seq: int | None = None) -> Recent:
    """Returns what was said last in the chat, or last before an event of its log, for redaction."""
    newest = chat.seq if before_seq is None else before_seq - 1
    count = min(newest, WITH_CLOCKS if chat.clocks else CONTEXT_EVENTS)
    recent = tx.chats.events_after(chat.chat_id, newest - count, count)
    if chat.clocks:
        recent = [recorded for recorded in recent if type(recorded.event) is not ClocksMoved][-CONTEXT_EVENTS:]
    said: list[Said] = []
    seqs: list[int] = []
    for recorded in recent:
        event = recorded.event
        # A message of files alone says nothing.
        if isinstance(event, MessagePosted) and event.text:
            said.append(Said(event.author.kind, event.text))
            seqs.append(recorded.seq)
    return Recent(RedactionContext(tuple(said)), tuple(seqs))
