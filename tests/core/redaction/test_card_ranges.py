import pytest

from chatserver.core.redaction.card_ranges import MAX_DIGITS, MIN_DIGITS, brand_of

FIRST_DIGITS = {
    "4111": (16, "visa"),
    "411": (13, "visa"),
    "5555": (16, "mastercard"),
    "2221": (16, "mastercard"),
    "2720": (16, "mastercard"),
    "3782": (15, "amex"),
    "305": (14, "diners"),
    "6011": (16, "discover"),
    "3530": (16, "jcb"),
    "2200": (16, "mir"),
    "6200": (19, "unionpay"),
    "606282": (16, "hipercard"),
    "506699": (16, "elo"),
    "9792": (16, "troy"),
    "5018": (12, "maestro"),
    "6075": (16, "rupay"),
    "6500": (16, "discover"),
}


@pytest.mark.parametrize("first", FIRST_DIGITS)
def test_the_first_digits_and_the_length_name_the_brand(first):
    length, brand = FIRST_DIGITS[first]
    assert brand_of(first.ljust(length, "0")) == brand


@pytest.mark.parametrize(
    ("first", "length"), [("4", 15), ("37", 16), ("2721", 16), ("2220", 16), ("1", 16), ("90", 16)]
)
def test_a_length_or_a_range_that_nobody_issues_has_no_brand(first, length):
    assert brand_of(first.ljust(length, "0")) is None


def test_no_card_is_shorter_or_longer_than_the_limits():
    for first in FIRST_DIGITS:
        assert brand_of(first.ljust(MIN_DIGITS - 1, "0")) is None
        assert brand_of(first.ljust(MAX_DIGITS + 1, "0")) is None
