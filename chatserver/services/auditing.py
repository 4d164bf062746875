"""Auditing: what is written down of who did what, in the transaction that does it, and read by admins."""

from datetime import datetime

from msgspec import Struct

from chatserver.core.audit import Act, Entry
from chatserver.core.people import AgentRef
from chatserver.core.redaction.redact import redact_line
from chatserver.core.redaction.rules import SHIPPED, Rules
from chatserver.core.text import MAX_LINE_CHARS, require_line
from chatserver.services.access import require_door
from chatserver.services.ports import Agent, Context, Tx
from chatserver.services.site_ports import AuditFilter

PAGE_LENGTH = 50


class AuditPage(Struct, frozen=True):
    """`entries` newest first; `before` asks for the next page, None when there is none."""

    entries: list[Entry]
    before: int | None


def note(
    tx: Tx, now: datetime, agent: AgentRef, act: Act, about: str = "", details: str = "", rules: Rules = SHIPPED
) -> None:
    """Writes an entry. `about` is an id, or words that are redacted already; `details` are redacted here.

    What is too long is cut: that must not keep anybody from doing what is written down.
    """
    tx.audit.add(now, agent, act, _cut(about), _cut(redact_line(require_line(details, len(details)), rules)))


async def list_audit(ctx: Context, agent: AgentRef, wanted: AuditFilter, before: int | None = None) -> AuditPage:
    """Returns one page of the log. Raises `Refused` (FORBIDDEN)."""
    narrowed = AuditFilter(
        wanted.acts, require_line(wanted.agent), require_line(wanted.about), wanted.since, wanted.until
    )

    def work(tx: Tx) -> AuditPage:
        require_door(tx, agent, "list_audit")
        found = tx.audit.listed(narrowed, before, PAGE_LENGTH + 1)
        page = found[:PAGE_LENGTH]
        return AuditPage(page, page[-1].number if len(found) > PAGE_LENGTH else None)

    return await ctx.store.read(work)


# What may be told of a changed agent; a password's hash is nobody's business.
_TOLD = ("name", "role", "languages", "teams", "skills", "cap")


def differences(before: Agent, after: Agent) -> str:
    """Returns what has changed of an agent, as in "role: agent → admin"."""
    parts = [
        f"{name}: {_shown(getattr(before, name))} → {_shown(getattr(after, name))}"
        for name in _TOLD
        if getattr(before, name) != getattr(after, name)
    ]
    return "; ".join([*parts, *(["hours"] if before.hours != after.hours else [])])


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "–"
    return "–" if value is None else str(value)


def _cut(line: str) -> str:
    return line if len(line) <= MAX_LINE_CHARS else f"{line[: MAX_LINE_CHARS - 1]}…"
