"""Given a history, when a command, then events: the way the core's tests are written.

given(started(), queued()).when(ClaimChat(ADA)).then(AgentAssigned(ADA, 3, AssignedBy.CLAIM))
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from chatserver.core import commands as cmd
from chatserver.core import events as ev
from chatserver.core.chat import Chat
from chatserver.core.decide import decide
from chatserver.core.errors import Code, Refused
from chatserver.core.events import Event, Recorded
from chatserver.core.evolve import fold
from chatserver.core.people import AgentRef, Author, bot_author, visitor_author
from tests.doubles import NOON

CHAT_ID = "K7Q3-M9XD-5R"
VISITOR = visitor_author("v-1", "Anna")
BOT = bot_author("Acme Bot")
ADA = AgentRef("a-1", "Ada")
BEN = AgentRef("a-2", "Ben")
FIVE_MINUTES = timedelta(minutes=5)


def started(lang: str = "en") -> Event:
    return ev.ChatStarted("v-1", lang)


def said(text: str = "hello", by: Author = VISITOR) -> Event:
    return ev.MessagePosted(by, text)


def queued(version: int = 2, since: datetime = NOON) -> Event:
    return ev.ChatQueued(since, since + FIVE_MINUTES, version, ev.Packet("en", ev.HandoffReason.REQUESTED))


def offered(agent: AgentRef = ADA, offer_id: str = "o-1") -> Event:
    return ev.OfferMade(offer_id, agent, NOON + timedelta(seconds=30))


def assigned(agent: AgentRef = ADA, version: int = 3) -> Event:
    return ev.AgentAssigned(agent, version, ev.AssignedBy.CLAIM)


def closed(version: int = 4) -> Event:
    return ev.ChatClosed(ADA.as_author(), ev.CloseReason.RESOLVED, version, "Done.")


def log_of(*history: Event, start: datetime = NOON, every: timedelta = timedelta(seconds=1)) -> list[Recorded]:
    """Returns the history as a log, one event a second."""
    return [Recorded(CHAT_ID, seq, start + every * (seq - 1), event) for seq, event in enumerate(history, start=1)]


class Given:
    def __init__(self, history: Sequence[Event]) -> None:
        self.chat: Chat = fold(log_of(*history))

    def when(self, command: cmd.Command, now: datetime = NOON) -> "When":
        return When(self.chat, command, now)


class When:
    def __init__(self, chat: Chat, command: cmd.Command, now: datetime) -> None:
        self._chat, self._command, self._now = chat, command, now

    def then(self, *expected: Event) -> None:
        assert list(decide(self._chat, self._command, self._now)) == list(expected)

    def then_nothing(self) -> None:
        self.then()

    def then_refused(self, code: Code) -> Refused:
        with pytest.raises(Refused) as refused:
            decide(self._chat, self._command, self._now)
        assert refused.value.code is code
        return refused.value


def given(*history: Event) -> Given:
    return Given(history)
