from datetime import timedelta

import pytest
from msgspec.structs import replace

from chatserver.core.events import OfferEnded, OfferOutcome, Recorded
from chatserver.core.evolve import fold
from chatserver.core.people import AgentRef
from chatserver.services.wait import Wait
from chatserver.storage import open_store
from tests.doubles import NOON
from tests.story import CHAT_ID, log_of, started


@pytest.fixture
async def store(tmp_path):
    store = open_store(tmp_path, lambda: "epoch-1", as_server=True)

    def begin(tx):
        tx.visitors.add("v-1", b"hash", NOON)
        log = log_of(started())
        tx.chats.append(None, fold(log), log, None)
        tx.waits.join(
            Wait(CHAT_ID, NOON, "de", "premium", 1, timedelta(seconds=30), timedelta(0), timedelta(minutes=2))
        )

    await store.run(begin)
    yield store
    store.close()


async def test_a_wait_is_read_back_and_a_moment_is_written_once(store):
    for minutes in (1, 2):
        moment = NOON + timedelta(minutes=minutes)
        await store.run(
            lambda tx, moment=moment: tx.waits.note(CHAT_ID, NOON, answered_at=moment, agent_id=f"a-{moment.minute}")
        )
    [wait] = await store.read(lambda tx: tx.waits.since(NOON))
    assert (wait.answered_at, wait.agent_id) == (NOON + timedelta(minutes=1), "a-1")
    assert (wait.plan, wait.severity, wait.predicted, wait.high) == (
        "premium",
        1,
        timedelta(seconds=30),
        timedelta(minutes=2),
    )


async def test_only_waits_that_are_over_teach_anything(store):
    assert await store.read(lambda tx: tx.waits.latest(10)) == []
    await store.run(lambda tx: tx.waits.note(CHAT_ID, NOON, left_at=NOON))
    assert len(await store.read(lambda tx: tx.waits.latest(10))) == 1


async def test_joining_twice_is_one_wait_and_an_unknown_moment_is_refused(store):
    await store.run(lambda tx: tx.waits.join(Wait(CHAT_ID, NOON, "en")))
    assert len(await store.read(lambda tx: tx.waits.since(NOON))) == 1
    with pytest.raises(ValueError, match="no such moments"):
        await store.run(lambda tx: tx.waits.note(CHAT_ID, NOON, lang="de"))


async def test_a_span_has_its_beginning_and_not_its_end(store):
    minute = timedelta(minutes=1)
    for since, until, count in ((NOON, NOON + minute, 1), (NOON - minute, NOON, 0), (NOON + minute, NOON + minute, 0)):
        found = await store.read(lambda tx, since=since, until=until: tx.waits.joined_between(since, until))
        assert len(found) == count


async def test_lapsed_offers_are_counted_and_declined_ones_are_not(store):
    ada = AgentRef("a-1", "Ada")

    def log(tx):
        ends = [OfferOutcome.LAPSED, OfferOutcome.DECLINED, OfferOutcome.LAPSED]
        rows = [
            Recorded(CHAT_ID, number, NOON + timedelta(minutes=number), OfferEnded(f"o-{number}", ada, outcome))
            for number, outcome in enumerate(ends, start=100)
        ]
        before = tx.chats.get(CHAT_ID)
        tx.chats.append(before, replace(before, seq=102), rows, None)

    await store.run(log)
    for minutes, count in ((0, 2), (101, 1), (103, 0)):
        since = NOON + timedelta(minutes=minutes)
        assert await store.read(lambda tx, since=since: tx.waits.offers_lapsed(since)) == count
