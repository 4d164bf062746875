"""Blocked visitors: who may not write to us any more, and how they may again."""

from msgspec import Struct

from chatserver.core.audit import Act
from chatserver.core.errors import Code, Refused
from chatserver.core.people import AgentRef
from chatserver.core.redaction.redact import redact_line
from chatserver.core.text import require_line
from chatserver.services import auditing
from chatserver.services.access import require_door
from chatserver.services.ports import Context, Tx
from chatserver.services.site_ports import Blocked

PAGE_LENGTH = 50
MAX_REASON_CHARS = 200


class BlockedPage(Struct, frozen=True):
    """Who was blocked last comes first."""

    visitors: list[Blocked]
    has_more: bool


async def list_blocked(ctx: Context, agent: AgentRef, after: str | None = None) -> BlockedPage:
    """Returns one page; `after` is the id of the last visitor of the page before.

    Raises `Refused` (FORBIDDEN).
    """

    def work(tx: Tx) -> BlockedPage:
        require_door(tx, agent, "list_blocked")
        at = tx.visitors.blocked_at(after) if after is not None else None
        before = (at, after) if at is not None and after is not None else None
        found = tx.visitors.blocked(before, PAGE_LENGTH + 1)
        return BlockedPage(found[:PAGE_LENGTH], len(found) > PAGE_LENGTH)

    return await ctx.store.read(work)


async def unblock_visitor(ctx: Context, agent: AgentRef, visitor_id: str, reason: str) -> None:
    """Lets a person in again, in every browser that they are known in. `reason` is for the audit log.

    Raises `Refused`: FORBIDDEN, BAD_REQUEST without a reason, CONFLICT when nobody is blocked there.
    """
    words = redact_line(require_line(reason, MAX_REASON_CHARS), ctx.rules)
    if not words:
        raise Refused(Code.BAD_REQUEST, "Say why they may write again.", field="reason")

    def work(tx: Tx) -> None:
        require_door(tx, agent, "unblock_visitor")
        if not tx.visitors.unblock(visitor_id):
            raise Refused(Code.CONFLICT, "This visitor is not blocked any more.")
        auditing.note(tx, ctx.clock.now(), agent, Act.VISITOR_UNBLOCKED, visitor_id, words, ctx.rules)

    await ctx.store.run(work)
