"""Ticketing: an agent lets a chat go on by e-mail. A ticket is the same chat with the same ChatID."""

from chatserver.core import commands as cmd
from chatserver.core.chat import Chat
from chatserver.core.errors import Code, Refused
from chatserver.core.people import AgentRef
from chatserver.core.redaction.redact import redact_line
from chatserver.core.sla.following import ticket_due_at
from chatserver.core.text import require_line
from chatserver.core.triage.slots import find_address
from chatserver.services import bot, queueing
from chatserver.services.access import chat_for_agent
from chatserver.services.execute import Done, Repeat, Unit, client_key
from chatserver.services.ports import Context, Tx

# RFC 5321: a path has 254 characters without its brackets.
MAX_ADDRESS_CHARS = 254
# The details in which an address may stand, the likelier first.
_ADDRESS_DETAILS = ("email", "account")


async def open_ticket(
    ctx: Context, agent: AgentRef, chat_id: str, client_id: str, version: int, address: str
) -> Done[int]:
    """Makes the agent's chat a ticket that is answered at `address`; an empty one means the visitor's own, if known.

    The bot tells the visitor. Raises `Refused`: BAD_REQUEST without an address, and as for every command of an owner.
    """
    asked = require_line(address, MAX_ADDRESS_CHARS)

    def work(tx: Tx) -> Done[int]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        chat = chat_for_agent(tx, chat_id)
        key = client_key(agent.as_author(), client_id, "open_ticket", asked)
        known = unit.outcome_of(chat, key)
        if known is not None:
            return unit.done(known.seq)
        to = _checked(ctx, asked) if asked else known_address(chat)
        if to is None:
            raise Refused(Code.BAD_REQUEST, "No e-mail address of this visitor is known. Ask for it first.")
        command = cmd.OpenTicket(to, ticket_due_at(chat, ctx.policies, unit.now), agent, version)
        outcome = unit.execute_once(chat, command, key)
        if outcome.repeat is Repeat.FIRST and outcome.recorded is not None:
            if to != chat.details.get("email"):
                unit.execute(outcome.chat, cmd.CollectDetails({"email": to}))
            bot.tell_of_ticket(ctx, unit, unit.news[-1].chat, to)
        queueing.offer_if_moved(ctx, unit)
        return unit.done(outcome.seq)

    return await ctx.store.run(work)


def known_address(chat: Chat) -> str | None:
    """Returns the e-mail address among the chat's details; None when there is none."""
    found = (find_address(chat.details.get(name, "")) for name in _ADDRESS_DETAILS)
    return next(filter(None, found), None)


def _checked(ctx: Context, text: str) -> str:
    if find_address(text) != text or redact_line(text, ctx.rules) != text:
        raise Refused(Code.BAD_REQUEST, "This is not an e-mail address, as in name@example.com.")
    return text
