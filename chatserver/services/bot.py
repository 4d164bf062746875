"""The bot's turn: a pure dialogue, wrapped in the commands that its decisions mean."""

import logging
from datetime import datetime

from msgspec.structs import replace

from chatserver.core import commands as cmd
from chatserver.core.chat import Chat, Status
from chatserver.core.defects import place_of
from chatserver.core.events import Button, HandoffReason
from chatserver.core.people import bot_author
from chatserver.core.sla.following import ticket_due_at
from chatserver.core.triage import waiting
from chatserver.core.triage.dialogue import greet, take_turn
from chatserver.core.triage.intents import Language, fill_all
from chatserver.core.triage.state import BotState
from chatserver.core.triage.turn import Reply, Situation, Turn
from chatserver.services.execute import Unit
from chatserver.services.ports import ClientKey, Context

log = logging.getLogger(__name__)


def greet_visitor(ctx: Context, unit: Unit, chat: Chat) -> Chat:
    """The first words of a chat."""
    return _say(ctx, unit, chat, greet(_language(ctx, chat)))


def answer_visitor(ctx: Context, unit: Unit, chat: Chat, text: str, file_count: int = 0) -> Chat:
    """Takes the bot's turn on a message, if it was meant for the bot. A bot that fails hands off to people."""
    if chat.status is Status.QUEUED:
        return _answer_waiting(ctx, unit, chat, text)
    if chat.status is not Status.BOT:
        return chat
    try:
        here = replace(_situation(ctx, chat, unit.now), has_files=file_count > 0)
        turn = take_turn(here, chat.bot, text)
    except Exception as error:  # noqa: BLE001 - a defect of the bot must not cost the visitor's words
        log.error("the bot failed in chat %s: %s\n%s", chat.chat_id, type(error).__name__, place_of(error))
        turn = Turn((), replace(chat.bot, form=None, choices=()), handoff=HandoffReason.MISSED)
    return _carry_out(ctx, unit, chat, turn)


def hand_off_on_request(ctx: Context, unit: Unit, chat: Chat, key: ClientKey) -> Chat:
    """The visitor pressed the button for a human, maybe having taken a ticket before. Returns the chat as queued."""
    if chat.status not in {Status.BOT, Status.TICKET}:
        return chat
    reply = Reply(_language(ctx, chat).phrases["handoff_requested"])
    state = _idle(chat.bot)
    _carry_out(ctx, unit, chat, Turn((reply,), state, handoff=HandoffReason.REQUESTED), key)
    return next(news.chat for news in unit.news if news.chat.status is Status.QUEUED)


def offer_ticket(ctx: Context, unit: Unit, chat: Chat, phrase: str) -> Chat:
    """Tells a waiting visitor that nobody can come soon, and offers the answer by e-mail. The place is kept.

    `phrase`: see `waiting.tell_of_long_wait`.
    """
    if chat.status is not Status.QUEUED:
        return chat
    offered = unit.execute(chat, cmd.OfferTicket())
    if chat.bot.asks_address:
        # They are taking it just now; saying it again would interrupt them.
        return offered
    return _carry_out(ctx, unit, offered, waiting.tell_of_long_wait(_situation(ctx, chat, unit.now), chat.bot, phrase))


def welcome_back(ctx: Context, unit: Unit, chat: Chat) -> Chat:
    """An agent handed the chat back."""
    return _say(ctx, unit, chat, Reply(_language(ctx, chat).phrases["handed_back"]))


def tell_of_ticket(ctx: Context, unit: Unit, chat: Chat, address: str) -> Chat:
    """Says that the chat goes on by e-mail, and where to."""
    words = fill_all(_language(ctx, chat).phrases["ticket_opened"], {"chat_id": chat.chat_id, "email": address})
    return unit.execute(chat, cmd.TellVisitor(bot_author(ctx.policy.bot_name), words))


def tell_of_closing(ctx: Context, unit: Unit, chat: Chat, phrase: str) -> Chat:
    """Says `closing_soon` or `closed_no_reply` to a visitor who does not reply, whoever has the chat."""
    words = _language(ctx, chat).phrases[phrase]
    return unit.execute(chat, cmd.TellVisitor(bot_author(ctx.policy.bot_name), words))


def _answer_waiting(ctx: Context, unit: Unit, chat: Chat, text: str) -> Chat:
    try:
        turn = waiting.take_waiting_turn(_situation(ctx, chat, unit.now), chat.bot, text)
    except Exception as error:  # noqa: BLE001 - people read the message anyway
        log.error("the bot failed in chat %s: %s\n%s", chat.chat_id, type(error).__name__, place_of(error))
        return chat
    return chat if turn is None else _carry_out(ctx, unit, chat, turn)


def _carry_out(ctx: Context, unit: Unit, chat: Chat, turn: Turn, key: ClientKey | None = None) -> Chat:
    if turn.lang is not None:
        chat = unit.execute(chat, cmd.ChangeLanguage(turn.lang))
    if turn.details:
        chat = unit.execute(chat, cmd.CollectDetails(turn.details))
    chat = unit.execute(chat, cmd.StepBot(turn.state, turn.intent, turn.score))
    if turn.handoff is not None:
        # The owner changes before the goodbye is said: the log never shows a promise that was not kept yet.
        tried = tuple(_title(ctx, chat, name) or name for name in chat.bot.tried)
        chat = unit.execute(chat, cmd.HandOff(turn.handoff, _title(ctx, chat, chat.bot.last_intent), tried), key)
    if turn.ticket_address is not None and chat.status is Status.QUEUED:
        due_at = ticket_due_at(chat, ctx.policies, unit.now, ctx.policies.volume)
        chat = unit.execute(chat, cmd.OpenTicket(turn.ticket_address, due_at))
    for reply in turn.replies:
        chat = _say(ctx, unit, chat, reply)
    return chat


def _say(ctx: Context, unit: Unit, chat: Chat, reply: Reply) -> Chat:
    buttons = tuple(Button(text) for text in reply.buttons)
    return unit.execute(chat, cmd.PostMessage(bot_author(ctx.policy.bot_name), reply.text, buttons=buttons))


def _idle(state: BotState) -> BotState:
    return replace(state, form=None, choices=(), incident=None, switch=None)


def _situation(ctx: Context, chat: Chat, now: datetime) -> Situation:
    workshop = ctx.workshop
    return Situation(
        language=_language(ctx, chat),
        matchers=workshop.matchers,
        intents=workshop.intents,
        details=chat.details,
        now=now,
        zone=chat.zone or "UTC",
        chat_id=chat.chat_id,
        problems=ctx.problems,
        past=workshop.past,
    )


def _language(ctx: Context, chat: Chat) -> Language:
    intents = ctx.workshop.intents
    return intents.languages[intents.resolve(chat.lang)]


def _title(ctx: Context, chat: Chat, name: str | None) -> str | None:
    intent = _language(ctx, chat).intents.get(name or "")
    return intent.title if intent is not None else None
