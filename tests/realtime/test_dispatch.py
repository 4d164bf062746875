"""Hostile frames: a typed refusal, one log line without the content, and nothing stored, lost or told."""

import asyncio
import contextlib
import logging

import aiohttp
import msgspec
import pytest

from chatserver.realtime.dispatch import MAX_FRAME_BYTES, Desk
from chatserver.realtime.limits import Limiter, Limits, Rate
from chatserver.settings import Settings
from tests.clients import VisitorClient, new_id
from tests.conftest import serving

CANARY = "canary-7f3a"


class Wire:
    """A raw Engine.IO WebSocket: says anything."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket

    async def frame(self) -> str:
        while True:
            message = await self._socket.receive(timeout=10)
            if message.type is not aiohttp.WSMsgType.TEXT:
                raise ConnectionError(message.type)
            if message.data == "2":
                await self._socket.send_str("3")
            else:
                return str(message.data)

    async def say(self, packet: str | bytes) -> None:
        await (self._socket.send_bytes(packet) if isinstance(packet, bytes) else self._socket.send_str(packet))

    async def ack(self, ack_id: int) -> dict:
        prefix = f"43/visitor,{ack_id}"
        while not (frame := await self.frame()).startswith(prefix):
            pass
        return msgspec.json.decode(frame.removeprefix(prefix))[0]

    async def is_alive(self) -> bool:
        await self.say('42/visitor,999["mark_read",{}]')
        return (await self.ack(999))["ok"] is False


@pytest.fixture
async def wire(server):
    url = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    async with aiohttp.ClientSession() as http, http.ws_connect(url, max_msg_size=0) as socket:
        raw = Wire(socket)
        assert (await raw.frame()).startswith("0")
        await raw.say("40/visitor,")
        assert (await raw.frame()).startswith("40/visitor,")
        yield raw


async def started(wire: Wire) -> str:
    await wire.say('42/visitor,1["start_chat",{"client_id":"s"}]')
    return (await wire.ack(1))["chat_id"]


MALFORMED = [
    '42/visitor,7["no_such_command",{}]',
    '42/visitor,7["connect",{}]',
    '42/visitor,7["disconnect",{}]',
    '42/visitor,7["connect_error",{}]',
    '42/visitor,7["message",{}]',
    '42/visitor,7["claim_chat",{"chat_id":"X","client_id":"c"}]',
    '42/visitor,7["post_message"]',
    '42/visitor,7["post_message",{}]',
    '42/visitor,7["post_message",{"chat_id":"ID"}]',
    '42/visitor,7["post_message",{"chat_id":"ID","client_id":"c","text":"canary-7f3a","extra":1}]',
    '42/visitor,7["post_message",{"chat_id":"ID","client_id":"c","text":5}]',
    '42/visitor,7["post_message",{"chat_id":"ID","client_id":"c","text":null}]',
    '42/visitor,7["post_message",{"chat_id":"ID","client_id":"c","text":["canary-7f3a"]}]',
    '42/visitor,7["post_message",{"chat_id":["ID"],"client_id":"c","text":"canary-7f3a"}]',
    '42/visitor,7["post_message",{"chat_id":"ID","client_id":"","text":"canary-7f3a"}]',
    '42/visitor,7["post_message",{"chat_id":"ID","client_id":"a b\\n","text":"canary-7f3a"}]',
    '42/visitor,7["post_message",{"chat_id":"ID","client_id":"c","text":""}]',
    '42/visitor,7["post_message",{"chat_id":"ID","client_id":"c","text":"  \\n"}]',
    '42/visitor,7["post_message",{"chat_id":"ID","client_id":"c","text":"canary-7f3a\\u0000"}]',
    '42/visitor,7["post_message",{"chat_id":"ID","client_id":"c","text":"canary-7f3a\\ud800"}]',
    '42/visitor,7["post_message",{"chat_id":"ID","client_id":"c","text":NaN}]',
    '42/visitor,7["post_message",{"chat_id":"not a chat id","client_id":"c","text":"canary-7f3a"}]',
    '42/visitor,7["mark_read",{"chat_id":"ID","seq":-1}]',
    '42/visitor,7["mark_read",{"chat_id":"ID","seq":1.5}]',
    '42/visitor,7["mark_read",{"chat_id":"ID","seq":true}]',
    '42/visitor,7["mark_read",{"chat_id":"ID","seq":1e400}]',
    '42/visitor,7["rate_chat",{"chat_id":"ID","client_id":"c","score":6}]',
    '42/visitor,7["set_typing",{"chat_id":"ID","typing":"yes"}]',
    '42/visitor,7["start_chat",{"client_id":"c","token":"short"}]',
    '42/visitor,7["start_chat",{"client_id":"c","details":{"a":{"b":1}}}]',
    '451-/visitor,7["post_message",{"_placeholder":true,"num":0}]',
    '4599999-/visitor,7["post_message",{"_placeholder":true,"num":0}]',
    "42/visitor,7[5]",
]


@pytest.mark.parametrize("packet", MALFORMED)
async def test_a_malformed_command_gets_a_typed_refusal_and_leaves_no_trace(wire, caplog, tmp_path, packet):
    chat_id = await started(wire)
    caplog.set_level(logging.DEBUG)
    await wire.say(packet.replace("ID", chat_id))
    answer = await wire.ack(7)
    assert answer["ok"] is False
    assert answer["error"]["code"] == "bad_request"
    assert CANARY not in answer["error"]["message"]
    assert len([record for record in caplog.records if record.name.startswith("chatserver")]) == 1
    assert CANARY not in caplog.text
    assert await wire.is_alive()
    stored = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())
    assert CANARY.encode() not in stored


async def test_a_text_that_is_too_long_is_told_so(wire):
    chat_id = await started(wire)
    for length in (33_000, 900_000):
        text = "x" * length
        await wire.say(f'42/visitor,{length}["post_message",{{"chat_id":"{chat_id}","client_id":"c","text":"{text}"}}]')
        assert (await wire.ack(length))["error"]["code"] == "too_long"


@pytest.mark.parametrize(
    "packet",
    [
        b"\x00\x01",
        "43/visitor,1[]",
        '44/visitor,{"a":1}',
        "46/visitor,1[]",
        "4",
        "4x",
        "42",
        "40/nowhere,",
        "40/visitor,{",
        "47",
    ],
)
async def test_packets_of_other_kinds_are_dropped_and_the_connection_goes_on(wire, packet):
    await wire.say(packet)
    assert await wire.is_alive()


async def test_a_client_that_left_its_namespace_is_refused(wire):
    chat_id = await started(wire)
    await wire.say("41/visitor,")
    await wire.say(f'42/visitor,3["mark_read",{{"chat_id":"{chat_id}","seq":1}}]')
    assert (await wire.ack(3))["error"]["code"] == "forbidden"


async def test_an_agents_command_from_a_visitors_connection_is_refused(wire):
    await wire.say('42/agent,5["list_chats",{"view":"all"}]')
    frame = await wire.frame()
    assert msgspec.json.decode(frame.removeprefix("43/agent,5"))[0]["error"]["code"] == "forbidden"


async def test_a_frame_beyond_the_limit_ends_only_its_own_connection(wire, visitors):
    other = await visitors()
    await other.start()
    await wire.say("42/visitor,1[" + "x" * MAX_FRAME_BYTES)
    with pytest.raises(ConnectionError):
        await wire.frame()
    await other.say("still here")


async def test_commands_of_one_client_are_carried_out_in_their_order(wire):
    chat_id = await started(wire)
    for number in range(10, 40):
        await wire.say(
            f'42/visitor,{number}["post_message",{{"chat_id":"{chat_id}","client_id":"m{number}","text":"{number}"}}]'
        )
    seqs = [(await wire.ack(number))["seq"] for number in range(10, 40)]
    assert seqs == sorted(seqs)


async def test_too_much_at_once_is_told_with_a_time(tmp_path):
    settings = Settings(port=0, data=str(tmp_path / "d2"), commands_burst=3, commands_per_second=1)
    async with serving(settings) as server, VisitorClient(server.url) as visitor:
        await visitor.start()
        for text in ("one", "two", "three"):
            await visitor.say(text)
        refused = await visitor.refused("request_agent", chat_id=visitor.chat_id, client_id=new_id())
        assert refused["code"] == "rate_limited"
        assert 0 < refused["retry_after"] <= 1


async def test_another_tab_is_no_way_round_the_limit(tmp_path):
    settings = Settings(port=0, data=str(tmp_path / "d2"), commands_burst=3, commands_per_second=1)
    async with serving(settings) as server, VisitorClient(server.url) as visitor, VisitorClient(server.url) as tab:
        await visitor.start()
        await tab.start(token=visitor.token)
        for text in ("one", "two", "three"):
            await visitor.say(text)
        refused = await tab.refused("request_agent", chat_id=visitor.chat_id, client_id=new_id())
        assert refused["code"] == "rate_limited"


async def test_an_office_behind_one_address_is_not_locked_out_by_one_of_its_people(tmp_path):
    settings = Settings(port=0, data=str(tmp_path / "d2"), commands_burst=5, commands_per_second=1, address_burst=120)
    async with serving(settings) as server, contextlib.AsyncExitStack() as stack:
        office = [await stack.enter_async_context(VisitorClient(server.url)) for _ in range(8)]
        for visitor in office:
            await visitor.start()
        loud, *others = office
        refused = 0
        while not refused:
            ack = await loud.call("post_message", chat_id=loud.chat_id, client_id=new_id(), text="again!")
            refused += not ack["ok"]
        for visitor in others:
            await visitor.say("May I?")


async def test_a_defect_is_answered_with_a_number_and_logged_without_words(visitors, server, caplog, monkeypatch):
    visitor = await visitors()
    await visitor.start()

    def broken(*_: object) -> None:
        raise RuntimeError(f"{CANARY} in the message")

    monkeypatch.setattr("chatserver.services.posting.redact", broken)
    error = await visitor.refused("post_message", chat_id=visitor.chat_id, client_id=new_id(), text=CANARY)
    monkeypatch.undo()
    assert error["code"] == "internal"
    number = error["message"].split("incident ")[1].rstrip(").")
    assert number in caplog.text
    assert CANARY not in caplog.text
    await visitor.say("and on we go")


def test_every_command_needs_its_handler():
    with pytest.raises(ValueError):
        Desk(
            {"a": (object, object)}, {}, {}, Limits(Limiter(Rate(1, 1), lambda: 0.0), Limiter(Rate(1, 1), lambda: 0.0))
        )  # type: ignore[dict-item]


async def test_a_connection_that_joins_nothing_is_closed(server, monkeypatch):
    monkeypatch.setattr("chatserver.realtime.dispatch.JOIN_WITHIN_SECONDS", 0.05)
    url = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    async with aiohttp.ClientSession() as http, http.ws_connect(url) as silent, http.ws_connect(url) as joined:
        member = Wire(joined)
        await member.frame()
        await member.say("40/visitor,")
        await member.frame()
        raw = Wire(silent)
        await raw.frame()
        with pytest.raises(ConnectionError):
            await raw.frame()
        assert await member.is_alive()


async def test_junk_is_told_to_the_log_once_and_ends_its_connection(server, caplog):
    caplog.set_level(logging.INFO)
    url = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    async with aiohttp.ClientSession() as http, http.ws_connect(url) as socket:
        await socket.receive()
        for _ in range(500):
            await socket.send_str('47["junk"]')
        async with asyncio.timeout(10):
            while (await socket.receive()).type is aiohttp.WSMsgType.TEXT:
                pass
    assert caplog.text.count("refused packet") == 1
