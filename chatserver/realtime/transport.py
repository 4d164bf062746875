"""The transport: python-engineio with three of its habits mended.

It reads of a polling request's body whatever has arrived so far, it waits for a client that it is about to drop, and
its loggers quote what people write.
"""

import asyncio
import logging
from typing import Any

import engineio
from aiohttp import web
from engineio.async_drivers.aiohttp import translate_request
from engineio.exceptions import EngineIOError

SILENT = logging.getLogger("chatserver.silent")
SILENT.disabled = True


class Transport(engineio.AsyncServer):  # type: ignore[misc]
    """Engine.IO with whole request bodies, and without waiting for clients that sent junk."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._async = {**vars(self)["_async"], "translate_request": _translate_request}

    async def disconnect(self, sid: str) -> None:
        """Lets go of a client at once; the library would wait until it has read everything."""
        socket = self.sockets.pop(sid, None)
        if socket is not None:
            await socket.close(wait=False, reason=self.reason.SERVER_DISCONNECT)
            socket.queue.put_nowait(None)


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
