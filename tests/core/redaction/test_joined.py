import pytest

from chatserver.core.redaction.folding import fold
from chatserver.core.redaction.joined import find_across, is_open
from chatserver.core.redaction.keys import find_keys
from chatserver.core.redaction.passwords import find_passwords
from tests.core.redaction.masked import made


@pytest.mark.parametrize(
    ("before", "text", "belong"),
    [
        ("my password is", "hunter2", True),
        ("Authorization: Bearer", "abc", True),
        ("login anna /", "hunter2", True),
        ("hunter2", "is my password", True),
        ("-----BEGIN PRIVATE KEY-----", "abc", True),
        ("good morning", "hunter2", False),
        ("I like my new phone", "and the colour", False),
    ],
)
def test_a_label_on_either_side_opens_two_messages_to_one_another(before, text, belong):
    assert is_open(fold(before), fold(text)) is belong


def across(before: str, text: str) -> tuple[list[str], list[str]]:
    here, there = find_across(fold(before), fold(text), (find_passwords, find_keys))
    return [text[span.start : span.end] for span in here], [before[span.start : span.end] for span in there]


@pytest.mark.parametrize(
    ("before", "text", "here", "there"),
    [
        ("my password is", "hunter2", ["hunter2"], []),
        ("hunter2", "is my password", [], ["hunter2"]),
        ("I'll send you my passcode", "830174", ["830174"], []),
        ("my pin is ••••••••", "sorry, 5519", ["5519"], []),
        ("my password is", "thanks", [], []),
        ("I forgot my password", "what now?", [], []),
    ],
)
def test_each_message_gets_the_spans_of_its_own_text(before, text, here, there):
    assert across(before, text) == (here, there)


def test_only_the_end_of_a_long_message_is_read_again_and_its_places_stay_right():
    before = "word " * 200 + "hunter2"
    assert across(before, "is my password") == ([], ["hunter2"])


def test_a_key_that_was_found_whole_is_found_once():
    assert across("my key is", key := made("ghp_<b62:36>")) == ([key], [])


@pytest.mark.parametrize(("text", "count"), [("sorry, 5519", 1), ("my order is 48291734", 0), ("заказ 482913", 0)])
def test_after_a_masked_pin_a_number_with_its_own_word_is_no_correction(text, count):
    here, _ = find_across(fold("my pin is ••••••••"), fold(text), ())
    assert len(here) == count
