"""The simulated day against what is known of queues, and the marks that the product's routing has to reach."""

from datetime import timedelta
from random import Random

import pytest
from msgspec.structs import replace

from chatserver.core.routing.erlang import Demand, service
from chatserver.core.routing.policies import STRICT_PRIORITY
from chatserver.simulation.day import simulate
from chatserver.simulation.records import TARGET, Ending, figures
from chatserver.simulation.scenario import HandlingShape, Help, Scenario

ONE_LANGUAGE = Scenario(languages={"en": 1.0}, speakers={})


def test_the_same_seed_gives_the_same_day_and_another_another():
    short = Scenario(hours=1)
    once, again, other = (simulate(short, Random(seed)) for seed in (1, 1, 2))
    assert once == again
    assert once != other


def test_all_orders_see_the_same_visitors():
    def came(scenario: Scenario):
        return [(one.joined, one.lang, one.plan, one.work, one.patience) for one in simulate(scenario, Random(4))]

    assert came(Scenario(hours=1)) == came(Scenario(hours=1, policy=STRICT_PRIORITY))


def test_every_wait_ends_and_nobody_waits_longer_than_their_patience():
    visits = simulate(Scenario(hours=2, per_hour=140, help=Help()), Random(5))
    assert all(visit.ending is not None for visit in visits)
    assert all(visit.waited <= visit.patience + 1e-6 for visit in visits)
    assert {visit.ending for visit in visits} == set(Ending)


def test_without_slowing_the_day_is_an_erlang_a_queue():
    """Exponential work that nothing slows, one language, hardly any time to pick up: a slot is a server of M/M/n+M."""
    work, patience = timedelta(minutes=7.5), timedelta(minutes=3)
    scenario = replace(
        ONE_LANGUAGE,
        agents=4,
        hours=12,
        work=work,
        slowing=0.0,
        shape=HandlingShape.EXPONENTIAL,
        pickup=timedelta(seconds=0.5),
        declines=0.0,
        pace=0.0,
        patience=patience,
    )
    days = [figures(simulate(scenario, Random(seed))) for seed in range(1, 5)]
    expected = service(Demand(scenario.per_hour, work, patience), 4 * scenario.cap, timedelta(seconds=TARGET))
    # Some 13 % leave; the deviation of samples of this size is somewhat more than one per cent.
    assert sum(day.left for day in days) / 4 == pytest.approx(expected.left, abs=0.03)
    assert sum(day.share_of_all for day in days) / 4 == pytest.approx(expected.within, abs=0.03)


@pytest.mark.parametrize(("per_hour", "share", "error"), [(95, 0.955, 115), (110, 0.85, 115)])
def test_the_promise_is_kept_and_the_wait_is_said_honestly(per_hour, share, error):
    days = [figures(simulate(Scenario(per_hour=per_hour), Random(seed))) for seed in range(2)]
    assert sum(day.share for day in days) / 2 >= share
    assert sum(day.errors["calibrated"] for day in days) / 2 <= error
    assert 0.72 <= sum(day.coverage for day in days) / 2 <= 0.88
    for other in ("average of recent waits", "queue x handling / agents"):
        assert sum(day.errors["calibrated"] - day.errors[other] for day in days) < 0


def test_with_the_ladder_nobody_is_late_without_a_warning():
    days = [figures(simulate(Scenario(per_hour=110, help=Help()), Random(seed))) for seed in range(2)]
    assert all(day.breaches_unwarned == 0 for day in days)
    assert sum(day.share for day in days) / 2 >= 0.95


def test_where_nobody_speaks_the_language_the_ticket_is_offered_at_once():
    scenario = Scenario(hours=1, languages={"en": 1.0, "fi": 1.0}, speakers={"fi": 0}, help=Help())
    finnish = [visit for visit in simulate(scenario, Random(8)) if visit.lang == "fi"]
    assert finnish
    assert all(visit.ticket_offered == visit.joined for visit in finnish)
    assert all(visit.forecast is None for visit in finnish)


def test_strict_priority_keeps_some_waiting_far_longer():
    def longest(scenario: Scenario) -> float:
        return max(visit.waited for visit in simulate(scenario, Random(6)))

    busy = replace(ONE_LANGUAGE, hours=3, per_hour=125, patience=timedelta(hours=3))
    assert longest(replace(busy, policy=STRICT_PRIORITY)) > 1.3 * longest(busy)


def test_agents_who_are_away_take_nothing_new():
    here = Scenario(hours=3, per_hour=60)
    away = replace(here, absence=timedelta(minutes=40), absence_every=timedelta(minutes=30))
    assert figures(simulate(away, Random(7))).share < figures(simulate(here, Random(7))).share
