import pytest
from msgspec.structs import replace

from chatserver.core.events import HandoffReason
from chatserver.core.triage.dialogue import MAX_TRIES, Situation, Turn, greet, take_turn
from chatserver.core.triage.intents import (
    PHRASES,
    Form,
    Intent,
    IntentSet,
    Language,
    Slot,
    SlotType,
    SlotWords,
    Then,
)
from chatserver.core.triage.matcher import Matcher
from chatserver.core.triage.state import BotState

FORM = Form(
    "report",
    (Slot("name", SlotType.NAME), Slot("plan", SlotType.CHOICE, True, ("basic",)), Slot("what", SlotType.TEXT)),
)
INTENTS = {
    intent.name: intent
    for intent in (
        Intent("hours", "Opening hours", ("when are you open", "your opening hours"), "Always."),
        Intent("invoice", "Invoice", ("where is my invoice",), "Here."),
        Intent("parcel", "Parcel", ("where is my parcel",), "Soon."),
        Intent("problem", "Problem", ("something is broken",), "Sorry.", form="report"),
        Intent("human", "Person", ("let me speak to somebody",), "Of course.", then=Then.HANDOFF, is_topic=False),
        Intent("refund", "Refund", ("I want my money back",), "A colleague decides.", then=Then.HANDOFF),
        Intent("hello", "Hello", ("good morning",), "Good morning!", is_topic=False),
    )
}
ENGLISH = Language(
    "en",
    INTENTS,
    {name: f"[{name}]" for name in PHRASES},
    {"cancel": frozenset({"cancel"}), "skip": frozenset({"skip"}), "human": frozenset({"agent"})},
    {
        ("report", "name"): SlotWords("Name", "Your name?", "Only the name."),
        ("report", "plan"): SlotWords("Plan", "Your plan?", "Choose.", {"basic": "Basic"}),
        ("report", "what"): SlotWords("What", "What happened?", "More."),
    },
)
HERE = Situation(ENGLISH, Matcher(INTENTS.values()), IntentSet("en", {"en": ENGLISH}, {"report": FORM}), {})


def talk(*lines: str, here: Situation = HERE) -> Turn:
    """Says the lines one after the other and returns the last turn."""
    state, details, turn = BotState(), dict(here.details), None
    for line in lines:
        turn = take_turn(replace(here, details=details), state, line)
        state, details = turn.state, {**details, **turn.details}
    assert turn is not None
    return turn


def texts(turn: Turn) -> list[str]:
    return [reply.text for reply in turn.replies]


def test_the_greeting_offers_a_human():
    assert greet(ENGLISH).buttons == ("[talk_to_human]",)


def test_a_known_question_is_answered():
    turn = talk("when are you open?")
    assert (texts(turn), turn.intent, turn.handoff) == (["Always."], "hours", None)


def test_two_close_intents_are_asked_back_and_a_button_settles_it():
    asked = talk("where is my")
    assert set(asked.replies[0].buttons) >= {"Invoice", "Parcel", "[none_of_these]"}
    assert texts(talk("where is my", "Parcel")) == ["Soon."]


def test_nobody_is_asked_back_twice_in_a_row():
    asked, again = talk("where is my"), talk("where is my", "where is my")
    assert "[did_you_mean]" in texts(asked)
    assert texts(again) == ["[rephrase]"]
    assert talk("where is my", "where is my", "where is my", "where is my").handoff is HandoffReason.MISSED


def test_denying_all_choices_is_a_miss_and_never_a_new_question():
    turn = talk("where is my", "[none_of_these]")
    assert (texts(turn), turn.state.misses, turn.state.choices) == (["[rephrase]"], 1, ())


def test_one_rephrase_then_a_human():
    assert texts(talk("blah")) == ["[rephrase]"]
    turn = talk("blah", "blub")
    assert (texts(turn), turn.handoff) == (["[handoff_missed]"], HandoffReason.MISSED)


def test_an_answer_forgives_earlier_misses():
    assert talk("blah", "when are you open", "blub").handoff is None


@pytest.mark.parametrize("words", ["agent", "Agent!", "[talk_to_human]"])
def test_a_human_is_a_word_away_everywhere(words):
    for before in ([], ["something is broken"], ["where is my"]):
        turn = talk(*before, words)
        assert (turn.handoff, turn.state.form) == (HandoffReason.REQUESTED, None)


def test_a_trigger_intent_hands_off_with_its_own_words():
    turn = talk("let me speak to somebody")
    assert (texts(turn), turn.handoff) == (["Of course."], HandoffReason.REQUESTED)


def test_a_form_asks_one_question_at_a_time_and_then_hands_off():
    assert texts(talk("something is broken")) == ["Sorry.", "Your name?"]
    assert texts(talk("something is broken", "Anna")) == ["Your plan?"]
    assert talk("something is broken", "Anna").replies[0].buttons == ("Basic", "[form_skip]")
    turn = talk("something is broken", "Anna", "Basic", "It smokes")
    assert (texts(turn), turn.handoff, turn.details) == (
        ["[handoff_intent]"],
        HandoffReason.INTENT,
        {"what": "It smokes"},
    )


def test_what_is_known_is_not_asked():
    here = replace(HERE, details={"name": "Anna", "plan": "basic"})
    assert texts(talk("something is broken", here=here)) == ["Sorry.", "What happened?"]
    everything = replace(HERE, details={"name": "Anna", "plan": "basic", "what": "smoke"})
    turn = talk("something is broken", here=everything)
    assert (texts(turn), turn.handoff) == (["Sorry."], HandoffReason.INTENT)


def test_an_optional_answer_can_be_left_out_and_a_needed_one_cannot():
    assert texts(talk("something is broken", "Anna", "skip")) == ["What happened?"]
    assert texts(talk("something is broken", "Anna", "[form_skip]")) == ["What happened?"]
    assert texts(talk("something is broken", "skip")) == ["Only the name."]


def test_a_wrong_answer_is_asked_again_and_at_last_handed_off():
    wrong = ["something is broken", *["12345"] * MAX_TRIES]
    assert texts(talk(*wrong[:-1])) == ["Only the name."]
    turn = talk(*wrong)
    assert (texts(turn), turn.handoff) == (["[handoff_form_failed]"], HandoffReason.FORM_FAILED)


def test_a_question_inside_a_form_is_answered_and_the_slot_asked_again_at_no_cost():
    turn = talk("something is broken", "when are you open?")
    assert texts(turn) == ["Always.", "Your name?"]
    assert turn.state.form is not None
    assert turn.state.form.tries == 0


def test_a_form_can_be_cancelled():
    turn = talk("something is broken", "cancel")
    assert (texts(turn), turn.state.form) == (["[form_cancelled]"], None)


def test_asking_for_a_human_inside_a_form_is_no_answer_to_it():
    for before in (["something is broken"], ["something is broken", "Anna", "skip"]):
        turn = talk(*before, "let me speak to somebody")
        assert (turn.handoff, turn.details) == (HandoffReason.REQUESTED, {})


def test_a_known_question_is_not_taken_for_a_name():
    assert texts(talk("something is broken", "when are you open")) == ["Always.", "Your name?"]


def test_a_trigger_intent_is_the_topic_and_small_talk_is_not():
    assert talk("I want my money back").handoff is HandoffReason.INTENT
    turn = talk("when are you open", "good morning", "let me speak to somebody")
    assert (turn.state.last_intent, turn.state.tried) == ("hours", ("hours",))


@pytest.mark.parametrize("gone", ["form", "slot", "words"])
def test_a_form_that_an_author_changed_meanwhile_is_given_up(gone):
    state = talk("something is broken").state
    forms = {} if gone == "form" else {"report": Form("report", FORM.slots[1:] if gone == "slot" else FORM.slots)}
    language = replace(ENGLISH, slots={}) if gone == "words" else ENGLISH
    here = replace(HERE, intents=replace(HERE.intents, forms=forms), language=language)
    turn = take_turn(here, state, "when are you open")
    assert (texts(turn), turn.state.form) == (["Always."], None)
