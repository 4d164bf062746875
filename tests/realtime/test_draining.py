import asyncio
import contextlib
import sqlite3

import aiohttp
import pytest
import socketio

from chatserver.realtime import draining
from chatserver.settings import Settings
from chatserver.storage import FILE_NAME
from tests.clients import AgentClient, VisitorClient, sign_in
from tests.conftest import PASSWORD, serving


@pytest.fixture
async def stopping(tmp_path):
    """A server that can be told to stop while a test goes on."""
    may_stop = asyncio.Event()
    started = asyncio.Event()
    server = {}

    async def serve():
        async with serving(Settings(port=0, data=str(tmp_path), drain_seconds=1)) as running:
            server["it"] = running
            started.set()
            await may_stop.wait()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(serve())
        await started.wait()
        yield server["it"], may_stop
        may_stop.set()


async def test_those_who_are_there_are_called_back_and_served_until_the_end(stopping):
    server, may_stop = stopping
    cookie = await sign_in(server.url, "Ada", PASSWORD)
    async with VisitorClient(server.url) as anna, AgentClient(server.url, cookie) as ada:
        await anna.start()
        may_stop.set()
        for client in (anna, ada):
            assert 0 <= (await client.hears("come_back"))["after_s"] <= draining.LEAST_SPREAD_SECONDS
        await anna.say("still here?")
        async with aiohttp.ClientSession(server.url) as http:
            async with http.get("/readyz") as ready:
                assert ready.status == 503
            async with http.get("/socket.io/?EIO=4&transport=polling") as refused:
                assert (refused.status, refused.headers["Retry-After"]) == (503, "1")
        with pytest.raises(socketio.exceptions.ConnectionError):
            async with VisitorClient(server.url):
                pass
        await asyncio.wait_for(anna.sio.wait(), 10)


async def test_a_command_under_way_is_answered_before_the_end(stopping, tmp_path):
    server, may_stop = stopping
    async with VisitorClient(server.url) as anna:
        await anna.start()
        may_stop.set()
        await anna.hears("come_back")
        said = []
        try:
            while True:
                said.append(await anna.say("one more"))
        except (AssertionError, socketio.exceptions.SocketIOError):
            pass
        # The server may be gone by now: its file is asked.
        with contextlib.closing(sqlite3.connect(tmp_path / FILE_NAME)) as db:
            ((seq,),) = db.execute("SELECT max(seq) FROM events WHERE chat_id = ?", (anna.chat_id,))
        assert seq >= said[-1]["seq"]


async def test_visitors_come_back_over_as_long_as_their_number_needs(monkeypatch):
    class Noting:
        def __init__(self):
            self.manager, self.told = self, []

        def tell(self, event, data, rooms, namespace):
            self.told.append((event, rooms[0], namespace, data.after_s))

    class Many:
        visitors = [str(number) for number in range(3000)]
        consoles = ["a"]

    server = Noting()
    draining.call_back(server, Many, lambda low, high: high)
    assert server.told[0] == ("come_back", "a", "/agent", 2.0)
    assert server.told[1] == ("come_back", "0", "/visitor", 10.0)
    assert len(server.told) == 3001
