"""What files need from outside: their rows, and the folder with their bytes. Owned here, like `services.ports`."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from chatserver.core.attachments import Attachment


class FileLimits(Struct, frozen=True):
    """How much may be uploaded, in bytes; no file at all when a chat may have none."""

    file_bytes: int = 10 << 20
    files_per_chat: int = 20
    chat_bytes: int = 50 << 20
    total_bytes: int = 10 << 30


class StoredFile(Struct, frozen=True):
    """A file that has been uploaded: for which chat, by whom, its name in the folder, and whether it was posted."""

    attachment: Attachment
    chat_id: str
    author: str
    stored_as: str
    is_posted: bool = False


class FileUsage(Struct, frozen=True):
    """How much is kept: files and bytes of one chat, and bytes of all."""

    count: int
    chat_bytes: int
    total_bytes: int


class FileRows(Protocol):
    """The files of the chats; their bytes are in a `FileFolder`."""

    def get(self, file_id: str) -> StoredFile | None: ...
    def add(self, file: StoredFile, now: datetime) -> None: ...
    def usage(self, chat_id: str) -> FileUsage: ...
    def mark_posted(self, file_ids: Sequence[str]) -> None: ...
    def drop_unposted(self, before: datetime) -> list[str]:
        """Forgets files that were uploaded earlier and never posted; returns their names in the folder."""

    def known(self, stored_as: Collection[str]) -> set[str]:
        """Returns those of the names in the folder that a row has."""


class FileFolder(Protocol):
    """The bytes of the files, on disk."""

    async def remove(self, names: Collection[str]) -> None: ...
    async def older_than(self, before: datetime) -> list[str]:
        """Returns the names of what was last written earlier."""
