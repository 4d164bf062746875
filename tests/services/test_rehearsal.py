from chatserver.services.rehearsal import (
    DialogueCase,
    LineCase,
    Rehearsal,
    Wanted,
    failed_dialogues,
    failed_lines,
    said_by_visitor,
    transcript,
)
from chatserver.services.workshop import build_workshop
from tests.doubles import NOON
from tests.services.conftest import WORKSHOP


def test_a_rehearsal_goes_from_the_greeting_to_the_handoff():
    rehearsal = Rehearsal(WORKSHOP, "en-GB", NOON)
    assert rehearsal.greet().buttons
    assert rehearsal.say("I want to talk to a human").handoff == "requested"


def test_it_remembers_answers_and_the_language():
    rehearsal = Rehearsal(WORKSHOP, "en", NOON)
    rehearsal.say("I want to report a problem")
    rehearsal.say("Anna")
    assert rehearsal.details == {"name": "Anna"}
    other = Rehearsal(WORKSHOP, "en", NOON)
    other.say("ich habe eine frage zu den supportzeiten, wann sind sie da")
    other.say("ja")
    assert other.lang == "de"


def test_changed_files_are_taken_over():
    rehearsal = Rehearsal(WORKSHOP, "en", NOON)
    rehearsal.take_over(build_workshop(WORKSHOP.intents))
    assert rehearsal.lang == "en"


def test_lines_are_tried_as_their_tests_want():
    cases = [
        LineCase("en", "what are your support hours", Wanted.ANSWERED, "support_hours"),
        LineCase("en", "what are your support hours", Wanted.OFFERED, "support_hours"),
        LineCase("en", "what are your support hours", Wanted.ANSWERED, "status_page"),
        LineCase("en", "what are your support hours", Wanted.SILENT),
        LineCase("en", "zzz qqq", Wanted.SILENT),
    ]
    assert [failure.case for failure in failed_lines(WORKSHOP, cases)] == cases[2:4]


def test_a_conversation_is_written_as_a_script_and_compared():
    written = transcript(WORKSHOP, "en", ["I want to report a problem", "agent"], NOON, {})
    assert written[0] == "visitor: I want to report a problem"
    assert written[-1] == "=> handed off: requested"
    assert said_by_visitor(written) == ["I want to report a problem", "agent"]
    assert failed_dialogues(WORKSHOP, [DialogueCase("en", "d", written)], NOON, {}) == []
    other = DialogueCase("en", "d", (*written[:1], "bot: something else"))
    assert [failure.case for failure in failed_dialogues(WORKSHOP, [other], NOON, {})] == [other]


def test_a_change_of_language_is_part_of_the_script():
    lines = ["ich habe eine frage zu den supportzeiten, wann sind sie da", "ja"]
    assert "=> language: de" in transcript(WORKSHOP, "en", lines, NOON, {})


def test_a_script_names_variables_and_holds_on_another_site():
    values = WORKSHOP.intents.languages["en"].intents["status_page"].answer
    written = transcript(WORKSHOP, "en", ["where is your status page"], NOON, {"status_page": "https://s.example"})
    assert "https://s.example" in values
    assert any("{{ status_page }}" in line for line in written)
