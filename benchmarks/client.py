"""A Socket.IO client that costs next to nothing: text frames over one WebSocket, one command in flight."""

from typing import Any

import aiohttp
import msgspec


class LeanClient:
    """Connects to `/visitor` and waits for acks; pings are answered, events are dropped."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._last_id = 0

    @classmethod
    async def connect(cls, http: aiohttp.ClientSession, port: int) -> "LeanClient":
        socket = await http.ws_connect(f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket", max_msg_size=0)
        client = cls(socket)
        await client._until("0")
        await socket.send_str("40/visitor,")
        await client._until("40/visitor,")
        return client

    async def call(self, command: str, **fields: Any) -> dict[str, Any]:
        self._last_id += 1
        payload = msgspec.json.encode([command, fields]).decode()
        await self._socket.send_str(f"42/visitor,{self._last_id}{payload}")
        frame = await self._until(f"43/visitor,{self._last_id}[")
        ack: dict[str, Any] = msgspec.json.decode(frame[frame.index("[") :])[0]
        if not ack["ok"]:
            raise RuntimeError(ack["error"])
        return ack

    async def close(self) -> None:
        await self._socket.close()

    async def _until(self, prefix: str) -> str:
        while True:
            message = await self._socket.receive()
            if message.type is not aiohttp.WSMsgType.TEXT:
                raise ConnectionError(f"closed: {message.type}")
            frame: str = message.data
            if frame == "2":
                await self._socket.send_str("3")
            elif frame.startswith(prefix):
                return frame
