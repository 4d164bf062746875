"""The scenario: everything that a simulated day assumes, each in one place. Chance comes in, seeded."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from math import log, sqrt
from random import Random

from msgspec import Struct, field

from chatserver.core.routing.policies import DEFAULT_URGENCY, DUE, Policy, Urgency


class HandlingShape(StrEnum):
    """How the work of chats is distributed around its mean."""

    LOGNORMAL = "lognormal"
    EXPONENTIAL = "exponential"
    CONSTANT = "constant"


class Help(Struct, frozen=True):
    """How people answer to the ladder. `backup`: supervisors and others who may claim; a few of each on a day.

    `takes_ticket`: the share of visitors who take the offered ticket. `volunteers`: the share of agents who take one
    over their cap when told of a chat. `comes`: the share of calls on which somebody of the backup claims, within
    `comes_within`.
    """

    takes_ticket: float = 0.25
    volunteers: float = 0.1
    backup: int = 2
    backup_cap: int = 2
    comes: float = 0.6
    comes_within: timedelta = timedelta(seconds=60)


class Scenario(Struct, frozen=True):
    """One day's assumptions.

    `agents` answer `cap` chats each at a time. `per_hour` chats come (Poisson), in `languages` by share. The first
    language is spoken by everyone; each of the others by `speakers` of it, spread over the agents in turn, or, where
    none are named, by more the more chats there are, and by two at least. `work`: what a chat takes an agent who has no
    other; each other chat at hand slows all of them by `slowing`. `sigma`: spread of the lognormal. `patience`: the
    mean of an exponential time; `pickup`: the mean until an agent takes an offer, which lapses after `offer_lapse`.
    `declines`: the share of offers that are declined. `pace`: the agents' own paces differ by this standard deviation.
    `absence`: each agent is away for so long once in every `absence_every`. `warm_up` is run, and not counted.
    """

    agents: int = 8
    cap: int = 3
    per_hour: float = 95.0
    hours: float = 8.0
    languages: Mapping[str, float] = field(default_factory=lambda: {"en": 0.6, "de": 0.22, "es": 0.12, "pt": 0.06})
    speakers: Mapping[str, int] = field(default_factory=lambda: {"de": 4, "es": 3, "pt": 2})
    plans: Mapping[str, float] = field(default_factory=lambda: {"premium": 0.15, "regular": 0.35, "basic": 0.5})
    severities: Mapping[int, float] = field(default_factory=lambda: {1: 0.05, 2: 0.2, 3: 0.75})
    work: timedelta = timedelta(minutes=8)
    slowing: float = 0.35
    shape: HandlingShape = HandlingShape.LOGNORMAL
    sigma: float = 0.7
    patience: timedelta = timedelta(minutes=20)
    pickup: timedelta = timedelta(seconds=8)
    offer_lapse: timedelta = timedelta(seconds=25)
    declines: float = 0.03
    pace: float = 0.1
    absence: timedelta = timedelta(0)
    absence_every: timedelta = timedelta(hours=2)
    check_every: timedelta = timedelta(seconds=30)
    warm_up: timedelta = timedelta(hours=1)
    policy: Policy = DUE
    urgency: Urgency = DEFAULT_URGENCY
    help: Help | None = None

    @property
    def capacity(self) -> float:
        """Chats an hour that all agents end together when all are at their cap."""
        slowed = self.work * (1 + self.slowing * (self.cap - 1))
        return self.agents * self.cap * (timedelta(hours=1) / slowed)


def work_of_a_chat(scenario: Scenario, chance: Random) -> float:
    """Returns the seconds of work that one chat takes an agent who has no other."""
    mean = scenario.work.total_seconds()
    match scenario.shape:
        case HandlingShape.LOGNORMAL:
            return chance.lognormvariate(log(mean) - scenario.sigma**2 / 2, scenario.sigma)
        case HandlingShape.EXPONENTIAL:
            return chance.expovariate(1 / mean)
        case HandlingShape.CONSTANT:
            return mean


def languages_of_agents(scenario: Scenario) -> list[frozenset[str]]:
    """Returns what each agent speaks: the first language all of them, each other one as many as are said to."""
    first, *others = scenario.languages
    spoken: list[set[str]] = [{first} for _ in range(scenario.agents)]
    total = sum(scenario.languages.values())
    turn = 0
    for lang in others:
        usual = max(2, round(sqrt(scenario.languages[lang] / total) * scenario.agents))
        count = min(scenario.speakers.get(lang, usual), scenario.agents)
        for _ in range(count):
            spoken[turn % scenario.agents].add(lang)
            turn += 1
    return [frozenset(languages) for languages in spoken]
