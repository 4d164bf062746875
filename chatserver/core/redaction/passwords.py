"""Passwords, PINs and one-time codes that a label gives away, in the five languages. Nothing of the value is kept."""

import re
from collections.abc import Iterator

from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.spans import DOT, Span

MASK = DOT * 8

_LABEL = (
    r"(?:pass?wor[dt]s?|passwd|pwd|passphrase|passcode|pass\s?code"
    r"|passwör?ter|kennwort\w{0,20}|zugangscode|passwort\w{0,20}"
    r"|contrase[nñ]as?|clave(?:\s{1,4}de\s{1,4}acceso)?|senhas?|palavra-passe"
    r"|парол[ьяюе]м?|кодовое\s{1,4}слово"
    r"|(?:atm[\s-]{0,4})?pin(?:[\s-]{0,4}(?:code|nummer|number))?|пин(?:[\s-]{0,4}код\w{0,4})?"
    r"|otp|one[\s-]time\s{1,4}(?:code|password)|2fa[\s-]{0,4}code|verification\s{1,4}code|bestätigungscode|sicherheitscode"
    r"|código\s{1,4}de\s{1,4}(?:verificación|verificação|seguridad|segurança)|код\s{1,4}(?:подтверждения|из\s{1,4}смс)"
    r"|cvv2?|cvc2?|card\s{1,4}security\s{1,4}code|kartenprüfnummer)"
)
# Every repetition is bounded: a run of ten thousand blanks must cost no more than its length.
_STRONG = r"\s{0,6}(?:\([^)\n]{0,30}\)\s{0,6})?(?:[:=→]|->|=>)\s{0,6}"
_WEAK = r"\s{1,6}(?:is|was|are|ist|war|lautet|heißt|es|era|é|это|—|–|-)\s{0,6}:?\s{0,6}|\s{1,6}"
_QUOTED = r"[\"'`«»„“”‚‘’](?P<{0}>[^\"'`«»„“”‚‘’\n•]{{1,120}})[\"'`«»„“”‚‘’]"
_BARE = r"(?P<{0}>[^\s•\"'`«»„“”]{{3,128}})"

# Every label has one of these; most messages have none, and are done with after this look.
_STEMS = (
    "pass", "paswor", "pwd", "kennwort", "code", "contrase", "clave", "senha", "palavra", "парол", "код", "pin", "пин",
    "otp", "código", "cvv", "cvc", "kartenpr",
)  # fmt: skip

_AFTER_STRONG = re.compile(rf"(?<!\w){_LABEL}{_STRONG}(?:{_QUOTED.format('q')}|{_BARE.format('b')})", re.IGNORECASE)
_AFTER_WEAK = re.compile(rf"(?<!\w){_LABEL}(?:{_WEAK})(?:{_QUOTED.format('q')}|{_BARE.format('b')})", re.IGNORECASE)
_REVERSED = re.compile(
    r"(?<!\S)(?P<b>[^\s•]{4,128})\s{1,6}(?:is|ist|es|é|это|—|-)\s{1,6}(?:my|the|mein|das|mi|la|minha|a|мой)\s{1,6}"
    + _LABEL,
    re.IGNORECASE,
)
_ENDS_WITH_LABEL = re.compile(
    rf"(?<!\w){_LABEL}\s{{0,6}}(?:is|was|ist|war|lautet|es|é|это)?\s{{0,6}}[:=?.…]{{0,6}}\s{{0,6}}\Z", re.IGNORECASE
)
_TRAILING = ".,;!?)]»”\"'"


def find_passwords(text: str) -> Iterator[Span]:
    """Yields a span for each labelled secret in `text`.

    After a colon or an equals sign anything counts; after "is", or with nothing between, only what no plain word looks
    like, so that "my password is wrong" stays.
    """
    if not may_have_label(text):
        return
    for found in _AFTER_STRONG.finditer(text):
        yield _span(found, "password.labelled")
    for pattern, rule in ((_AFTER_WEAK, "password.told"), (_REVERSED, "password.reversed")):
        for found in pattern.finditer(text):
            quoted = found.groupdict().get("q")
            if quoted is not None or looks_secret(found["b"].rstrip(_TRAILING)):
                yield _span(found, rule)


def may_have_label(text: str) -> bool:
    """False only for a text that no label stands in."""
    folded = text.casefold()
    return any(stem in folded for stem in _STEMS)


def find_answer(before: str, text: str) -> Iterator[Span]:
    """Yields a span when `text` is the bare value that the message before has named: "my password is:", then "hunter2".

    Also when somebody asked for it: "what is your PIN?", then "4821".
    """
    answer = text.strip()
    if not answer or len(answer.split(maxsplit=1)) > 1 or not _ENDS_WITH_LABEL.search(before):
        return
    if looks_secret(answer.rstrip(_TRAILING)):
        start = text.index(answer)
        yield Span(start, start + len(answer), SecretKind.PASSWORD, "password.answer", MASK)


def looks_secret(word: str) -> bool:
    """True for what people do not write as a word: digits beside letters, three digits or more, inner symbols."""
    has_digit = any(sign.isdigit() for sign in word)
    if has_digit:
        return any(sign.isalpha() for sign in word) or (word.isdecimal() and 3 <= len(word) <= 8)
    inner = word.strip(".,;:!?()[]…-/")
    return any(not sign.isalnum() and sign not in "-'’/.@" for sign in inner)


def _span(found: re.Match[str], rule: str) -> Span:
    group = "q" if found.groupdict().get("q") is not None else "b"
    start, end = found.span(group)
    if group == "b":
        end = start + max(1, len(found["b"].rstrip(_TRAILING)))
    return Span(start, end, SecretKind.PASSWORD, rule, MASK)
