"""What the detectors of placed keys share: spans for a random value and for a password, and plain values."""

import re

from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.keys import mask_of
from chatserver.core.redaction.spans import DOT, Span
from chatserver.core.redaction.words import words

HIDDEN = DOT * 8

TRAILING = "\"'`.,;:!?)]}>*»”"

PLAIN_VALUES = words(
    """
    password passwd pass pwd secret token key yes no true false null none string required invalid wrong missing
    expired incorrect your my the a an is not and or to in on for of with it was has basic bearer oauth2 oauth
    hidden env
"""
)


def says_secret(value: str) -> bool:
    """Digits beside letters, or signs that no word has."""
    has_digit = any(sign.isdigit() for sign in value)
    has_letter = any(sign.isalpha() for sign in value)
    return (has_digit and has_letter and not re.fullmatch(r"v?\d+(?:\.\d+)*\w?", value)) or any(
        sign in "!@#$%^&*+=" for sign in value.strip("*")
    )


def random_span(found: re.Match[str], group: str, rule: str) -> Span:
    value = found[group].rstrip(TRAILING)
    start = found.start(group)
    return Span(start, start + len(value), SecretKind.KEY, rule, mask_of(value))


def password_span(found: re.Match[str], group: str, rule: str) -> Span:
    value = found[group]
    start = found.start(group)
    if value[:1] in "\"'" and value[-1:] == value[:1]:
        return Span(start + 1, start + len(value) - 1, SecretKind.PASSWORD, rule, HIDDEN)
    return Span(start, start + len(value.rstrip("\"'`,;)]")), SecretKind.PASSWORD, rule, HIDDEN)
