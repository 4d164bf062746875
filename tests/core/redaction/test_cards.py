import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.core.redaction.card_ranges import brand_of
from chatserver.core.redaction.cards import find_back_codes, find_cards, is_card
from chatserver.core.redaction.folding import fold
from tests.core.redaction.masked import masked

# Numbers that the networks publish for testing.
CARDS = {
    "visa": "4111111111111111",
    "mastercard": "5555555555554444",
    "amex": "378282246310005",
    "diners": "30569309025904",
    "discover": "6011111111111117",
    "jcb": "3530111333300000",
    "mir": "2200000000000053",
}


def masks(text: str) -> list[str]:
    return [span.mask for span in find_cards(fold(text))]


@pytest.mark.parametrize("brand", CARDS)
def test_a_card_is_found_and_only_its_last_four_digits_stay(brand):
    number = CARDS[brand]
    assert brand_of(number) == brand
    assert masks(f"my card {number}, please") == [f"•••• {number[-4:]}"]


@pytest.mark.parametrize(
    "separator", [" ", "-", ".", "\u00a0", " - ", "\u200b", "\n", "/", "+", "_", ",", "|", "%20", "\u00ad"]
)
def test_any_separator_is_seen_through(separator):
    groups = ["4111", "1111", "1111", "1111"]
    assert masks(f"it is {separator.join(groups)}.") == ["•••• 1111"]


def test_digits_of_another_script_are_digits():
    assert masks("٤١١١١١١١١١١١١١١١") == ["•••• 1111"]


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111112",
        "0000000000000000",
        "1234567890123",
        "+49 30 1234567890",
        "order number 4111111111111111",
        "Bestellnummer: 4111111111111111",
        "número de pedido 4111111111111111",
        "трек-номер 4111111111111111",
        "IMEI: 4111111111111111",
        "2026-11-21 12:00:00",
        "411111111111111111111111",
        "65a4ae9f-5055-4707-8608-072d830ae4dd",
        "0e5dcaea-be71-4318-8413-23167ff194d7",
    ],
)
def test_other_numbers_stay(text):
    assert masks(text) == []


def luhn(digits: str) -> bool:
    """The check digit, computed the slow way."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


@given(st.text("0123456789", min_size=13, max_size=16))
def test_only_numbers_with_a_right_check_digit_are_cards(digits):
    known = brand_of(digits) is not None and luhn(digits) and len(set(digits)) > 1
    assert is_card(digits) is known
    assert bool(masks(f"card {digits}")) is known


@pytest.mark.parametrize(
    "around", ["{} 12/27", "{} 123", "12 {}", "1. {}", "{}\n12/27", "{}-123", "call 0171 or use {}, 3 times", "{} {}"]
)
@pytest.mark.parametrize("card", ["4111 1111 1111 1111", "4111111111111111"])
def test_other_digits_beside_a_card_do_not_hide_it(around, card):
    shown = masked(find_cards, around.replace("{}", card))
    assert "•••• 1111" in shown
    assert "4111" not in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("4111 1111 1111 1111 12/27 482", "•••• 1111 12/27 ••••••••"),
        ("4111111111111111 cvv 482", "•••• 1111 cvv ••••••••"),
        ("4111 1111 1111 1111, 500 EUR", "•••• 1111, 500 EUR"),
    ],
)
def test_the_security_code_beside_a_card_goes_with_it(text, shown):
    assert masked(find_cards, text) == shown


@pytest.mark.parametrize("text", ["the three digits on the back are 562", "card, the code on the back is 562"])
def test_a_code_is_known_by_where_it_stands_on_the_card(text):
    assert masked(find_back_codes, text) == text.replace("562", "••••••••")


def test_three_digits_that_stand_nowhere_are_no_code():
    assert masked(find_back_codes, "I will be back in room 562") == "I will be back in room 562"
