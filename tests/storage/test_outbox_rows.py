import asyncio
import sqlite3
from datetime import timedelta

import pytest

from chatserver.core.evolve import begin
from chatserver.services.outgoing import Alarm, Kind, Order, Outcome
from chatserver.storage import FILE_NAME, back_up, open_store, restore
from tests.doubles import NOON
from tests.story import CHAT_ID, log_of, started

ALARM = Alarm(CHAT_ID, NOON - timedelta(minutes=10), NOON, "de", "Billing")
HOOK = Order(Kind.ALARM_HOOK, CHAT_ID, "hook", alarm=ALARM)
LETTER = Order(Kind.TRANSCRIPT, CHAT_ID, "letter", "anna@example.com")
SOON = NOON + timedelta(minutes=2)


@pytest.fixture
async def store(tmp_path):
    opened = open_store(tmp_path / "data", lambda: "epoch", as_server=True)

    def fill(tx):
        tx.visitors.add("v-1", b"hash", NOON)
        first = log_of(started())
        tx.chats.append(None, begin(first[0]), first, None)

    await opened.run(fill)
    yield opened
    opened.close()


async def test_an_order_comes_back_as_it_was_and_has_a_name_of_its_own(store):
    assert await store.run(lambda tx: (tx.outbox.put("o-1", HOOK, NOON), tx.outbox.put("o-2", HOOK, NOON))) == (
        True,
        False,
    )
    assert await store.run(lambda tx: tx.outbox.put("o-3", LETTER, NOON)) is True
    (hook,) = await store.run(lambda tx: tx.outbox.claim(Kind.ALARM_HOOK, "me", NOON, SOON, 9))
    (letter,) = await store.run(lambda tx: tx.outbox.claim(Kind.TRANSCRIPT, "me", NOON, SOON, 9))
    assert (hook.order_id, hook.order, hook.created_at, hook.claim) == ("o-1", HOOK, NOON, "me")
    assert (letter.order_id, letter.order) == ("o-3", LETTER)
    known = await store.read(
        lambda tx: [
            tx.outbox.is_known(*asked)
            for asked in (("letter", "ANNA@example.com"), ("letter", "b@x.example"), ("no", ""))
        ]
    )
    assert known == [True, False, None]


async def test_the_longest_due_come_first_and_those_to_come_not_at_all(store):
    for number in (3, 1, 2, 9):
        order = Order(Kind.TRANSCRIPT, CHAT_ID, f"once-{number}", "a@x.example")
        await store.run(
            lambda tx, number=number, order=order: tx.outbox.put(f"o-{number}", order, NOON + timedelta(seconds=number))
        )
    now = NOON + timedelta(seconds=5)
    first = await store.run(lambda tx: tx.outbox.claim(Kind.TRANSCRIPT, "a", now, SOON, 2))
    rest = await store.run(lambda tx: tx.outbox.claim(Kind.TRANSCRIPT, "b", now, SOON, 9))
    assert [[claimed.order_id for claimed in some] for some in (first, rest)] == [["o-1", "o-2"], ["o-3"]]


async def test_of_many_who_reach_for_the_same_each_order_has_one_holder(store):
    def fill(tx):
        for number in range(100):
            tx.outbox.put(f"o-{number}", Order(Kind.TRANSCRIPT, CHAT_ID, f"once-{number}", "a@x.example"), NOON)

    await store.run(fill)
    taken = await asyncio.gather(
        *(
            store.run(lambda tx, who=who: tx.outbox.claim(Kind.TRANSCRIPT, f"p-{who}", NOON, SOON, 7))
            for who in range(20)
        )
    )
    names = [claimed.order_id for some in taken for claimed in some]
    assert len(names) == len(set(names)) == 100


async def test_what_is_over_leaves_no_address_in_the_file(store, tmp_path):
    await store.run(lambda tx: tx.outbox.put("o-1", LETTER, NOON))
    (claimed,) = await store.run(lambda tx: tx.outbox.claim(Kind.TRANSCRIPT, "me", NOON, SOON, 1))

    def rows() -> list[tuple[object, ...]]:
        with sqlite3.connect(tmp_path / "data" / FILE_NAME) as db:
            return db.execute("SELECT address, body, outcome, next_try_at FROM outbox").fetchall()

    assert await store.run(lambda tx: tx.outbox.settle(claimed, Outcome.RETRIED, NOON, SOON)) is True
    assert rows()[0][0] == "anna@example.com"
    # That claim has been given back.
    assert await store.run(lambda tx: tx.outbox.settle(claimed, Outcome.SENT, NOON, None)) is False
    (again,) = await store.run(lambda tx: tx.outbox.claim(Kind.TRANSCRIPT, "me-2", SOON, SOON, 1))
    assert await store.run(lambda tx: tx.outbox.settle(again, Outcome.SENT, SOON, None)) is True
    assert rows() == [("", "null", "sent", None)]


async def test_an_order_that_fails_takes_what_it_came_with_along(store):
    def work(tx):
        tx.outbox.put("o-1", LETTER, NOON)
        raise ValueError

    with pytest.raises(ValueError):
        await store.run(work)
    assert sum((await store.read(lambda tx: tx.outbox.waiting())).values()) == 0


async def test_orders_come_through_a_restart_and_a_restored_copy_sends_nothing_twice(store, tmp_path):
    await store.run(lambda tx: tx.outbox.put("o-1", LETTER, NOON))
    back_up(tmp_path / "data", tmp_path / "copy")
    store.close()
    again = open_store(tmp_path / "data", lambda: "epoch", as_server=True)
    assert (await again.read(lambda tx: tx.outbox.waiting()))[Kind.TRANSCRIPT] == 1
    again.close()
    restore(tmp_path / "copy", tmp_path / "data", "epoch-2")
    restored = open_store(tmp_path / "data", lambda: "epoch", as_server=True)
    assert sum((await restored.read(lambda tx: tx.outbox.waiting())).values()) == 0
    restored.close()
