"""Values that do not stand behind their label: before it, or some words further on."""

import re
from collections.abc import Iterator
from itertools import islice

from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.password_labels import Kind, is_label
from chatserver.core.redaction.password_places import MASK, NUMBER, QUOTED, chained
from chatserver.core.redaction.password_values import TRAILING, is_digits, is_talk, looks_secret
from chatserver.core.redaction.password_words import CODE_KINDS, NOT_CODE, OTHER_IDS
from chatserver.core.redaction.randomness import is_object, is_stand_in
from chatserver.core.redaction.spans import DOT, Span
from chatserver.core.redaction.words import words

_BEFORE = re.compile(
    r"(?:(?P<quote>[\"'`])(?P<quoted>[^\"'`\n•]{1,80})(?P=quote)|(?<![^\s•\"'])(?P<bare>[^\s•\"']{3,128}))[\"']?,?"
    r"\s{0,4}-{0,2}\s{0,4}(?<=\s)(?:(?:that'?s|this is|which is|que es|que era|que \u2261|is|was|ist|war|es|era"
    r"|e(?=\s{1,4}(?:a|minha|meu|o|nossa|sua|seu)\s)|\u2261|eh|это|are|-|=|as|als|como|как"
    r"|в качестве|should be|sollte)\s{1,4})"
    r"(?:(?:now|also|still|jetzt|auch|noch|ahora|agora|сеичас)\s{1,4})?"
    r"(?:(?:my|the|our|his|her|your|mein|meine|das|die|der|unser|ihr|mi|la|el|tu|su|nuestra|minha|meu|a|o|nossa"
    r"|seu|sua|мои|моя|мое|ваш|наш)\s{1,4}(?:[\w-]{2,20}[ -]){0,3}"
    r"|(?:новыи|старыи|текущии|new|old|current|neues|altes|aktuelles|nueva|actual|nova|atual|temporary|wifi"
    r"|login|sms|security|verification|account|google|whatsapp|код|code|codigo)[ -]{1,3}){0,2}\Z"
)

_IN_BRACKETS = re.compile(
    r"(?<![^\s•])(?P<bare>[^\s•]{4,128})\s?[(\[]\s?(?:(?:my|the|mein|mi|minha|мои|is|that's)\s){0,2}\Z"
)

# "tiger55, the password" at the end of a sentence.
_APPOSED = re.compile(
    r"(?:(?<!\S)(?P<other>[^\s•\"',]{5,60})\s(?:or|oder|o|ou|или)\s)?(?<!\S)(?P<bare>[^\s•\"',]{5,60})[,.]\s"
    r"(?:(?:the|my|das|mein|la|mi|a|minha|мои)\s)?\Z"
)
_APPOSED_END = re.compile(
    r"\s{0,3}(?:[.!?\n)]|\Z)|,?\s(?:i mean|mein\w? ich|quiero decir|quero dizer|digo|имею в виду)\b"
)

# The answer that opens an account as a password does.
# One of these stands in whatever `_SECRET_ANSWER` finds.
ANSWERS = words("answer antwort sicherheitsantwort respuesta resposta ответ")
_SECRET_ANSWER = re.compile(
    r"(?<!\w)(?:(?:security|secret) answer|answer (?:to|for|of) (?:\w{2,5} )?(?:security|secret) question"
    r"|geheime antwort|sicherheitsantwort|antwort (?:auf|zu|zur|fur) (?:\w{2,6} )?sicherheitsfrage"
    r"|respuesta (?:secreta|de seguridad)|respuesta (?:a|de) \w{2,3} pregunta (?:secreta|de seguridad)"
    r"|resposta (?:secreta|de seguranca)|resposta (?:a|da|para a) (?:minha )?pergunta (?:secreta|de seguranca)"
    r"|(?:секретныи|контрольныи) ответ|ответ на (?:\w{2,4} )?(?:секретныи|контрольныи) вопрос)"
    r"(?:\s?(?:[:=-]|\u2261)|\s(?:is|ist|lautet|es|e|eh|это)(?=\s))\s{0,3}[\"']?"
    r"(?P<value>[^\W_][\w'-]{1,40}(?: [^\W_][\w'-]{0,40}){0,2})[\"']?(?=\s*(?:[.,;!\n)]|\Z))"
)

REACH = 200

# A number or a mixed word that no label but this one explains, some words further on.
_NEAR_WORDS = 7

_NEAR_CHARS = 120

_NEAR_TOKEN = re.compile(r"[^\s•]{1,80}")

_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n|;\s|•")

_MANAGERS = frozenset({"1password"})

_ID = re.compile(r"[a-z]{1,4}-?\d{3,}(?:-\d+)*|\d+-\d+(?:-\d+)*|#.*|\+\d.*|[a-z]+_[a-z]+")


def near_label(low: str, label: re.Match[str], kind: Kind) -> Iterator[Span]:
    """A value that stands apart from its label, in the same sentence: only what can be nothing else."""
    if kind is Kind.PHRASE:
        return
    reach = min(len(low), label.end() + _NEAR_CHARS)
    end = _SENTENCE_END.search(low, label.end(), reach)
    until = end.start() if end else reach
    if end is not None and end[0] == DOT:
        # Its value has been masked.
        return
    after = list(islice(_NEAR_TOKEN.finditer(low, label.end(), until), _NEAR_WORDS))
    begin = max(0, label.start() - _NEAR_CHARS // 2)
    ends = [found.end() for found in _SENTENCE_END.finditer(low, begin, label.start())]
    is_opening = bool(ends) or begin == 0
    before = (
        list(islice(_NEAR_TOKEN.finditer(low, ends[-1] if ends else begin, label.start()), 1)) if is_opening else []
    )
    for quoted in QUOTED.finditer(low, label.end(), until) if kind is Kind.PASSWORD else ():
        if any(sign.isdigit() for sign in quoted["value"]) and not is_stand_in(quoted["value"]):
            yield Span(*quoted.span("value"), SecretKind.PASSWORD, "password.near", MASK)
            return
    for tokens in (after, before):
        for number, token in enumerate(tokens):
            value = token[0].strip(TRAILING + "([-!")
            previous = tokens[number - 1][0].strip(TRAILING + "(") if number else ""
            if is_label(value) or value in NOT_CODE:
                break
            start = token.start() + token[0].index(value)
            value_end = _end_of_unmistakable(low, start, value, kind, previous)
            if previous in OTHER_IDS or value_end is None or value in _MANAGERS:
                continue
            yield Span(start, value_end, SecretKind.PASSWORD, "password.near", MASK)
            yield from chained(low, value_end, kind, label)
            return


def secret_answers(low: str) -> Iterator[Span]:
    """ "The answer to my security question is Rex"."""
    for found in _SECRET_ANSWER.finditer(low):
        if not any(is_talk(word) for word in found["value"].split()[:1]):
            yield Span(*found.span("value"), SecretKind.PASSWORD, "password.secret_answer", MASK)


def _apposed(low: str, label: re.Match[str]) -> Iterator[Span]:
    """ "It was tiger55, the password."."""
    begin = max(0, label.start() - REACH)
    found = _APPOSED.search(low[begin : label.start()])
    if found is None or _APPOSED_END.match(low, label.end()) is None:
        return
    for group in ("other", "bare"):
        value = (found[group] or "").rstrip(TRAILING)
        start = begin + found.start(group)
        if value and _end_of_unmistakable(low, start, value, Kind.PASSWORD, "") is not None:
            yield Span(start, start + len(value), SecretKind.PASSWORD, "password.reversed", MASK)


# The beginning or the end of a telephone number.
_IN_NUMBER = re.compile(r"[ -]?\d")
_PHONES = words("nummer number numero telefono telefone telefon phone handy celular movil номер телефон al ao an")


def _end_of_unmistakable(low: str, start: int, value: str, kind: Kind, previous: str) -> int | None:
    if kind in {Kind.PIN, Kind.CODE} or previous in CODE_KINDS:
        least, most = (6, 8) if kind is Kind.CODE else (3, 8)
        number = NUMBER.match(low, start) if value[:1].isdigit() else None
        is_year = re.fullmatch(r"(?:19|20)\d\d", value) is not None
        if (
            number is not None
            and number.end() >= start + len(value)
            and is_digits(number[0], least, most)
            and not is_year
            and not _IN_NUMBER.match(low, number.end())
            and not previous[-1:].isdigit()
            and previous not in _PHONES
        ):
            return number.end()
        return None
    has_both = any(sign.isalpha() for sign in value) and any(sign.isdigit() for sign in value)
    is_value = len(value) >= 6 and has_both and looks_secret(value, False) and not _ID.fullmatch(value)
    return start + len(value) if is_value and not is_stand_in(value) and not is_object(value) else None


def before_label(low: str, label: re.Match[str], kind: Kind) -> Iterator[Span]:
    """ "hunter2 is my password"."""
    border = low[max(0, label.start() - 1) : label.start()]
    if not border.isspace() and border not in {"-", "(", "["}:
        return
    begin = max(0, label.start() - REACH)
    found = _BEFORE.search(low[begin : label.start()])
    if found is None:
        found = _IN_BRACKETS.search(low[begin : label.start()])
        if found is None and kind is Kind.PASSWORD:
            yield from _apposed(low, label)
        if found is None or low[label.end() : label.end() + 1] not in ")]":
            return
    group = "quoted" if found.groupdict().get("quoted") else "bare"
    value = found[group]
    start = begin + found.start(group)
    is_first = not low[:start].strip(" \n\"'") or low[:start].rstrip(" \"'")[-1:] in ".,;:!?\n"
    is_value = (
        (group == "quoted" and not is_talk(value))
        or looks_secret(value, True)
        or (
            is_first
            and kind is Kind.PASSWORD
            and value.isalpha()
            and len(value) >= 4
            and not is_talk(value)
            and re.search(r"\s(?:my|mein|mi|minha|мои)\s", found[0]) is not None
        )
    )
    if kind in {Kind.PIN, Kind.CODE} and not any(sign.isdigit() for sign in value):
        return
    if is_value:
        end = start + len(value.rstrip(TRAILING) if group == "bare" else value)
        yield Span(start, end, SecretKind.PASSWORD, "password.reversed", MASK)
