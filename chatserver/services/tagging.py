"""Tags: what agents file a chat under, and the site's list of those that are suggested."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from chatserver.core import commands as cmd
from chatserver.core.audit import Act
from chatserver.core.errors import Code, Refused
from chatserver.core.people import AgentRef
from chatserver.core.redaction.redact import redact_line
from chatserver.core.redaction.rules import Rules
from chatserver.core.replies import texts_of
from chatserver.core.tags import tag_of, tags_of
from chatserver.core.text import require_line
from chatserver.services.access import chat_for_agent, require_door
from chatserver.services.auditing import note
from chatserver.services.composing_ports import Tag
from chatserver.services.execute import Done, Repeat, Unit, client_key
from chatserver.services.ports import Context, Tx
from chatserver.services.replies import redacted

# What is suggested stays a list that a person can read.
MAX_KNOWN_TAGS = 1000


class Tagged(Struct, frozen=True):
    """The chat's tags as they are kept, and the seq of the event that says so."""

    seq: int
    tags: tuple[str, ...]


async def set_tags(ctx: Context, agent: AgentRef, chat_id: str, client_id: str, tags: Sequence[str]) -> Done[Tagged]:
    """Files the chat under these tags and no others; any agent may, whoever has it, also after its end.

    Raises `Refused` (BAD_REQUEST or TOO_LONG).
    """
    kept = tags_of(_without_secrets(tag, ctx.rules) for tag in tags)

    def work(tx: Tx) -> Done[Tagged]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        chat = chat_for_agent(tx, chat_id)
        author = agent.as_author()
        outcome = unit.execute_once(chat, cmd.SetTags(author, kept), client_key(author, client_id, "set_tags", *kept))
        new = [tag for tag in kept if tag not in chat.tags]
        if outcome.repeat is Repeat.FIRST and new and len(tx.tags.all()) + len(new) <= MAX_KNOWN_TAGS:
            tx.tags.know(new, unit.now)
        return unit.done(Tagged(outcome.seq, kept))

    return await ctx.store.run(work)


async def list_tags(ctx: Context) -> list[Tag]:
    """Returns the tags that are suggested, by name."""
    return await ctx.store.read(lambda tx: tx.tags.all())


async def save_tag(ctx: Context, agent: AgentRef, name: str, texts: Mapping[str, str]) -> Tag:
    """Adds a tag to the list, or changes what closing summaries say of it; `texts` may be empty.

    Raises `Refused`: FORBIDDEN, BAD_REQUEST or TOO_LONG.
    """
    kept = _without_secrets(name, ctx.rules)
    if not kept:
        raise Refused(Code.BAD_REQUEST, "A tag needs a name.")
    said = texts_of(texts) if any(text.strip() for text in texts.values()) else {}
    tag = Tag(kept, {lang: redacted(text, ctx.rules) for lang, text in said.items()})

    def work(tx: Tx) -> Tag:
        require_door(tx, agent, "save_tag")
        known = tx.tags.all()
        if len(known) >= MAX_KNOWN_TAGS and all(one.name != tag.name for one in known):
            raise Refused(Code.BAD_REQUEST, f"There are {MAX_KNOWN_TAGS} tags already. Remove some first.")
        tx.tags.put(tag, ctx.clock.now())
        note(tx, ctx.clock.now(), agent, Act.TAG_SAVED, tag.name, "", ctx.rules)
        return tag

    return await ctx.store.run(work)


async def remove_tag(ctx: Context, agent: AgentRef, name: str) -> None:
    """Suggests a tag no longer; chats that have it keep it. Raises `Refused` (FORBIDDEN)."""

    def work(tx: Tx) -> None:
        require_door(tx, agent, "remove_tag")
        if tx.tags.remove(tag_of(name)):
            note(tx, ctx.clock.now(), agent, Act.TAG_REMOVED, tag_of(name), "", ctx.rules)

    await ctx.store.run(work)


def _without_secrets(text: str, rules: Rules) -> str:
    """Returns the tag; masked before it is in lower case, too, since that hides what a key looks like."""
    return tag_of(redact_line(tag_of(redact_line(require_line(text), rules)), rules))
