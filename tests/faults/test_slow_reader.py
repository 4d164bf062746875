"""A client that never reads: what waits for it is bounded, it is let go, and nobody else notices."""

import asyncio
import base64
import os
import socket
from pathlib import Path

import pytest

from tests.clients import VisitorClient
from tests.faults.conftest import UNLIMITED, full_size_only
from tests.faults.invariants import check
from tests.faults.processes import ServerProcess, until
from tests.faults.proxy import read_frame

pytestmark = [pytest.mark.faults, full_size_only]

MIB = 1024 * 1024
# What the server may keep for one client: 1 MiB, 500 packets, 20 s. On top come the kernel's buffers (some 4 MiB on
# its side), which hold what the server has got rid of already.
LETS_GO_WITHIN_SECONDS = 20
MARGIN_SECONDS = 20
TEXT = ("slow " * 6000).strip()
MESSAGES = 600
# Far more is sent than that; an unbounded queue would hold nearly all of it.
MOST_GROWTH = MESSAGES * len(TEXT) // 2
ESTABLISHED = "01"


class DeafReader:
    """Joins a chat over a bare WebSocket, with the smallest receive buffer, and then never reads again."""

    def __init__(self, server: ServerProcess) -> None:
        self._port = server.port
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        self._socket.setblocking(False)
        self._writer: asyncio.StreamWriter | None = None

    async def join(self, chat_id: str, token: str) -> None:
        await asyncio.get_running_loop().sock_connect(self._socket, ("127.0.0.1", self._port))
        reader, self._writer = await asyncio.open_connection(sock=self._socket, limit=1024)
        key = base64.b64encode(os.urandom(16)).decode()
        self._writer.write(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n"
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        await reader.readuntil(b"\r\n\r\n")
        await read_frame(reader)
        self._send("40/visitor,")
        await read_frame(reader)
        self._send(f'42/visitor,1["resume_chat",{{"chat_id":"{chat_id}","token":"{token}","after_seq":0}}]')
        while not (await read_frame(reader)).is_ack:
            pass
        self._writer.transport.pause_reading()

    def _send(self, text: str) -> None:
        assert self._writer is not None
        mask, payload = os.urandom(4), text.encode()
        masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))
        head = bytes([0x81, 0x80 | 126]) + len(payload).to_bytes(2)
        self._writer.write(head + mask + masked)

    @property
    def is_kept(self) -> bool:
        """True while the server's end of the connection is open: read in the kernel's table, since nobody reads."""
        mine = self._socket.getsockname()[1]
        wanted = (f":{self._port:04X}", f":{mine:04X}", ESTABLISHED)
        rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        return any((row[1][8:], row[2][8:], row[3]) == wanted for row in rows)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.transport.abort()


async def test_a_reader_that_never_reads_is_let_go_and_costs_little(new_server, people, chance):
    server = new_server(**UNLIMITED)
    await server.start()
    others = await people.visitors(2, server.url, "brisk")
    deaf = DeafReader(server)
    async with VisitorClient(server.url) as speaker:
        await speaker.start()
        await deaf.join(speaker.chat_id, speaker.token)
        assert deaf.is_kept
        before, most = server.resident_bytes, 0
        for name in others:
            await people.do("talk", name=name, every_ms=100, count=20, seed=chance.getrandbits(32))
        try:
            for number in range(MESSAGES):
                # Every one is acked, so the others are not held up by the one who does not read.
                await speaker.say(f"{number} {TEXT}")
                most = max(most, server.resident_bytes)
            await until(lambda: not deaf.is_kept, "the end of the deaf reader", LETS_GO_WITHIN_SECONDS + MARGIN_SECONDS)
        finally:
            deaf.close()
        assert most - before < MOST_GROWTH, f"{(most - before) // MIB} MiB more for {MESSAGES * len(TEXT) // MIB} MiB"
        log = await speaker.log()
        assert len([event for event in log if event.get("text", "").endswith(TEXT)]) == MESSAGES
    await check(server, people)
