"""The ledger: what was promised to whom, and whether the log on the disk and every screen keep it.

It reads the SQLite file itself, and knows the rules of the log once more, apart from the code that keeps them.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chatserver.core import events as ev
from chatserver.core.chat import Chat, Status
from chatserver.core.events import Audience, Recorded
from chatserver.core.evolve import begin, evolve
from chatserver.core.people import AuthorKind
from chatserver.core.sla.following import is_live
from chatserver.storage import FILE_NAME
from chatserver.storage.records import chat_from_row, event_from_row
from chatserver.wire import event_to_wire
from tests.faults.simulated_network import Packet, as_sent, require_fit_for_visitors
from tests.faults.simulated_sync import ChatCopy

# What a command that did something has put into the log at the seq of its ack.
CAUSES: Mapping[str, type[ev.Event]] = {
    "post_message": ev.MessagePosted,
    "add_note": ev.NoteAdded,
    "rate_chat": ev.ChatRated,
    "close_chat": ev.ChatClosed,
    "transfer_chat": ev.ChatTransferred,
    "hand_back_chat": ev.ChatHandedBack,
}
# What asks for something that is so already is acked, and leaves no receipt: asked again later, it is a new question.
MAY_CHANGE_NOTHING = frozenset({"claim_chat", "request_agent"})
AFTER_THE_END = ev.ChatRated | ev.NoteAdded | ev.ClocksMoved | ev.ChatReopened

# chat, visitor or agent, client id
Key = tuple[str, str, str]


@dataclass(slots=True)
class Log:
    """One chat as it stands on the disk."""

    chat: Chat
    recorded: list[Recorded]
    # The owner and the version after each event, by a second reading of the log.
    owners: list[tuple[str | None, int]]
    for_visitors: list[dict[str, Any]] = field(default_factory=list)
    for_agents: list[dict[str, Any]] = field(default_factory=list)
    client_ids: set[tuple[str, str]] = field(default_factory=set)
    last_written: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Acked:
    asked: Packet
    body: dict[str, Any]


class Ledger:
    """See above. `look` compares everything that is new; `look_again` everything."""

    def __init__(self, folder: Path) -> None:
        self.logs: dict[str, Log] = {}
        self.epoch = ""
        self._acks: dict[Key, Acked] = {}
        self._unchecked: list[Key] = []
        # Which client id was the how many-th that its writer wrote.
        self._written: dict[str, tuple[str, int]] = {}
        self._taken_back: set[str] = set()
        self._db = _open(folder)

    def close(self) -> None:
        self._db.close()

    def write_down(self, writer: str, client_id: str) -> None:
        self._written[client_id] = (writer, len(self._written))

    def answered(self, who: str | None, asked: Packet, body: dict[str, Any]) -> None:
        """An ack leaves the server: from here on it is a promise."""
        if not body["ok"] or "client_id" not in asked.body or "chat_id" not in asked.body:
            return
        key = (asked.body["chat_id"], who or "", asked.body["client_id"])
        before = self._acks.get(key)
        if before is None or not self._has_receipt(key, before):
            self._acks[key] = Acked(asked, body)
            self._unchecked.append(key)
            return
        assert _content(before.asked) == _content(asked), f"{key} was acked for {before.asked} and for {asked}"
        assert before.body == body, f"{key} was acked as {before.body}, and then as {body}"

    def _has_receipt(self, key: Key, acked: Acked) -> bool:
        sql = "SELECT client_id FROM events WHERE chat_id = ? AND seq = ?"
        (client_id,) = self._db.execute(sql, (key[0], acked.body["seq"])).fetchone() or (None,)
        return client_id == key[2] or acked.asked.name not in MAY_CHANGE_NOTHING

    def look(self, copies: Iterable[tuple[str, Audience, ChatCopy]]) -> None:
        self._read_new()
        for key in self._unchecked:
            self._check_ack(key, self._acks[key])
        self._unchecked.clear()
        for name, audience, copy in copies:
            if copy.epoch == self.epoch:
                self._compare(name, audience, copy)

    def look_again(self, folder: Path, copies: Iterable[tuple[str, Audience, ChatCopy]]) -> None:
        """Reads a file from its beginning: nothing that was there before may be gone."""
        before = self.logs
        self._db.close()
        self._db = _open(folder)
        self.logs = {}
        self._read_new()
        for chat_id, log in before.items():
            assert chat_id in self.logs, f"chat {chat_id} is lost"
            assert self.logs[chat_id].recorded[: len(log.recorded)] == log.recorded, f"events of {chat_id} are lost"
        self._unchecked = list(self._acks)
        anew = list(copies)
        for _, _, copy in anew:
            copy.compared = 0
        self.look(anew)

    def lengths(self) -> dict[str, int]:
        """What a backup made now has."""
        self._read_new()
        return {chat_id: len(log.recorded) for chat_id, log in self.logs.items()}

    def go_back(self, lengths: Mapping[str, int]) -> None:
        """A backup was restored: what came after it was never promised."""
        self.logs = {chat_id: self.logs[chat_id] for chat_id in lengths}
        for chat_id, length in lengths.items():
            del self.logs[chat_id].recorded[length:]
        standing = {key: acked for key, acked in self._acks.items() if acked.body["seq"] <= lengths.get(key[0], 0)}
        self._taken_back.update(client_id for _, _, client_id in self._acks.keys() - standing.keys())
        self._acks = standing

    def missing(self) -> set[str]:
        """What was written and is not in any log, apart from what a restore has taken back."""
        stored = {client_id for log in self.logs.values() for _, client_id in log.client_ids}
        return self._written.keys() - stored - self._taken_back

    def has_acked(self, asked: Packet) -> bool:
        return any(acked.asked.body["client_id"] == asked.body["client_id"] for acked in self._acks.values())

    def is_stored(self, chat_id: str, client_id: str) -> bool:
        return chat_id in self.logs and client_id in {known for _, known in self.logs[chat_id].client_ids}

    def require_whole(self, name: str, copy: ChatCopy) -> None:
        """What a client shows is the whole log, and not only a part of it."""
        assert copy.epoch == self.epoch, f"{name} shows {copy.chat_id} of {copy.epoch}, the server has {self.epoch}"
        written = len(self.logs[copy.chat_id].recorded)
        assert copy.seq == written, f"{name} shows {copy.seq} events of {copy.chat_id}, the log has {written}"

    def _read_new(self) -> None:
        (self.epoch,) = self._db.execute("SELECT value FROM meta WHERE name = 'epoch'").fetchone()
        open_chats: set[str] = set()
        asked = "SELECT id, visitor_id, status, agent_id, seq, state, clocks FROM chats ORDER BY id"
        for chat_id, visitor_id, status, agent_id, seq, *state in self._db.execute(asked).fetchall():
            if status != Status.CLOSED:
                assert visitor_id not in open_chats, f"{visitor_id} has two open chats"
                open_chats.add(visitor_id)
            known = self.logs.get(chat_id)
            if known is None or known.chat.seq != seq:
                self._extend(chat_id)
                log = self.logs[chat_id]
                assert chat_from_row(*state) == log.chat, f"the state of {chat_id} is not what its log says"
                assert (status, seq) == (log.chat.status, log.chat.seq)
                owner = log.owners[-1][0] if log.chat.is_open else agent_id
                assert agent_id == owner, f"{agent_id} has {chat_id}, the log says {owner}"
                running = [clock for clock in log.chat.clocks.values() if is_live(clock)]
                assert log.chat.is_open or not running, f"{running} still run in the closed {chat_id}"

    def _extend(self, chat_id: str) -> None:
        known = self.logs.get(chat_id)
        sql = "SELECT seq, at, type, body FROM events WHERE chat_id = ? AND seq > ? ORDER BY seq"
        for row in self._db.execute(sql, (chat_id, known.chat.seq if known is not None else 0)):
            recorded = event_from_row(chat_id, *row)
            if known is None:
                known = self.logs[chat_id] = Log(begin(recorded), [recorded], [(None, 1)])
            else:
                assert recorded.seq == len(known.recorded) + 1, f"{chat_id} has seq {recorded.seq} after a gap"
                self._check_event(known, recorded)
                # Raises when the table of transitions does not allow it.
                known.chat = evolve(known.chat, recorded)
                known.owners.append(_owner_after(known.owners[-1], recorded.event))
                known.recorded.append(recorded)
            known.for_visitors.append(_for_visitors(recorded))
            known.for_agents.append(as_sent(event_to_wire(recorded, Audience.AGENTS)))

    def _check_event(self, log: Log, recorded: Recorded) -> None:
        event = recorded.event
        if log.chat.status is Status.CLOSED:
            assert isinstance(event, AFTER_THE_END), f"{recorded} happened to a closed chat"
        if not isinstance(event, ev.MessagePosted | ev.NoteAdded) or event.client_id is None:
            return
        author = event.author
        if author.kind is AuthorKind.AGENT and isinstance(event, ev.MessagePosted):
            assert author.id == log.owners[-1][0], f"{author.name} wrote in a chat of {log.owners[-1][0]}: {recorded}"
        assert (author.key, event.client_id) not in log.client_ids, f"{event.client_id} is in the log twice"
        log.client_ids.add((author.key, event.client_id))
        writer, place = self._written.get(event.client_id, ("", 0))
        if writer:
            assert place > log.last_written.get(writer, -1), f"{recorded} is not in the order of its writer"
            log.last_written[writer] = place

    def _check_ack(self, key: Key, acked: Acked) -> None:
        chat_id, who, client_id = key
        seq, name, asked = acked.body["seq"], acked.asked.name, acked.asked.body
        log = self.logs.get(chat_id)
        assert log is not None, f"{acked} was acked, and there is no such chat"
        assert seq <= len(log.recorded), f"{acked} was acked and is not there"
        event = log.recorded[seq - 1].event
        owner, version = log.owners[seq - 1]
        if name in CAUSES:
            assert isinstance(event, CAUSES[name]), f"{acked} is {event}"
        if isinstance(event, ev.MessagePosted | ev.NoteAdded) and name in ("post_message", "add_note"):
            assert (event.client_id, event.text) == (client_id, acked.body["text"]), f"{acked} is {event}"
            assert event.text == asked["text"] or event.redactions, f"{acked} is {event}"
            if "version" in asked and name == "post_message":
                assert asked["version"] == version, f"{acked} was let through at version {version}"
        if name == "claim_chat" or (name == "answer_offer" and asked["accept"]):
            assert owner == who, f"{acked} took the chat, the log says {owner}"
            assert acked.body["version"] == version, f"{acked} has another version than {version}"
        if name in ("transfer_chat", "release_chat", "hand_back_chat"):
            assert asked["version"] == log.owners[seq - 3 if name == "release_chat" else seq - 2][1], f"{acked}"

    def _compare(self, name: str, audience: Audience, copy: ChatCopy) -> None:
        log = self.logs.get(copy.chat_id)
        assert log is not None, f"{name} shows {copy.chat_id}, which is not there"
        written = log.for_agents if audience is Audience.AGENTS else log.for_visitors
        if copy.compared_epoch != self.epoch:
            copy.compared, copy.compared_epoch = 0, self.epoch
        new = copy.events[copy.compared :]
        expected = written[copy.compared : copy.seq]
        assert new == expected, f"{name} shows {new} of {copy.chat_id} where the log has {expected}"
        copy.compared = copy.seq


def _content(asked: Packet) -> tuple[str, dict[str, Any]]:
    """An agent's version may be another one when the same words are sent again."""
    return asked.name, {name: value for name, value in asked.body.items() if name != "version"}


def _owner_after(before: tuple[str | None, int], event: ev.Event) -> tuple[str | None, int]:
    """Ownership by its own rules: one owner, taken only from nobody, given only by the owner."""
    owner, version = before
    match event:
        case ev.AgentAssigned():
            assert owner is None, f"{event} took the chat from {owner}"
            after: str | None = event.agent.id
        case ev.ChatTransferred():
            assert owner == event.from_agent.id, f"{event} gave away the chat of {owner}"
            after = event.to_agent.id
        case ev.ChatReleased() | ev.ChatHandedBack():
            assert owner == event.agent.id, f"{event} gave away the chat of {owner}"
            after = None
        case ev.ChatQueued():
            assert owner is None, f"{event} took the chat from {owner}"
            after = None
        case ev.ChatClosed():
            assert event.by.kind is not AuthorKind.AGENT or owner == event.by.id, f"{event} of the chat of {owner}"
            after = owner
        case _:
            return before
    assert event.version == version + 1, f"{event} follows version {version}"
    return after, event.version


def _for_visitors(recorded: Recorded) -> dict[str, Any]:
    shown = as_sent(event_to_wire(recorded, Audience.EVERYONE))
    require_fit_for_visitors(shown["type"], shown)
    is_hidden = shown["type"] == "event_hidden"
    assert is_hidden is (recorded.event.audience is Audience.AGENTS), f"a visitor is shown {shown}"
    return shown


def _open(folder: Path) -> sqlite3.Connection:
    db = sqlite3.connect(folder / FILE_NAME)
    db.execute("PRAGMA query_only = ON")
    return db
