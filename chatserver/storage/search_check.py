"""Checking the search index: it claims no more than the logs have, and what it claims can be found."""

import re
import sqlite3
from collections.abc import Iterator

from msgspec.structs import asdict

from chatserver.core.search.texts import findable
from chatserver.storage.records import event_from_row
from chatserver.storage.search_rows import EMPTYING, SEQ_BITS

# Each is looked up by one of its words: some milliseconds for all.
_SAMPLE = 200
_CURE = "Make a backup and restore it: then the index is made anew."
_WORD = re.compile(r"[^\W_]{3,}")


def search_faults(db: sqlite3.Connection) -> Iterator[str]:
    """Yields what is wrong with the index of a database file; nothing for a file that has none yet."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'search_chats'").fetchone():
        return
    for (chat,) in db.execute(
        "SELECT chat FROM search_chats LEFT JOIN chats ON chats.id = chat WHERE seq IS NULL OR indexed_seq > seq"
    ):
        yield f"The search index knows more of chat {chat} than its log has. {_CURE}"
    try:
        sample = [_is_found(db, *row) for row in _sample(db)]
    except sqlite3.DatabaseError as error:
        yield f"The search index is damaged: {error}. {_CURE}"
        return
    if not all(sample):
        yield f"The search index does not find {sample.count(False)} of {len(sample)} messages that it should. {_CURE}"


def empty_index(db: sqlite3.Connection) -> None:
    """Empties the index of a file that no server has open; the next one fills it from the logs."""
    for statement in EMPTYING:
        db.execute(statement)


def _sample(db: sqlite3.Connection) -> Iterator[tuple[int, str, int, str, str, str]]:
    """The newest event of the youngest chats that is indexed."""
    yield from db.execute(
        "SELECT c.number, e.chat_id, e.seq, e.at, e.type, e.body FROM search_chats AS c JOIN events AS e"
        " ON e.chat_id = c.chat AND e.seq = (SELECT max(seq) FROM events WHERE chat_id = c.chat"
        " AND seq <= c.indexed_seq AND type IN ('message_posted', 'note_added')) ORDER BY c.number DESC LIMIT :sample",
        {"sample": _SAMPLE},
    )


def _is_found(db: sqlite3.Connection, number: int, chat_id: str, seq: int, at: str, kind: str, body: str) -> bool:
    words = findable(event_from_row(chat_id, seq, at, kind, body).event)
    text = " ".join(asdict(words).values()) if words is not None else ""
    word = _WORD.search(text)
    if word is None:
        return True
    sql = "SELECT 1 FROM search WHERE search MATCH :word AND rowid = :row"
    return db.execute(sql, {"word": f'"{word[0]}"*', "row": number << SEQ_BITS | seq}).fetchone() is not None
