from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.core.routing.calibration import Calibration, Pair
from chatserver.core.routing.estimate import Estimate, NoEstimate

FIVE_MINUTES = timedelta(minutes=5)


def seconds(value: float) -> timedelta:
    return timedelta(seconds=value)


def estimate(mean: float, left: timedelta = FIVE_MINUTES) -> Estimate:
    return Estimate("A", 1, 0.0, left, 0.5, seconds(mean), seconds(mean), seconds(0), seconds(mean), seconds(mean))


def pairs(chance: Random, bias: float, count: int = 300) -> list[Pair]:
    predicted = [chance.uniform(20, 600) for _ in range(count)]
    return [Pair(seconds(one), seconds(one * bias * chance.lognormvariate(0, 0.4))) for one in predicted]


@pytest.mark.parametrize("bias", [0.5, 1.0, 2.0])
def test_four_in_five_ranges_hold_whatever_the_bias_of_the_model(bias):
    chance = Random(f"coverage {bias}")
    calibration = Calibration(pairs(chance, bias))
    held = 0
    for pair in pairs(chance, bias, 1_000):
        said = calibration.range_for(estimate(pair.predicted.total_seconds()))
        held += said.low <= pair.actual <= said.high
    assert 750 <= held <= 850


def test_a_bias_is_gone_from_the_middle():
    said = Calibration(pairs(Random(1), 2.0)).range_for(estimate(200))
    assert said.median.total_seconds() == pytest.approx(400, rel=0.12)


def test_the_probability_of_missing_the_target_is_calibrated_too():
    kind = Calibration(pairs(Random(2), 0.5))
    harsh = Calibration(pairs(Random(2), 2.0))
    assert kind.range_for(estimate(250)).over_target < 0.1
    assert harsh.range_for(estimate(250)).over_target > 0.8
    assert harsh.range_for(estimate(250, seconds(-1))).over_target == 1


def test_without_pairs_the_models_own_spread_speaks():
    said = Calibration().range_for(estimate(200))
    # An exponential wait with a mean of 200 s.
    assert said.low.total_seconds() == pytest.approx(21, abs=8)
    assert said.median.total_seconds() == pytest.approx(139, abs=8)
    assert said.high.total_seconds() == pytest.approx(460, abs=30)
    assert said.over_target == pytest.approx(0.22, abs=0.04)


def test_predictions_of_another_size_have_no_say():
    free = [Pair(seconds(15), seconds(1))] * 300
    assert Calibration(free).range_for(estimate(200)) == Calibration().range_for(estimate(200))
    assert Calibration(free).range_for(estimate(15)).high < seconds(3)


@pytest.mark.parametrize("actual", [0, 5, 12])
def test_a_wait_that_is_always_the_same_is_in_the_range_while_the_rates_still_settle(actual):
    settling = [seconds(actual + 10 - number / 40) for number in range(301)]
    said = Calibration([Pair(one, seconds(actual)) for one in settling[:-1]]).range_for(estimate(actual + 2.5))
    assert said.low <= seconds(actual) <= said.high <= seconds(actual + 2)


def test_only_the_last_pairs_count():
    old, new = [Pair(seconds(200), seconds(20))] * 400, [Pair(seconds(200), seconds(400))] * 300
    assert Calibration(old + new).range_for(estimate(200)) == Calibration(new).range_for(estimate(200))


def test_where_nothing_was_estimated_nothing_is_calibrated():
    nobody = Estimate("A", 1, 0.0, FIVE_MINUTES, reason=NoEstimate.NOBODY_THERE)
    assert Calibration(pairs(Random(3), 1.0)).range_for(nobody) is None


_DURATIONS = st.timedeltas(min_value=seconds(0), max_value=timedelta(hours=3))


@given(st.lists(st.builds(Pair, _DURATIONS, _DURATIONS), max_size=320), st.floats(0, 5_000))
def test_a_range_is_in_order_and_never_negative(history, mean):
    said = Calibration(history).range_for(estimate(mean))
    assert timedelta(0) <= said.low <= said.median <= said.high
    assert 0 <= said.over_target <= 1
