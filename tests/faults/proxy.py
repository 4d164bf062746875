"""A network between people and server: TCP forwarded as it is, WebSocket frame by frame so that frames can be harmed.

Each connection is a `Road`. What becomes of a frame is the affair of the proxy's weather (see weather.py). HTTP (the
handshake, long polling) passes unharmed.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, Self

from tests.faults.processes import until

# More than a frame of a long message.
READ_BYTES = 256 * 1024


class Way(StrEnum):
    """To the server, or from it."""

    UP = "up"
    DOWN = "down"


class Cut(Exception):
    """The connection ends here, in both directions, without a goodbye."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One WebSocket frame: its bytes as they came, and what they say."""

    raw: bytes
    text: bytes

    @property
    def is_command(self) -> bool:
        """A Socket.IO event, with or without an ack id."""
        return self.text.startswith(b"42")

    @property
    def is_ack(self) -> bool:
        return self.text.startswith(b"43")


class Weather(Protocol):
    async def carry(self, road: "Road", way: Way, frame: Frame) -> None:
        """Forwards the frame, or does something worse to it. Raises `Cut`."""


class Fair:
    """Every frame passes."""

    async def carry(self, road: "Road", way: Way, frame: Frame) -> None:
        await road.forward(way, frame.raw)


async def read_frame(reader: asyncio.StreamReader) -> Frame:
    """Reads one frame as RFC 6455 writes it. Raises `IncompleteReadError` at the end."""
    raw = head = await reader.readexactly(2)
    length = head[1] & 0x7F
    if length > 125:
        more = await reader.readexactly(2 if length == 126 else 8)
        raw += more
        length = int.from_bytes(more)
    key = await reader.readexactly(4) if head[1] & 0x80 else b""
    payload = await reader.readexactly(length)
    text = payload
    if key:
        mask = (key * (length // 4 + 1))[:length]
        text = (int.from_bytes(payload) ^ int.from_bytes(mask)).to_bytes(length)
    return Frame(raw + key + payload, text)


class Road:
    """One connection through the proxy."""

    def __init__(self, proxy: "Proxy", near: asyncio.StreamWriter, far: asyncio.StreamWriter) -> None:
        self.proxy = proxy
        self._writers = {Way.UP: far, Way.DOWN: near}
        self.frozen: set[Way] = set()

    async def drive(self, way: Way, reader: asyncio.StreamReader) -> None:
        try:
            head = await self._pass_head(way, reader)
            while b"upgrade: websocket" not in head.lower():
                await self.forward(way, await self._some(reader))
            while True:
                frame = await read_frame(reader)
                await self.proxy.weather.carry(self, way, frame)
        except (Cut, EOFError, OSError):
            # On a silent road, even the end of one side is not told to the other.
            if way not in self.frozen:
                self.cut()

    async def forward(self, way: Way, raw: bytes) -> None:
        if way not in self.frozen:
            self._writers[way].write(raw)
            await self._writers[way].drain()

    def cut(self) -> None:
        for writer in self._writers.values():
            writer.transport.abort()

    async def _pass_head(self, way: Way, reader: asyncio.StreamReader) -> bytes:
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        # Without compression every frame can be read by itself.
        kept = [line for line in lines if not line.lower().startswith(b"sec-websocket-extensions")]
        await self.forward(way, b"\r\n".join(kept))
        return head

    async def _some(self, reader: asyncio.StreamReader) -> bytes:
        if part := await reader.read(READ_BYTES):
            return part
        raise EOFError


class Proxy:
    """Listens on a port of its own; `weather` may change at any time."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.weather: Weather = Fair()
        self.roads: set[Road] = set()
        self.is_closed_for_new = False

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0, limit=READ_BYTES)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        self.cut_all()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await until(lambda: not self.roads, "the end of all connections through the proxy")

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def own(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def cut_all(self) -> None:
        for road in list(self.roads):
            road.cut()

    def freeze(self, *ways: Way) -> None:
        """The connections that are there go silent, and nobody is told. New ones are as the weather is."""
        for road in self.roads:
            road.frozen.update(ways)

    async def _connected(self, reader: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        if self.is_closed_for_new:
            near.transport.abort()
            return
        try:
            far_reader, far = await asyncio.open_connection("127.0.0.1", self._server_port, limit=READ_BYTES)
        except OSError:
            near.transport.abort()
            return
        road = Road(self, near, far)
        self.roads.add(road)
        try:
            await asyncio.gather(road.drive(Way.UP, reader), road.drive(Way.DOWN, far_reader))
        finally:
            self.roads.discard(road)
            road.cut()
