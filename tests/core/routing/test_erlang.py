"""Published figures, and the balance of a birth-and-death chain solved here another way."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatserver.core.routing.erlang import Demand, agents_needed, service, slots_needed

MINUTE = timedelta(minutes=1)
FIVE_MINUTES = timedelta(minutes=5)
CENTRE = Demand(2_880, MINUTE, 2 * MINUTE)
DESK = Demand(95, timedelta(minutes=12), timedelta(minutes=20))


def test_the_figures_published_for_fifty_agents_come_out():
    # Garnett, Mandelbaum and Reiman (2002): 48 calls a minute, patience of two minutes: 3.1 % leave, 3.7 s on average.
    found = service(CENTRE, 50, timedelta(seconds=12.5))
    assert found.left == pytest.approx(0.031, abs=0.0005)
    assert found.wait.total_seconds() == pytest.approx(3.7, abs=0.05)


def test_with_endless_patience_it_is_erlang_c():
    # The same centre without patience: an average wait of 20.8 s.
    patient = Demand(2_880, MINUTE, timedelta(days=30))
    found = service(patient, 50, timedelta(seconds=20))
    assert found.wait.total_seconds() == pytest.approx(20.8, rel=0.005)
    assert found.left < 0.001
    assert patient.work == pytest.approx(48)


def chain(demand: Demand, slots: int, target: timedelta, most: int = 400):
    """Stationary probabilities, then each waiting place's chance in small steps of time: slow, and nothing else in
    common.
    """
    arrive, end, leave = demand.per_hour / 60, MINUTE / demand.handling, MINUTE / demand.patience
    weights = [1.0]
    for number in range(1, slots + most):
        weights.append(weights[-1] * arrive / (min(number, slots) * end + max(0, number - slots) * leave))
    total = sum(weights)
    at_once = sum(weights[:slots]) / total
    # chances[k]: still waiting with k ahead; the visitor leaves, too.
    chances = [weight / total for weight in weights[slots:]]
    answered, steps = 0.0, 4_000
    step = (target / MINUTE) / steps
    for _ in range(steps):
        answered += chances[0] * slots * end * step
        chances = [
            chance * (1 - (slots * end + (place + 1) * leave) * step)
            + (chances[place + 1] * (slots * end + (place + 1) * leave) * step if place + 1 < len(chances) else 0)
            for place, chance in enumerate(chances)
        ]
    return at_once, at_once + answered


@pytest.mark.parametrize("slots", [15, 19, 24])
def test_the_share_answered_in_time_is_that_of_the_chain(slots):
    at_once, within = chain(DESK, slots, FIVE_MINUTES, most=60)
    found = service(DESK, slots, FIVE_MINUTES)
    assert found.at_once == pytest.approx(at_once, abs=1e-6)
    assert found.within == pytest.approx(within, abs=0.002)


def test_who_is_not_answered_in_the_end_has_left():
    for slots in (5, 15, 25):
        found = service(DESK, slots, timedelta(days=1))
        assert found.within == pytest.approx(1 - found.left, abs=1e-4)


def test_the_staffing_is_the_least_that_does():
    needed = slots_needed(DESK, FIVE_MINUTES, 0.95)
    assert service(DESK, needed, FIVE_MINUTES).within >= 0.95
    assert service(DESK, needed - 1, FIVE_MINUTES).within < 0.95
    assert agents_needed(DESK, 3, FIVE_MINUTES, 0.95) == -(-needed // 3)


def test_no_demand_needs_nobody_and_no_slots_answer_nobody():
    assert service(Demand(0, MINUTE, MINUTE), 0, MINUTE).within == 1
    assert service(DESK, 0, MINUTE).within == 0


@pytest.mark.parametrize("share", [0, 1, 1.5])
def test_a_share_that_cannot_be_asked_for_is_refused(share):
    with pytest.raises(ValueError, match="between 0 and 1"):
        slots_needed(DESK, FIVE_MINUTES, share)


def test_an_agent_without_slots_is_refused():
    with pytest.raises(ValueError, match="at least one slot"):
        agents_needed(DESK, 0, FIVE_MINUTES, 0.95)


def test_a_hopeless_overload_still_has_an_answer():
    found = service(Demand(50_000, timedelta(minutes=12), timedelta(hours=2)), 1, FIVE_MINUTES)
    assert found.left > 0.99
    assert found.within < 0.01


@settings(max_examples=30)
@given(st.floats(1, 300), st.integers(1, 60), st.integers(1, 60))
def test_more_slots_never_answer_fewer_in_time(per_hour, handling, slots):
    demand = Demand(per_hour, timedelta(minutes=handling), timedelta(minutes=20))
    fewer, more = service(demand, slots, FIVE_MINUTES), service(demand, slots + 1, FIVE_MINUTES)
    assert 0 <= fewer.within <= more.within + 1e-6 <= 1 + 2e-6
    assert more.left <= fewer.left + 1e-9
