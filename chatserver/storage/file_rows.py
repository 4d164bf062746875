"""The queries about files; their bytes are in the folder (`chatserver.files.folder`)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from chatserver.core.attachments import Attachment
from chatserver.services.file_ports import FileUsage, StoredFile
from chatserver.storage.records import instant_to_text
from chatserver.storage.rows import Rows

# SQLite takes so many values in one statement, and more, everywhere.
_SOME = 500


class SqliteFiles(Rows):
    """See `services.ports.FileRows`."""

    def get(self, file_id: str) -> StoredFile | None:
        row = self._one(
            "SELECT id, name, media_type, size_bytes, width, height, redactions, chat_id, author, stored_as, is_posted"
            " FROM files WHERE id = :id",
            id=file_id,
        )
        return StoredFile(Attachment(*row[:7]), row[7], row[8], row[9], bool(row[10])) if row else None

    def add(self, file: StoredFile, now: datetime) -> None:
        attachment = file.attachment
        self._insert(
            "files",
            {
                "id": attachment.file_id,
                "chat_id": file.chat_id,
                "author": file.author,
                "name": attachment.name,
                "media_type": attachment.media_type,
                "size_bytes": attachment.size_bytes,
                "width": attachment.width,
                "height": attachment.height,
                "redactions": attachment.redactions,
                "stored_as": file.stored_as,
                "uploaded_at": instant_to_text(now),
                "is_posted": int(file.is_posted),
            },
        )

    def usage(self, chat_id: str) -> FileUsage:
        row = self._one(
            "SELECT count(*), coalesce(sum(size_bytes), 0), (SELECT coalesce(sum(size_bytes), 0) FROM files)"
            " FROM files WHERE chat_id = :chat",
            chat=chat_id,
        )
        return FileUsage(*row) if row else FileUsage(0, 0, 0)

    def mark_posted(self, file_ids: Sequence[str]) -> None:
        for file_id in file_ids:
            self._do("UPDATE files SET is_posted = 1 WHERE id = :id", id=file_id)

    def drop_unposted(self, before: datetime) -> list[str]:
        gone = self._all(
            "DELETE FROM files WHERE is_posted = 0 AND uploaded_at < :before RETURNING stored_as",
            before=instant_to_text(before),
        )
        return [row[0] for row in gone]

    def known(self, stored_as: Collection[str]) -> set[str]:
        names = list(stored_as)
        found: set[str] = set()
        for start in range(0, len(names), _SOME):
            some: dict[str, Any] = {f"n{place}": name for place, name in enumerate(names[start : start + _SOME])}
            places = ", ".join(f":{place}" for place in some)
            rows = self._all(f"SELECT stored_as FROM files WHERE stored_as IN ({places})", **some)
            found.update(row[0] for row in rows)
        return found
