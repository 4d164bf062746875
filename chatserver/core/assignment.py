"""Assignment: which agent is offered which waiting chat. Lowest load first, longest idle for a tie."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from chatserver.core.chat import Chat
from chatserver.core.people import AgentRef
from chatserver.core.queue import in_order

# An agent who declined a chat or let its offer lapse is asked again for it only after this.
ASK_AGAIN_AFTER = timedelta(minutes=2)


class Candidate(Struct, frozen=True):
    """An available agent: `load` counts the chats they have, and the one they are being offered."""

    agent: AgentRef
    load: int
    cap: int
    has_offer: bool
    last_assigned_at: datetime | None = None


class Match(Struct, frozen=True):
    chat: Chat
    agent: AgentRef


def match_waiting(waiting: Iterable[Chat], candidates: Sequence[Candidate], now: datetime) -> list[Match]:
    """Returns the offers to make now: one at a time for each chat and each agent, in the queue's order."""
    free = {candidate.agent.id: candidate for candidate in candidates}
    matches: list[Match] = []
    for chat in in_order(waiting):
        if chat.offer is not None:
            continue
        chosen = choose(free.values(), chat.passed_over, now)
        if chosen is None:
            continue
        matches.append(Match(chat, chosen.agent))
        free[chosen.agent.id] = replace(chosen, has_offer=True, load=chosen.load + 1)
    return matches


def choose(candidates: Iterable[Candidate], passed_over: Mapping[str, datetime], now: datetime) -> Candidate | None:
    """Returns the agent to ask for one chat, or None when nobody can be asked now."""
    able = [
        candidate
        for candidate in candidates
        if not candidate.has_offer
        and candidate.load < candidate.cap
        and _may_be_asked(passed_over.get(candidate.agent.id), now)
    ]
    return min(able, key=_preference, default=None)


def _preference(candidate: Candidate) -> tuple[int, float, str]:
    last = candidate.last_assigned_at
    return candidate.load, last.timestamp() if last else 0.0, candidate.agent.id


def _may_be_asked(passed_at: datetime | None, now: datetime) -> bool:
    return passed_at is None or now - passed_at >= ASK_AGAIN_AFTER
