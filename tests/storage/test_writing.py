"""The writer's memory never says anything else than the database."""

import asyncio
import sqlite3
from contextlib import closing

import pytest
from msgspec.structs import replace

from chatserver.core.chat import Status
from chatserver.core.errors import Code, Refused
from chatserver.core.evolve import begin
from chatserver.core.people import visitor_author
from chatserver.services.execute import client_key
from chatserver.services.ports import View
from chatserver.storage import FILE_NAME, open_store, writing
from tests.doubles import NOON
from tests.story import CHAT_ID, log_of, said, started

LOG = log_of(started(), *(said() for _ in range(30)))
AUTHOR = visitor_author("v-1")


@pytest.fixture
async def store(tmp_path):
    opened = open_store(tmp_path, lambda: "epoch", as_server=True)
    await opened.run(begin_chat)
    yield opened
    opened.close()


def begin_chat(tx):
    tx.visitors.add("v-1", b"hash", NOON)
    tx.chats.append(None, begin(LOG[0]), [LOG[0]], None)


def say(tx, client_id=None):
    """Appends the next message of the log."""
    chat = tx.chats.get(CHAT_ID)
    key = client_key(AUTHOR, client_id, chat.seq) if client_id else None
    after = replace(chat, seq=chat.seq + 1)
    tx.chats.append(chat, after, [LOG[chat.seq]], key)
    return after.seq


def say_and_fail(tx):
    say(tx, "failed")
    raise LookupError("no")


def ask_say_and_fail(tx):
    tx.chats.listed(View.ALL, "a", None, 10)
    say_and_fail(tx)


async def stored_seqs(store):
    """What another connection reads: the chat's seq and its log."""
    chat = await store.read(lambda tx: tx.chats.get(CHAT_ID))
    log = await store.read(lambda tx: tx.chats.events_after(CHAT_ID, 0, 100))
    return chat.seq, [recorded.seq for recorded in log]


@pytest.mark.parametrize("failing", [say_and_fail, ask_say_and_fail])
async def test_a_failing_job_among_others_of_its_chat_leaves_no_trace(store, failing):
    jobs = [say, failing, lambda tx: say(tx, "kept"), failing, say]
    outcomes = await asyncio.gather(*(store.run(job) for job in jobs), return_exceptions=True)
    assert [outcome for outcome in outcomes if isinstance(outcome, int)] == [2, 3, 4]
    assert await stored_seqs(store) == (4, [1, 2, 3, 4])
    assert await store.run(lambda tx: tx.chats.receipt(CHAT_ID, AUTHOR, "failed")) is None
    assert (await store.run(lambda tx: tx.chats.receipt(CHAT_ID, AUTHOR, "kept"))).recorded.seq == 3


async def test_a_job_sees_what_it_has_done_itself(store):
    def work(tx):
        say(tx, "mine")
        listed = [chat.seq for chat in tx.chats.listed(View.ALL, "a", None, 10)]
        say(tx)
        return listed, tx.chats.get(CHAT_ID).seq, tx.chats.receipt(CHAT_ID, AUTHOR, "mine").recorded.seq

    assert await store.run(work) == ([2], 3, 2)
    assert await stored_seqs(store) == (3, [1, 2, 3])


async def test_the_end_of_the_log_is_the_same_from_memory_and_from_the_file(tmp_path, store):
    for _ in range(12):
        await store.run(say)
    for seq in range(14):
        for limit in (1, 3, 100):
            asked = [
                await ask(lambda tx, seq=seq, limit=limit: tx.chats.events_after(CHAT_ID, seq, limit))
                for ask in (store.run, store.read)
            ]
            assert asked[0] == asked[1]


async def test_memory_that_is_wrong_fails_the_job_and_is_cleared(tmp_path, store):
    await store.run(say)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as db, db:
        db.execute("UPDATE chats SET seq = 1, state = json_set(state, '$.seq', 1)")
        db.execute("DELETE FROM events WHERE seq = 2")
    outcomes = await asyncio.gather(store.run(say), store.run(lambda tx: None), return_exceptions=True)
    assert all(outcome is None or outcome.code is Code.BUSY for outcome in outcomes)
    assert isinstance(outcomes[0], Refused)
    assert await store.run(say) == 2
    assert await stored_seqs(store) == (2, [1, 2])


async def test_a_failed_commit_forgets_what_it_had_done(store, monkeypatch):
    await store.run(say)

    def full(*_):
        error = sqlite3.OperationalError("disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(writing, "insert_events", full)
        with pytest.raises(Refused) as refused:
            await store.run(lambda tx: say(tx, "lost"))
    assert refused.value.code is Code.BUSY
    assert await store.run(lambda tx: say(tx, "lost")) == 3
    assert await stored_seqs(store) == (3, [1, 2, 3])


async def test_forgotten_chats_and_long_ones_are_looked_up(store, monkeypatch):
    monkeypatch.setattr(writing, "MAX_CHATS", 0)
    monkeypatch.setattr(writing, "MAX_IDS", 1)
    assert await store.run(lambda tx: say(tx, "once")) == 2
    assert (await store.run(lambda tx: tx.chats.receipt(CHAT_ID, AUTHOR, "once"))).recorded.seq == 2
    assert await stored_seqs(store) == (2, [1, 2])


async def test_talk_and_a_change_of_hands_in_one_commit_reach_every_column(store):
    def work(tx):
        say(tx)
        chat = tx.chats.get(CHAT_ID)
        after = replace(chat, seq=chat.seq + 1, status=Status.QUEUED, waiting_since=NOON)
        tx.chats.append(chat, after, [LOG[chat.seq]], None)
        say(tx)

    await store.run(work)
    assert await stored_seqs(store) == (4, [1, 2, 3, 4])
    waiting = await store.read(lambda tx: tx.chats.waiting())
    assert [chat.seq for chat in waiting] == [4]


async def test_a_job_that_cannot_be_written_at_its_end_leaves_no_trace(store, monkeypatch):
    await store.run(say)
    insert_events = writing.insert_events

    def without_memory(db, rows):
        raise MemoryError

    def work(tx):
        tx.visitors.add("v-2", b"other", NOON)
        say(tx)

    with monkeypatch.context() as patched:
        patched.setattr(writing, "insert_events", without_memory)
        with pytest.raises(MemoryError):
            await store.run(work)
    assert writing.insert_events is insert_events
    assert await store.run(say) == 3
    assert await stored_seqs(store) == (3, [1, 2, 3])
    assert await store.read(lambda tx: tx.visitors.by_token(b"other")) is None


async def test_what_others_did_is_not_charged_to_the_job_that_asks(store, monkeypatch):
    """The group's rows cannot be written when the second job asks the database: all may try again."""

    def broken(db, rows):
        raise ValueError("a defect")

    with monkeypatch.context() as patched:
        patched.setattr(writing, "insert_events", broken)
        outcomes = await asyncio.gather(
            store.run(say), store.run(lambda tx: tx.chats.waiting()), return_exceptions=True
        )
    assert isinstance(outcomes[0], Refused)
    assert outcomes[0].code is Code.BUSY
    assert await store.run(say) == 2
    assert await stored_seqs(store) == (2, [1, 2])
