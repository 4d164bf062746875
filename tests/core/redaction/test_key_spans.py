import re

import pytest

from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.key_spans import HIDDEN, PLAIN_VALUES, password_span, random_span, says_secret
from tests.core.redaction.masked import made


def match(text: str) -> re.Match[str]:
    found = re.match(r"value=(?P<value>.*)", text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("value", "says"), [("a1b2", True), ("p@ss", True), ("kitten", False), ("v2.1", False), ("42", False)]
)
def test_digits_among_letters_or_signs_say_that_it_is_secret(value, says):
    assert says_secret(value) is says


def test_a_random_span_ends_before_the_sentence_does():
    key = made("<b62:32>")
    span = random_span(match(f"value={key}.)"), "value", "key.x")
    assert (span.start, span.end, span.kind) == (6, 6 + len(key), SecretKind.KEY)
    assert span.mask == f"{key[:4]}••••••{key[-4:]}"


@pytest.mark.parametrize(("text", "value"), [("value='a b'", "a b"), ("value=ab!", "ab!"), ("value=ab),", "ab")])
def test_a_password_span_leaves_quotes_and_brackets_and_keeps_nothing(text, value):
    span = password_span(match(text), "value", "key.x")
    assert (text[span.start : span.end], span.kind, span.mask) == (value, SecretKind.PASSWORD, HIDDEN)


def test_plain_values_are_written_without_capitals():
    assert {"password", "null", "bearer"} <= PLAIN_VALUES
    assert all(value == value.lower() for value in PLAIN_VALUES)
