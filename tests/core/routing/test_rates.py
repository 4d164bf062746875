from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from chatserver.core.routing.rates import (
    TYPICAL_HANDLING,
    TYPICAL_PATIENCE,
    TYPICAL_PICKUP,
    Handled,
    Rates,
    Waited,
    learn_rates,
)


def minutes(value: float) -> timedelta:
    return timedelta(minutes=value)


def test_with_nothing_seen_the_rates_are_the_usual_ones():
    assert learn_rates() == Rates(TYPICAL_HANDLING, TYPICAL_PICKUP, TYPICAL_PATIENCE)


def test_a_first_chat_moves_the_rate_a_little_and_hundreds_make_it_theirs():
    one = learn_rates([Handled("ada", minutes(3))]).handling
    many = learn_rates([Handled("ada", minutes(3))] * 300).handling
    assert minutes(10) < one < TYPICAL_HANDLING
    assert minutes(3) < many < minutes(3.3)


def test_a_chat_that_somebody_forgot_to_close_is_cut():
    usual = [Handled("ada", minutes(10))] * 50
    forgotten = learn_rates([*usual, Handled("ada", timedelta(days=3))]).handling
    assert forgotten < minutes(12)


def test_each_agent_has_a_pace_once_it_is_known():
    rates = learn_rates([Handled("slow", minutes(20))] * 100 + [Handled("fast", minutes(5))] * 100)
    assert rates.handling_of("fast") < minutes(7)
    assert rates.handling_of("slow") > minutes(18)
    assert rates.handling_of("new") == rates.handling
    few = learn_rates([Handled("slow", minutes(20))] * 100 + [Handled("fast", minutes(5))])
    assert few.handling_of("fast") > minutes(16)


def test_patience_is_all_the_time_waited_for_each_who_left():
    stayed = [Waited(minutes(2))] * 200
    left = [Waited(minutes(2), has_left=True)] * 100
    assert minutes(6) < learn_rates(waited=stayed + left).patience < minutes(7)
    assert learn_rates(waited=stayed).patience > TYPICAL_PATIENCE


def test_pickups_are_learned_too():
    assert learn_rates(pickups=[timedelta(seconds=5)] * 300).pickup < timedelta(seconds=6)


@given(st.lists(st.timedeltas(min_value=timedelta(days=-1), max_value=timedelta(days=400)), max_size=30))
def test_no_history_makes_a_rate_that_cannot_be(history):
    rates = learn_rates([Handled("ada", one) for one in history], history, [Waited(one, True) for one in history])
    for mean in (rates.handling, rates.pickup, rates.patience, *rates.by_agent.values()):
        assert timedelta(0) < mean <= timedelta(days=1)
