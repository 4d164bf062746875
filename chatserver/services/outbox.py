"""The outbox: what is ordered is sent, at least once; who orders it, who takes it up, and what came of it.

A crash between the moment when a server has taken a mail and the one in which we have written that down makes a second
mail with the same Message-ID; nothing else does.
"""

from datetime import timedelta

from chatserver.core.chat import Chat
from chatserver.core.errors import Code, Refused
from chatserver.core.mail import BadAddress, mail_address, next_try
from chatserver.core.redaction.redact import redact_line
from chatserver.core.redaction.rules import Rules
from chatserver.core.sla.clocks import Clock
from chatserver.core.sla.policies import ClockKind
from chatserver.services.access import chat_of_visitor
from chatserver.services.execute import Unit, kept_id
from chatserver.services.outgoing import Alarm, Claimed, Kind, Order, Outcome, Undelivered
from chatserver.services.ports import Context, Tx

# Longer than any try lasts: whose claim has lapsed has crashed.
CLAIM_LASTS = timedelta(minutes=2)
# Until then a repeat of the command is known as one.
OVER_LASTS = timedelta(days=2)
# A chat's words are its visitor's, and the address is anybody's: without limits this would be a machine for spam.
WINDOW = timedelta(hours=1)
MOST_OF_CHAT = 3
MOST_FOR_ADDRESS = 6
MOST_OF_ALL = 1000


async def send_transcript(ctx: Context, visitor_id: str, chat_id: str, client_id: str, address: str) -> None:
    """Orders a copy of the visitor's chat by e-mail; it is on its way soon, or after some tries.

    Raises `Refused`: BAD_REQUEST (no mail here, or no address), FORBIDDEN, BLOCKED, CONFLICT, RATE_LIMITED.
    """
    if not ctx.policy.post.can_mail:
        raise Refused(Code.BAD_REQUEST, "This chat cannot be sent by e-mail here.")
    to = _plain_address(address, ctx.rules)

    def work(tx: Tx) -> None:
        chat = chat_of_visitor(tx, visitor_id, chat_id)
        if tx.visitors.is_blocked(visitor_id):
            raise Refused(Code.BLOCKED, "This chat is closed to you. Please write to us by e-mail instead.")
        once = f"{Kind.TRANSCRIPT}:{chat.chat_id}:{visitor_id}:{kept_id(client_id)}"
        is_same = tx.outbox.is_known(once, to)
        if is_same is False:
            raise Refused(Code.CONFLICT, "This client_id was used for something else in this chat.")
        if is_same is None:
            _require_moderation(ctx, tx, chat.chat_id, to)
            tx.outbox.put(ctx.ids.short(), Order(Kind.TRANSCRIPT, chat.chat_id, once, to), ctx.clock.now())

    await ctx.store.run(work)


def order_alarms(ctx: Context, unit: Unit, chat: Chat, clock: Clock | None = None) -> None:
    """Orders that the people on call are told of a chat, in the transaction that found it: each way once for a wait.

    `clock`: the promise that is broken, when it is not the pickup.
    """
    since = clock.started_at if clock is not None else chat.waiting_since or chat.started_at
    what = clock.kind if clock is not None else ClockKind.PICKUP
    alarm = Alarm(chat.chat_id, since, unit.now, chat.lang, chat.packet.title if chat.packet else None)
    post = ctx.policy.post
    ways = [(Kind.ALARM_HOOK, "")] if post.has_hook else []
    ways += [(Kind.ALARM_MAIL, address) for address in post.on_call_mail if post.can_mail]
    for kind, address in ways:
        once = f"{kind}:{chat.chat_id}:{what}:{since.isoformat()}:{address}"
        unit.tx.outbox.put(ctx.ids.short(), Order(kind, chat.chat_id, once, address, alarm), unit.now)


async def kinds_due(ctx: Context) -> list[Kind]:
    """Returns the kinds of which something is to be sent by now."""
    now = ctx.clock.now()
    return await ctx.store.read(lambda tx: tx.outbox.kinds_due(now))


async def claim(ctx: Context, kind: Kind, limit: int) -> list[Claimed]:
    """Takes up to `limit` orders that are due; they are ours until the claim lapses."""
    now, name = ctx.clock.now(), ctx.ids.short()
    return await ctx.store.run(lambda tx: tx.outbox.claim(kind, name, now, now + CLAIM_LASTS, limit))


async def settle(ctx: Context, claimed: Claimed, trouble: Undelivered | None) -> Outcome:
    """Writes down what came of a try; `trouble` is None when it was taken. Returns what will be now."""
    now = ctx.clock.now()
    if trouble is None:
        outcome, again_at = Outcome.SENT, None
    else:
        is_final = trouble.is_final
        again_at = None if is_final else next_try(claimed.order.kind.pace, claimed.tries, claimed.created_at, now)
        outcome = Outcome.FAILED if again_at is None else Outcome.RETRIED
    await ctx.store.run(lambda tx: tx.outbox.settle(claimed, outcome, now, again_at))
    return outcome


async def waiting(ctx: Context) -> dict[Kind, int]:
    """Returns how many orders of each kind are still to be sent."""
    return await ctx.store.read(lambda tx: tx.outbox.waiting())


async def sweep(ctx: Context) -> None:
    """Forgets what has been over for two days."""
    before = ctx.clock.now() - OVER_LASTS
    await ctx.store.run(lambda tx: tx.outbox.sweep(before))


def _plain_address(text: str, rules: Rules) -> str:
    try:
        address = mail_address(text)
    except BadAddress:
        address = ""
    # It is kept until the mail is sent: a card number is one before an @, too.
    if not address or redact_line(address, rules) != address:
        raise Refused(Code.BAD_REQUEST, "This is not an e-mail address that a copy can be sent to.")
    return address


def _require_moderation(ctx: Context, tx: Tx, chat_id: str, address: str) -> None:
    now = ctx.clock.now()
    since = now - WINDOW
    for most, asked in (
        (MOST_OF_CHAT, tx.outbox.ordered_since(Kind.TRANSCRIPT, since, chat_id=chat_id)),
        (MOST_FOR_ADDRESS, tx.outbox.ordered_since(Kind.TRANSCRIPT, since, address=address)),
        (MOST_OF_ALL, tx.outbox.ordered_since(Kind.TRANSCRIPT, since)),
    ):
        if len(asked) >= most:
            wait = asked[-most] + WINDOW - now
            raise Refused(Code.RATE_LIMITED, "Enough copies were sent for now. Please try again later.", wait)
