"""Stored chats: one real chat, had over the wire, copied in SQL as often as a large database needs it.

The copies have ids and tokens of their own and are otherwise what the program itself wrote, whatever the schema is.
Everything happens in one transaction without a journal; the indexes are made again at the end, which is the quick way.
"""

import random
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import joining
from benchmarks.client import TEXTS
from benchmarks.generator import Crowd, generator
from benchmarks.servers import PASSWORD, add_agents, chatserver
from chatserver.core.ids import RANDOM_BITS, chat_id_from
from chatserver.services.access import token_hash
from chatserver.storage import FILE_NAME

_AGENT = "Agent of old"
_SPREAD = timedelta(days=365)
_OLDEST = datetime(2025, 1, 1, tzinfo=UTC)
# Which rows of a table belong to a chat; of every other table those whose `chat_id` is the chat's.
_BELONGS = {"visitors": "id = :visitor", "chats": "id = :chat"}


@dataclass(frozen=True, slots=True)
class Copies:
    """`keys` opens the copies: ChatID and token of each. `seq` is the last event's."""

    keys: list[tuple[str, str]]
    seq: int


def store_closed_chats(folder: Path, events: int) -> int:
    """Fills a new database with closed chats of some twenty events; returns how many events it has."""
    add_agents(folder, [_AGENT])
    with chatserver(folder) as server, generator() as load:
        load.run(joining.sign_in, server.port, [_AGENT], PASSWORD)
        chat_id = load.run(handled_chat, server.port)
        server.stop()
    copies = _copy(folder, chat_id, events)
    return (len(copies.keys) + 1) * copies.seq


def store_open_chats(folder: Path, count: int) -> Copies:
    """Fills a new database with chats that are with the bot."""
    with chatserver(folder) as server, generator() as load:
        chat_id, seq = load.run(young_chat, server.port)
        server.stop()
    return _copy(folder, chat_id, count * seq)


async def handled_chat(crowd: Crowd, port: int) -> str:
    """A visitor and an agent talk, and the agent closes the chat."""
    await joining.join(crowd, port, 1)
    await joining.start_chats(crowd)
    visitor, agent = crowd.visitors[0], crowd.consoles[0]
    chat_id = visitor.chat_id
    version = (await agent.call("claim_chat", chat_id=chat_id, client_id="claim"))["version"]
    for number in range(8):
        text = TEXTS[number % len(TEXTS)].decode()
        await visitor.call("post_message", chat_id=chat_id, client_id=f"m-{number}", text=text)
        await agent.call(
            "post_message", chat_id=chat_id, client_id=f"m-{number}", text="I will look into it.", version=version
        )
    await agent.call(
        "close_chat", chat_id=chat_id, client_id="close", version=version, summary="Sent again.", reason="resolved"
    )
    return chat_id


async def young_chat(crowd: Crowd, port: int) -> tuple[str, int]:
    """A visitor has said hello to the bot."""
    await joining.join(crowd, port, 1)
    visitor = crowd.visitors[0]
    started = await visitor.call("start_chat", client_id="start")
    chat_id: str = started["chat_id"]
    said = await visitor.call("post_message", chat_id=chat_id, client_id="hello", text="Hello!")
    again = await visitor.call("resume_chat", chat_id=chat_id, token=started["token"], after_seq=said["seq"])
    return chat_id, int(again["seq"])


def _copy(folder: Path, chat_id: str, events: int) -> Copies:
    """Copies the chat until the database has so many events."""
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as db:
        for pragma in ("journal_mode = DELETE", "journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"):
            db.execute(f"PRAGMA {pragma}")
        visitor_id, seq = db.execute("SELECT visitor_id, seq FROM chats WHERE id = ?", [chat_id]).fetchone()
        keys = _new_keys(events // seq - 1)
        db.execute("BEGIN")
        db.execute("CREATE TEMP TABLE copies (chat_id TEXT PRIMARY KEY, visitor_id, token_hash, last_at) WITHOUT ROWID")
        db.executemany("INSERT INTO copies VALUES (?, ?, ?, ?)", _copy_rows(keys))
        with _without_indexes(db):
            for table in _tables(db):
                _copy_table(db, table, {"chat": chat_id, "visitor": visitor_id})
        db.execute("COMMIT")
        return Copies(keys, seq)


def _new_keys(count: int) -> list[tuple[str, str]]:
    """Sorted by ChatID, so that rows go in where the file ends."""
    ids = {chat_id_from(bits) for bits in random.sample(range(1 << RANDOM_BITS), count)}
    return [(chat_id, secrets.token_urlsafe(32)) for chat_id in sorted(ids)]


def _copy_rows(keys: list[tuple[str, str]]) -> Iterator[tuple[str, str, bytes, str]]:
    for chat_id, token in keys:
        last_at = _OLDEST + random.random() * _SPREAD
        yield chat_id, secrets.token_urlsafe(12), token_hash(token), last_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@contextmanager
def _without_indexes(db: sqlite3.Connection) -> Iterator[None]:
    made = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
    for name, _ in made:
        db.execute(f"DROP INDEX {name}")
    yield
    for _, sql in made:
        db.execute(sql)


def _tables(db: sqlite3.Connection) -> list[str]:
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [name for name in names if name in _BELONGS or "chat_id" in _columns(db, name)]


def _columns(db: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]


def _copy_table(db: sqlite3.Connection, table: str, ids: dict[str, str]) -> None:
    # From a table of its own: SQLite would first write down all the rows that it reads from where it writes.
    belongs = _BELONGS.get(table, "chat_id = :chat")
    db.execute(f"CREATE TEMP TABLE template_{table} AS SELECT * FROM {table} WHERE {belongs}", ids)
    values = ", ".join(_value(db, table, column, ids) for column in _columns(db, table))
    db.execute(f"INSERT INTO {table} SELECT {values} FROM copies AS c CROSS JOIN template_{table} AS t", ids)


def _value(db: sqlite3.Connection, table: str, column: str, ids: dict[str, str]) -> str:
    """What a copy has in a column: its own ids wherever the template has its."""
    if column in {"token_hash", "last_at"}:
        return f"c.{column}"
    value = f't."{column}"'
    for name, text in ids.items():
        if db.execute(f'SELECT 1 FROM template_{table} WHERE instr("{column}", ?)', [text]).fetchone():
            value = f"replace({value}, :{name}, c.{name}_id)"
    return value
