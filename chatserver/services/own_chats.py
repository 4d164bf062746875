"""A visitor's own chats: the list of them, and the log of one, to read and no more. Nobody joins anything by it."""

import re

from msgspec import Struct

from chatserver.core.chat import Chat
from chatserver.core.decide import may_reopen
from chatserver.core.events import MessagePosted
from chatserver.core.people import AuthorKind
from chatserver.services.access import chat_of_visitor, own_visitors
from chatserver.services.identifying import open_chat_of
from chatserver.services.ports import Context, Tx
from chatserver.services.views import Page, page_of

LIST_LENGTH = 20
# Whoever wants something says so soon: after the greeting, and perhaps a form's first questions.
_FIRST_EVENTS = 12
_MAX_WORDS = 120
# What marks code in a message says nothing in a list.
_FENCE = re.compile(r"```\w*")


class OwnChat(Struct, frozen=True):
    """A chat as its visitor's list shows it; `first_words` are theirs, as they are stored: redacted."""

    chat: Chat
    first_words: str


class OwnChats(Struct, frozen=True):
    """One page of a visitor's chats, those with the newest message first."""

    chats: tuple[OwnChat, ...]
    has_more: bool


class OwnTranscript(Struct, frozen=True):
    """A part of a chat's log, and whether a reply would be taken there."""

    chat: Chat
    page: Page
    can_go_on: bool


async def list_own_chats(ctx: Context, visitor_id: str, after: str | None = None) -> OwnChats:
    """Returns the visitor's chats, and those that the same verified person began elsewhere.

    `after` is the ChatID of the last row of the page before. Raises `Refused` (FORBIDDEN, BAD_REQUEST).
    """

    def work(tx: Tx) -> OwnChats:
        last = chat_of_visitor(tx, visitor_id, after).chat_id if after is not None else None
        found = tx.chats.of_visitors(own_visitors(tx, visitor_id), LIST_LENGTH + 1, last)
        rows = tuple(OwnChat(chat, _first_words(tx, chat)) for chat in found[:LIST_LENGTH])
        return OwnChats(rows, len(found) > LIST_LENGTH)

    return await ctx.store.read(work)


async def read_own_chat(ctx: Context, visitor_id: str, chat_id: str, after_seq: int) -> OwnTranscript:
    """Returns a chat of the visitor's and the part of its log after `after_seq`. Raises `Refused` (FORBIDDEN)."""

    def work(tx: Tx) -> OwnTranscript:
        chat = chat_of_visitor(tx, visitor_id, chat_id)
        page = page_of(tx, chat, after_seq if after_seq <= chat.seq else 0)
        return OwnTranscript(chat, page, chat.is_open or _would_reopen(ctx, tx, chat))

    return await ctx.store.read(work)


def _would_reopen(ctx: Context, tx: Tx, chat: Chat) -> bool:
    """As `clockwork.reopened_by_reply` has it."""
    is_free = open_chat_of(tx, chat.visitor_id) is None and not tx.visitors.is_blocked(chat.visitor_id)
    return is_free and may_reopen(chat, ctx.clock.now())


def _first_words(tx: Tx, chat: Chat) -> str:
    for recorded in tx.chats.events_after(chat.chat_id, 0, _FIRST_EVENTS):
        event = recorded.event
        if isinstance(event, MessagePosted) and event.author.kind is AuthorKind.VISITOR:
            said = event.text or " ".join(file.name for file in event.files)
            words = " ".join(_FENCE.sub(" ", said).split())
            return words if len(words) <= _MAX_WORDS else f"{words[: _MAX_WORDS - 1].rstrip()}…"
    return ""
