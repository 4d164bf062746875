"""The estimate: how long each visitor still waits, from those ahead and the agents who serve them.

`W = pickup + sum over i of 1 / (mu + i theta)`: with `i` people ahead, the next step forward comes when one of the
agents ends a chat (`mu`) or one of those ahead leaves (`theta`). People ahead count by the share of their agents that
are mine, too.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from math import floor, sqrt

from msgspec import Struct

from chatserver.core.routing.assignment import may_be_asked
from chatserver.core.routing.lines import Candidate, Needs, WaitingChat, may_serve, needs_of, speaks
from chatserver.core.routing.policies import DEFAULT_URGENCY, DUE, Policy, Urgency, in_order
from chatserver.core.routing.rates import Rates
from chatserver.core.routing.spread import Spread

# How far off the rates themselves may be, as a share of the wait: agents come and go, hours differ.
_DOUBT = 0.2


class NoEstimate(StrEnum):
    """Why nothing can be said."""

    NOBODY_THERE = "nobody_there"
    NO_AGENT_FOR_LANGUAGE = "no_agent_for_language"
    NO_AGENT_FOR_TEAM = "no_agent_for_team"


class Estimate(Struct, frozen=True):
    """What is left of a visitor's wait, from `now` on; all None and `reason` set when nobody there can serve the chat.

    `mean`: the expected time; `low`, `median`, `high`: 10, 50 and 90 % of such waits end before. `over_target`: the
    probability that the whole wait, with what has gone by, exceeds the target; `left`: until then, negative after it.
    `deviation`: of the wait from the mean. `ahead`: people in front who wait for a release, too; `position`: the place
    in the whole queue, 1 is next. All of it is raw, as the model has it; `calibration.py` mends it.
    """

    chat_id: str
    position: int
    ahead: float
    left: timedelta
    over_target: float = 1.0
    deviation: timedelta = timedelta(0)
    mean: timedelta | None = None
    low: timedelta | None = None
    median: timedelta | None = None
    high: timedelta | None = None
    reason: NoEstimate | None = None


def estimate_all(
    waiting: Iterable[WaitingChat],
    agents: Sequence[Candidate],
    rates: Rates,
    now: datetime,
    policy: Policy = DUE,
    urgency: Urgency = DEFAULT_URGENCY,
) -> list[Estimate]:
    """Returns an estimate for each waiting chat, in the order in which they are served.

    `agents` are those who are available and connected, with their loads as they are now.
    """
    line = in_order(waiting, policy, urgency)
    crews = {needs: _Crew(needs, agents, rates) for needs in {needs_of(chat) for chat in line}}
    shares = {(first, other): crews[first].share_in(crews[other]) for first in crews for other in crews}
    desk = _Desk(agents, now)
    found: list[Estimate] = []
    for position, chat in enumerate(line, start=1):
        needs = needs_of(chat)
        crew = crews[needs]
        asked = _Asked(chat, position, crew.ahead, chat.waiting_since + urgency.target - now)
        if not crew.agents:
            found.append(_silence(asked, needs, agents))
            continue
        pickups = 1 if chat.offered_to else desk.take_slot(crew, chat)
        spread = crew.after_pickups(pickups) if pickups else crew.after_releases(desk.least_pending(crew))
        found.append(_estimate(asked, spread if chat.offered_to or chat.passed_over else crew.in_turn(spread)))
        if not pickups:
            for other in crews:
                crews[other].ahead += shares[needs, other]
    return found


def estimate_one(
    chat_id: str,
    waiting: Iterable[WaitingChat],
    agents: Sequence[Candidate],
    rates: Rates,
    now: datetime,
    policy: Policy = DUE,
    urgency: Urgency = DEFAULT_URGENCY,
) -> Estimate:
    """Returns the estimate for one of the waiting chats. Raises `KeyError` when it is not among them."""
    for estimate in estimate_all(waiting, agents, rates, now, policy, urgency):
        if estimate.chat_id == chat_id:
            return estimate
    raise KeyError(chat_id)


class _Asked(Struct, frozen=True):
    chat: WaitingChat
    position: int
    ahead: float
    left: timedelta


class _Desk:
    """The free slots, and the offers that each agent has to answer before the next; both change as the line is gone
    through.
    """

    def __init__(self, agents: Sequence[Candidate], now: datetime) -> None:
        self._now = now
        self._free = {agent.id: agent.free_slots for agent in agents}
        self._pending = {agent.id: int(agent.has_offer) for agent in agents}

    def take_slot(self, crew: "_Crew", chat: WaitingChat) -> int:
        """Takes a free slot for the chat; returns how many offers it takes until it is answered, 0 without a slot."""
        if not crew.has_room:
            return 0
        able = [agent for agent in crew.agents if self._free[agent.id]]
        crew.has_room = bool(able)
        able = [agent for agent in able if may_be_asked(chat, agent.id, self._now)]
        if not able:
            return 0
        chosen = min(able, key=lambda agent: (self._pending[agent.id], agent.active, agent.id)).id
        self._free[chosen] -= 1
        self._pending[chosen] += 1
        return self._pending[chosen]

    def least_pending(self, crew: "_Crew") -> int:
        return min(self._pending[agent.id] for agent in crew.agents)


class _Crew:
    """The agents who may serve chats of the same needs: what they release in a second, and who waits for it."""

    def __init__(self, needs: Needs, agents: Sequence[Candidate], rates: Rates) -> None:
        self.agents = [agent for agent in agents if agent.cap > 0 and may_serve(agent, needs)]
        self._releases = {agent.id: agent.cap / rates.handling_of(agent.id).total_seconds() for agent in self.agents}
        self._mu = sum(self._releases.values())
        self._theta = 1 / rates.patience.total_seconds()
        self._pickup = rates.pickup.total_seconds()
        # An agent above their cap must end so many chats before a slot is free.
        self._excess = sum(max(0, agent.active - agent.cap) for agent in self.agents)
        self._steps = [(0.0, 0.0)]
        self._latest = Spread(0.0, 0.0)
        self.ahead = 0.0
        self.has_room = True

    def share_in(self, other: "_Crew") -> float:
        """Which share of this crew's releases comes from agents who are in the other crew, too."""
        if not self._mu:
            return 0.0
        return sum(rate for agent, rate in self._releases.items() if agent in other._releases) / self._mu

    def after_pickups(self, pickups: int) -> Spread:
        """With a free slot, the wait is that for an agent who is asked for one chat at a time."""
        return Spread(pickups * self._pickup, pickups * self._pickup**2)

    def after_releases(self, pending: int) -> Spread:
        """Without one, it is that for as many releases as there are people ahead, and one more."""
        mean, variance = self._until(self.ahead + 1 + self._excess)
        mean = max(mean, pending * self._pickup)
        return Spread(mean + self._pickup, variance + self._pickup**2 + (_DOUBT * mean) ** 2)

    def in_turn(self, spread: Spread) -> Spread:
        """Nobody is told less than somebody of the same needs who is served before."""
        before = self._latest
        self._latest = Spread(max(before.mean, spread.mean), max(before.variance, spread.variance))
        return self._latest

    def _until(self, needed: float) -> tuple[float, float]:
        """The mean seconds and the variance until so many slots were released; in between, in proportion."""
        whole = floor(needed)
        while len(self._steps) <= whole + 1:
            mean, variance = self._steps[-1]
            step = 1 / (self._mu + (len(self._steps) - 1) * self._theta)
            self._steps.append((mean + step, variance + step**2))
        below, above, part = self._steps[whole], self._steps[whole + 1], needed - whole
        return below[0] + part * (above[0] - below[0]), below[1] + part * (above[1] - below[1])


def _estimate(asked: _Asked, spread: Spread) -> Estimate:
    return Estimate(
        chat_id=asked.chat.id,
        position=asked.position,
        ahead=asked.ahead,
        left=asked.left,
        over_target=spread.over(asked.left.total_seconds()),
        deviation=timedelta(seconds=sqrt(spread.variance)),
        mean=timedelta(seconds=spread.mean),
        low=timedelta(seconds=spread.quantile(0.1)),
        median=timedelta(seconds=spread.quantile(0.5)),
        high=timedelta(seconds=spread.quantile(0.9)),
    )


def _silence(asked: _Asked, needs: Needs, agents: Sequence[Candidate]) -> Estimate:
    """Nobody can serve this chat: says why, the first thing missing."""
    able = [agent for agent in agents if agent.cap > 0]
    if not able:
        reason = NoEstimate.NOBODY_THERE
    elif not any(speaks(agent, needs.lang) for agent in able):
        reason = NoEstimate.NO_AGENT_FOR_LANGUAGE
    else:
        reason = NoEstimate.NO_AGENT_FOR_TEAM
    return Estimate(asked.chat.id, asked.position, asked.ahead, asked.left, reason=reason)
