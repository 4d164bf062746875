"""Dispatch: the choke point. Every packet of every client passes here before anything else looks at it.

python-socketio 5.18 sends no ack when a handler raises, acks unknown events as success, hangs on a wrong number of
arguments, lets clients send `connect` as an event, and waits for any number of announced attachments. So events are
read and answered here, and only CONNECT and DISCONNECT are left to the library. It handles the commands of one client
one after the other.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec
import socketio
from msgspec import Struct

from chatserver.answers import Ack, Refusal
from chatserver.command_fields import Command
from chatserver.core.defects import place_of
from chatserver.core.errors import Code, Refused
from chatserver.realtime.limits import Limits
from chatserver.realtime.packets import CONNECTING, EVENTS, Event, Malformed, WireJson, ack_text, read_event
from chatserver.realtime.publisher import Notice, RoomPublisher
from chatserver.realtime.refusal_log import RefusalLog
from chatserver.realtime.rooms import RoomManager
from chatserver.realtime.sockets import Frame
from chatserver.realtime.transport import SILENT, Transport
from chatserver.services.ports import News
from chatserver.wire import refusal

log = logging.getLogger(__name__)

# A frame holds a message of 32 KiB in any JSON spelling, and a refusal for one that is far too long.
MAX_FRAME_BYTES = 1_000_000
JOIN_WITHIN_SECONDS = 10.0
# Packets that are none, and joining and leaving, on one connection.
MAX_ODD = 20
# Whoever is told to wait, and goes on, is read no faster than this.
PENALTY_SECONDS = 0.1


class Reply(Struct, frozen=True):
    """What a handler returns: the ack, and what others are told after it."""

    ack: Ack
    news: tuple[News, ...] = ()
    notices: tuple[Notice, ...] = ()


Handler = Callable[[Any, Any], Awaitable[Reply]]


class Desk(Struct, frozen=True):
    """One namespace: its commands, who handles them, and the connections that may send them."""

    commands: Mapping[str, tuple[type[Command], type[Ack]]]
    handlers: Mapping[str, Handler]
    connections: Mapping[str, Any]
    limits: Limits

    def __post_init__(self) -> None:
        if self.commands.keys() != self.handlers.keys():
            raise ValueError("every command has one handler")


class ChatSocketServer(socketio.AsyncServer):  # type: ignore[misc]
    """python-socketio with this program's own reading of events."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            client_manager=RoomManager(),
            async_mode="aiohttp",
            # One client's commands in their order: the next is read when the last has been answered.
            async_handlers=False,
            json=WireJson,
            max_http_buffer_size=MAX_FRAME_BYTES,
            # Both would print what people write; even their errors quote it.
            logger=SILENT,
            engineio_logger=SILENT,
            **options,
        )
        self.desks: dict[str, Desk] = {}
        self.publisher: RoomPublisher | None = None
        # Draining: no new clients, those who are here go on. Closing: no new commands either.
        self.is_draining = False
        self.is_closing = False
        # Set while every command that was taken has been answered.
        self.all_answered = asyncio.Event()
        self.all_answered.set()
        self._under_way = 0
        self._odd: dict[str, int] = {}
        self._log = RefusalLog(time.monotonic)

    def _engineio_server_class(self) -> type[Transport]:
        return Transport

    async def _handle_eio_connect(self, eio_sid: str, environ: dict[str, Any]) -> None:
        await super()._handle_eio_connect(eio_sid, environ)
        asyncio.get_running_loop().call_later(JOIN_WITHIN_SECONDS, self._close_unjoined, eio_sid)

    def _close_unjoined(self, eio_sid: str) -> None:
        """Ends a connection that has joined no namespace: it could never do anything, and would stay for ever."""
        has_joined = any(self.manager.sid_from_eio_sid(eio_sid, namespace) for namespace in self.desks)
        socket = self.eio.sockets.get(eio_sid)
        if not has_joined and socket is not None:
            socket.hang_up()

    async def _handle_eio_message(self, eio_sid: str, data: str | bytes) -> None:
        if isinstance(data, str) and data[:1] in CONNECTING:
            self._note_odd(eio_sid)
            await self._connect_or_leave(eio_sid, data)
        elif isinstance(data, str) and data[:1] in EVENTS:
            if await self._answer(eio_sid, read_event(data)) == Code.RATE_LIMITED:
                await asyncio.sleep(PENALTY_SECONDS)
        else:
            self._note_junk(eio_sid, "unexpected kind of packet")

    async def _handle_eio_disconnect(self, eio_sid: str, reason: str) -> None:
        self._odd.pop(eio_sid, None)
        await super()._handle_eio_disconnect(eio_sid, reason)

    def _note_junk(self, eio_sid: str, fault: str) -> None:
        """What no client of the contract sends."""
        if self._note_odd(eio_sid) == 1:
            self._log.note("packet", Code.BAD_REQUEST, fault)

    def _note_odd(self, eio_sid: str) -> int:
        """Counts what is sent seldom or never; nobody has a reason to go on with it. Returns how often it was."""
        self._odd[eio_sid] = count = self._odd.get(eio_sid, 0) + 1
        socket = self.eio.sockets.get(eio_sid)
        if count > MAX_ODD and socket is not None:
            socket.hang_up()
        return count

    async def _connect_or_leave(self, eio_sid: str, data: str) -> None:
        try:
            await super()._handle_eio_message(eio_sid, data)
        except (ValueError, RecursionError):
            self._note_junk(eio_sid, "CONNECT is not well formed")

    async def _answer(self, eio_sid: str, event: Event | Malformed) -> str | None:
        """Returns the code of the refusal, if it was one."""
        self._under_way += 1
        self.all_answered.clear()
        try:
            return await self._answer_one(eio_sid, event)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self.all_answered.set()

    async def _answer_one(self, eio_sid: str, event: Event | Malformed) -> str | None:
        reply = await self._carry_out(eio_sid, event)
        try:
            socket = self.eio.sockets.get(eio_sid)
            if event.ack_id is not None and socket is not None:
                body = _ok(reply.ack) if isinstance(reply, Reply) else reply
                socket.post(Frame(ack_text(event.namespace, event.ack_id, body)))
        finally:
            # It is committed: everybody else hears of it, even when the sender has gone.
            if isinstance(reply, Reply) and self.publisher is not None:
                self.publisher.publish(reply.news)
                self.publisher.tell(reply.notices)
        return reply.error.code if isinstance(reply, Refusal) else None

    async def _carry_out(self, eio_sid: str, event: Event | Malformed) -> Reply | Refusal:
        name = "event"
        try:
            desk = self.desks.get(event.namespace)
            sid = self.manager.sid_from_eio_sid(eio_sid, event.namespace)
            connection = desk.connections.get(sid) if desk is not None else None
            if desk is None or connection is None:
                self._note_junk(eio_sid, "an event before CONNECT")
                raise Refused(Code.FORBIDDEN, "Connect to /visitor or /agent first.")
            command = event.name if isinstance(event, Event) else ""
            desk.limits.take(connection.sender, connection.address, command)
            if isinstance(event, Malformed):
                raise Refused(Code.BAD_REQUEST, event.fault)
            if event.name not in desk.commands:
                raise Refused(Code.BAD_REQUEST, "There is no such command.")
            name = event.name
            if self.is_closing:
                raise Refused(Code.DRAINING, "The server is about to restart. Please try again in a moment.")
            fields = _convert(event.fields, desk.commands[name][0])
            return await desk.handlers[name](connection, fields)
        except Refused as refused:
            self._log.note(name, refused.code, "")
            return refusal(refused)
        except Exception as error:  # noqa: BLE001 - the rim: whatever it was, the client gets an answer
            return refusal(_incident(name, error))


def _convert(fields: dict[str, Any], kind: type[Command]) -> Command:
    try:
        return msgspec.convert(fields, kind)
    except msgspec.ValidationError as error:
        raise Refused(Code.BAD_REQUEST, _fault(str(error))) from None


def _fault(message: str) -> str:
    """The library's complaint without anything that the client wrote: names and values it does not know are theirs."""
    if "unknown field" in message:
        return "The command has a field that is not known."
    if "Invalid enum value" in message:
        return "A field has a value that is not known."
    return f"{message}."


def _ok(ack: Ack) -> dict[str, Any]:
    return {"ok": True, **msgspec.structs.asdict(ack)}


def _incident(command: str, error: Exception) -> Refused:
    number = secrets.token_hex(4)
    log.error("incident %s in %s: %s\n%s", number, command, type(error).__name__, place_of(error))
    return Refused(Code.INTERNAL, f"Something went wrong on our side (incident {number}).")
