import pytest
from msgspec.structs import replace

from chatserver.core.events import HandoffReason
from chatserver.core.triage.dialogue import take_turn
from chatserver.core.triage.intents import Form, Intent, IntentSet, Slot, SlotType, SlotWords, Then
from chatserver.core.triage.matcher import Matcher
from chatserver.core.triage.state import BotState, Stage
from chatserver.core.triage.turn import Situation, Turn
from tests.core.triage.test_dialogue import ENGLISH
from tests.doubles import NOON

FORM = Form(
    "order",
    (
        Slot("name", SlotType.NAME),
        Slot("email", SlotType.EMAIL),
        Slot("plan", SlotType.CHOICE, True, ("basic", "premium")),
        Slot("severity", SlotType.CHOICE, choices=("1", "2"), on_request=True),
        Slot("seats", SlotType.NUMBER),
    ),
)
INTENTS = {
    intent.name: intent
    for intent in (
        Intent("order", "Order", ("I want to order",), "Gladly.", form="order"),
        Intent("urgent", "Urgent order", ("an urgent order",), "At once.", form="order", asks=("severity",)),
        Intent("hours", "Opening hours", ("when are you open", "your opening hours"), "Always."),
        Intent("human", "Person", ("let me speak to somebody",), "Of course.", then=Then.HANDOFF, is_topic=False),
    )
}
WORDS = {
    ("order", "name"): SlotWords("Name", "Your name?", "Only the name."),
    ("order", "email"): SlotWords("E-mail", "Your e-mail?", "Like anna@example.com."),
    ("order", "plan"): SlotWords("Plan", "Your plan?", "Choose.", {"basic": "Basic", "premium": "Premium"}),
    ("order", "severity"): SlotWords("Severity", "How bad?", "Choose.", {"1": "Down", "2": "Slow"}),
    ("order", "seats"): SlotWords("Seats", "How many seats?", "A number."),
}
LANGUAGE = replace(ENGLISH, intents=INTENTS, slots=WORDS)
HERE = Situation(
    LANGUAGE,
    {"en": Matcher(INTENTS.values())},
    IntentSet("en", {"en": LANGUAGE}, {"order": FORM}, "v1"),
    {},
    NOON,
)
UNTIL_SUMMARY = ("I want to order", "Anna", "anna@example.com", "Basic", "3")


def talk(*lines: str, here: Situation = HERE) -> Turn:
    state, details, turn = BotState(), dict(here.details), None
    for line in lines:
        turn = take_turn(replace(here, details=details), state, line)
        state, details = turn.state, {**details, **turn.details}
    assert turn is not None
    return turn


def texts(turn: Turn) -> list[str]:
    return [reply.text for reply in turn.replies]


def test_the_answers_are_shown_before_people_get_them():
    turn = talk(*UNTIL_SUMMARY)
    assert texts(turn) == [
        "[form_summary]\n\n- **Name**: Anna\n- **E-mail**: anna@example.com\n- **Plan**: Basic\n- **Seats**: 3"
    ]
    assert turn.replies[0].buttons == ("[form_confirm]", "[form_change]")
    assert turn.handoff is None


@pytest.mark.parametrize("words", ["yes", "[form_confirm]"])
def test_a_yes_hands_off(words):
    turn = talk(*UNTIL_SUMMARY, words)
    assert (turn.handoff, texts(turn), turn.state.form) == (HandoffReason.INTENT, ["[handoff_intent]"], None)


@pytest.mark.parametrize("no", ["no", "[form_change]"])
def test_a_no_asks_which_answer_and_asks_only_that_again(no):
    asked = talk(*UNTIL_SUMMARY, no)
    assert asked.replies[0].buttons == ("Name", "E-mail", "Plan", "Seats")
    assert texts(talk(*UNTIL_SUMMARY, no, "Seats")) == ["How many seats?"]
    turn = talk(*UNTIL_SUMMARY, no, "2", "ben@example.com")
    assert "ben@example.com" in texts(turn)[0]
    assert turn.details == {"email": "ben@example.com"}


def test_a_corrected_answer_is_recognised_in_the_summary_without_further_words():
    turn = talk(*UNTIL_SUMMARY, "ben@example.com")
    assert (texts(turn)[0], turn.details) == ("[form_corrected]", {"email": "ben@example.com"})
    assert "ben@example.com" in texts(turn)[1]


def test_an_earlier_answer_is_corrected_while_another_question_is_open():
    turn = talk("I want to order", "Anna", "anna@exmaple.com", "No, it was anna@example.com")
    assert (texts(turn), turn.details) == (["[form_corrected]", "Your plan?"], {"email": "anna@example.com"})
    assert turn.state.form is not None
    assert turn.state.form.tries == 0


def test_the_last_name_is_corrected_and_a_no_of_its_own_is_an_answer():
    turn = talk("I want to order", "Anne", "sorry, I meant Anna")
    assert (texts(turn), turn.details) == (["[form_corrected]", "Your e-mail?"], {"name": "Anna"})


def test_a_correction_that_names_its_label_is_that_one():
    turn = talk("I want to order", "Anna", "anna@example.com", "Basic", "sorry, I meant plan premium")
    assert turn.details == {"plan": "premium"}


def test_back_asks_the_question_before_and_leaves_the_form_at_its_first():
    assert texts(talk("I want to order", "Anna", "back")) == ["Your name?"]
    turn = talk("I want to order", "back")
    assert (texts(turn), turn.state.form) == (["[form_cancelled]"], None)
    assert texts(talk(*UNTIL_SUMMARY, "back")) == ["How many seats?"]


def test_what_was_skipped_is_not_asked_again_and_not_shown():
    turn = talk("I want to order", "Anna", "anna@example.com", "skip", "3", "no", "Name", "Anne")
    assert "Plan" not in texts(turn)[0]
    assert "Anne" in texts(turn)[0]
    assert "plan" not in turn.details


def test_a_question_on_request_is_asked_where_the_intent_says_so():
    assert texts(talk("I want to order", "Anna", "anna@example.com", "skip")) == ["How many seats?"]
    assert texts(talk("an urgent order", "Anna", "anna@example.com", "skip")) == ["How bad?"]


def test_a_question_in_the_middle_is_answered_and_the_slot_asked_again_at_no_cost():
    for slot_question, lines in (("Your name?", ()), ("Your e-mail?", ("Anna",))):
        turn = talk("I want to order", *lines, "when are you open?")
        assert texts(turn) == ["Always.", slot_question]
        assert turn.state.form is not None
        assert turn.state.form.tries == 0


def test_what_is_known_already_is_not_asked():
    here = replace(HERE, details={"name": "Anna", "email": "anna@example.com"})
    assert texts(talk("I want to order", here=here)) == ["Gladly.", "Your plan?"]


def test_a_form_of_which_everything_is_known_hands_off():
    details = {"name": "Anna", "email": "a@example.com", "plan": "basic", "seats": "1"}
    assert talk("I want to order", here=replace(HERE, details=details)).handoff is HandoffReason.INTENT


def test_a_form_without_confirmation_hands_off_after_its_last_answer():
    forms = {"order": replace(FORM, confirm=False)}
    turn = talk(*UNTIL_SUMMARY, here=replace(HERE, intents=replace(HERE.intents, forms=forms)))
    assert (turn.handoff, turn.details) == (HandoffReason.INTENT, {"seats": "3"})


def test_a_slot_has_as_many_tries_as_it_says():
    slots = (replace(FORM.slots[1], tries=1), *FORM.slots)
    here = replace(HERE, intents=replace(HERE.intents, forms={"order": Form("order", slots[:1])}))
    assert talk("I want to order", "what", here=here).handoff is HandoffReason.FORM_FAILED


def test_a_summary_that_nobody_understands_goes_to_a_person():
    turn = talk(*UNTIL_SUMMARY, "hmm", "hmmm", "hmmmm")
    assert turn.handoff is HandoffReason.INTENT


def test_a_running_form_keeps_its_definition_when_the_files_change():
    state = talk("I want to order").state
    changed = IntentSet("en", {"en": LANGUAGE}, {"order": Form("order", FORM.slots[1:2])}, "v2")
    here = replace(HERE, intents=changed, past={"v1": HERE.intents})
    assert texts(take_turn(here, state, "Anna")) == ["Your e-mail?"]
    # Without the old definition the form is given up, and what was said is understood as if nothing had been asked.
    assert take_turn(replace(here, past={}), state, "when are you open").state.form is None


def test_a_request_for_a_person_is_heard_in_every_stage():
    for lines in (("I want to order",), UNTIL_SUMMARY, (*UNTIL_SUMMARY, "no")):
        assert talk(*lines, "let me speak to somebody").handoff is HandoffReason.REQUESTED
    assert talk(*UNTIL_SUMMARY, "no").state.form.stage is Stage.CHOOSING  # type: ignore[union-attr]


def test_what_visitors_typed_is_quoted_and_neither_filled_nor_markup():
    turn = talk("I want to order", "{{ email }} [x](https://evil.example)", "anna@example.com", "Basic", "3")
    assert "{{ email }} \\[x\\](https://evil.example)" in texts(turn)[0]


def test_a_question_beside_an_answer_is_answered_and_the_answer_kept():
    turn = talk("I want to order", "Anna. When are you open?")
    assert texts(turn) == ["Always.", "Your e-mail?"]
    assert turn.details == {"name": "Anna"}


def test_an_address_told_with_the_name_is_not_asked_for():
    turn = talk("I want to order", "my name is Anna and my mail is anna@example.com")
    assert (texts(turn), turn.details) == (["Your plan?"], {"name": "Anna", "email": "anna@example.com"})


def test_who_has_no_answer_to_a_required_question_is_asked_once_more_and_then_goes_on():
    assert texts(talk("I want to order", "Anna", "skip")) == ["Like anna@example.com."]
    assert texts(talk("I want to order", "Anna", "skip", "skip")) == ["Your plan?"]


@pytest.mark.parametrize("line", ["yes that is right", "Yes, thanks a lot"])
def test_a_yes_with_a_few_words_agrees(line):
    assert talk(*UNTIL_SUMMARY, line).handoff is HandoffReason.INTENT


def test_a_label_typed_at_the_summary_asks_that_question_again():
    assert texts(talk(*UNTIL_SUMMARY, "Seats")) == ["How many seats?"]


def test_a_question_with_a_number_in_it_corrects_nothing_at_the_summary():
    turn = talk(*UNTIL_SUMMARY, "have you got 24-7 support?")
    assert turn.details == {}


def test_a_name_is_corrected_wherever_the_form_is():
    for lines in (("Anne",), ("Anne", "anna@example.com"), UNTIL_SUMMARY[1:]):
        assert talk("I want to order", *lines, "no, my name is Anna Smith").details == {"name": "Anna Smith"}


def test_an_insult_at_the_summary_keeps_the_summary():
    turn = talk(*UNTIL_SUMMARY, "you are an idiot")
    assert texts(turn)[0] == "[calm_down]"
    assert texts(turn)[1].startswith("[form_summary]")
