import msgspec
import pytest

from chatserver.passing_commands import MarkRead, SetTyping, VisitorTyping
from chatserver.protocol import AGENT_COMMANDS, VISITOR_COMMANDS


def test_only_a_visitor_may_send_a_draft():
    assert VISITOR_COMMANDS["set_typing"][0] is VisitorTyping
    assert AGENT_COMMANDS["set_typing"][0] is SetTyping
    told = {"chat_id": "K7Q3-M9XD-5R", "typing": True}
    assert msgspec.convert(told, VisitorTyping).draft is None
    assert msgspec.convert({**told, "draft": "my order"}, VisitorTyping).draft == "my order"
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**told, "draft": "my order"}, SetTyping)


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (VisitorTyping, {"typing": True, "draft": "x" * 8001}),
        (VisitorTyping, {"typing": "yes"}),
        (MarkRead, {"seq": -1}),
    ],
)
def test_what_is_out_of_bounds_is_refused(kind, wrong):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"chat_id": "K7Q3-M9XD-5R", **wrong}, kind)
