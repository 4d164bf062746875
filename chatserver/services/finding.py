"""What searching needs of a store: a port, as those in `ports`."""

from datetime import datetime
from typing import Protocol

from msgspec import Struct

from chatserver.core.search.query import Query


class FoundChat(Struct, frozen=True):
    """A chat that answers a query: its place in the index (younger chats stand higher), some of the events that do,
    the newest first, and how many there are. Without events the chat itself was asked for."""

    chat_id: str
    row: int
    seqs: tuple[int, ...]
    count: int


class Scan(Struct, frozen=True):
    """The newest chats that answer, and the place from which on nothing has been looked at; None: that was all.

    `is_cut_short`: the time was up.
    """

    chats: list[FoundChat]
    next: int | None
    is_cut_short: bool = False


class SearchRows(Protocol):
    """What can be found."""

    def find(self, query: Query, before: int | None, limit: int) -> Scan:
        """Returns the newest chats below a place, within a bounded time."""

    def chat_ids(self, start: str, limit: int) -> list[str]:
        """Returns the ChatIDs that begin so."""

    def chat_ids_with(self, symbols: str, limit: int) -> list[str]:
        """Returns ChatIDs that have these symbols, without dashes, somewhere in them."""

    def is_behind(self) -> bool:
        """True when something is not in the index yet, or not gone from it."""

    def index_some(self, limit: int) -> int:
        """Brings some of what is new, or else old, into the index; returns how much it was, 0 when all is there."""

    def purge_some(self, now: datetime) -> bool:
        """Removes from the disk some of what was taken out of the index; False when that is done."""
