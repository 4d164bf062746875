import random

import pytest

from chatserver.core.triage.conflicts import conflicts_of
from chatserver.core.triage.intents import Intent
from chatserver.core.triage.matcher import Matcher
from chatserver.core.triage.self_check import Checked, Guess, Thresholds
from tests.conftest import shipped_intents

# Conflicts do not depend on thresholds, and finding those takes its time.
NO_CHECK = Thresholds(0.4, 0.3)


def checked(intent: str, best: str, margin: float) -> Checked:
    scores = {best: 0.5, intent: 0.5 - margin} if best != intent else {best: 0.5}
    return Checked(intent, f"a line of {intent}", Guess(0.5, 0.5, tuple(scores), scores))


def test_confused_pairs_and_suspects_come_worst_first():
    found = conflicts_of([checked("a", "a", 0), checked("a", "b", 0.1), checked("a", "b", 0.3), checked("c", "b", 0.2)])
    assert found.accuracy == 0.25
    assert [(pair.intent, pair.taken_for, pair.count) for pair in found.confusions] == [("a", "b", 2), ("c", "b", 1)]
    assert [round(suspect.margin, 1) for suspect in found.suspects] == [0.3, 0.2, 0.1]


def test_nothing_checked_is_no_conflict():
    assert conflicts_of([]).accuracy == 1.0


@pytest.mark.parametrize("tag", ["en", "ru"])
def test_most_lines_that_were_misfiled_on_purpose_are_among_the_worst_tenth(tag):
    chance = random.Random(5)
    lines = {name: list(one.examples) for name, one in shipped_intents().languages[tag].intents.items()}
    planted = _planted(lines, chance, sum(map(len, lines.values())) // 20)
    found = Matcher([Intent(name, "", tuple(kept)) for name, kept in lines.items()], tag, NO_CHECK).conflicts()
    first = {(suspect.intent, suspect.line) for suspect in found.suspects[: found.checked // 10]}
    assert len(planted & first) >= 0.9 * len(planted)


def _planted(lines: dict[str, list[str]], chance: random.Random, count: int) -> set[tuple[str, str]]:
    """Moves so many lines to another intent's; returns where they stand now."""
    planted: set[tuple[str, str]] = set()
    names = [name for name, own in lines.items() if len(own) > 6]
    while len(planted) < count:
        source, target = chance.sample(names, 2)
        line = chance.choice(lines[source])
        if len(lines[source]) > 3 and (source, line) not in planted:
            lines[source].remove(line)
            lines[target].insert(chance.randrange(len(lines[target]) + 1), line)
            planted.add((target, line))
    return planted
