"""The network: connections with packets under way in both directions, and the rooms that the server tells."""

import itertools
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec

from chatserver.realtime.publisher import VISITOR


class End(Protocol):
    """The client's end of a connection."""

    name: str

    def receive(self, packet: "Packet") -> None: ...


@dataclass(frozen=True, slots=True)
class Packet:
    """A command (with the id of its ack), an ack (name is empty), or an event (no id)."""

    name: str
    body: dict[str, Any]
    ask_id: int | None = None


@dataclass(eq=False, slots=True)
class Connection:
    """First in, first out in each direction, as TCP does it; between connections there is no order."""

    sid: str
    namespace: str
    client: End
    up: deque[Packet] = field(default_factory=deque)
    down: deque[Packet] = field(default_factory=deque)
    # The client's end and the server's do not end at the same moment.
    is_open: bool = True
    is_known: bool = True
    is_serving: bool = False
    # Nothing comes down any more, and neither end knows it yet.
    is_deaf: bool = False
    # Something was dropped: only then may the client need to be told the newest seq.
    has_lost: bool = False

    def send_down(self, packet: Packet) -> None:
        if self.is_open and not self.is_deaf:
            self.down.append(packet)

    def is_under_way(self, ask_id: int) -> bool:
        """True while an answer may still come."""
        return self.is_serving or any(packet.ask_id == ask_id for packet in (*self.up, *self.down))


class Switchboard:
    """Rooms and the connections in them: what the desks and the publisher use of a Socket.IO server."""

    def __init__(self) -> None:
        self._sids = itertools.count(1)
        self._rooms: dict[tuple[str, str], dict[str, Connection]] = {}
        self.connections: dict[str, Connection] = {}

    def connect(self, client: End, namespace: str) -> Connection:
        connection = Connection(f"sid-{next(self._sids)}", namespace, client)
        self.connections[connection.sid] = connection
        return connection

    def forget(self, connection: Connection) -> None:
        connection.is_known = False
        del self.connections[connection.sid]
        for members in self._rooms.values():
            members.pop(connection.sid, None)

    async def enter_room(self, sid: str, room: str, namespace: str) -> None:
        if sid in self.connections:
            self._rooms.setdefault((namespace, room), {})[sid] = self.connections[sid]

    def tell(self, event: str, data: Any, rooms: Sequence[str], namespace: str, except_sid: str | None = None) -> None:
        told: dict[str, Connection] = {}
        for name in rooms:
            told.update(self._rooms.get((namespace, name), {}))
        body = as_sent(data)
        if namespace == VISITOR:
            require_fit_for_visitors(event, body)
        for sid, connection in told.items():
            if sid != except_sid:
                connection.send_down(Packet(event, body))


def as_sent(body: Any) -> dict[str, Any]:
    """What arrives of it at the other end."""
    sent: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(body))
    return sent


FOR_AGENTS_ONLY = frozenset(
    {
        "note_added",
        "details_collected",
        "bot_stepped",
        "offer_made",
        "offer_ended",
        "clocks_moved",
        "escalation_reached",
        "chats_changed",
        "presence_changed",
    }
)
FIELDS_FOR_AGENTS_ONLY = frozenset({"version", "packet", "visitor_id"})


def require_fit_for_visitors(kind: str, body: dict[str, Any]) -> None:
    """Said here once more, apart from the code that hides it."""
    assert kind not in FOR_AGENTS_ONLY, f"a visitor was told {kind}"
    assert not FIELDS_FOR_AGENTS_ONLY & body.keys(), f"a visitor was told the {body.keys()} of {kind}"
    if kind == "event_hidden":
        assert body.keys() == {"type", "chat_id", "seq", "at"}, body
