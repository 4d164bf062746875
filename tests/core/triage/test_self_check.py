from chatserver.core.triage.index import Entry
from chatserver.core.triage.self_check import USUAL_ANSWER, USUAL_ASK, Guess, Thresholds, self_check


def by_first_word(entries):
    """A stand-in that is right whenever a line begins with its intent's name, and as sure as the line is long."""
    names = {entry.name for entry in entries}

    def guess(line):
        first = line.split()[0]
        sure = len(line) / 100
        return Guess(sure, sure, (first,)) if first in names else Guess(sure / 4, sure / 4, ("other",))

    return guess


def lines(name: str, count: int) -> tuple[str, ...]:
    return tuple(f"{name} {'x' * number}" for number in range(1, count + 1))


ENTRIES = [Entry(name, lines(name, 40)) for name in "abcdefghijkl"]


def test_of_lines_that_are_always_right_the_least_sure_one_is_enough():
    report = self_check(ENTRIES, by_first_word, is_whole=True)
    assert len(report.checked) == 480
    assert all(one.is_right and one.is_near for one in report.checked)
    assert report.thresholds.ask <= report.thresholds.answer
    # Lines of hidden intents are what it must not answer.
    sure = sorted(guess.confidence for guess in report.strangers)
    assert report.thresholds.answer >= sure[int(len(sure) * 0.9)]


def test_wrong_guesses_raise_the_threshold():
    def wrong_when_short(entries):
        guess = by_first_word(entries)
        return lambda line: guess(line) if len(line) > 20 else Guess(len(line) / 100, len(line) / 100, ("other",))

    assert (
        self_check(ENTRIES, wrong_when_short).thresholds.answer
        > self_check(ENTRIES, by_first_word).thresholds.ask + 0.05
    )


def test_a_handful_of_lines_leaves_what_is_usual():
    report = self_check([Entry("a", ("a x",))], by_first_word)
    assert report.thresholds == Thresholds(USUAL_ANSWER, USUAL_ASK)
