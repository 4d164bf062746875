import msgspec
import pytest

from chatserver.command_fields import ChatIdText, ClientId, Command, DetailName, FileIds, Instant, Seq, Token


class Asked(Command):
    chat_id: ChatIdText


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (ClientId, "3b1f-!~", ["", "with space", "line\n", "x" * 65, "é"]),
        (ChatIdText, "K7Q3-M9XD-5R", ["", "x" * 41]),
        (Token, "A" * 43, ["A" * 42, "A" * 129, "A" * 42 + "="]),
        (Seq, 2**53, [-1, 2**53 + 1, 1.5, True]),
        (DetailName, "plan_2", ["", "2nd", "with space", "x" * 41]),
        (FileIds, ["a-b_C"], [["a/b"], [""], ["a"] * 50]),
        (Instant, "2026-11-22T12:00:00Z", ["2026-11-22T12:00:00", "yesterday"]),
    ],
)
def test_a_field_takes_what_it_is_for_and_nothing_else(kind, good, bad):
    msgspec.convert(good, kind)
    for each in bad:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(each, kind)


def test_a_command_with_a_field_too_many_is_refused():
    assert msgspec.convert({"chat_id": "x"}, Asked).chat_id == "x"
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"chat_id": "x", "admin": True}, Asked)


class Looking(Command):
    since: Instant | None = None


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_moment_that_is_none_elsewhere_on_earth_is_refused(moment):
    assert msgspec.convert({"since": "2026-11-22T12:00:00+14:00"}, Looking).since is not None
    with pytest.raises(msgspec.ValidationError, match="since"):
        msgspec.convert({"since": moment}, Looking)
