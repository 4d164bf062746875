from chatserver.core import events as ev
from chatserver.core.chat import TRANSITIONS, Status
from chatserver.core.evolve import fold
from tests.story import VISITOR, log_of, started


def test_every_status_has_its_row_and_every_event_a_place():
    assert set(TRANSITIONS) == set(Status)
    placed = {kind for row in TRANSITIONS.values() for kind in row}
    assert placed == set(ev.EVENT_TYPES) - {ev.ChatStarted}


def test_a_closed_chat_stays_closed_until_it_is_reopened():
    after = dict(TRANSITIONS[Status.CLOSED])
    assert after.pop(ev.ChatReopened) is Status.QUEUED
    assert set(after.values()) == {Status.CLOSED}


def test_the_packet_tells_what_the_bot_knows():
    chat = fold(log_of(started("de"), ev.DetailsCollected({"name": "Anna"})))
    packet = chat.packet_for(ev.HandoffReason.REQUESTED, "Rechnung")
    assert (packet.lang, packet.title, packet.details) == ("de", "Rechnung", {"name": "Anna"})
    assert chat.visitor_name == "Anna"
    assert VISITOR.key == "visitor:v-1"
