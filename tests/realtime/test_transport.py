"""The other transport: long polling, as a client behind a proxy that knows no WebSocket uses it."""

import asyncio
import logging

import aiohttp
import msgspec
import pytest


class Polling:
    """A raw Engine.IO client over HTTP."""

    def __init__(self, http: aiohttp.ClientSession, sid: str) -> None:
        self._http = http
        self._path = f"/socket.io/?EIO=4&transport=polling&sid={sid}"

    async def get(self) -> str:
        async with self._http.get(self._path) as response:
            return await response.text()

    async def post(self, *pieces: bytes) -> int:
        async def body():
            for piece in pieces:
                yield piece
                await asyncio.sleep(0.02)

        headers = {"Content-Length": str(sum(map(len, pieces)))}
        async with self._http.post(self._path, data=body(), headers=headers) as response:
            return response.status


@pytest.fixture
async def polling(server):
    async with aiohttp.ClientSession(server.url) as http:
        async with http.get("/socket.io/?EIO=4&transport=polling") as response:
            sid = msgspec.json.decode((await response.text())[1:])["sid"]
        client = Polling(http, sid)
        await client.post(b"40/visitor,")
        assert (await client.get()).startswith("40/visitor,")
        yield client


async def test_a_body_in_pieces_is_read_whole_even_inside_a_letter(polling):
    await polling.post(b'42/visitor,1["start_chat",{"client_id":"s"}]')
    opened = (await polling.get()).split("\x1e")[0]
    chat_id = msgspec.json.decode(opened[opened.index("[") :])[0]["chat_id"]
    packet = f'42/visitor,2["post_message",{{"chat_id":"{chat_id}","client_id":"m","text":"Größe"}}]'.encode()
    cut = packet.index("ö".encode()) + 1
    assert await polling.post(packet[:cut], packet[cut:]) == 200
    answer = ""
    while "43/visitor,2" not in answer:
        answer = await polling.get()
    assert '"text":"Größe"' in answer


@pytest.mark.parametrize("body", [b"\xff", b"9", b"4" + b"\x1e4" * 40, b"\x1e\x1e", b"42/visitor,[", b""])
async def test_junk_is_answered_and_leaves_no_traceback(polling, server, caplog, body):
    caplog.set_level(logging.DEBUG)
    assert await polling.post(body) in {200, 400}
    assert "Traceback" not in caplog.text
    assert "incident" not in caplog.text


async def test_a_body_that_is_too_long_is_refused_at_once(server):
    async with aiohttp.ClientSession(server.url) as http, asyncio.timeout(5):
        async with http.post("/socket.io/?EIO=4&transport=polling&sid=x", data=b"x" * 1_000_001) as response:
            assert response.status == 413


@pytest.mark.parametrize("frame", ["", "x", "\x00", "7", "9"])
async def test_frames_that_are_none_leave_no_incident(server, caplog, frame):
    caplog.set_level(logging.DEBUG)
    url = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    async with aiohttp.ClientSession() as http, http.ws_connect(url) as socket:
        await socket.receive()
        await socket.send_str(frame)
        await socket.send_str("40/visitor,")
        await socket.receive(timeout=5)
    assert "incident" not in caplog.text
    assert "Traceback" not in caplog.text
