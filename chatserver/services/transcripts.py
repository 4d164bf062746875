"""Copies of chats for those who may have them: the visitor of the chat, any agent, and the e-mail that was ordered."""

from collections.abc import Iterator

from chatserver.core.chat import Chat
from chatserver.core.errors import Code, Refused
from chatserver.core.events import Recorded
from chatserver.core.people import AgentRef
from chatserver.core.transcript import Transcript, transcript_of
from chatserver.services.access import chat_for_agent, chat_of_visitor, visitor_with_token
from chatserver.services.filing import Holder
from chatserver.services.ports import Context, Tx

# Events in one query: the text of a chat may be much, and is looked through without holding all of it.
_SOME = 200


async def transcript_for(ctx: Context, holder: Holder | None, chat_id: str) -> Transcript:
    """Returns what the visitor may see of a chat, to the visitor and to agents. Raises `Refused` (FORBIDDEN)."""

    def work(tx: Tx) -> Transcript:
        if holder is None:
            raise Refused(Code.FORBIDDEN, "This is not your chat.")
        if isinstance(holder, AgentRef):
            return _made(ctx, tx, chat_for_agent(tx, chat_id))
        return _made(ctx, tx, chat_of_visitor(tx, visitor_with_token(tx, holder.token), chat_id))

    return await ctx.store.read(work)


async def transcript_by_id(ctx: Context, chat_id: str) -> Transcript:
    """Returns the same for a mail whose order was authorised when it was made. Raises `Refused` (FORBIDDEN)."""
    return await ctx.store.read(lambda tx: _made(ctx, tx, chat_for_agent(tx, chat_id)))


def _made(ctx: Context, tx: Tx, chat: Chat) -> Transcript:
    return transcript_of(chat, _log(tx, chat), ctx.policy.post.brand)


def _log(tx: Tx, chat: Chat) -> Iterator[Recorded]:
    after = 0
    while after < chat.seq:
        some = tx.chats.events_after(chat.chat_id, after, _SOME)
        if not some:
            return
        yield from some
        after = some[-1].seq
