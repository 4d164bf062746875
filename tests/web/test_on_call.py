import asyncio
from datetime import timedelta

import pytest
from aiohttp import web

from chatserver.core.evolve import fold
from chatserver.web import on_call
from chatserver.web.on_call import OnCall
from tests.doubles import NOON
from tests.story import CHAT_ID, log_of, queued, started

CHAT = fold(log_of(started(), queued()))


@pytest.fixture
async def hook(aiohttp_server):
    heard, failures = [], [503]

    async def hear(request):
        if failures:
            return web.Response(status=failures.pop())
        heard.append(await request.json())
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", hear)
    server = await aiohttp_server(app)
    return str(server.make_url("/hook")), heard


async def test_the_hook_is_told_and_tried_again(hook, monkeypatch):
    monkeypatch.setattr(on_call, "_FIRST_PAUSE_SECONDS", 0.01)
    url, heard = hook
    calls = OnCall(url, "https://chat.example.com/", lambda: NOON + timedelta(minutes=10))
    calls.raise_alarms([CHAT])
    async with asyncio.TaskGroup() as tasks:
        posting = tasks.create_task(calls.post())
        while not heard:
            await asyncio.sleep(0.01)
        posting.cancel()
    assert heard[0]["chat_id"] == CHAT_ID
    assert (heard[0]["waited_s"], heard[0]["console"]) == (600, "https://chat.example.com/console")


async def test_a_hook_that_is_down_is_logged_and_stops_nothing(monkeypatch, caplog):
    monkeypatch.setattr(on_call, "_FIRST_PAUSE_SECONDS", 0.0)
    calls = OnCall("http://127.0.0.1:1/hook", "", lambda: NOON)
    calls.raise_alarms([CHAT])
    async with asyncio.TaskGroup() as tasks:
        posting = tasks.create_task(calls.post())
        while "nobody could be called" not in caplog.text:
            await asyncio.sleep(0.01)
        posting.cancel()


def test_without_a_hook_the_log_has_it(caplog):
    OnCall("", "", lambda: NOON).raise_alarms([CHAT])
    assert CHAT_ID in caplog.text
