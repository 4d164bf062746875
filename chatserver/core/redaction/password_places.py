"""The value at a place behind a label: where it ends, and whether there is one at all."""

import re
from collections.abc import Generator, Iterator

from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.password_labels import Between, Kind, is_label
from chatserver.core.redaction.password_values import TRAILING, is_digits, is_talk, looks_secret
from chatserver.core.redaction.password_words import PAIR_CUES
from chatserver.core.redaction.randomness import is_stand_in
from chatserver.core.redaction.spans import DOT, Span
from chatserver.core.redaction.words import words

MASK = DOT * 8

QUOTED = re.compile(r"(?P<quote>[\"'`]|\*\*|<)(?P<value>[^\"`\n•<>]{1,120}?)(?:(?P=quote)|>)(?!\w)")

_TOKEN = re.compile(r"[^\s•]{1,200}")

NUMBER = re.compile(
    r"\d(?:[ -]?\d){2,9}(?![\w/.:]*\d)(?!-\w)(?!\s?(?:m|km|cm|mm|kg|%|eur|usd|mal|times|stellig\w*|digits?"
    r"|ziffern|digitos|цифр\w*|min\w*|mb|gb|ms|sek\w*|sec\w*)\b|\s?[%€$])"
)

_PLAIN = re.compile(r"[^\W\d_][\w'’-]*")

# "password = input(...)"
_CALL = re.compile(r"[a-z_][\w.]{0,60}\(")

_PLAIN_OR_NUMBER = re.compile(r"[^\W_][\w'’-]*")

_BLANK = re.compile(r" (?=\w)")
_BLANK_IN_PHRASE = re.compile(r"[ ,]{1,2}(?=\w)")

_WORDS_ONLY = re.compile(r"[^\W\d_]{2,20}(?: [^\W\d_]{2,20}){3,11}(?=\s*(?:[.;!?\n)]|\Z))")

_CLAUSE_END = re.compile(r"\s*(?:[.,;:!?\n)(\"/|]|\Z)|\s+-{1,2}\s")

_CHAIN = re.compile(
    r"\s{0,4}(?:[,;/|&+]|->|=>|>|and|und|y|e|и|or|oder|o|ou|или|to|auf|zu|a|por|para|на|then|dann|now|jetzt)?\s{0,4}"
    r"(?:(?:the|my|das|mein|la|mi|a|minha|мои)\s{1,3})?"
    r"(?:(?P<named>(?:new|neu\w{0,2}|old|alt\w{0,2}|nuev[ao]|viej[ao]|antigu[ao]|antig[ao]|nov[ao]|anterior"
    r"|стар\w{2,3}|нов\w{2,3}|repeat|wiederholung|confirm)"
    r"(?:\s{1,3}(?:one|password|passwort|contrasena|clave|senha|пароль|is|ist|es|e|era|was|war"
    r"|это))*)\s{0,3}[:=>-]{0,2}\s{0,4})?"
)

_CHANGED = re.compile(
    r"chang|set|updat|reset|ander|setz|stell|cambi|mud|alter|troqu|troc|coloqu|puse|pongo|deix|смен|измен|постав"
    r"|помен|установ|use|try|nimm|nutz"
)

# "pw ilovecats": whoever is in such a hurry leaves the verb out.
_SHORT_LABELS = words("pw pwd passwd pswd псв")

# A code that has come just now.
_RECEIVED = re.compile(
    r"received|got|texted|sent me|bekommen|erhalten|kam|llego|recibi|mandaron|chegou|recebi|mandaram"
    r"|пришел|пришло|получил|прислали"
)
# Passwords for one program, which their makers print in groups.
_GROUPS = re.compile(r"(?:[a-z0-9]{4}[ -]){3,7}[a-z0-9]{4}(?!\w)")

_CUE_NEXT = re.compile(rf"[\s,;]{{1,4}}(?:{'|'.join(sorted(PAIR_CUES))})(?!\w)")


def chained(low: str, end: int | None, kind: Kind, label: re.Match[str]) -> Iterator[Span]:
    """Old and new, one after the other."""
    for _ in range(3):
        if end is None:
            return
        link = _CHAIN.match(low, end)
        if link is None or link.end() == end:
            return
        as_named = Between.COLON if link["named"] or ">" in link[0] else Between.NOTHING
        if as_named is Between.NOTHING and low[end : link.end()].isspace():
            return
        end = yield from value_at(low, link.end(), as_named, kind, label)


def value_at(
    low: str, place: int, between: Between, kind: Kind, label: re.Match[str]
) -> Generator[Span, None, int | None]:
    """Yields the span of the value at `place` and returns its end, or None when there is none."""
    end = _end_of_value(low, place, between, kind, label)
    if end is None or end <= place:
        return None
    start = place
    if (quoted := QUOTED.match(low, place)) is not None and quoted.end("value") == end:
        start = quoted.start("value")
    yield Span(start, end, SecretKind.PASSWORD, f"password.{between.name.lower()}", MASK)
    return end + (quoted is not None and quoted.end("value") == end)


def _end_of_value(low: str, place: int, between: Between, kind: Kind, label: re.Match[str]) -> int | None:
    quoted = QUOTED.match(low, place)
    if quoted is not None:
        if (
            kind is Kind.CODE
            and low[label.end() : label.end() + 1] in {'"', "'"}
            and not is_digits(quoted["value"], 4, 8)
        ):
            # {"code": "invalid_request"}
            return None
        words = quoted["value"].split()
        talk = sum(is_talk(word) for word in words)
        is_near = between >= Between.TO or place <= label.end() + 3
        if (
            words
            and not is_stand_in(quoted["value"])
            and not (quoted["quote"] == "<" and is_label(words[-1]))
            and is_near
            and (talk == 0 or (talk < len(words) and (between >= Between.IS or len(words) >= 4)))
        ):
            return quoted.end("value")
    groups = _GROUPS.match(low, place)
    if groups is not None and kind is Kind.PASSWORD and any(not is_talk(word) for word in groups[0].split()):
        return groups.end()
    if kind in {Kind.PIN, Kind.CODE}:
        number = NUMBER.match(low, place)
        if number is not None and (kind is Kind.PIN or is_digits(number[0], _least_of_code(low, between, label), 8)):
            return number.end()
    token = _TOKEN.match(low, place)
    if token is None:
        return None
    word = token[0]
    if (
        is_stand_in(word.strip(TRAILING))
        or "getenv" in word
        or ("\n" in low[label.end() : place] and re.match(r"\S{0,60}\w[:=]", word))
    ):
        return None
    if kind is Kind.CODE and not (between >= Between.IS and any(sign.isdigit() for sign in word) and len(word) <= 10):
        return None
    if kind is Kind.CODE and re.fullmatch(r"\d{3}\W*", word):
        # "code: 404"
        return None
    if kind is Kind.PIN and not any(sign.isdigit() for sign in word):
        return None
    if looks_secret(word, between >= Between.IS):
        return _end_of_token(token)
    if (
        between is Between.NOTHING
        and kind is Kind.PASSWORD
        and (plain := _PLAIN.match(low, place))
        and not is_talk(plain[0])
    ):
        is_near = place <= label.end() + 3
        # Russian has no "is"; a Latin word in a Russian sentence is not of that sentence.
        is_told = label[0] in _SHORT_LABELS or (label[0].startswith("парол") and plain[0].isascii())
        return plain.end() if is_near and (is_told or _CUE_NEXT.match(low, plain.end())) else None
    if between is Between.NOTHING and kind is Kind.PHRASE and (plain := _PLAIN.match(low, place)):
        # "моё кодовое слово Незабудка"
        is_alone = place <= label.end() + 3 and _CLAUSE_END.match(low, plain.end()) is not None
        return plain.end() if is_alone and not is_talk(plain[0]) else None
    if kind in {Kind.PIN, Kind.CODE} or between is Between.NOTHING or not _PLAIN.match(low, place):
        return None
    if _CALL.match(low, place) and "=" in low[label.end() : place]:
        return None
    return _end_of_plain(low, place, between, kind, label)


def _least_of_code(low: str, between: Between, label: re.Match[str]) -> int:
    """How many digits a plain "code" must have; who has just received one tells it without "is"."""
    has_come = _RECEIVED.search(low, max(0, label.start() - 30), label.start()) is not None
    return 4 if between >= Between.IS or has_come else 6


def _end_of_token(token: re.Match[str]) -> int:
    """Brackets and stops at the end are the sentence's; an exclamation mark may be the password's."""
    return token.start() + max(3, len(token[0].rstrip(TRAILING)))


def _end_of_plain(low: str, place: int, between: Between, kind: Kind, label: re.Match[str]) -> int | None:
    """A password of plain words: as many as do not belong to a sentence about it."""
    whole = _WORDS_ONLY.match(low, place)
    if whole is not None and between is Between.COLON:
        said = whole[0].split()
        if len(said) >= 4 and sum(is_talk(word) for word in said) * 4 <= len(said):
            return whole.end()
    words: list[re.Match[str]] = []
    at = place
    while len(words) < 26:
        word = (_PLAIN if kind is not Kind.PHRASE or not words else _PLAIN_OR_NUMBER).match(low, at)
        if word is None or (is_talk(word[0]) and kind is not Kind.PHRASE):
            break
        words.append(word)
        at = word.end()
        blank = (_BLANK_IN_PHRASE if kind is Kind.PHRASE else _BLANK).match(low, at)
        if blank is None:
            break
        at = blank.end()
    if not words:
        return None
    end = words[-1].end()
    is_end = _CLAUSE_END.match(low, end) is not None
    if between is Between.TO:
        changed = _CHANGED.search(low, max(0, label.start() - 40), label.start()) is not None
        return end if changed and is_end and len(words) == 1 and place > label.end() + 1 else None
    if kind is Kind.PHRASE:
        talk = sum(is_talk(word[0]) for word in words)
        return end if talk * 2 < len(words) and (len(words) >= 3 or is_end) else None
    if is_end and (between is Between.COLON or len(words) != 2):
        return end
    # Whatever the sentence says next: a first word that does not speak about passwords is one.
    return end if len(words) != 3 else None
