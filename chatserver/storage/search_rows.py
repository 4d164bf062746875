"""The search index, written: which words stand in which event. What it says, `search_reads` asks.

A message is indexed soon after its commit, in a unit of work of its own: the commit only notes the chat's id. What is
redacted later leaves the index in the same transaction. An index that is broken is emptied and filled anew: it is made
of the events, and nothing that people send may fail for its sake.
"""

import json
import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

import msgspec
from msgspec.structs import astuple
from sqlite_utils.db import Database

from chatserver.core.chat import Chat
from chatserver.core.events import Recorded
from chatserver.core.search.texts import Findable, findable
from chatserver.core.triage.words import normalise
from chatserver.storage.records import chat_from_row, event_from_row, instant_from_text, instant_to_text
from chatserver.storage.rows import Rows

log = logging.getLogger(__name__)

# A row's id is number << SEQ_BITS | seq.
SEQ_BITS = 20
COLUMNS = ", ".join(Findable.__struct_fields__)
# The first chat's number; what an upgrade finds is numbered downwards from here.
_FIRST_NUMBER = 1 << 32
_PLACES = ", ".join("?" * len(Findable.__struct_fields__))
_INSERT = f"INSERT INTO search (rowid, {COLUMNS}) VALUES (?, {_PLACES})"
_DELETE = f"INSERT INTO search (search, rowid, {COLUMNS}) VALUES ('delete', ?, {_PLACES})"
_PUT_CHAT = (
    "INSERT INTO search_chats VALUES"
    " (:number, :chat, :indexed_seq, :started_at, :last_at, :status, :lang, :plan, :rating, :agent, :name, :tags)"
    " ON CONFLICT (number) DO UPDATE SET indexed_seq = :indexed_seq, last_at = :last_at, status = :status,"
    " lang = :lang, plan = :plan, rating = :rating, agent = coalesce(:agent, agent), name = :name, tags = :tags"
)
# Between a redaction and the removal of its letters from the file: all that comes meanwhile is removed with it.
PURGE_AFTER = timedelta(minutes=10)
# Some 5 ms of work.
_PURGE_PAGES = 64
_CORRUPT = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
# What `meta` knows of the index.
_FROM, _REDACTED, _PURGE, _GOING = "search_from", "search_redacted", "search_purge", "going"
# Whatever is there is then indexed as an older database is.
EMPTYING = (
    "INSERT INTO search (search) VALUES ('delete-all')",
    "DELETE FROM search_chats",
    "DELETE FROM search_unindexed",
    "INSERT OR REPLACE INTO meta VALUES ('search_from', '')",
)

Row = tuple[Any, ...]


def note_unindexed(db: Database, chat_ids: Sequence[str]) -> None:
    """Notes that there may be something new in these chats: all that a message's own commit does for the search."""
    db.conn.executemany("INSERT OR IGNORE INTO search_unindexed VALUES (?)", [(chat_id,) for chat_id in chat_ids])


class SqliteIndex(Rows):
    """See `services.finding.SearchRows`: its writing half."""

    def is_behind(self) -> bool:
        row = self._one(
            "SELECT EXISTS (SELECT 1 FROM search_unindexed)"
            " OR EXISTS (SELECT 1 FROM meta WHERE name IN ('search_from', 'search_redacted', 'search_purge'))"
        )
        return row is not None and bool(row[0])

    def index_some(self, limit: int) -> int:
        chats = [row[0] for row in self._all("SELECT chat FROM search_unindexed LIMIT :limit", limit=limit)]
        return self._or_begin_anew(lambda: self._index(chats, limit) if chats else self._index_older(limit))

    def redacted(self, recorded: Recorded) -> None:
        """Puts what is left of an event in the place of what the index has of it. Called before the event changes."""
        known = self._one(
            "SELECT number FROM search_chats WHERE chat = :chat AND indexed_seq >= :seq",
            chat=recorded.chat_id,
            seq=recorded.seq,
        )
        if known is None:
            return
        stored = self._all(
            "SELECT chat_id, seq, at, type, body FROM events WHERE chat_id = :chat AND seq = :seq",
            chat=recorded.chat_id,
            seq=recorded.seq,
        )
        before = [row for old in stored for row in _rows(known[0], [event_from_row(*old)])]
        after = _rows(known[0], [recorded])

        def replace() -> int:
            with self._overwriting():
                self._db.conn.executemany(_DELETE, before)
                self._db.conn.executemany(_INSERT, after)
            return len(after)

        self._or_begin_anew(replace)
        self._set_meta(_REDACTED, "yes")

    def purge_some(self, now: datetime) -> bool:
        """Removes a part of what the index still has on the disk of words that were taken out; False: nothing to do.

        SQLite only marks words as gone until their segments are merged (before 3.42, which has an option for it).
        """
        due = self._meta(_PURGE)
        if due is None:
            if self._meta(_REDACTED) is None:
                return False
            self._do("DELETE FROM meta WHERE name = :name", name=_REDACTED)
            self._set_meta(_PURGE, instant_to_text(now + PURGE_AFTER))
            return False
        begins = due != _GOING
        if begins and now < (instant_from_text(due) or now):
            return False
        if self._or_begin_anew(lambda: self._merge(-_PURGE_PAGES if begins else _PURGE_PAGES)) or begins:
            self._set_meta(_PURGE, _GOING)
            return True
        self._do("DELETE FROM meta WHERE name = :name", name=_PURGE)
        return False

    def _merge(self, pages: int) -> int:
        """Returns 0 when there is nothing left to merge (sqlite.org/fts5.html#the_merge_command)."""
        before = self._db.conn.total_changes
        with self._overwriting():
            self._db.conn.execute("INSERT INTO search (search, rank) VALUES ('merge', ?)", [pages])
        return int(self._db.conn.total_changes - before >= 2)

    def _index(self, chat_ids: Sequence[str], limit: int, *, downwards: bool = False) -> int:
        """Indexes what is new in these chats, at most `limit` events; returns how many events it looked at."""
        done: list[Row] = []
        looked_at = 0
        for chat_id in chat_ids:
            if looked_at >= limit:
                break
            state = self._one("SELECT state, clocks FROM chats WHERE id = :id", id=chat_id)
            if state is None:
                self._do("DELETE FROM search_unindexed WHERE chat = :chat", chat=chat_id)
                continue
            number, seq = self._numbered(chat_id, downwards=downwards)
            try:
                chat, new = chat_from_row(*state), self._log(chat_id, seq, limit - looked_at)
            except msgspec.DecodeError:
                # One that cannot be read must not keep the others from being found.
                log.error("chat %s cannot be read and is left out of the search", chat_id)
                self._do("DELETE FROM search_unindexed WHERE chat = :chat", chat=chat_id)
                continue
            looked_at += len(new)
            done += _rows(number, new)
            reached = new[-1].seq if new else seq
            self._do(_PUT_CHAT, **_chat_row(chat), number=number, indexed_seq=reached)
            if reached >= chat.seq:
                self._do("DELETE FROM search_unindexed WHERE chat = :chat", chat=chat_id)
            else:
                note_unindexed(self._db, [chat_id])
        with self._overwriting():
            # In order: a smaller id than the last would be a segment of its own.
            self._db.conn.executemany(_INSERT, sorted(done, key=itemgetter(0)))
        return max(looked_at, len(chat_ids))

    def _index_older(self, limit: int) -> int:
        """Goes on with what was there before there was an index, newest chats first."""
        place = self._meta(_FROM)
        if place is None:
            return 0
        last_at, last_id = json.loads(place) if place else ("~", "~")
        # Few chats: a long one would be left for later and noted as unindexed.
        chats = self._all(
            "SELECT last_at, id FROM chats WHERE (last_at, id) < (:last_at, :last_id)"
            " ORDER BY last_at DESC, id DESC LIMIT :count",
            last_at=last_at,
            last_id=last_id,
            count=max(1, limit // 16),
        )
        if not chats:
            self._do("DELETE FROM meta WHERE name = :name", name=_FROM)
            return 0
        new = [chat_id for _, chat_id in chats if self._number_of(chat_id) is None]
        # Noted first: what the limit leaves over is not lost.
        note_unindexed(self._db, new)
        self._index(new, limit, downwards=True)
        self._set_meta(_FROM, json.dumps(chats[-1]))
        return len(chats)

    def _numbered(self, chat_id: str, *, downwards: bool) -> tuple[int, int]:
        """Returns the number of a chat, a new one if need be, and how far it is indexed."""
        known = self._number_of(chat_id)
        if known is not None:
            return known
        row = self._one("SELECT min(number) - 1, max(number) + 1 FROM search_chats")
        lowest, highest = row if row is not None and row[0] is not None else (_FIRST_NUMBER, _FIRST_NUMBER)
        return (lowest if downwards else highest), 0

    def _number_of(self, chat_id: str) -> tuple[int, int] | None:
        row = self._one("SELECT number, indexed_seq FROM search_chats WHERE chat = :chat", chat=chat_id)
        return (row[0], row[1]) if row is not None else None

    def _log(self, chat_id: str, seq: int, limit: int) -> list[Recorded]:
        rows = self._all(
            "SELECT seq, at, type, body FROM events WHERE chat_id = :chat AND seq > :seq ORDER BY seq LIMIT :limit",
            chat=chat_id,
            seq=seq,
            limit=limit,
        )
        return [event_from_row(chat_id, *row) for row in rows]

    def _or_begin_anew(self, change: Callable[[], int]) -> int:
        """Does something to the index. One that is broken is emptied, to be filled from the events again."""
        try:
            return change()
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _CORRUPT:
                raise
            log.error("the search index is damaged and is made anew: %s", error.sqlite_errorname)
        for statement in EMPTYING:
            self._do(statement)
        return 1

    @contextmanager
    def _overwriting(self) -> Iterator[None]:
        """What the index gives up is overwritten on the disk, pages that come free included."""
        self._before_query()
        self._db.conn.execute("PRAGMA secure_delete = ON").fetchall()
        try:
            yield
        finally:
            self._db.conn.execute("PRAGMA secure_delete = FAST").fetchall()

    def _meta(self, name: str) -> str | None:
        row = self._one("SELECT value FROM meta WHERE name = :name", name=name)
        return row[0] if row is not None else None

    def _set_meta(self, name: str, value: str) -> None:
        self._do("INSERT OR REPLACE INTO meta VALUES (:name, :value)", name=name, value=value)


def _rows(number: int, log: Sequence[Recorded]) -> list[Row]:
    found = ((recorded.seq, findable(recorded.event)) for recorded in log if recorded.seq >> SEQ_BITS == 0)
    return [(number << SEQ_BITS | seq, *astuple(words)) for seq, words in found if words is not None]


def _chat_row(chat: Chat) -> dict[str, object]:
    tags = getattr(chat, "tags", ())
    return {
        "chat": chat.chat_id,
        "started_at": instant_to_text(chat.started_at),
        "last_at": instant_to_text(chat.last_at or chat.started_at),
        "status": chat.status.value,
        "lang": chat.lang.lower(),
        "plan": chat.details.get("plan", "").lower(),
        "rating": chat.rating,
        "agent": chat.agent.id if chat.agent else None,
        "name": normalise(chat.visitor_name),
        # Each between two line ends, so that it can be found whole.
        "tags": "".join(f"\n{tag.lower()}" for tag in tags) + "\n" if tags else "",
    }
