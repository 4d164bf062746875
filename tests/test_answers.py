import msgspec

from chatserver.answers import HIDDEN_EVENT, PASSING_EVENTS, ErrorBody, Passing
from chatserver.core.events import EVENT_BY_NAME


def test_what_is_told_in_passing_has_no_place_in_a_log():
    for name, kind in PASSING_EVENTS.items():
        assert issubclass(kind, Passing)
        assert name not in EVENT_BY_NAME
        assert name in {"chat_read", "head_told", "mentioned"} or "seq" not in {
            field.name for field in msgspec.structs.fields(kind)
        }
    assert HIDDEN_EVENT not in EVENT_BY_NAME


def test_an_error_leaves_out_what_it_does_not_know():
    assert msgspec.json.encode(ErrorBody("closed", "Closed.")) == b'{"code":"closed","message":"Closed."}'
