import pytest

from chatserver.core.triage.intents import Intent
from chatserver.core.triage.matcher import Matcher, Verdict

INTENTS = [
    Intent("hours", "Opening hours", ("when are you open", "what are your opening hours"), "Always."),
    Intent("refund", "Refund", ("I want my money back", "please refund my order"), "Sure.", ("refund policy",)),
    Intent("invoice", "Invoice", ("where is my invoice", "send me the invoice again"), "Here."),
    Intent("delivery", "Delivery", ("where is my parcel", "my delivery is late"), "Soon.", keywords=("shipping",)),
]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(INTENTS)


@pytest.mark.parametrize("intent", INTENTS, ids=lambda intent: intent.name)
def test_every_example_and_title_finds_its_intent(matcher, intent):
    for line in (*intent.examples, intent.title):
        found = matcher.match(line)
        assert (found.verdict, found.intent) == (Verdict.ANSWER, intent.name)


@pytest.mark.parametrize(
    ("line", "intent"),
    [("WHEN are you open??", "hours"), ("pleas refnd my order", "refund"), ("shipping", "delivery")],
)
def test_case_typos_and_keywords_are_understood(matcher, line, intent):
    assert matcher.match(line).intent == intent


@pytest.mark.parametrize("line", ["tell me a joke", "¿qué hora es?", "??", "", "my"])
def test_what_nobody_taught_is_not_answered(matcher, line):
    assert matcher.match(line).intent is None


def test_a_counter_example_is_not_its_intent(matcher):
    assert matcher.match("refund policy").intent != "refund"


def test_two_close_intents_are_asked_about(matcher):
    found = matcher.match("where is my")
    assert found.verdict is Verdict.ASK
    assert {near.intent for near in found.alternatives} >= {"invoice", "delivery"}
    assert len(found.alternatives) <= 3


def test_scores_fall_and_stay_between_nought_and_one(matcher):
    scores = [near.score for near in matcher.match("where is my refund").alternatives]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_without_intents_nothing_is_understood():
    assert Matcher([]).match("hello").verdict is Verdict.NONE
