from datetime import timedelta

import pytest
from msgspec.structs import replace

from chatserver.core.people import Role
from chatserver.core.working_hours import read_hours
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


async def test_who_has_left_is_kept_and_has_no_way_in(store):
    def begin(tx):
        tx.agents.add("a-1", "Ada", "secret", NOON)
        tx.agents.add("a-2", "Ben", "secret", NOON)
        for agent_id in ("a-1", "a-2"):
            tx.agents.add_session(agent_id.encode(), agent_id, NOON + timedelta(hours=1))
            tx.agents.add_link(agent_id.encode(), agent_id, NOON + timedelta(hours=1))
        tx.agents.set_active("a-1", NOON)
        # Who gets a session all the same has none.
        tx.agents.add_session(b"late", "a-1", NOON + timedelta(hours=1))

    await store.run(begin)
    assert [one.name for one in await store.read(lambda tx: tx.agents.all())] == ["Ben"]
    assert [(one.name, one.is_active) for one in await store.read(lambda tx: tx.agents.former())] == [("Ada", False)]
    sessions = await store.read(lambda tx: [tx.agents.session(key, NOON) for key in (b"a-1", b"late", b"a-2")])
    assert [one and one.name for one in sessions] == [None, None, "Ben"]
    assert await store.run(lambda tx: tx.agents.use_link(b"a-1", NOON)) is None
    await store.run(lambda tx: tx.agents.set_active("a-1", None))
    assert len(await store.read(lambda tx: tx.agents.all())) == 2


async def test_a_profile_is_read_back_whole(store):
    hours = read_hours("Europe/Berlin", [[("09:00", "17:00")], *([[]] * 6)])
    await store.run(lambda tx: tx.agents.add("a-1", "Ada", "secret", NOON))
    before = await store.read(lambda tx: tx.agents.get("a-1"))
    profile = replace(before, name="Ada L.", languages=("de",), teams=("t",), skills=("s",), cap=2, hours=hours)
    await store.run(lambda tx: tx.agents.set_profile(replace(profile, role=Role.ADMIN)))
    assert await store.read(lambda tx: tx.agents.by_name("ADA  l.")) == replace(profile, role=Role.ADMIN)
    assert await store.read(lambda tx: tx.agents.by_name("Ada")) is None


async def test_all_sessions_end_but_the_one_that_is_kept(store):
    def begin(tx):
        tx.agents.add("a-1", "Ada", "secret", NOON)
        for key in (b"here", b"there"):
            tx.agents.add_session(key, "a-1", NOON + timedelta(hours=1))
        tx.agents.end_sessions_of("a-1", but=b"here")

    await store.run(begin)
    assert await store.read(lambda tx: tx.agents.session(b"here", NOON))
    assert await store.read(lambda tx: tx.agents.session(b"there", NOON)) is None
