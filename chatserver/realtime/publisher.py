"""The publisher: tells each room what it may know, in the order of the commits, after the acks.

Rooms: `chat:<id>` in `/visitor` has the visitor's tabs, in `/agent` the consoles that have the chat open; `agent:<id>`
has one agent's consoles, `agents` all of them. Nothing is ever sent without a room.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from chatserver.answers import ChatChanged, HeadTold, Passing, PlaceChanged
from chatserver.core.chat import Chat
from chatserver.core.events import Audience
from chatserver.core.people import AgentRef
from chatserver.services.ports import News, WaitingPlace
from chatserver.services.queueing import moves_queue
from chatserver.wire import chat_row, event_to_wire, wait_seconds

log = logging.getLogger(__name__)

VISITOR = "/visitor"
AGENT = "/agent"
EVERY_AGENT = "agents"
HEADS_EVERY_SECONDS = 15.0
HEADS_FOR_SECONDS = 60.0


class Emitter(Protocol):
    async def emit(self, event: str, data: Any, *, room: Any, namespace: str, skip_sid: str | None = None) -> None: ...


def chat_room(chat_id: str) -> str:
    return f"chat:{chat_id}"


def agent_room(agent_id: str) -> str:
    return f"agent:{agent_id}"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something told in passing (typing, read marks, presence): not kept, and nothing depends on it."""

    event: str
    body: Passing
    room: str
    namespace: str
    except_sid: str | None = None


@dataclass(frozen=True, slots=True)
class _Places:
    """All places at one moment; whoever is not among them waits no more."""

    places: tuple[WaitingPlace, ...]


class RoomPublisher:
    """See `services.ports.Publisher`. `run` is the one task that sends; `repeat_heads` only hands it more."""

    def __init__(self, emitter: Emitter, wake: "asyncio.Event") -> None:
        self._emitter = emitter
        self._wake = wake
        self._waiting: asyncio.Queue[Sequence[News] | Sequence[Notice] | _Places] = asyncio.Queue()
        self._is_telling = False
        self._heads: dict[str, tuple[int, float]] = {}
        self._told: dict[str, tuple[int, int | None]] = {}

    @property
    def is_idle(self) -> bool:
        """True when everything has been told."""
        return self._waiting.empty() and not self._is_telling

    def publish(self, news: Sequence[News]) -> None:
        if news:
            self._waiting.put_nowait(news)
            for item in news:
                self._heads[item.chat.chat_id] = (item.chat.seq, time.monotonic())
            if any(moves_queue(item) for item in news):
                # Whoever waits behind this chat may have moved.
                self._wake.set()

    async def repeat_heads(self) -> None:
        """Says the newest seq again and again for a while: a client that missed the last event of a chat finds out."""
        while True:
            await asyncio.sleep(HEADS_EVERY_SECONDS)
            self._forget_old_heads(time.monotonic() - HEADS_FOR_SECONDS)
            for chat_id, (seq, _) in self._heads.items():
                told = HeadTold(chat_id, seq)
                self.tell([Notice("head_told", told, chat_room(chat_id), space) for space in (VISITOR, AGENT)])

    def _forget_old_heads(self, before: float) -> None:
        self._heads = {chat_id: head for chat_id, head in self._heads.items() if head[1] >= before}

    def tell(self, notices: Sequence[Notice]) -> None:
        if notices:
            self._waiting.put_nowait(notices)

    def tell_places(self, places: Sequence[WaitingPlace]) -> None:
        if places or self._told:
            self._waiting.put_nowait(_Places(tuple(places)))

    async def run(self) -> None:
        while True:
            item = await self._waiting.get()
            self._is_telling = True
            for told in item.places if isinstance(item, _Places) else item:
                try:
                    await self._tell(told)
                except Exception as error:  # noqa: BLE001 - one room's failure must not silence the others
                    log.error("could not publish to a chat: %s", type(error).__name__)
            if isinstance(item, _Places):
                self._forget_gone(item.places)
            self._is_telling = False

    async def _tell(self, told: News | Notice | WaitingPlace) -> None:
        match told:
            case News():
                await self._tell_news(told)
            case WaitingPlace():
                await self._tell_place(told)
            case Notice():
                await self._emitter.emit(
                    told.event, told.body, room=told.room, namespace=told.namespace, skip_sid=told.except_sid
                )

    async def _tell_news(self, news: News) -> None:
        chat_id = news.chat.chat_id
        agents = [chat_room(chat_id), *(agent_room(agent.id) for agent in _concerned(news))]
        for recorded in news.log:
            shown = event_to_wire(recorded, Audience.EVERYONE)
            await self._emitter.emit(shown["type"], shown, room=chat_room(chat_id), namespace=VISITOR)
            full = event_to_wire(recorded, Audience.AGENTS)
            await self._emitter.emit(full["type"], full, room=agents, namespace=AGENT)
        changed = ChatChanged(chat_row(news.chat))
        await self._emitter.emit("chat_changed", changed, room=EVERY_AGENT, namespace=AGENT)

    async def _tell_place(self, place: WaitingPlace) -> None:
        told = (place.position, wait_seconds(place))
        if self._told.get(place.chat_id) == told:
            return
        self._told[place.chat_id] = told
        changed = PlaceChanged(place.chat_id, *told)
        await self._emitter.emit("place_changed", changed, room=chat_room(place.chat_id), namespace=VISITOR)

    def _forget_gone(self, places: Sequence[WaitingPlace]) -> None:
        waiting = {place.chat_id for place in places}
        for chat_id in self._told.keys() - waiting:
            del self._told[chat_id]


def _concerned(news: News) -> list[AgentRef]:
    """The agents who had, have, were offered or are offered the chat."""
    concerned: dict[str, AgentRef] = {}
    for chat in (news.before, news.chat):
        for agent in _of(chat):
            concerned[agent.id] = agent
    return list(concerned.values())


def _of(chat: Chat | None) -> list[AgentRef]:
    if chat is None:
        return []
    return [agent for agent in (chat.agent, chat.offer.agent if chat.offer else None) if agent is not None]
