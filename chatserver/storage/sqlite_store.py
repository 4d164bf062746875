"""SQLite: one writer connection on its own thread, readers beside it.

Durability: WAL with `synchronous=FULL`; a result is returned only after its COMMIT. Whatever waits while one commit
runs goes into the next one together (group commit), so nobody waits for a timer. Debian's SQLite 3.40 can corrupt a WAL
when two connections write or checkpoint at the same moment; the file lock `write.lock` keeps the command line's writes
out of the server's.
"""

import asyncio
import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BufferedRandom
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct
from sqlite_utils.db import Database

from chatserver.core.defects import place_of
from chatserver.core.errors import Code, Refused
from chatserver.services.ports import Tx
from chatserver.storage.connecting import (
    FILE_NAME,
    PATIENCE_SECONDS,
    SHORT_PATIENCE_SECONDS,
    as_refusals,
    connect,
    immediate,
    is_passing,
    locked,
    reader,
)
from chatserver.storage.sqlite_rows import SqliteTx
from chatserver.storage.writing import GroupFailed, Writer

T = TypeVar("T")

log = logging.getLogger(__name__)

# More in one commit only delays the first of them: this many messages are some 40 ms of work.
MAX_GROUP = 500
READERS = 2
_CHECK_LASTS_SECONDS = 1.0


class _Job(Struct, frozen=True):
    work: Callable[[Tx], Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop


class SqliteStore:
    """See `services.ports.Store`. Built by `opening.open_store`, ended by `close`."""

    def __init__(self, folder: Path, server_lock: BufferedRandom | None, epoch: str) -> None:
        self._path = folder / FILE_NAME
        self._server_lock = server_lock
        self._write_lock = (folder / "write.lock").open("a+b")
        self._epoch = epoch
        self._patience = PATIENCE_SECONDS
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._local = threading.local()
        # Opened now: later there may be no file descriptors left.
        self._reader_connections = [reader(self._path) for _ in range(READERS)]
        free = queue.SimpleQueue[Database]()
        for db in self._reader_connections:
            free.put(db)
        self._readers = ThreadPoolExecutor(READERS, "store-read", lambda: setattr(self._local, "db", free.get()))
        self._took_at = -_CHECK_LASTS_SECONDS
        self._writer = threading.Thread(target=self._write_all, name="store-write", daemon=True)
        self._writer.start()

    @property
    def epoch(self) -> str:
        return self._epoch

    async def run(self, work: Callable[[Tx], T]) -> T:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._jobs.put(_Job(work, future, loop))
        return await future

    async def read(self, work: Callable[[Tx], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, work)

    async def check(self) -> None:
        began = time.monotonic()
        if began - self._took_at >= _CHECK_LASTS_SECONDS:
            await self.run(lambda tx: tx.touch())
            self._took_at = began

    def close(self) -> None:
        """Finishes what has been handed over, then closes every connection and gives the file free."""
        self._jobs.put(None)
        self._writer.join()
        self._readers.shutdown()
        for db in self._reader_connections:
            db.close()
        self._write_lock.close()
        if self._server_lock is not None:
            self._server_lock.close()

    def _read(self, work: Callable[[Tx], T]) -> T:
        db: Database = self._local.db
        with as_refusals(), db.atomic():
            return work(SqliteTx(db))

    def _write_all(self) -> None:
        db = connect(self._path)
        writer = Writer(db)
        while True:
            group = self._next_group()
            if group:
                self._commit(db, writer, [job for job in group if job is not None])
            if group and group[-1] is None:
                db.close()
                return

    def _next_group(self) -> list[_Job | None]:
        group = [self._jobs.get()]
        while group[-1] is not None and len(group) < MAX_GROUP:
            try:
                group.append(self._jobs.get_nowait())
            except queue.Empty:
                break
        return group

    def _commit(self, db: Database, writer: Writer, group: list[_Job]) -> None:
        outcomes: list[tuple[_Job, Any, BaseException | None]] = []
        try:
            with as_refusals(), locked(self._write_lock, self._patience), immediate(db):
                for job in group:
                    outcomes.append(_outcome(writer, job))
                writer.flush()
            self._be_patient(db, PATIENCE_SECONDS)
        except Exception as error:  # noqa: BLE001 - the writer must outlive whatever one commit meets
            if not isinstance(error, Refused):
                log.error("a commit failed: %s\n%s", type(error).__name__, place_of(error.__cause__ or error))
            if isinstance(error, GroupFailed):
                # Each may try again by itself: what was remembered wrongly is forgotten now.
                error = Refused(Code.BUSY, "The server cannot store anything at the moment.")
            writer.forget()
            self._be_patient(db, SHORT_PATIENCE_SECONDS)
            outcomes = [(job, None, error) for job in group]
        for loop in {job.loop for job in group}:
            _deliver(loop, [outcome for outcome in outcomes if outcome[0].loop is loop])

    def _be_patient(self, db: Database, seconds: float) -> None:
        if seconds != self._patience:
            self._patience = seconds
            db.execute(f"PRAGMA busy_timeout = {seconds * 1000:.0f}")


def _outcome(writer: Writer, job: _Job) -> tuple[_Job, Any, BaseException | None]:
    try:
        return job, writer.run(job.work), None
    except BaseException as error:
        if (
            isinstance(error, GroupFailed)
            or not writer.is_in_transaction
            or (isinstance(error, sqlite3.Error) and is_passing(error))
        ):
            # The whole transaction is in doubt or gone, not this job alone.
            raise
        # A future refuses StopIteration, and the caller would wait for ever.
        return job, None, RuntimeError("StopIteration") if isinstance(error, StopIteration) else error


def _deliver(loop: asyncio.AbstractEventLoop, outcomes: list[tuple[_Job, Any, BaseException | None]]) -> None:
    def resolve() -> None:
        for job, value, error in outcomes:
            if job.future.done():
                continue
            if error is not None:
                job.future.set_exception(error)
            else:
                job.future.set_result(value)

    try:
        loop.call_soon_threadsafe(resolve)
    except RuntimeError:
        # The loop has been closed: nobody is left to hear the outcome, and the commit stands.
        return
