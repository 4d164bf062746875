"""The review: what can be read and still does harm. The same line in two intents, secrets, lines that teach nothing.

Only what is certain is an error, since an error keeps the whole set from being used.
"""

import re
from collections import defaultdict
from collections.abc import Container, Sequence
from functools import cache, lru_cache

from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.redaction.redact import Context, redact, redact_line
from chatserver.core.triage.languages import knowledge_of
from chatserver.core.triage.near import near_pairs
from chatserver.core.triage.words import normalise, words_of
from chatserver.intent_files.language import Authored, PlacedLine
from chatserver.yaml_places import Problems, Severity

# Below it, the bot misses most people who say it their own way.
MIN_LINES = 5
# What the matcher leaves out, too, when it looks for a line that is just the same.
_SIGNS = " \t\n.!?,;:¿¡"
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_TELEPHONE = re.compile(r"(?<![\w.,/-])(?:\+|00|\(?0)\d?[\d ()/.-]{6,18}\d(?![\w-])")
_MIN_DIGITS = 8
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
# Words about a password are guesses by context; a card's or a key's own form is none.
_CERTAIN = frozenset({SecretKind.CARD, SecretKind.KEY})


def review(authored: Authored, small_talk: Container[str], problems: Problems) -> None:
    """Adds what is wrong with the lines. `small_talk` names intents that may consist of small words, as "thank you"."""
    by_language: dict[str, list[PlacedLine]] = defaultdict(list)
    for line in authored.lines:
        by_language[line.tag].append(line)
    for tag, lines in by_language.items():
        said = [line for line in lines if line.key == "say"]
        _report_few(said, problems)
        _report_same(said, problems)
        _report_near(tag, said, problems)
        _report_keywords(lines, problems)
        _report_denied(lines, problems)
        _report_small(tag, [line for line in said if line.intent not in small_talk], problems)
    _report_titles([line for line in authored.said if line.key == "title" and line.intent], problems)
    for line in authored.lines:
        _report_private(line, problems)
    for line in (*authored.lines, *authored.said):
        _report_secret(line, line.key in {"say", "not", "keywords"}, problems)


def sameness(text: str) -> str:
    """Returns what two lines have in common that are the same line for the bot."""
    return normalise(text).strip(_SIGNS)


def has_secret(text: str) -> bool:
    """True when redaction would mask something in the text."""
    return bool(_secrets(text))


def has_address(text: str) -> bool:
    """True when the text has something like an e-mail address or a telephone number."""
    if _EMAIL.search(text):
        return True
    for found in _TELEPHONE.finditer(text):
        digits = sum(sign.isdigit() for sign in found[0])
        if digits >= _MIN_DIGITS and not _DATE.fullmatch(found[0]):
            return True
    return False


def _report_few(said: Sequence[PlacedLine], problems: Problems) -> None:
    by_intent: dict[str, list[PlacedLine]] = defaultdict(list)
    for line in said:
        by_intent[line.intent].append(line)
    for intent, lines in by_intent.items():
        count = len({sameness(line.text) for line in lines})
        if count < MIN_LINES:
            fault = f"Intent '{intent}' has only {count} line{'s' if count > 1 else ''} under 'say'."
            cure = f"Give it at least {MIN_LINES}, better ten, that differ."
            problems.warn(lines[0].node, fault, cure, code="few-lines")


def _report_same(said: Sequence[PlacedLine], problems: Problems) -> None:
    first: dict[str, PlacedLine] = {}
    for line in said:
        other = first.setdefault(sameness(line.text), line)
        if other is line:
            continue
        if other.intent == line.intent:
            fault = f"{_quoted(line)} stands twice in '{line.intent}'."
            problems.warn(line.node, fault, f"The first is at {other.place}. Remove one.", code="repeated-line")
        else:
            fault = f"{_quoted(line)} stands in '{line.intent}' and in '{other.intent}'."
            cure = f"The other is at {other.place}. Leave it with one of the two."
            problems.add(line.node, fault, cure, code="same-line")


def _report_near(tag: str, said: Sequence[PlacedLine], problems: Problems) -> None:
    reported: set[int] = set()
    for pair in near_pairs([(line.intent, line.text) for line in said], tag):
        line, other = said[pair.second], said[pair.first]
        if pair.second in reported or sameness(line.text) == sameness(other.text):
            continue
        reported.add(pair.second)
        fault = f"{_quoted(line)} in '{line.intent}' is nearly {_quoted(other)} in '{other.intent}'."
        cure = f"The other is at {other.place}. Leave one, or write what makes the difference."
        problems.warn(line.node, fault, cure, code="near-line")


def _report_keywords(lines: Sequence[PlacedLine], problems: Problems) -> None:
    first: dict[str, PlacedLine] = {}
    for line in lines:
        if line.key != "keywords":
            continue
        other = first.setdefault(sameness(line.text), line)
        if other is line:
            continue
        cure = f"The other is at {other.place}. Remove one."
        if other.intent == line.intent:
            fault = f"The keyword {_quoted(line)} stands twice in '{line.intent}'."
            problems.warn(line.node, fault, cure, code="repeated-line")
        else:
            fault = f"The keyword {_quoted(line)} stands in '{line.intent}' and in '{other.intent}'."
            problems.warn(line.node, fault, cure, code="same-keyword")


def _report_titles(titles: Sequence[PlacedLine], problems: Problems) -> None:
    first: dict[tuple[str, str], PlacedLine] = {}
    for line in titles:
        other = first.setdefault((line.tag, sameness(line.text)), line)
        if other.intent != line.intent:
            fault = f"Intents '{other.intent}' and '{line.intent}' have the same title."
            problems.warn(line.node, fault, f"The other is at {other.place}. Change one.", code="same-title")


def _report_denied(lines: Sequence[PlacedLine], problems: Problems) -> None:
    said = {(line.intent, sameness(line.text)): line for line in lines if line.key == "say"}
    for line in lines:
        other = said.get((line.intent, sameness(line.text))) if line.key == "not" else None
        if other is not None:
            fault = f"{_quoted(line)} stands under 'say' and under 'not' of '{line.intent}'."
            problems.add(line.node, fault, f"The other is at {other.place}. Remove one.", code="said-and-denied")


def _report_small(tag: str, said: Sequence[PlacedLine], problems: Problems) -> None:
    small = _small_words(tag)
    for line in said:
        if small and small.issuperset(words_of(line.text)):
            fault = f"{_quoted(line)} has only small words: it fits any question."
            problems.warn(line.node, fault, "Write what it is about, or remove it.", code="only-small-words")


def _report_private(line: PlacedLine, problems: Problems) -> None:
    if has_address(line.text):
        fault = "The line has something like somebody's e-mail address or telephone number."
        problems.warn(line.node, fault, "Remove it, or write it in words.", code="personal-data")


def _report_secret(line: PlacedLine, is_example: bool, problems: Problems) -> None:
    kinds = _secrets(line.text)
    if kinds:
        where = f"'{line.key}' of intent '{line.intent}'" if line.intent else f"'{line.key}'"
        fault = f"A {' and a '.join(sorted(_NAMES[kind] for kind in kinds))} seems to stand in {where}."
        severity = Severity.ERROR if is_example or kinds & _CERTAIN else Severity.WARNING
        problems.add(line.node, fault, "Remove it; if it is real, change it where it is used.", severity, code="secret")


def _quoted(line: PlacedLine) -> str:
    """The line without its secrets: complaints go into logs."""
    return f"“{redact_line(line.text)}”"


_NAMES = {
    SecretKind.CARD: "card number",
    SecretKind.KEY: "key",
    SecretKind.PASSWORD: "password",
    SecretKind.OTHER: "secret",
}


# An author's lines are looked at again at each reload.
@lru_cache(maxsize=65_536)
def _secrets(text: str) -> frozenset[SecretKind]:
    return frozenset(mask.kind for mask in redact(Context(), RawText(text)).redactions)


@cache
def _small_words(tag: str) -> frozenset[str]:
    return frozenset(normalise(word) for word in knowledge_of(tag).stop_words)
