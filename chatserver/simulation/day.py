"""The day: events on a virtual clock. Every decision is the product's own; only people's behaviour is made up here."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from random import Random

from msgspec.structs import replace

from chatserver.core.routing.assignment import match_waiting
from chatserver.core.routing.calibration import KEPT, Calibration, Pair, Range
from chatserver.core.routing.estimate import Estimate, estimate_all
from chatserver.core.routing.ladder import Step, steps_due
from chatserver.core.routing.lines import WaitingChat
from chatserver.core.routing.rates import Handled, Rates, Waited, learn_rates
from chatserver.simulation.desk import Agent
from chatserver.simulation.records import Ending, Forecast, Visit
from chatserver.simulation.scenario import Help, Scenario, languages_of_agents, work_of_a_chat

_MORNING = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
# So much of what happened lately is remembered, as the store does.
_REMEMBERED = 300
# A plain average is that of so many waits.
_AVERAGED = 50


def instant(seconds: float) -> datetime:
    """Returns the virtual clock's time as the core wants it."""
    return _MORNING + timedelta(seconds=seconds)


def simulate(scenario: Scenario, chance: Random) -> list[Visit]:
    """Runs one day and returns everybody who asked after the warm-up, in the order in which they came.

    After the last hour nobody comes, and whoever waits is served. The same scenario and seed give the same day.
    """
    return _Day(scenario, chance).run()


@dataclass(frozen=True, slots=True)
class _Learned:
    check: int
    rates: Rates
    calibration: Calibration


class _Day:
    def __init__(self, scenario: Scenario, chance: Random) -> None:
        self.scenario = scenario
        self.chance = chance
        # Visitors differ by their own chance, so that two policies see the same visitors.
        self.visitors = Random(chance.random())
        self.now = 0.0
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self.visits: dict[str, Visit] = {}
        self.waiting: dict[str, WaitingChat] = {}
        self.taken: dict[str, set[Step]] = {}
        self.agents = {agent.id: agent for agent in self._staff()}
        self.backup = scenario.help.backup * scenario.help.backup_cap if scenario.help else 0
        self.handled: deque[Handled] = deque(maxlen=_REMEMBERED)
        self.pickups: deque[timedelta] = deque(maxlen=_REMEMBERED)
        self.waited: deque[Waited] = deque(maxlen=_REMEMBERED)
        self.pairs: deque[Pair] = deque(maxlen=KEPT)
        self._offered_at: dict[str, float] = {}
        self._known: _Learned | None = None

    def _staff(self) -> list[Agent]:
        return [
            Agent(f"agent-{number}", languages, self.scenario.cap, self._pace(), self.scenario.slowing)
            for number, languages in enumerate(languages_of_agents(self.scenario), start=1)
        ]

    def _pace(self) -> float:
        return max(0.3, self.chance.gauss(1.0, self.scenario.pace))

    def run(self) -> list[Visit]:
        self._end_of_day = self.scenario.warm_up.total_seconds() + self.scenario.hours * 3600
        self._expect_next()
        self._after(self.scenario.check_every.total_seconds(), self._check)
        if self.scenario.absence:
            for agent in self.agents.values():
                self._after(self._until_absence(), partial(self._go_away, agent))
        while self._events:
            self.now, _, happen = heappop(self._events)
            happen()
        since = self.scenario.warm_up.total_seconds()
        return [visit for visit in self.visits.values() if visit.joined >= since]

    def _after(self, seconds: float, happen: Callable[[], None]) -> None:
        self._count += 1
        heappush(self._events, (self.now + seconds, self._count, happen))

    # Visitors

    def _expect_next(self) -> None:
        gap = self.visitors.expovariate(self.scenario.per_hour / 3600)
        if self.now + gap < self._end_of_day:
            self._after(gap, self._arrive)

    def _arrive(self) -> None:
        visit = self._visitor()
        self.visits[visit.chat_id] = visit
        self.waiting[visit.chat_id] = WaitingChat(
            visit.chat_id, instant(self.now), visit.lang, visit.plan, visit.severity
        )
        self.taken[visit.chat_id] = set()
        self._predict(visit)
        self._after(visit.patience, partial(self._leave, visit, Ending.LEFT))
        self._expect_next()
        self._offer()

    def _visitor(self) -> Visit:
        def one_of(shares: dict[str, float]) -> str:
            return self.visitors.choices(list(shares), list(shares.values()))[0]

        scenario = self.scenario
        severities = {str(severity): share for severity, share in scenario.severities.items()}
        return Visit(
            chat_id=f"{len(self.visits) + 1:06d}",
            joined=self.now,
            lang=one_of(dict(scenario.languages)),
            plan=one_of(dict(scenario.plans)),
            severity=int(one_of(severities)),
            work=work_of_a_chat(scenario, self.visitors),
            patience=self.visitors.expovariate(1 / scenario.patience.total_seconds()),
        )

    def _leave(self, visit: Visit, ending: Ending) -> None:
        if visit.ended is not None:
            return
        self._end_wait(visit, ending)
        self.waited.append(Waited(timedelta(seconds=visit.waited), ending is Ending.LEFT))
        self._offer()

    def _end_wait(self, visit: Visit, ending: Ending) -> None:
        visit.ended, visit.ending = self.now, ending
        asked = self.waiting.pop(visit.chat_id).offered_to
        if asked:
            self.agents[asked].offered = ""

    # Agents

    def _offer(self) -> None:
        """Makes the offers of this moment, and lets each agent answer in their own time."""
        candidates = [agent.as_candidate() for agent in self.agents.values() if not agent.is_away]
        made = match_waiting(
            self.waiting.values(), candidates, instant(self.now), self.scenario.policy, self.scenario.urgency
        )
        for match in made:
            visit, agent = self.visits[match.chat_id], self.agents[match.agent_id]
            agent.offered = visit.chat_id
            agent.last_assigned_at = instant(self.now)
            self.waiting[visit.chat_id] = replace(self.waiting[visit.chat_id], offered_to=agent.id)
            visit.first_offer = self.now if visit.first_offer is None else visit.first_offer
            self._after(*self._answer(visit, agent))

    def _answer(self, visit: Visit, agent: Agent) -> tuple[float, Callable[[], None]]:
        """When the agent reacts to the offer, and what they do."""
        mean, lapse = self.scenario.pickup.total_seconds(), self.scenario.offer_lapse.total_seconds()
        takes = self.chance.gammavariate(2, mean / 2)
        passes_on = self.chance.random() < self.scenario.declines or takes >= lapse
        made = self.now
        react = self._pass_on if passes_on else self._accept

        def happen() -> None:
            # The visitor may have gone, or somebody else may have been quicker.
            if agent.offered == visit.chat_id and visit.ended is None and self._offered_at.get(agent.id) == made:
                react(visit, agent)

        self._offered_at[agent.id] = made
        return min(takes, lapse), happen

    def _accept(self, visit: Visit, agent: Agent) -> None:
        self.pickups.append(timedelta(seconds=self.now - (visit.first_offer or self.now)))
        self._start(visit, agent)

    def _pass_on(self, visit: Visit, agent: Agent) -> None:
        chat = self.waiting[visit.chat_id]
        agent.offered = ""
        passed_over = {**chat.passed_over, agent.id: instant(self.now)}
        self.waiting[visit.chat_id] = replace(chat, offered_to="", passed_over=passed_over)
        self._offer()

    def _start(self, visit: Visit, agent: Agent) -> None:
        self._answered(visit)
        visit.started = self.now
        agent.take(visit.chat_id, visit.work, self.now)
        self._plan_end(agent)
        self._offer()

    def _answered(self, visit: Visit) -> None:
        self._end_wait(visit, Ending.ANSWERED)
        self.waited.append(Waited(timedelta(seconds=visit.waited)))
        if visit.forecast is not None:
            self.pairs.append(Pair(timedelta(seconds=visit.forecast.raw), timedelta(seconds=visit.waited)))

    def _plan_end(self, agent: Agent) -> None:
        coming = agent.next_end()
        if coming is None:
            return
        turn = agent.turn

        def happen() -> None:
            if agent.turn == turn:
                self._finish(agent, coming[1])

        self._after(max(0.0, coming[0] - self.now), happen)

    def _finish(self, agent: Agent, chat_id: str) -> None:
        agent.end(chat_id, self.now)
        started = self.visits[chat_id].started or 0.0
        self.handled.append(Handled(agent.id, timedelta(seconds=self.now - started)))
        self._plan_end(agent)
        self._offer()

    def _until_absence(self) -> float:
        return self.chance.expovariate(1 / self.scenario.absence_every.total_seconds())

    def _go_away(self, agent: Agent) -> None:
        """Takes no new chats; those at hand go on."""
        if self.now >= self._end_of_day:
            return
        agent.is_away = True
        self._after(self.scenario.absence.total_seconds(), partial(self._come_back, agent))

    def _come_back(self, agent: Agent) -> None:
        agent.is_away = False
        self._after(self._until_absence(), partial(self._go_away, agent))
        self._offer()

    # Time

    def _check(self) -> None:
        """What the server does every 30 seconds: the ladder, and offers that may be made again."""
        self._offer()
        if self.scenario.help is not None and self.waiting:
            for estimate in self._estimates():
                seen = self._learned().calibration.range_for(estimate)
                self._climb(self.visits[estimate.chat_id], seen.over_target if seen else None)
        if self.now < self._end_of_day or self.waiting:
            self._after(self.scenario.check_every.total_seconds(), self._check)

    def _climb(self, visit: Visit, over_target: float | None) -> None:
        taken = self.taken[visit.chat_id]
        for step in steps_due(instant(visit.joined), instant(self.now), over_target, taken):
            taken.add(step)
            if visit.ended is not None:
                return
            match step:
                case Step.OFFER_TICKET | Step.OFFER_TICKET_AGAIN:
                    self._offer_ticket(visit)
                case Step.TELL_AGENTS:
                    self._ask_volunteers(visit)
                case Step.CALL_BACKUP:
                    self._call_backup(visit)
                case Step.BREACH | Step.ON_CALL:
                    pass

    def _offer_ticket(self, visit: Visit) -> None:
        visit.ticket_offered = self.now if visit.ticket_offered is None else visit.ticket_offered
        if self._says_yes(lambda help: help.takes_ticket):
            self._after(self.chance.uniform(5, 40), partial(self._leave, visit, Ending.TICKET))

    def _ask_volunteers(self, visit: Visit) -> None:
        for agent in self.agents.values():
            at_cap = not agent.is_away and agent.load == agent.cap and visit.lang in agent.languages
            if at_cap and self._says_yes(lambda help: help.volunteers):
                self._after(self.chance.uniform(5, 30), partial(self._volunteer, visit, agent))

    def _volunteer(self, visit: Visit, agent: Agent) -> None:
        if visit.ended is None and agent.load == agent.cap and not agent.is_away:
            self._start(visit, agent)

    def _call_backup(self, visit: Visit) -> None:
        help = self.scenario.help
        if help is not None and self._says_yes(lambda help: help.comes):
            self._after(self.chance.uniform(5, help.comes_within.total_seconds()), partial(self._back_up, visit))

    def _back_up(self, visit: Visit) -> None:
        if visit.ended is not None or self.backup == 0:
            return
        self.backup -= 1
        self._answered(visit)
        self._after(visit.work, self._backup_is_free)
        self._offer()

    def _backup_is_free(self) -> None:
        self.backup += 1

    def _says_yes(self, share: Callable[[Help], float]) -> bool:
        return self.scenario.help is not None and self.chance.random() < share(self.scenario.help)

    # Estimates

    def _estimates(self) -> list[Estimate]:
        candidates = [agent.as_candidate() for agent in self.agents.values() if not agent.is_away]
        return estimate_all(
            self.waiting.values(),
            candidates,
            self._learned().rates,
            instant(self.now),
            self.scenario.policy,
            self.scenario.urgency,
        )

    def _learned(self) -> _Learned:
        """What is known of late, learned anew at every check, as in the server."""
        check = int(self.now // self.scenario.check_every.total_seconds())
        if self._known is None or self._known.check != check:
            rates = learn_rates(list(self.handled), list(self.pickups), list(self.waited))
            self._known = _Learned(check, rates, Calibration(list(self.pairs)))
        return self._known

    def _predict(self, visit: Visit) -> None:
        """Notes what the estimator says at joining, and what simpler rules say."""
        estimate = next(one for one in self._estimates() if one.chat_id == visit.chat_id)
        seen = self._learned().calibration.range_for(estimate)
        if estimate.mean is not None and estimate.low is not None and estimate.high is not None and seen is not None:
            visit.forecast = self._forecast(visit, estimate.mean, (estimate.low, estimate.high), seen)
        if self.scenario.help is not None:
            self._climb(visit, seen.over_target if seen else None)

    def _forecast(self, visit: Visit, mean: timedelta, raw: tuple[timedelta, timedelta], seen: Range) -> Forecast:
        present = [agent for agent in self.agents.values() if not agent.is_away]
        has_room = any(agent.load < agent.cap for agent in present if visit.lang in agent.languages)
        recent = list(self.pairs)[-_AVERAGED:]
        handling = self._learned().rates.handling.total_seconds()
        return Forecast(
            raw=mean.total_seconds(),
            raw_low=raw[0].total_seconds(),
            raw_high=raw[1].total_seconds(),
            calibrated=seen.median.total_seconds(),
            low=seen.low.total_seconds(),
            high=seen.high.total_seconds(),
            others={
                "slots short": 0.0 if has_room else 1.0,
                "average of recent waits": sum(pair.actual.total_seconds() for pair in recent) / max(1, len(recent)),
                "queue x handling / agents": len(self.waiting) * handling / max(1, len(present)),
            },
        )
