import msgspec
import pytest

from chatserver.own_chats_contract import ListOwnChats, ReadOwnChat


def test_a_list_begins_at_the_newest_and_a_chat_at_its_beginning():
    assert msgspec.convert({}, ListOwnChats).after is None
    assert msgspec.convert({"chat_id": "K7Q3-M9XD-5R"}, ReadOwnChat).after_seq == 0


@pytest.mark.parametrize(
    "fields", [{}, {"chat_id": ""}, {"chat_id": "x", "after_seq": -1}, {"chat_id": "x", "token": "t"}]
)
def test_what_does_not_name_a_chat_and_a_place_in_it_is_refused(fields):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(fields, ReadOwnChat)
