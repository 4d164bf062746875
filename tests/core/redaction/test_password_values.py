import pytest

from chatserver.core.redaction.password_values import is_digits, is_talk, looks_secret


@pytest.mark.parametrize("word", ["hunter2", "p@ssword", "a1b2c3", "k!tten", "x+y9z", "12ab!", "(hunter2)."])
def test_what_nobody_writes_as_a_word_looks_secret(word):
    assert looks_secret(word, False)


@pytest.mark.parametrize(
    "word",
    [
        "kitten", "don't", "e-mail", "2nd", "10:30", "24/7", "12.05.2026", "v1.2.3", "iphone15", "5gb", "$20", "30%",
        "100€", "anna@example.org", "https://a.example/x1", "shop.com", "********", "ab=b1", "2fa", "windows11",
        "ab", "",
    ],
)  # fmt: skip
def test_ordinary_words_numbers_and_addresses_do_not(word):
    assert not looks_secret(word, False)


@pytest.mark.parametrize(
    ("word", "plain", "named"),
    [("4821", True, True), ("12", False, False), ("12345678901", False, True), ("k?9", True, True)],
)
def test_a_number_needs_a_name_when_it_is_long(word, plain, named):
    assert looks_secret(word, False) is plain
    assert looks_secret(word, True) is named


@pytest.mark.parametrize(
    "word", ["wrong", "falsch", "incorrecta", "errada", "неверныи", "expired,", "blocked", "resetting", "", "a@b.de"]
)
def test_words_about_a_password_are_talk(word):
    assert is_talk(word)


@pytest.mark.parametrize("word", ["kitten", "hunter2", "schatz", "gatito"])
def test_other_words_are_not(word):
    assert not is_talk(word)


@pytest.mark.parametrize(
    ("value", "is_code"), [("482", True), ("48 21-77", True), ("48", False), ("12345678901", False), ("48a1", False)]
)
def test_a_code_is_of_three_to_ten_digits(value, is_code):
    assert is_digits(value) is is_code
