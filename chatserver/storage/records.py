"""Records: rows to domain objects and back. The only file that knows how an event or a chat is written down."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec

from chatserver.core.chat import Chat
from chatserver.core.events import EVENT_BY_NAME, Recorded, event_name

_chat_decoder = msgspec.json.Decoder(Chat)
_event_decoders = {name: msgspec.json.Decoder(kind) for name, kind in EVENT_BY_NAME.items()}
_encoder = msgspec.json.Encoder()


# The same moment is written three times for each message.
@lru_cache(maxsize=4096)
def instant_to_text(at: datetime | None) -> str | None:
    """ISO 8601 in UTC with microseconds: as text it sorts as it does in time."""
    if at is None:
        return None
    # `isoformat` is four times as fast as `strftime`, and every message has an instant; `+00:00` becomes Z.
    return (at if at.tzinfo is UTC else at.astimezone(UTC)).isoformat(timespec="microseconds")[:-6] + "Z"


def instant_from_text(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None


def chat_to_text(chat: Chat) -> str:
    return _encoder.encode(chat).decode()


def chat_from_text(state: str) -> Chat:
    return _chat_decoder.decode(state)


def event_to_row(recorded: Recorded) -> dict[str, Any]:
    return {
        "chat_id": recorded.chat_id,
        "seq": recorded.seq,
        "at": instant_to_text(recorded.at),
        "type": event_name(type(recorded.event)),
        "body": _encoder.encode(recorded.event).decode(),
    }


def event_from_row(chat_id: str, seq: int, at: str, kind: str, body: str) -> Recorded:
    return Recorded(chat_id, seq, datetime.fromisoformat(at), _event_decoders[kind].decode(body))
