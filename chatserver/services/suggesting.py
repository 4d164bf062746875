"""Suggesting: what the bot would have answered, for the agent to take or leave. The same matcher, no turn taken."""

from msgspec import Struct

from chatserver.core.chat import Chat
from chatserver.core.events import MessagePosted
from chatserver.core.people import AuthorKind
from chatserver.core.triage.intents import Intent, Then, fill_all
from chatserver.core.triage.matcher import Verdict
from chatserver.services.access import chat_for_agent
from chatserver.services.ports import Context, Tx

MAX_SUGGESTIONS = 3
# The visitor's last words are looked for no further back; clocks and rows of the bot may stand between.
_EVENTS_BACK = 40
# What is less like the words than this, beside the best, only takes attention.
_NEAR_THE_BEST = 0.6


class Suggestion(Struct, frozen=True):
    """An answer from the intent files, filled with what is known of the chat; `seq` is the message that it answers."""

    intent: str
    title: str
    text: str
    seq: int


async def suggest_answers(ctx: Context, chat_id: str) -> list[Suggestion]:
    """Returns up to three answers to the visitor's last message, best first; none once an agent has answered it.

    Nothing is suggested where the bot itself would have kept silent. Raises `Refused` (FORBIDDEN).
    """

    def work(tx: Tx) -> tuple[Chat, int, str]:
        chat = chat_for_agent(tx, chat_id)
        return (chat, *_last_words(tx, chat))

    chat, seq, text = await ctx.store.read(work)
    if not text:
        return []
    intents = ctx.workshop.intents
    tag = intents.resolve(chat.lang)
    found = ctx.workshop.matchers[tag].match(text)
    if found.verdict is Verdict.NONE:
        return []
    best = found.alternatives[0].score
    near = [one.intent for one in found.alternatives if one.score >= _NEAR_THE_BEST * best]
    meant = [intents.languages[tag].intents[name] for name in near]
    if not meant[0].is_topic:
        # A greeting or thanks: what else it resembles is nothing that was asked.
        return []
    known = {**chat.details, "chat_id": chat.chat_id}
    fitting = [one for one in meant if _is_plain_answer(one)]
    return [Suggestion(one.name, one.title, fill_all(one.answer, known), seq) for one in fitting[:MAX_SUGGESTIONS]]


def _last_words(tx: Tx, chat: Chat) -> tuple[int, str]:
    """The visitor's last message that no agent has answered; empty when there is none."""
    for recorded in reversed(tx.chats.events_after(chat.chat_id, max(0, chat.seq - _EVENTS_BACK), _EVENTS_BACK)):
        event = recorded.event
        if isinstance(event, MessagePosted) and event.author.kind is not AuthorKind.BOT:
            return (recorded.seq, event.text) if event.author.kind is AuthorKind.VISITOR else (0, "")
    return 0, ""


def _is_plain_answer(intent: Intent) -> bool:
    """What begins a form or calls a person makes no sense from a person."""
    return bool(intent.answer) and intent.is_topic and intent.form is None and intent.then is Then.NOTHING
