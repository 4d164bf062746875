"""Assignment: which agent is offered which waiting chat. Lowest load first, longest idle for a tie.

An agent whom other languages need counts as busier than they are, so that they are kept for those who have nobody else.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from chatserver.core.routing.lines import Candidate, Needs, WaitingChat, languages_of, may_serve, needs_of
from chatserver.core.routing.policies import DEFAULT_URGENCY, DUE, Policy, Urgency, in_order

# An agent who declined a chat or let its offer lapse is asked again for it only after this.
ASK_AGAIN_AFTER = timedelta(minutes=2)
# So many chats each scarce language of an agent weighs, when the chat is in another.
SCARCE_WEIGHT = 0.5
# A language is scarce beside another when it has at most this share of the other's agents.
SCARCE_SHARE = 0.5


class Match(Struct, frozen=True):
    """Offer this chat to this agent."""

    chat_id: str
    agent_id: str


def match_waiting(
    waiting: Iterable[WaitingChat],
    candidates: Sequence[Candidate],
    now: datetime,
    policy: Policy = DUE,
    urgency: Urgency = DEFAULT_URGENCY,
) -> list[Match]:
    """Returns the offers to make now, in the queue's order: at most one for each chat and one for each agent.

    Chats on offer and agents with an offer are left alone. An agent below their cap is asked, one at it never is.
    """
    desk = _Desk(candidates, now)
    matches: list[Match] = []
    for chat in in_order(waiting, policy, urgency):
        if not desk.free:
            break
        if chat.offered_to:
            continue
        chosen = desk.take_for(chat)
        if chosen is not None:
            matches.append(Match(chat.id, chosen))
    return matches


def choose(chat: WaitingChat, candidates: Sequence[Candidate], now: datetime) -> str | None:
    """Returns the id of the agent to ask for one chat, or None when nobody can be asked now."""
    return _Desk(candidates, now).take_for(chat)


def may_be_asked(chat: WaitingChat, agent_id: str, now: datetime) -> bool:
    """False for two minutes after the agent passed on the chat."""
    passed_at = chat.passed_over.get(agent_id)
    return passed_at is None or now - passed_at >= ASK_AGAIN_AFTER


_Preference = tuple[float, float, str]


class _Desk:
    """The agents who can be asked now. It only empties, so needs that nobody can meet are looked up once."""

    def __init__(self, candidates: Sequence[Candidate], now: datetime) -> None:
        self._now = now
        self._all = candidates
        self.free = {agent.id: agent for agent in candidates if not agent.has_offer and agent.free_slots > 0}
        self._ranked: dict[Needs, list[_Preference]] = {}
        self._languages = {agent.id: languages_of(agent) for agent in candidates}
        named = [lang for languages in self._languages.values() for lang in languages]
        self._everywhere = sum(1 for languages in self._languages.values() if not languages)
        self._speakers = Counter(named)

    def take_for(self, chat: WaitingChat) -> str | None:
        chosen = self._find(chat)
        if chosen is not None:
            del self.free[chosen]
        return chosen

    def _find(self, chat: WaitingChat) -> str | None:
        needs = needs_of(chat)
        ranked = self._ranked.get(needs)
        if ranked is None:
            able = (agent for agent in self.free.values() if may_serve(agent, needs))
            ranked = sorted(self._preference(agent, needs) for agent in able)
        ranked = [row for row in ranked if row[2] in self.free]
        self._ranked[needs] = ranked
        askable = (row[2] for row in ranked if may_be_asked(chat, row[2], self._now))
        if not chat.preferred_agent:
            return next(askable, None)
        names = list(askable)
        return chat.preferred_agent if chat.preferred_agent in names else next(iter(names), None)

    def _preference(self, agent: Candidate, needs: Needs) -> _Preference:
        last = agent.last_assigned_at
        weight = agent.active + SCARCE_WEIGHT * self._scarce_others(agent, needs)
        return weight, last.timestamp() if last else float("-inf"), agent.id

    def _scarce_others(self, agent: Candidate, needs: Needs) -> int:
        """How many languages lose this agent that have few, beside those who speak the chat's own."""
        enough = SCARCE_SHARE * self._count(needs.lang)
        spoken = self._languages[agent.id] or self._speakers.keys()
        return sum(1 for lang in spoken if lang != needs.lang and self._count(lang) <= enough)

    def _count(self, lang: str) -> int:
        return self._speakers[lang] + self._everywhere if lang else len(self._all)
