"""Maintenance: a consistent copy of the database and its files under load, bringing one back, and verifying a file."""

import contextlib
import itertools
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from chatserver.core.evolve import fold
from chatserver.storage.connecting import FILE_NAME, FILES_NAME, StoreUnusable, server_lock
from chatserver.storage.records import chat_from_row, event_from_row
from chatserver.storage.search_check import empty_index, search_faults


def back_up(folder: Path, target: Path) -> None:
    """Writes a consistent copy of the database in `folder` to the new file `target`, beside a running server.

    The attached files go into the folder `target`.files. They never change, so they may be read after the snapshot.
    VACUUM INTO reads one snapshot, however much is written meanwhile, and leaves the WAL alone. Raises `StoreUnusable`.
    """
    source = folder / FILE_NAME
    if not source.is_file():
        raise StoreUnusable(f"There is no database in {folder}. Name its folder with --data.")
    files = _files_beside(target)
    if target.exists() or files.exists():
        raise StoreUnusable(f"{target} is there already. Choose a new name; a backup overwrites nothing.")
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        with closing(_read_only(source)) as db:
            db.execute("VACUUM INTO :file", {"file": str(unfinished)})
        _flush(unfinished)
        _copy_files(folder / FILES_NAME, files)
        unfinished.rename(target)
    except (sqlite3.Error, OSError) as error:
        unfinished.unlink(missing_ok=True)
        shutil.rmtree(files, ignore_errors=True)
        raise StoreUnusable(f"The backup could not be written: {error}.") from error


def restore(backup: Path, folder: Path, new_epoch: str) -> None:
    """Puts the copy `backup` in the place of the database in `folder`, under a new epoch. Raises `StoreUnusable`.

    What was there is kept beside it as `chats.sqlite3.before-restore` and `files.before-restore`. Clients see the new
    epoch and load their chats anew.
    """
    faults = list(_faults(backup, _CHECKS))
    if faults:
        raise StoreUnusable(f"{backup} is not restored: {faults[0]}")
    folder.mkdir(parents=True, exist_ok=True)
    with server_lock(folder):
        place, incoming = folder / FILE_NAME, folder / f"{FILE_NAME}.incoming"
        try:
            shutil.copyfile(backup, incoming)
            with closing(sqlite3.connect(incoming)) as db, db:
                if any(search_faults(db)):
                    empty_index(db)
                db.execute("UPDATE meta SET value = :epoch WHERE name = 'epoch'", {"epoch": new_epoch})
                _drop_orders(db)
            _flush(incoming)
            arriving = folder / f"{FILES_NAME}.incoming"
            shutil.rmtree(arriving, ignore_errors=True)
            # A backup without its files: those that are here may be the same.
            source = _files_beside(backup) if _files_beside(backup).exists() else folder / FILES_NAME
            _copy_files(source, arriving)
            _set_aside(place)
            if arriving.exists():
                arriving.rename(folder / FILES_NAME)
            incoming.rename(place)
        except (sqlite3.Error, OSError) as error:
            incoming.unlink(missing_ok=True)
            raise StoreUnusable(f"{backup} could not be restored: {error}.") from error


def faults_of(file: Path) -> Iterator[str]:
    """Yields what is wrong with a database file: with its pages, its references, the logs in it, or their index."""
    yield from _faults(file, (*_CHECKS, search_faults))


def _faults(file: Path, checks: Sequence[Callable[[sqlite3.Connection], Iterator[str]]]) -> Iterator[str]:
    if not file.is_file():
        yield f"There is no file {file}."
        return
    try:
        with closing(_read_only(file)) as db:
            for check in checks:
                yield from check(db)
    except sqlite3.DatabaseError as error:
        yield f"It cannot be read as a database: {error}."


def _page_faults(db: sqlite3.Connection) -> Iterator[str]:
    for (told,) in db.execute("PRAGMA integrity_check"):
        if told != "ok":
            yield f"SQLite finds the file damaged: {told}."


def _reference_faults(db: sqlite3.Connection) -> Iterator[str]:
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"Row {row} of {table} refers to something in {parent} that is not there."


def _log_faults(db: sqlite3.Connection) -> Iterator[str]:
    """Every chat's log has no gaps, and its stored state is the fold of it."""
    for chat_id, state, clocks in db.execute("SELECT id, state, clocks FROM chats"):
        rows = db.execute("SELECT seq, at, type, body FROM events WHERE chat_id = :id ORDER BY seq", {"id": chat_id})
        log = [event_from_row(chat_id, *row) for row in rows]
        if [recorded.seq for recorded in log] != list(range(1, len(log) + 1)) or not log:
            yield f"The log of chat {chat_id} has gaps."
        elif fold(log) != chat_from_row(state, clocks):
            yield f"The state of chat {chat_id} is not what its log says."


def _drop_orders(db: sqlite3.Connection) -> None:
    """What was waiting to be sent when the copy was made has been sent since, most likely: not a second time."""
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'outbox'").fetchone():
        db.execute("DELETE FROM outbox")


# An index can be made anew; without one of these a file is no copy to be trusted.
_CHECKS = (_page_faults, _reference_faults, _log_faults)


def _read_only(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)


def _set_aside(place: Path) -> None:
    """Keeps the old database with its log as it is, whole or damaged, under a name that nothing has yet."""
    kept = f"{FILE_NAME}.before-restore"
    names = itertools.chain([kept], (f"{kept}-{number}" for number in itertools.count(2)))
    name = next(
        name
        for name in names
        if not any(place.with_name(name.replace(FILE_NAME, stem)).exists() for stem in (FILE_NAME, FILES_NAME))
    )
    for ending in ("", "-wal"):
        if place.with_name(FILE_NAME + ending).exists():
            place.with_name(FILE_NAME + ending).replace(place.with_name(name + ending))
    place.with_name(f"{FILE_NAME}-shm").unlink(missing_ok=True)
    files = place.with_name(FILES_NAME)
    if files.exists():
        files.replace(place.with_name(name.replace(FILE_NAME, FILES_NAME)))


def _files_beside(backup: Path) -> Path:
    return backup.with_name(f"{backup.name}.files")


def _copy_files(source: Path, target: Path) -> None:
    """Copies every file; one that was never posted may be swept meanwhile."""
    if not source.is_dir():
        return
    target.mkdir(mode=0o700)
    for file in source.iterdir():
        with contextlib.suppress(FileNotFoundError):
            shutil.copy2(file, target / file.name)
    os.sync()


def _flush(file: Path) -> None:
    """On disk before it gets its name."""
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
