"""The contract of the store's rows: what any engine must do."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chatserver.core import events as ev
from chatserver.core.errors import Code, Refused
from chatserver.core.evolve import begin, evolve
from chatserver.core.people import visitor_author
from chatserver.core.sla import clocks as sla
from chatserver.core.sla.policies import DEFAULT_POLICIES, ClockKind, Facts
from chatserver.services.execute import client_key
from chatserver.services.ports import View
from chatserver.storage import open_store
from tests.doubles import NOON
from tests.story import CHAT_ID, log_of, queued, said, started


@pytest.fixture
async def store(tmp_path):
    opened = open_store(tmp_path, lambda: "epoch", as_server=True)
    await opened.run(lambda tx: tx.visitors.add("v-1", b"hash", NOON))
    yield opened
    opened.close()


def put(tx, key=None):
    first, second = log_of(started(), said())
    chat = begin(first)
    tx.chats.append(None, chat, [first], None)
    after = replace(chat, seq=2)
    tx.chats.append(chat, after, [second], key)
    return after


async def test_a_chat_is_stored_with_its_log(store):
    await store.run(put)
    assert (await store.read(lambda tx: tx.chats.get(CHAT_ID))).seq == 2
    assert [record.seq for record in await store.read(lambda tx: tx.chats.events_after(CHAT_ID, 0, 10))] == [1, 2]
    assert [record.seq for record in await store.read(lambda tx: tx.chats.events_after(CHAT_ID, 0, 1))] == [1]
    assert await store.read(lambda tx: tx.chats.get("unknown")) is None


async def test_a_key_is_found_again_and_is_unique(store):
    key = client_key(visitor_author("v-1"), "c-1", "hello")
    chat = await store.run(lambda tx: put(tx, key))
    receipt = await store.read(lambda tx: tx.chats.receipt(CHAT_ID, key.author, "c-1"))
    assert (receipt.content_hash, receipt.recorded.seq) == (key.content_hash, 2)
    assert await store.read(lambda tx: tx.chats.receipt(CHAT_ID, visitor_author("other"), "c-1")) is None
    third = log_of(started(), said(), said())[2]
    with pytest.raises(Refused):
        await store.run(lambda tx: tx.chats.append(chat, replace(chat, seq=3), [third], key))
    assert (await store.read(lambda tx: tx.chats.get(CHAT_ID))).seq == 2


async def test_an_append_on_an_old_state_is_refused(store):
    chat = await store.run(put)
    third = log_of(started(), said(), said())[2]
    with pytest.raises(Refused) as refused:
        await store.run(lambda tx: tx.chats.append(replace(chat, seq=1), replace(chat, seq=3), [third], None))
    assert refused.value.code is Code.CONFLICT


async def test_a_visitor_cannot_have_two_open_chats(store):
    await store.run(put)
    first = log_of(started())[0]
    with pytest.raises(Exception, match="UNIQUE"):
        await store.run(
            lambda tx: tx.chats.append(
                None, replace(begin(first), chat_id="other"), [replace(first, chat_id="other")], None
            )
        )


async def test_every_view_can_be_listed(store):
    await store.run(put)
    for view in View:
        listed = await store.read(lambda tx, view=view: tx.chats.listed(view, "a", None, 10))
        assert len(listed) == (1 if view in {View.BOT, View.ALL} else 0)


async def test_names_are_found_in_any_case(store):
    await store.run(lambda tx: tx.agents.add("a-1", "Ada  Lovelace", "hash", NOON))
    assert (await store.read(lambda tx: tx.agents.by_name(" ada LOVELACE"))).id == "a-1"
    assert await store.read(lambda tx: tx.agents.get("nobody")) is None


async def test_a_view_is_paged_by_the_last_row_of_the_page_before(store):
    def fill(tx):
        for number in range(5):
            tx.visitors.add(f"w-{number}", bytes([number]), NOON)
            first = replace(log_of(started())[0], chat_id=f"C{number}")
            chat = replace(begin(first), visitor_id=f"w-{number}")
            tx.chats.append(None, chat, [first], None)

    await store.run(fill)
    seen, after = [], None
    while page := await store.read(lambda tx, after=after: tx.chats.listed(View.ALL, "a", after, 2)):
        seen += [chat.chat_id for chat in page]
        after = page[-1].chat_id
    assert seen == ["C4", "C3", "C2", "C1", "C0"]


async def test_a_chat_has_its_clocks_whether_they_moved_or_not_and_is_found_when_one_is_due(store):
    pickup = sla.start(DEFAULT_POLICIES, ClockKind.PICKUP, Facts(), NOON)
    log = log_of(started(), queued(), ev.ClocksMoved((pickup,)), said())

    def work(tx):
        chat = begin(log[0])
        tx.chats.append(None, chat, [log[0]], None)
        for recorded in log[1:]:
            before, chat = chat, evolve(chat, recorded)
            tx.chats.append(before, chat, [recorded], None)
        return chat

    chat = await store.run(work)
    assert chat.clocks
    for view in (View.QUEUE, View.ALL):
        assert await store.read(lambda tx, view=view: tx.chats.listed(view, "", None, 10)) == [chat]
    assert chat.next_due_at == NOON + timedelta(seconds=150)
    for at, found in ((timedelta(seconds=149), []), (timedelta(seconds=150), [chat])):
        assert await store.read(lambda tx, at=at: tx.chats.with_due_clock(NOON + at, 10)) == found
    assert await store.read(lambda tx: tx.chats.with_due_clock(NOON + timedelta(days=1), 0)) == []
