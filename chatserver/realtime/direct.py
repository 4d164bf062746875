"""The direct path: WebSocket frames straight from and to aiohttp's transport.

python-engineio runs a task and a queue for each client's writing, and a task and a timer for each frame that it reads.
Here one coroutine reads, and whatever is sent in one turn of the loop goes out in one write. Long polling, and whatever
transport this does not know, stays with the library.
"""

import asyncio
import logging
import time
from typing import Any

from aiohttp import WSMsgType, web
from engineio.packet import NOOP, Packet

from chatserver.core.defects import place_of
from chatserver.realtime.sockets import (
    MAX_UNSENT_BYTES,
    MAX_UNSENT_PACKETS,
    MAX_UNSENT_SECONDS,
    Frame,
    Socket,
    websocket_text,
)

log = logging.getLogger(__name__)

# A client that takes its time is looked at again after this.
RETRY_SECONDS = 0.02
# One client's frames that are handled before the others have their turn.
FRAMES_A_TURN = 8
# A proxy may pass the upgrade and swallow what comes after it; meanwhile polling goes on.
PROBE_SECONDS = 5.0
# For the last words to be read.
GOODBYE_SECONDS = 5.0
_PONG, _MESSAGE, _CLOSE = "3", "4", "1"
# RFC 6455, 5.5.1 and 7.4.1: a close frame that says "going away".
_GOING_AWAY = b"\x88\x02\x03\xe9"


class DirectSocket(Socket):
    """A socket whose WebSocket is written without a queue and read without a task."""

    def __init__(self, server: Any, sid: str) -> None:
        super().__init__(server, sid)
        self._is_direct = False
        self._loop = asyncio.get_running_loop()
        self._unwritten: list[bytes] = []
        self._unwritten_bytes = 0
        self._flush_at: asyncio.Handle | None = None
        self._stuck_since: float | None = None
        self._stuck_bytes = 0

    def post(self, frame: Frame) -> None:
        if self._is_direct:
            self._write(frame.wire)
        else:
            super().post(frame)

    def hang_up(self) -> None:
        if not self._is_direct:
            super().hang_up()
        elif not self._transport.is_closing():
            self._transport.write(b"".join((*self._unwritten, _GOING_AWAY)))
            self._unwritten.clear()
            self._transport.close()
            # A client that does not read would keep what is left for ever.
            self._loop.call_later(GOODBYE_SECONDS, self._transport.abort)

    def _put(self, packet: Packet) -> None:
        if self._is_direct:
            self._write(websocket_text(packet.encode().encode()))
        else:
            super()._put(packet)

    async def _upgrade_websocket(self, environ: dict[str, Any]) -> Any:
        request: web.Request = environ["aiohttp.request"]
        transport = request.transport
        if self.upgraded or self.upgrading or not hasattr(transport, "get_write_buffer_size"):
            return await super()._upgrade_websocket(environ)
        # Compression would keep a quarter of a megabyte for each client and save little on messages this short.
        websocket = web.WebSocketResponse(max_msg_size=self.server.max_http_buffer_size, compress=False)
        await websocket.prepare(request)
        is_first = not self.connected
        if (is_first or await self._is_upgraded(websocket)) and not self.upgraded:
            self.connected = self.upgraded = True
            self.upgrading = False
            self._attach(transport)
            await self._receive_all(websocket)
            await self.close(wait=False, abort=True, reason=self.server.reason.TRANSPORT_CLOSE)
        return websocket

    async def _is_upgraded(self, websocket: web.WebSocketResponse) -> bool:
        """Engine.IO's probe of a WebSocket beside the polling that goes on until it is done."""
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                if (await websocket.receive()).data != "2probe":
                    return False
                self.upgrading = True
                await websocket.send_str("3probe")
                # Ends the poll that waits.
                super()._put(Packet(NOOP))
                return bool((await websocket.receive()).data == "5")
        except TimeoutError:
            return False
        finally:
            self.upgrading = False

    def _attach(self, transport: Any) -> None:
        """From here on everything goes out by the transport, what waits in the queue first."""
        self._transport = transport
        self._is_direct = True
        waiting = [self.queue.get_nowait() for _ in range(self.queue.qsize())]
        for packet in waiting:
            if packet is not None:
                self._put(packet)
        if None in waiting:
            self.hang_up()
        self._sizes.clear()
        self._unsent_bytes, self._unsent_since = 0, None

    async def _receive_all(self, websocket: web.WebSocketResponse) -> None:
        take = self.server.handlers["message"]
        turn = 0
        while not self.closed:
            received = await websocket.receive()
            turn += 1
            if turn % FRAMES_A_TURN == 0:
                # What is there already is read without waiting: others must have their turn, too.
                await asyncio.sleep(0)
            if received.type is WSMsgType.BINARY:
                kind, content = _MESSAGE, received.data
            elif received.type is WSMsgType.TEXT:
                kind, content = received.data[:1], received.data[1:]
            else:
                return
            if kind == _MESSAGE:
                try:
                    await take(self.sid, content)
                except Exception as error:  # noqa: BLE001 - one packet must not end the connection
                    log.error("a packet was not handled: %s\n%s", type(error).__name__, place_of(error))
            elif kind == _PONG:
                self.schedule_ping()
            elif kind == _CLOSE:
                await self.close(wait=False, abort=True, reason=self.server.reason.CLIENT_DISCONNECT)

    def _write(self, frame: bytes) -> None:
        if self.closed or self.is_slow:
            return
        self._unwritten.append(frame)
        self._unwritten_bytes += len(frame)
        if self._flush_at is None:
            self._flush_at = self._loop.call_soon(self._flush)
        elif len(self._unwritten) > MAX_UNSENT_PACKETS or self._unwritten_bytes > MAX_UNSENT_BYTES:
            self._check_progress()

    def _flush(self) -> None:
        """Writes all of this turn at once, or nothing while the client has not taken what was written before."""
        self._flush_at = None
        if self._transport.is_closing():
            self._unwritten.clear()
            return
        if self._transport.get_write_buffer_size() == 0:
            if self._unwritten:
                self._transport.write(b"".join(self._unwritten))
                self._unwritten.clear()
                self._unwritten_bytes = 0
            self._stuck_since = None
        elif self._unwritten:
            self._check_progress()

    def _check_progress(self) -> None:
        """The client reads slower than it is written to: wait a little, or let it go."""
        unsent = self._transport.get_write_buffer_size()
        if unsent == 0:
            return
        now = time.monotonic()
        if self._stuck_since is None or unsent < self._stuck_bytes:
            # Slow, but it reads.
            self._stuck_since = now
        self._stuck_bytes = unsent
        if (
            len(self._unwritten) > MAX_UNSENT_PACKETS
            or self._unwritten_bytes > MAX_UNSENT_BYTES
            or now - self._stuck_since > MAX_UNSENT_SECONDS
        ):
            log.warning("a client that does not read was disconnected")
            self.is_slow = True
            self._unwritten.clear()
            self._transport.abort()
        elif self._flush_at is None:
            self._flush_at = self._loop.call_later(RETRY_SECONDS, self._flush)
