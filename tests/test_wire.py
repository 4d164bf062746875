import msgspec

from chatserver.core import events as ev
from chatserver.core.errors import Code, Refused
from chatserver.core.events import Audience
from chatserver.wire import event_to_wire, refusal
from tests.doubles import NOON
from tests.story import ADA, log_of, queued, said, started

INTERNAL = ("v-1", "a-1", "packet", "version", "taken_over", "team", "billing")


def shown(event: ev.Event, audience: Audience) -> dict:
    return event_to_wire(log_of(event)[0], audience)


def test_a_visitor_is_shown_no_internals():
    for event in (
        started(),
        said(),
        queued(),
        ev.AgentAssigned(ADA, 3, ev.AssignedBy.OFFER),
        ev.ChatTransferred(ADA, ADA, 4, taken_over=True),
        ev.ChatReleased(ADA, 4, "billing"),
    ):
        wire = msgspec.json.encode(shown(event, Audience.EVERYONE)).decode()
        assert not [word for word in INTERNAL if f'"{word}"' in wire], wire


def test_an_agent_is_shown_everything():
    wire = shown(queued(), Audience.AGENTS)
    assert wire["type"] == "chat_queued"
    assert (wire["version"], wire["packet"]["lang"], wire["at"]) == (2, "en", "2026-11-21T12:00:00Z")


def test_what_agents_alone_may_see_is_a_place_for_a_visitor():
    note = ev.NoteAdded(ADA.as_author(), "secret note")
    assert shown(note, Audience.EVERYONE) == {
        "type": "event_hidden",
        "chat_id": "K7Q3-M9XD-5R",
        "seq": 1,
        "at": msgspec.to_builtins(NOON),
    }


def test_a_refusal_has_only_what_it_needs():
    wire = msgspec.json.decode(msgspec.json.encode(refusal(Refused(Code.CLOSED, "This chat is closed."))))
    assert wire == {"ok": False, "error": {"code": "closed", "message": "This chat is closed."}}
