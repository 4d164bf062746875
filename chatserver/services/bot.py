"""The bot's turn: a pure dialogue, wrapped in the commands that its decisions mean."""

import logging

from msgspec.structs import replace

from chatserver.core import commands as cmd
from chatserver.core.chat import Chat, Status
from chatserver.core.events import Button, HandoffReason
from chatserver.core.incidents import place_of
from chatserver.core.people import bot_author
from chatserver.core.triage.dialogue import Reply, Situation, Turn, greet, take_turn
from chatserver.core.triage.intents import Language
from chatserver.services.execute import Unit
from chatserver.services.ports import ClientKey, Context

log = logging.getLogger(__name__)


def greet_visitor(ctx: Context, unit: Unit, chat: Chat) -> Chat:
    """The first words of a chat."""
    return _say(ctx, unit, chat, greet(_language(ctx, chat)))


def answer_visitor(ctx: Context, unit: Unit, chat: Chat, text: str) -> Chat:
    """Takes the bot's turn on a message, if the bot has the chat. A bot that fails hands off to people."""
    if chat.status is not Status.BOT:
        return chat
    language = _language(ctx, chat)
    here = Situation(language, ctx.workshop.matchers[language.tag], ctx.workshop.intents, chat.details)
    try:
        turn = take_turn(here, chat.bot, text)
    except Exception as error:  # noqa: BLE001 - a defect of the bot must not cost the visitor's words
        log.error("the bot failed in chat %s: %s\n%s", chat.chat_id, type(error).__name__, place_of(error))
        turn = Turn((), replace(chat.bot, form=None, choices=()), handoff=HandoffReason.MISSED)
    return _carry_out(ctx, unit, chat, turn)


def hand_off_on_request(ctx: Context, unit: Unit, chat: Chat, key: ClientKey) -> Chat:
    """The visitor pressed the button for a human. Returns the chat as it was queued."""
    if chat.status is not Status.BOT:
        return chat
    reply = Reply(_language(ctx, chat).phrases["handoff_requested"])
    state = replace(chat.bot, form=None, choices=())
    _carry_out(ctx, unit, chat, Turn((reply,), state, handoff=HandoffReason.REQUESTED), key)
    return next(news.chat for news in unit.news if news.chat.status is Status.QUEUED)


def welcome_back(ctx: Context, unit: Unit, chat: Chat) -> Chat:
    """An agent handed the chat back."""
    return _say(ctx, unit, chat, Reply(_language(ctx, chat).phrases["handed_back"]))


def _carry_out(ctx: Context, unit: Unit, chat: Chat, turn: Turn, key: ClientKey | None = None) -> Chat:
    if turn.details:
        chat = unit.execute(chat, cmd.CollectDetails(turn.details))
    chat = unit.execute(chat, cmd.StepBot(turn.state, turn.intent, turn.score))
    if turn.handoff is not None:
        # The owner changes before the goodbye is said: the log never shows a promise that was not kept yet.
        tried = tuple(_title(ctx, chat, name) or name for name in chat.bot.tried)
        chat = unit.execute(chat, cmd.HandOff(turn.handoff, _title(ctx, chat, chat.bot.last_intent), tried), key)
    for reply in turn.replies:
        chat = _say(ctx, unit, chat, reply)
    return chat


def _say(ctx: Context, unit: Unit, chat: Chat, reply: Reply) -> Chat:
    buttons = tuple(Button(text) for text in reply.buttons)
    return unit.execute(chat, cmd.PostMessage(bot_author(ctx.policy.bot_name), reply.text, buttons=buttons))


def _language(ctx: Context, chat: Chat) -> Language:
    intents = ctx.workshop.intents
    return intents.languages[intents.resolve(chat.lang)]


def _title(ctx: Context, chat: Chat, name: str | None) -> str | None:
    intent = _language(ctx, chat).intents.get(name or "")
    return intent.title if intent is not None else None
