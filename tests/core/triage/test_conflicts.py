import random

from chatserver.core.triage.conflicts import conflicts_of
from chatserver.core.triage.intents import Intent
from chatserver.core.triage.matcher import Matcher
from chatserver.core.triage.self_check import Checked, Guess
from tests.conftest import shipped_intents


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


def test_most_lines_that_were_misfiled_on_purpose_are_among_the_first():
    chance = random.Random(5)
    intents = dict(shipped_intents().languages["en"].intents)
    names = [name for name, intent in intents.items() if len(intent.examples) > 6]
    planted = set()
    for _ in range(18):
        source, target = chance.sample(names, 2)
        line = chance.choice(intents[source].examples)
        kept = tuple(other for other in intents[source].examples if other != line)
        intents[source] = Intent(source, intents[source].title, kept)
        intents[target] = Intent(target, intents[target].title, (*intents[target].examples, line))
        planted.add((target, line))
    found = Matcher(intents.values()).conflicts()
    first = {(suspect.intent, suspect.line) for suspect in found.suspects[: found.checked // 10]}
    assert len(planted & first) >= 0.6 * len(planted)
