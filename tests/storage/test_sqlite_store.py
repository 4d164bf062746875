import asyncio
import sqlite3

import pytest

from chatserver.core.errors import Code, Refused
from chatserver.storage import StoreUnusable, open_store
from chatserver.storage.sqlite_store import FILE_NAME, SqliteStore
from tests.doubles import NOON


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path, lambda: "epoch-1", as_server=True)
    yield opened
    opened.close()


async def test_what_was_run_can_be_read(store):
    await store.run(lambda tx: tx.visitors.add("v-1", b"hash", NOON))
    assert await store.read(lambda tx: tx.visitors.by_token(b"hash")) == "v-1"


async def test_a_failing_unit_leaves_no_trace_and_takes_nobody_along(store):
    def failing(tx):
        tx.visitors.add("bad", b"bad", NOON)
        raise LookupError("no")

    outcomes = await asyncio.gather(
        store.run(lambda tx: tx.visitors.add("a", b"a", NOON)),
        store.run(failing),
        store.run(lambda tx: tx.visitors.add("b", b"b", NOON)),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), LookupError, type(None)]
    for token, visitor in ((b"a", "a"), (b"bad", None), (b"b", "b")):
        assert await store.read(lambda tx, token=token: tx.visitors.by_token(token)) == visitor


async def test_the_writer_outlives_whatever_a_unit_does(store, monkeypatch):
    def stops(tx):
        raise StopIteration

    def wrong(tx):
        tx.chats._one("SELECT no_such_column FROM chats")

    outcomes = await asyncio.gather(store.run(stops), store.run(wrong), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [RuntimeError, sqlite3.OperationalError]

    def broken(*_):
        raise sqlite3.DatabaseError("malformed")

    with monkeypatch.context() as patched:
        patched.setattr("chatserver.storage.sqlite_store._immediate", broken)
        with pytest.raises(sqlite3.DatabaseError):
            await store.run(lambda tx: None)
    await store.run(lambda tx: tx.visitors.add("v-1", b"hash", NOON))


async def test_a_reader_cannot_write(store):
    with pytest.raises(Refused):
        await store.read(lambda tx: tx.visitors.add("v", b"h", NOON))


async def test_commits_are_durable_and_the_journal_is_a_wal(tmp_path, store):
    levels = await store.run(
        lambda tx: [tx.chats._one(f"PRAGMA {name}")[0] for name in ("journal_mode", "synchronous", "foreign_keys")]
    )
    assert levels == ["wal", 2, 1]


async def test_a_result_is_told_only_after_its_commit(tmp_path, store):
    await store.run(lambda tx: tx.visitors.add("v-1", b"hash", NOON))
    other = sqlite3.connect(tmp_path / FILE_NAME)
    assert other.execute("SELECT count(*) FROM visitors").fetchone() == (1,)
    other.close()


async def test_a_locked_file_is_told_as_busy_and_recovers(tmp_path, store, monkeypatch):
    blocker = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr("chatserver.storage.sqlite_store.BUSY_TIMEOUT_MS", 50)
    impatient = open_store_quickly(tmp_path)
    with pytest.raises(Refused) as refused:
        await impatient.run(lambda tx: tx.visitors.add("v", b"h", NOON))
    assert refused.value.code is Code.BUSY
    blocker.execute("ROLLBACK")
    blocker.close()
    await impatient.run(lambda tx: tx.visitors.add("v", b"h", NOON))
    impatient.close()


def open_store_quickly(folder):
    """A store beside the server, without the set-up that needs the write lock."""
    return SqliteStore(folder, None, "epoch-1")


async def test_the_epoch_stays_and_data_survive_a_restart(tmp_path):
    first = open_store(tmp_path, lambda: "epoch-1", as_server=True)
    await first.run(lambda tx: tx.visitors.add("v-1", b"hash", NOON))
    first.close()
    second = open_store(tmp_path, lambda: "epoch-2", as_server=True)
    assert second.epoch == "epoch-1"
    assert await second.read(lambda tx: tx.visitors.by_token(b"hash")) == "v-1"
    second.close()


def test_a_second_server_on_the_same_folder_refuses_to_start(tmp_path, store):
    with pytest.raises(StoreUnusable, match="Another server uses the folder"):
        open_store(tmp_path, lambda: "x", as_server=True)
    beside = open_store(tmp_path, lambda: "x", as_server=False)
    beside.close()


def test_a_file_of_a_newer_schema_refuses_to_start(tmp_path, store):
    store.close()
    db = sqlite3.connect(tmp_path / FILE_NAME)
    db.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('chatserver', '9999_later', '')"
    )
    db.commit()
    db.close()
    with pytest.raises(StoreUnusable, match="newer chatserver"):
        open_store(tmp_path, lambda: "x", as_server=True)


def test_a_file_that_is_no_database_refuses_to_start(tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"not a database" * 100)
    with pytest.raises(StoreUnusable, match="cannot be used"):
        open_store(tmp_path, lambda: "x", as_server=True)
