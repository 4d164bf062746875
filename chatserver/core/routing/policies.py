"""Policies: in which order waiting chats are served. A table of names; `due` is the default.

A chat's key never changes while it waits, so nobody's place gets worse by the mere passing of time.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from msgspec import Struct, field

from chatserver.core.routing.lines import WaitingChat

# Somebody is called when a chat has waited for so long, whatever the policy.
ALARM_AFTER = timedelta(minutes=10)


class Urgency(Struct, frozen=True):
    """When a chat is due: `target` after it began to wait, less a head start by plan and by severity.

    The two head starts are added, and `bound` is the most that anyone gets: whoever waits for that much longer than
    another is served first, so nobody starves.
    """

    target: timedelta = timedelta(minutes=5)
    by_plan: Mapping[str, timedelta] = field(
        default_factory=lambda: {"premium": timedelta(seconds=90), "regular": timedelta(seconds=30)}
    )
    by_severity: Mapping[int, timedelta] = field(
        default_factory=lambda: {1: timedelta(seconds=120), 2: timedelta(seconds=30)}
    )
    bound: timedelta = timedelta(seconds=210)

    def head_start(self, chat: WaitingChat) -> timedelta:
        """Returns the chat's head start, from zero to `bound`."""
        nothing = timedelta(0)
        given = self.by_plan.get(chat.plan.lower(), nothing) + self.by_severity.get(chat.severity, nothing)
        return min(max(given, nothing), self.bound)

    def due_at(self, chat: WaitingChat) -> datetime:
        """Returns the instant that orders the queue. The promise to the visitor is `target` for everyone."""
        return chat.waiting_since + self.target - self.head_start(chat)


DEFAULT_URGENCY = Urgency()

# Smaller is sooner.
Key = Callable[[WaitingChat, Urgency], tuple[float, ...]]


class Policy(Struct, frozen=True):
    """A named order: chats are served by `key`, then by ChatID."""

    name: str
    key: Key


def _due(chat: WaitingChat, urgency: Urgency) -> tuple[float, ...]:
    return (urgency.due_at(chat).timestamp(), chat.waiting_since.timestamp())


def _fifo(chat: WaitingChat, urgency: Urgency) -> tuple[float, ...]:
    return (chat.waiting_since.timestamp(),)


_RANKS = {"premium": 0, "regular": 1}


def _strict_priority(chat: WaitingChat, urgency: Urgency) -> tuple[float, ...]:
    return (_RANKS.get(chat.plan.lower(), 2), chat.severity, chat.waiting_since.timestamp())


DUE = Policy("due", _due)
FIFO = Policy("fifo", _fifo)
# For comparison: everyone with a better plan goes first, for ever, which leaves the others waiting twice as long.
STRICT_PRIORITY = Policy("strict_priority", _strict_priority)

POLICIES: Mapping[str, Policy] = {policy.name: policy for policy in (DUE, FIFO, STRICT_PRIORITY)}


class Place(Struct, frozen=True):
    """`position` 1 is next in line."""

    chat_id: str
    position: int


def in_order(
    waiting: Iterable[WaitingChat], policy: Policy = DUE, urgency: Urgency = DEFAULT_URGENCY
) -> list[WaitingChat]:
    """Returns the chats in the order in which they are served; a tie is settled by the ChatID."""
    return sorted(waiting, key=lambda chat: (policy.key(chat, urgency), chat.id))


def places(waiting: Iterable[WaitingChat], policy: Policy = DUE, urgency: Urgency = DEFAULT_URGENCY) -> list[Place]:
    """Returns the place of each waiting chat, in order."""
    return [Place(chat.id, position) for position, chat in enumerate(in_order(waiting, policy, urgency), start=1)]


def alarming(waiting: Iterable[WaitingChat], now: datetime) -> list[WaitingChat]:
    """Returns the chats that have waited for ten minutes or more, the longest wait first."""
    late = [chat for chat in waiting if now - chat.waiting_since >= ALARM_AFTER]
    return sorted(late, key=lambda chat: (chat.waiting_since, chat.id))
