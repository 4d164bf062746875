import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.core.redaction.cards import brand_of, find_cards

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
    return [span.mask for span in find_cards(text)]


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
    is_card = brand_of(digits) is not None and luhn(digits) and len(set(digits)) > 1
    assert bool(masks(digits)) is is_card


@pytest.mark.parametrize(
    "around", ["{} 12/27", "{} 123", "12 {}", "1. {}", "{}\n12/27", "{}-123", "call 0171 or use {}, 3 times", "{} {}"]
)
def test_other_digits_beside_a_card_do_not_hide_it(around):
    for card in ("4111 1111 1111 1111", "4111111111111111"):
        text = around.replace("{}", card)
        assert masks(text)
        assert all(mask == "•••• 1111" or mask.startswith("••••") for mask in masks(text))
        shown = text
        for span in sorted(find_cards(text), key=lambda span: -span.start):
            shown = shown[: span.start] + span.mask + shown[span.end :]
        assert "4111" not in shown
