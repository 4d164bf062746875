import asyncio

import aiohttp
import pytest

from chatserver.services import signing_in


async def connect(url: str, **headers: str) -> int:
    async with aiohttp.ClientSession() as http:
        async with http.get(f"{url}/socket.io/?EIO=4&transport=polling", headers=headers) as response:
            return response.status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "OWN"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
    ],
)
async def test_without_an_origin_list_foreign_websites_are_refused(server, headers, status):
    own = {name: value.replace("OWN", server.url) for name, value in headers.items()}
    assert await connect(server.url, **own) == status


async def test_an_agent_who_closes_the_last_console_gets_no_more_offers(server, visitors, agents):
    ada = await agents("Ada")
    await ada.be_available()
    await ada.sio.disconnect()
    while server.ctx.connections.agents():
        await asyncio.sleep(0.01)
    visitor = await visitors()
    await visitor.start()
    await visitor.want_agent()
    opened = await visitor.log()
    assert "event_hidden" not in [event["type"] for event in opened[-1:]]


async def test_coming_back_available_brings_the_offer(visitors, agents):
    ada = await agents("Ada")
    await ada.be_available()
    await ada.sio.disconnect()
    visitor = await visitors()
    await visitor.start()
    await visitor.want_agent()
    again = await agents("Ada")
    assert (await again.hears("offer_made"))["chat_id"] == visitor.chat_id


async def test_signing_out_ends_the_consoles_of_that_session_only(server, agents):
    ada, same_ada, ben = await agents("Ada"), await agents("Ada"), await agents("Ben")
    session = server.connections.consoles[ada.sio.get_sid("/agent")].session
    async with aiohttp.ClientSession(server.url, cookies={"chatserver_session": session}) as http:
        await http.post("/api/sign-out")
    while ada.sio.connected:
        await asyncio.sleep(0.01)
    await same_ada.ask("list_chats", view="mine")
    await ben.ask("list_chats", view="mine")


async def test_a_new_password_ends_open_consoles(server, agents, monkeypatch):
    monkeypatch.setattr("chatserver.realtime.joining.SESSION_CHECK_SECONDS", 0.05)
    ada = await agents("Ada")
    await signing_in.set_password(server.ctx, server.passwords, "Ada", "another horse")
    async with asyncio.timeout(10):
        while ada.sio.connected:
            await asyncio.sleep(0.05)
