from datetime import timedelta

import pytest

from chatserver.core.sla.risk import PICKUP_TARGET, ClockState, clock_state
from tests.doubles import NOON


@pytest.mark.parametrize(
    ("seconds", "state"),
    [(0, "on_track"), (149, "on_track"), (150, "at_risk"), (299, "at_risk"), (300, "breached"), (999, "breached")],
)
def test_a_clock_is_at_risk_from_half_its_time_and_breached_at_its_end(seconds, state):
    assert clock_state(NOON, NOON + PICKUP_TARGET, NOON + timedelta(seconds=seconds)) is ClockState(state)
