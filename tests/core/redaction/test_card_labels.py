import pytest

from chatserver.core.redaction.card_labels import names_other_number
from chatserver.core.redaction.folding import fold


@pytest.mark.parametrize(
    ("text", "is_other"),
    [
        ("what is your order number?", True),
        ("my tracking number is", True),
        ("what is your card number?", False),
        ("hello", False),
    ],
)
def test_a_message_may_say_that_a_number_is_no_card(text, is_other):
    assert names_other_number(fold(text).low) is is_other
