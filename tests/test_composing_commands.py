import msgspec
import pytest

from chatserver.composing_commands import COMPOSING_COMMANDS, SaveReply, SetTags
from chatserver.protocol import AGENT_COMMANDS

# Names and fields may be added, never taken away.
PROMISED = {
    "list_replies": ({"search", "lang"}, {"replies"}),
    "save_reply": ({"reply_id", "shortcut", "title", "texts"}, {"reply"}),
    "remove_reply": ({"reply_id"}, set()),
    "set_tags": ({"chat_id", "client_id", "tags"}, {"seq", "tags"}),
    "list_tags": (set(), {"tags"}),
    "save_tag": ({"name", "texts"}, {"tag"}),
    "remove_tag": ({"name"}, set()),
    "list_mentions": (set(), {"mentions"}),
    "read_mentions": ({"chat_id"}, set()),
    "suggest_answers": ({"chat_id"}, {"answers"}),
    "open_ticket": ({"chat_id", "client_id", "version", "address"}, {"seq"}),
}


def names(kind) -> set[str]:
    return {field.name for field in msgspec.structs.fields(kind)}


def test_every_promised_command_has_its_fields_and_belongs_to_agents():
    assert COMPOSING_COMMANDS.keys() >= PROMISED.keys()
    for name, (fields, ack) in PROMISED.items():
        assert names(COMPOSING_COMMANDS[name][0]) >= fields, name
        assert names(COMPOSING_COMMANDS[name][1]) >= ack, name
        assert AGENT_COMMANDS[name] is COMPOSING_COMMANDS[name]


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (SaveReply, {"shortcut": "/a", "title": "A", "texts": {"x" * 36: "b"}}),
        (SaveReply, {"shortcut": "/a", "title": "A", "texts": {str(number): "b" for number in range(41)}}),
        (SaveReply, {"shortcut": "/a", "title": "A", "texts": {"en": 1}}),
        (SaveReply, {"shortcut": "/a", "title": "A", "texts": {"en": "b"}, "reply_id": ""}),
        (SetTags, {"chat_id": "X", "client_id": "c", "tags": ["t"] * 101}),
        (SetTags, {"chat_id": "X", "client_id": "c", "tags": "refund"}),
    ],
)
def test_what_is_out_of_bounds_never_reaches_a_use_case(kind, wrong):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wrong, kind)
