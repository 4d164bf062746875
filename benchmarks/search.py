"""Search: how long results take while somebody types, over a million messages, and what the index costs.

The texts are made of invented words that are as common and as rare as those of a language (Zipf); every word is typed
letter by letter, as the console does. Times are those of the whole answer but the socket.
"""

import asyncio
import itertools
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

import msgspec

from benchmarks.options import Options
from benchmarks.servers import data_folder
from benchmarks.tables import Table, short
from chatserver.core import commands as cmd
from chatserver.core import events as ev
from chatserver.core.evolve import fold
from chatserver.core.ids import RANDOM_BITS, chat_id_from
from chatserver.core.people import AgentRef, Author, bot_author, visitor_author
from chatserver.core.sla.policies import DEFAULT_POLICIES
from chatserver.services.execute import Unit
from chatserver.services.ports import Context, Tx
from chatserver.services.searching import INDEXED_AT_ONCE, search_chats
from chatserver.storage import FILE_NAME, SqliteStore, open_store, sqlite_rows
from chatserver.storage.search_rows import note_unindexed
from chatserver.storage.sqlite_rows import chat_row, event_rows
from chatserver.wire import search_ack

_NOW = datetime(2026, 11, 1, tzinfo=UTC)
_SPREAD = timedelta(days=365)
_MESSAGES_PER_CHAT = 12
_WORDS_PER_MESSAGE = 14
_LANGUAGES = ("en", "en", "de", "es", "pt-BR", "ru")
_AGENTS = tuple(AgentRef(f"agent-{name}", name) for name in ("Anna", "Ben", "Chloe", "Dmitri"))
_FILTERS = ("", "lang:de", "rating:1", "status:closed", "from:anna", "plan:premium lang:ru", "before:2026-03-01")
_SENDS = 400
_QUICKLY = 4_000
_encode = msgspec.json.Encoder().encode


class _Clock:
    def now(self) -> datetime:
        return _NOW


def search(options: Options) -> Table:
    """Fills a database, indexes it as the server does, then types."""
    messages = options.searched_messages
    table = Table(
        f"9. Search over {messages:,} messages, in ms (goal: p95 below 100)",
        ("typed", "answers", "p50", "p95", "worst", "CPU p50", "CPU p95", "cut short"),
    )
    chance = random.Random(7)
    with data_folder() as folder:
        open_store(folder, lambda: "e", as_server=True).close()
        vocabulary = _vocabulary(chance)
        _fill(folder, messages, chance, vocabulary)
        before = _megabytes(folder)
        per_message, longest = asyncio.run(_index(folder, messages))
        after = _megabytes(folder)
        store = open_store(folder, lambda: "e", as_server=True)
        try:
            _type_all(table, store, vocabulary, options)
            plain, noted = asyncio.run(_sends(store, options.rounds))
        finally:
            store.close()
    table.notes.extend([
        f"index: {after - before:,.0f} MB beside {before:,.0f} MB of chats; {per_message:.0f} us a message in the"
        f" background, the longest portion of {INDEXED_AT_ONCE} {longest:.0f} ms",
        f"a send: {plain:.1f} us without the note for the index, {noted:.1f} us with it",
    ])  # fmt: skip
    table.figures.append({
        "index_mb": after - before, "chats_mb": before, "index_us": per_message, "longest_portion_ms": longest,
        "send_us": noted, "send_without_us": plain,
    })  # fmt: skip
    return table


def _vocabulary(chance: random.Random) -> list[str]:
    """Words, the most common first."""
    syllables = [first + second for first in "bcdfghklmnprstvwz" for second in "aeiou"]
    words = ("".join(chance.choices(syllables, k=chance.choice((1, 2, 2, 3, 3, 4)))) for _ in itertools.count())
    return list(dict.fromkeys(itertools.islice((word + chance.choice(("", "n", "s", "t")) for word in words), 80_000)))


def _fill(folder: Path, messages: int, chance: random.Random, vocabulary: list[str]) -> None:
    """Writes the chats past the store, without a journal: it is the reading that is measured."""
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(vocabulary))))

    def text() -> str:
        return " ".join(chance.choices(vocabulary, cum_weights=weights, k=_WORDS_PER_MESSAGE))

    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as db:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"):
            db.execute(f"PRAGMA {pragma}")
        db.execute("BEGIN")
        db.executemany(
            "INSERT INTO agents (id, name, name_key, password_hash, created_at) VALUES (?, ?, ?, '', '')",
            [(agent.id, agent.name, agent.name.casefold()) for agent in _AGENTS],
        )
        for number in range(messages // _MESSAGES_PER_CHAT):
            _write_chat(db, _chat(number, chance, text), f"v-{number}")
        db.execute("INSERT INTO meta VALUES ('search_from', '')")
        db.execute("COMMIT")
        db.execute("PRAGMA journal_mode = WAL")


def _chat(number: int, chance: random.Random, text: Callable[[], str]) -> list[ev.Recorded]:
    agent, visitor = chance.choice(_AGENTS), visitor_author(f"v-{number}")
    name = text().split(" ", 1)[0]
    details = {"name": name.title(), "email": f"{name}@mail.example", "plan": chance.choice(("premium", "regular"))}
    log: list[ev.Event] = [ev.ChatStarted(visitor.id, chance.choice(_LANGUAGES), details=details)]
    log.append(ev.MessagePosted(bot_author("Bot"), "Hello! How can I help?"))
    speakers: tuple[Author, ...] = (visitor, agent.as_author())
    for place in range(_MESSAGES_PER_CHAT - 2):
        order = f" A-{chance.randrange(100_000):05}" if chance.random() < 0.05 else ""
        log.append(ev.MessagePosted(speakers[place % 2], text() + order))
    log.append(ev.NoteAdded(agent.as_author(), text()))
    log.append(ev.ChatClosed(visitor, ev.CloseReason.RESOLVED, 2))
    if chance.random() < 0.3:
        log.append(ev.ChatRated(chance.choice((1, 4, 5, 5, 5, 5, 5, 5, 5, 5))))
    chat_id = chat_id_from(chance.randrange(1 << RANDOM_BITS))
    began = _NOW - chance.random() * _SPREAD
    return [
        ev.Recorded(chat_id, seq, began + timedelta(seconds=30 * seq, microseconds=1), event)
        for seq, event in enumerate(log, 1)
    ]


def _write_chat(db: sqlite3.Connection, log: list[ev.Recorded], visitor_id: str) -> None:
    row = chat_row(fold(log))
    db.execute("INSERT INTO visitors (id, token_hash, created_at) VALUES (?, ?, '')", (visitor_id, visitor_id.encode()))
    db.execute(
        f"INSERT INTO chats ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})",
        row,
    )
    rows = event_rows(log, None)
    db.executemany(
        "INSERT INTO events (chat_id, seq, at, type, body, author, client_id, content_hash)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


async def _index(folder: Path, messages: int) -> tuple[float, float]:
    """Returns microseconds a message, and the longest portion in milliseconds."""
    store = open_store(folder, lambda: "e", as_server=True)
    portions: list[float] = []
    began, count = time.perf_counter(), 1
    while count:
        # Only some as small as the server makes them: each is a commit, and a million messages have ten thousand.
        limit = INDEXED_AT_ONCE if len(portions) % 2 else _QUICKLY
        portion = time.perf_counter()
        count = await store.run(partial(_index_some, limit=limit))
        portions.append(time.perf_counter() - portion)
    took = time.perf_counter() - began
    store.close()
    return took / messages * 1e6, max(portions[1::2]) * 1e3


def _index_some(tx: Tx, limit: int) -> int:
    return tx.search.index_some(limit)


def _type_all(table: Table, store: SqliteStore, vocabulary: list[str], options: Options) -> None:
    ctx = cast(Context, _SearchContext(store))
    everything: list[_Took] = []
    for name, queries in _typed(vocabulary, random.Random(3), options.rounds):
        times, answers, cut = asyncio.run(_ask(ctx, queries))
        everything += times
        _row(table, name, times, answers, cut)
    _row(table, "all", everything, len(everything), 0)


class _SearchContext:
    """What a search needs of a server."""

    def __init__(self, store: SqliteStore) -> None:
        self.store = store
        self.clock = _Clock()


def _typed(vocabulary: list[str], chance: random.Random, rounds: int) -> Iterator[tuple[str, list[str]]]:
    """What people type, each letter a query of its own."""
    common, usual, rare = vocabulary[:40], vocabulary[500:3_000], vocabulary[30_000:]
    count = 10 * rounds
    yield "common words", _letters(chance.choices(common, k=count))
    yield "usual words", _letters(chance.choices(usual, k=count))
    yield "rare words", _letters(chance.choices(rare, k=count))
    pairs = [f"{chance.choice(common)} {chance.choice(common)}" for _ in range(count)]
    yield "two common words", _letters(pairs)
    yield "common and usual", _letters([f"{chance.choice(common)} {chance.choice(usual)}" for _ in range(count)])
    yield "three usual words", _letters([" ".join(chance.choices(usual, k=3)) for _ in range(count)])
    yield '"exact words"', _letters([f'"{pair}"' for pair in pairs])
    yield "order numbers", _letters([f"A-{chance.randrange(100_000):05}" for _ in range(count)])
    yield "e-mail addresses", _letters([f"{word}@mail.example" for word in chance.choices(usual, k=count)])
    yield "ChatIDs", _letters([chat_id_from(chance.randrange(1 << RANDOM_BITS)) for _ in range(count)])
    yield "-without", [f"{word} -{chance.choice(common)}" for word in chance.choices(common, k=count)]
    for filtered in _FILTERS[1:]:
        words = chance.choices(common, k=rounds) + chance.choices(usual, k=rounds)
        yield filtered, [f"{filtered} {typed}" for typed in ["", *_letters(words)]]


def _letters(words: list[str]) -> list[str]:
    return [word[:end] for word in words for end in range(1, len(word) + 1)]


@dataclass(frozen=True, slots=True)
class _Took:
    """One answer, in ms: by the clock, and what it kept a core busy; on a busy machine the first says little."""

    clock: float
    cpu: float


async def _ask(ctx: Context, queries: list[str]) -> tuple[list[_Took], int, int]:
    times, answers, cut = list[_Took](), 0, 0
    for query in queries:
        began, cpu = time.perf_counter(), time.process_time()
        found = await search_chats(ctx, query)
        _encode(search_ack(found))
        times.append(_Took((time.perf_counter() - began) * 1e3, (time.process_time() - cpu) * 1e3))
        answers += bool(found.results)
        cut += found.is_partial
    return times, answers, cut


def _row(table: Table, name: str, times: list[_Took], answers: int, cut: int) -> None:
    clock, cpu = sorted(took.clock for took in times), sorted(took.cpu for took in times)
    p95 = int(len(times) * 0.95)
    figures = (statistics.median(clock), clock[p95], clock[-1], statistics.median(cpu), cpu[p95])
    table.rows.append([name, f"{answers} of {len(times)}", *map(short, figures), str(cut)])
    names = ("p50_ms", "p95_ms", "worst_ms", "cpu_p50_ms", "cpu_p95_ms")
    table.figures.append({"typed": name, **dict(zip(names, figures, strict=True)), "cut_short": cut})


async def _sends(store: SqliteStore, rounds: int) -> tuple[float, float]:
    """Returns the microseconds of a message in a full commit, without and with the note; measured in turns."""
    chat_ids = [chat_id_from(number) for number in range(_SENDS)]

    def start(tx: Tx) -> None:
        for chat_id in chat_ids:
            tx.visitors.add(chat_id, chat_id.encode(), _NOW)
            Unit(tx, _NOW, DEFAULT_POLICIES).start(cmd.StartChat(chat_id, chat_id, "en"))

    def send(tx: Tx, chat_id: str) -> None:
        chat = tx.chats.get(chat_id)
        assert chat is not None
        said = cmd.PostMessage(visitor_author(chat_id), "Where is my order A-1234?")
        Unit(tx, _NOW, DEFAULT_POLICIES).execute(chat, said)

    await store.run(start)
    real: Any = note_unindexed
    times: dict[bool, list[float]] = {False: [], True: []}
    for turn in range(20 * rounds):
        has_note = bool(turn % 2)
        setattr(sqlite_rows, "note_unindexed", real if has_note else lambda db, ids: None)  # noqa: B010 - mypy
        began = time.perf_counter()
        await asyncio.gather(*(store.run(partial(send, chat_id=chat_id)) for chat_id in chat_ids))
        times[has_note].append((time.perf_counter() - began) / _SENDS * 1e6)
        # As the index does between two messages of a chat.
        await store.run(lambda tx: tx.search.index_some(10 * _SENDS))
    setattr(sqlite_rows, "note_unindexed", real)  # noqa: B010 - mypy
    return statistics.median(times[False]), statistics.median(times[True])


def _megabytes(folder: Path) -> float:
    with closing(sqlite3.connect(folder / FILE_NAME)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return (folder / FILE_NAME).stat().st_size / 1e6
