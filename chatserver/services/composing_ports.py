"""The rows behind the agents' composer: canned replies, known tags, mentions. Owned here, like `services.ports`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct, field

from chatserver.core.replies import Reply


class ReplyRows(Protocol):
    """The site's canned replies; a shortcut belongs to one of them."""

    def all(self) -> list[Reply]:
        """Returns them in the order of their shortcuts."""
        ...

    def get(self, reply_id: str) -> Reply | None: ...
    def by_shortcut(self, shortcut: str) -> Reply | None: ...
    def put(self, reply: Reply) -> None:
        """Writes a reply in the place of the one with its id, if there is one."""

    def remove(self, reply_id: str) -> bool:
        """Returns whether it was there."""


class Tag(Struct, frozen=True):
    """A tag that is suggested. `texts` is what a closing summary says of it, by language; most say nothing."""

    name: str
    texts: Mapping[str, str] = field(default_factory=dict)


class TagRows(Protocol):
    """The tags that agents are offered. A chat's own tags stand in the chat."""

    def all(self) -> list[Tag]:
        """Returns them in the order of their names."""
        ...

    def know(self, names: Sequence[str], now: datetime) -> None:
        """Adds those that are not known yet."""

    def put(self, tag: Tag, now: datetime) -> None: ...
    def remove(self, name: str) -> bool:
        """Returns whether it was known; chats keep it."""


class MentionPlace(Struct, frozen=True):
    """Where an agent was named: the note at `seq` of a chat."""

    chat_id: str
    seq: int
    at: datetime


class MentionRows(Protocol):
    """Who was named in which note, and has not looked at it yet."""

    def add(self, agent_ids: Sequence[str], place: MentionPlace) -> None: ...
    def unread(self, agent_id: str, limit: int) -> list[MentionPlace]:
        """Returns the newest first."""
        ...

    def mark_read(self, agent_id: str, chat_id: str, now: datetime) -> int:
        """Marks all of a chat; returns how many were unread."""
        ...
