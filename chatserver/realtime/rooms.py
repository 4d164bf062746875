"""Rooms: python-socketio's manager, which knows the rooms of each client and builds an event's frame once.

The library looks through every room there is for each client that leaves, and runs a task for each that is told.
"""

from collections.abc import Sequence
from typing import Any

import socketio

from chatserver.realtime.packets import event_text
from chatserver.realtime.sockets import Frame


class RoomManager(socketio.AsyncManager):  # type: ignore[misc]
    """Who is in which room. Nothing is ever sent without a room."""

    def __init__(self) -> None:
        super().__init__()
        self._rooms_of: dict[tuple[str, str], set[str | None]] = {}

    def tell(self, event: str, data: Any, rooms: Sequence[str], namespace: str, except_sid: str | None = None) -> None:
        """Sends an event once to everybody who is in any of the rooms; never waits for a client."""
        there = self.rooms.get(namespace, {})
        sockets = self.server.eio.sockets
        frame: Frame | None = None
        told = {except_sid}
        for room in rooms:
            for sid, eio_sid in there.get(room, {}).items():
                socket = sockets.get(eio_sid)
                if sid in told or socket is None:
                    continue
                told.add(sid)
                frame = frame or Frame(event_text(namespace, event, data))
                socket.post(frame)

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
        """The library's own way in."""
        asked = to or room
        self.tell(event, data, [asked] if isinstance(asked, str) else asked or [], namespace, skip_sid)

    def basic_enter_room(self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None) -> None:
        if eio_sid is None and sid not in self.rooms.get(namespace, {}).get(None, {}):
            # Gone while its command was under way; the library would raise, and keep an empty room for ever.
            return
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
