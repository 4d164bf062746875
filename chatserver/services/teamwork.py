"""What agents do with a chat among themselves: another queue, a takeover, one case out of two, details put right.

Whoever gives a chat away must have it; only a supervisor takes one that somebody else has. What they write is redacted.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from chatserver.core import commands as cmd
from chatserver.core.audit import Act
from chatserver.core.chat import Chat
from chatserver.core.errors import Code, Refused
from chatserver.core.events import AgentAssigned, ChatTransferred, CloseReason, MergeSide
from chatserver.core.people import AgentRef, AuthorKind
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.redaction.redact import Context as RedactionContext
from chatserver.core.redaction.redact import redact, redact_line
from chatserver.core.text import is_language_tag, require_message
from chatserver.services import auditing, queueing
from chatserver.services.access import chat_for_agent, require_door
from chatserver.services.execute import Done, Repeat, Unit, client_key
from chatserver.services.ports import Context, Tx
from chatserver.services.views import recent_context

# Other chats of one visitor that a screen shows.
MOST_CHATS = 20
# What tells that two visitors are probably the same person: nobody shares these.
_PERSONAL = ("email", "account")
_MAX_DETAIL_CHARS = 2000
_NO_CONTEXT = RedactionContext()


class Requeue(Struct, frozen=True):
    """Where a chat is put: `team` empty means everybody's queue; None leaves team or language as it is."""

    team: str | None = None
    lang: str | None = None
    note: RawText = RawText("")


class VisitorChats(Struct, frozen=True):
    """Other chats of a visitor, open ones that seem to be theirs, and the known problem that they were told of."""

    chats: list[Chat]
    alike: list[Chat]
    incident: str | None


def leave_note(ctx: Context, unit: Unit, chat: Chat, agent: AgentRef, raw: RawText) -> Chat:
    """Returns the chat with a note for whoever gets it; an empty one is none. Raises `Refused` (TOO_LONG)."""
    if not raw.reveal().strip():
        return chat
    words = RawText(require_message(raw.reveal()))
    redacted = redact(recent_context(unit.tx, chat).context, words, AuthorKind.AGENT, rules=ctx.rules)
    return unit.execute(chat, cmd.AddNote(agent.as_author(), redacted.text, None, redacted.redactions))


async def requeue_chat(
    ctx: Context, agent: AgentRef, chat_id: str, client_id: str, version: int, asked: Requeue
) -> Done[int]:
    """Puts the agent's chat into the queue of a team or a language. The clock of the promise is not started anew."""
    lang = _require_language(ctx, asked.lang)

    def work(tx: Tx) -> Done[int]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        chat = chat_for_agent(tx, chat_id)
        key = client_key(agent.as_author(), client_id, "requeue_chat", asked.team, lang)
        known = unit.outcome_of(chat, key)
        if known is not None:
            return unit.done(known.seq)
        if asked.team and not any(asked.team in other.teams for other in tx.agents.all()):
            raise Refused(Code.BAD_REQUEST, "There is no team of this name.")
        release = cmd.ReleaseChat(agent, version, asked.team)
        chat = leave_note(ctx, unit, chat, agent, asked.note)
        if lang is not None:
            chat = unit.execute(chat, cmd.ChangeLanguage(lang))
        outcome = unit.execute_once(chat, release, key)
        queueing.offer_if_moved(ctx, unit)
        return unit.done(outcome.seq)

    return await ctx.store.run(work)


async def take_over(ctx: Context, agent: AgentRef, chat_id: str, client_id: str) -> Done[tuple[int, int]]:
    """Gives the chat to a supervisor who asks for it, whoever has it. Returns `(seq, version)`.

    Raises `Refused` (FORBIDDEN) for anybody else. The cap does not count: it is there to protect from being given work.
    """

    def work(tx: Tx) -> Done[tuple[int, int]]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        require_door(tx, agent, "take_over")
        chat = chat_for_agent(tx, chat_id)
        outcome = unit.execute_once(chat, cmd.TakeOver(agent), client_key(agent.as_author(), client_id, "take_over"))
        if outcome.repeat is Repeat.FIRST:
            tx.agents.set_assigned(agent.id, unit.now)
            holder = chat.agent.name if chat.agent is not None else ""
            auditing.note(tx, unit.now, agent, Act.CHAT_TAKEN_OVER, chat.chat_id, holder)
        queueing.offer_if_moved(ctx, unit)
        event = outcome.recorded.event if outcome.recorded is not None else None
        version = event.version if isinstance(event, AgentAssigned | ChatTransferred) else outcome.chat.version
        return unit.done((outcome.seq, version))

    return await ctx.store.run(work)


async def correct_details(
    ctx: Context, agent: AgentRef, chat_id: str, client_id: str, version: int, details: Mapping[str, str]
) -> Done[int]:
    """Puts details of the agent's own chat right. Raises `Refused` (FORBIDDEN) for those that are signed."""
    clean = {_require_name(ctx, name): _redact_detail(ctx, name, value) for name, value in details.items()}

    def work(tx: Tx) -> Done[int]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        chat = chat_for_agent(tx, chat_id)
        key = client_key(agent.as_author(), client_id, "correct_details", *sorted(clean.items()))
        return unit.done(unit.execute_once(chat, cmd.CorrectDetails(agent, version, clean), key).seq)

    return await ctx.store.run(work)


async def merge_chats(
    ctx: Context, agent: AgentRef, chat_id: str, client_id: str, version: int, into: str
) -> Done[int]:
    """Closes the agent's chat as a duplicate of another open chat of the same visitor; both logs name the other.

    Raises `Refused`: FORBIDDEN when the two are not known to be the same visitor's, CLOSED when the other has ended.
    """

    def work(tx: Tx) -> Done[int]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        chat, other = chat_for_agent(tx, chat_id), chat_for_agent(tx, into)
        key = client_key(agent.as_author(), client_id, "merge_chats", other.chat_id)
        known = unit.outcome_of(chat, key)
        if known is not None:
            return unit.done(known.seq)
        if chat.chat_id == other.chat_id:
            raise Refused(Code.BAD_REQUEST, "These are one chat already.")
        if other.chat_id not in {one.chat_id for one in _same_visitor(tx, chat)}:
            raise Refused(Code.FORBIDDEN, "These are not chats of the same visitor.")
        chat = unit.execute(chat, cmd.NoteMerge(agent, other.chat_id, MergeSide.INTO, version))
        outcome = unit.execute_once(chat, cmd.CloseChat(agent.as_author(), CloseReason.DUPLICATE, "", version), key)
        unit.execute(other, cmd.NoteMerge(agent, chat.chat_id, MergeSide.FROM))
        queueing.offer_if_moved(ctx, unit)
        return unit.done(outcome.seq)

    return await ctx.store.run(work)


async def visitor_chats(ctx: Context, chat_id: str) -> VisitorChats:
    """Returns what is known of the chat's visitor beside the chat. Raises `Refused` (FORBIDDEN)."""

    def work(tx: Tx) -> VisitorChats:
        chat = chat_for_agent(tx, chat_id)
        own = _of_person(tx, chat)
        known = {one.chat_id for one in own}
        alike = [one for one in _alike(tx, chat) if one.chat_id not in known]
        return VisitorChats(own, alike[:MOST_CHATS], _incident(ctx, chat))

    return await ctx.store.read(work)


def _same_visitor(tx: Tx, chat: Chat) -> Iterable[Chat]:
    return [*_of_person(tx, chat), *_alike(tx, chat)]


def _of_person(tx: Tx, chat: Chat) -> list[Chat]:
    """The other chats of this visitor, and of the same verified person in another browser."""
    people = (chat.visitor_id, *tx.visitors.same_person(chat.visitor_id))
    return [one for one in tx.chats.of_visitors(people, MOST_CHATS + 1) if one.chat_id != chat.chat_id][:MOST_CHATS]


def _alike(tx: Tx, chat: Chat) -> list[Chat]:
    """Open chats that name the same address or account; what is only claimed opens nothing, it makes two cases one."""
    named = [(name, value) for name in _PERSONAL if (value := chat.details.get(name, ""))]
    found = {one.chat_id: one for name, value in named for one in tx.chats.open_with_detail(name, value)}
    return [one for one in found.values() if one.chat_id != chat.chat_id]


def _incident(ctx: Context, chat: Chat) -> str | None:
    """The newest known problem that the visitor was told of and that is still open, in the words of the operator."""
    texts = {problem.id: problem.text for problem in ctx.problems}
    return next((texts[one] for one in reversed(chat.bot.told) if one in texts), None)


def _require_language(ctx: Context, tag: str | None) -> str | None:
    if tag is not None and not is_language_tag(tag):
        raise Refused(Code.BAD_REQUEST, "This is not a language tag.")
    return tag


def _require_name(ctx: Context, name: str) -> str:
    """A detail's name is shown as it is, so it must not be a secret itself."""
    for spelling in (name, name.replace("_", " ")):
        if redact_line(spelling, ctx.rules) != spelling:
            raise Refused(Code.BAD_REQUEST, "The name of a detail looks like a secret. Choose another one.")
    return name


def _redact_detail(ctx: Context, name: str, value: str) -> str:
    if len(value) > _MAX_DETAIL_CHARS:
        raise Refused(Code.TOO_LONG, f"A detail is longer than {_MAX_DETAIL_CHARS} characters.")
    if not value.strip():
        return ""
    # A detail's name may say what its value is: "password", for one.
    words = RawText(require_message(f"{name}: {value.strip()}"))
    masked = redact(_NO_CONTEXT, words, AuthorKind.AGENT, rules=ctx.rules).text
    return masked.removeprefix(f"{name}: ")
