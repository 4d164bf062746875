"""The ladder: who is called and what the visitor is offered before the promise breaks and when it has, each step once.

The ticket is offered to everyone who may wait too long, in time: a breach that nobody was warned of is the one thing
that must not happen, so from 85 % of the target on it is offered whatever the estimate says.
"""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct


class Step(StrEnum):
    """What happens to a chat that waits, in this order."""

    OFFER_TICKET = "offer_ticket"
    TELL_AGENTS = "tell_agents"
    CALL_BACKUP = "call_backup"
    BREACH = "breach"
    OFFER_TICKET_AGAIN = "offer_ticket_again"
    ON_CALL = "on_call"


class Rungs(Struct, frozen=True):
    """When each step is due: shares of the target, a probability, and a time for the last.

    `offer_at`: the probability of missing the target from which the ticket is offered; `offer_latest`: the share of the
    target at which it is offered anyway. 85 % of five minutes leaves 45 s, so a check every 30 s always falls in
    between.
    """

    target: timedelta = timedelta(minutes=5)
    offer_at: float = 0.4
    offer_latest: float = 0.85
    tell_agents_at: float = 0.5
    call_backup_at: float = 0.8
    on_call_after: timedelta = timedelta(minutes=10)


DEFAULT_RUNGS = Rungs()


def steps_due(
    waiting_since: datetime,
    now: datetime,
    over_target: float | None,
    taken: Collection[Step],
    rungs: Rungs = DEFAULT_RUNGS,
) -> tuple[Step, ...]:
    """Returns the steps that are due now and were not taken, in order.

    `over_target`: the probability that the whole wait exceeds the target; None when nobody is there to answer. After a
    time without checks all steps that were missed come at once, but the ticket is then offered only once.
    """
    return tuple(step for step in _reached(now - waiting_since, over_target, rungs) if step not in taken)


def _reached(waited: timedelta, over_target: float | None, rungs: Rungs) -> Iterator[Step]:
    likely = over_target is None or over_target >= rungs.offer_at
    has_breached = waited >= rungs.target
    if not has_breached and (likely or waited >= rungs.target * rungs.offer_latest):
        yield Step.OFFER_TICKET
    if waited >= rungs.target * rungs.tell_agents_at:
        yield Step.TELL_AGENTS
    if waited >= rungs.target * rungs.call_backup_at:
        yield Step.CALL_BACKUP
    if has_breached:
        yield Step.BREACH
        yield Step.OFFER_TICKET_AGAIN
    if waited >= rungs.on_call_after:
        yield Step.ON_CALL
