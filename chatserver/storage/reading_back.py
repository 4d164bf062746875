"""Reading back: what the bot did in past chats, for its authors. Reads only, beside a running server."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import msgspec

from chatserver.core.events import BotStepped, ChatQueued, ChatStarted, MessagePosted, Recorded, event_name
from chatserver.storage.connecting import FILE_NAME, StoreUnusable
from chatserver.storage.records import event_from_row, instant_to_text

# Of a chat's log, what the bot's part in it is made of.
_KINDS = tuple(event_name(kind) for kind in (ChatStarted, MessagePosted, BotStepped, ChatQueued))
_SELECT = (
    "SELECT chat_id, seq, at, type, body FROM events"
    f" WHERE type IN ({', '.join(f':kind{number}' for number in range(len(_KINDS)))})"
    " AND chat_id IN (SELECT id FROM chats WHERE :since IS NULL OR last_at >= :since)"
    " ORDER BY chat_id, seq"
)
_PATIENCE_SECONDS = 10.0


def read_histories(folder: Path, since: datetime | None = None) -> Iterator[tuple[Recorded, ...]]:
    """Yields the bot's part in the log of every chat, one chat at a time; `since` leaves out chats that ended before.

    The bot's part: how the chat began, all messages, the bot's steps, and its handoffs. Raises `StoreUnusable`.
    """
    file = folder / FILE_NAME
    if not file.is_file():
        raise StoreUnusable(f"There is no database in {folder}. Name its folder with --data.")
    values = {f"kind{number}": kind for number, kind in enumerate(_KINDS)} | {"since": instant_to_text(since)}
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE_SECONDS)) as db:
            # One snapshot: the chats go on meanwhile.
            for chat_id, rows in groupby(db.execute(_SELECT, values), key=itemgetter(0)):
                yield tuple(event_from_row(chat_id, *row[1:]) for row in rows)
    except sqlite3.Error as error:
        raise StoreUnusable(f"The database in {folder} cannot be read: {error}.") from error
    except msgspec.DecodeError as error:
        raise StoreUnusable(f"The database in {folder} was written by another version: {error}.") from error
