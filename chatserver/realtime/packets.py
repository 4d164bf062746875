"""Packets: what a client may send, read by hand so that a hostile frame gets a typed refusal.

Socket.IO protocol 5: `<type>[<attachments>-][<namespace>,][<ack id>][JSON]`.
"""

import re
from typing import Any

import msgspec
from msgspec import Struct

EVENT = "2"
EVENTS = frozenset({EVENT, "5"})
CONNECTING = frozenset({"0", "1"})
_BINARY_TYPES = frozenset({"5", "6"})
# The library's own limit for an ack id has a hundred digits; nobody needs more than fifteen.
_HEAD = re.compile(r"(?:\d+-)?(?P<namespace>/[^,?]*)?(?:\?[^,]*)?,?(?P<id>\d{1,15})?(?P<json>[^\d].*)?\Z", re.DOTALL)


class Event(Struct, frozen=True):
    """A well-formed event; `ack_id` is None when the client wants no answer."""

    namespace: str
    ack_id: int | None
    name: str
    fields: dict[str, Any]


class Malformed(Struct, frozen=True):
    """Anything else that claims to be an event; `fault` is for the client and for the log."""

    namespace: str
    ack_id: int | None
    fault: str


def read_event(packet: str) -> Event | Malformed:
    """Reads a packet of type EVENT or BINARY_EVENT."""
    head = _HEAD.match(packet, 1)
    if head is None:
        return Malformed("/", None, "The packet is not well formed.")
    namespace, ack_id = head["namespace"] or "/", int(head["id"]) if head["id"] else None
    if packet[0] in _BINARY_TYPES:
        return Malformed(namespace, ack_id, "Binary packets are not accepted.")
    try:
        payload = msgspec.json.decode(head["json"] or "")
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return Malformed(namespace, ack_id, "The data is not valid JSON.")
    match payload:
        case [str(name), dict(fields)]:
            return Event(namespace, ack_id, name, fields)
        case [str(), *_]:
            return Malformed(namespace, ack_id, "A command has one argument, an object.")
        case _:
            return Malformed(namespace, ack_id, "An event begins with its name.")


def event_text(namespace: str, event: str, data: Any) -> str:
    """Returns the packet that tells an event with one argument."""
    return f"2{namespace}," + msgspec.json.encode([event, data]).decode()


def ack_text(namespace: str, ack_id: int, body: Any) -> str:
    """Returns the packet that answers an event."""
    return f"3{namespace},{ack_id}" + msgspec.json.encode([body]).decode()


class WireJson:
    """The JSON of every frame: msgspec, which refuses NaN and lone surrogates and knows our structs."""

    @staticmethod
    def dumps(value: object, **_: object) -> str:
        return msgspec.json.encode(value).decode()

    @staticmethod
    def loads(text: str, **_: object) -> Any:
        return msgspec.json.decode(text)
