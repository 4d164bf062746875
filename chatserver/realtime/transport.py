"""The transport: python-engineio with three of its habits mended.

It reads of a polling request's body whatever has arrived so far, it waits for a client that it is about to drop, and
its loggers quote what people write.
"""

import asyncio
import logging
import time
from typing import Any

import engineio
from aiohttp import web
from engineio.async_drivers.aiohttp import translate_request
from engineio.exceptions import EngineIOError, QueueEmpty
from engineio.packet import OPEN, Packet
from engineio.payload import Payload

from chatserver.core.defects import place_of
from chatserver.realtime.direct import DirectSocket
from chatserver.realtime.sockets import Socket

log = logging.getLogger(__name__)
SILENT = logging.getLogger("chatserver.silent")
SILENT.disabled = True
LOOK_EVERY_SECONDS = 1.0
# The official client puts all that waits into one request; the library would drop it at the seventeenth packet.
Payload.max_decode_packets = 1000


class Transport(engineio.AsyncServer):  # type: ignore[misc]
    """Engine.IO with whole request bodies, its own sockets, and without waiting for clients that sent junk."""

    def __init__(self, socket_class: type[Socket] = DirectSocket, **options: Any) -> None:
        # One look a second at all clients replaces the library's monitor.
        super().__init__(monitor_clients=False, **options)
        self._async = {**vars(self)["_async"], "translate_request": _translate_request}
        self._socket_class = socket_class
        self.is_open = True

    async def disconnect(self, sid: str) -> None:
        """Lets go of a client at once; the library would wait until it has read everything."""
        socket = self.sockets.pop(sid, None)
        if socket is not None:
            await socket.close(wait=False, reason=self.reason.SERVER_DISCONNECT)
            socket.hang_up()

    async def look_after(self) -> None:
        """Pings clients, and lets go of those that are gone or do not read, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            now = time.monotonic()
            for sid, socket in list(self.sockets.items()):
                if socket.closed:
                    self.sockets.pop(sid, None)
                    continue
                try:
                    await socket.look_after(now)
                except Exception as error:  # noqa: BLE001 - one client must not end the look at all the others
                    log.error("a client was not looked after: %s\n%s", type(error).__name__, place_of(error))

    async def _handle_connect(self, environ: dict[str, Any], transport: str, jsonp_index: int | None = None) -> Any:
        """As the library does it, but with our sockets, and not while the server is stopping."""
        if not self.is_open:
            return {"status": "503 SERVICE UNAVAILABLE", "headers": [("Retry-After", "1")], "response": b"stopping"}
        sid = self.generate_id()
        socket = self.sockets[sid] = self._socket_class(self, sid)
        await socket.send(Packet(OPEN, self._greeting(sid, transport)))
        await self._trigger_event("connect", sid, environ, run_async=False)
        socket.schedule_ping()
        if transport != "websocket":
            socket.connected = True
            try:
                return self._ok(await socket.poll(), jsonp_index=jsonp_index)
            except QueueEmpty:
                return self._bad_request()
        try:
            return await socket.handle_get_request(environ)
        finally:
            if socket.closed:
                self.sockets.pop(sid, None)

    def _greeting(self, sid: str, transport: str) -> dict[str, Any]:
        return {
            "sid": sid,
            "upgrades": self._upgrades(sid, transport),
            "pingTimeout": int(self.ping_timeout * 1000),
            "pingInterval": int(self.ping_interval * 1000),
            "maxPayload": self.max_http_buffer_size,
        }


class _WholeBody:
    """A polling request's body, read to its end: aiohttp's own `read` returns whatever has arrived so far."""

    def __init__(self, request: web.Request) -> None:
        self._request = request

    async def read(self, length: int) -> bytes:
        try:
            body = await self._request.content.readexactly(length)
            body.decode()
        except (asyncio.IncompleteReadError, UnicodeDecodeError):
            raise EngineIOError("the body is cut off or not UTF-8") from None
        return body


def _translate_request(request: web.Request) -> dict[str, Any]:
    return {**translate_request(request), "wsgi.input": _WholeBody(request)}
