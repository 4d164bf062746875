"""Opening the store: what must be true of the folder and the file before anything is promised on it."""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from sqlite_utils.db import Database

from chatserver.storage.connecting import FILE_NAME, PATIENCE_SECONDS, StoreUnusable, connect, locked, server_lock
from chatserver.storage.file_systems import network_file_system
from chatserver.storage.migrations import migrations
from chatserver.storage.sqlite_store import SqliteStore

log = logging.getLogger(__name__)

# Checked page by page at the start; larger ones would keep everybody waiting (`chatserver check` does it).
MAX_CHECKED_BYTES = 64 << 20
# sqlite.org/pragma.html#pragma_synchronous
_SYNCHRONOUS_FULL = 2


def open_store(folder: Path, epoch: Callable[[], str], *, as_server: bool) -> SqliteStore:
    """Opens, and if need be makes, the database in `folder`. Raises `StoreUnusable`.

    `as_server` takes the folder for this process alone; the command line works beside a running server. `epoch` makes
    the name of a new database.
    """
    with ExitStack() as unless_opened:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _require_local(folder)
            lock = unless_opened.enter_context(server_lock(folder)) if as_server else None
            stored_epoch = _prepare(folder, epoch)
        except OSError as error:
            raise StoreUnusable(f"The folder {folder} cannot be used: {error.strerror}. Check its rights.") from error
        except sqlite3.DatabaseError as error:
            cure = " Is the disk full, or read-only?" if isinstance(error, sqlite3.OperationalError) else ""
            raise StoreUnusable(f"The database in {folder} cannot be used: {error}.{cure}") from error
        unless_opened.pop_all()
    return SqliteStore(folder, lock, stored_epoch)


def _prepare(folder: Path, epoch: Callable[[], str]) -> str:
    """Brings the file to this program's schema and returns its epoch."""
    with (folder / "write.lock").open("a+b") as write_lock, locked(write_lock, PATIENCE_SECONDS):
        db = connect(folder / FILE_NAME)
        try:
            _require_sound(db, folder)
            _require_known_schema(db, folder)
            migrations.apply(db)
            db.execute("INSERT OR IGNORE INTO meta VALUES ('epoch', :epoch)", {"epoch": epoch()})
            row: tuple[str] = db.execute("SELECT value FROM meta WHERE name = 'epoch'").fetchone()
            _log_durability(db, folder)
            return row[0]
        finally:
            db.close()


def _require_local(folder: Path) -> None:
    kind = network_file_system(folder)
    if kind is not None:
        raise StoreUnusable(
            f"The folder {folder} is on a network file system ({kind}), where SQLite loses data. Choose a folder on a"
            " disk of this machine with --data."
        )


def _require_sound(db: Database, folder: Path) -> None:
    if (folder / FILE_NAME).stat().st_size > MAX_CHECKED_BYTES:
        return
    (told,) = db.execute("PRAGMA quick_check(1)").fetchone()
    if told != "ok":
        raise StoreUnusable(
            f"The database in {folder} is damaged: {told}. Restore a backup with `chatserver restore`, or look at"
            " the whole of it with `chatserver check`."
        )


def _require_known_schema(db: Database, folder: Path) -> None:
    known = {migration.name for migration in migrations._migrations}
    unknown = {migration.name for migration in migrations.applied(db)} - known
    if unknown:
        raise StoreUnusable(
            f"The database in {folder} was written by a newer chatserver. Update this one, or restore a backup."
        )


def _log_durability(db: Database, folder: Path) -> None:
    """Says what an ack is worth; refuses to start where it would be worth less than promised."""
    journal, level = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous"))
    log.info("store: SQLite %s, journal %s, synchronous %s, in %s", sqlite3.sqlite_version, journal, level, folder)
    if (journal, level) != ("wal", _SYNCHRONOUS_FULL):
        raise StoreUnusable(f"The file system of {folder} cannot keep a write-ahead log. Choose another with --data.")
