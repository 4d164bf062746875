"""The queue: in which order waiting chats are served, and what place each has."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from chatserver.core.chat import Chat


class Place(Struct, frozen=True):
    """`position` 1 is next in line."""

    chat_id: str
    position: int


def in_order(waiting: Iterable[Chat]) -> list[Chat]:
    """Returns the chats in the order in which they are served: longest wait first, ChatID for a tie."""
    return sorted(waiting, key=lambda chat: (_since(chat), chat.chat_id))


def places(waiting: Iterable[Chat]) -> list[Place]:
    """Returns the place of each waiting chat."""
    return [Place(chat.chat_id, position) for position, chat in enumerate(in_order(waiting), start=1)]


def _since(chat: Chat) -> datetime:
    return chat.waiting_since or chat.started_at
