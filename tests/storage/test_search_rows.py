"""The index keeps up with the events: what is said is found, what is redacted is gone, and nothing is lost between."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chatserver.core import commands as cmd
from chatserver.core.people import AgentRef, visitor_author
from chatserver.core.search.query import parse_query
from chatserver.core.sla.policies import DEFAULT_POLICIES
from chatserver.services.execute import Unit
from chatserver.storage import FILE_NAME, back_up, faults_of, open_store, restore
from chatserver.storage.search_rows import PURGE_AFTER
from tests.doubles import NOON, CountingIds

ADA = AgentRef("agent-Ada", "Ada")


class Shop:
    """A store in which visitors say things; it can be opened again."""

    def __init__(self, folder):
        self.folder = folder
        self.ids = CountingIds()
        self.store = open_store(folder, lambda: "epoch", as_server=True)

    def reopen(self):
        self.store.close()
        self.store = open_store(self.folder, lambda: "other", as_server=True)

    async def chat(self, *texts: str, details=None) -> str:
        chat_id = self.ids.chat_id()

        def start(tx):
            tx.visitors.add(chat_id, chat_id.encode(), NOON)
            Unit(tx, NOON, DEFAULT_POLICIES).start(cmd.StartChat(chat_id, chat_id, "en", details=details or {}))

        await self.store.run(start)
        for text in texts:
            await self.say(chat_id, text)
        return chat_id

    async def say(self, chat_id: str, text: str) -> None:
        await self.do(chat_id, cmd.PostMessage(visitor_author(chat_id), text))

    async def do(self, chat_id: str, command) -> None:
        await self.store.run(lambda tx: Unit(tx, NOON, DEFAULT_POLICIES).execute(tx.chats.get(chat_id), command))

    async def index(self, limit: int = 100) -> int:
        """Indexes everything; returns in how many portions."""
        portions = 0
        while await self.store.run(lambda tx: tx.search.index_some(limit)):
            portions += 1
        return portions

    async def found(self, typed: str) -> list[str]:
        scan = await self.store.read(lambda tx: tx.search.find(parse_query(typed), None, 100))
        return [chat.chat_id for chat in scan.chats]

    async def is_behind(self) -> bool:
        return await self.store.read(lambda tx: tx.search.is_behind())

    async def rewrite(self, chat_id: str, seq: int, text: str) -> None:
        def work(tx):
            recorded = tx.chats.event(chat_id, seq)
            tx.chats.rewrite(replace(recorded, event=replace(recorded.event, text=text)))

        await self.store.run(work)

    async def purge(self) -> int:
        """Lets ten minutes pass and removes what was taken out; returns in how many portions."""
        later = NOON + PURGE_AFTER
        await self.store.run(lambda tx: tx.search.purge_some(NOON))
        portions = 0
        while await self.store.run(lambda tx: tx.search.purge_some(later)):
            portions += 1
        return portions

    def sql(self, statement: str) -> list[tuple]:
        with closing(sqlite3.connect(self.folder / FILE_NAME)) as db, db:
            return db.execute(statement).fetchall()

    def on_disk(self, word: str) -> bool:
        with closing(sqlite3.connect(self.folder / FILE_NAME)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return word.encode() in (self.folder / FILE_NAME).read_bytes()


@pytest.fixture
async def shop(tmp_path):
    opened = Shop(tmp_path / "data")
    yield opened
    opened.store.close()


async def test_what_is_said_is_found_once_it_is_indexed(shop):
    chat = await shop.chat("where is my refund")
    assert await shop.found("refund") == []
    assert await shop.is_behind()
    await shop.index()
    assert not await shop.is_behind()
    assert await shop.found("refund") == [chat]
    await shop.say(chat, "and my parcel")
    await shop.index()
    assert await shop.found("parcel") == [chat]
    assert await shop.found("refund") == [chat]


async def test_a_message_that_failed_leaves_no_note(shop):
    chat = await shop.chat("hello")
    await shop.index()

    def fail(tx):
        Unit(tx, NOON, DEFAULT_POLICIES).execute(tx.chats.get(chat), cmd.PostMessage(visitor_author(chat), "no"))
        raise LookupError

    with pytest.raises(LookupError):
        await shop.store.run(fail)
    assert not await shop.is_behind()


async def test_a_restart_in_the_middle_loses_nothing_and_finds_nothing_twice(shop):
    chats = [await shop.chat(*(f"word{number} and more" for number in range(20))) for _ in range(3)]
    await shop.store.run(lambda tx: tx.search.index_some(7))
    shop.reopen()
    await shop.store.run(lambda tx: tx.search.index_some(7))
    shop.reopen()
    await shop.index(7)
    for number in range(20):
        assert sorted(await shop.found(f"word{number}")) == sorted(chats)
    scan = await shop.store.read(lambda tx: tx.search.find(parse_query("more"), None, 100))
    assert [chat.count for chat in scan.chats] == [20, 20, 20]


async def test_a_redacted_message_is_gone_in_the_same_transaction_and_what_is_left_is_found(shop):
    chat = await shop.chat("my code is hunter2 thanks")
    await shop.index()
    assert await shop.found("hunter2") == [chat]
    await shop.rewrite(chat, 2, "my code is •••••• thanks")
    for typed in ("hunter2", "hunt", "hunter2 code", '"is hunter2"', "from:visitor hunter2"):
        assert await shop.found(typed) == []
    assert await shop.found("thanks") == [chat]


async def test_what_is_redacted_before_it_is_indexed_never_gets_in(shop):
    chat = await shop.chat("my code is hunter2")
    await shop.rewrite(chat, 2, "my code is ••••••")
    await shop.index()
    assert await shop.found("hunter2") == []
    assert await shop.found("code") == [chat]


async def test_a_redaction_that_fails_leaves_the_index_as_it_was(shop):
    chat = await shop.chat("hunter2")
    await shop.index()

    def fail(tx):
        recorded = tx.chats.event(chat, 2)
        tx.chats.rewrite(replace(recorded, event=replace(recorded.event, text="•")))
        raise LookupError

    with pytest.raises(LookupError):
        await shop.store.run(fail)
    assert await shop.found("hunter2") == [chat]


async def test_its_letters_leave_the_disk(shop):
    for number in range(40):
        await shop.chat(f"filler text {number}")
    chat = await shop.chat("the word is xylophonist")
    await shop.index(5)
    for number in range(40):
        await shop.chat(f"more text {number}")
    await shop.index(5)
    assert shop.on_disk("xylophonist")
    await shop.rewrite(chat, 2, "the word is ••••")
    # The chat's state had it, too: a redaction as it is carried out replaces that with the next event.
    shop.sql("UPDATE chats SET state = replace(state, 'xylophonist', '••••')")
    assert await shop.is_behind()
    assert await shop.purge() >= 1
    assert not await shop.is_behind()
    assert not shop.on_disk("xylophonist")
    assert await shop.found("word") == [chat]
    assert len(await shop.found("text")) == 80


async def test_nothing_is_removed_before_its_time_and_nothing_when_nothing_was_redacted(shop):
    await shop.chat("hello")
    await shop.index()
    assert await shop.purge() == 0
    chat = await shop.chat("secret")
    await shop.index()
    await shop.rewrite(chat, 2, "•")
    await shop.store.run(lambda tx: tx.search.purge_some(NOON))
    assert not await shop.store.run(lambda tx: tx.search.purge_some(NOON + PURGE_AFTER - timedelta(seconds=1)))
    assert await shop.store.run(lambda tx: tx.search.purge_some(NOON + PURGE_AFTER))


async def older_database(shop, chats: int) -> list[str]:
    """A database as it was before there was an index."""
    made = [await shop.chat(f"message{number} about a refund", "thank you") for number in range(chats)]
    for table in ("search_chats", "search_unindexed"):
        shop.sql(f"DELETE FROM {table}")
    shop.sql("INSERT INTO meta VALUES ('search_from', '')")
    shop.reopen()
    return made


async def test_an_older_database_is_indexed_in_portions_beside_what_is_new(shop):
    made = await older_database(shop, 30)
    await shop.store.run(lambda tx: tx.search.index_some(16))
    await shop.say(made[0], "one more refund")
    new = await shop.chat("a new refund")
    shop.reopen()
    assert await shop.index(16) > 10
    assert sorted(await shop.found("refund")) == sorted([*made, new])
    assert (await shop.found("refund"))[0] == new
    scan = await shop.store.read(lambda tx: tx.search.find(parse_query("refund"), None, 100))
    assert sorted(chat.count for chat in scan.chats) == [*[1] * 30, 2]
    assert not await shop.is_behind()


async def test_the_step_of_the_schema_notes_what_is_there_already(tmp_path):
    shop = Shop(tmp_path)
    await shop.chat("refund")
    shop.store.close()
    for statement in (
        "DROP TABLE search", "DROP TABLE search_chats", "DROP TABLE search_unindexed",
        "DELETE FROM _sqlite_migrations WHERE name = '0008_search'",
    ):  # fmt: skip
        shop.sql(statement)
    shop.store = open_store(tmp_path, lambda: "x", as_server=True)
    await shop.index()
    assert len(await shop.found("refund")) == 1
    shop.store.close()


async def test_a_broken_index_is_made_anew_and_holds_up_nothing(shop, caplog):
    chat = await shop.chat("my code is hunter2", "and a refund")
    await shop.index()
    shop.store.close()
    shop.sql("UPDATE search_data SET block = zeroblob(40) WHERE id > 10")
    shop.store = open_store(shop.folder, lambda: "x", as_server=True)
    await shop.rewrite(chat, 2, "my code is ••••••")
    await shop.say(chat, "hello again")
    await shop.index()
    await shop.purge()
    await shop.index()
    assert await shop.found("hunter2") == []
    assert (await shop.store.read(lambda tx: tx.chats.event(chat, 2))).event.text == "my code is ••••••"
    assert await shop.found("refund") == [chat]
    assert "hunter2" not in caplog.text


async def test_a_chat_that_cannot_be_read_does_not_hide_the_others(shop, caplog):
    bad, good = await shop.chat("refund one"), await shop.chat("refund two")
    shop.store.close()
    shop.sql(f"UPDATE events SET body = '{{}}' WHERE chat_id = '{bad}' AND seq = 2")
    shop.store = open_store(shop.folder, lambda: "x", as_server=True)
    await shop.index()
    assert await shop.found("refund") == [good]
    assert not await shop.is_behind()
    assert bad in caplog.text


async def test_a_backup_can_be_searched_and_a_restored_one_goes_on(shop, tmp_path):
    chat = await shop.chat("refund")
    await shop.index()
    late = await shop.chat("another refund")
    back_up(shop.folder, tmp_path / "copy")
    assert list(faults_of(tmp_path / "copy")) == []
    shop.store.close()
    restore(tmp_path / "copy", shop.folder, "epoch-2")
    shop.store = open_store(shop.folder, lambda: "x", as_server=True)
    assert await shop.found("refund") == [chat]
    await shop.index()
    assert sorted(await shop.found("refund")) == sorted([chat, late])


async def test_what_the_lists_ask_for_follows_the_chat(shop):
    chat = await shop.chat("refund", details={"name": "Zoë Müller", "plan": "Premium"})
    await shop.index()
    assert await shop.found("status:bot plan:premium") == [chat]
    await shop.do(chat, cmd.AddNote(ADA.as_author(), "look"))
    await shop.index()
    assert await shop.found("from:ada look") == [chat]
    assert await shop.found("from:note look") == [chat]
    assert await shop.found("from:zoe refund") == [chat]
    assert await shop.found("zoe mull") == [chat]
    assert await shop.found("from:ada refund") == []
