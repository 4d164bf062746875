"""The folder of the files: random names, readable by the server alone, never served by path.

What arrives has no name at all until it has been examined: a crash in between leaves nothing behind.
"""

import asyncio
import os
import tempfile
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import BinaryIO


class Folder:
    """See `services.ports.FileFolder`; `path` is made with the first file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def incoming(self) -> BinaryIO:
        """Opens a file without a name, for what arrives. Raises `OSError`."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return tempfile.TemporaryFile(dir=self.path)

    def create(self, name: str) -> BinaryIO:
        """Opens the new file `name` for what is kept. Raises `OSError`."""
        return os.fdopen(os.open(self.path / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=0)

    def flush(self, file: BinaryIO) -> None:
        """On disk, with its name, before anybody is told of it."""
        os.fsync(file.fileno())
        place = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(place)
        finally:
            os.close(place)

    async def remove(self, names: Collection[str]) -> None:
        def work() -> None:
            for name in names:
                (self.path / name).unlink(missing_ok=True)

        await asyncio.to_thread(work)

    async def older_than(self, before: datetime) -> list[str]:
        def work() -> list[str]:
            limit = before.timestamp()
            if not self.path.is_dir():
                return []
            with os.scandir(self.path) as found:
                return [entry.name for entry in found if entry.is_file() and entry.stat().st_mtime < limit]

        return await asyncio.to_thread(work)
