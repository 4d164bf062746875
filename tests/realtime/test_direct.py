"""The same wire, with the direct path and with python-socketio's own, for the official clients and all transports."""

import asyncio
import json
import socket

import aiohttp
import pytest

from chatserver.realtime.sockets import Frame, Socket
from chatserver.settings import Settings
from tests.clients import VisitorClient
from tests.conftest import ROOT, serving
from tests.scenarios.test_replay import NODE

TRANSPORTS = ["websocket", "polling", "polling,websocket"]


@pytest.fixture(params=[True, False], ids=["direct", "stock"])
async def server(request, tmp_path):
    settings = Settings(port=0, data=str(tmp_path), direct_path=request.param, drain_seconds=0)
    async with serving(settings) as running:
        yield running


@pytest.mark.parametrize("transports", TRANSPORTS)
async def test_the_official_javascript_client_is_told_all_in_order(server, transports):
    script = str(ROOT / "tests/realtime/wire.mjs")
    process = await asyncio.create_subprocess_exec(
        NODE, script, server.url, transports, stdout=asyncio.subprocess.PIPE, cwd=ROOT
    )
    output, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0
    told = json.loads(output)
    assert told["transport"] == transports.split(",")[-1]
    texts = [event["text"] for event in told["log"] if event["type"] == "message_posted"]
    own = ["Größe <b> 😀", "two", "x" * 30_000, *(f"b {number}" for number in range(50))]
    assert [text for text in texts if text in own] == own
    assert [event["seq"] for event in told["heard"]] == sorted({event["seq"] for event in told["heard"]})
    assert told["burst"] == sorted(told["burst"])
    assert [ack["ok"] for ack in told["acks"]] == [True, True, True]
    assert told["refused"]["error"]["code"] == "bad_request"


@pytest.mark.parametrize("transports", TRANSPORTS)
async def test_the_official_python_client_is_told_all_in_order(server, transports):
    anna = VisitorClient(server.url)
    await anna.sio.connect(server.url, namespaces=["/visitor"], transports=transports.split(","))
    await anna.start()
    await anna.want_agent()
    for number in range(20):
        await anna.say(f"{number} ü")
    await anna.hears("message_posted", text="19 ü")
    heard = [event["text"] for event in anna.heard if event["event"] == "message_posted" and " ü" in event["text"]]
    assert heard == [f"{number} ü" for number in range(20)]
    await anna.sio.disconnect()


async def test_a_ping_is_sent_and_a_client_that_does_not_answer_is_let_go(server, monkeypatch):
    monkeypatch.setattr("chatserver.realtime.transport.LOOK_EVERY_SECONDS", 0.02)
    address = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    async with VisitorClient(server.url) as anna, aiohttp.ClientSession() as http, http.ws_connect(address) as silent:
        await anna.start()
        await silent.receive()
        await silent.send_str("40/visitor,")
        await silent.receive()
        transport = server.realtime.eio
        transport.ping_interval = transport.ping_timeout = 0.3
        for each in transport.sockets.values():
            each.schedule_ping()
        pinged = await silent.receive(timeout=5)
        assert pinged.data == "2"
        ended = await silent.receive(timeout=5)
        assert ended.type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR}
        await anna.say("still here")


async def test_a_client_that_never_reads_is_let_go_and_slows_nobody(server, caplog, monkeypatch):
    monkeypatch.setattr("chatserver.realtime.transport.LOOK_EVERY_SECONDS", 0.05)
    async with VisitorClient(server.url) as anna:
        await anna.start()
        sockets = server.realtime.eio.sockets
        before = set(sockets)
        writer = await deaf(server)
        try:
            while not (added := set(sockets) - before):
                await asyncio.sleep(0.01)
            slow = sockets[added.pop()]
            frame = Frame("x" * 8_000)
            while not slow.closed:
                slow.post(frame)
                await asyncio.sleep(0)
            assert "does not read" in caplog.text
            await anna.say("nothing has happened to me")
        finally:
            writer.close()


async def test_a_flood_on_one_connection_ends_that_one_only(server):
    address = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    async with VisitorClient(server.url) as anna, aiohttp.ClientSession() as http, http.ws_connect(address) as flood:
        await anna.start()
        for _ in range(3000):
            await flood.send_str('42/foo,["x",{}]')
        await anna.say("my turn")
        async with asyncio.timeout(10):
            while (await flood.receive()).type is aiohttp.WSMsgType.TEXT:
                pass


async def test_an_upgrade_that_goes_no_further_does_not_stop_the_polling(server, monkeypatch):
    if server.realtime.eio._socket_class is Socket:
        pytest.skip("python-engineio's own upgrade waits for the probe for ever")
    monkeypatch.setattr("chatserver.realtime.direct.PROBE_SECONDS", 0.5)
    path = "/socket.io/?EIO=4&transport="
    async with aiohttp.ClientSession(server.url) as http:
        async with http.get(f"{path}polling") as response:
            sid = json.loads((await response.text())[1:])["sid"]
        async with http.ws_connect(f"{path}websocket&sid={sid}"):
            await http.post(f"{path}polling&sid={sid}", data="40/visitor,")
            async with http.get(f"{path}polling&sid={sid}") as response:
                assert (await response.text()).startswith("40/visitor,")


async def deaf(server):
    """A WebSocket whose owner never reads, with as little room as the system gives."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.setblocking(False)
    await asyncio.get_running_loop().sock_connect(raw, ("127.0.0.1", server.port))
    _, writer = await asyncio.open_connection(sock=raw, limit=1)
    writer.write(
        b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    # Engine.IO's message "40/visitor,", masked with zeros: it joins, and then hears of nothing.
    join = b"40/visitor,"
    writer.write(b"\x81" + bytes([0x80 | len(join)]) + b"\0\0\0\0" + join)
    await writer.drain()
    return writer
