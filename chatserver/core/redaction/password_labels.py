"""Labels: the words that say that a password, a PIN or a code is near, and what each asks for."""

import re
from enum import IntEnum, auto

from chatserver.core.redaction.password_words import (
    CODE_KINDS,
    FILLERS,
    LABELS,
    NETWORK_KEYS,
    NETWORKS,
    NOT_CODE,
    PASSWORD_LABELS,
    PHRASE_LABELS,
    PIN_LABELS,
)

WORD = re.compile(r"\w+")

# "Kundenkennwort", "verifizirungscode".
_STEMS = ("kennwort", "kennworter", "passwort", "password", "code")
_ENDS = (*_STEMS, "passworter")
COMPOUND = re.compile(
    r"\w{2,30}(?:kennwort|passwort|password|passworter|kennworter)|(?:veri|best|sicherh|freisch|aktiv|zugang"
    r"|anmelde|login|sms|einmal|auth|entsperr|wiederh|backup|zugriff)\w{0,24}code"
)

# Nobody writes that many by hand, and each costs time.
MAX_LABELS = 300


class Between(IntEnum):
    """What stands between a label and its value, weakest first."""

    NOTHING = auto()
    TO = auto()
    IS = auto()
    COLON = auto()


class Kind(IntEnum):
    PASSWORD = auto()
    PIN = auto()
    CODE = auto()
    PHRASE = auto()


_TWO_WORDS = {
    "passe": ({"palavra"}, Kind.PASSWORD),
    "assinatura": ({"eletronica"}, Kind.PASSWORD),
    "secreto": ({"numero", "codigo"}, Kind.PIN),
}


def may_have_label(low: str) -> bool:
    """False only for a text that no label stands in."""
    return have_label(low, WORD.findall(low))


def have_label(low: str, words: list[str]) -> bool:
    """The same for a text whose words are known."""
    return not LABELS.isdisjoint(words) or (any(stem in low for stem in _STEMS) and any(map(_is_compound, words)))


def is_in_address(low: str, place: int) -> bool:
    begin = max(low.rfind(sign, max(0, place - 400), place) for sign in " \n\t\"'<(")
    return "://" in low[begin + 1 : place]


def is_label(word: str) -> bool:
    """True for a label, and for a German compound of one."""
    return word in LABELS or _is_compound(word)


def _is_compound(word: str) -> bool:
    return word.endswith(_ENDS) and COMPOUND.fullmatch(word) is not None


def is_repeated(low: str, words: list[re.Match[str]], labels: list[int], place: int) -> bool:
    """True when the same label follows at once."""
    number = labels[place]
    if place + 1 == len(labels) or labels[place + 1] != number + 1:
        return False
    word, following = words[number], words[number + 1]
    return following[0] == word[0] and following.start() <= word.end() + 1 and low[word.end()] != "-"


class TooManyLabels(Exception):
    """A text that is made to cost time."""


def kind_of(words: list[re.Match[str]], number: int) -> Kind | None:
    """What the label at this place asks for; None when it is about something else."""
    word = words[number][0]
    if word in NETWORK_KEYS:
        is_network = number > 0 and words[number - 1][0] in NETWORKS
        return Kind.PASSWORD if is_network else None
    pair = _TWO_WORDS.get(word)
    if pair is not None:
        beside = {words[near][0] for near in (number - 1, number + 1) if 0 <= near < len(words)}
        return pair[1] if beside & pair[0] else None
    before = [near[0] for near in words[max(0, number - 2) : number]]
    after = [near[0] for near in words[number + 1 : number + 4]]
    if word in PIN_LABELS or (word.endswith("code") and len(word) > 5 and word not in PASSWORD_LABELS):
        return Kind.PIN
    if word.startswith(("passphrase", "mnemonic", "seedphrase")):
        return Kind.PHRASE
    if word in PASSWORD_LABELS and not {"frase", "phrase"}.isdisjoint(before):
        return Kind.PHRASE
    if word in PASSWORD_LABELS or COMPOUND.fullmatch(word):
        is_other = (not NOT_CODE.isdisjoint(after[:3]) and word.startswith("clave")) or before[-1:] in (
            ["palabra"],
            ["palabras"],
            ["bus"],
            ["boarding"],
        )
        return None if is_other or after[1:2] in (["atendimento"], ["fila"]) else Kind.PASSWORD
    near = {*before, *after}
    if word in PHRASE_LABELS:
        return Kind.PHRASE if near & CODE_KINDS or word.startswith(("passphrase", "mnemonic", "seed")) else None
    if (near & NOT_CODE and not near & CODE_KINDS) or {*before[-1:], *after[:2]} & (NOT_CODE - CODE_KINDS - FILLERS):
        return None
    return Kind.PIN if near & CODE_KINDS else Kind.CODE
