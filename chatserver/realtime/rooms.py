"""Rooms: python-socketio's manager, which knows the rooms of each client and builds an event's frame once.

The library looks through every room there is for each client that leaves, and runs a task for each that is told.
"""

from typing import Any

import socketio

from chatserver.realtime.packets import event_text
from chatserver.realtime.sockets import Frame


class RoomManager(socketio.AsyncManager):  # type: ignore[misc]
    """Who is in which room; `emit` never waits for a client."""

    def __init__(self) -> None:
        super().__init__()
        self._rooms_of: dict[tuple[str, str], set[str | None]] = {}

    async def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: Any = None,
        skip_sid: str | None = None,
        callback: Any = None,
        to: Any = None,
        **options: Any,
    ) -> None:
        frame: Frame | None = None
        sockets = self.server.eio.sockets
        for sid, eio_sid in self.get_participants(namespace, to or room):
            socket = sockets.get(eio_sid)
            if sid == skip_sid or socket is None:
                continue
            frame = frame or Frame(event_text(namespace, event, data))
            socket.post(frame)

    def basic_enter_room(self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None) -> None:
        super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)
        self._rooms_of.setdefault((namespace, sid), set()).add(room)

    def basic_leave_room(self, sid: str, namespace: str, room: str | None) -> None:
        super().basic_leave_room(sid, namespace, room)
        self._rooms_of.get((namespace, sid), set()).discard(room)

    def basic_disconnect(self, sid: str, namespace: str, **options: Any) -> None:
        for room in self._rooms_of.pop((namespace, sid), set()):
            super().basic_leave_room(sid, namespace, room)
        for pending in (self.pending_connect, self.pending_disconnect):
            if sid in pending.get(namespace, []):
                pending[namespace].remove(sid)
