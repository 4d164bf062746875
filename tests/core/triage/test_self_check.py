import pytest

from chatserver.core.triage.index import Entry
from chatserver.core.triage.self_check import USUAL_ANSWER, USUAL_ASK, Guess, hide_every_line, self_check


def by_first_word(entries):
    """A stand-in that is right whenever a line begins with its intent's name, and as sure as the line is long."""
    names = {entry.name for entry in entries}

    def guess(line, without):
        first = line.split()[0]
        sure = len(line) / 100
        return Guess(sure, sure, (first,)) if first in names - {without} else Guess(sure / 4, sure / 4, ("other",))

    return guess


def lines(name: str, count: int) -> tuple[str, ...]:
    return tuple(f"{name} {'x' * number}" for number in range(1, count + 1))


ENTRIES = [Entry(name, lines(name, 40)) for name in "abcdefghijkl"]


def test_of_lines_that_are_always_right_the_least_sure_one_is_enough():
    report = self_check(ENTRIES, by_first_word)
    assert len(report.checked) == len(report.strangers) == 2 * 96
    assert all(one.is_right and one.is_near for one in report.checked)
    assert report.thresholds.ask <= report.thresholds.answer
    # Lines whose intents are hidden are what it must not answer.
    sure = sorted(guess.confidence for guess in report.strangers)
    assert report.thresholds.answer >= sure[int(len(sure) * 0.9)]


def test_wrong_guesses_raise_the_threshold():
    def wrong_when_short(entries):
        guess = by_first_word(entries)
        wrong = by_first_word([])
        return lambda line, without: (guess if len(line) > 20 else wrong)(line, without)

    assert (
        self_check(ENTRIES, wrong_when_short).thresholds.answer
        > self_check(ENTRIES, by_first_word).thresholds.ask + 0.05
    )


def test_a_handful_of_lines_leaves_what_is_usual():
    found = self_check([Entry("a", ("a x",))], by_first_word).thresholds
    assert (found.answer, found.ask) == pytest.approx((USUAL_ANSWER, USUAL_ASK), abs=0.01)


def test_every_line_is_hidden_once():
    checked = hide_every_line(ENTRIES, by_first_word)
    assert sorted(one.line for one in checked) == sorted(line for entry in ENTRIES for line in entry.lines)
    assert all(one.is_right for one in checked)


def test_what_is_close_to_another_intent_is_no_answer_and_raises_nothing():
    def close(entries):
        scores = {"other": 0.9, "next": 0.88}
        return lambda line, without: Guess(0.9, 0.9, tuple(scores), scores) if "xx" in line else None

    found = self_check(ENTRIES, close)
    assert all(guess.is_close for guess in found.strangers)
    assert not Guess(0.9, 0.9, ("a", "b"), {"a": 0.9, "b": 0.8}).is_close


def test_the_order_of_the_intents_changes_nothing():
    assert self_check(ENTRIES[::-1], by_first_word).thresholds == self_check(ENTRIES, by_first_word).thresholds
