"""Passwords, PINs and one-time codes that a label gives away, in the five languages. Nothing of the value is kept.

Each label is looked at once: what stands between it and the next words says how plain its value may be. After a colon
a word is enough, after "is" one that does not speak about passwords, with nothing between only what no word looks like.
"""

import re
from collections.abc import Iterator

from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.folding import Folded
from chatserver.core.redaction.password_around import ANSWERS, REACH, before_label, near_label, secret_answers
from chatserver.core.redaction.password_labels import (
    MAX_LABELS,
    WORD,
    Between,
    Kind,
    TooManyLabels,
    have_label,
    is_in_address,
    is_label,
    is_repeated,
    kind_of,
)
from chatserver.core.redaction.password_places import MASK, chained, value_at
from chatserver.core.redaction.password_values import TRAILING, is_talk, looks_secret
from chatserver.core.redaction.password_words import (
    CODE_KINDS,
    FILLERS,
    IS_WORDS,
    LABELS,
    NEGATIONS,
    ORIGINS,
    PAIR_CUES,
    PREPOSITIONS,
    TO_WORDS,
)
from chatserver.core.redaction.randomness import is_stand_in
from chatserver.core.redaction.spans import Span

_NEXT = re.compile(r"[ \t\n]{0,6}([^\s:=,;>]{1,60})")

_STRONG = re.compile(
    r"[\"'`*\])]{0,3}\s{0,6}(?:\([^)\n]{0,40}\)\s{0,6})?(?:=>|->|:=|-->|[:=>]|\?\s*:)+[>\s]{0,6}(?:[*_`]{1,2}\s{0,3})?"
)

_DASH = re.compile(r"\s{1,6}-{1,2}\s{1,6}")

_PAREN = re.compile(r"\s{0,6}\([^)\n]{0,40}\)")

# "from winter1 to spring2", "winter1 -> spring2"
_BOTH = (
    r"\s(?:from|von|de|desde|с|со)\s{1,3}[\"']?(?P<old>[^\s\"'•]{4,60})[\"']?\s{1,3}(?:to|auf|zu"
    r"|a|por|para|pra|на)\s{1,3}[\"']?(?P<new>[^\s\"'•]{4,60})"
)
_FROM_TO = re.compile(rf"[^.!?\n]{{0,24}}?{_BOTH}")

# Before its label: "changed from winter1 to spring2, and the password is rejected".
_CHANGED = re.compile(
    r"(?:(?<!\w)(?P<cue>changed|switched|updated|geandert|gewechselt|cambi[eo]\w?|troquei|mudei|alterei|смени\w{1,3}|поменя\w{1,3}"
    rf"|измени\w{{1,3}})(?:\s(?:it|es|ihn|sie|la|ela|его))?)?{_BOTH}"
    r"(?P<after>\s{1,3}(?:geandert|gewechselt|umgestellt|gesetzt))?"
)

_ARROW = re.compile(
    r"(?<!\S)[\"']?(?P<old>[^\s\"'•]{4,60})[\"']?(?:\s{1,3}[-=]{0,2}>\s{1,3}|[-=]{1,2}>)[\"']?(?P<new>[^\s\"'•>]{4,60})"
)

_EMAIL_WORD = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

_IS_ALTERNATIVES = "|".join(sorted((re.escape(word) for word in IS_WORDS if word.isalpha()), key=len, reverse=True))

# "for my old router is": whatever stands between a preposition and the verb.
_ABOUT = re.compile(
    rf"(?:\s{{1,4}}[^\s:=.,;!?\"'()]{{1,30}}){{1,9}}?\s{{0,4}}(?:\s(?:{_IS_ALTERNATIVES}|≡)(?=[\s:])|(?=:))"
)

_PAIRED = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(PAIR_CUES))})\s{{0,3}}(?:[/|+&,]|und|and|y|e|и)\s{{0,3}}\Z")

_NAME = re.compile(r"[^\s/|;,]{1,80}(?:\s{0,3}[/|;,]\s{0,3}|\s{1,3}(?=\S))")


def find_passwords(folded: Folded) -> Iterator[Span]:
    """Yields a span for each labelled secret in the text."""
    low = folded.low.replace("p/w", "pwd")
    known_words = folded.words if low is folded.low else WORD.findall(low)
    if not ANSWERS.isdisjoint(known_words):
        yield from secret_answers(low)
    if not have_label(low, known_words):
        return
    words = list(WORD.finditer(low))
    labels = [number for number, word in enumerate(words) if is_label(word[0])]
    if len(labels) > MAX_LABELS:
        raise TooManyLabels
    for change in _ARROW.finditer(low) if labels and ">" in low else ():
        if looks_secret(change["old"], False) and looks_secret(change["new"], False) and not is_stand_in(change["new"]):
            yield from _both(change)
    for change in _CHANGED.finditer(low) if labels else ():
        if (change["cue"] or change["after"]) and all(
            any(map(str.isdigit, change[group])) and looks_secret(change[group], False) for group in ("old", "new")
        ):
            yield from _both(change)
    for place, number in enumerate(labels):
        word = words[number]
        # Of labels side by side the last has the value.
        if is_repeated(low, words, labels, place):
            continue
        if is_in_address(low, word.start()) or (kind := kind_of(words, number)) is None:
            continue
        before = list(before_label(low, word, kind))
        after = list(_after_label(low, word, kind))
        yield from before
        yield from after
        if not before and not after:
            yield from near_label(low, word, kind)


def _after_label(low: str, label: re.Match[str], kind: Kind) -> Iterator[Span]:
    change = _FROM_TO.match(low, label.end()) if kind is Kind.PASSWORD else None
    if (
        change is not None
        and looks_secret(change["new"], True) | looks_secret(change["old"], True)
        and not is_talk(change["old"])
    ):
        yield from _both(change)
        return
    place, between = _value_place(low, label.end(), kind)
    if (
        between is Between.COLON
        and _PAIRED.search(low, max(0, label.start() - 30), label.start())
        and (name := _NAME.match(low, place))
    ):
        # "login / password: anna / hunter2"
        place = name.end()
    end = yield from value_at(low, place, between, kind, label)
    yield from chained(low, end, kind, label)


def _both(change: re.Match[str]) -> Iterator[Span]:
    for group in ("old", "new"):
        start, value = change.start(group), change[group].rstrip(TRAILING)
        yield Span(start, start + len(value), SecretKind.PASSWORD, "password.changed", MASK)


def _value_place(low: str, place: int, kind: Kind) -> tuple[int, Between]:
    """Where the value of a label that ends at `place` begins, and what stands between."""
    between, is_negated = Between.NOTHING, False
    low_end = min(len(low), place + REACH)
    for _ in range(9):
        strong = _STRONG.match(low, place, low_end)
        if strong is not None:
            return strong.end(), Between.COLON
        dash = _DASH.match(low, place, low_end)
        if dash is not None:
            place, between = dash.end(), max(between, Between.IS)
            continue
        if low.startswith("'s ", place):
            place, between = place + 2, Between.IS
            continue
        if between is Between.NOTHING and (paren := _PAREN.match(low, place, low_end)) is not None:
            place = paren.end()
            continue
        following = _NEXT.match(low, place, low_end)
        if following is None or following[1][0] in "\"'`<":
            break
        word = following[1].strip('"`.*') if not _EMAIL_WORD.fullmatch(following[1]) else "for"
        if not word:
            break
        if (
            between is Between.NOTHING
            and word in PREPOSITIONS
            and (about := _ABOUT.match(low, following.end(), low_end)) is not None
        ):
            place, between = about.end(), Between.IS
            continue
        if word in IS_WORDS:
            between = max(between, Between.IS)
        elif word in ORIGINS and between is Between.IS:
            return place, Between.NOTHING
        elif word in NEGATIONS and between is Between.IS:
            is_negated = True
        elif word in TO_WORDS and between is not Between.IS:
            between = max(between, Between.TO)
        elif not (
            word in FILLERS
            or (kind in {Kind.PIN, Kind.PHRASE} and word in CODE_KINDS)
            or word in LABELS
            or re.fullmatch(r"-?(?:code|kod|код\w*|nummer|number)", word)
        ):
            break
        place = following.end()
    while place < len(low) and low[place] in " \t\n":
        place += 1
    return place, Between.NOTHING if is_negated else between
