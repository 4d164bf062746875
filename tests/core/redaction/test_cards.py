import pytest

from chatserver.core.redaction.cards import brand_of, find_cards, passes_luhn

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


@pytest.mark.parametrize("separator", [" ", "-", ".", "\u00a0", " - ", "\u200b", "\n", "/"])
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
    ],
)
def test_other_numbers_stay(text):
    assert masks(text) == []


def test_the_check_digit_is_luhns():
    assert passes_luhn("79927398713")
    assert not passes_luhn("79927398710")
