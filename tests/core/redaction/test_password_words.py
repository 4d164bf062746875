import pytest

from chatserver.core.redaction import password_words
from chatserver.core.redaction.folding import fold
from chatserver.core.redaction.password_words import LABELS, PASSWORD_LABELS, PIN_LABELS, STATE_WORDS

SETS = {name: value for name, value in vars(password_words).items() if isinstance(value, frozenset)}


@pytest.mark.parametrize("name", SETS)
def test_every_word_is_written_as_folding_leaves_it(name):
    assert not {word for word in SETS[name] if fold(word).low != word}


def test_a_label_that_is_talk_too_is_a_word_of_another_language():
    assert {*PASSWORD_LABELS & STATE_WORDS, *PIN_LABELS & STATE_WORDS} == {"tan"}


@pytest.mark.parametrize("word", ["password", "passwort", "contrasena", "senha", "пароль", "pin", "code", "код"])
def test_each_language_has_its_labels(word):
    assert word in LABELS


@pytest.mark.parametrize("slip", ["pasword", "passwrod", "passwordd", "passwort", "passwprt", "contrsena", "парлль"])
def test_one_slip_of_the_finger_is_known(slip):
    assert slip in PASSWORD_LABELS


@pytest.mark.parametrize("word", ["passport", "passports", "compassion", "король", "роль", "word", "passenger"])
def test_a_word_of_its_own_is_no_slip(word):
    assert word not in PASSWORD_LABELS
