import pytest
from msgspec.structs import replace

from chatserver.core.triage.state import BotState
from chatserver.core.triage.turn import Turn
from chatserver.core.triage.waiting import ask_for_ticket, take_waiting_turn, tell_of_long_wait
from tests.core.triage.test_dialogue import HERE, texts

STATE = BotState()


def talk(*lines: str, here=HERE) -> Turn | None:
    state, turn = STATE, None
    for line in lines:
        turn = take_waiting_turn(here, state, line)
        state = turn.state if turn is not None else state
    return turn


@pytest.mark.parametrize("phrase", ["nobody_there", "long_wait", "promise_broken"])
def test_a_long_wait_leaves_a_choice(phrase):
    reply = tell_of_long_wait(HERE, STATE, phrase).replies[0]
    assert (reply.text, reply.buttons) == (f"[{phrase}]", ("[ticket_button]", "[keep_asking]"))


def test_the_bot_is_mute_while_people_are_waited_for_unless_it_is_asked_to_go_on():
    assert talk("when are you open?") is None
    turn = talk("[keep_asking]", "when are you open?")
    assert turn is not None
    assert texts(turn) == ["Always."]


@pytest.mark.parametrize("line", ["something is broken", "I want my money back", "blah"])
def test_a_helping_bot_begins_no_form_and_leaves_the_rest_to_people(line):
    assert talk("[keep_asking]", line) is None


def test_a_ticket_asks_for_an_address_and_opens():
    assert texts(talk("[ticket_button]")) == ["[ticket_ask]"]  # type: ignore[arg-type]
    assert texts(talk("[ticket_button]", "what?")) == ["[ticket_retry]"]  # type: ignore[arg-type]
    turn = talk("[ticket_button]", "what?", "it is anna@example.com")
    assert turn is not None
    assert (turn.ticket_address, turn.details) == ("anna@example.com", {"email": "anna@example.com"})


def test_a_known_address_is_not_asked_for():
    here = replace(HERE, details={"account": "anna@example.com"})
    assert ask_for_ticket(here, STATE).ticket_address == "anna@example.com"


def test_a_visitor_who_rather_waits_says_so():
    turn = talk("[ticket_button]", "cancel")
    assert turn is not None
    assert (texts(turn), turn.state.asks_address) == (["[still_here]"], False)


def test_the_words_of_a_ticket_have_its_number_and_address():
    phrases = {**HERE.language.phrases, "ticket_opened": "{{ chat_id }} to {{ email }}"}
    here = replace(HERE, language=replace(HERE.language, phrases=phrases), chat_id="K7Q3-M9XD-5R")
    turn = take_waiting_turn(here, replace(STATE, asks_address=True), "anna@example.com")
    assert turn is not None
    assert texts(turn) == ["K7Q3-M9XD-5R to anna@example.com"]
