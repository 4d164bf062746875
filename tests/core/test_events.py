from chatserver.core import events
from chatserver.core.events import EVENT_BY_NAME, EVENT_TYPES, Audience, Event, MessagePosted, NoteAdded, event_name


def test_every_event_is_listed_once_under_its_name():
    declared = {kind for kind in vars(events).values() if isinstance(kind, type) and issubclass(kind, Event)}
    assert set(EVENT_TYPES) == declared - {Event}
    assert EVENT_BY_NAME["message_posted"] is MessagePosted
    assert len(EVENT_BY_NAME) == len(EVENT_TYPES)
    assert event_name(NoteAdded) == "note_added"


def test_a_note_and_a_message_are_two_types_for_two_audiences():
    assert MessagePosted.audience is Audience.EVERYONE
    assert NoteAdded.audience is Audience.AGENTS
    assert not issubclass(NoteAdded, MessagePosted)
