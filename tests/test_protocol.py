import msgspec
import pytest

from chatserver.protocol import AGENT_COMMANDS, VISITOR_COMMANDS, PostMessage

# The table that clients of others rely on: names and fields may be added, never taken away.
PROMISED = {
    "visitor": {
        "start_chat": (
            {"client_id", "lang", "page", "details"},
            {"chat_id", "token", "epoch", "seq", "events", "mail"},
        ),
        "resume_chat": ({"chat_id", "token", "after_seq", "epoch"}, {"epoch", "seq", "events", "more", "mail"}),
        "post_message": ({"chat_id", "client_id", "text"}, {"seq", "at", "text", "redactions"}),
        "request_agent": ({"chat_id", "client_id"}, {"seq"}),
        "rate_chat": ({"chat_id", "client_id", "score", "comment"}, {"seq"}),
        "close_chat": ({"chat_id", "client_id"}, {"seq"}),
        "send_transcript": ({"chat_id", "client_id", "address"}, set()),
        "set_typing": ({"chat_id", "typing"}, set()),
        "mark_read": ({"chat_id", "seq"}, set()),
    },
    "agent": {
        "set_presence": ({"status", "reason"}, set()),
        "list_chats": ({"view", "after"}, {"chats"}),
        "open_chat": ({"chat_id", "after_seq"}, {"chat", "events", "more"}),
        "claim_chat": ({"chat_id", "client_id"}, {"seq", "version"}),
        "answer_offer": ({"chat_id", "client_id", "offer_id", "accept"}, {"seq", "version"}),
        "post_message": ({"chat_id", "client_id", "text", "version"}, {"seq", "at", "text", "redactions"}),
        "add_note": ({"chat_id", "client_id", "text", "version"}, {"seq", "at", "text", "redactions"}),
        "transfer_chat": ({"chat_id", "client_id", "version", "to"}, {"seq"}),
        "release_chat": ({"chat_id", "client_id", "version"}, {"seq"}),
        "hand_back_chat": ({"chat_id", "client_id", "version"}, {"seq"}),
        "close_chat": ({"chat_id", "client_id", "version", "summary", "reason"}, {"seq"}),
        "get_board": ({"zone"}, {"now", "lately", "today", "waiting", "longest_wait_s", "agents", "staffing"}),
        "get_report": ({"since", "until", "zone"}, {"total", "by_plan", "by_hour", "left_after", "breaches"}),
        "set_typing": ({"chat_id", "typing"}, set()),
        "mark_read": ({"chat_id", "seq"}, set()),
    },
}


def names(kind) -> set[str]:
    return {field.name for field in msgspec.structs.fields(kind)}


@pytest.mark.parametrize(("side", "commands"), [("visitor", VISITOR_COMMANDS), ("agent", AGENT_COMMANDS)])
def test_every_promised_command_has_its_fields(side, commands):
    assert commands.keys() >= PROMISED[side].keys()
    for name, (fields, ack) in PROMISED[side].items():
        assert names(commands[name][0]) >= fields, name
        assert names(commands[name][1]) >= ack, name


def test_a_command_has_exactly_its_fields():
    good = {"chat_id": "K7Q3-M9XD-5R", "client_id": "c", "text": "hi"}
    assert msgspec.convert(good, PostMessage).text == "hi"
    for bad in ({**good, "more": 1}, {"chat_id": "X"}, {**good, "text": 5}, {**good, "client_id": "é"}):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(bad, PostMessage)
