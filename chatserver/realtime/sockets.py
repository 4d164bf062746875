"""Sockets: python-engineio's, with a bound on what waits to be sent, and one clock for everybody's pings.

The library's queue grows for as long as a client does not read, and it keeps a task for each client's next ping.
"""

import logging
import time
from collections import deque
from typing import Any

from engineio.async_socket import AsyncSocket
from engineio.packet import MESSAGE, PING, Packet

log = logging.getLogger(__name__)

# Beyond any of these a client counts as gone; it resumes from its last seq when it comes back.
MAX_UNSENT_PACKETS = 500
MAX_UNSENT_BYTES = 1 << 20
MAX_UNSENT_SECONDS = 20.0


class Frame:
    """A Socket.IO packet, built once for all who get it."""

    __slots__ = ("_wire", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._wire: bytes | None = None

    @property
    def wire(self) -> bytes:
        """As a WebSocket message of Engine.IO (RFC 6455, 5.2: a final text frame, not masked)."""
        if self._wire is None:
            self._wire = websocket_text(b"4" + self.text.encode())
        return self._wire


def websocket_text(payload: bytes) -> bytes:
    """Returns a final, unmasked text frame."""
    size = len(payload)
    if size < 126:
        return b"\x81%c" % size + payload
    if size < 1 << 16:
        return b"\x81\x7e" + size.to_bytes(2, "big") + payload
    return b"\x81\x7f" + size.to_bytes(8, "big") + payload


class Socket(AsyncSocket):  # type: ignore[misc]
    """One client's Engine.IO connection, by long polling or WebSocket."""

    connected: bool
    upgraded: bool
    upgrading: bool

    def __init__(self, server: Any, sid: str) -> None:
        super().__init__(server, sid)
        self.last_ping: float | None = None
        self.is_slow = False
        self._ping_at: float | None = None
        self._transport: Any = None
        self._sizes: deque[int] = deque()
        self._unsent_bytes = 0
        self._unsent_since: float | None = None

    def post(self, frame: Frame) -> None:
        """Sends a packet of Socket.IO, at once or when the client asks; never waits."""
        self._put(Packet(MESSAGE, frame.text))

    async def send(self, packet: Packet) -> None:
        self._put(packet)

    async def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """Ends the connection for us, and the poll that waits; the library would let that wait for forty seconds."""
        await super().close(wait=False, abort=abort, reason=reason)
        self.queue.put_nowait(None)

    def hang_up(self) -> None:
        """Ends the connection; the client notices and may come back."""
        # An empty place in the queue ends its writer, which closes the WebSocket, or the waiting poll.
        self.queue.put_nowait(None)

    async def poll(self) -> list[Packet]:
        packets: list[Packet] = await super().poll()
        for _ in range(min(len(packets), len(self._sizes))):
            self._unsent_bytes -= self._sizes.popleft()
        self._unsent_since = time.monotonic() if self._sizes else None
        return packets

    def schedule_ping(self) -> None:
        """Called when the client is there: after it has connected, and for each pong."""
        self.last_ping = None
        self._ping_at = time.monotonic() + self.server.ping_interval

    async def look_after(self, now: float) -> None:
        """Pings when it is time, and lets go of a client that has gone or does not read. Called every second."""
        if self.closed or self.closing:
            return
        if self._ping_at is not None and now >= self._ping_at:
            self._ping_at, self.last_ping = None, now
            self._put(Packet(PING))
        if self.last_ping is not None and now - self.last_ping > self.server.ping_timeout:
            await self._let_go(self.server.reason.PING_TIMEOUT)
        elif self.is_slow or self._is_overfull(now):
            log.warning("a client that does not read was disconnected")
            await self._let_go(self.server.reason.TRANSPORT_ERROR)

    async def _let_go(self, reason: str) -> None:
        await self.close(wait=False, abort=True, reason=reason)
        self.hang_up()
        if self._transport is not None:
            self._transport.abort()

    async def _upgrade_websocket(self, environ: dict[str, Any]) -> Any:
        self._transport = environ["aiohttp.request"].transport
        return await super()._upgrade_websocket(environ)

    def _put(self, packet: Packet) -> None:
        if self.closed or self.is_slow:
            return
        size = len(packet.data.encode()) if isinstance(packet.data, str) else 0
        if not self._sizes:
            self._unsent_since = time.monotonic()
        self._sizes.append(size)
        self._unsent_bytes += size
        self.queue.put_nowait(packet)
        self.is_slow = self._is_overfull(0.0)

    def _is_overfull(self, now: float) -> bool:
        return (
            len(self._sizes) > MAX_UNSENT_PACKETS
            or self._unsent_bytes > MAX_UNSENT_BYTES
            or (self._unsent_since is not None and now - self._unsent_since > MAX_UNSENT_SECONDS)
        )
