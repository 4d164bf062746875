"""Drafts: what an agent may see while somebody types. Hides what may become a secret with the next keys."""

import re
from collections.abc import Iterator, Sequence

from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.folding import Folded
from chatserver.core.redaction.keys import TABLE
from chatserver.core.redaction.password_values import is_talk, looks_secret
from chatserver.core.redaction.password_words import LABELS, PAIR_CUES
from chatserver.core.redaction.spans import DOT, Span
from chatserver.core.redaction.words import words

_HIDDEN = DOT * 4
_DIGITS = re.compile(r"\d(?:[\s.,/|_-]{0,3}\d){5,}")
_TOKEN = re.compile(r"[^\s•]+")
_WORD = re.compile(r"\w+")
_MIXED = re.compile(r"(?=\S{0,200}\d)(?=\S{0,200}[^\W\d_])[\w!@#$%^&*+=./~-]{6,}")
_LONG = re.compile(r"[A-Za-z0-9_+/=-]{20,}")
_PREFIXES = re.compile(r"(?<![A-Za-z0-9])(?:" + "|".join(map(re.escape, TABLE.prefixes())) + r")\S*")
_KEY_WORDS = words(
    """
    key keys token secret bearer basic authorization cookie schlussel llave chave segredo secreto ключ ключа токен
    секрет cvv cvc
"""
)
_PLACES = re.compile(
    r"://[^\s/@]*:(?P<a>[^\s/@]+)|[?&][\w.-]{0,30}(?:token|key|sig|secret|pass\w*|pwd|code|auth)=(?P<b>\S+)"
    r"|(?<!\S)-p(?P<c>[^\s-]\S*)|-----BEGIN (?P<d>[A-Z ]*(?:PR|PRI|PRIV).*)",
    re.DOTALL,
)


def find_unfinished(folded: Folded, asked: frozenset[str], sure: Sequence[Span]) -> Iterator[Span]:
    """Yields what a draft must not show beside its findings."""
    low, text = folded.low, folded.text
    if asked:
        yield from (
            _hidden(token.start(), token.end())
            for token in _TOKEN.finditer(low)
            if not is_talk(token[0]) or len(token[0]) < 3
        )
    labels = [
        word for word in _WORD.finditer(low) if word[0] in LABELS or word[0] in _KEY_WORDS or word[0] in PAIR_CUES
    ]
    if labels:
        yield from _after(low, labels[0].end())
        yield from (
            _hidden(*token.span())
            for token in _TOKEN.finditer(low, 0, labels[0].start())
            if looks_secret(token[0], True)
        )
    for found in _PREFIXES.finditer(text):
        yield _hidden(found.start() + 2, found.end()) if len(found[0]) > 2 else _hidden(*found.span())
    for pattern in (_DIGITS, _MIXED, _LONG):
        for found in pattern.finditer(low if pattern is not _LONG else text):
            yield _hidden(*found.span())
    for found in _PLACES.finditer(text):
        group = found.lastgroup or "a"
        yield _hidden(*found.span(group))


def _after(low: str, place: int) -> Iterator[Span]:
    """Behind a label only talk is shown, and of the last word nothing: it may go on."""
    tokens = list(_TOKEN.finditer(low, place))
    for token in tokens:
        is_last = token is tokens[-1] and token.end() == len(low)
        if (not is_talk(token[0]) and token[0].strip(".,:;!?=>-\"'()")) or (
            is_last and any(sign.isdigit() for sign in token[0])
        ):
            yield _hidden(*token.span())


def _hidden(start: int, end: int) -> Span:
    return Span(start, end, SecretKind.PASSWORD, "draft", _HIDDEN)
