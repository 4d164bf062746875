import pytest
from msgspec.structs import replace

from chatserver.core.events import HandoffReason
from chatserver.core.triage.dialogue import greet, take_turn
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
from chatserver.core.triage.known_problems import KnownProblem
from chatserver.core.triage.matcher import Matcher
from chatserver.core.triage.state import BotState
from chatserver.core.triage.turn import Situation, Turn
from tests.doubles import NOON

MAX_TRIES = 3

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
    {
        "cancel": frozenset({"cancel"}),
        "back": frozenset({"back"}),
        "yes": frozenset({"yes"}),
        "no": frozenset({"no"}),
        "correct": frozenset({"no, it was", "sorry, i meant", "actually it is"}),
        "skip": frozenset({"skip"}),
        "human": frozenset({"agent"}),
    },
    {
        ("report", "name"): SlotWords("Name", "Your name?", "Only the name."),
        ("report", "plan"): SlotWords("Plan", "Your plan?", "Choose.", {"basic": "Basic"}),
        ("report", "what"): SlotWords("What", "What happened?", "More."),
    },
)
HERE = Situation(
    ENGLISH,
    {"en": Matcher(INTENTS.values())},
    IntentSet("en", {"en": ENGLISH}, {"report": FORM}),
    {},
    NOON,
)


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
    assert (turn.handoff, turn.details) == (None, {"what": "It smokes"})
    assert talk("something is broken", "Anna", "Basic", "It smokes", "yes").handoff is HandoffReason.INTENT


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
    here = replace(HERE, intents=replace(HERE.intents, forms=forms, languages={"en": language}), language=language)
    turn = take_turn(here, state, "when are you open")
    assert (texts(turn), turn.state.form) == (["Always."], None)


GERMAN_INTENTS = {
    "hours": Intent("hours", "Öffnungszeiten", ("wann haben sie geöffnet", "ihre öffnungszeiten"), "Immer."),
    "invoice": Intent("invoice", "Rechnung", ("wo ist meine rechnung",), "Hier."),
}
GERMAN = replace(
    ENGLISH,
    tag="de",
    intents=GERMAN_INTENTS,
    phrases={name: f"[de:{name}]" for name in PHRASES},
    words={**ENGLISH.words, "yes": frozenset({"ja"}), "no": frozenset({"nein"})},
)
BOTH = replace(
    HERE,
    matchers={**HERE.matchers, "de": Matcher(GERMAN_INTENTS.values(), "de")},
    intents=IntentSet("en", {"en": ENGLISH, "de": GERMAN}, {"report": FORM}),
)


def test_another_language_is_offered_in_that_language_and_never_taken_silently():
    turn = talk("ich möchte wissen wo meine rechnung ist", here=BOTH)
    assert (texts(turn), turn.lang) == (["[de:switch_offer]"], None)
    assert turn.replies[0].buttons == ("[de:switch_yes]", "[switch_no]")


@pytest.mark.parametrize("agrees", ["ja", "yes", "[de:switch_yes]"])
def test_a_yes_changes_the_language_and_answers_what_was_asked(agrees):
    turn = talk("hallo, wo ist meine rechnung bitte", agrees, here=BOTH)
    assert (turn.lang, texts(turn)) == ("de", ["Hier."])


def test_a_no_stays_and_is_not_asked_again():
    turn = talk("ich möchte wissen wo meine rechnung ist", "[switch_no]", here=BOTH)
    assert (turn.lang, texts(turn)) == (None, ["[rephrase]"])
    again = talk("ich möchte wissen wo meine rechnung ist", "nein", "und wo ist denn nun die rechnung", here=BOTH)
    assert texts(again) != ["[de:switch_offer]"]


def test_an_insult_gets_one_calm_line_then_a_person():
    turn = talk("you are an idiot")
    assert (texts(turn), turn.handoff) == (["[calm_down]"], None)
    assert talk("you are an idiot", "fuck you").handoff is HandoffReason.CONDUCT


def test_an_insult_beside_a_clear_matter_is_overheard_once():
    assert texts(talk("when are you open, you idiots")) == ["Always."]
    assert talk("when are you open, you idiots", "you idiots").handoff is HandoffReason.CONDUCT


def test_an_insult_in_a_form_does_not_lose_the_form():
    turn = talk("something is broken", "you are an idiot")
    assert texts(turn) == ["[calm_down]", "Your name?"]
    assert turn.state.form is not None


@pytest.mark.parametrize("word", ["cancel", "back"])
def test_cancel_and_back_leave_whatever_is_open(word):
    turn = talk("where is my", word)
    assert (texts(turn), turn.state.choices) == (["[form_cancelled]"], ())
    assert texts(talk(word)) == ["[nothing_open]"]


def test_a_choice_is_taken_by_its_number_and_denied_by_a_no():
    asked = talk("where is my")
    first = asked.replies[0].buttons[0]
    assert texts(talk("where is my", "1")) == texts(talk("where is my", first))
    denied = talk("where is my", "no")
    assert set(denied.state.denied) >= {"invoice", "parcel"}


def test_what_was_denied_is_not_offered_again():
    again = talk("where is my", "[none_of_these]", "where is my")
    assert not {"Invoice", "Parcel"} & set(again.replies[0].buttons)


def test_two_questions_in_one_message_get_two_answers():
    turn = talk("When are you open? Where is my invoice?")
    assert texts(turn) == ["Always.", "Here."]
    assert turn.state.tried == ("hours", "invoice")


def test_a_greeting_beside_a_question_is_left_aside():
    assert texts(talk("Good morning! When are you open?")) == ["Always."]


def test_of_two_matters_the_one_that_does_more_comes_last():
    turn = talk("Something is broken. When are you open?")
    assert texts(turn) == ["Always.", "Sorry.", "Your name?"]


KNOWN = KnownProblem("p-1", "The parcel tracking is down.")
DOWN = {**INTENTS, "problem": replace(INTENTS["problem"], is_incident=True)}
WITH_PROBLEM = replace(
    HERE,
    language=replace(ENGLISH, intents=DOWN),
    intents=replace(HERE.intents, languages={"en": replace(ENGLISH, intents=DOWN)}),
    problems=(KNOWN,),
)


def test_a_known_problem_is_told_before_anybody_is_asked():
    turn = talk("something is broken", here=WITH_PROBLEM)
    assert texts(turn) == ["[incident]\n\nThe parcel tracking is down.", "[incident_more]"]
    assert turn.state.form is None


def test_who_has_the_known_problem_is_noted_and_asked_nothing():
    turn = talk("something is broken", "[incident_same]", here=WITH_PROBLEM)
    assert (texts(turn), turn.details, turn.handoff) == (["[incident_noted]"], {"incident": "p-1"}, None)


def test_who_has_another_problem_goes_on_and_is_told_once():
    turn = talk("something is broken", "[incident_other]", here=WITH_PROBLEM)
    assert texts(turn) == ["Sorry.", "Your name?"]
    again = talk("something is broken", "[incident_other]", "cancel", "something is broken", here=WITH_PROBLEM)
    assert texts(again) == ["Sorry.", "Your name?"]


def test_a_question_finds_the_known_problem_by_its_words_before_it_is_answered():
    turn = talk("tracking of my parcel is down", here=WITH_PROBLEM)
    assert texts(turn)[0].startswith("[incident]")
    other = talk("tracking of my parcel is down", "[incident_other]", here=WITH_PROBLEM)
    assert texts(other) == ["Soon."]


def test_an_answer_may_use_what_the_visitor_has_told():
    intents = {**INTENTS, "hours": replace(INTENTS["hours"], answer="Always, {{ name | friend }}.")}
    language = replace(ENGLISH, intents=intents)
    here = replace(HERE, language=language, intents=replace(HERE.intents, languages={"en": language}))
    assert texts(talk("when are you open", here=here)) == ["Always, friend."]
    assert texts(talk("when are you open", here=replace(here, details={"name": "Anna"}))) == ["Always, Anna."]


def test_a_file_without_words_is_no_riddle():
    turn = take_turn(replace(HERE, has_files=True), BotState(), "")
    assert (texts(turn), turn.state.misses) == (["[file_noted]"], 0)


def test_a_form_that_asks_for_a_file_takes_it():
    form = Form("report", (Slot("shot", SlotType.FILE, True), Slot("what", SlotType.TEXT)))
    language = replace(ENGLISH, slots={**ENGLISH.slots, ("report", "shot"): SlotWords("File", "A picture?", "Please.")})
    here = replace(
        HERE, language=language, intents=replace(HERE.intents, languages={"en": language}, forms={"report": form})
    )
    state = take_turn(here, BotState(), "something is broken").state
    turn = take_turn(replace(here, has_files=True), state, "")
    assert (texts(turn), turn.details) == (["What happened?"], {"shot": "-"})


@pytest.mark.parametrize("word", ["yes", "no"])
def test_a_yes_or_no_to_nothing_is_no_riddle(word):
    turn = talk(word)
    assert (texts(turn), turn.state.misses) == (["[nothing_open]"], 0)


def test_a_switch_asks_with_buttons_when_the_matter_is_not_sure():
    german = {
        **GERMAN_INTENTS,
        "parcel": Intent("parcel", "Paket", ("wo ist mein paket",), "Bald."),
    }
    language = replace(GERMAN, intents=german)
    here = replace(
        BOTH,
        matchers={**BOTH.matchers, "de": Matcher(german.values(), "de")},
        intents=replace(BOTH.intents, languages={"en": ENGLISH, "de": language}),
    )
    turn = talk("ich möchte bitte wissen wo ist denn das", "ja", here=here)
    assert (turn.lang, texts(turn)) in [("de", ["[de:did_you_mean]"]), ("de", ["[de:switched]"])]


def test_a_state_of_another_age_does_no_harm():
    state = BotState(incident="problem")
    assert texts(take_turn(HERE, state, "yes")) == ["[incident_noted]"]
