"""Identifying: what a signed identity does to a visitor. The signature is checked here, before any row is looked at.

Each browser has its own visitor, known by its token. An identity ties visitors of several browsers to one person:
they share `external_id`, and `access` lets each into the chats of all. A tie is for good; another person's identity
with the same token is refused, and the browser begins anew with a token of its own.
"""

from collections.abc import Mapping

from chatserver.core import commands as cmd
from chatserver.core.chat import Chat
from chatserver.core.errors import Code, Refused
from chatserver.core.identity import Identity, verify_identity
from chatserver.core.redaction.redact import redact_line
from chatserver.core.redaction.rules import Rules
from chatserver.core.text import require_line
from chatserver.services.access import chat_of_visitor, visitor_with_token
from chatserver.services.execute import Done, Unit
from chatserver.services.ports import Context, Tx

BLOCKED = "This chat is closed to you. Please write to us by e-mail instead."


async def identify_visitor(ctx: Context, chat_id: str, token: str, signed: str) -> Done[Chat]:
    """Ties the visitor of `token` to the person that `signed` names, and tells agents of the visitor's own chat.

    Raises `Refused`: BAD_IDENTITY, FORBIDDEN for somebody else's chat or browser, or BLOCKED for an open chat of a
    person who may not chat here any more.
    """
    identity = verified(ctx, signed)

    def work(tx: Tx) -> Done[Chat]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        visitor_id = visitor_with_token(tx, token)
        tie(tx, visitor_id, identity)
        chat = chat_of_visitor(tx, visitor_id, chat_id)
        if chat.is_open and tx.visitors.is_blocked(visitor_id):
            raise Refused(Code.BLOCKED, BLOCKED)
        return unit.done(tell_agents(unit, chat, identity, ctx.rules))

    return await ctx.store.run(work)


def verified(ctx: Context, signed: str) -> Identity:
    """Returns who the host's server says it is. Raises `Refused` (BAD_IDENTITY)."""
    return verify_identity(signed, ctx.policy.identity_secret, ctx.clock.now())


def tie(tx: Tx, visitor_id: str, identity: Identity) -> None:
    """Makes the visitor the person of `identity`. Raises `Refused` (FORBIDDEN) when they are another one already."""
    known = tx.visitors.external_id(visitor_id)
    if known is None:
        tx.visitors.set_external_id(visitor_id, identity.key)
    elif known != identity.key:
        raise Refused(Code.FORBIDDEN, "This browser's chats are another person's.")


def open_chat_of(tx: Tx, visitor_id: str) -> Chat | None:
    """Returns the visitor's open chat: the one begun in this browser, else the newest that the same person has open."""
    own = tx.chats.open_of_visitor(visitor_id)
    if own is not None:
        return own
    others = [chat for other in tx.visitors.same_person(visitor_id) if (chat := tx.chats.open_of_visitor(other))]
    return max(others, key=lambda chat: (chat.last_at or chat.started_at, chat.chat_id), default=None)


def tell_agents(unit: Unit, chat: Chat, identity: Identity, rules: Rules) -> Chat:
    """Writes verified details into an open chat that does not have them yet."""
    details = clean_details(identity.details, rules)
    is_known = all(name in chat.verified and chat.details.get(name) == value for name, value in details.items())
    if is_known or not chat.is_open:
        return chat
    return unit.execute(chat, cmd.CollectDetails(details, verified=True))


def clean_details(details: Mapping[str, str], rules: Rules) -> Mapping[str, str]:
    """Returns details fit to store: one line each, redacted."""
    return dict(_clean_detail(require_line(name, 40), require_line(value), rules) for name, value in details.items())


def _clean_detail(name: str, value: str, rules: Rules) -> tuple[str, str]:
    """Redacts both, and the value as what its name says it is: {"password": …} is a password."""
    name = redact_line(name, rules)
    together = redact_line(f"{name}: {value}", rules)
    return name, together.removeprefix(f"{name}: ")
