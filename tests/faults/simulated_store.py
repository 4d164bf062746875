"""The real store in steps: who comes next, and when a commit happens, is chosen by the simulation.

Every unit of work waits until it is let in, every answer of a read until it is let out, and the writer's thread stops
before each COMMIT. What the simulation then does is what can happen to a real server: others come first, the process
dies with the transaction open, the disk is full.
"""

import asyncio
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from chatserver.services.ports import Tx
from chatserver.storage import FILE_NAME, open_store

T = TypeVar("T")

PLENTY_OF_PAGES = 1 << 30


class SteppedLoop(asyncio.SelectorEventLoop):
    """A loop whose time stands still until it is moved, and that can say when nothing is left to do."""

    def __init__(self) -> None:
        self._seconds = 0.0
        super().__init__()

    def time(self) -> float:
        return self._seconds

    def pass_time(self, seconds: float) -> None:
        self._seconds += seconds

    async def run_dry(self) -> None:
        """Returns when no callback is ready and no timer is due."""
        while self._ready or (self._scheduled and self._scheduled[0].when() <= self._seconds):
            await asyncio.sleep(0)


class SteppedStore:
    """See `services.ports.Store`. Built and opened by `open_stepped`."""

    def __init__(self, folder: Path, new_epoch: str, loop: SteppedLoop) -> None:
        self._real = open_store(folder, lambda: new_epoch, as_server=True)
        self._loop = loop
        self._folder = folder
        self._gate = threading.Semaphore(0)
        self._is_gated = False
        self._reading = 0
        self._writing = 0
        self._moved = asyncio.Event()
        self.waiting: list[tuple[str, asyncio.Future[None]]] = []
        self.is_at_commit = False
        self.is_disk_full = False

    @property
    def epoch(self) -> str:
        return self._real.epoch

    async def watch_commits(self) -> None:
        """Makes the writer stop before each COMMIT from now on."""

        def work(tx: Tx) -> None:
            _connection(tx).set_trace_callback(self._before_statement)

        await self._real.run(work)
        self._is_gated = True

    async def run(self, work: Callable[[Tx], T]) -> T:
        def on_this_disk(tx: Tx) -> T:
            pages = 1 if self.is_disk_full else PLENTY_OF_PAGES
            _connection(tx).execute(f"PRAGMA max_page_count = {pages}")
            return work(tx)

        await self._turn("write")
        self._writing += 1
        try:
            return await self._real.run(on_this_disk)
        finally:
            self._writing -= 1
            self._moved.set()

    async def read(self, work: Callable[[Tx], T]) -> T:
        await self._turn("read")
        self._reading += 1
        try:
            found = await self._real.read(work)
        finally:
            self._reading -= 1
            self._moved.set()
        # The answer of a read takes its time to come back, and the writer goes on meanwhile.
        await self._turn("have read")
        return found

    def let_in(self, index: int) -> None:
        _, turn = self.waiting.pop(index)
        if not turn.done():
            turn.set_result(None)

    def commit(self) -> None:
        self.is_at_commit = False
        self._gate.release()

    async def settle(self) -> None:
        """Returns when everything waits for a step of the simulation."""
        while True:
            await self._loop.run_dry()
            if not self._reading and (self.is_at_commit or not self._writing):
                return
            await self._moved.wait()
            self._moved.clear()

    def copy_as_killed(self, folder: Path) -> None:
        """Copies what a killed process would leave behind: the files as they are, without the open transaction."""
        folder.mkdir()
        for name in (FILE_NAME, f"{FILE_NAME}-wal"):
            if (self._folder / name).exists():
                shutil.copyfile(self._folder / name, folder / name)

    def close(self) -> None:
        self._is_gated = False
        self._gate.release()
        self._real.close()

    async def _turn(self, what: str) -> None:
        turn: asyncio.Future[None] = self._loop.create_future()
        self.waiting.append((what, turn))
        await turn

    def _before_statement(self, sql: str) -> None:
        """Runs on the writer's thread."""
        if sql == "COMMIT" and self._is_gated:
            self._loop.call_soon_threadsafe(self._reach_commit)
            self._gate.acquire()

    def _reach_commit(self) -> None:
        self.is_at_commit = True
        self._moved.set()


def _connection(tx: Tx) -> Any:
    """The writer's own connection: the one place where its COMMIT and its disk can be had."""
    return tx.chats._db.conn  # type: ignore[attr-defined]
