"""The clocks at work: what is due is done, once, and a reply to a chat that was closed for want of one goes on with it.

Clocks start and stop in `execute.Unit`, with the events that move them; here they run out. A timer is the row of its
chat, so a server that was stopped does what became due meanwhile, as of its own time.
"""

from collections.abc import Collection

from chatserver.core import commands as cmd
from chatserver.core.chat import Chat
from chatserver.core.decide import may_reopen
from chatserver.core.events import CloseReason
from chatserver.core.people import bot_author
from chatserver.core.sla.clocks import Changed
from chatserver.core.sla.following import fire_all
from chatserver.core.sla.policies import Audience, ClockKind
from chatserver.services import bot, outbox
from chatserver.services.execute import Unit
from chatserver.services.identifying import open_chat_of
from chatserver.services.ports import ClientKey, Context, Tx

# Chats in one unit of work: after a long stop there may be thousands, and visitors must not wait for all of them.
AT_ONCE = 100


def is_due(ctx: Context, tx: Tx, but: Collection[str] = ()) -> bool:
    """True when a step of any clock is to be done, leaving out the chats in `but`."""
    due = tx.chats.with_due_clock(ctx.clock.now(), len(but) + 1)
    return any(chat.chat_id not in but for chat in due)


def due(ctx: Context, unit: Unit, but: Collection[str] = ()) -> list[Chat]:
    """Returns up to `AT_ONCE` chats with something to do, the longest due first; the next beat does the rest."""
    return [chat for chat in unit.tx.chats.with_due_clock(unit.now, AT_ONCE + len(but)) if chat.chat_id not in but]


def fire(ctx: Context, unit: Unit, chat: Chat) -> None:
    """Does what is due in a chat. The events say who must be told."""
    changes = fire_all(chat, unit.now)
    moved = unit.execute(chat, cmd.MoveClocks(changes))
    for changed in changes:
        if changed.clock.kind is ClockKind.AUTO_CLOSE:
            _close_or_announce(ctx, unit, moved, changed)
        elif changed.clock.kind is not ClockKind.PICKUP and _calls_somebody(changed):
            # For the pickup the ladder calls.
            outbox.order_alarms(ctx, unit, moved, changed.clock)


def reopened_by_reply(unit: Unit, chat: Chat, key: ClientKey) -> Chat:
    """Returns the chat, reopened when it was closed for want of a reply and `key` is one; else as it is.

    A visitor who has begun another chat since goes on with that one.
    """
    if chat.is_open or not may_reopen(chat, unit.now) or unit.outcome_of(chat, key) is not None:
        return chat
    if unit.tx.visitors.is_blocked(chat.visitor_id) or open_chat_of(unit.tx, chat.visitor_id) is not None:
        return chat
    return unit.execute(chat, cmd.ReopenChat())


def _calls_somebody(changed: Changed) -> bool:
    return any(Audience.ON_CALL in entry.tell for entry in changed.entries)


def close_for_want_of_reply(ctx: Context, unit: Unit, chat: Chat) -> None:
    """Closes the chat and says so; the visitor's next word opens it again."""
    told = bot.tell_of_closing(ctx, unit, chat, "closed_no_reply")
    unit.execute(told, cmd.CloseChat(bot_author(ctx.policy.bot_name), CloseReason.NO_REPLY))


def _close_or_announce(ctx: Context, unit: Unit, chat: Chat, closing: Changed) -> None:
    """Closes the chat, or tells the visitor that it will be: never both in one breath, after a stop of the server."""
    if closing.clock.is_breached:
        close_for_want_of_reply(ctx, unit, chat)
    elif any(Audience.VISITOR in entry.tell for entry in closing.entries):
        bot.tell_of_closing(ctx, unit, chat, "closing_soon")
