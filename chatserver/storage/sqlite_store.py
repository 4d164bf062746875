"""SQLite: one writer connection on its own thread, readers beside it.

Durability: WAL with `synchronous=FULL`; a result is returned only after its COMMIT. Whatever waits while one commit
runs goes into the next one together (group commit), so nobody waits for a timer. Debian's SQLite 3.40 can corrupt a WAL
when two connections write or checkpoint at the same moment; the file lock `write.lock` keeps the command line's writes
out of the server's.
"""

import asyncio
import fcntl
import logging
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BufferedRandom
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils.db import Database

from chatserver.core.errors import Code, Refused
from chatserver.core.incidents import place_of
from chatserver.services.ports import Tx
from chatserver.storage.migrations import migrations
from chatserver.storage.sqlite_rows import SqliteTx
from chatserver.storage.writing import Writer

T = TypeVar("T")

log = logging.getLogger(__name__)

FILE_NAME = "chats.sqlite3"
# More in one commit only delays the first of them.
MAX_GROUP = 100
READERS = 2
_PASSING_CODES = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
    }
)
BUSY_TIMEOUT_MS = 5000


class StoreUnusable(Exception):
    """The store cannot be opened; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[Tx], Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop


class SqliteStore:
    """See `services.ports.Store`. Built by `open_store`, ended by `close`."""

    def __init__(self, folder: Path, server_lock: BufferedRandom | None, epoch: str) -> None:
        self._path = folder / FILE_NAME
        self._server_lock = server_lock
        self._write_lock = (folder / "write.lock").open("a+b")
        self._epoch = epoch
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._local = threading.local()
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="store-read")
        self._reader_connections: list[Database] = []
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
        db: Database | None = getattr(self._local, "db", None)
        if db is None:
            db = self._local.db = _connect(self._path)
            db.execute("PRAGMA query_only = ON")
            self._reader_connections.append(db)
        with _as_refusals(), db.atomic():
            return work(SqliteTx(db))

    def _write_all(self) -> None:
        db = _connect(self._path)
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
            with _as_refusals(), _locked(self._write_lock), _immediate(db):
                for job in group:
                    outcomes.append(_outcome(writer, job))
                writer.flush()
        except Exception as error:  # noqa: BLE001 - the writer must outlive whatever one commit meets
            if not isinstance(error, Refused):
                log.error("a commit failed: %s\n%s", type(error).__name__, place_of(error))
            writer.forget()
            outcomes = [(job, None, error) for job in group]
        for loop in {job.loop for job in group}:
            _deliver(loop, [outcome for outcome in outcomes if outcome[0].loop is loop])


def open_store(folder: Path, epoch: Callable[[], str], *, as_server: bool) -> SqliteStore:
    """Opens, and if need be makes, the database in `folder`. Raises `StoreUnusable`.

    `as_server` takes the folder for this process alone; the command line works beside a running server. `epoch` makes
    the name of a new database.
    """
    with ExitStack() as unless_opened:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = unless_opened.enter_context(server_lock(folder)) if as_server else None
            stored_epoch = _prepare(folder, epoch)
        except OSError as error:
            raise StoreUnusable(f"The folder {folder} cannot be used: {error.strerror}. Check its rights.") from error
        except sqlite3.DatabaseError as error:
            raise StoreUnusable(f"The database in {folder} cannot be used: {error}.") from error
        unless_opened.pop_all()
    return SqliteStore(folder, lock, stored_epoch)


def _prepare(folder: Path, epoch: Callable[[], str]) -> str:
    """Brings the file to this program's schema and returns its epoch."""
    with (folder / "write.lock").open("a+b") as write_lock, _locked(write_lock):
        db = _connect(folder / FILE_NAME)
        try:
            _require_known_schema(db, folder)
            migrations.apply(db)
            db.execute("INSERT OR IGNORE INTO meta VALUES ('epoch', :epoch)", {"epoch": epoch()})
            row: tuple[str] = db.execute("SELECT value FROM meta WHERE name = 'epoch'").fetchone()
            return row[0]
        finally:
            db.close()


def _connect(path: Path) -> Database:
    connection = sqlite3.connect(path, check_same_thread=False, timeout=BUSY_TIMEOUT_MS / 1000)
    try:
        db = Database(connection)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            db.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return db


def server_lock(folder: Path) -> BufferedRandom:
    """Takes the folder for one server, until the returned file is closed. Raises `StoreUnusable`."""
    lock = (folder / "server.lock").open("a+b")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise StoreUnusable(
            f"Another server uses the folder {folder}. Stop it, or give this one a folder of its own with --data."
        ) from None
    return lock


def _require_known_schema(db: Database, folder: Path) -> None:
    known = {migration.name for migration in migrations._migrations}
    unknown = {migration.name for migration in migrations.applied(db)} - known
    if unknown:
        raise StoreUnusable(
            f"The database in {folder} was written by a newer chatserver. Update this one, or restore a backup."
        )


@contextmanager
def _locked(lock: BufferedRandom) -> Iterator[None]:
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(lock, fcntl.LOCK_UN)


@contextmanager
def _immediate(db: Database) -> Iterator[None]:
    """Takes the write lock at once, so that no unit of work fails halfway for want of it."""
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.rollback()
        raise
    try:
        db.commit()
    except BaseException:
        db.rollback()
        raise


@contextmanager
def _as_refusals() -> Iterator[None]:
    """A disk that is full, read-only, locked or failing is no defect of the sender: they may try again."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        if not _is_passing(error):
            raise
        log.error("the store takes nothing: %s", getattr(error, "sqlite_errorname", type(error).__name__))
        raise Refused(Code.BUSY, "The server cannot store anything at the moment.") from error


def _is_passing(error: BaseException) -> bool:
    """True for troubles of the disk or of other processes; anything else SQLite complains about is a defect."""
    if isinstance(error, OSError):
        return True
    # The low byte is the primary code; the rest tells the kind apart (sqlite.org/rescode.html).
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _PASSING_CODES


def _outcome(writer: Writer, job: _Job) -> tuple[_Job, Any, BaseException | None]:
    try:
        return job, writer.run(job.work), None
    except BaseException as error:
        if not writer.is_in_transaction or (isinstance(error, sqlite3.Error) and _is_passing(error)):
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
