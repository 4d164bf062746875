"""Answers: what somebody says when the message before has asked for a secret."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.folding import Folded, fold
from chatserver.core.redaction.password_values import TRAILING, is_digits, is_talk, looks_secret
from chatserver.core.redaction.password_words import (
    CODE_KINDS,
    CODE_LABELS,
    LABELS,
    NETWORK_KEYS,
    NOT_CODE,
    PAIR_CUES,
    PHRASE_LABELS,
)
from chatserver.core.redaction.randomness import looks_random
from chatserver.core.redaction.spans import DOT, Span
from chatserver.core.redaction.words import words

_MASK = DOT * 8
_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"[^\s•]{2,200}")
# Somebody wants it told, not changed or looked for.
_ASKS = re.compile(
    r"\?|\b(?:what|which|tell|give|send|enter|type|provide|share|need|repeat|read|spell|confirm|please|missing"
    r"|bitte|fehlt|brauche\w*|benotige\w*|falta\w*|necesit\w*|precis\w*|нужен|нужно|осталось|будьте добры|wie"
    r"|welche\w*|nenn\w*|gib|geben|schick\w*|sag\w*|mitteilen|eingeben"
    r"|introdu\w*|ingres\w*|insir\w*|cual|dime|diga\w*|indiqu\w*|indic\w*|envi\w*|mand\w*|pasame|paseme"
    r"|escrib\w*|dame|facilit\w*|confirm\w*|qual|informe\w*|informa\w*|digit\w*|diga\w*|me passa|fala"
    r"|како\w*|назов\w*|скаж\w*|пришл\w*|напиш\w*|введ\w*|укаж\w*|продикту\w*|сообщ\w*|подтверд\w*|отправ\w*)"
)
_ABOUT = re.compile(
    r"\b(?:what happens|what (?:error|do you see)|which error|when (?:did|do)|was passiert|welche fehler"
    r"|que (?:pasa|error|sale|mensaje)|o que (?:acontece|aparece)|qual (?:erro|mensagem)|что (?:происходит|пишет"
    r"|видите)|какая ошибка|did you|have you|do you|are you|were you|can you (?:reset|change|try)|haben sie"
    r"|hast du|funktioniert|konnen sie sich|ha (?:probado|intentado|cambiado)|pudo|voce (?:ja|conseguiu|tentou)"
    r"|conseguiu"
    r"|вы (?:меняли|пробовали|сбросили)|получилось|never|nie\b|niemals|nunca|никогда|do not|don't|kein\w*"
    r"|no comparta|nao envie|не (?:отправляите|сообщаите|присылаите))"
)
_OTHER_WISH = re.compile(
    r"browser|navegador|браузер|meldung|fehler|error|erro\b|mensaje|mensagem|ошибк|(?:which|what|welche\w*|que"
    r"|a que|qual|para qual|на како\w*) (?:phone|number|numero|email|e-mail|handy\w*|telefon\w*|mail\w*|telefone"
    r"|correo|device|dispositivo|номер|почту|адрес)"
    r"|(?:zip|postal|error|promo|country) code|когда|\bwhen\b|\bwann\b|cuando|quando"
)
_SECURITY = re.compile(
    r"security question|secret answer|sicherheitsfrage|geheime antwort|pregunta (?:de seguridad|secreta)"
    r"|respuesta secreta|pergunta (?:de seguranca|secreta)|resposta secreta|контрольн\w+ вопрос"
    r"|секретн\w+ (?:вопрос|ответ)"
    r"|(?:three|3|four|4|last|drei|vier|letzten|tres|cuatro|quatro|ultimos|три|четыре"
    r"|последние)\s(?:\w+\s)?(?:digits?|numbers?|ziffern|zahlen|numeros|digitos|цифр\w*)[^.!?]{0,30}(?:back"
    r"|ruckseite|hinten|atras|dorso|reverso|verso|tras|оборот|сзади)"
)
_CVV = words(
    """
    cvv cvv2 cvc cvc2 csc prufziffer prufnummer kartenprufnummer reverso dorso verso atras обороте ruckseite
"""
)
# What a number is, when this stands right before it.
_OTHERS = NOT_CODE | words("bestellung bestellnummer rechnung auftrag factura fatura invoice ticket заказ")
_SAYS_SELF = re.compile(r"\b(?:ich|i|i'll|i'm|let me|yo|voy|te|eu|vou|я)\b")
_WHICH = re.compile(
    r"\b(?:what|which) (?:is |was |are |'s )?(?:the |your )?(?:[\w-]+ ){0,3}(?:pass\w*|pin|code|otp)"
    r"|\b(?:wie (?:lautet|ist|heißt)|welche\w*)|\bcual (?:es|era)|\bqual (?:≡|e|era|a sua|sua)|како(?:и|в|го)\b"
)
_KEY_WORDS = words("key keys token secret apikey schlussel llave chave segredo secreto ключ токен секрет")
_SHORT = 60


@lru_cache(maxsize=4096)
def asked_for(text: str) -> frozenset[str]:
    """Returns what a message asks for: "password" and "key", or how: "three" digits, a "name", just "about" it."""
    low = fold(text).low
    words = frozenset(_WORD.findall(low))
    found = set()
    labels = words & (LABELS - NETWORK_KEYS)
    is_other = bool(words & NOT_CODE) and not words & CODE_KINDS
    if (security := _SECURITY.search(low)) is not None or not words.isdisjoint(_CVV):
        found.add("password")
        if security is None or not security[0].endswith(
            ("question", "answer", "frage", "antwort", "seguridad", "secreta", "seguranca", "вопрос", "ответ")
        ):
            found.add("three")
    if (
        labels - CODE_LABELS - PHRASE_LABELS
        or (labels & CODE_LABELS and not is_other)
        or (labels & PHRASE_LABELS and words & CODE_KINDS)
    ):
        found.add("password")
    if words & _KEY_WORDS:
        found.add("key")
    if not found or not _ASKS.search(low) or ("?" not in low and _SAYS_SELF.search(low)):
        return frozenset()
    if _OTHER_WISH.search(low):
        return frozenset()
    if not words.isdisjoint(PAIR_CUES):
        found.add("name")
    if _ABOUT.search(low) and not _WHICH.search(low):
        found.add("about")
    return frozenset(found)


@lru_cache(maxsize=4096)
def asks_other(text: str) -> bool:
    """True for a message that asks for something, and for no secret."""
    return ("?" in text or _ASKS.search(fold(text).low) is not None) and not asked_for(text)


def find_answers(asked: frozenset[str], folded: Folded) -> Iterator[Span]:
    """Yields a span for each value with which a message answers."""
    low = folded.low
    if not asked:
        return
    tokens = list(_TOKEN.finditer(low))
    if "key" in asked:
        for token in tokens:
            value = token[0].strip(TRAILING + "(<[`")
            if looks_random(folded.text[token.start() : token.end()].strip(TRAILING + "(<[`"), 10):
                yield _span(token, value)
    if "password" not in asked:
        return
    found = False
    if "name" in asked and len(tokens) == 2:
        tokens = tokens[1:]
    is_short = len(tokens) <= 14
    for number, token in enumerate(tokens if is_short else []):
        value = token[0].strip(TRAILING + "(<[`")
        if "about" in asked and not any(sign.isalpha() for sign in value):
            continue
        if (
            looks_secret(value, "about" not in asked)
            and (len(tokens) <= 6 or not value.isdigit() or is_digits(value, 4, 8))
            and not _is_date(value)
            and not (value.isdigit() and number and tokens[number - 1][0].strip(TRAILING) in _OTHERS)
        ):
            found = True
            yield _span(token, value)
    three = (
        re.search(r"(?<![\d.,/:-])(?P<value>\d{3,4})(?![\d/.:,-]*\d)", low)
        if "three" in asked and not found and is_short
        else None
    )
    if three is not None:
        found = True
        yield Span(*three.span("value"), SecretKind.PASSWORD, "password.answer", _MASK)
    groups = re.fullmatch(r"\D{0,30}?(?P<value>\d+(?:[ -]\d+){1,7})\D{0,12}", low)
    if groups is not None and is_digits(groups["value"], 4, 10) and not found and "about" not in asked:
        found = True
        yield Span(*groups.span("value"), SecretKind.PASSWORD, "password.answer", _MASK)
    is_other = any(
        token[0].isdigit() and before[0].strip(TRAILING) in _OTHERS
        for before, token in pairwise(tokens if is_short else [])
    )
    if found or is_other or not is_short or "about" in asked or DOT in low:
        return
    plain = [token for token in tokens if not is_talk(token[0])]
    if (
        plain
        and len(low) <= _SHORT
        and "?" not in low
        and (len(plain) == len(tokens) or (len(plain) == 1 and _IS_ANSWER.match(low)))
    ):
        start, end = plain[0].start(), plain[-1].end()
        value = low[start:end].strip(TRAILING + "(<[`!")
        if sum(sign.isalpha() for sign in value) >= 3 and "@" not in value:
            start = low.index(value, start)
            yield Span(start, start + len(value), SecretKind.PASSWORD, "password.answer", _MASK)


_IS_ANSWER = re.compile(
    r"(?:it'?s|it is|its|es ist|das ist|ist|sure|ok|okay|yes|ja|klar|es|si|claro|e|eh|sim|да|это|вот|here|hier"
    r"|aqui|the|my)\b"
)


def _is_date(value: str) -> bool:
    return re.fullmatch(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}", value) is not None


def _span(token: re.Match[str], value: str) -> Span:
    start = token.start() + token[0].index(value)
    return Span(start, start + len(value), SecretKind.PASSWORD, "password.answer", _MASK)
