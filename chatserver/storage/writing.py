"""The writer's side of a transaction: what it remembers of chats under way, and what it has not written down yet.

A message to a chat under way costs no query: the chat, the ids of its commands and the end of its log are in memory,
and its rows go to the database with those of the whole group of jobs, in two statements. The memory is right because
this is the only writer; an UPDATE that finds a chat at another seq than remembered fails the group and clears it.
"""

import sqlite3
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlite_utils.db import Database

from chatserver.core.chat import Chat
from chatserver.core.errors import Code, Refused
from chatserver.core.events import Recorded
from chatserver.core.people import Author
from chatserver.services.ports import ClientKey, Receipt, Tx
from chatserver.storage.composing_rows import SqliteMentions, SqliteReplies, SqliteTags
from chatserver.storage.file_rows import SqliteFiles
from chatserver.storage.outbox_rows import SqliteOutbox
from chatserver.storage.search_reads import SqliteSearch
from chatserver.storage.sqlite_people import SqliteAgents, SqliteVisitors
from chatserver.storage.sqlite_rows import (
    Change,
    EventRow,
    SqliteChats,
    event_rows,
    insert_events,
    moved,
    touch,
    update_chats,
)
from chatserver.storage.sqlite_site import SqliteAudit, SqliteFlags, SqliteProblems
from chatserver.storage.wait_rows import SqliteWaits

T = TypeVar("T")

# Chats remembered; a forgotten one costs three queries when it goes on.
MAX_CHATS = 4_000
# What redaction may look back at comes from here.
TAIL = 14
# The ids of a longer chat are looked up one by one.
MAX_IDS = 2_000


class GroupFailed(Exception):
    """What earlier jobs of the group did cannot be written: the whole group must go, and not the job at hand alone."""


@dataclass(slots=True)
class _Remembered:
    """One chat; `ids` and `tail` are None until somebody asks for them."""

    chat: Chat
    ids: set[tuple[str, str]] | None = None
    tail: deque[Recorded] | None = None


@dataclass(slots=True)
class _Unwritten:
    """Rows that wait: new events, and the newest state of each changed chat."""

    events: list[EventRow] = field(default_factory=list)
    chats: dict[str, Change] = field(default_factory=dict)

    def add(self, change: Change, rows: Sequence[EventRow] = ()) -> None:
        self.events += rows
        earlier = self.chats.get(change.chat.chat_id)
        if earlier is not None:
            change = Change(earlier.stored_seq, change.chat, earlier.moved or change.moved)
        self.chats[change.chat.chat_id] = change

    def take_all(self, other: "_Unwritten") -> None:
        """Takes what the other has, and leaves it empty."""
        self.events += other.events
        for change in other.chats.values():
            self.add(change)
        other.clear()

    def clear(self) -> None:
        self.events.clear()
        self.chats.clear()

    def write(self, db: Database) -> None:
        if self.chats:
            update_chats(db, self.chats.values())
        if self.events:
            insert_events(db, self.events)
        self.clear()


class Writer:
    """Runs units of work on the one connection that writes, inside a transaction that the store begins and commits."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._memory: OrderedDict[str, _Remembered] = OrderedDict()
        self._of_group = _Unwritten()
        self._of_job = _Unwritten()
        self._touched: set[str] = set()
        self._has_savepoint = False
        self.chats = _Chats(db, self)
        self.visitors = SqliteVisitors(db, self.before_query)
        self.agents = SqliteAgents(db, self.before_query)
        self.problems = SqliteProblems(db, self.before_query)
        self.waits = SqliteWaits(db, self.before_query)
        self.files = SqliteFiles(db, self.before_query)
        self.outbox = SqliteOutbox(db, self.before_query)
        self.search = SqliteSearch(db, self.before_query)
        self.audit = SqliteAudit(db, self.before_query)
        self.flags = SqliteFlags(db, self.before_query)
        self.replies = SqliteReplies(db, self.before_query)
        self.tags = SqliteTags(db, self.before_query)
        self.mentions = SqliteMentions(db, self.before_query)

    def touch(self) -> None:
        self.before_query()
        touch(self._db)

    def run(self, work: Callable[[Tx], T]) -> T:
        """Runs one job of the group. What it raises leaves no trace and takes nobody else along."""
        self._touched.clear()
        self._has_savepoint = False
        try:
            value = work(self)
            if self._has_savepoint:
                self._of_job.write(self._db)
                self._db.conn.execute("RELEASE job")
        except BaseException:
            self._undo()
            raise
        self._of_group.take_all(self._of_job)
        return value

    @property
    def is_in_transaction(self) -> bool:
        return self._db.conn.in_transaction

    def flush(self) -> None:
        """Writes what waits; called before the commit. Raises `GroupFailed`."""
        try:
            self._of_group.write(self._db)
        except (sqlite3.OperationalError, OSError):
            # The disk or another process: the store knows what to make of it.
            raise
        except Exception as error:
            raise GroupFailed from error

    def forget(self) -> None:
        """Drops what waits and what is remembered: the transaction was rolled back."""
        self._memory.clear()
        self._of_group.clear()
        self._of_job.clear()

    def before_query(self) -> None:
        """Whoever asks the database sees what was done before; from here on the job has a savepoint of its own."""
        if not self._has_savepoint:
            self.flush()
            self._db.conn.execute("SAVEPOINT job")
            self._has_savepoint = True
        self._of_job.write(self._db)

    def remembered(self, chat_id: str) -> _Remembered | None:
        known = self._memory.get(chat_id)
        if known is not None:
            self._memory.move_to_end(chat_id)
        return known

    def remember(self, known: _Remembered) -> _Remembered:
        self._memory[known.chat.chat_id] = known
        if len(self._memory) > MAX_CHATS:
            self._memory.popitem(last=False)
        return known

    def put(self, known: _Remembered, after: Chat, log: Sequence[Recorded], key: ClientKey | None) -> None:
        """Keeps new events of a chat until they are written."""
        self._touched.add(after.chat_id)
        self._of_job.add(Change(known.chat.seq, after, moved(known.chat, after)), event_rows(log, key))
        self.note(known, after, log, key)

    def note(self, known: _Remembered, after: Chat, log: Sequence[Recorded], key: ClientKey | None) -> None:
        """Brings what is remembered up to date."""
        self._touched.add(after.chat_id)
        known.chat = after
        if known.tail is not None:
            known.tail.extend(log)
        if known.ids is not None and key is not None:
            known.ids.add((key.author.key, key.client_id))

    def forget_tail(self, chat_id: str) -> None:
        """The end of this chat's log has been rewritten."""
        self._touched.add(chat_id)
        known = self._memory.get(chat_id)
        if known is not None:
            known.tail = None

    def _undo(self) -> None:
        # After some errors SQLite has rolled everything back by itself.
        if self._has_savepoint and self.is_in_transaction:
            self._db.conn.execute("ROLLBACK TO job")
            self._db.conn.execute("RELEASE job")
        self._of_job.clear()
        for chat_id in self._touched:
            self._memory.pop(chat_id, None)


class _Chats(SqliteChats):
    """The chats as the writer sees them: from memory where it can."""

    def __init__(self, db: Database, writer: Writer) -> None:
        super().__init__(db, writer.before_query)
        self._writer = writer

    def get(self, chat_id: str) -> Chat | None:
        known = self._known(chat_id)
        return known.chat if known is not None else None

    def append(self, before: Chat | None, after: Chat, log: Sequence[Recorded], key: ClientKey | None) -> None:
        if before is None:
            super().append(before, after, log, key)
            known = self._writer.remember(_Remembered(after, set(), deque(maxlen=TAIL)))
            self._writer.note(known, after, log, key)
            return
        stored = self._known(before.chat_id)
        if stored is None or stored.chat.seq != before.seq:
            raise Refused(Code.CONFLICT, "This chat changed meanwhile.")
        self._writer.put(stored, after, log, key)

    def receipt(self, chat_id: str, author: Author, client_id: str) -> Receipt | None:
        known = self._known(chat_id)
        if known is not None and known.chat.seq <= MAX_IDS:
            if known.ids is None:
                known.ids = self.command_ids(chat_id)
            if (author.key, client_id) not in known.ids:
                return None
        return super().receipt(chat_id, author, client_id)

    def rewrite(self, recorded: Recorded) -> None:
        super().rewrite(recorded)
        self._writer.forget_tail(recorded.chat_id)

    def events_after(self, chat_id: str, seq: int, limit: int) -> list[Recorded]:
        known = self._writer.remembered(chat_id)
        if known is None or known.chat.seq - seq > TAIL:
            return super().events_after(chat_id, seq, limit)
        if known.tail is None:
            known.tail = deque(super().events_after(chat_id, known.chat.seq - TAIL, TAIL), maxlen=TAIL)
        return [recorded for recorded in known.tail if recorded.seq > seq][:limit]

    def _known(self, chat_id: str) -> _Remembered | None:
        known = self._writer.remembered(chat_id)
        if known is not None:
            return known
        chat = super().get(chat_id)
        return self._writer.remember(_Remembered(chat)) if chat is not None else None
