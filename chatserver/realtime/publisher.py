"""The publisher: tells each room what it may know, in the order of the commits, after the acks.

Rooms: `chat:<id>` in `/visitor` has the visitor's tabs, in `/agent` the consoles that have the chat open; `agent:<id>`
has one agent's consoles, `agents` all of them, `supervisors` those of supervisors and admins; `visitors` has every tab
with a chat. Nothing is ever sent without a room.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from chatserver.answers import ChatsChanged, ClockTold, HeadTold, Passing, PlaceChanged, ProblemsChanged
from chatserver.core.chat import Chat
from chatserver.core.events import Audience, ClocksMoved
from chatserver.core.routing.announcement import Told, announce
from chatserver.core.sla.policies import Audience as Tells
from chatserver.core.triage.known_problems import KnownProblem
from chatserver.services.ports import News
from chatserver.services.queueing import moves_queue
from chatserver.services.wait import WaitingPlace
from chatserver.wire import chat_row, event_to_wire, outlook_of, place_fields, problem_rows

log = logging.getLogger(__name__)

VISITOR = "/visitor"
AGENT = "/agent"
EVERY_AGENT = "agents"
SUPERVISORS = "supervisors"
EVERY_VISITOR = "visitors"
HEADS_EVERY_SECONDS = 15.0
# Lists may lag this much: many changes then cost one frame, however many agents look.
ROWS_AFTER_SECONDS = 0.1
HEADS_FOR_SECONDS = 60.0


Later = Callable[[float, Callable[[], None]], object]


Observe = Callable[[Sequence[News]], None]


def _ignore(news: Sequence[News]) -> None:
    """Nobody counts."""


class Rooms(Protocol):
    """Sends at once what can be sent, and never waits for a client."""

    def tell(
        self, event: str, data: Any, rooms: Sequence[str], namespace: str, except_sid: str | None = None
    ) -> None: ...


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


class RoomPublisher:
    """See `services.ports.Publisher`."""

    def __init__(
        self,
        rooms: Rooms,
        wake: asyncio.Event,
        later: Later,
        observe: Observe = _ignore,
    ) -> None:
        self._rooms = rooms
        self._wake = wake
        self._later = later
        self._observe = observe
        self._changed: dict[str, Chat] = {}
        self._heads: dict[str, tuple[int, float]] = {}
        self._told: dict[str, Told] = {}

    def publish(self, news: Sequence[News]) -> None:
        for item in news:
            known = self._heads.get(item.chat.chat_id, (0, 0.0))[0]
            self._heads[item.chat.chat_id] = (max(known, item.chat.seq), time.monotonic())
            with _failing_alone:
                self._tell_news(item)
        with _failing_alone:
            self._observe(news)
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
        for told in notices:
            with _failing_alone:
                self._rooms.tell(told.event, told.body, (told.room,), told.namespace, told.except_sid)

    def tell_problems(self, problems: Sequence[KnownProblem]) -> None:
        """Tells every visitor who is here what is known to be wrong now."""
        self.tell([Notice("problems_changed", ProblemsChanged(problem_rows(problems)), EVERY_VISITOR, VISITOR)])

    def tell_places(self, places: Sequence[WaitingPlace], now: datetime) -> None:
        """Tells what is worth saying anew; `places` are all there are: whoever is not among them waits no more."""
        for place in places:
            with _failing_alone:
                self._tell_place(place, now)
        waiting = {place.chat_id for place in places}
        for chat_id in self._told.keys() - waiting:
            del self._told[chat_id]

    def _tell_news(self, news: News) -> None:
        chat_id = news.chat.chat_id
        of_visitor = (chat_room(chat_id),)
        of_agents = (chat_room(chat_id), *map(agent_room, _concerned(news)))
        for recorded in news.log:
            shown = event_to_wire(recorded, Audience.EVERYONE)
            self._rooms.tell(shown["type"], shown, of_visitor, VISITOR)
            full = event_to_wire(recorded, Audience.AGENTS)
            self._rooms.tell(full["type"], full, of_agents, AGENT)
            if type(recorded.event) is ClocksMoved:
                self.tell(clock_notices(news.chat, recorded.event))
        if not self._changed:
            self._later(ROWS_AFTER_SECONDS, self._tell_rows)
        if chat_id not in self._changed or self._changed[chat_id].seq < news.chat.seq:
            self._changed[chat_id] = news.chat

    def _tell_rows(self) -> None:
        changed, self._changed = self._changed, {}
        with _failing_alone:
            rows = ChatsChanged([chat_row(chat) for chat in changed.values()])
            self._rooms.tell("chats_changed", rows, (EVERY_AGENT,), AGENT)

    def _tell_place(self, place: WaitingPlace, now: datetime) -> None:
        told = announce(outlook_of(place), now, self._told.get(place.chat_id))
        if told is not None:
            self._told[place.chat_id] = told
            changed = PlaceChanged(place.chat_id, *place_fields(place, told.announcement))
            self._rooms.tell("place_changed", changed, (chat_room(place.chat_id),), VISITOR)


class _FailingAlone:
    """One room's failure must not silence the others, nor fail the sender: what he said is in the log."""

    def __enter__(self) -> None:
        """Nothing to prepare; a generator would cost more than what it guards."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, Exception):
            return False
        log.error("could not publish to a chat: %s", type(error).__name__)
        return True


_failing_alone = _FailingAlone()


def clock_notices(chat: Chat, moved: ClocksMoved) -> list[Notice]:
    """Returns what is told of the steps that clocks have reached, to whom their policies name.

    What the policy tells the agents is for the one who has the chat, and for all while nobody has it.
    """
    owner = agent_room(chat.agent.id) if chat.agent is not None else EVERY_AGENT
    rooms = {Tells.AGENTS: owner, Tells.BACKUP: SUPERVISORS, Tells.LEAD: SUPERVISORS, Tells.SUPERVISORS: SUPERVISORS}
    notices: list[Notice] = []
    for changed in moved.changes:
        kind = changed.clock.kind
        for entry in changed.entries:
            told = ClockTold(chat.chat_id, chat.visitor_name, kind, entry.what, entry.step, entry.due_at)
            named = dict.fromkeys(rooms[who] for who in entry.tell if who in rooms)
            notices += [Notice("clock_told", told, room, AGENT) for room in named]
    return notices


def _concerned(news: News) -> Iterable[str]:
    """The ids of the agents who had, have, were offered or are offered the chat."""
    concerned: dict[str, None] = {}
    for chat in (news.before, news.chat):
        if chat is None:
            continue
        if chat.agent is not None:
            concerned[chat.agent.id] = None
        if chat.offer is not None:
            concerned[chat.offer.agent.id] = None
    return concerned
