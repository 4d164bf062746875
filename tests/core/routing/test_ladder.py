from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.core.routing.ladder import Rungs, Step, steps_due
from tests.doubles import NOON

UNTIL_BREACH = (Step.TELL_AGENTS, Step.CALL_BACKUP)
BROKEN = (Step.BREACH, Step.OFFER_TICKET_AGAIN)


def due(seconds: float, over_target: float | None = 0.0, taken=(), rungs: Rungs | None = None):
    return steps_due(NOON, NOON + timedelta(seconds=seconds), over_target, taken, rungs or Rungs())


@pytest.mark.parametrize(
    ("seconds", "over_target", "steps"),
    [
        (0, 0.0, ()),
        (0, 0.39, ()),
        (0, 0.4, (Step.OFFER_TICKET,)),
        (0, None, (Step.OFFER_TICKET,)),
        (149, 0.0, ()),
        (150, 0.0, (Step.TELL_AGENTS,)),
        (239, 0.0, (Step.TELL_AGENTS,)),
        (240, 0.0, UNTIL_BREACH),
        (240, 0.5, (Step.OFFER_TICKET, *UNTIL_BREACH)),
        (254, 0.0, UNTIL_BREACH),
        (255, 0.0, (Step.OFFER_TICKET, *UNTIL_BREACH)),
        (300, 0.0, (*UNTIL_BREACH, *BROKEN)),
        (300, 1.0, (*UNTIL_BREACH, *BROKEN)),
        (599, 1.0, (*UNTIL_BREACH, *BROKEN)),
        (600, None, (*UNTIL_BREACH, *BROKEN, Step.ON_CALL)),
    ],
)
def test_each_step_has_its_time(seconds, over_target, steps):
    assert due(seconds, over_target) == steps


def test_a_step_is_taken_once():
    assert due(240, 0.9, {Step.OFFER_TICKET, Step.TELL_AGENTS}) == (Step.CALL_BACKUP,)
    assert due(900, 1.0, set(Step)) == ()


def test_after_a_breach_the_ticket_is_offered_a_second_time_and_never_twice_at_once():
    assert Step.OFFER_TICKET_AGAIN in due(300, 1.0, {Step.OFFER_TICKET})
    assert Step.OFFER_TICKET not in due(300, 1.0)


def test_a_visitor_who_was_offered_a_ticket_is_not_asked_again_when_it_looks_better():
    assert due(60, 0.1, {Step.OFFER_TICKET}) == ()


def test_the_shares_are_of_the_sites_own_target():
    rungs = Rungs(target=timedelta(minutes=2))
    assert due(60, 0.0, (), rungs) == (Step.TELL_AGENTS,)
    assert Step.BREACH in due(120, 0.0, (), rungs)


@given(st.integers(0, 29), st.lists(st.floats(0, 1), min_size=30, max_size=30))
def test_checked_every_half_minute_everybody_is_warned_before_the_breach(first, chances):
    taken: set[Step] = set()
    told: list[Step] = []
    for number, over_target in enumerate(chances):
        steps = due(first + 30 * number, over_target, taken)
        told.extend(steps)
        taken.update(steps)
    assert len(told) == len(set(told))
    assert set(told) == set(Step)
    assert told.index(Step.OFFER_TICKET) < told.index(Step.BREACH)
