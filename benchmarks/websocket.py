"""A WebSocket client that costs next to nothing: RFC 6455 text frames straight on an asyncio transport.

Only what a server of ours sends: unfragmented, unmasked, without extensions. The mask is real but always the same, and
is applied to a whole frame at once as one long integer.
"""

import asyncio
from typing import cast

_KEY = b"\x5a\xc3\x17\x8e"
_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10
_masks: dict[int, int] = {}


class WebSocket(asyncio.Protocol):
    """One connection; subclasses say what happens on `opened`, `received` and `closed`."""

    __slots__ = ("_is_open", "_request", "_rest", "transport")

    def __init__(self, port: int, path: str, cookie: str = "") -> None:
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            *([f"Cookie: {cookie}"] if cookie else []),
        ]
        self._request = "\r\n".join([*lines, "", ""]).encode()
        self._rest = b""
        self._is_open = False
        self.transport: asyncio.Transport | None = None

    def received(self, text: bytes) -> None:
        """A whole text frame has arrived."""
        raise NotImplementedError

    def closed(self, why: str) -> None:
        """The connection is over; nothing is received any more."""
        raise NotImplementedError

    def send(self, text: bytes) -> None:
        self._send_frame(_TEXT, text)

    def close(self) -> None:
        """Says goodbye and closes at once; the server's answer is not awaited."""
        if self.transport is not None and not self.transport.is_closing():
            self._send_frame(_CLOSE, b"\x03\xe8")
            self.transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.transport.write(self._request)

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        self.closed(f"connection lost: {exc!r}")

    def data_received(self, data: bytes) -> None:
        if self._rest:
            data = self._rest + data
        start = 0 if self._is_open else self._after_handshake(data)
        self._rest = data if start is None else self._read_frames(data, start)

    def _after_handshake(self, data: bytes) -> int | None:
        """Returns where the frames begin; None while the server's answer is not complete."""
        end = data.find(b"\r\n\r\n")
        if end < 0:
            return None
        if not data.startswith(b"HTTP/1.1 101"):
            self.closed(f"refused: {data[:200]!r}")
            if self.transport is not None:
                self.transport.abort()
            return len(data)
        self._is_open = True
        return end + 4

    def _read_frames(self, data: bytes, position: int) -> bytes:
        """Hands on every whole frame and returns the rest."""
        size = len(data)
        while size - position >= 2:
            length, start = data[position + 1], position + 2
            if length >= 126:
                width = 2 if length == 126 else 8
                start += width
                if start > size:
                    break
                length = int.from_bytes(data[start - width : start], "big")
            end = start + length
            if end > size:
                break
            opcode, payload, position = data[position] & 15, data[start:end], end
            if opcode == _TEXT:
                self.received(payload)
            elif opcode == _PING:
                self._send_frame(_PONG, payload)
            elif opcode == _CLOSE:
                self.close()
        return data[position:]

    def _send_frame(self, opcode: int, payload: bytes) -> None:
        if self.transport is None:
            return
        size = len(payload)
        mask = _masks.get(size)
        if mask is None:
            mask = _masks[size] = int.from_bytes((_KEY * (size // 4 + 1))[:size], "little")
        masked = (int.from_bytes(payload, "little") ^ mask).to_bytes(size, "little")
        if size < 126:
            head = bytes((0x80 | opcode, 0x80 | size))
        elif size < 65536:
            head = bytes((0x80 | opcode, 0xFE, size >> 8, size & 255))
        else:
            head = bytes((0x80 | opcode, 0xFF)) + size.to_bytes(8, "big")
        self.transport.write(head + _KEY + masked)
