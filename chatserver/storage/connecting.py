"""Connections to the SQLite file: how they are opened, locked, and what their errors mean."""

import fcntl
import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedRandom
from pathlib import Path

from sqlite_utils.db import Database

from chatserver.core.errors import Code, Refused

log = logging.getLogger(__name__)

FILE_NAME = "chats.sqlite3"
# The folder of attached files, beside the database.
FILES_NAME = "files"
# How long a commit waits for another process; while that fails, only briefly, so that everybody is told soon.
PATIENCE_SECONDS = 3.0
SHORT_PATIENCE_SECONDS = 0.1
_LOCK_RETRY_SECONDS = 0.005
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


class StoreUnusable(Exception):
    """The store cannot be opened; the message says why and what to do."""


def connect(path: Path) -> Database:
    connection = sqlite3.connect(path, check_same_thread=False, timeout=PATIENCE_SECONDS)
    try:
        db = Database(connection)
        # Small steps: whoever commits when a checkpoint is due waits for it.
        db.execute("PRAGMA wal_autocheckpoint = 400")
        # What a redaction takes out of a row must not stay in the gap that it leaves.
        # Temporary tables in memory: they too would need file descriptors and room on the disk.
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "temp_store = MEMORY",
            "secure_delete = FAST",
        ):
            db.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return db


def reader(path: Path) -> Database:
    db = connect(path)
    db.execute("PRAGMA query_only = ON")
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


@contextmanager
def locked(lock: BufferedRandom, patience: float) -> Iterator[None]:
    """Holds the file lock. Raises `BlockingIOError` when another process has it for longer than `patience` seconds."""
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if time.monotonic() > until:
                raise
            time.sleep(_LOCK_RETRY_SECONDS)
    try:
        yield
    finally:
        fcntl.flock(lock, fcntl.LOCK_UN)


@contextmanager
def immediate(db: Database) -> Iterator[None]:
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
def as_refusals() -> Iterator[None]:
    """A disk that is full, read-only, locked or failing is no defect of the sender: they may try again."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        if not is_passing(error):
            raise
        log.error("the store takes nothing: %s", getattr(error, "sqlite_errorname", type(error).__name__))
        raise Refused(Code.BUSY, "The server cannot store anything at the moment.") from error


def is_passing(error: BaseException) -> bool:
    """True for troubles of the disk or of other processes; anything else SQLite complains about is a defect."""
    if isinstance(error, OSError):
        return True
    # The low byte is the primary code; the rest tells the kind apart (sqlite.org/rescode.html).
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _PASSING_CODES
