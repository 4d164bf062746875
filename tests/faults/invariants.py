"""The one checker that follows every fault: what was acked is there, once, in order, and everybody sees the same.

It reads the database file itself, beside the server's own code, and compares it with what the people were promised
(the acks as they came over the wire) and with what stands on their screens.
"""

import asyncio
import json
import sqlite3
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Set
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chatserver.storage import faults_of
from tests.faults.people import Ledger, People
from tests.faults.processes import ServerProcess

SETTLE_SECONDS = 60
# Only agents see these; a visitor gets a bare place for them.
FOR_AGENTS = frozenset(
    {
        "note_added",
        "details_collected",
        "bot_stepped",
        "offer_made",
        "offer_ended",
        "clocks_moved",
        "escalation_reached",
    }
)
# On nobody's transcript.
SILENT = frozenset({"chat_started", "details_collected", "bot_stepped", "clocks_moved"})
ITEM = ("client_id", "text", "at")
TEXTS = {"message_posted": "message", "note_added": "note"}
NEVER_IN_A_LOG = ("Traceback", "incident ", "a commit failed", "never retrieved", "Exception ignored")


@dataclass(frozen=True)
class StoredChat:
    """One chat as the database file has it."""

    chat_id: str
    seq: int
    status: str
    version: int
    agent: str | None
    events: list[dict[str, Any]]

    def screen(self, kind: str) -> dict[str, Any]:
        """What a visitor's or an agent's screen has to show."""
        items = [
            [
                event["seq"],
                TEXTS.get(event["type"], event["type"]),
                event.get("client_id"),
                event.get("text"),
                event["at"],
            ]
            for event in self.events
            if event["type"] not in SILENT and not (kind == "visitor" and event["type"] in FOR_AGENTS)
        ]
        shown = {"chat_id": self.chat_id, "seq": self.seq, "status": self.status, "agent": self.agent, "items": items}
        # A visitor is not told the version.
        return shown if kind == "visitor" else {**shown, "version": self.version}

    @property
    def texts(self) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] in TEXTS]


def stored_chats(database: Path) -> dict[str, StoredChat]:
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=20)) as db:
        # One snapshot for both questions, however busy the writer is.
        db.execute("BEGIN")
        events: dict[str, list[dict[str, Any]]] = defaultdict(list)
        log = db.execute("SELECT chat_id, seq, at, type, body FROM events ORDER BY chat_id, seq")
        for chat_id, seq, at, kind, body in log:
            # In milliseconds, which is what a browser makes of it. Two events may have all in common but their time.
            events[chat_id].append({**json.loads(body), "seq": seq, "type": kind, "at": f"{at[:23]}Z"})
        rows = db.execute("SELECT id, seq, status, state FROM chats").fetchall()
    chats = {}
    for chat_id, seq, status, state_text in rows:
        state = json.loads(state_text)
        agent = (state.get("agent") or {}).get("name")
        chats[chat_id] = StoredChat(chat_id, seq, status, state["version"], agent, events[chat_id])
    return chats


async def check(
    server: ServerProcess,
    people: People,
    *,
    seconds: float = SETTLE_SECONDS,
    lost: Set[str] = frozenset(),
    known_in_log: Iterable[str] = (),
) -> Ledger:
    """Waits until everybody is in agreement, then checks every promise. Returns the ledger for more questions.

    `lost` are the client ids that a restored backup may have forgotten; `known_in_log` what a test knows to stand in
    the server's log although it should not stand there otherwise.
    """
    await _agreement(server, people, seconds)
    ledger = await people.ledger()
    tabs = await people.report()
    chats = stored_chats(server.database)
    faults = [
        *_gaps(chats),
        *_broken_promises(chats, ledger, lost),
        *_lost_or_doubled_words(chats, ledger, tabs, lost),
        *_disorder(chats, ledger),
        *(f"the people's code broke: {trouble}" for trouble in ledger.broken),
        *faults_of(server.database),
        *faults_in_log(server.log, known_in_log),
    ]
    assert not faults, "\n".join(faults[:30])
    return ledger


async def nobody_knows_more(server: ServerProcess, people: People) -> None:
    """After a death: what was acked, or stands on anybody's screen, is in the file already."""
    ledger, tabs, chats = await people.ledger(), await people.report(), stored_chats(server.database)
    early = [*_broken_promises(chats, ledger, frozenset())]
    for name, tab in tabs.items():
        if shows := tab["shows"]:
            stored = chats[shows["chat_id"]].screen(tab["kind"])["items"]
            early += [
                f"{name} was told of {item}, which is not stored" for item in shows["items"] if item not in stored
            ]
    assert not early, "\n".join(early)


async def _agreement(server: ServerProcess, people: People, seconds: float) -> None:
    """Everyone is online and silent, every outbox is empty, every screen equals the file. All of it has to come."""
    deadline = time.monotonic() + seconds
    while differences := _differences(await people.report(), stored_chats(server.database)):
        if time.monotonic() > deadline:
            listing = "\n".join(differences[:20])
            raise AssertionError(f"no agreement within {seconds} s:\n{listing}\n{server.log[-1500:]}")
        await asyncio.sleep(0.05)


def _differences(tabs: dict[str, dict[str, Any]], chats: dict[str, StoredChat]) -> list[str]:
    found = []
    for name, tab in tabs.items():
        if not tab["online"] or tab["talking"]:
            found.append(f"{name}: online={tab['online']}, {tab['talking']} left to say")
        if tab["outbox"] or tab["pending"]:
            found.append(
                f"{name}: {len(tab['outbox'])} letters in the outbox, {tab['pending']} pending: {tab['failed']}"
            )
        shows = tab["shows"]
        if shows is None:
            found += [f"{name} shows no chat"] if tab["kind"] == "visitor" else []
            continue
        chat = chats.get(shows["chat_id"])
        wanted = chat.screen(tab["kind"]) if chat else {}
        found += [
            f"{name}: {part} is {_brief(shows.get(part), value)} instead of {_brief(value, shows.get(part))}"
            for part, value in wanted.items()
            if shows.get(part) != value
        ]
        found += [] if chat else [f"{name} shows {shows['chat_id']}, which the server does not have"]
    return found


def _brief(value: Any, other: Any) -> str:
    """Of a long list only what the other one has not."""
    if isinstance(value, list) and isinstance(other, list):
        return f"{len(value)} rows, among them {[row for row in value if row not in other][:3]}"
    return repr(value)


def _gaps(chats: dict[str, StoredChat]) -> Iterable[str]:
    for chat in chats.values():
        seqs = [event["seq"] for event in chat.events]
        if seqs != list(range(1, chat.seq + 1)):
            yield f"the log of {chat.chat_id} has gaps: {seqs[-5:]}, and the chat is at {chat.seq}"


def _broken_promises(chats: dict[str, StoredChat], ledger: Ledger, lost: Set[str]) -> Iterable[str]:
    """Every ack said: this client id, with this text, stands at this seq; and nothing else has that id."""
    for ack in ledger.acked:
        chat = chats.get(ack["chat_id"])
        found = [text for text in chat.texts if text.get("client_id") == ack["client_id"]] if chat else []
        if len(found) > 1:
            yield f"doubled: {ack}: stands at {[text['seq'] for text in found]}"
        elif ack["client_id"] in lost:
            continue
        elif not found:
            yield f"lost after its ack: {ack}"
        elif (found[0]["seq"], found[0]["text"]) != (ack["seq"], ack["text"]):
            yield f"acked as {ack}, stored as {found[0]['seq']}, {found[0]['text']!r}"


def _lost_or_doubled_words(
    chats: dict[str, StoredChat], ledger: Ledger, tabs: dict[str, dict[str, Any]], lost: Set[str]
) -> Iterable[str]:
    """With empty outboxes, whatever anybody said stands in the log once, or is back in its writer's composer."""
    stored = Counter(text["text"] for chat in chats.values() for text in chat.texts)
    drafts = "\n\n".join(draft for tab in tabs.values() for draft in tab.get("drafts", ())).split("\n\n")
    forgotten = {ack["text"] for ack in ledger.acked if ack["client_id"] in lost}
    for words in ledger.said:
        times = stored[words["text"]] + drafts.count(words["text"])
        if times > 1 or (times == 0 and words["text"] not in forgotten):
            yield f"said once, found {times} times: {words}"


def _disorder(chats: dict[str, StoredChat], ledger: Ledger) -> Iterable[str]:
    """In each chat, the words of one tab stand in the order in which they were said."""
    spoken: dict[str, list[str]] = defaultdict(list)
    for words in ledger.said:
        spoken[words["who"]].append(words["text"])
    for chat in chats.values():
        place = {text["text"]: text["seq"] for text in chat.texts}
        for who, texts in spoken.items():
            seqs = [place[text] for text in texts if text in place]
            if seqs != sorted(seqs):
                yield f"out of order in {chat.chat_id}: {who} said {[text for text in texts if text in place]}: {seqs}"


def faults_in_log(log: str, known: Iterable[str] = ()) -> Iterable[str]:
    """A server that was killed leaves no word; one that lives must have nothing to confess."""
    for line in log.splitlines():
        if any(sign in line for sign in NEVER_IN_A_LOG) and not any(word in line for word in known):
            where = log.index(line)
            yield f"in the server's log: {log[where : where + 1500]}"
            return
