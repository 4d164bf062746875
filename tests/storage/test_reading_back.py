import sqlite3
from datetime import timedelta

import pytest

from chatserver.core import commands as cmd
from chatserver.core.events import BotStepped, ChatQueued, ChatStarted, HandoffReason, MessagePosted
from chatserver.core.people import visitor_author
from chatserver.core.sla.policies import DEFAULT_POLICIES
from chatserver.core.triage.state import BotState
from chatserver.services.execute import Unit
from chatserver.storage import FILE_NAME, StoreUnusable, open_store
from chatserver.storage.reading_back import read_histories
from tests.doubles import NOON

CHATS = ("K7Q3-M9XD-5R", "7777-7777-77")


@pytest.fixture
async def store(tmp_path):
    opened = open_store(tmp_path, lambda: "epoch-1", as_server=True)
    yield opened
    opened.close()


def talk(tx, number: int, days: int = 0) -> None:
    now = NOON + timedelta(days=days)
    tx.visitors.add(f"v{number}", bytes([number]), now)
    chat = Unit(tx, now, DEFAULT_POLICIES).start(cmd.StartChat(CHATS[number], f"v{number}", "en"))
    for command in (
        cmd.PostMessage(visitor_author(f"v{number}"), f"question {number}"),
        cmd.CollectDetails({"name": "Anna"}),
        cmd.StepBot(BotState(choices=("hours",)), None, 0.3),
        cmd.HandOff(HandoffReason.REQUESTED, None, ()),
    ):
        chat = Unit(tx, now, DEFAULT_POLICIES).execute(chat, command)


async def test_the_bots_part_of_each_chat_is_read_beside_the_server_that_writes(store, tmp_path):
    await store.run(lambda tx: talk(tx, 0))
    await store.run(lambda tx: talk(tx, 1))
    histories = list(read_histories(tmp_path))
    assert {log[0].chat_id for log in histories} == set(CHATS)
    for log in histories:
        assert [type(recorded.event) for recorded in log] == [ChatStarted, MessagePosted, BotStepped, ChatQueued]
        assert [recorded.seq for recorded in log] == sorted(recorded.seq for recorded in log)
        assert log[2].event.state.choices == ("hours",)


async def test_chats_that_ended_before_are_left_out(store, tmp_path):
    await store.run(lambda tx: talk(tx, 0))
    await store.run(lambda tx: talk(tx, 1, days=3))
    assert [log[0].chat_id for log in read_histories(tmp_path, NOON + timedelta(days=1))] == [CHATS[1]]


async def test_nothing_is_written(store, tmp_path):
    await store.run(lambda tx: talk(tx, 0))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if not path.name.endswith("-shm")}
    assert len(list(read_histories(tmp_path))) == 1
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if not path.name.endswith("-shm")} == before


async def test_a_database_of_a_server_that_has_stopped_is_read(tmp_path):
    store = open_store(tmp_path, lambda: "epoch-1", as_server=True)
    await store.run(lambda tx: talk(tx, 0))
    store.close()
    assert len(list(read_histories(tmp_path))) == 1


def test_no_database_or_none_of_ours_is_one_sentence(tmp_path):
    with pytest.raises(StoreUnusable, match="no database"):
        list(read_histories(tmp_path))
    (tmp_path / FILE_NAME).write_text("not a database" * 200)
    with pytest.raises(StoreUnusable, match="cannot be read"):
        list(read_histories(tmp_path))


async def test_an_event_that_cannot_be_read_is_another_versions(store, tmp_path):
    await store.run(lambda tx: talk(tx, 0))
    db = sqlite3.connect(tmp_path / FILE_NAME)
    db.execute("UPDATE events SET body = '{}' WHERE type = 'message_posted'")
    db.commit()
    db.close()
    with pytest.raises(StoreUnusable, match="another version"):
        list(read_histories(tmp_path))
