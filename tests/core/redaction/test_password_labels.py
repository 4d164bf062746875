import pytest

from chatserver.core.redaction.folding import fold
from chatserver.core.redaction.password_labels import (
    WORD,
    Kind,
    is_in_address,
    is_label,
    is_repeated,
    kind_of,
    may_have_label,
)
from chatserver.core.redaction.password_words import LABELS


@pytest.mark.parametrize(
    "label", ["password", "pasword", "kundenkennwort", "contrasena", "senha", "пароль", "pin", "код"]
)
def test_a_label_is_known_with_its_typos_and_compounds(label):
    assert is_label(label)
    assert may_have_label(f"mine: {label}!")


def test_the_quick_look_misses_no_label():
    assert all(may_have_label(f"mine: {label}!") for label in LABELS if WORD.fullmatch(label))
    assert not may_have_label("good morning")


@pytest.mark.parametrize(
    ("text", "label", "kind"),
    [
        ("my password", "password", Kind.PASSWORD),
        ("mein Kundenkennwort", "kundenkennwort", Kind.PASSWORD),
        ("the wifi key", "key", Kind.PASSWORD),
        ("the key of the door", "key", None),
        ("my pin", "pin", Kind.PIN),
        ("the verification code", "code", Kind.PIN),
        ("a code", "code", Kind.CODE),
        ("the error code", "code", None),
        ("the zip code", "code", None),
        ("my passphrase", "passphrase", Kind.PHRASE),
        ("the recovery phrase", "phrase", Kind.PHRASE),
        ("a nice phrase", "phrase", None),
        ("palavra passe", "passe", Kind.PASSWORD),
        ("boarding pass", "pass", None),
    ],
)
def test_the_words_beside_a_label_say_what_it_asks_for(text, label, kind):
    words = list(WORD.finditer(fold(text).low))
    assert kind_of(words, [word[0] for word in words].index(label)) is kind


def test_a_label_in_an_address_is_part_of_the_address():
    text = "see https://shop.example/password now, password"
    assert is_in_address(text, text.index("password"))
    assert not is_in_address(text, text.rindex("password"))


def test_of_the_same_label_twice_in_a_row_the_first_is_repeated():
    low = "pin pin 4821"
    words = list(WORD.finditer(low))
    assert is_repeated(low, words, [0, 1], 0)
    assert not is_repeated(low, words, [0, 1], 1)
