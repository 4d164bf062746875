"""Conflicts: which intents are taken for one another, and which lines look as if they stood in the wrong one."""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from chatserver.core.triage.self_check import Checked


class Confusion(Struct, frozen=True):
    """So many lines of one intent are taken for another."""

    intent: str
    taken_for: str
    count: int


class Suspect(Struct, frozen=True):
    """A line that another intent explains better than its own; `margin` is how much better."""

    intent: str
    line: str
    looks_like: str
    margin: float


class Conflicts(Struct, frozen=True):
    """`accuracy` is the share of lines that find their intent when they are hidden from it."""

    checked: int
    accuracy: float
    confusions: tuple[Confusion, ...] = ()
    suspects: tuple[Suspect, ...] = ()


def conflicts_of(checked: Sequence[Checked]) -> Conflicts:
    """Returns confused pairs, worst first, and lines that look misfiled, worst first."""
    wrong = [one for one in checked if one.guess.intents and not one.is_right]
    pairs = Counter((one.intent, one.guess.intents[0]) for one in wrong)
    confusions = tuple(Confusion(*pair, count) for pair, count in pairs.most_common())
    suspects = sorted(
        (Suspect(one.intent, one.line, one.guess.intents[0], one.guess.margin_over(one.intent)) for one in wrong),
        key=lambda suspect: -suspect.margin,
    )
    right = sum(one.is_right for one in checked)
    return Conflicts(len(checked), right / len(checked) if checked else 1.0, confusions, tuple(suspects))
