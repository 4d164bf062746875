"""Drafting: what a visitor is writing, for agents who have the chat open. Off unless the site has switched it on.

A draft is redacted more strictly than a message, passed on, and forgotten: no row, no log, no event.
"""

from msgspec import Struct

from chatserver.core.people import AuthorKind
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.redaction.redact import redact
from chatserver.core.text import require_sane
from chatserver.services.access import chat_of_visitor
from chatserver.services.ports import Context, Tx
from chatserver.services.views import Recent, recent_context

# Longer drafts are shown by their beginning.
MAX_DRAFT_CHARS = 2000


class Draft(Struct, frozen=True):
    """What may be shown of a draft."""

    chat_id: str
    text: str


async def redacted_draft(ctx: Context, visitor_id: str, chat_id: str, raw: RawText) -> Draft | None:
    """Returns what agents may see of a draft; None where drafts are not shown. Raises `Refused` (FORBIDDEN)."""
    if not ctx.policy.shows_drafts:
        return None
    text = require_sane(raw.reveal()[:MAX_DRAFT_CHARS])

    def work(tx: Tx) -> tuple[str, bool, Recent]:
        chat = chat_of_visitor(tx, visitor_id, chat_id)
        return chat.chat_id, chat.is_open, recent_context(tx, chat)

    known_id, is_open, recent = await ctx.store.read(work)
    if not is_open:
        return None
    shown = redact(recent.context, RawText(text), AuthorKind.VISITOR, is_draft=True, rules=ctx.rules)
    return Draft(known_id, shown.text)
