"""Rates: how fast agents take and finish chats and how soon visitors leave, learned from what happened lately.

Each rate starts from what is usual and moves to what was seen; a few odd chats move it little.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from msgspec import Struct, field

# What is usual, until enough was seen. A chat holds a slot for longer than it is work: its agent has others at hand.
TYPICAL_HANDLING = timedelta(minutes=12)
TYPICAL_PICKUP = timedelta(seconds=20)
TYPICAL_PATIENCE = timedelta(minutes=20)
# The usual counts as so many chats, pickups, and visitors who left.
_USUAL_HANDLED = 8
_USUAL_PICKED_UP = 8
_USUAL_LEFT = 5
# One agent's own pace counts as much as everybody's after so many chats of theirs.
_OWN_PACE_AFTER = 15
# A chat that somebody forgot to close says little about the others: longer than so many medians is cut there.
_LONGEST_IN_MEDIANS = 8
# No rate is taken to be faster than this, or slower than a day.
_SHORTEST = timedelta(seconds=1)
_LONGEST = timedelta(days=1)


class Handled(Struct, frozen=True):
    """A chat that ended: how long it took a slot of this agent, without the time for which it was parked."""

    agent_id: str
    lasted: timedelta


class Waited(Struct, frozen=True):
    """A visitor who waits no longer: after how long, and whether they left without an answer."""

    lasted: timedelta
    has_left: bool = False


class Rates(Struct, frozen=True):
    """Mean durations. `handling`: of a chat in a slot; `by_agent`: the same for single agents, where known.

    `pickup`: from the first offer to the acceptance, by whichever agent; `patience`: until a visitor leaves.
    """

    handling: timedelta = TYPICAL_HANDLING
    pickup: timedelta = TYPICAL_PICKUP
    patience: timedelta = TYPICAL_PATIENCE
    by_agent: Mapping[str, timedelta] = field(default_factory=dict)

    def handling_of(self, agent_id: str) -> timedelta:
        return self.by_agent.get(agent_id, self.handling)


def learn_rates(
    handled: Sequence[Handled] = (), pickups: Sequence[timedelta] = (), waited: Sequence[Waited] = ()
) -> Rates:
    """Returns the rates after what was seen: the last few hundred of each are enough, in any order.

    With nothing seen, they are the usual ones. `pickups` last from a chat's first offer to its acceptance.
    """
    everybody = [one.lasted for one in handled]
    longest = _median(everybody) * _LONGEST_IN_MEDIANS if everybody else _LONGEST
    handling = _shrunk([min(lasted, longest) for lasted in everybody], TYPICAL_HANDLING, _USUAL_HANDLED)
    own: dict[str, list[timedelta]] = defaultdict(list)
    for one in handled:
        own[one.agent_id].append(min(one.lasted, longest))
    return Rates(
        handling=handling,
        pickup=_shrunk(pickups, TYPICAL_PICKUP, _USUAL_PICKED_UP),
        patience=_patience(waited),
        by_agent={agent: _shrunk(lasted, handling, _OWN_PACE_AFTER) for agent, lasted in sorted(own.items())},
    )


def _patience(waited: Sequence[Waited]) -> timedelta:
    """All the time waited, by those who left and those who did not, for each who left."""
    left = sum(1 for one in waited if one.has_left)
    spent = sum((max(one.lasted, timedelta(0)) for one in waited), timedelta(0))
    return _bounded((spent + TYPICAL_PATIENCE * _USUAL_LEFT) / (left + _USUAL_LEFT))


def _shrunk(seen: Sequence[timedelta], usual: timedelta, weight: int) -> timedelta:
    return _bounded((sum(seen, timedelta(0)) + usual * weight) / (len(seen) + weight))


def _bounded(mean: timedelta) -> timedelta:
    return min(max(mean, _SHORTEST), _LONGEST)


def _median(durations: Sequence[timedelta]) -> timedelta:
    return max(sorted(durations)[len(durations) // 2], _SHORTEST)
