import pytest

from chatserver.core import events as ev
from chatserver.core.errors import Code, Refused
from chatserver.core.evolve import fold
from chatserver.services.execute import Outcome, Repeat
from chatserver.services.posting import posted
from tests.story import ADA, log_of, said, started


def outcome(event: ev.Event | None) -> Outcome:
    log = log_of(started(), *([event] if event else []))
    return Outcome(fold(log), log[-1] if event else None, Repeat.FIRST)


def test_the_ack_of_a_text_is_its_place_in_the_log():
    for event in (said("hi"), ev.NoteAdded(ADA.as_author(), "hi")):
        ack = posted(outcome(event))
        assert (ack.seq, ack.text) == (2, "hi")


def test_an_id_that_was_used_for_another_command_is_a_conflict():
    for event in (None, ev.DetailsCollected({})):
        with pytest.raises(Refused) as refused:
            posted(outcome(event))
        assert refused.value.code is Code.CONFLICT
