"""The rules of `static/shared` once more in Python: a chat's copy, the outbox, and asking until there is an answer.

Where TypeScript awaits, a callback is given; where it sets a timer, the simulation fires it when it likes.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from chatserver.core.errors import RETRYABLE

Answer = dict[str, Any]
# None: no answer came, or there is no connection.
Then = Callable[[Answer | None], None]

TRIES = 4


class Timers(Protocol):
    def later(self, name: str, action: Callable[[], None]) -> "Timer": ...
    def call_off(self, timer: "Timer | None") -> None: ...


@dataclass(eq=False, slots=True)
class Timer:
    name: str
    action: Callable[[], None]


def is_final(answer: Answer) -> bool:
    return not answer["ok"] and answer["error"]["code"] not in RETRYABLE


class ChatCopy:
    """`sync.ts` with the `seq` of `chats.ts`: one chat as one client shows it."""

    def __init__(self, chat_id: str, fetch_page: Callable[[int, str | None, Then], None]) -> None:
        self.chat_id = chat_id
        self.epoch: str | None = None
        self.events: list[dict[str, Any]] = []
        # What was heard while its newest page was under way is in it. Not so after the page that began a chat, or began
        # it anew from another database: what came before such a page was dropped.
        self.is_sure = False
        # The last question had no answer: a screen says so, and asks again when somebody comes back.
        self.has_failed = False
        # How much of it was compared with the log, and of which database.
        self.compared = 0
        self.compared_epoch = ""
        self._fetch_page = fetch_page
        self._is_fetching = False
        self._again = False

    @property
    def seq(self) -> int:
        return len(self.events)

    def take(self, page: Answer, asked_after: int = 0) -> None:
        if self._is_other(page, asked_after):
            self.events, self.compared = [], 0
        self.epoch = page["epoch"]
        for event in page["events"]:
            self._reduce(event)

    def hear(self, event: dict[str, Any]) -> None:
        if event["chat_id"] == self.chat_id and self._reduce(event) == "gap":
            self.catch_up()

    def hear_head(self, told: dict[str, Any]) -> None:
        if told["chat_id"] == self.chat_id and told["seq"] > self.seq:
            self.catch_up()

    def catch_up(self) -> None:
        if self._is_fetching:
            self._again = True
            return
        self._is_fetching = True
        self._fetch_next()

    def _fetch_next(self) -> None:
        asked = self.seq
        self._fetch_page(asked, self.epoch, lambda page: self._fetched(asked, page))

    def _fetched(self, asked: int, page: Answer | None) -> None:
        self.has_failed = page is None
        if page is None:
            return self._stop()
        is_reset = self._is_other(page, asked)
        self.is_sure = not is_reset
        self.take(page, asked)
        begins = bool(page["events"]) and page["events"][0]["seq"] == 1
        if page["more"] or (is_reset and not begins):
            return self._fetch_next()
        return self._stop()

    def _stop(self) -> None:
        self._is_fetching = False
        if self._again:
            self._again = False
            self.catch_up()

    def _is_other(self, page: Answer, asked_after: int) -> bool:
        return (self.epoch is not None and self.epoch != page["epoch"]) or page["seq"] < asked_after

    def _reduce(self, event: dict[str, Any]) -> str:
        if event["seq"] <= self.seq:
            return "known"
        if event["seq"] != self.seq + 1:
            return "gap"
        self.events.append(event)
        return "applied"


@dataclass(slots=True)
class Letter:
    chat_id: str
    client_id: str
    text: str
    kind: str = "message"
    version: int | None = None
    failed: str | None = None


@dataclass(slots=True)
class Outbox:
    """`outbox.ts`: per chat first in first out, one in flight, kept over reloads, beside those of other tabs."""

    storage: dict[str, str]
    send: Callable[[Letter, Then], None]
    on_sent: Callable[[Letter, Answer], None]
    timers: Timers
    letters: list[Letter] = field(init=False)
    _gone: set[str] = field(default_factory=set)
    _busy: set[str] = field(default_factory=set)
    _again: dict[str, Timer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.letters = self._kept()

    def of(self, chat_id: str) -> list[Letter]:
        return [letter for letter in self.letters if letter.chat_id == chat_id]

    def add(self, letter: Letter) -> None:
        self.letters.append(letter)
        self._keep()
        self.flush()

    def readdress(self, before: str, after: str) -> None:
        moved = self.of(before) if before != after else []
        for letter in moved:
            letter.chat_id = after
        if moved:
            self._keep()

    def drop(self, client_id: str) -> None:
        self._remove(client_id)
        self._keep()

    def flush(self) -> None:
        for chat_id in dict.fromkeys(letter.chat_id for letter in self.letters):
            self._flush_chat(chat_id)

    def _flush_chat(self, chat_id: str) -> None:
        letter = next((letter for letter in self.of(chat_id) if letter.failed is None), None)
        if chat_id in self._busy or letter is None:
            return
        self.timers.call_off(self._again.pop(chat_id, None))
        self._busy.add(chat_id)
        self.send(letter, lambda answer: self._answered(chat_id, letter, answer))

    def _answered(self, chat_id: str, letter: Letter, answer: Answer | None) -> None:
        self._busy.discard(chat_id)
        if answer is not None and answer["ok"]:
            self._remove(letter.client_id)
            self.on_sent(letter, answer)
        elif answer is not None and is_final(answer):
            letter.failed = answer["error"]["code"]
        else:
            self.timers.call_off(self._again.pop(chat_id, None))
            self._again[chat_id] = self.timers.later("send again", lambda: self._flush_chat(chat_id))
            return
        self._keep()
        self._flush_chat(chat_id)

    def _remove(self, client_id: str) -> None:
        self._gone.add(client_id)
        self.letters = [letter for letter in self.letters if letter.client_id != client_id]

    def _keep(self) -> None:
        ours = {letter.client_id for letter in self.letters} | self._gone
        others = [letter for letter in self._kept() if letter.client_id not in ours]
        self.storage["outbox"] = json.dumps([asdict(letter) for letter in (*others, *self.letters)])

    def _kept(self) -> list[Letter]:
        return [Letter(**kept) for kept in json.loads(self.storage.get("outbox", "[]"))]


def insist(ask: Callable[[Then], None], timers: Timers, then: Then, tries: int = 1) -> None:
    """`asking.ts`: the same question a few times; None when the answer was a final no or none came."""

    def answered(answer: Answer | None) -> None:
        if answer is not None and answer["ok"]:
            then(answer)
        elif answer is not None and is_final(answer):
            then(None)
        else:
            timers.later("ask again", again)

    def again() -> None:
        if tries == TRIES:
            then(None)
        else:
            insist(ask, timers, then, tries + 1)

    ask(answered)
