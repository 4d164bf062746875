"""The server dies: at any moment, between the commit and the ack, between the ack and the broadcast."""

import asyncio

import pytest

from tests.faults.conftest import IS_FULL
from tests.faults.invariants import check, nobody_knows_more
from tests.faults.processes import add_agents

pytestmark = pytest.mark.faults

# Places of failing_server.py.
WORST = ["before_commit", "before_ack", "before_broadcast"]
KILLS = 50 if IS_FULL else 2


async def test_kills_at_random_moments_under_load_lose_nothing(new_server, people, chance):
    server = new_server()
    await add_agents(server.data, "Ada")
    await server.start()
    visitors = await people.visitors(5, server.url)
    ada = await people.agent("Ada", server.url)
    # More than they can say before the last kill: there is load at every one.
    seconds = KILLS * 4
    for name in visitors:
        await people.do("talk", name=name, every_ms=100, count=seconds * 5, seed=chance.getrandbits(32))
    await people.do("serve", name=ada, every_ms=150, count=seconds * 3, seed=chance.getrandbits(32))
    for _ in range(KILLS):
        await asyncio.sleep(chance.uniform(0.1, 0.8))
        server.kill()
        await nobody_knows_more(server, people)
        await server.start()
    await people.silent([*visitors, ada])
    chats = await people.have_chats(visitors)
    await people.do("look", name=ada, chat_id=chance.choice(list(chats.values())))
    ledger = await check(server, people)
    assert len(ledger.acked) > seconds


async def test_dying_at_the_worst_moments_loses_and_doubles_nothing(new_server, people, chance):
    """Before the commit, between the commit and the ack, between the ack and the broadcast."""
    server = new_server()
    names: list[str] = []
    for place in WORST * (4 if IS_FULL else 1):
        await server.start(die=place, at=chance.randint(2, 6))
        names += await people.visitors(2, server.url, f"{place} {len(names)} ")
        for name in names[-2:]:
            await people.do("talk", name=name, every_ms=15, count=5, seed=chance.getrandbits(32))
        assert await server.ended() == -9
        await nobody_knows_more(server, people)
    await server.start()
    ledger = await check(server, people)
    assert len(ledger.said) == 5 * len(names)
