import asyncio
import time
from types import SimpleNamespace

import pytest
from engineio.packet import MESSAGE, NOOP, Packet

from chatserver.realtime import sockets
from chatserver.realtime.sockets import Frame, Socket, websocket_text


@pytest.fixture
def socket():
    return Socket(SimpleNamespace(create_queue=asyncio.Queue, ping_interval=20, ping_timeout=20), "sid")


@pytest.mark.parametrize(("size", "head"), [(0, 2), (125, 2), (126, 4), (65_535, 4), (65_536, 10)])
def test_a_text_frame_has_the_shortest_head_that_names_its_length(size, head):
    frame = websocket_text(b"x" * size)
    assert len(frame) == size + head
    assert frame[0] == 0x81
    named = frame[1] if head == 2 else int.from_bytes(frame[2:head], "big")
    assert named == size


def test_a_frame_is_a_message_of_engine_io_in_bytes():
    frame = Frame('2["ü"]')
    assert frame.wire == b"\x81\x08" + '42["ü"]'.encode()
    assert frame.wire is frame.wire


def test_too_many_packets_or_bytes_make_a_client_slow(socket):
    for _ in range(sockets.MAX_UNSENT_PACKETS):
        socket.post(Frame("x"))
    assert not socket.is_slow
    socket.post(Frame("x"))
    assert socket.is_slow


def test_too_many_bytes_make_a_client_slow(socket):
    socket.post(Frame("x" * sockets.MAX_UNSENT_BYTES))
    assert not socket.is_slow
    socket.post(Frame("x"))
    assert socket.is_slow
    waiting = socket.queue.qsize()
    socket.post(Frame("x"))
    assert socket.queue.qsize() == waiting


async def test_who_reads_now_and_then_is_not_slow(socket):
    for _ in range(5):
        for _ in range(sockets.MAX_UNSENT_PACKETS - 1):
            socket.post(Frame("x" * 1000))
        assert len(await socket.poll()) == sockets.MAX_UNSENT_PACKETS - 1
    assert not socket.is_slow
    assert socket._unsent_bytes == 0


async def test_what_waits_too_long_makes_a_client_slow(socket):
    socket.post(Frame("x"))
    assert not socket._is_overfull(time.monotonic())
    assert socket._is_overfull(time.monotonic() + sockets.MAX_UNSENT_SECONDS + 1)
    await socket.poll()
    assert not socket._is_overfull(time.monotonic() + sockets.MAX_UNSENT_SECONDS + 1)


async def test_packets_keep_their_order(socket):
    await socket.send(Packet(NOOP))
    socket.post(Frame("a"))
    await socket.send(Packet(MESSAGE, "b"))
    assert [packet.encode() for packet in await socket.poll()] == ["6", "4a", "4b"]
