"""The queries of one SQLite transaction. SQL with `:name` parameters only, so that another engine can read it too."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlite_utils.db import Database

from chatserver.core.chat import Chat
from chatserver.core.errors import Code, Refused
from chatserver.core.events import Recorded
from chatserver.core.people import Author
from chatserver.services.ports import Agent, ClientKey, Presence, ReadMarks, Receipt, View
from chatserver.storage.records import (
    chat_from_text,
    chat_to_text,
    event_from_row,
    event_to_row,
    instant_from_text,
    instant_to_text,
)

_NO_KEY = {"author": None, "client_id": None, "content_hash": None}

_INSERT_EVENT = (
    "INSERT INTO events (chat_id, seq, at, type, body, author, client_id, content_hash)"
    " VALUES (:chat_id, :seq, :at, :type, :body, :author, :client_id, :content_hash)"
)
# What most messages change. A column that is named counts as changed for every index that it stands in.
_UPDATE_TALK = "UPDATE chats SET seq = :seq, last_at = :last_at, state = :state WHERE id = :id AND seq = :expected"
_UPDATE_CHAT = (
    "UPDATE chats SET status = :status, seq = :seq, agent_id = :agent_id, offered_to = :offered_to,"
    " offer_expires_at = :offer_expires_at, waiting_since = :waiting_since, last_at = :last_at,"
    " state = :state WHERE id = :id AND seq = :expected"
)
_OLDER = (
    "(:after IS NULL OR (last_at, id) < (SELECT last_at, id FROM chats WHERE id = :after))"
    " ORDER BY last_at DESC, id DESC"
)
_LATER = (
    "(:after IS NULL OR (waiting_since, id) > (SELECT waiting_since, id FROM chats WHERE id = :after))"
    " ORDER BY waiting_since, id"
)
_VIEWS = {
    View.MINE: f"status = 'assigned' AND agent_id = :agent AND {_OLDER}",
    View.QUEUE: f"status = 'queued' AND {_LATER}",
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

    def touch(self) -> None:
        touch(self._db)


def _nothing() -> None:
    """A reader has nothing to do before it asks."""


class _Rows:
    """`before_query` is called before the database is asked or told anything."""

    def __init__(self, db: Database, before_query: Callable[[], None] = _nothing) -> None:
        self._db = db
        self._before_query = before_query

    def _all(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        self._before_query()
        return self._db.conn.execute(sql, values).fetchall()

    def _one(self, sql: str, **values: Any) -> tuple[Any, ...] | None:
        self._before_query()
        row: tuple[Any, ...] | None = self._db.conn.execute(sql, values).fetchone()
        return row

    def _do(self, sql: str, **values: Any) -> int:
        self._before_query()
        return self._db.conn.execute(sql, values).rowcount

    def _insert(self, table: str, row: dict[str, Any]) -> None:
        self._before_query()
        self._db.table(table).insert(row)


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
        "last_at": instant_to_text(chat.last_at or chat.started_at),
        "state": chat_to_text(chat),
    }


def event_rows(log: Sequence[Recorded], key: ClientKey | None) -> list[dict[str, Any]]:
    """The events' rows; the key belongs to the last."""
    rows = [{**event_to_row(recorded), **_NO_KEY} for recorded in log]
    if key is not None:
        rows[-1].update(author=key.author.key, client_id=key.client_id, content_hash=key.content_hash)
    return rows


class Change(NamedTuple):
    """A chat that the table has at `stored_seq`; `moved` when more than talk has happened since."""

    stored_seq: int
    chat: Chat
    moved: bool


def moved(before: Chat, after: Chat) -> bool:
    """True when a column beside those of `_UPDATE_TALK` is another."""
    return (before.status, before.agent, before.offer, before.waiting_since) != (
        after.status,
        after.agent,
        after.offer,
        after.waiting_since,
    )


def update_chats(db: Database, changes: Collection[Change]) -> None:
    """Brings chats to their new state. Raises `Refused` (CONFLICT) when one is not at the seq that goes with it."""
    for sql, some in (
        (_UPDATE_TALK, [change for change in changes if not change.moved]),
        (_UPDATE_CHAT, [change for change in changes if change.moved]),
    ):
        if some:
            _update(db, sql, some)


def _update(db: Database, sql: str, changes: Collection[Change]) -> None:
    # The hot path: sqlite-utils would look at the schema again for each of these.
    rows = [{**chat_row(change.chat), "expected": change.stored_seq} for change in changes]
    cursor = db.conn.executemany(sql, rows)
    if cursor.rowcount != len(changes):
        raise Refused(Code.CONFLICT, "This chat changed meanwhile.")


def touch(db: Database) -> None:
    db.conn.execute("INSERT OR REPLACE INTO meta VALUES ('touched_at', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))")


def insert_events(db: Database, rows: Sequence[dict[str, Any]]) -> None:
    db.conn.executemany(_INSERT_EVENT, rows)


class SqliteChats(_Rows):
    def get(self, chat_id: str) -> Chat | None:
        row = self._one("SELECT state FROM chats WHERE id = :id", id=chat_id)
        return chat_from_text(row[0]) if row else None

    def append(self, before: Chat | None, after: Chat, log: Sequence[Recorded], key: ClientKey | None) -> None:
        if before is None:
            self._insert("chats", chat_row(after))
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
        row = event_to_row(recorded)
        # The hash was made of what is now gone, and a late repeat of the command is still the same command.
        self._do(
            "UPDATE events SET body = :body, content_hash = CASE WHEN content_hash IS NULL THEN NULL ELSE x'' END"
            " WHERE chat_id = :chat AND seq = :seq",
            body=row["body"],
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
            "SELECT state FROM chats WHERE visitor_id = :visitor AND status <> 'closed'", visitor=visitor_id
        )
        return chat_from_text(row[0]) if row else None

    def waiting(self) -> list[Chat]:
        rows = self._all("SELECT state FROM chats WHERE status = 'queued' ORDER BY waiting_since, id")
        return [chat_from_text(row[0]) for row in rows]

    def with_lapsed_offer(self, now: datetime) -> list[Chat]:
        rows = self._all(
            "SELECT state FROM chats WHERE status = 'queued' AND offer_expires_at <= :now",
            now=instant_to_text(now),
        )
        return [chat_from_text(row[0]) for row in rows]

    def listed(self, view: View, agent_id: str, after: str | None, limit: int) -> list[Chat]:
        rows = self._all(
            f"SELECT state FROM chats WHERE {_VIEWS[view]} LIMIT :limit",
            agent=agent_id,
            after=after,
            limit=limit,
        )
        return [chat_from_text(row[0]) for row in rows]

    def read_marks(self, chat_id: str) -> ReadMarks:
        row = self._one("SELECT visitor_read_seq, agent_read_seq FROM chats WHERE id = :id", id=chat_id)
        return ReadMarks(*row) if row else ReadMarks()

    def mark_read(self, chat_id: str, side: str, seq: int) -> None:
        column = {"visitor": "visitor_read_seq", "agent": "agent_read_seq"}[side]
        self._do(f"UPDATE chats SET {column} = max({column}, :seq) WHERE id = :id", id=chat_id, seq=seq)


class SqliteVisitors(_Rows):
    def by_token(self, token_hash: bytes) -> str | None:
        row = self._one("SELECT id FROM visitors WHERE token_hash = :hash", hash=token_hash)
        return row[0] if row else None

    def add(self, visitor_id: str, token_hash: bytes, now: datetime) -> None:
        self._insert("visitors", {"id": visitor_id, "token_hash": token_hash, "created_at": instant_to_text(now)})


_AGENT = """
    SELECT agents.id, name, password_hash, presence, away_reason, last_assigned_at,
        (SELECT count(*) FROM chats WHERE status = 'assigned' AND agent_id = agents.id),
        (SELECT count(*) FROM chats WHERE status = 'queued' AND offered_to = agents.id)
    FROM agents
"""


class SqliteAgents(_Rows):
    def get(self, agent_id: str) -> Agent | None:
        return _agent(self._one(f"{_AGENT} WHERE agents.id = :id", id=agent_id))

    def by_name(self, name: str) -> Agent | None:
        return _agent(self._one(f"{_AGENT} WHERE name_key = :key", key=_name_key(name)))

    def all(self) -> list[Agent]:
        return [agent for row in self._all(f"{_AGENT} ORDER BY name_key") if (agent := _agent(row))]

    def add(self, agent_id: str, name: str, password_hash: str, now: datetime) -> None:
        self._insert(
            "agents",
            {
                "id": agent_id,
                "name": name,
                "name_key": _name_key(name),
                "password_hash": password_hash,
                "created_at": instant_to_text(now),
            },
        )

    def set_password(self, agent_id: str, password_hash: str) -> None:
        self._do("UPDATE agents SET password_hash = :hash WHERE id = :id", id=agent_id, hash=password_hash)

    def set_presence(self, agent_id: str, presence: Presence, reason: str) -> None:
        self._do(
            "UPDATE agents SET presence = :presence, away_reason = :reason WHERE id = :id",
            id=agent_id,
            presence=presence.value,
            reason=reason,
        )

    def set_assigned(self, agent_id: str, now: datetime) -> None:
        self._do("UPDATE agents SET last_assigned_at = :now WHERE id = :id", id=agent_id, now=instant_to_text(now))

    def add_session(self, token_hash: bytes, agent_id: str, expires_at: datetime) -> None:
        self._insert(
            "sessions", {"token_hash": token_hash, "agent_id": agent_id, "expires_at": instant_to_text(expires_at)}
        )

    def session(self, token_hash: bytes, now: datetime) -> Agent | None:
        return _agent(
            self._one(
                f"{_AGENT} JOIN sessions ON sessions.agent_id = agents.id"
                " WHERE token_hash = :hash AND expires_at > :now",
                hash=token_hash,
                now=instant_to_text(now),
            )
        )

    def end_session(self, token_hash: bytes) -> None:
        self._do("DELETE FROM sessions WHERE token_hash = :hash", hash=token_hash)

    def end_sessions_of(self, agent_id: str) -> None:
        self._do("DELETE FROM sessions WHERE agent_id = :id", id=agent_id)

    def sweep(self, now: datetime) -> None:
        for table in ("sessions", "sign_in_links"):
            self._do(f"DELETE FROM {table} WHERE expires_at <= :now", now=instant_to_text(now))

    def add_link(self, token_hash: bytes, agent_id: str, expires_at: datetime) -> None:
        self._insert(
            "sign_in_links", {"token_hash": token_hash, "agent_id": agent_id, "expires_at": instant_to_text(expires_at)}
        )

    def use_link(self, token_hash: bytes, now: datetime) -> Agent | None:
        row = self._one(
            "DELETE FROM sign_in_links WHERE token_hash = :hash RETURNING agent_id, expires_at",
            hash=token_hash,
        )
        if row is None or row[1] <= (instant_to_text(now) or ""):
            return None
        return self.get(row[0])


def _agent(row: tuple[Any, ...] | None) -> Agent | None:
    if row is None:
        return None
    agent_id, name, password_hash, presence, reason, assigned, load, offers = row
    return Agent(
        agent_id,
        name,
        password_hash,
        Presence(presence),
        reason,
        instant_from_text(assigned),
        load,
        offers > 0,
    )


def _name_key(name: str) -> str:
    return " ".join(name.casefold().split())
