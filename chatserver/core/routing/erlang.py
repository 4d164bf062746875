"""Staffing by Erlang-A (the M/M/n+M queue): how many slots it takes to answer so many within a time, when people leave.

Source: S. Zeltyn and A. Mandelbaum, "Call centers with impatient customers", Queueing Systems 51 (2005), section 3.
With `n` slots busy and visitors leaving at rate `theta`, the time that a patient visitor would wait has the density
`p_n n mu exp(-n mu t + lambda (1 - exp(-theta t)) / theta)`, where `p_n` is the probability of n chats in the system.
"""

from datetime import timedelta
from math import ceil, exp, expm1, fsum, inf, log

from msgspec import Struct

# Steps of Simpson's rule: at least so many, and so many for each release of a slot.
_STEPS = 200
_STEPS_PER_RELEASE = 4
_MOST_SLOTS = 4_096
# More patience than so many handling times is none that anyone measures, and it would need very many terms.
_MOST_PATIENT = 10_000
# Terms of the sum that are smaller than the largest by this factor (as a logarithm) are left out.
_NEGLIGIBLE = -40.0


class Demand(Struct, frozen=True):
    """What comes: `per_hour` chats, each holding a slot for `handling` on average; visitors leave after `patience` on
    average.
    """

    per_hour: float
    handling: timedelta
    patience: timedelta

    @property
    def work(self) -> float:
        """The offered load in Erlang: slots that would be busy if nobody ever waited."""
        return self.per_hour * self.handling / timedelta(hours=1)


class Service(Struct, frozen=True):
    """What comes of it: shares of all who ask. `within`: answered within the target; `at_once`: without waiting;
    `left`: gone without an answer; `wait`: the mean over all, those who leave included."""

    within: float
    at_once: float
    left: float
    wait: timedelta


def service(demand: Demand, slots: int, target: timedelta) -> Service:
    """Returns what `slots` slots make of the demand.

    Slots are agents times the chats that each has at a time, and `handling` is how long a chat then holds one.
    """
    if demand.per_hour <= 0:
        return Service(1.0, 1.0, 0.0, timedelta(0))
    if slots <= 0:
        return Service(0.0, 0.0, 1.0, demand.patience)
    queue = _Queue(demand, slots)
    within = queue.at_once + queue.answered_within(target.total_seconds())
    left = queue.left
    return Service(min(within, 1 - left), queue.at_once, left, timedelta(seconds=left / queue.theta))


def slots_needed(demand: Demand, target: timedelta, share: float) -> int:
    """Returns the least number of slots with which this share of all who ask is answered within the target.

    Raises `ValueError` for a share that is not between 0 and 1.
    """
    if not 0 < share < 1:
        raise ValueError("the share must be between 0 and 1")
    enough, few = 1, 0
    while enough < _MOST_SLOTS and service(demand, enough, target).within < share:
        few, enough = enough, enough * 2
    while enough - few > 1:
        middle = (few + enough) // 2
        if service(demand, middle, target).within < share:
            few = middle
        else:
            enough = middle
    return enough


def agents_needed(demand: Demand, slots_per_agent: int, target: timedelta, share: float) -> int:
    """Returns the least number of agents; raises `ValueError` for a share outside 0 to 1 or fewer than one slot
    each.
    """
    if slots_per_agent < 1:
        raise ValueError("an agent has at least one slot")
    return ceil(slots_needed(demand, target, share) / slots_per_agent)


class _Queue:
    """The balance of arrivals, releases and departures. Logarithms, since the terms outgrow any number in an
    overload.
    """

    def __init__(self, demand: Demand, slots: int) -> None:
        self.arrivals = demand.per_hour / 3600
        self.theta = 1 / min(demand.patience, demand.handling * _MOST_PATIENT).total_seconds()
        self.releases = slots / demand.handling.total_seconds()
        terms = self._terms()
        idle = _log_idle(demand.work, slots)
        top = max(idle, *terms)
        total = exp(idle - top) + fsum(exp(term - top) for term in terms)
        self.at_once = exp(idle - top) / total
        # The probability that all slots are busy and nobody waits, as a logarithm.
        self._full = -top - log(total)
        waiting = fsum(place * exp(term + self._full) for place, term in enumerate(terms))
        self.left = min(1.0, waiting * self.theta / self.arrivals)

    def _terms(self) -> list[float]:
        """The probabilities of k people waiting, as multiples of that of none, in logarithms."""
        terms = [0.0]
        top = 0.0
        while terms[-1] - top > _NEGLIGIBLE:
            step = log(self.arrivals / (self.releases + len(terms) * self.theta))
            terms.append(terms[-1] + step)
            top = max(top, terms[-1])
        return terms

    def answered_within(self, seconds: float) -> float:
        """The share of all who wait first and are then answered in time: Simpson's rule over the density."""
        steps = max(_STEPS, ceil(_STEPS_PER_RELEASE * seconds * self.releases))
        steps += steps % 2
        width = seconds / steps
        inner = fsum((4 if step % 2 else 2) * self._density(step * width) for step in range(1, steps))
        return (self._density(0.0) + inner + self._density(seconds)) * width / 3

    def _density(self, seconds: float) -> float:
        """Of the wait, times the probability that the visitor is still there."""
        arrived = -self.arrivals * expm1(-self.theta * seconds) / self.theta
        return self.releases * exp(self._full - (self.releases + self.theta) * seconds + arrived)


def _log_idle(work: float, slots: int) -> float:
    """The probability of a free slot as a multiple of that of none free and nobody waiting, from Erlang's loss
    formula.
    """
    blocked = 1.0
    for slot in range(1, slots + 1):
        blocked = work * blocked / (slot + work * blocked)
    if blocked <= 0:
        return inf
    return log((1 - blocked) / blocked) if blocked < 1 else -inf
