import asyncio
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from chatserver.app import WrongIntents, bundled, running
from chatserver.core.sla.policies import ClockKind, Within
from chatserver.settings import Settings
from chatserver.storage import StoreUnusable
from tests.clients import VisitorClient
from tests.conftest import ROOT, serving, shipped_intents
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


def test_what_travels_with_the_program_is_found():
    assert (bundled("intents") / "bot.yml").is_file()
    assert (bundled("static") / "widget.js").is_file()
    assert bundled("docs") == Path(ROOT / "docs")


async def test_a_wrong_sla_file_stops_the_start_and_says_where(tmp_path):
    wrong = tmp_path / "sla.yml"
    wrong.write_text("format: 1\npolicies:\n  pickup:\n    target: soon\n")
    settings = Settings(port=0, data=str(tmp_path / "data"), sla=str(wrong))
    with pytest.raises(WrongIntents, match=r"sla\.yml:4:13: error: "):
        async with running(settings):
            pass
    assert not (tmp_path / "data").exists(), "nothing was begun"
    with pytest.raises(WrongIntents, match=r"none\.yml"):
        async with running(Settings(port=0, data=str(tmp_path / "data"), sla=str(tmp_path / "none.yml"))):
            pass


async def test_the_server_promises_what_the_sla_file_says(tmp_path):
    file = tmp_path / "sla.yml"
    file.write_text("format: 1\npolicies:\n  pickup:\n    target: 3 min\n")
    async with running(Settings(port=0, data=str(tmp_path / "data"), sla=str(file))) as server:
        assert server.ctx.policies.table[ClockKind.PICKUP].target == Within(timedelta(minutes=3))


async def test_the_pickup_has_one_source_and_two_that_disagree_are_refused(tmp_path):
    data, file = str(tmp_path / "data"), tmp_path / "sla.yml"
    file.write_text("format: 1\npolicies:\n  pickup:\n    target: 3 min\n")
    with pytest.raises(WrongIntents, match="Leave the setting out"):
        async with running(Settings(port=0, data=data, sla=str(file), pickup_seconds=240)):
            pass
    async with running(Settings(port=0, data=data, sla=str(file))) as server:
        assert server.ctx.policy.urgency.target == server.ctx.policy.rungs.target == timedelta(minutes=3)
    async with running(Settings(port=0, data=data, pickup_seconds=240)) as server:
        assert server.ctx.policies.pickup == server.ctx.policy.rungs.target == timedelta(minutes=4)


async def test_where_identities_are_signed_a_claimed_plan_counts_for_nothing(tmp_path):
    async with running(Settings(port=0, data=str(tmp_path), identity_secret="x" * 40)) as server:
        assert server.ctx.policies.plans_are_signed


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
