"""What an agent does with a chat. The agent comes from the session, never from the payload."""

from collections.abc import Callable, Sequence

from chatserver.core import commands as cmd
from chatserver.core.audit import Act
from chatserver.core.chat import Chat
from chatserver.core.errors import Code, Refused
from chatserver.core.events import AgentAssigned, CloseReason, OfferOutcome
from chatserver.core.people import AgentRef, AuthorKind, bot_author
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.redaction.redact import Context as RedactionContext
from chatserver.core.redaction.redact import redact, redact_line
from chatserver.core.text import require_line, require_message
from chatserver.services import auditing, bot, queueing, redacting, waits
from chatserver.services.access import chat_for_agent, own_visitors
from chatserver.services.execute import Done, Outcome, Repeat, Unit, client_key
from chatserver.services.filing import take_files
from chatserver.services.mentioning import mentions_in, remember_mentions
from chatserver.services.ports import Agent, Context, Presence, ReadMark, Tx
from chatserver.services.posting import Posted, posted, redact_once, require_words
from chatserver.services.teamwork import leave_note

MAX_SUMMARY_CHARS = 4000
MAX_REASON_CHARS = 200
_NO_CONTEXT = RedactionContext()
_NO_NOTE = RawText("")


async def set_presence(ctx: Context, agent: AgentRef, presence: Presence, reason: str) -> Done[str]:
    """Says whether the agent may be given chats; an available one may be offered one at once. Returns the reason."""
    words = redact_line(require_line(reason, MAX_REASON_CHARS), ctx.rules)

    def work(tx: Tx) -> Done[str]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        tx.agents.set_presence(agent.id, presence, words)
        if presence is Presence.AWAY:
            pass_on_offer(unit, agent)
        queueing.offer_waiting(ctx, unit)
        waits.write_down(tx, unit.news)
        return unit.done(words)

    return await ctx.store.run(work)


async def claim_chat(ctx: Context, agent: AgentRef, chat_id: str, client_id: str) -> Done[tuple[int, int]]:
    """Takes a chat that nobody has. Returns `(seq, version)`; raises `Refused` (TAKEN) with who was first."""
    return await _take(ctx, agent, chat_id, client_id, cmd.ClaimChat(agent), "claim_chat")


async def accept_offer(
    ctx: Context, agent: AgentRef, chat_id: str, client_id: str, offer_id: str
) -> Done[tuple[int, int]]:
    """Takes the chat that is on offer. Returns `(seq, version)`."""
    command = cmd.AcceptOffer(offer_id, agent)
    return await _take(ctx, agent, chat_id, client_id, command, "accept_offer", offer_id)


async def decline_offer(
    ctx: Context, agent: AgentRef, chat_id: str, client_id: str, offer_id: str
) -> Done[tuple[int, int]]:
    """Passes the offer on to the next agent. Returns `(seq, version)`."""

    def work(tx: Tx) -> Done[tuple[int, int]]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        chat = chat_for_agent(tx, chat_id)
        key = client_key(agent.as_author(), client_id, "decline_offer", offer_id)
        outcome = unit.execute_once(chat, cmd.EndOffer(offer_id, agent, OfferOutcome.DECLINED), key)
        queueing.offer_if_moved(ctx, unit)
        return unit.done((outcome.seq, outcome.chat.version))

    return await ctx.store.run(work)


async def post_agent_message(
    ctx: Context, agent: AgentRef, chat_id: str, client_id: str, version: int, raw: RawText, files: Sequence[str] = ()
) -> Done[Posted]:
    """Posts the agent's words; `version` proves that the chat is still theirs. `files` are ids of their own uploads."""
    checked = RawText(require_words(raw.reveal(), files))

    def work(tx: Tx) -> Done[Posted]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        chat = chat_for_agent(tx, chat_id)
        author = agent.as_author()
        redacted, recent = redact_once(tx, chat, author, client_id, checked, ctx.rules)
        key = client_key(author, client_id, "post_message", redacted.text, *files)
        taken = take_files(unit, chat, key, files)
        masks = redacted.redactions
        message = cmd.PostMessage(author, redacted.text, key.client_id, version=version, redactions=masks, files=taken)
        outcome = unit.execute_once(chat, message, key)
        if outcome.repeat is Repeat.FIRST:
            redacting.redact_earlier(ctx, unit, outcome.chat, recent, redacted.earlier)
            if chat.first_answered_at is None:
                waits.write_down(tx, unit.news)
        return unit.done(posted(outcome))

    return await ctx.store.run(work)


async def add_note(ctx: Context, agent: AgentRef, chat_id: str, client_id: str, raw: RawText) -> Done[Posted]:
    """Adds a note that only agents see; any agent may, whoever has the chat."""
    checked = RawText(require_message(raw.reveal()))

    def work(tx: Tx) -> Done[Posted]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        chat = chat_for_agent(tx, chat_id)
        author = agent.as_author()
        redacted, _ = redact_once(tx, chat, author, client_id, checked, ctx.rules)
        key = client_key(author, client_id, "add_note", redacted.text)
        mentions = mentions_in(tx, redacted.text, agent)
        note = cmd.AddNote(author, redacted.text, key.client_id, redacted.redactions, mentions)
        outcome = unit.execute_once(chat, note, key)
        remember_mentions(tx, outcome)
        return unit.done(posted(outcome))

    return await ctx.store.run(work)


async def transfer_chat(
    ctx: Context, agent: AgentRef, chat_id: str, client_id: str, version: int, to: str, note: RawText = _NO_NOTE
) -> Done[int]:
    """Gives the chat to another agent, named by id or by name, who is there to take it; a note for them comes first."""

    def work(tx: Tx) -> Done[int]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        chat = chat_for_agent(tx, chat_id)
        key = client_key(agent.as_author(), client_id, "transfer_chat", to)
        known = unit.outcome_of(chat, key)
        if known is not None:
            return unit.done(known.seq)
        target = tx.agents.get(to) or tx.agents.by_name(to)
        if target is None:
            raise Refused(Code.BAD_REQUEST, "There is no agent of this name.")
        _require_present(ctx, target)
        queueing.require_slot(ctx, tx, target.ref, chat)
        chat = leave_note(ctx, unit, chat, agent, note)
        outcome = unit.execute_once(chat, cmd.TransferChat(agent, target.ref, version), key)
        tx.agents.set_assigned(target.id, unit.now)
        queueing.offer_if_moved(ctx, unit)
        return unit.done(outcome.seq)

    return await ctx.store.run(work)


async def release_chat(ctx: Context, agent: AgentRef, chat_id: str, client_id: str, version: int) -> Done[int]:
    """Puts the chat back into the queue."""
    command = cmd.ReleaseChat(agent, version)
    return await _let_go(ctx, agent, chat_id, client_id, command, lambda unit, chat: None)


async def hand_back_chat(ctx: Context, agent: AgentRef, chat_id: str, client_id: str, version: int) -> Done[int]:
    """Gives the chat back to the bot, which says so."""

    def speak(unit: Unit, chat: Chat) -> None:
        bot.welcome_back(ctx, unit, chat)

    return await _let_go(ctx, agent, chat_id, client_id, cmd.HandBackChat(agent, version), speak)


async def close_chat(
    ctx: Context, agent: AgentRef, chat_id: str, client_id: str, version: int, summary: RawText, reason: str
) -> Done[int]:
    """Ends the chat with a summary that the visitor reads."""
    words = redact(_NO_CONTEXT, RawText(_require_summary(summary.reveal())), AuthorKind.AGENT, rules=ctx.rules).text
    why = CloseReason(reason) if reason in set(CloseReason) else CloseReason.OTHER
    command = cmd.CloseChat(agent.as_author(), why, words, version)
    return await _let_go(ctx, agent, chat_id, client_id, command, lambda unit, chat: None, words, why)


async def block_visitor(ctx: Context, agent: AgentRef, chat_id: str, client_id: str, version: int) -> Done[int]:
    """Ends the chat for the visitor's conduct, and any that they have open elsewhere; they can begin no other one."""

    def block(unit: Unit, chat: Chat) -> None:
        unit.tx.visitors.block(chat.visitor_id, unit.now)
        for visitor_id in own_visitors(unit.tx, chat.visitor_id):
            other = unit.tx.chats.open_of_visitor(visitor_id)
            if other is not None:
                # Whoever has it may be somebody else, so it is the program that ends it.
                unit.execute(other, cmd.CloseChat(bot_author(ctx.policy.bot_name), CloseReason.CONDUCT))
        auditing.note(unit.tx, unit.now, agent, Act.VISITOR_BLOCKED, chat.visitor_id, chat.chat_id)

    command = cmd.CloseChat(agent.as_author(), CloseReason.CONDUCT, "", version)
    return await _let_go(ctx, agent, chat_id, client_id, command, block, "block_visitor")


async def mark_read(ctx: Context, agent: AgentRef, chat_id: str, seq: int) -> ReadMark | None:
    """Remembers how far the chat's own agent has read; None when it is somebody else's, whose reading counts."""

    def work(tx: Tx) -> ReadMark | None:
        chat = chat_for_agent(tx, chat_id)
        if chat.agent is None or chat.agent.id != agent.id:
            return None
        mark = ReadMark(chat.chat_id, min(seq, chat.seq))
        tx.chats.mark_read(mark.chat_id, "agent", mark.seq)
        return mark

    return await ctx.store.run(work)


async def _take(
    ctx: Context,
    agent: AgentRef,
    chat_id: str,
    client_id: str,
    command: cmd.ClaimChat | cmd.AcceptOffer,
    *content: object,
) -> Done[tuple[int, int]]:
    def work(tx: Tx) -> Done[tuple[int, int]]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        chat = chat_for_agent(tx, chat_id)
        key = client_key(agent.as_author(), client_id, *content)
        if chat.agent is None and unit.outcome_of(chat, key) is None:
            queueing.require_slot(ctx, tx, agent, chat)
        outcome = unit.execute_once(chat, command, key)
        if outcome.repeat is Repeat.FIRST:
            tx.agents.set_assigned(agent.id, unit.now)
        queueing.offer_if_moved(ctx, unit)
        return unit.done((outcome.seq, _version(outcome)))

    return await ctx.store.run(work)


async def _let_go(
    ctx: Context,
    agent: AgentRef,
    chat_id: str,
    client_id: str,
    command: cmd.ReleaseChat | cmd.HandBackChat | cmd.CloseChat,
    afterwards: Callable[[Unit, Chat], None],
    *content: object,
) -> Done[int]:
    def work(tx: Tx) -> Done[int]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        chat = chat_for_agent(tx, chat_id)
        key = client_key(agent.as_author(), client_id, type(command).__name__, *content)
        outcome = unit.execute_once(chat, command, key)
        if outcome.repeat is Repeat.FIRST:
            afterwards(unit, outcome.chat)
        queueing.offer_if_moved(ctx, unit)
        return unit.done(outcome.seq)

    return await ctx.store.run(work)


def pass_on_offer(unit: Unit, agent: AgentRef) -> None:
    """Who goes away cannot answer: the chat on offer is for the next."""
    for chat in unit.tx.chats.waiting():
        if chat.offer is not None and chat.offer.agent.id == agent.id:
            unit.execute(chat, cmd.EndOffer(chat.offer.offer_id, agent, OfferOutcome.DECLINED))


def _version(outcome: Outcome) -> int:
    """The version that the taking gave; a repeat says the same again, even when the chat has moved on."""
    if outcome.recorded is not None and isinstance(outcome.recorded.event, AgentAssigned):
        return outcome.recorded.event.version
    return outcome.chat.version


def _require_present(ctx: Context, target: Agent) -> None:
    if target.id not in ctx.connections.agents():
        raise Refused(Code.BAD_REQUEST, f"{target.name} is not there. Choose someone else, or release the chat.")


def _require_summary(text: str) -> str:
    if len(text) > MAX_SUMMARY_CHARS:
        raise Refused(Code.TOO_LONG, f"The summary is longer than {MAX_SUMMARY_CHARS} characters.")
    return require_message(text) if text.strip() else ""
