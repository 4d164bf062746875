import aiohttp
import pytest

from chatserver.app import running
from chatserver.settings import Settings
from tests.clients import VisitorClient, new_id
from tests.conftest import serving, shipped_intents
from tests.doubles import StoppedClock


async def test_masks_are_counted_by_rule_and_nothing_else_is_told(server, visitors):
    visitor = await visitors()
    await visitor.start()
    await visitor.say("my password is hunter2")
    async with aiohttp.ClientSession(server.url) as http:
        told = await (await http.get("/metrics")).text()
    assert 'chatserver_redactions_total{kind="password",rule="password.is"} 1.0' in told
    assert 'chatserver_messages_total{by="visitor"} 1.0' in told
    assert "hunter2" not in told


@pytest.mark.parametrize(("sent", "status"), [("", 403), ("Bearer wrong", 403), ("Bearer open sesame", 200)])
async def test_a_token_opens_them(tmp_path, sent, status):
    settings = Settings(port=0, data=str(tmp_path), metrics_token="open sesame")
    async with serving(settings) as server, aiohttp.ClientSession(server.url) as http:
        assert (await http.get("/metrics", headers={"Authorization": sent})).status == status


async def test_who_comes_through_a_proxy_needs_the_token(server):
    async with aiohttp.ClientSession(server.url) as http:
        assert (await http.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"})).status == 403


async def test_the_promise_is_watched_and_breaches_and_leaving_are_counted(tmp_path):
    clock = StoppedClock()
    async with running(Settings(port=0, data=str(tmp_path), brand="Acme"), clock, intents=shipped_intents()) as server:

        async def told() -> dict[str, str]:
            async with aiohttp.ClientSession(server.url) as http:
                lines = (await (await http.get("/metrics")).text()).splitlines()
            return dict(line.rsplit(" ", 1) for line in lines if line.startswith("chatserver_"))

        nothing = await told()
        assert nothing["chatserver_answered_in_target_ratio"] == "NaN"
        assert nothing["chatserver_waiting_chats"] == nothing["chatserver_waits_left_total"] == "0.0"
        async with VisitorClient(server.url) as visitor:
            await visitor.start()
            await visitor.want_agent()
            clock.advance(minutes=6)
            await visitor.hears("ticket_offered")
            late = await told()
            assert late["chatserver_answered_in_target_ratio"] == "0.0"
            assert late["chatserver_longest_wait_seconds"] == "360.0"
            assert (late["chatserver_waiting_chats"], late["chatserver_waits_breached_total"]) == ("1.0", "1.0")
            await visitor.ask("close_chat", chat_id=visitor.chat_id, client_id=new_id())
            gone = await told()
            assert (gone["chatserver_waiting_chats"], gone["chatserver_waits_left_total"]) == ("0.0", "1.0")
