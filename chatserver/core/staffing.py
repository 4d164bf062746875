"""Staffing: how many agents the chats of late need, by Erlang-A, against those who are there; in all and by language.

An agent who speaks two languages counts for both, so what a language is short of is the least that is missing.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from msgspec import Struct

from chatserver.core.routing.erlang import Demand, agents_needed
from chatserver.core.routing.lines import Candidate, speaks
from chatserver.core.routing.rates import Rates

# What supervisors plan for: so many answered within the target.
WANTED_SHARE = 0.95
_HOUR = timedelta(hours=1)


class LanguageStaff(Struct, frozen=True):
    """What one language needs. `short_by`: agents who are missing, 0 when there are enough."""

    lang: str
    per_hour: float
    needed: int
    there: int

    @property
    def short_by(self) -> int:
        return max(0, self.needed - self.there)


class Staffing(Struct, frozen=True):
    """ "72 chats/h, 8.1 min in a slot: 6 of 8 agents needed for 95 % in 5 min; German short by one", as values.

    `handling`: how long a chat holds a slot; `slots`: the chats that an agent has at a time, on average, at least 1.
    """

    per_hour: float
    handling: timedelta
    slots: int
    needed: int
    there: int
    share: float
    target: timedelta
    languages: tuple[LanguageStaff, ...]

    @property
    def short_by(self) -> int:
        return max(0, self.needed - self.there)


def staff(
    joined: Mapping[str, int],
    period: timedelta,
    agents: Sequence[Candidate],
    rates: Rates,
    target: timedelta,
    usual_cap: int,
) -> Staffing:
    """Returns what is needed when as many chats come as did. `joined`: language -> how many asked in the `period`.

    `agents`: those who are there now; with none of them, `usual_cap` says how many chats one would have. Raises
    `ValueError` when the period is not positive.
    """
    if period <= timedelta(0):
        raise ValueError("the period must be longer than nothing")
    able = [agent for agent in agents if agent.cap > 0]
    slots = max(1, round(sum(agent.cap for agent in able) / len(able)) if able else usual_cap)

    def needed(per_hour: float) -> int:
        if per_hour <= 0:
            return 0
        return agents_needed(Demand(per_hour, rates.handling, rates.patience), slots, target, WANTED_SHARE)

    rate = {lang: count * (_HOUR / period) for lang, count in sorted(joined.items())}
    languages = tuple(
        LanguageStaff(lang, per_hour, needed(per_hour), sum(speaks(agent, lang) for agent in able))
        for lang, per_hour in rate.items()
    )
    per_hour = sum(rate.values())
    return Staffing(per_hour, rates.handling, slots, needed(per_hour), len(able), WANTED_SHARE, target, languages)
