"""The visitor's tab and the agent's console, as `static/widget/chat.ts` and `static/console` go about it."""

import itertools
import json
from collections.abc import Callable
from typing import Any

from chatserver.core.people import AgentRef
from tests.faults.simulated_network import Connection, Packet
from tests.faults.simulated_sync import Answer, ChatCopy, Letter, Outbox, Then, Timer, insist, is_final

# Stands in for the id of the chat that is being started.
NEXT = ""
# The console asks for more of them at once; one is enough to see what a list can miss.
VIEWS = ("all",)
# A letter to an earlier chat: `chat.ts` gives it up as `closed` by itself, also when an ack of it was lost before.
ELSEWHERE = "another chat"
LOST = frozenset({"taken", "conflict", "forbidden", "closed"})


class Client:
    """One end of a connection. Answers that come too late, or for a second time, find nobody."""

    def __init__(self, name: str, new_id: Callable[[], str]) -> None:
        self.name = name
        self.new_id = new_id
        self.connection: Connection | None = None
        self.asks: dict[int, tuple[Packet, Then]] = {}
        self.timers: list[Timer] = []
        self.is_asleep = False
        self.acked: list[Packet] = []
        self._ids = itertools.count(1)

    @property
    def wants_connection(self) -> bool:
        return self.connection is None and not self.is_asleep

    def ask(self, command: str, fields: dict[str, Any], then: Then) -> None:
        if self.connection is None:
            return then(None)
        packet = Packet(command, fields, next(self._ids))
        self.asks[packet.ask_id or 0] = (packet, then)
        return self.connection.up.append(packet)

    def receive(self, packet: Packet) -> None:
        if packet.ask_id is None:
            return self.hear(packet.name, packet.body)
        asked, then = self.asks.pop(packet.ask_id, (None, None))
        if asked is not None and then is not None:
            if packet.body["ok"] and "text" in asked.body:
                self.acked.append(asked)
            then(packet.body)
        return None

    def lose_patience(self, ask_id: int) -> None:
        """Ten seconds without an answer."""
        _, then = self.asks.pop(ask_id)
        then(None)

    def later(self, name: str, action: Callable[[], None]) -> Timer:
        timer = Timer(name, action)
        self.timers.append(timer)
        return timer

    def call_off(self, timer: Timer | None) -> None:
        if timer in self.timers:
            self.timers.remove(timer)

    def fire(self, timer: Timer) -> None:
        self.timers.remove(timer)
        timer.action()

    def connected(self, connection: Connection) -> None:
        self.connection = connection
        self.on_state()

    def disconnected(self) -> None:
        self.connection = None
        self.on_state()
        for ask_id in list(self.asks):
            self.lose_patience(ask_id)

    def on_state(self) -> None: ...
    def hear(self, name: str, body: dict[str, Any]) -> None: ...


class Browser:
    """What the tabs of one visitor share."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.storage: dict[str, str] = {}
        self.tabs: list[VisitorTab] = []

    def set_chat(self, chat_id: str, by: "VisitorTab") -> None:
        self.storage["chat"] = chat_id
        for tab in self.tabs:
            if tab is not by:
                tab.later("hear of the storage", lambda tab=tab: tab.hear_storage(chat_id))


class VisitorTab(Client):
    """`chat.ts`."""

    def __init__(self, name: str, browser: Browser, new_id: Callable[[], str]) -> None:
        super().__init__(name, new_id)
        self.browser = browser
        self.storage = browser.storage
        self.copy: ChatCopy | None = None
        self.is_joined = False
        self._has_page = False
        self._has_link = False
        self._is_starting = False
        self.outbox = Outbox(self.storage, self._post, self._sent, self)
        if "chat" in self.storage and "token" in self.storage:
            self._follow(self.storage["chat"])

    @property
    def wants_connection(self) -> bool:
        return self._has_link and self.connection is None and not self.is_asleep

    @property
    def chat_id(self) -> str:
        return self.copy.chat_id if self.copy is not None else NEXT

    @property
    def is_closed(self) -> bool:
        return self.copy is not None and any(event["type"] == "chat_closed" for event in self.copy.events)

    def open(self) -> None:
        self._has_page = True
        if self.copy is None:
            self._start()
        elif self.is_joined:
            self.copy.catch_up()

    def say(self, client_id: str, text: str) -> None:
        self.outbox.add(Letter(self.chat_id, client_id, text))

    def act(self, command: str, **more: object) -> None:
        """`request_agent`, `close_chat` or `rate_chat`."""
        if self.copy is not None and self.copy.seq:
            fields = {"chat_id": self.copy.chat_id, "client_id": self.new_id(), **more}
            insist(lambda then: self.ask(command, fields, then), self, lambda answer: None)

    def start_another(self) -> None:
        self._start()

    def hear_storage(self, chat_id: str) -> None:
        if self.copy is None or not self.copy.seq or chat_id != self.chat_id:
            self._follow(chat_id)

    def on_state(self) -> None:
        self.is_joined = False
        if self.connection is not None:
            self._join()

    def hear(self, name: str, body: dict[str, Any]) -> None:
        if name == "head_told":
            if self.is_joined and self.copy is not None:
                self.copy.hear_head(body)
        elif "seq" in body and "type" in body and self.copy is not None:
            self.copy.hear(body)

    def _join(self) -> None:
        if self.copy is not None:
            self.copy.catch_up()
        elif self._has_page:
            self._start()

    def _follow(self, chat_id: str) -> None:
        copy = self._switch_to(chat_id)
        self._has_link = True
        if self.connection is not None:
            copy.catch_up()

    def _switch_to(self, chat_id: str) -> ChatCopy:
        self.is_joined = False
        self.copy = ChatCopy(chat_id, lambda after, epoch, then: self._fetch_page(chat_id, after, epoch, then))
        return self.copy

    def _fetch_page(self, chat_id: str, after: int, epoch: str | None, then: Then) -> None:
        def answered(answer: Answer | None) -> None:
            if chat_id != self.chat_id:
                return then(None)
            if answer is not None and answer["ok"]:
                self._joined()
                return then(answer)
            if answer is not None and answer["error"]["code"] == "forbidden":
                self._forget()
            elif answer is not None:
                self.later("join again", self._join)
            return then(None)

        fields = {"chat_id": chat_id, "token": self.storage.get("token", ""), "after_seq": after, "epoch": epoch}
        self.ask("resume_chat", fields, answered)

    def _start(self) -> None:
        self._has_link = True
        if self._is_starting or self.connection is None:
            return
        self._is_starting = True
        token = self.storage.setdefault("token", f"{self.new_id():_<43}")
        fields = {"client_id": self.new_id(), "lang": "en", "token": token}
        insist(lambda then: self.ask("start_chat", fields, then), self, self._started)

    def _started(self, started: Answer | None) -> None:
        self._is_starting = False
        if started is not None:
            self._begin(started)
        elif self.connection is not None:
            self.later("start again", lambda: self._join() if self.copy is None else None)

    def _begin(self, started: Answer) -> None:
        self.browser.set_chat(started["chat_id"], self)
        copy = self._switch_to(started["chat_id"])
        copy.take(started)
        self._joined()
        if started["more"]:
            copy.catch_up()

    def _forget(self) -> None:
        self.outbox.readdress(self.chat_id, NEXT)
        self.storage.pop("chat", None)
        self.storage.pop("token", None)
        self.copy = None
        self.is_joined = False
        if self._has_page:
            self._start()

    def _joined(self) -> None:
        if not self.is_joined:
            self.is_joined = True
            self.outbox.readdress(NEXT, self.chat_id)
            self.outbox.flush()

    def _post(self, letter: Letter, then: Then) -> None:
        if not self.is_joined:
            return then(None)
        if letter.chat_id != self.chat_id:
            return then({"ok": False, "error": {"code": ELSEWHERE, "message": ""}})
        fields = {"chat_id": letter.chat_id, "client_id": letter.client_id, "text": letter.text}
        return self.ask("post_message", fields, then)

    def _sent(self, letter: Letter, ack: Answer) -> None:
        def look() -> None:
            if self.copy is not None and self.chat_id == letter.chat_id and self.copy.seq < ack["seq"]:
                self.copy.catch_up()

        self.later("look for my words", look)


class Console(Client):
    """`store.ts` with its rows, rooms and outgoing letters."""

    def __init__(self, name: str, agent: AgentRef, new_id: Callable[[], str]) -> None:
        super().__init__(name, new_id)
        self.agent = agent
        self.rows: dict[str, dict[str, Any]] = {}
        self.rooms: dict[str, ChatCopy] = {}
        self.current: str | None = None
        self.outbox = Outbox({}, self._post, lambda letter, ack: None, self)
        self.put_back: set[str] = set()
        self._wishes: dict[str, str] = {}

    def version(self, chat_id: str) -> int:
        """The newer of the two sources."""
        copy = self.rooms.get(chat_id)
        told = [event["version"] for event in copy.events if "version" in event] if copy is not None else []
        return max([*told, self.rows.get(chat_id, {}).get("version", 0)])

    def open(self, chat_id: str) -> None:
        self.current = chat_id
        copy = self.rooms.get(chat_id) or ChatCopy(
            chat_id, lambda after, epoch, then: self._fetch_page(chat_id, after, then)
        )
        self.rooms[chat_id] = copy
        copy.catch_up()

    def write(self, client_id: str, chat_id: str, kind: str, text: str, version: int) -> None:
        is_message = kind == "message"
        self.outbox.add(Letter(chat_id, client_id, text, kind, version if is_message else None))

    def act(self, command: str, chat_id: str, **fields: object) -> None:
        """Asked again after a lost answer, the same wish keeps its id."""
        wish = json.dumps([command, chat_id, fields])
        client_id = self._wishes.setdefault(wish, self.new_id())

        def answered(answer: Answer | None) -> None:
            if answer is not None and (answer["ok"] or is_final(answer)):
                self._wishes.pop(wish, None)
            if answer is not None and answer["ok"] and "version" in answer and fields.get("accept", True):
                if chat_id in self.rows:
                    self._take([{**self.rows[chat_id], "seq": answer["seq"], "version": answer["version"]}])
                self.open(chat_id)

        self.ask(command, {"chat_id": chat_id, "client_id": client_id, **fields}, answered)

    def on_state(self) -> None:
        if self.connection is None:
            return
        for view in VIEWS:
            self.ask("list_chats", {"view": view}, self._listed)
        self.rooms = {chat_id: copy for chat_id, copy in self.rooms.items() if chat_id == self.current}
        for copy in self.rooms.values():
            copy.catch_up()
        self.outbox.flush()

    def hear(self, name: str, body: dict[str, Any]) -> None:
        if name == "chats_changed":
            self._take(body["chats"])
        elif "chat_id" in body and body["chat_id"] in self.rooms:
            copy = self.rooms[body["chat_id"]]
            if name == "head_told":
                copy.hear_head(body)
            elif "type" in body and copy.seq:
                copy.hear(body)

    def _listed(self, answer: Answer | None) -> None:
        if answer is not None and answer["ok"]:
            self._take(answer["chats"])

    def _take(self, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            if row["seq"] >= self.rows.get(row["chat_id"], {}).get("seq", 0):
                self.rows[row["chat_id"]] = row

    def _fetch_page(self, chat_id: str, after: int, then: Then) -> None:
        def answered(answer: Answer | None) -> None:
            if answer is None or not answer["ok"]:
                return then(None)
            self._take([answer["chat"]])
            return then(answer)

        self.ask("open_chat", {"chat_id": chat_id, "after_seq": after}, answered)

    def _post(self, letter: Letter, then: Then) -> None:
        def answered(answer: Answer | None) -> None:
            then(answer)
            if answer is not None and not answer["ok"]:
                # The words of a chat that is lost go back into the composer.
                for each in self.outbox.of(letter.chat_id):
                    if each.failed in LOST:
                        self.outbox.drop(each.client_id)
                        self.put_back.add(each.client_id)

        fields = {"chat_id": letter.chat_id, "client_id": letter.client_id, "text": letter.text}
        if letter.kind == "note":
            self.ask("add_note", fields, answered)
        else:
            self.ask("post_message", {**fields, "version": letter.version}, answered)
