"""Promises about time: working-time calendars, policies, clocks. Pure: every moment comes in as an argument."""

from chatserver.core.sla.risk import AT_RISK_SHARE, PICKUP_TARGET, ClockState, clock_state

__all__ = ["AT_RISK_SHARE", "PICKUP_TARGET", "ClockState", "clock_state"]
