"""Urgency: what an agent says about how soon a chat needs somebody. The clocks follow, and the log says so."""

from chatserver.core import commands as cmd
from chatserver.core.people import AgentRef
from chatserver.core.redaction.redact import redact_line
from chatserver.core.text import require_line
from chatserver.services import queueing
from chatserver.services.access import chat_for_agent
from chatserver.services.execute import Done, Unit, client_key
from chatserver.services.ports import Context, Tx

MAX_PLAN_CHARS = 40


async def set_urgency(
    ctx: Context, agent: AgentRef, chat_id: str, client_id: str, plan: str | None, severity: int | None
) -> Done[int]:
    """Says what plan the visitor has, and how severe the matter is, 1 (worst) to 5; None leaves it. Returns the seq.

    Raises `Refused` (BAD_REQUEST, TOO_LONG, CLOSED).
    """
    words = None if plan is None else redact_line(require_line(plan, MAX_PLAN_CHARS), ctx.rules)
    return await _say(ctx, agent, chat_id, client_id, cmd.SetUrgency(agent, words, severity), words, severity)


async def open_complaint(ctx: Context, agent: AgentRef, chat_id: str, client_id: str) -> Done[int]:
    """Says that this chat is a complaint, once and for good. Returns the seq; raises `Refused` (CLOSED)."""
    return await _say(ctx, agent, chat_id, client_id, cmd.OpenComplaint(agent), "open_complaint")


async def _say(
    ctx: Context,
    agent: AgentRef,
    chat_id: str,
    client_id: str,
    command: cmd.SetUrgency | cmd.OpenComplaint,
    *content: object,
) -> Done[int]:
    def work(tx: Tx) -> Done[int]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        chat = chat_for_agent(tx, chat_id)
        key = client_key(agent.as_author(), client_id, *content)
        outcome = unit.execute_once(chat, command, key)
        # Who waits may be before others now.
        queueing.offer_waiting(ctx, unit)
        return unit.done(outcome.seq)

    return await ctx.store.run(work)
