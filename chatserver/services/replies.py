"""Canned replies: every agent reads them; authors, supervisors and admins write them. Redacted on saving."""

from collections.abc import Mapping, Sequence

from chatserver.core.audit import Act
from chatserver.core.errors import Code, Refused
from chatserver.core.people import AgentRef, AuthorKind
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.redaction.redact import Context as RedactionContext
from chatserver.core.redaction.redact import redact, redact_line
from chatserver.core.redaction.rules import Rules
from chatserver.core.replies import Reply, find_replies, shortcut_of, texts_of, title_of
from chatserver.core.text import require_line
from chatserver.services.access import require_door
from chatserver.services.auditing import note
from chatserver.services.ports import Context, Tx

# All of them go to every console: this is some 2 MB at the very most, and 100 KB as people use it.
MAX_REPLIES = 500


async def list_replies(ctx: Context, search: str = "", lang: str = "") -> Sequence[Reply]:
    """Returns the replies by shortcut, or those that fit `search`, best first."""
    known = await ctx.store.read(lambda tx: tx.replies.all())
    return find_replies(known, search, lang)


async def save_reply(
    ctx: Context, agent: AgentRef, reply_id: str | None, shortcut: str, title: str, texts: Mapping[str, str]
) -> Reply:
    """Adds a reply, or changes the one with this id; returns it as it is kept.

    Raises `Refused`: FORBIDDEN, BAD_REQUEST, TOO_LONG, or CONFLICT when another reply has the shortcut.
    """
    kept_shortcut, kept_title = shortcut_of(shortcut), redact_line(title_of(title), ctx.rules)
    kept_texts = {tag: redacted(text, ctx.rules) for tag, text in texts_of(texts).items()}
    # In lower case, a key does not look like one any more.
    if any(redact_line(line, ctx.rules) != line for line in (require_line(shortcut), kept_shortcut)):
        raise Refused(Code.BAD_REQUEST, "This shortcut looks like a secret. Choose another one.")

    def work(tx: Tx) -> Reply:
        require_door(tx, agent, "save_reply")
        if reply_id is not None and tx.replies.get(reply_id) is None:
            raise Refused(Code.BAD_REQUEST, "There is no such reply any more.")
        other = tx.replies.by_shortcut(kept_shortcut)
        if other is not None and other.id != reply_id:
            raise Refused(Code.CONFLICT, f"Another reply has the shortcut {kept_shortcut}.")
        if reply_id is None and len(tx.replies.all()) >= MAX_REPLIES:
            raise Refused(Code.BAD_REQUEST, f"There are {MAX_REPLIES} replies already. Remove some first.")
        reply = Reply(reply_id or ctx.ids.short(), kept_shortcut, kept_title, kept_texts, ctx.clock.now(), agent.name)
        tx.replies.put(reply)
        note(tx, ctx.clock.now(), agent, Act.REPLY_SAVED, kept_shortcut, kept_title, ctx.rules)
        return reply

    return await ctx.store.run(work)


async def stock_replies(ctx: Context, stock: Mapping[tuple[str, str], Mapping[str, str]], by: str) -> int:
    """Adds replies by shortcut and title to a site that has none; returns how many. For the program, not for people."""

    def work(tx: Tx) -> int:
        if tx.replies.all():
            return 0
        for (shortcut, title), texts in stock.items():
            tx.replies.put(Reply(ctx.ids.short(), shortcut_of(shortcut), title, texts_of(texts), ctx.clock.now(), by))
        return len(stock)

    return await ctx.store.run(work)


async def remove_reply(ctx: Context, agent: AgentRef, reply_id: str) -> None:
    """Removes a reply; one that is not there is removed already. Raises `Refused` (FORBIDDEN)."""

    def work(tx: Tx) -> None:
        require_door(tx, agent, "remove_reply")
        known = tx.replies.get(reply_id)
        if known is not None and tx.replies.remove(reply_id):
            note(tx, ctx.clock.now(), agent, Act.REPLY_REMOVED, known.shortcut, known.title, ctx.rules)

    await ctx.store.run(work)


def redacted(text: str, rules: Rules) -> str:
    """Returns the words that many visitors will read, without secrets."""
    return redact(RedactionContext(), RawText(text), AuthorKind.AGENT, rules=rules).text
