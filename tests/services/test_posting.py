import pytest

from chatserver.core import events as ev
from chatserver.core.errors import Code, Refused
from chatserver.core.evolve import fold
from chatserver.core.redaction.raw_text import RawText
from chatserver.services import handling
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


async def test_a_repeat_is_redacted_by_what_had_been_said_before_the_first(desk):
    ada = await desk.agent("Ada")
    visitor = await desk.visitor()
    _, version = (await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "claim")).value
    await handling.post_agent_message(desk.ctx, ada, visitor.chat_id, "q", version, RawText("What is your PIN?"))
    first = (await visitor.says("4821", "answer")).value
    assert "4821" not in first.text
    await visitor.says("and now?")
    assert (await visitor.says("4821", "answer")).value == first
