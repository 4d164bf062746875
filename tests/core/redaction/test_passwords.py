import re

import pytest
from hypothesis import given, strategies

from chatserver.core.redaction import passwords
from chatserver.core.redaction.passwords import MASK, find_passwords


def masked(text: str) -> str:
    for span in sorted(find_passwords(text), key=lambda span: -span.start):
        text = text[: span.start] + span.mask + text[span.end :]
    return text


@pytest.mark.parametrize(
    "text",
    [
        "password: hunter2",
        "my password is hunter2",
        "Password = hunter2!",
        "hunter2 is my password",
        "Mein Passwort ist hunter2.",
        "Kennwort: hunter2",
        "mi contraseña es hunter2",
        "minha senha é hunter2",
        "senha: hunter2",
        "мой пароль hunter2",
        "пароль: hunter2",
        'the password is "hunter2 and more"',
        "pwd=hunter2",
        "passwort -> hunter2",
    ],
)
def test_nothing_of_a_labelled_password_stays(text):
    assert "hunter2" not in masked(text)
    assert MASK in masked(text)


@pytest.mark.parametrize("text", ["PIN: 4821", "my pin is 4821", "ПИН-код 4821", "Sicherheitscode: 4821", "CVV 482"])
def test_codes_count_as_passwords(text):
    assert "482" not in masked(text)


@pytest.mark.parametrize(
    "text",
    [
        "I forgot my password",
        "my password is wrong",
        "the password does not work",
        "wie setze ich mein Passwort zurück?",
        "Passwort vergessen",
        "la contraseña no funciona",
        "minha senha não funciona",
        "не могу сменить пароль",
        "password reset link expired",
        "I never got the verification code",
        "where do I find the pin?",
    ],
)
def test_talk_about_passwords_stays(text):
    assert masked(text) == text


def test_a_mask_is_masked_no_further():
    once = masked("password: hunter2")
    assert masked(once) == once


@given(strategies.from_regex(re.compile(passwords._LABEL, re.IGNORECASE), fullmatch=True))
def test_the_quick_look_misses_no_label(label):
    assert passwords.may_have_label(f"mine: {label}!")
