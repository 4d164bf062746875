"""Filing: files that visitors and agents upload, post, and look at. Whose a file is decides here and nowhere else.

A file belongs to the chat that it was uploaded for and can be posted there once, by who uploaded it. Until then nobody
else sees it, and after an hour it is gone. What is not there and what is somebody else's get the same answer.
"""

from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from chatserver.core.attachments import MAX_FILES_PER_MESSAGE, Attachment
from chatserver.core.chat import Chat
from chatserver.core.errors import Code, Refused
from chatserver.core.people import AgentRef, Author, visitor_author
from chatserver.services.access import chat_for_agent, chat_of_visitor, visitor_with_token
from chatserver.services.execute import Unit
from chatserver.services.file_ports import FileFolder, FileLimits, StoredFile
from chatserver.services.ports import ClientKey, Context, Tx

# Somebody who has attached a file sends it soon, or never.
UNPOSTED_LASTS = timedelta(hours=1)


class VisitorToken(Struct, frozen=True):
    """A visitor as HTTP knows them: by the credential of their chats."""

    token: str


Holder = VisitorToken | AgentRef


async def require_room(ctx: Context, holder: Holder, chat_id: str, announced_bytes: int) -> Author:
    """Returns who uploads, before a byte has been read, so that what cannot be kept is not even sent.

    Raises `Refused`: FORBIDDEN, CLOSED, TAKEN, TOO_LONG (the chat has too much), BUSY (the server has).
    """

    def work(tx: Tx) -> Author:
        chat, author = _open_chat(tx, holder, chat_id)
        _require_room(tx, chat, ctx.policy.files, announced_bytes)
        return author

    return await ctx.store.read(work)


async def keep_file(ctx: Context, holder: Holder, chat_id: str, attachment: Attachment, stored_as: str) -> Attachment:
    """Keeps a file whose bytes are in the folder as `stored_as`; returns it with its id.

    Everything is asked again: while the bytes came, the chat may have been closed and the session may have ended.
    """
    named = replace(attachment, file_id=ctx.ids.short())

    def work(tx: Tx) -> Attachment:
        chat, author = _open_chat(tx, holder, chat_id)
        _require_room(tx, chat, ctx.policy.files, named.size_bytes)
        tx.files.add(StoredFile(named, chat.chat_id, author.key, stored_as), ctx.clock.now())
        return named

    return await ctx.store.run(work)


async def find_file(ctx: Context, holder: Holder | None, file_id: str) -> StoredFile:
    """Returns a file that the holder may read. Raises `Refused` (FORBIDDEN), the same for all that they may not."""

    def work(tx: Tx) -> StoredFile:
        file = tx.files.get(file_id)
        reader = _reader_of(tx, holder, file.chat_id) if file is not None else None
        if file is None or reader is None or not (file.is_posted or file.author == reader.key):
            raise Refused(Code.FORBIDDEN, "There is no such file.")
        return file

    return await ctx.store.read(work)


def take_files(unit: Unit, chat: Chat, key: ClientKey, file_ids: Sequence[str]) -> tuple[Attachment, ...]:
    """Returns the files for the message that is about to be posted under this key, and counts them as posted.

    A message that was posted before has taken its files already. Raises `Refused` (BAD_REQUEST, CONFLICT).
    """
    if not file_ids or unit.outcome_of(chat, key) is not None:
        return ()
    if len(file_ids) > MAX_FILES_PER_MESSAGE or len(set(file_ids)) != len(file_ids):
        raise Refused(Code.BAD_REQUEST, f"A message has at most {MAX_FILES_PER_MESSAGE} files, each once.")
    files = [_postable(unit.tx.files.get(file_id), chat, key.author) for file_id in file_ids]
    unit.tx.files.mark_posted(file_ids)
    return tuple(file.attachment for file in files)


async def sweep(ctx: Context, folder: FileFolder) -> int:
    """Removes what was uploaded and never posted, and what a crash has left in the folder; returns how many files.

    A row goes before its bytes, and bytes without a row go an hour later: nobody is told of a file that has no bytes.
    """
    before = ctx.clock.now() - UNPOSTED_LASTS
    old = await folder.older_than(before)
    known = await ctx.store.read(lambda tx: tx.files.known(old))
    gone = await ctx.store.run(lambda tx: tx.files.drop_unposted(before))
    left = [*gone, *(name for name in old if name not in known)]
    await folder.remove(left)
    return len(left)


def _open_chat(tx: Tx, holder: Holder, chat_id: str) -> tuple[Chat, Author]:
    """The chat that the holder may post in now, and as whom."""
    if isinstance(holder, VisitorToken):
        visitor_id = visitor_with_token(tx, holder.token)
        chat = chat_of_visitor(tx, visitor_id, chat_id)
        author = visitor_author(chat.visitor_id, chat.visitor_name)
    else:
        chat, author = chat_for_agent(tx, chat_id), holder.as_author()
    if not chat.is_open:
        raise Refused(Code.CLOSED, "This chat is closed.")
    if isinstance(holder, AgentRef) and (chat.agent is None or chat.agent.id != holder.id):
        raise Refused(Code.FORBIDDEN, "You do not have this chat. Claim it first.")
    return chat, author


def _require_room(tx: Tx, chat: Chat, limits: FileLimits, size_bytes: int) -> None:
    used = tx.files.usage(chat.chat_id)
    if used.count >= limits.files_per_chat or used.chat_bytes + size_bytes > limits.chat_bytes:
        raise Refused(Code.TOO_LONG, "This chat has as many files as it may have.")
    if used.total_bytes + size_bytes > limits.total_bytes:
        raise Refused(Code.BUSY, "The server has no room for files at the moment.")


def _reader_of(tx: Tx, holder: Holder | None, chat_id: str) -> Author | None:
    if holder is None:
        return None
    if isinstance(holder, AgentRef):
        return holder.as_author()
    visitor_id = visitor_with_token(tx, holder.token)
    return visitor_author(chat_of_visitor(tx, visitor_id, chat_id).visitor_id)


def _postable(file: StoredFile | None, chat: Chat, author: Author) -> StoredFile:
    if file is None or (file.chat_id, file.author, file.is_posted) != (chat.chat_id, author.key, False):
        raise Refused(Code.BAD_REQUEST, "A file is not there any more. Please attach it again.")
    return file
