import aiohttp
import pytest

from chatserver.settings import Settings
from tests.conftest import serving


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
