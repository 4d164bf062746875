import pytest

from chatserver.core.redaction.pairs import find_pairs
from tests.core.redaction.masked import masked


@pytest.mark.parametrize(
    "text",
    [
        "login anna / {}",
        "login: anna, {}",
        "my login is anna {}",
        "Zugangsdaten: anna / {}",
        "usuario anna / {}",
        "логин anna / {}",
        "anna@example.org / {}",
        "anna@example.org:{}",
        "anna@example.org {}",
        "anna.berg / {}",
    ],
)
def test_the_password_beside_a_name_is_masked_and_the_name_stays(text):
    assert masked(find_pairs, text.format("hunter2-Xy9")) == text.format("••••••••")


@pytest.mark.parametrize(
    "text",
    [
        "login does not work",
        "I can not login with my phone",
        "anna@example.org and bert@example.org",
        "anna@example.org / bert@example.org",
        "write to anna@example.org please",
        "yes / no",
        "room_7 / floor",
        "https://anna@example.org/path1",
        "login anna / ••••••••",
    ],
)
def test_what_is_no_pair_stays(text):
    assert masked(find_pairs, text) == text


def test_a_plain_word_is_a_password_only_behind_a_slash_and_a_name_that_is_no_word():
    assert masked(find_pairs, "login anna77 / kitten") == "login anna77 / ••••••••"
    assert masked(find_pairs, "login anna77, kitten") == "login anna77, kitten"
