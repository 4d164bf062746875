"""The network between people and server: cut, silent, forgetful, repetitive, out of order, slow."""

import pytest

from tests.faults.conftest import IS_FULL, full_size_only
from tests.faults.invariants import check
from tests.faults.processes import add_agents, until
from tests.faults.proxy import Fair, Proxy, Way
from tests.faults.weather import CutEvery, Delay, DoubleCommands, SwallowAcks, SwallowEvents, SwapCommands

pytestmark = pytest.mark.faults

MESSAGES = 60 if IS_FULL else 8
VISITORS = 6 if IS_FULL else 3
# Far beyond any test: then only what is under test can find what was lost.
NEVER = 3600
# One for each weather: the chats of the last one are not theirs.
AGENTS = {"cut": "Ada", "forgotten acks": "Ben", "doubled": "Cem", "swapped": "Dora", "slow": "Eva"}
# What must have happened, so that no weather passes as fair.
HARM = {
    "cut": lambda weather: weather.cuts,
    "forgotten acks": lambda weather: weather.swallowed,
    "doubled": lambda weather: weather.doubled,
    "swapped": lambda weather: weather.swapped,
}


@pytest.mark.parametrize("kind", AGENTS)
async def test_bad_weather_on_all_roads(calm_server, people, chance, kind):
    server = calm_server
    weather = {
        "cut": lambda: CutEvery(17),
        "forgotten acks": lambda: SwallowAcks(4),
        "doubled": DoubleCommands,
        "swapped": SwapCommands,
        "slow": lambda: Delay(chance, 0.2 if IS_FULL else 0.02),
    }[kind]()
    async with Proxy(server.port) as proxy:
        visitors = await people.visitors(VISITORS, proxy.url, kind)
        agent = await people.agent(AGENTS[kind], proxy.url, server.url)
        proxy.weather = weather
        for name in visitors:
            await people.do("talk", name=name, every_ms=30, count=MESSAGES, seed=chance.getrandbits(32))
            await people.do("act", name=name, method="requestAgent")
        await people.do("serve", name=agent, every_ms=40, count=MESSAGES, seed=chance.getrandbits(32))
        if kind == "swapped":
            # Somebody who types while they speak sends commands that follow each other.
            await people.do("fidget", name=visitors[0], every_ms=5, count=MESSAGES * 5)
        await people.silent([*visitors, agent])
        if kind in HARM:
            await until(lambda: HARM[kind](weather), f"weather: {kind}")
        chats = await people.have_chats(visitors)
        await people.do("look", name=agent, chat_id=chats[visitors[0]])
        proxy.weather = Fair()
        ledger = await check(server, people)
        assert len(ledger.said) == MESSAGES * (VISITORS + 1)


async def test_a_lost_event_is_asked_for_as_soon_as_the_next_one_comes(new_server, people, chance):
    """No repeated heads, no reconnect: only the gap itself can tell."""
    server = new_server()
    await add_agents(server.data, "Ada")
    await server.start(heads_seconds=NEVER)
    async with Proxy(server.port) as proxy:
        (visitor,) = await people.visitors(1, proxy.url, "gap")
        chat_id = (await people.have_chats([visitor]))[visitor]
        ada = await people.agent("Ada", server.url)
        await people.do("act", name=ada, method="claim", args=[chat_id])
        await people.sees(lambda tabs: chat_id in tabs[ada]["mine"], "the chat among Ada's")
        for number in range(5):
            proxy.weather = lossy = SwallowEvents(chance, 1)
            await people.do("say", name=ada, text=f"never heard {number}", chat_id=chat_id)
            await until(lambda lossy=lossy: lossy.swallowed, "a lost event")
            proxy.weather = Fair()
            await people.do("say", name=ada, text=f"heard {number}", chat_id=chat_id)
            await people.do("look", name=ada, chat_id=chat_id)
            await check(server, people, seconds=10)


@full_size_only
async def test_a_last_event_that_was_lost_is_found_without_traffic(new_server, people, chance):
    server = new_server()
    await add_agents(server.data, "Ada")
    await server.start(heads_seconds=0.5)
    async with Proxy(server.port) as proxy:
        (visitor,) = await people.visitors(1, proxy.url, "last")
        chat_id = (await people.have_chats([visitor]))[visitor]
        ada = await people.agent("Ada", server.url)
        await people.do("act", name=ada, method="claim", args=[chat_id])
        await people.sees(lambda tabs: chat_id in tabs[ada]["mine"], "the chat among Ada's")
        proxy.weather = lossy = SwallowEvents(chance, 1)
        await people.do("say", name=ada, text="the last words", chat_id=chat_id)
        await until(lambda: lossy.swallowed, "a lost event")
        proxy.weather = Fair()
        await check(server, people, seconds=10)


@full_size_only
@pytest.mark.parametrize("ways", [(Way.UP,), (Way.DOWN,), (Way.UP, Way.DOWN)], ids=lambda ways: "+".join(ways))
async def test_half_open_connections_are_noticed_by_their_silence(new_server, people, chance, ways):
    server = new_server()
    await server.start(ping_seconds=1)
    async with Proxy(server.port) as proxy:
        visitors = await people.visitors(2, proxy.url, "half")
        for name in visitors:
            await people.do("talk", name=name, every_ms=50, count=10, seed=chance.getrandbits(32))
        silent = set(proxy.roads)
        proxy.freeze(*ways)
        ledger = await check(server, people)
        assert len(ledger.said) == 20
        # Nobody keeps a connection that nobody hears; aiohttp waits ten seconds for a goodbye.
        await until(lambda: not silent & proxy.roads, "the end of the silent connections")


async def test_an_agents_side_that_was_cut_off_learns_what_happened_meanwhile(calm_server, people, chance):
    """Words, a masked secret, a colleague's note, a chat that ends and is rated; the agent's own words wait."""
    server = calm_server
    async with Proxy(server.port) as proxy:
        stays, goes = await people.visitors(2, server.url, "part")
        chats = await people.have_chats([stays, goes])
        fay = await people.agent("Fay", proxy.url, server.url)
        hal = await people.agent("Hal", server.url)
        for name in (stays, goes):
            await people.do("act", name=fay, method="claim", args=[chats[name]])
        await people.sees(lambda tabs: set(chats.values()) <= set(tabs[fay]["mine"]), "both chats among Fay's")
        proxy.is_closed_for_new = True
        proxy.cut_all()
        await people.sees(lambda tabs: not tabs[fay]["online"], "Fay offline")
        await people.do("say", name=fay, text="written in the dark", chat_id=chats[stays])
        await people.do("say", name=fay, text="a note in the dark", chat_id=chats[goes], mode="note")
        for name in (stays, goes):
            await people.do("talk", name=name, every_ms=10, count=5, seed=chance.getrandbits(32))
        await people.do("say", name=stays, text="my card is 4111 1111 1111 1111", becomes="my card is •••• 1111")
        await people.silent([stays, goes])
        await people.sees(lambda tabs: not tabs[goes]["outbox"], "all said before the end")
        await people.do("act", name=goes, method="end")
        await people.do("act", name=goes, method="rate", args=[2, "nobody there"])
        await people.do("say", name=hal, text="Hal knows this one", chat_id=chats[stays], mode="note")
        await people.sees(lambda tabs: not tabs[hal]["outbox"], "Hal's note on its way")
        proxy.is_closed_for_new = False
        for name in (stays, goes):
            await people.do("look", name=fay, chat_id=chats[name])
            await check(server, people)
