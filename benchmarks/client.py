"""A Socket.IO client on a raw WebSocket: acks are matched by their id, events are counted, pings are answered.

Nothing is parsed that nobody needs: an ack of a message is only looked at for `"ok":true`.
"""

import asyncio
from collections.abc import Callable
from time import perf_counter
from typing import Any

import msgspec

from benchmarks.websocket import WebSocket

VISITOR = "/visitor"
AGENT = "/agent"
_PATH = "/socket.io/?EIO=4&transport=websocket"
_PING, _MESSAGE = ord("2"), ord("4")
_CONNECTED, _EVENT, _ACK, _UNWELCOME = b"0234"
_OF_A_RUN = b'"client_id":"m-'
# What visitors write; longer and shorter, with and without something for the redaction to look at twice.
TEXTS = (
    b"Hello, is anybody there?",
    b"My order 48213 has not arrived yet, could you please have a look at it?",
    b"yes",
    b"I wrote to you last week and never got an answer. It is about the invoice of March: the amount is wrong, and the "
    b"address is my old one. Could you send me a new one, please?",
    b"Thanks! How long will it take?",
    b"The link in the e-mail does not work: https://shop.example.com/orders/48213?lang=en gives an empty page.",
)


class Client(WebSocket):
    """One connection in one namespace. `sent` has the messages on their way: ack id to when they were due."""

    __slots__ = (
        "_calls", "_last_id", "_message", "_text", "_words", "began_at", "chat_id", "fault", "joined",
        "joined_at", "on_acked", "on_told", "sent",
    )  # fmt: skip

    def __init__(self, port: int, namespace: str, cookie: str = "") -> None:
        super().__init__(port, _PATH, cookie)
        self._text = f"{namespace},".encode()
        self._message = b"42" + self._text + b'["message_posted"'
        self._words = b""
        self._calls: dict[int, asyncio.Future[bytes]] = {}
        self._last_id = 0
        self.chat_id = ""
        self.fault = ""
        self.sent: dict[int, float] = {}
        self.joined: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.began_at = self.joined_at = 0.0
        self.on_acked: Callable[[Client, float], None] | None = None
        self.on_told: Callable[[], None] | None = None

    async def join(self, port: int) -> None:
        """Connects, and returns when the namespace has been joined. Raises `ConnectionError`."""
        self.began_at = perf_counter()
        await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", port)
        await self.joined

    async def call(self, command: str, **fields: Any) -> dict[str, Any]:
        """Sends a command and returns its ack. Raises `RuntimeError` for a refusal."""
        self._last_id += 1
        answer = self._calls[self._last_id] = asyncio.get_running_loop().create_future()
        self.send(b"42%b%d%b" % (self._text, self._last_id, msgspec.json.encode([command, fields])))
        ack: dict[str, Any] = msgspec.json.decode(await answer)[0]
        if not ack["ok"]:
            raise RuntimeError(f"{command}: {ack['error']}")
        return ack

    def post(self, due: float) -> None:
        """Sends the next message of this client's chat; `due` is when it should have gone out."""
        number = self._last_id = self._last_id + 1
        self.sent[number] = due
        self.send(
            b'42%b%d["post_message",{"chat_id":"%b","client_id":"m-%d","text":"%b"}]'
            % (self._text, number, self.chat_id.encode(), number, TEXTS[number % len(TEXTS)])
        )

    def received(self, text: bytes) -> None:
        if text[0] != _MESSAGE:
            if text[0] == _PING:
                self.send(b"3")
            else:
                # Engine.IO is open; now the namespace.
                self.send(b"40" + self._text)
        elif text[1] == _ACK:
            self._take_ack(text)
        elif text[1] == _EVENT:
            # Only messages of a run: the greeting of a chat that has just begun may still be on its way.
            if self.on_told is not None and text.startswith(self._message) and _OF_A_RUN in text:
                self.on_told()
        elif text[1] == _CONNECTED:
            self.joined_at = perf_counter()
            self.joined.set_result(None)
        elif text[1] == _UNWELCOME:
            self.closed(f"not welcome: {text!r}")

    def closed(self, why: str) -> None:
        self.fault = self.fault or why
        if not self.joined.done():
            self.joined.set_exception(ConnectionError(why))
        for call in self._calls.values():
            if not call.done():
                call.set_exception(ConnectionError(why))

    def _take_ack(self, text: bytes) -> None:
        bracket = text.index(b"[")
        number = int(text[2 + len(self._text) : bracket])
        due = self.sent.pop(number, None)
        if due is None:
            call = self._calls.pop(number)
            if not call.done():
                call.set_result(text[bracket:])
        elif b'"ok":true' not in text:
            self.fault = text.decode()
        elif self.on_acked is not None:
            self.on_acked(self, due)
