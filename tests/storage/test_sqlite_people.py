from datetime import timedelta

import pytest

from chatserver.services.ports import Presence
from chatserver.storage import open_store
from tests.doubles import NOON


@pytest.fixture
async def store(tmp_path):
    store = open_store(tmp_path, lambda: "epoch-1", as_server=True)
    yield store
    store.close()


async def test_a_visitor_is_known_by_the_hash_of_the_token(store):
    await store.run(lambda tx: tx.visitors.add("v-1", b"hash", NOON))
    assert await store.read(lambda tx: (tx.visitors.by_token(b"hash"), tx.visitors.by_token(b"x"))) == ("v-1", None)


async def test_a_session_ends_by_itself_and_a_link_is_used_once(store):
    def begin(tx):
        tx.agents.add("a-1", "Ada", "secret", NOON)
        tx.agents.add_session(b"s", "a-1", NOON + timedelta(hours=1))
        tx.agents.add_link(b"l", "a-1", NOON + timedelta(hours=1))

    await store.run(begin)
    later = NOON + timedelta(hours=2)
    assert (await store.read(lambda tx: tx.agents.session(b"s", NOON))).name == "Ada"
    assert await store.read(lambda tx: tx.agents.session(b"s", later)) is None
    assert (await store.run(lambda tx: tx.agents.use_link(b"l", NOON))).name == "Ada"
    assert await store.run(lambda tx: tx.agents.use_link(b"l", NOON)) is None


async def test_presence_is_kept(store):
    await store.run(lambda tx: tx.agents.add("a-1", "Ada", "secret", NOON))
    await store.run(lambda tx: tx.agents.set_presence("a-1", Presence.AVAILABLE, "back"))
    agent = await store.read(lambda tx: tx.agents.get("a-1"))
    assert (agent.presence, agent.away_reason) == (Presence.AVAILABLE, "back")
