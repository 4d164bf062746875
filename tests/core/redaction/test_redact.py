import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.core.people import AuthorKind
from chatserver.core.redaction import redact as door
from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.redaction.redact import WITHHELD, Context, Said, redact, redact_line

NOTHING_BEFORE = Context()


def cleaned(text: str):
    return redact(NOTHING_BEFORE, RawText(text))


def test_every_kind_in_one_message_and_places_that_fit_the_redacted_text():
    result = cleaned("card 4111 1111 1111 1111 and password: hunter2 😀 pin: 4821")
    assert [mask.kind for mask in result.redactions] == [SecretKind.CARD, SecretKind.PASSWORD, SecretKind.PASSWORD]
    assert [result.text[mask.start : mask.end] for mask in result.redactions] == ["•••• 1111", "••••••••", "••••••••"]
    assert "hunter2" not in result.text


def test_plain_talk_is_left_byte_for_byte():
    text = "a < b && c\n“My order 4111” <b>is late</b> — can you help? 😀"
    assert cleaned(text).text == text


@given(st.text(max_size=200))
def test_redacting_twice_changes_nothing_more(text):
    once = cleaned(text).text
    assert cleaned(once).text == once


def test_a_detector_that_fails_withholds_the_whole_text(monkeypatch):
    def failing(text):
        raise ValueError(text)

    monkeypatch.setattr(door, "DETECTORS", (failing,))
    result = cleaned("password: hunter2")
    assert result.text == WITHHELD


def test_short_fields_go_through_the_same_door():
    assert redact_line("https://shop.example/?x=1") == "https://shop.example/?x=1"
    assert "hunter2" not in redact_line("password: hunter2")


@pytest.mark.parametrize(
    "text",
    [
        "4" * 32_000,
        "4 " * 16_000,
        "password " * 3_500,
        "-" * 32_000,
        "a1" * 16_000,
        "bearer" + " " * 32_000 + "•",
        "pin is" + " " * 32_000 + "•",
        "ключ api" + " " * 32_000 + "•",
        "password (" * 3_200,
        "hunter2 is my " * 2_200,
        "passwort" + "x" * 32_000,
        "eyJ" * 10_000,
        "sk-" * 10_000,
        "токен" * 6_400,
        "-----BEGIN PRIVATE KEY-----" * 1_200,
    ],
)
def test_hostile_text_is_answered(text):
    assert cleaned(text).text


@pytest.mark.parametrize(
    ("before", "text", "masked"),
    [
        ("my password is:", "hunter2", True),
        ("mein Passwort lautet", "hunter2!", True),
        ("What is your PIN?", "4821", True),
        ("Какой у вас пароль?", "hunter2", True),
        ("I forgot my password", "2024", True),
        ("my password does not work", "hunter2", False),
        ("my password is:", "what do you mean?", False),
        ("my password is:", "thanks", False),
        ("What is your account number?", "AC-4821", False),
    ],
)
def test_a_value_after_its_label_in_the_message_before_is_masked(before, text, masked):
    result = redact(Context((Said(AuthorKind.AGENT, before),)), RawText(text))
    assert (text not in result.text) is masked
