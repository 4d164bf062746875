"""The 5-minute promise at a glance: how a clock stands, from the request for a human to the first word of one."""

from datetime import datetime, timedelta
from enum import StrEnum

PICKUP_TARGET = timedelta(minutes=5)
# From here on a clock is at risk: early enough that one more agent can still be called.
AT_RISK_SHARE = 0.5


class ClockState(StrEnum):
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    BREACHED = "breached"


def clock_state(waiting_since: datetime, due_at: datetime, now: datetime) -> ClockState:
    """Returns the state at `now` of a clock that runs from `waiting_since` to `due_at`."""
    if now >= due_at:
        return ClockState.BREACHED
    if now - waiting_since >= (due_at - waiting_since) * AT_RISK_SHARE:
        return ClockState.AT_RISK
    return ClockState.ON_TRACK
