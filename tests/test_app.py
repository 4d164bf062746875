import asyncio

import aiohttp
import pytest
from aiohttp import web

from chatserver.app import running
from chatserver.from_settings import WrongIntents
from chatserver.settings import Settings
from chatserver.storage import StoreUnusable
from tests.clients import VisitorClient
from tests.conftest import serving, shipped_intents
from tests.doubles import StoppedClock
from tests.mail.server import mail_box


async def test_a_second_server_on_the_same_data_is_told(server, tmp_path):
    with pytest.raises(StoreUnusable):
        async with serving(Settings(port=0, data=str(tmp_path / "data"))):
            pass


async def test_a_taken_port_is_an_os_error_and_nothing_stays_open(server, tmp_path):
    port = int(server.url.rsplit(":", 1)[1])
    with pytest.raises(OSError):
        async with serving(Settings(port=port, data=str(tmp_path / "other"))):
            pass


async def test_broken_intents_stop_the_start(tmp_path):
    (tmp_path / "intents").mkdir()
    with pytest.raises(WrongIntents, match=r"bot\.yml"):
        async with running(Settings(port=0, data=str(tmp_path / "d"), intents=str(tmp_path / "intents"))):
            pass


async def test_a_chat_is_there_again_after_a_restart(tmp_path):
    settings = Settings(port=0, data=str(tmp_path / "data"))
    async with serving(settings) as server, VisitorClient(server.url) as visitor:
        await visitor.start()
        await visitor.say("remember me")
        before = await visitor.log()
        token, chat_id = visitor.token, visitor.chat_id
    async with serving(settings) as server, VisitorClient(server.url) as visitor:
        visitor.token, visitor.chat_id = token, chat_id
        assert await visitor.log() == before


async def test_stopping_waits_for_nobody_who_is_connected(tmp_path):
    async with asyncio.timeout(5):
        async with serving(Settings(port=0, data=str(tmp_path / "data"))) as server:
            visitor = await VisitorClient(server.url).__aenter__()
            await visitor.start()
        await visitor.sio.disconnect()


async def test_an_alarm_that_nobody_heard_is_told_after_a_restart_once(tmp_path, aiohttp_server):
    """The hook is down, the server is stopped, and both come back; the mail went out before."""
    heard, is_up = [], []

    async def hear(request):
        if not is_up:
            return web.Response(status=503)
        heard.append(await request.json())
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", hear)
    hook = await aiohttp_server(app)
    clock = StoppedClock()
    async with mail_box() as box:
        settings = Settings(
            port=0,
            data=str(tmp_path),
            brand="Acme",
            on_call_url=str(hook.make_url("/hook")),
            on_call_mail=["ada@acme.example", "ben@acme.example", "ada@acme.example"],
            mail_server=f"smtp://127.0.0.1:{box.port}",
            mail_from="chat@acme.example",
        )
        async with running(settings, clock, intents=shipped_intents()) as server, VisitorClient(server.url) as visitor:
            await visitor.start()
            await visitor.want_agent()
            clock.advance(minutes=10)
            told = await counted(server.url, 'chatserver_outbox_tries_total{kind="alarm_hook",outcome="retried"} 1.0')
            assert 'chatserver_outbox_waiting{kind="alarm_hook"} 1.0' in told
            while len(box.taken) < 2:
                await asyncio.sleep(0.01)
            chat_id = visitor.chat_id
        is_up.append(True)
        clock.advance(minutes=1)
        async with running(settings, clock, intents=shipped_intents()) as server:
            await counted(server.url, 'chatserver_outbox_tries_total{kind="alarm_hook",outcome="sent"} 1.0')
            clock.advance(hours=3)
            await counted(server.url, 'chatserver_outbox_waiting{kind="alarm_hook"} 0.0')
        assert [told["chat_id"] for told in heard] == [chat_id]
        assert sorted(box.recipients) == ["ada@acme.example", "ben@acme.example"]
        assert all(chat_id in message["Subject"] for message in box.messages)


async def counted(url: str, line: str) -> list[str]:
    """Waits until the metrics have this line; returns them all."""
    async with aiohttp.ClientSession(url) as http, asyncio.timeout(10):
        while True:
            told = (await (await http.get("/metrics")).text()).splitlines()
            if line in told:
                return told
            await asyncio.sleep(0.02)
