"""The queries of one SQLite transaction. SQL with `:name` parameters, so that another engine can read it too.

The two statements of every message count theirs instead: its rows are tuples that nobody has to take apart again.
"""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlite_utils.db import Database

from chatserver.core.chat import Chat
from chatserver.core.errors import Code, Refused
from chatserver.core.events import Recorded
from chatserver.core.people import Author
from chatserver.services.ports import ClientKey, ReadMarks, Receipt, View
from chatserver.storage.composing_rows import SqliteMentions, SqliteReplies, SqliteTags
from chatserver.storage.file_rows import SqliteFiles
from chatserver.storage.outbox_rows import SqliteOutbox
from chatserver.storage.records import (
    chat_from_row,
    chat_to_text,
    clocks_to_text,
    event_from_row,
    event_to_row,
    instant_to_text,
)
from chatserver.storage.rows import Rows
from chatserver.storage.search_reads import SqliteSearch
from chatserver.storage.search_rows import SqliteIndex, note_unindexed
from chatserver.storage.sqlite_people import SqliteAgents, SqliteVisitors
from chatserver.storage.sqlite_site import SqliteAudit, SqliteFlags, SqliteProblems
from chatserver.storage.wait_rows import SqliteWaits

# The columns of `_INSERT_EVENT`: what `records.event_to_row` gives, then the command's author, client id and hash.
EventRow = tuple[str, int, str, str, str, str | None, str | None, bytes | None]
_NO_KEY = (None, None, None)

_INSERT_EVENT = (
    "INSERT INTO events (chat_id, seq, at, type, body, author, client_id, content_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
# What most messages change. A column that is named counts as changed for every index that it stands in.
_UPDATE_TALK = "UPDATE chats SET seq = ?, last_at = ?, state = ? WHERE id = ? AND seq = ?"
_UPDATE_CHAT = (
    "UPDATE chats SET status = :status, seq = :seq, agent_id = :agent_id, offered_to = :offered_to,"
    " offer_expires_at = :offer_expires_at, waiting_since = :waiting_since, next_due_at = :next_due_at,"
    " clocks = :clocks, last_at = :last_at, state = :state WHERE id = :id AND seq = :expected"
)
_OLDER = (
    "(:after IS NULL OR (last_at, id) < (SELECT last_at, id FROM chats WHERE id = :after))"
    " ORDER BY last_at DESC, id DESC"
)
_LATER = (
    "(:after IS NULL OR (waiting_since, id) > (SELECT waiting_since, id FROM chats WHERE id = :after))"
    " ORDER BY waiting_since, id"
)
# What waits for a team of the agent's, and what is with somebody who shares one with them.
_OF_TEAM = """(
    json_extract(state, '$.team') IN (SELECT value FROM agents, json_each(teams) WHERE agents.id = :agent)
    OR (status = 'assigned' AND agent_id IN (
        SELECT mate.id FROM agents AS me, json_each(me.teams) AS mine, agents AS mate, json_each(mate.teams) AS theirs
        WHERE me.id = :agent AND theirs.value = mine.value))
)"""
_VIEWS = {
    View.MINE: f"status = 'assigned' AND agent_id = :agent AND {_OLDER}",
    View.QUEUE: f"status = 'queued' AND {_LATER}",
    View.TEAM: f"status <> 'closed' AND {_OF_TEAM} AND {_OLDER}",
    View.TICKETS: f"status = 'ticket' AND {_OLDER}",
    View.BOT: f"status = 'bot' AND {_OLDER}",
    View.ALL: f"status <> 'closed' AND {_OLDER}",
    View.CLOSED: f"status = 'closed' AND {_OLDER}",
}


class SqliteTx:
    """One reader's transaction; the writer's is `writing.Writer`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.chats = SqliteChats(db)
        self.visitors = SqliteVisitors(db)
        self.agents = SqliteAgents(db)
        self.problems = SqliteProblems(db)
        self.waits = SqliteWaits(db)
        self.files = SqliteFiles(db)
        self.outbox = SqliteOutbox(db)
        self.search = SqliteSearch(db)
        self.audit = SqliteAudit(db)
        self.flags = SqliteFlags(db)
        self.replies = SqliteReplies(db)
        self.tags = SqliteTags(db)
        self.mentions = SqliteMentions(db)

    def touch(self) -> None:
        touch(self._db)


def chat_row(chat: Chat) -> dict[str, Any]:
    """A chat's row: its state, and beside it what lists ask for."""
    return {
        "id": chat.chat_id,
        "visitor_id": chat.visitor_id,
        "status": chat.status,
        "seq": chat.seq,
        "agent_id": chat.agent.id if chat.agent else None,
        "offered_to": chat.offer.agent.id if chat.offer else None,
        "offer_expires_at": instant_to_text(chat.offer.expires_at) if chat.offer else None,
        "waiting_since": instant_to_text(chat.waiting_since),
        "next_due_at": instant_to_text(chat.next_due_at),
        "clocks": clocks_to_text(chat),
        "last_at": instant_to_text(chat.last_at or chat.started_at),
        "state": chat_to_text(chat),
    }


def event_rows(log: Sequence[Recorded], key: ClientKey | None) -> list[EventRow]:
    """The rows that `insert_events` takes; the key belongs to the last."""
    author, client_id, content_hash = _NO_KEY if key is None else (key.author.key, key.client_id, key.content_hash)
    rows = [(*event_to_row(recorded), *_NO_KEY) for recorded in log[:-1]]
    return [*rows, (*event_to_row(log[-1]), author, client_id, content_hash)]


class Change(Struct, frozen=True):
    """A chat that the table has at `stored_seq`; `moved` when more than talk has happened since."""

    stored_seq: int
    chat: Chat
    moved: bool


def moved(before: Chat, after: Chat) -> bool:
    """True when a column beside those of `_UPDATE_TALK` may be another.

    Clocks that nobody has touched are the same object, so that a message costs no comparison.
    """
    return before.clocks is not after.clocks or (
        (before.status, before.agent, before.offer, before.waiting_since)
        != (after.status, after.agent, after.offer, after.waiting_since)
    )


def update_chats(db: Database, changes: Collection[Change]) -> None:
    """Brings chats to their new state. Raises `Refused` (CONFLICT) when one is not at the seq that goes with it."""
    _update(db, _UPDATE_TALK, [_talk_row(change) for change in changes if not change.moved])
    moves = [{**chat_row(change.chat), "expected": change.stored_seq} for change in changes if change.moved]
    _update(db, _UPDATE_CHAT, moves)
    note_unindexed(db, [change.chat.chat_id for change in changes])


def _talk_row(change: Change) -> tuple[Any, ...]:
    chat = change.chat
    last_at = instant_to_text(chat.last_at or chat.started_at)
    return chat.seq, last_at, chat_to_text(chat), chat.chat_id, change.stored_seq


def _update(db: Database, sql: str, rows: Sequence[Any]) -> None:
    # The hot path: sqlite-utils would look at the schema again for each of these.
    if rows and db.conn.executemany(sql, rows).rowcount != len(rows):
        raise Refused(Code.CONFLICT, "This chat changed meanwhile.")


def touch(db: Database) -> None:
    db.conn.execute("INSERT OR REPLACE INTO meta VALUES ('touched_at', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))")


def insert_events(db: Database, rows: Sequence[EventRow]) -> None:
    db.conn.executemany(_INSERT_EVENT, rows)


class SqliteChats(Rows):
    def get(self, chat_id: str) -> Chat | None:
        row = self._one("SELECT state, clocks FROM chats WHERE id = :id", id=chat_id)
        return chat_from_row(*row) if row else None

    def append(self, before: Chat | None, after: Chat, log: Sequence[Recorded], key: ClientKey | None) -> None:
        if before is None:
            self._insert("chats", chat_row(after))
            note_unindexed(self._db, [after.chat_id])
        else:
            self._before_query()
            update_chats(self._db, [Change(before.seq, after, moved(before, after))])
        insert_events(self._db, event_rows(log, key))

    def event(self, chat_id: str, seq: int) -> Recorded | None:
        row = self._one(
            "SELECT seq, at, type, body FROM events WHERE chat_id = :chat AND seq = :seq", chat=chat_id, seq=seq
        )
        return event_from_row(chat_id, *row) if row else None

    def rewrite(self, recorded: Recorded) -> None:
        # What is gone is not to be found either.
        SqliteIndex(self._db, self._before_query).redacted(recorded)
        *_, body = event_to_row(recorded)
        # The hash was made of what is now gone, and a late repeat of the command is still the same command.
        self._do(
            "UPDATE events SET body = :body, content_hash = CASE WHEN content_hash IS NULL THEN NULL ELSE x'' END"
            " WHERE chat_id = :chat AND seq = :seq",
            body=body,
            chat=recorded.chat_id,
            seq=recorded.seq,
        )

    def command_ids(self, chat_id: str) -> set[tuple[str, str]]:
        """The author and the client id of each command that was carried out in the chat."""
        rows = self._all(
            "SELECT author, client_id FROM events WHERE chat_id = :chat AND client_id IS NOT NULL", chat=chat_id
        )
        return {(row[0], row[1]) for row in rows}

    def receipt(self, chat_id: str, author: Author, client_id: str) -> Receipt | None:
        row = self._one(
            "SELECT seq, at, type, body, content_hash FROM events"
            " WHERE chat_id = :chat AND author = :author AND client_id = :client",
            chat=chat_id,
            author=author.key,
            client=client_id,
        )
        return Receipt(row[4], event_from_row(chat_id, *row[:4])) if row else None

    def events_after(self, chat_id: str, seq: int, limit: int) -> list[Recorded]:
        rows = self._all(
            "SELECT seq, at, type, body FROM events WHERE chat_id = :chat AND seq > :seq ORDER BY seq LIMIT :limit",
            chat=chat_id,
            seq=seq,
            limit=limit,
        )
        return [event_from_row(chat_id, *row) for row in rows]

    def open_of_visitor(self, visitor_id: str) -> Chat | None:
        row = self._one(
            "SELECT state, clocks FROM chats WHERE visitor_id = :visitor AND status <> 'closed'", visitor=visitor_id
        )
        return chat_from_row(*row) if row else None

    def waiting(self) -> list[Chat]:
        rows = self._all("SELECT state, clocks FROM chats WHERE status = 'queued' ORDER BY waiting_since, id")
        return [chat_from_row(*row) for row in rows]

    def taken_since(self, at: datetime) -> list[Chat]:
        rows = self._all(
            "SELECT state, clocks FROM chats WHERE status = 'assigned' AND waiting_since >= :at", at=instant_to_text(at)
        )
        return [chat_from_row(*row) for row in rows]

    def of_agent(self, agent_id: str) -> list[Chat]:
        rows = self._all(
            "SELECT state, clocks FROM chats WHERE status = 'assigned' AND agent_id = :agent", agent=agent_id
        )
        return [chat_from_row(*row) for row in rows]

    def of_visitors(self, visitor_ids: Collection[str], limit: int, after: str | None = None) -> list[Chat]:
        rows = self._all(
            "SELECT state, clocks FROM chats WHERE visitor_id IN (SELECT value FROM json_each(:ids))"
            f" AND {_OLDER} LIMIT :limit",
            ids=json.dumps(list(visitor_ids)),
            after=after,
            limit=limit,
        )
        return [chat_from_row(*row) for row in rows]

    def open_with_detail(self, name: str, value: str) -> list[Chat]:
        rows = self._all(
            "SELECT state, clocks FROM chats WHERE status <> 'closed'"
            " AND lower(json_extract(state, '$.details.' || json_quote(:name))) = lower(:value)"
            " ORDER BY last_at DESC, id DESC",
            name=name,
            value=value,
        )
        return [chat_from_row(*row) for row in rows]

    def with_lapsed_offer(self, now: datetime) -> list[Chat]:
        rows = self._all(
            "SELECT state, clocks FROM chats WHERE status = 'queued' AND offer_expires_at <= :now",
            now=instant_to_text(now),
        )
        return [chat_from_row(*row) for row in rows]

    def with_due_clock(self, now: datetime, limit: int) -> list[Chat]:
        rows = self._all(
            "SELECT state, clocks FROM chats WHERE next_due_at <= :now ORDER BY next_due_at, id LIMIT :limit",
            now=instant_to_text(now),
            limit=limit,
        )
        return [chat_from_row(*row) for row in rows]

    def listed(self, view: View, agent_id: str, after: str | None, limit: int) -> list[Chat]:
        rows = self._all(
            f"SELECT state, clocks FROM chats WHERE {_VIEWS[view]} LIMIT :limit",
            agent=agent_id,
            after=after,
            limit=limit,
        )
        return [chat_from_row(*row) for row in rows]

    def read_marks(self, chat_id: str) -> ReadMarks:
        row = self._one("SELECT visitor_read_seq, agent_read_seq FROM chats WHERE id = :id", id=chat_id)
        return ReadMarks(*row) if row else ReadMarks()

    def mark_read(self, chat_id: str, side: str, seq: int) -> None:
        column = {"visitor": "visitor_read_seq", "agent": "agent_read_seq"}[side]
        self._do(f"UPDATE chats SET {column} = max({column}, :seq) WHERE id = :id", id=chat_id, seq=seq)
