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
    found = matcher.match("where is it")
    assert found.verdict is Verdict.ASK
    assert {near.intent for near in found.alternatives} >= {"invoice", "delivery"}
    assert len(found.alternatives) <= 3


def test_scores_fall_and_stay_between_nought_and_one(matcher):
    scores = [near.score for near in matcher.match("where is my refund").alternatives]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_without_intents_nothing_is_understood():
    assert Matcher([]).match("hello").verdict is Verdict.NONE


CANCEL = [
    Intent(
        "cancel", "Cancel", ("I want to cancel my contract", "how do I cancel my contract", "cancel my contract"), "A"
    ),
    Intent("login", "Login", ("I cannot log in", "I don't want to log in again every day", "login fails"), "B"),
    Intent("hours", "Hours", ("when are you open", "your opening hours"), "C"),
]


@pytest.mark.parametrize(
    "line",
    ["I do NOT want to cancel my contract", "please don't cancel my contract", "we don't want to cancel contract"],
)
def test_what_somebody_does_not_want_is_asked_about_and_not_done(line):
    found = Matcher(CANCEL).match(line)
    assert (found.verdict, found.intent) == (Verdict.ASK, None)


def test_a_line_that_the_author_wrote_with_a_no_in_it_is_answered():
    assert Matcher(CANCEL).match("I don't want to log in every day").intent == "login"


def test_a_line_typed_on_the_keys_of_the_other_script_is_understood():
    russian = [
        Intent("hours", "Часы", ("когда вы работаете", "часы работы поддержки"), "A"),
        Intent("bill", "Счёт", ("где мой счет", "пришлите счет"), "B"),
    ]
    assert Matcher(russian, "ru").match("rjulf ds hf,jnftnt").intent == "hours"
    assert Matcher(CANCEL).match("црут фку нщг щзут").intent == "hours"
