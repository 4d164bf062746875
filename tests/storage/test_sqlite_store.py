import asyncio
import fcntl
import sqlite3

import pytest

from chatserver.core.errors import Code, Refused
from chatserver.storage import FILE_NAME, open_store
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
        patched.setattr("chatserver.storage.sqlite_store.immediate", broken)
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


async def busy(store):
    with pytest.raises(Refused) as refused:
        await store.run(lambda tx: tx.visitors.add("v", b"h", NOON))
    assert refused.value.code is Code.BUSY


async def test_a_locked_file_is_told_as_busy_and_recovers(tmp_path, monkeypatch):
    monkeypatch.setattr("chatserver.storage.sqlite_store.PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr("chatserver.storage.connecting.PATIENCE_SECONDS", 0.05)
    store = open_store(tmp_path, lambda: "epoch-1", as_server=True)
    blocker = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    await busy(store)
    assert await store.read(lambda tx: tx.visitors.by_token(b"h")) is None
    with pytest.raises(Refused):
        await store.check()
    blocker.execute("ROLLBACK")
    blocker.close()
    await store.run(lambda tx: tx.visitors.add("v", b"h", NOON))
    await store.check()
    store.close()


async def test_a_write_lock_that_another_process_keeps_is_told_as_busy(tmp_path, monkeypatch):
    monkeypatch.setattr("chatserver.storage.sqlite_store.PATIENCE_SECONDS", 0.05)
    store = open_store(tmp_path, lambda: "epoch-1", as_server=True)
    with (tmp_path / "write.lock").open("a+b") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        await busy(store)
    await store.run(lambda tx: tx.visitors.add("v", b"h", NOON))
    store.close()


async def test_a_check_writes_at_most_once_a_second(store, monkeypatch):
    written = []
    run = store.run

    async def noting(work):
        written.append(work)
        return await run(work)

    monkeypatch.setattr(store, "run", noting)
    for _ in range(5):
        await store.check()
    assert len(written) == 1
