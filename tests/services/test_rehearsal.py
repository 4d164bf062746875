from chatserver.services.rehearsal import Rehearsal
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
